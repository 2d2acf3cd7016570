// Command renderpool renders thumbnails with as many workers as it is told.
//
// Nothing is wrong with it. Run with few pictures it idles; run with as many
// workers as processors, or a few more, it is busy, and a handful of goroutines
// may wait in a run queue. No rule may take that for a fault.
package main

import (
	"flag"
	"hash/fnv"
	"log"
	"sync/atomic"
	"time"
)

// work renders pictures until there are no more.
func work(jobs <-chan int, done *int64) {
	block := make([]byte, 4096)
	for picture := range jobs {
		h := fnv.New64a()
		for i := 0; i < 2000; i++ {
			block[0] = byte(i + picture)
			h.Write(block)
		}
		atomic.AddInt64(done, 1)
	}
}

func main() {
	workers := flag.Int("workers", 2, "workers")
	pause := flag.Duration("pause", 0, "pause between two pictures that come in")
	flag.Parse()
	log.SetFlags(0)
	jobs := make(chan int)
	var done int64
	for i := 0; i < *workers; i++ {
		go work(jobs, &done)
	}
	go func() {
		for range time.Tick(time.Second) {
			log.Printf("pictures: %d rendered", atomic.LoadInt64(&done))
		}
	}()
	for picture := 0; ; picture++ {
		jobs <- picture
		time.Sleep(*pause)
	}
}
