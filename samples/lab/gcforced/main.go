// Command gcforced resizes pictures, one after the other.
//
// What is wrong: it calls runtime.GC after each picture, "to keep memory low".
// Each call stops until a whole collection is done, although the heap is small
// and the collector would not have been due for a long time.
package main

import (
	"log"
	"runtime"
	"runtime/debug"
	"time"
)

type picture struct {
	name   string
	pixels []byte
}

func resize(p picture) picture {
	small := make([]byte, len(p.pixels)/4)
	for i := range small {
		small[i] = p.pixels[4*i]
	}
	return picture{name: p.name, pixels: small}
}

func main() {
	log.SetFlags(0)
	for i := 0; i < 40; i++ {
		p := resize(picture{name: "photo", pixels: make([]byte, 256<<10)})
		runtime.GC() // wrong: nothing asks for it
		if i%20 == 19 {
			debug.FreeOSMemory()
			log.Printf("resize: %d done, %d bytes", i+1, len(p.pixels))
		}
		time.Sleep(5 * time.Millisecond)
	}
}
