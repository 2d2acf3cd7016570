// Command racestats answers requests and prints a summary of them at the end.
//
// What is wrong: the handler counts requests under the mutex, but it appends
// to the list of slow ones without it, and so does the goroutine that drops
// old entries. The program is built with -race, which reports both accesses;
// without it entries are lost now and then and nobody knows why.
package main

import (
	"log"
	"sync"
	"time"
)

type request struct {
	path string
	took time.Duration
}

type stats struct {
	mu    sync.Mutex
	count int
	slow  []request
}

func (s *stats) observe(r request) {
	s.mu.Lock()
	s.count++
	s.mu.Unlock()
	if r.took > 20*time.Millisecond {
		s.slow = append(s.slow, r) // wrong: the mutex was given back too early
	}
}

func (s *stats) expire(keep int) {
	if n := len(s.slow); n > keep { // wrong: not under the mutex either
		s.slow = s.slow[n-keep:]
	}
}

type server struct {
	stats stats
	wg    sync.WaitGroup
}

func (s *server) handle(path string, took time.Duration) {
	defer s.wg.Done()
	time.Sleep(took)
	s.stats.observe(request{path, took})
}

func (s *server) janitor(every time.Duration, stop <-chan struct{}) {
	for {
		select {
		case <-time.After(every):
			s.stats.expire(2)
		case <-stop:
			return
		}
	}
}

func main() {
	log.SetFlags(0)
	s := &server{}
	stop := make(chan struct{})
	go s.janitor(10*time.Millisecond, stop)
	for _, path := range []string{"/orders", "/items", "/reports"} {
		s.wg.Add(1)
		go s.handle(path, 30*time.Millisecond)
		time.Sleep(25 * time.Millisecond)
	}
	s.wg.Wait()
	close(stop)
	log.Printf("stats: %d requests, %d of them slow", s.stats.count, len(s.stats.slow))
}
