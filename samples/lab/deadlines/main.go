// Command deadlines has very many clients that each wait for a message, with a timer,
// a ticker and a context of their own. All of these end with the client. Nothing is
// wrong with it: as many timers as goroutines that wait for them.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"
)

func client(ctx context.Context, ready *sync.WaitGroup, messages <-chan string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	alive := time.NewTicker(time.Minute)
	defer alive.Stop()
	timeout := time.After(time.Hour)
	ready.Done()
	for {
		select {
		case <-messages:
		case <-alive.C:
		case <-timeout:
			return
		case <-ctx.Done():
			return
		}
	}
}

// save writes a profile to the bundle.
func save(file, name string, debug int) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), file))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := pprof.Lookup(name).WriteTo(f, debug); err != nil {
		log.Fatal(err)
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	var ready sync.WaitGroup
	messages := make(chan string)
	for i := 0; i < 60_000; i++ {
		ready.Add(1)
		go client(ctx, &ready, messages)
	}
	ready.Wait()
	time.Sleep(200 * time.Millisecond)
	runtime.GC()
	save("heap.pb.gz", "heap", 0)
	save("goroutines.pb.gz", "goroutine", 0)
	cancel()
	log.Print("deadlines: 60000 clients")
}
