// Command recount counts votes while they come in.
//
// What is wrong: report holds the lock for reading and calls total, which takes it for
// reading again. Between the two a writer has begun to wait, and a writer that waits
// keeps new readers out: reader and writer wait for each other.
package main

import (
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

type votes struct {
	mu    sync.RWMutex
	count map[string]int
}

func (v *votes) total() int {
	v.mu.RLock() // wrong: report holds it, and a writer waits
	defer v.mu.RUnlock()
	sum := 0
	for _, n := range v.count {
		sum += n
	}
	return sum
}

func (v *votes) report() float64 {
	v.mu.RLock()
	defer v.mu.RUnlock()
	time.Sleep(200 * time.Millisecond)
	return float64(v.count["yes"]) / float64(v.total())
}

func (v *votes) add(vote string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.count[vote]++
}

func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(l, nil)
	v := &votes{count: map[string]int{"yes": 3, "no": 2}}
	go v.report()
	time.Sleep(50 * time.Millisecond)
	go v.add("yes")
	time.Sleep(300 * time.Millisecond)
	for i := 0; i < 20; i++ {
		go v.total()
	}
	log.Printf("votes: counting")
	time.Sleep(time.Hour)
}
