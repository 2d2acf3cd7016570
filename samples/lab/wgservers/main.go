// Command wgservers is a healthy service whose goroutines wait in WaitGroups by
// design.
//
// Nothing is wrong: main waits for two servers and a consumer that run for ever, a
// group of its own type waits for its members, and a report is in the middle of
// its work, with four workers that need half a minute.
//
// On SIGUSR1 it writes all goroutines to $LAB_OUT/goroutines.txt, as the debug
// endpoint /debug/pprof/goroutine?debug=2 would.
package main

import (
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

// group runs functions and waits for them, as errgroup does.
type group struct {
	wg sync.WaitGroup
}

func (g *group) Go(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

func (g *group) Wait() { g.wg.Wait() }

type service struct {
	members group
	jobs    chan int
	stop    sync.WaitGroup
}

func (s *service) listen() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("listen: %v", err)
	}
	log.Printf("listen: %v", http.Serve(l, nil))
}

func (s *service) consume() {
	for job := range s.jobs {
		log.Printf("job: %d", job)
	}
}

func (s *service) start() {
	for n := 0; n < 2; n++ {
		s.stop.Add(1)
		go func() {
			defer s.stop.Done()
			s.listen()
		}()
	}
	s.members.Go(s.consume)
	s.members.Go(s.consume)
}

func report(parts int) {
	var wg sync.WaitGroup
	for n := 0; n < parts; n++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(30 * time.Second)
		}()
	}
	wg.Wait()
}

func tick() {
	for range time.Tick(50 * time.Millisecond) {
		_ = make([]byte, 1<<20)
	}
}

func dumpOnSignal() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	for range asked {
		f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), "goroutines.txt"))
		if err != nil {
			log.Fatalf("dump: %v", err)
		}
		if err := pprof.Lookup("goroutine").WriteTo(f, 2); err != nil {
			log.Fatalf("dump: %v", err)
		}
		if err := f.Close(); err != nil {
			log.Fatalf("dump: %v", err)
		}
		log.Printf("dump: written")
	}
}

func main() {
	log.SetFlags(0)
	go dumpOnSignal()
	go tick()
	s := &service{jobs: make(chan int)}
	s.start()
	go func() {
		for {
			report(4)
		}
	}()
	go s.members.Wait()
	s.stop.Wait()
}
