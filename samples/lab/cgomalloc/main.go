// Command cgomalloc makes room for an image in C memory.
//
// What is wrong: width and height come from the header of a file, and nobody checks
// their product before it is given to C.malloc.
package main

// #include <stdlib.h>
import "C"

import (
	"log"
	"unsafe"
)

type header struct {
	width, height uint64
}

func allocate(h header) unsafe.Pointer {
	return C.malloc(C.size_t(h.width * h.height * 4)) // wrong: any size that a file names
}

func main() {
	log.SetFlags(0)
	for _, h := range []header{{640, 480}, {1 << 30, 1 << 30}} {
		p := allocate(h)
		log.Printf("%d x %d", h.width, h.height)
		C.free(p)
	}
}
