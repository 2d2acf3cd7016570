// Command selflock keeps a register of visitors, with a debug listener.
//
// What is wrong: enter takes the lock and calls full, which takes it again. A mutex of
// Go knows no owner, so the goroutine waits for itself, and everybody else with it.
package main

import (
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

type register struct {
	mu   sync.Mutex
	room int
	in   []string
}

func (r *register) full() bool {
	r.mu.Lock() // wrong: enter holds it
	defer r.mu.Unlock()
	return len(r.in) >= r.room
}

func (r *register) enter(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.full() {
		return
	}
	r.in = append(r.in, name)
}

func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(l, nil)
	r := &register{room: 3}
	for _, name := range []string{"ada", "grace", "edsger"} {
		name := name
		time.Sleep(50 * time.Millisecond)
		go r.enter(name)
	}
	log.Printf("register: open")
	time.Sleep(time.Hour)
}
