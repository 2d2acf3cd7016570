// Command wgdrain is a gateway that drains its requests before each reload.
//
// What is wrong: a WaitGroup counts the requests in flight, and requests keep
// coming while reload waits for it. The counter reaches zero and Wait is about to
// return, when the next request counts itself: the WaitGroup is in use again
// before the wait is over. It is made for work that is counted before the wait
// begins.
package main

import (
	"log"
	"sync"
	"sync/atomic"
)

type gateway struct {
	inflight sync.WaitGroup
	served   int64
}

func (g *gateway) serve() {
	g.inflight.Add(1) // wrong: a reload may be waiting already
	defer g.inflight.Done()
	atomic.AddInt64(&g.served, 1)
}

func (g *gateway) accept(requests int64) {
	for n := int64(0); n < requests; n++ {
		g.serve()
	}
}

func (g *gateway) reload() {
	g.inflight.Wait()
}

func main() {
	log.SetFlags(0)
	log.Printf("gateway: serving")
	g := &gateway{}
	const requests = 100_000_000
	for n := 0; n < 2; n++ {
		go g.accept(requests)
	}
	for atomic.LoadInt64(&g.served) < 2*requests {
		g.reload()
	}
	log.Printf("gateway: %d requests served", g.served)
}
