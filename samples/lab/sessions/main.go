// Command sessions answers requests of visitors and keeps a session for each. A
// session is looked up by its key and has a time until which it is valid, but
// nobody ever deletes one that has expired: the map grows with every visitor.
//
// Beside it stands what holds memory and is in order: a cache of pages with a
// fixed number of entries, which is full after a few seconds, and the garbage of
// the requests.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"sync"
	"time"
)

const (
	pages    = 96
	pageSize = 64 << 10
)

type session struct {
	key     string
	visited []string
	draft   []byte
	until   time.Time
}

// store holds the sessions of all visitors.
type store struct {
	mu       sync.Mutex
	sessions map[string]*session
}

// open finds the session of a visitor, or makes one.
func (s *store) open(key string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	if found, ok := s.sessions[key]; ok && time.Now().Before(found.until) {
		return found
	}
	made := newSession(key)
	s.sessions[key] = made // the one that has expired is replaced; nothing replaces the others
	return made
}

func newSession(key string) *session {
	return &session{key: key, draft: make([]byte, 6<<10), until: time.Now().Add(2 * time.Second)}
}

// pageCache keeps the pages that were asked for last, in a ring.
type pageCache struct {
	mu    sync.Mutex
	pages [pages][]byte
	next  int
}

func (c *pageCache) add(page []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[c.next%pages] = page
	c.next++
}

func loadPage(name string) []byte {
	page := make([]byte, pageSize)
	copy(page, name)
	return page
}

type site struct {
	store store
	cache pageCache
}

func (s *site) handleVisit(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get("visitor")
	visitor := s.store.open(key)
	visitor.visited = append(visitor.visited, r.URL.Path)
	s.cache.add(loadPage(r.URL.Path))
	var answer bytes.Buffer
	for i := 0; i < 40; i++ {
		fmt.Fprintf(&answer, "%s visited %d pages\n", key, len(visitor.visited))
	}
	time.Sleep(4 * time.Millisecond)
	w.Write(answer.Bytes())
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8082", "address of the service and of its debug pages")
	flag.Parse()
	s := &site{store: store{sessions: map[string]*session{}}}
	http.HandleFunc("/visit", s.handleVisit)
	log.Printf("sessions: listening on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
