// Command ctxroot derives a context for each job from one that lives as long as the
// process, and calls its cancel function on one path only. A context that is never
// cancelled stays in the list of its parent: no goroutine shows it, the heap does.
package main

import (
	"context"
	"errors"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

type server struct {
	root context.Context
}

var errBusy = errors.New("busy")

func (s *server) handle(job int) error {
	ctx, cancel := context.WithCancel(s.root)
	if job%8 != 0 {
		return errBusy // cancel is not called
	}
	defer cancel()
	return work(ctx, job)
}

func work(ctx context.Context, job int) error {
	return ctx.Err()
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
	root, stop := context.WithCancel(context.Background())
	defer stop()
	s := &server{root: root}
	for i := 0; i < 70_000; i++ {
		s.handle(i)
	}
	runtime.GC()
	save("heap-1.pb.gz", "heap", 0)
	save("goroutines-1.txt", "goroutine", 2)
	time.Sleep(4 * time.Second)
	for i := 0; i < 90_000; i++ {
		s.handle(i)
	}
	runtime.GC()
	save("heap-2.pb.gz", "heap", 0)
	save("goroutines-2.txt", "goroutine", 2)
	log.Print("ctxroot: 160000 jobs done")
}
