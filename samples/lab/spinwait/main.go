// Command spinwait is a price service that loads its catalogue at start.
//
// What is wrong: a request that comes before the catalogue is there waits for it
// in a loop that only reads a flag. The loop calls nothing, so the goroutine
// cannot be stopped where preemption by signals is missing (before Go 1.14) or
// switched off (GODEBUG=asyncpreemptoff=1). The loader makes garbage, a garbage
// collection has to stop the world, and waits for the loop; the loop waits for
// the loader, which is stopped. No other goroutine runs again.
package main

import (
	"log"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"
)

type catalogue struct {
	ready  uint32
	prices map[int]int
}

// price answers one request.
func (c *catalogue) price(item int) int {
	for atomic.LoadUint32(&c.ready) == 0 { // wrong: a wait that never yields
	}
	return c.prices[item]
}

// load fills the catalogue; every line is parsed into memory of its own.
func (c *catalogue) load(items int) {
	var line []byte
	for i := 0; i < items; i++ {
		line = append(make([]byte, 0, 64<<10), "item;price"...)
		c.prices[i] = i * len(line)
	}
	atomic.StoreUint32(&c.ready, 1)
	log.Printf("catalogue: %d items", items)
}

func serveDebug() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("debug: %v", err)
	}
	go func() {
		log.Fatalf("debug: %v", http.Serve(l, nil))
	}()
}

// heartbeat tells the operators that the service lives.
func heartbeat(every time.Duration) {
	for range time.Tick(every) {
		log.Printf("alive, %d goroutines", runtime.NumGoroutine())
	}
}

func main() {
	log.SetFlags(0)
	serveDebug()
	go heartbeat(300 * time.Millisecond)
	time.Sleep(700 * time.Millisecond)
	c := &catalogue{prices: make(map[int]int)}
	answers := make(chan int)
	go func() { answers <- c.price(17) }()
	go c.load(20000)
	log.Printf("price of item 17: %d", <-answers)
	select {}
}
