// Package racetest holds a cache whose test races with its refresher.
//
// What is wrong: Get reads the map under the read lock, but Refresh writes to
// it without any. The test that starts the refresher is run with -race, so the
// detector's report stands in the middle of the output of the tests.
package racetest

import "sync"

// Cache maps names of zones to addresses.
type Cache struct {
	mu    sync.RWMutex
	zones map[string]string
}

// New returns an empty cache.
func New() *Cache {
	return &Cache{zones: map[string]string{}}
}

// Get returns the address of a zone, or "".
func (c *Cache) Get(zone string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.zones[zone]
}

// Refresh takes over new addresses.
func (c *Cache) Refresh(fresh map[string]string) {
	for zone, address := range fresh {
		c.zones[zone] = address // wrong: the lock is missing
	}
}
