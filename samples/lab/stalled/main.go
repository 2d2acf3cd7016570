// Command stalled takes orders and keeps a ledger of them.
//
// What is wrong: book holds the lock of the ledger while it sends on a channel
// without a buffer, and the auditor that received from it has returned. The
// goroutine that sends waits for ever, and everyone who needs the ledger waits
// behind it. The garbage collector has nothing to do with it: its sweeper rests
// in "GC sweep wait", as it does in every process.
package main

import (
	"log"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

type ledger struct {
	mu    sync.Mutex
	audit chan int
	total int
}

func (l *ledger) book(amount int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total += amount
	l.audit <- amount // wrong: sends while it holds the lock, and nobody receives
}

func (l *ledger) auditor(limit int) {
	for i := 0; i < limit; i++ {
		log.Printf("audit: %d", <-l.audit)
	}
}

func (l *ledger) takeOrders(client int) {
	for order := 1; ; order++ {
		l.book(100*client + order)
		time.Sleep(20 * time.Millisecond)
	}
}

func main() {
	log.SetFlags(0)
	l := &ledger{audit: make(chan int)}
	go l.auditor(5)
	for client := 1; client <= 4; client++ {
		go l.takeOrders(client)
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	<-stop
}
