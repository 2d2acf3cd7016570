// Command closenil is a cache with an optional background refresher.
//
// What is wrong: the quit channel is made in Start only. Where the refresher is
// off, Start is never called, and Close closes a nil channel.
package main

import (
	"log"
	"sync"
	"time"
)

type refresher struct {
	interval time.Duration
	quit     chan struct{}
	refresh  func()
}

func (r *refresher) Start() {
	r.quit = make(chan struct{})
	go r.loop(time.NewTicker(r.interval))
}

func (r *refresher) loop(t *time.Ticker) {
	defer t.Stop()
	for {
		select {
		case <-t.C:
			r.refresh()
		case <-r.quit:
			return
		}
	}
}

func (r *refresher) Close() error {
	close(r.quit)
	return nil
}

type cache struct {
	mu      sync.RWMutex
	entries map[string]string
	refresh *refresher
}

type config struct {
	RefreshEvery time.Duration
}

func newCache(cfg config) *cache {
	c := &cache{entries: map[string]string{"rate": "1.08"}}
	c.refresh = &refresher{interval: cfg.RefreshEvery, refresh: c.reload}
	if cfg.RefreshEvery > 0 {
		c.refresh.Start()
	}
	return c
}

func (c *cache) reload() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries["rate"] = "1.09"
}

func (c *cache) Get(key string) (string, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.entries[key]
	return v, ok
}

func (c *cache) Close() error {
	return c.refresh.Close()
}

type app struct {
	cache *cache
}

func (a *app) run() {
	rate, ok := a.cache.Get("rate")
	log.Printf("app: rate=%s found=%t refresh=off", rate, ok)
}

func (a *app) stop() {
	log.Print("app: closing")
	if err := a.cache.Close(); err != nil {
		log.Printf("app: close: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	a := &app{cache: newCache(config{})}
	defer a.stop()
	a.run()
}
