// Command warmcache keeps results in a cache with a bound. It fills up in the first
// seconds and then stays as large as it is. Nothing is wrong with it.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

const most = 24_000

type cache struct {
	entries map[string][]byte
	order   []string
}

func (c *cache) put(key string) {
	if len(c.entries) >= most {
		delete(c.entries, c.order[0])
		c.order = c.order[1:]
	}
	c.entries[key] = make([]byte, 2048)
	c.order = append(c.order, key)
}

// save writes a profile to the bundle.
func save(file, name string, debug int) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), file))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := pprof.Lookup(name).WriteTo(f, debug); err != nil {
		log.Fatal(err)
	}
}

func main() {
	c := &cache{entries: map[string][]byte{}}
	// It is full after the third profile; from then on few entries change.
	adds := []int{9_000, 8_000, 7_000, 600, 600, 600, 600, 600}
	number := 0
	for i, add := range adds {
		for j := 0; j < add; j++ {
			c.put(fmt.Sprintf("result-%d", number))
			number++
		}
		time.Sleep(1500 * time.Millisecond)
		runtime.GC()
		save(fmt.Sprintf("heap-%d.pb.gz", i+1), "heap", 0)
	}
	log.Printf("warmcache: %d entries", len(c.entries))
}
