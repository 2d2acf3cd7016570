// Command gcspiral keeps an index of prices in memory and answers requests for
// quotes from it.
//
// What is wrong: nothing in the program. Started with a GOMEMLIMIT that is
// below what the index needs, the garbage collector runs without a pause: the
// live heap alone is at the limit, so the next collection is due as soon as one
// has ended. Without a limit, or with one that leaves headroom, it is healthy.
//
// It answers requests for five seconds, then it writes what its debug
// endpoints would give to $LAB_OUT, and ends.
package main

import (
	"expvar"
	"fmt"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync/atomic"
	"time"
)

// entry is a node of the index; symbols and prices hang on a tree.
type entry struct {
	symbol      string
	price       float64
	left, right *entry
}

const (
	indexDepth = 19 // half a million entries, about 24 MiB
	quoteDepth = 10
)

var served int64

func build(depth int) *entry {
	if depth == 0 {
		return nil
	}
	return &entry{symbol: "ACME", price: float64(depth), left: build(depth - 1), right: build(depth - 1)}
}

func (e *entry) sum() float64 {
	if e == nil {
		return 0
	}
	return e.price + e.left.sum() + e.right.sum()
}

// serve answers requests, one after the other. A quote is built from scratch
// and thrown away, as a response is.
func serve(index *entry, quotes chan<- float64) {
	for {
		quote := build(quoteDepth)
		quotes <- quote.sum() + index.price
		atomic.AddInt64(&served, 1)
		time.Sleep(time.Millisecond)
	}
}

func drain(quotes <-chan float64) {
	for range quotes {
	}
}

func writeFile(name string, text []byte) {
	if err := os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), name), text, 0o644); err != nil {
		log.Printf("write: %v", err)
	}
}

// snapshot keeps what /debug/vars and /debug/pprof/goroutine?debug=2 would give.
func snapshot() {
	vars := httptest.NewRecorder()
	expvar.Handler().ServeHTTP(vars, httptest.NewRequest("GET", "/debug/vars", nil))
	writeFile("vars.json", vars.Body.Bytes())
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), "goroutines.txt"))
	if err != nil {
		log.Printf("snapshot: %v", err)
		return
	}
	defer f.Close()
	if err := pprof.Lookup("goroutine").WriteTo(f, 2); err != nil {
		log.Printf("snapshot: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	expvar.Publish("served", expvar.Func(func() interface{} { return atomic.LoadInt64(&served) }))
	index := build(indexDepth)
	log.Printf("index: ready")
	quotes := make(chan float64, 16)
	go drain(quotes)
	for i := 0; i < 4; i++ {
		go serve(index, quotes)
	}
	time.Sleep(5 * time.Second)
	snapshot()
	fmt.Fprintf(os.Stderr, "served %d quotes\n", atomic.LoadInt64(&served))
}
