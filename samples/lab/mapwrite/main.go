// Command mapwrite counts page views, one goroutine a connection.
//
// What is wrong: hit writes the map without the lock; only the reader takes it.
// The check of the runtime is not exact, so the program goes on until it hits.
package main

import (
	"fmt"
	"log"
	"sync"
	"time"
)

type counter struct {
	mu    sync.RWMutex
	views map[string]int
}

func (c *counter) hit(path string) {
	c.views[path]++ // wrong: c.mu is not held
}

func (c *counter) top() (path string, views int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for p, v := range c.views {
		if v > views {
			path, views = p, v
		}
	}
	return path, views
}

type connection struct {
	id    int
	stats *counter
}

func (c *connection) serve() {
	for n := 0; ; n++ {
		c.stats.hit(fmt.Sprintf("/page/%d", (n*7+c.id)%500))
	}
}

type server struct {
	stats *counter
}

func (s *server) accept(connections int) {
	for id := 0; id < connections; id++ {
		go (&connection{id: id, stats: s.stats}).serve()
	}
}

func main() {
	log.SetFlags(0)
	s := &server{stats: &counter{views: make(map[string]int)}}
	log.Print("server: counting page views")
	s.accept(4)
	time.Sleep(10 * time.Second)
}
