// Command deepstacks evaluates nested expressions, one goroutine for each.
//
// What is wrong: an expression is evaluated by recursion, with a buffer on the
// stack of every level, and each of its thousand goroutines then waits for an
// input that comes seldom, deep in the recursion. Stacks are never smaller than
// what is in use, so they hold tens of megabytes, and every collection has to
// scan them although the heap is almost empty.
//
// It writes its goroutines and its heap profile in text form to $LAB_OUT.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync"
	"time"
)

type node struct {
	value int
	next  *node
}

func chain(depth int) *node {
	var first *node
	for i := 0; i < depth; i++ {
		first = &node{value: i, next: first}
	}
	return first
}

// eval descends to the innermost node and waits there for an input.
func eval(n *node, ready *sync.WaitGroup, input <-chan int) int {
	var scratch [32]int
	if n.next == nil {
		ready.Done()
		return <-input
	}
	scratch[n.value%len(scratch)] = eval(n.next, ready, input)
	return scratch[n.value%len(scratch)] + n.value
}

func write(name, profile string) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), name))
	if err != nil {
		log.Printf("profile: %v", err)
		return
	}
	defer f.Close()
	if err := pprof.Lookup(profile).WriteTo(f, 1); err != nil {
		log.Printf("profile: %v", err)
	}
}

var page []byte

func main() {
	log.SetFlags(0)
	input := make(chan int)
	expression := chain(200)
	var ready sync.WaitGroup
	for i := 0; i < 1000; i++ {
		ready.Add(1)
		go eval(expression, &ready, input)
	}
	ready.Wait()
	log.Printf("eval: 1000 expressions wait for input")
	// What else the program does makes a little garbage.
	for i := 0; i < 3000; i++ {
		page = make([]byte, 512<<10)
		time.Sleep(time.Millisecond)
	}
	write("goroutines.txt", "goroutine")
	write("heap.txt", "heap")
	log.Printf("eval: done")
}
