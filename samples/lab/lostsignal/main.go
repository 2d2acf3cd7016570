// Command lostsignal hands letters from a sorter to carriers.
//
// What is wrong: next waits without looking whether there is a letter already. The
// signals came before the carriers waited, and a Cond keeps none of them. With C code in
// a program (as cgo has it) the runtime does not look for deadlocks: it just hangs.
package main

import "C"

import (
	"log"
	"sync"
)

type box struct {
	mu      sync.Mutex
	filled  *sync.Cond
	letters []string
}

func (b *box) put(letter string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.letters = append(b.letters, letter)
	b.filled.Signal()
}

func (b *box) next() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.filled.Wait() // wrong: not in a loop, and not only while the box is empty
	letter := b.letters[0]
	b.letters = b.letters[1:]
	return letter
}

func (b *box) carry(carried *sync.WaitGroup) {
	defer carried.Done()
	b.next()
}

func main() {
	log.SetFlags(0)
	b := &box{}
	b.filled = sync.NewCond(&b.mu)
	for _, letter := range []string{"a", "b", "c", "d", "e", "f"} {
		b.put(letter)
	}
	log.Printf("box: %d letters", len(b.letters))
	var carried sync.WaitGroup
	for i := 0; i < 6; i++ {
		carried.Add(1)
		go b.carry(&carried)
	}
	carried.Wait()
}
