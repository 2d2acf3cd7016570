// Command visits keeps what a visitor has looked at for three seconds, and more
// visitors come all the time. Nothing is wrong with it: what it holds grows with the
// load, and no more. Five heap profiles are saved.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"time"
)

type visit struct {
	since time.Time
	pages []byte
}

type visits map[int]*visit

func (v visits) begin(visitor int) {
	v[visitor] = &visit{since: time.Now(), pages: make([]byte, 24<<10)}
}

func (v visits) expire() {
	for visitor, one := range v {
		if time.Since(one.since) > 3*time.Second {
			delete(v, visitor)
		}
	}
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
	v := visits{}
	visitor := 0
	for i := 0; i < 1200; i++ {
		for j := 0; j < 2+i/60; j++ {
			v.begin(visitor)
			visitor++
		}
		if i%20 == 0 {
			v.expire()
		}
		if i%200 == 199 && i > 200 {
			save("heap-" + strconv.Itoa(i/200) + ".pb.gz")
		}
		time.Sleep(15 * time.Millisecond)
	}
	log.Printf("%d visitors, %d at last", visitor, len(v))
}
