// Command checkptr reads headers out of messages. Built with -gcflags=all=-d=checkptr.
//
// What is wrong: it lays a struct over the bytes without a look at how many there
// are, so the struct reaches into the object that lies behind them.
package main

import (
	"log"
	"unsafe"
)

type header struct {
	kind, length uint32
	digest       [56]byte
}

func parse(message []byte) *header {
	return (*header)(unsafe.Pointer(&message[0])) // wrong: no look at len(message)
}

type receiver struct {
	kinds map[uint32]int
	last  []byte
}

func (r *receiver) receive(message []byte) {
	r.last = message
	r.kinds[parse(message).kind]++
}

func main() {
	log.SetFlags(0)
	r := &receiver{kinds: make(map[uint32]int)}
	for _, size := range []int{64, 16} {
		r.receive(make([]byte, size))
		log.Printf("message of %d bytes", size)
	}
}
