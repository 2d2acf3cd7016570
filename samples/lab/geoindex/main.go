// Command geoindex loads a large index when it starts and looks places up in it.
// Nothing is wrong with it: the index is most of its heap, was allocated at one
// place, in a few pieces, and stays as large as it is. One heap profile is saved.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

type index struct {
	cells  []uint32
	places []uint64
}

func load() *index {
	x := &index{cells: make([]uint32, 8<<20), places: make([]uint64, 6<<20)}
	for i := range x.cells {
		x.cells[i] = uint32(i * 7)
	}
	for i := range x.places {
		x.places[i] = uint64(i) << 3
	}
	return x
}

func (x *index) look(cell int) uint64 {
	return x.places[int(x.cells[cell%len(x.cells)])%len(x.places)]
}

// save writes a heap profile to the bundle.
func save(name string) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), name))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	runtime.GC()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		log.Fatal(err)
	}
}

func main() {
	x := load()
	var sum uint64
	for i := 0; i < 200; i++ {
		sum += x.look(i * 9973)
		time.Sleep(5 * time.Millisecond)
	}
	save("heap.pb.gz")
	log.Printf("looked up, sum %d", sum+x.look(1))
}
