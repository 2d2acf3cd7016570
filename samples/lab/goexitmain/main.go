// Command goexitmain copies a few tables, one goroutine a table.
//
// What is wrong: main ends by runtime.Goexit, so that the process lives on until
// the copies are finished. Nobody calls os.Exit after the last one, and a process
// without any goroutine is an error to the runtime.
package main

import (
	"log"
	"runtime"
	"time"
)

type table struct {
	name string
	rows int
}

func (t table) copy() {
	time.Sleep(time.Duration(t.rows) * time.Millisecond)
	log.Printf("copy: %s, %d rows", t.name, t.rows)
}

func main() {
	log.SetFlags(0)
	for _, t := range []table{{"users", 20}, {"orders", 60}, {"events", 40}} {
		go t.copy()
	}
	runtime.Goexit() // wrong: where does the process end?
}
