// Command wgcrawl checks the links of many sites.
//
// What is wrong: the goroutine that follows a link counts itself, when it begins
// to work. If that is at the very moment at which the front page is counted down
// and nobody else is left, the WaitGroup is about to wake main and may not be
// counted up. The Add belongs before the Done of the front page, in the goroutine
// that finds the link.
package main

import (
	"log"
	"runtime"
	"sync"
	"sync/atomic"
)

type site struct {
	wg      sync.WaitGroup
	found   int32
	checked int64
}

func (s *site) front() {
	defer s.wg.Done()
	atomic.AddInt64(&s.checked, 1)
	atomic.StoreInt32(&s.found, 1)
}

func (s *site) follow() {
	for spins := 0; atomic.LoadInt32(&s.found) == 0; spins++ {
		if spins%1000 == 999 {
			runtime.Gosched()
		}
	}
	s.wg.Add(1) // wrong: main may be waiting already
	defer s.wg.Done()
	atomic.AddInt64(&s.checked, 1)
}

func (s *site) crawl() {
	s.wg.Add(1)
	go s.follow()
	go s.front()
	s.wg.Wait()
}

func main() {
	log.SetFlags(0)
	log.Printf("links: checking")
	for n := 0; n < 5_000_000; n++ {
		s := &site{}
		s.crawl()
	}
	log.Printf("links: checked")
}
