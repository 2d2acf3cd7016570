// Command callers asks a backend with a time limit for each call.
//
// What is wrong: the function that ends a context is thrown away, and the limit is
// an hour. Each context stays with its timer until then, though its call is over
// in no time. Five heap profiles are saved, and nothing else.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"time"
)

func ask(parent context.Context, i int) (int, error) {
	ctx, _ := context.WithTimeout(parent, time.Hour)
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return i * 2, nil
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
	asked := 0
	for i := 1; i <= 5; i++ {
		for j := 0; j < 20_000; j++ {
			if _, err := ask(context.Background(), j); err != nil {
				log.Fatal(err)
			}
			asked++
			if j%50 == 0 {
				time.Sleep(5 * time.Millisecond)
			}
		}
		save("heap-" + strconv.Itoa(i) + ".pb.gz")
	}
	log.Printf("%d calls answered", asked)
}
