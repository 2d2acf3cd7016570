// Command stackoverflow prints the state of an order.
//
// What is wrong: String formats its own receiver, so fmt calls String again, and
// so on until the stack is full.
package main

import (
	"fmt"
	"log"
	"runtime/debug"
)

type order struct {
	id    int
	items []string
}

func (o *order) String() string {
	return fmt.Sprintf("order %v with %d items", o, len(o.items)) // wrong: %v calls String
}

type journal struct {
	lines int
}

func (j *journal) note(o *order) {
	j.lines++
	log.Printf("noted %v", o)
}

func main() {
	log.SetFlags(0)
	debug.SetMaxStack(8 << 20) // fails faster than with the usual 1 GB
	j := &journal{}
	j.note(&order{id: 7, items: []string{"bolt", "nut"}})
}
