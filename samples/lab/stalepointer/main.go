// Command stalepointer keeps the address of a buffer as a number.
//
// What is wrong: the number does not keep the buffer alive. When it is made a pointer
// again, the collector has freed the buffer, and finds a pointer to free memory.
package main

import (
	"log"
	"runtime"
	"runtime/debug"
	"unsafe"
)

type slot struct {
	address uintptr
}

type cache struct {
	slots []slot
	live  []*[1 << 20]byte
}

func (c *cache) put() {
	b := new([1 << 20]byte)
	c.slots = append(c.slots, slot{address: uintptr(unsafe.Pointer(b))}) // wrong: no reference is left
}

func (c *cache) revive() {
	for _, s := range c.slots {
		c.live = append(c.live, (*[1 << 20]byte)(unsafe.Pointer(s.address)))
	}
}

func main() {
	log.SetFlags(0)
	c := &cache{}
	for i := 0; i < 32; i++ {
		c.put()
	}
	runtime.GC()
	debug.FreeOSMemory()
	c.revive()
	runtime.GC()
	log.Printf("%d buffers", len(c.live))
}
