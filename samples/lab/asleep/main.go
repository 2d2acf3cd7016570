// Command asleep books transfers through a ledger and an audit trail, once, as
// a nightly batch job without any listener.
//
// What is wrong: post holds the ledger's lock while it sends to the audit
// channel, and the auditor needs the same lock before it receives again. Once
// the buffer is full, everybody waits for somebody else, and the runtime sees
// that no goroutine can ever run again.
package main

import (
	"log"
	"sync"
)

type transfer struct {
	from, to string
	cents    int
}

type ledger struct {
	mu      sync.Mutex
	balance map[string]int
	audit   chan transfer
}

func (l *ledger) post(t transfer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.balance[t.from] -= t.cents
	l.balance[t.to] += t.cents
	l.audit <- t // wrong: sends while the lock is held
}

func (l *ledger) total(account string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.balance[account]
}

type auditor struct {
	ledger *ledger
	ready  chan struct{}
	report chan int
}

func (a *auditor) run() {
	<-a.ready
	seen := 0
	for t := range a.ledger.audit {
		seen++
		if a.ledger.total(t.from) < 0 { // waits for the lock that post holds
			log.Printf("audit: %s is overdrawn", t.from)
		}
	}
	a.report <- seen
}

type batch struct {
	ledger    *ledger
	auditor   *auditor
	transfers []transfer
}

func (b *batch) run() int {
	var wg sync.WaitGroup
	for n := 0; n < 3; n++ {
		wg.Add(1)
		go func(part []transfer) {
			defer wg.Done()
			b.post(part)
		}(b.transfers[n*4 : n*4+4])
	}
	go b.auditor.run()
	close(b.auditor.ready)
	wg.Wait()
	close(b.ledger.audit)
	return <-b.auditor.report
}

func (b *batch) post(part []transfer) {
	for _, t := range part {
		b.ledger.post(t)
	}
}

func main() {
	log.SetFlags(0)
	l := &ledger{balance: map[string]int{"ada": 900, "bob": 900}, audit: make(chan transfer, 1)}
	b := &batch{
		ledger:  l,
		auditor: &auditor{ledger: l, ready: make(chan struct{}), report: make(chan int)},
	}
	for n := 0; n < 12; n++ {
		b.transfers = append(b.transfers, transfer{from: "ada", to: "bob", cents: 10 + n})
	}
	log.Printf("batch: %d transfers", len(b.transfers))
	log.Printf("batch: %d audited", b.run())
}
