// Command journal takes notes of what happens and means to write them out when
// the day is over.
//
// What is wrong: they are one text in memory that is only ever added to. Each time
// it is full a larger array is made, a quarter larger, so that of all that was ever
// allocated for it no more than a fifth is in use. Two heap profiles are saved.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"
)

type journal struct{ text strings.Builder }

func (j *journal) note(event string) {
	j.text.WriteString(event)
	j.text.WriteByte('\n')
}

// save writes a heap profile to the bundle.
func save(name string) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), name))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	runtime.GC()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		log.Fatal(err)
	}
}

func main() {
	j := &journal{}
	payload := strings.Repeat("served ", 600)
	for i := 1; i <= 10_000; i++ {
		j.note(fmt.Sprintf("request %d %s", i, payload))
		if i%10 == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		if i == 2_000 {
			save("heap-1.pb.gz")
		}
	}
	save("heap-2.pb.gz")
	log.Printf("%d bytes noted", j.text.Len())
}
