// Command labelled is a small service that labels its goroutines with the tenant and
// the queue that they work for, as services do for their profiles.
//
// It stands still and writes its goroutine profiles to $LAB_OUT in all their forms,
// and its block and mutex profiles with debug=3. With the argument "leak" its
// requests lose the channels that they wait on, and it writes its goroutineleak
// profile as well, where the release has one.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io/ioutil"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

// worker waits for jobs that never come.
func worker(jobs <-chan string, quit <-chan struct{}) {
	select {
	case <-jobs:
	case <-quit:
	}
}

// request starts a goroutine that waits for an answer, and forgets to ask: nobody is
// left to send.
func request(tenant string) {
	answer := make(chan string)
	go func() { log.Printf("%s: %s", tenant, <-answer) }()
}

// contend makes goroutines wait for each other, for the block and mutex profiles.
func contend() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 20; j++ {
				mu.Lock()
				time.Sleep(100 * time.Microsecond)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

func save(profile string, debug int, name string) {
	p := pprof.Lookup(profile)
	if p == nil {
		return
	}
	var b bytes.Buffer
	if err := p.WriteTo(&b, debug); err != nil {
		log.Fatalf("profile: %v", err)
	}
	if err := ioutil.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), name), b.Bytes(), 0644); err != nil {
		log.Fatalf("profile: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	jobs := make(chan string)
	quit := make(chan struct{})
	for i := 0; i < 9; i++ {
		labels := pprof.Labels("tenant", fmt.Sprintf("t%d", i%3), "queue name", "in: {\"a\"]:}")
		pprof.Do(context.Background(), labels, func(context.Context) { go worker(jobs, quit) })
	}
	go worker(jobs, quit)
	contend()
	leak := len(os.Args) > 1 && os.Args[1] == "leak"
	if leak {
		for i := 0; i < 12; i++ {
			tenant := fmt.Sprintf("t%d", i%4)
			pprof.Do(context.Background(), pprof.Labels("tenant", tenant), func(context.Context) { request(tenant) })
		}
	}
	time.Sleep(50 * time.Millisecond)
	if leak {
		save("goroutineleak", 0, "goroutineleak.pb.gz")
		save("goroutineleak", 1, "goroutineleak.txt")
		save("goroutineleak", 2, "goroutineleak-2.txt")
	} else {
		save("goroutine", 0, "goroutine.pb.gz")
		save("goroutine", 1, "goroutine.txt")
		save("goroutine", 3, "goroutine-3.txt")
		save("block", 0, "block.pb.gz")
		save("block", 3, "block.txt")
		save("mutex", 0, "mutex.pb.gz")
		save("mutex", 3, "mutex.txt")
		save("allocs", 0, "allocs.pb.gz")
		save("allocs", 3, "allocs.txt")
		save("threadcreate", 0, "threadcreate.pb.gz")
		save("threadcreate", 3, "threadcreate.txt")
	}
	log.Printf("labelled: %d goroutines", runtime.NumGoroutine())
	close(quit)
}
