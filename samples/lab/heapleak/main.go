// Command heapleak answers queries and remembers each of them under its own key, for
// statistics that nobody reads. Nothing is ever taken out, so the map grows for ever.
//
// Beside it stand things that are as they should be: a cache with a fixed number of
// pages, which fills up at once and then replaces its entries, and what each query
// needs for a moment. Ten heap profiles are written to $LAB_OUT while it grows.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"
)

type query struct {
	text   string
	client string
	answer []byte
}

type statistics struct {
	queries map[string]*query
}

// remember keeps a query. The key has the time in it, so there is a new one each time.
func (s *statistics) remember(q query) {
	s.queries[fmt.Sprintf("%s|%s|%d", q.client, q.text, time.Now().UnixNano())] = &q
}

// pages is a cache of 64 pages; a new one takes the place of an old one.
type pages struct {
	slots [64][]byte
}

func (p *pages) put(number int) {
	p.slots[number%len(p.slots)] = make([]byte, 128<<10)
}

func answer(s *statistics, p *pages, number int) {
	p.put(number)
	words := strings.Fields(strings.Repeat("one two three ", 200))
	q := query{text: strings.Clone(words[number%len(words)]), client: fmt.Sprintf("client-%d", number%50)}
	q.answer = make([]byte, 2048)
	s.remember(q)
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
	s := &statistics{queries: map[string]*query{}}
	p := &pages{}
	number := 0
	for i := 1; i <= 10; i++ {
		until := time.Now().Add(2 * time.Second)
		for time.Now().Before(until) {
			for j := 0; j < 20; j++ {
				answer(s, p, number)
				number++
			}
			time.Sleep(10 * time.Millisecond)
		}
		runtime.GC()
		save(fmt.Sprintf("heap-%02d.pb.gz", i), "heap", 0)
	}
	log.Printf("heapleak: %d queries are remembered", len(s.queries))
}
