// Package singleflight lets one goroutine make a call for all that ask for the same thing meanwhile, in the way of
// golang.org/x/sync/singleflight.
package singleflight

import "sync"

type call struct {
	wg  sync.WaitGroup
	val string
	err error
}

// Group is a set of calls, each under a key.
type Group struct {
	mu sync.Mutex
	m  map[string]*call
}

// Do makes the call, or waits for the result of the one that is under way.
func (g *Group) Do(key string, fn func() (string, error)) (string, error) {
	g.mu.Lock()
	if g.m == nil {
		g.m = make(map[string]*call)
	}
	if c, ok := g.m[key]; ok {
		g.mu.Unlock()
		c.wg.Wait()
		return c.val, c.err
	}
	c := new(call)
	c.wg.Add(1)
	g.m[key] = c
	g.mu.Unlock()
	g.doCall(c, key, fn)
	return c.val, c.err
}

func (g *Group) doCall(c *call, key string, fn func() (string, error)) {
	c.val, c.err = fn()
	g.mu.Lock()
	delete(g.m, key)
	g.mu.Unlock()
	c.wg.Done()
}
