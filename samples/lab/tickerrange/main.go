// Command tickerrange starts a goroutine for each subscriber that ranges over the
// channel of a ticker. When the subscriber leaves, the ticker is stopped; but Stop
// does not close the channel, so the range never ends. Goroutine and ticker stay, in
// every release of Go.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

type subscriber struct {
	id   int
	tick *time.Ticker
	sent int
}

func (s *subscriber) publish() {
	for range s.tick.C {
		s.sent++
	}
}

func subscribe(id int) *subscriber {
	s := &subscriber{id: id, tick: time.NewTicker(time.Minute)}
	go s.publish()
	return s
}

func (s *subscriber) leave() {
	s.tick.Stop()
}

func visit(id int) {
	subscribe(id).leave()
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
	runtime.MemProfileRate = 16 << 10
	for i := 0; i < 80; i++ {
		go visit(i)
	}
	time.Sleep(500 * time.Millisecond)
	runtime.GC()
	save("goroutines-1.txt", "goroutine", 2)
	for i := 0; i < 220; i++ {
		go visit(i)
	}
	time.Sleep(500 * time.Millisecond)
	runtime.GC()
	save("goroutines-2.txt", "goroutine", 2)
	save("heap.pb.gz", "heap", 0)
	log.Print("tickerrange: 300 subscribers have left")
}
