// Command nilmapwrite counts requests by tenant.
//
// What is wrong: newMeter makes the map of the totals and forgets the one of the
// errors. Reading a nil map is fine, so only the first failed request shows it.
package main

import (
	"log"
	"sync"
)

type meter struct {
	mu     sync.Mutex
	totals map[string]int
	errors map[string]int
}

func newMeter() *meter {
	return &meter{totals: make(map[string]int)} // wrong: errors stays nil
}

func (m *meter) observe(tenant string, status int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.totals[tenant]++
	if status >= 500 {
		m.errors[tenant] = m.errors[tenant] + 1
	}
}

type request struct {
	tenant string
	status int
}

func main() {
	log.SetFlags(0)
	m := newMeter()
	requests := make(chan request)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for r := range requests {
			m.observe(r.tenant, r.status)
		}
	}()
	for _, r := range []request{{"ada", 200}, {"bob", 404}, {"ada", 503}} {
		log.Printf("%s: %d", r.tenant, r.status)
		requests <- r
	}
	close(requests)
	<-done
}
