// Command unlocktwice counts the stock of a shop.
//
// What is wrong: take unlocks on the early return, and its deferred unlock does it
// again.
package main

import (
	"errors"
	"log"
	"sync"
)

var errSoldOut = errors.New("sold out")

type stock struct {
	mu    sync.Mutex
	count map[string]int
}

func (s *stock) take(item string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count[item] == 0 {
		s.mu.Unlock() // wrong: the deferred one comes too
		return errSoldOut
	}
	s.count[item]--
	return nil
}

func main() {
	log.SetFlags(0)
	s := &stock{count: map[string]int{"lamp": 1}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 3; i++ {
			log.Printf("take lamp: %v", s.take("lamp"))
		}
	}()
	<-done
}
