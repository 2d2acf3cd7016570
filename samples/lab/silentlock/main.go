// Command silentlock moves money between accounts, with a debug listener.
//
// What is wrong: move locks the two accounts in the order of its arguments. Two
// transfers in opposite directions wait for each other, and main waits for both.
// No goroutine can ever run again, but the debug listener keeps one in the network
// poller: the runtime's deadlock detector stays silent and the process just hangs.
package main

import (
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"sync"
)

type account struct {
	mu    sync.Mutex
	cents int
}

func move(from, to *account, cents int, locked *sync.WaitGroup) {
	from.mu.Lock()
	defer from.mu.Unlock()
	locked.Done()
	locked.Wait()
	to.mu.Lock() // wrong: the other transfer holds this one and waits for ours
	defer to.mu.Unlock()
	from.cents -= cents
	to.cents += cents
}

type desk struct {
	done sync.WaitGroup
}

func (d *desk) settle(a, b *account) {
	var locked sync.WaitGroup
	locked.Add(2)
	d.done.Add(2)
	go func() {
		defer d.done.Done()
		move(a, b, 1200, &locked)
	}()
	go func() {
		defer d.done.Done()
		move(b, a, 900, &locked)
	}()
	d.done.Wait()
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

func main() {
	log.SetFlags(0)
	serveDebug()
	a, b := &account{cents: 5000}, &account{cents: 5000}
	log.Printf("desk: settling")
	(&desk{}).settle(a, b)
	log.Printf("desk: settled, %d and %d", a.cents, b.cents)
}
