// Command tickerleak makes a ticker for each connection, to send a sign of life while
// it lasts, and does not stop it when the connection is gone. Before Go 1.23 a ticker
// that is not stopped stays for ever, with its channel, and the runtime goes on
// sending ticks that nobody receives.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

type connection struct {
	id     int
	alive  *time.Ticker
	closed bool
}

func accept(id int) *connection {
	return &connection{id: id, alive: time.NewTicker(30 * time.Second)}
}

func (c *connection) close() {
	c.closed = true // c.alive.Stop() is missing
}

func serve(id int) {
	c := accept(id)
	defer c.close()
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
	for i := 0; i < 60_000; i++ {
		serve(i)
	}
	runtime.GC()
	save("heap-1.pb.gz", "heap", 0)
	time.Sleep(4 * time.Second)
	for i := 0; i < 90_000; i++ {
		serve(i)
	}
	runtime.GC()
	save("heap-2.pb.gz", "heap", 0)
	save("goroutines.txt", "goroutine", 2)
	log.Print("tickerleak: 150000 connections served, none is open")
}
