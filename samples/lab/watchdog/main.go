// Command watchdog serves an index, and has a watchdog that ends the process where the lock of the index cannot be had.
//
// Mistake: the refresh returns at an error without an unlock. The watchdog, which panics two seconds later, is only the
// messenger.
package main

import (
	"errors"
	"log"
	"sync"
	"time"
)

type index struct {
	mu    sync.RWMutex
	terms map[string]int
}

var errSource = errors.New("source is away")

func (x *index) refresh(fetch func() (map[string]int, error)) error {
	x.mu.Lock()
	terms, err := fetch()
	if err != nil {
		return err // wrong: the lock is kept
	}
	x.terms = terms
	x.mu.Unlock()
	return nil
}

func (x *index) lookup(term string) int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.terms[term]
}

// watch panics where the lock is not free within the limit.
func watch(name string, lock sync.Locker, limit time.Duration) {
	for {
		free := make(chan struct{})
		go func() {
			lock.Lock()
			//lint:ignore SA2001 only whether it can be had
			lock.Unlock()
			close(free)
		}()
		select {
		case <-free:
		case <-time.After(limit):
			panic("deadlock detected: " + name + " is locked for " + limit.String())
		}
		time.Sleep(limit / 4)
	}
}

func main() {
	log.SetFlags(0)
	x := &index{terms: map[string]int{"go": 3}}
	go watch("index", x.mu.RLocker(), 2*time.Second)
	log.Print("hits: ", x.lookup("go"))
	if err := x.refresh(func() (map[string]int, error) { return nil, errSource }); err != nil {
		log.Print("refresh: ", err)
	}
	var queries sync.WaitGroup
	for i := 0; i < 4; i++ {
		queries.Add(1)
		go func() {
			defer queries.Done()
			x.lookup("go")
		}()
	}
	queries.Wait()
}
