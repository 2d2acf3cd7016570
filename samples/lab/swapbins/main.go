// Command swapbins moves parts between the bins of a store.
//
// What is wrong: shift locks the two bins in the order of its arguments, and all of its calls
// come from one loop. Two of them run in opposite directions and hold a bin each; the others queue
// for their first one. All have one stack: only their arguments, and the line that each of them
// waits at, tell who holds what.
package main

import (
	"log"
	"sync"
	"time"
)

type bin struct {
	mu    sync.Mutex
	parts int
}

type order struct {
	from, to *bin
	parts    int
}

//go:noinline
func shift(from, to *bin, parts int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	time.Sleep(100 * time.Millisecond) // the count of the parts
	to.mu.Lock()                       // wrong: another order holds this bin and waits for ours
	defer to.mu.Unlock()
	from.parts -= parts
	to.parts += parts
}

func main() {
	left, right := &bin{parts: 40}, &bin{parts: 40}
	orders := []order{{left, right, 3}, {right, left, 2}, {left, right, 1}, {left, right, 5}, {right, left, 4}}
	log.Printf("store: %d orders", len(orders))
	var done sync.WaitGroup
	for _, one := range orders {
		done.Add(1)
		go func(one order) {
			defer done.Done()
			shift(one.from, one.to, one.parts)
		}(one)
		time.Sleep(10 * time.Millisecond)
	}
	// A clock keeps the runtime from seeing that all are asleep.
	go func() {
		for range time.Tick(time.Hour) {
			log.Print("store: an hour more")
		}
	}()
	done.Wait()
	log.Print("store: done")
}
