// Command hiddenpanic keeps the last readings of sensors.
//
// What is wrong: latest takes an element of an empty list while it does not hold the
// lock, and its deferred unlock turns the panic into a fatal error of the mutex.
package main

import (
	"log"
	"sync"
)

type readings struct {
	mu     sync.Mutex
	values []float64
}

func (r *readings) add(v float64) {
	r.mu.Lock()
	r.values = append(r.values, v)
	r.mu.Unlock()
}

func (r *readings) latest() float64 {
	defer r.mu.Unlock()
	last := r.values[len(r.values)-1] // wrong: the list may be empty, and the lock is taken too late
	r.mu.Lock()
	return last
}

func main() {
	log.SetFlags(0)
	sensors := map[string]*readings{"outside": {}, "cellar": {}}
	sensors["outside"].add(21.5)
	for _, name := range []string{"outside", "cellar"} {
		log.Printf("%s: %.1f", name, sensors[name].latest())
	}
}
