// Command zombie keeps addresses of small records as numbers.
//
// What is wrong: as in stalepointer, but the records lie in a span with others, so
// the collector finds a free object that is in use again.
package main

import (
	"log"
	"runtime"
	"unsafe"
)

type record struct {
	id   int
	next *record
	name [48]byte
}

type list struct {
	kept    []*record
	hidden  []uintptr
	revived []*record
}

func (l *list) add(i int) {
	r := &record{id: i}
	if i%8 == 0 {
		l.kept = append(l.kept, r)
		return
	}
	l.hidden = append(l.hidden, uintptr(unsafe.Pointer(r))) // wrong: no reference is left
}

func (l *list) revive() {
	for _, a := range l.hidden {
		l.revived = append(l.revived, (*record)(unsafe.Pointer(a)))
	}
}

func main() {
	log.SetFlags(0)
	l := &list{}
	for i := 0; i < 256; i++ {
		l.add(i)
	}
	runtime.GC()
	l.revive()
	runtime.GC()
	runtime.GC()
	log.Printf("%d records", len(l.revived)+len(l.kept))
}
