// Package timeouttest holds a queue whose test never ends.
//
// What is wrong: Drain waits until the queue is empty, but the worker that
// empties it gave up at the first bad entry. The tests run with a limit of a
// second and a half, so the alarm of package testing ends them.
package timeouttest

import (
	"errors"
	"sync"
)

// Queue is worked off by one goroutine.
type Queue struct {
	mu      sync.Mutex
	empty   *sync.Cond
	pending []string
}

// New returns an empty queue.
func New() *Queue {
	q := &Queue{}
	q.empty = sync.NewCond(&q.mu)
	return q
}

// Put adds entries.
func (q *Queue) Put(entries ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = append(q.pending, entries...)
}

// Work handles entries until none is left.
func (q *Queue) Work(handle func(string) error) error {
	for {
		q.mu.Lock()
		if len(q.pending) == 0 {
			q.empty.Broadcast()
			q.mu.Unlock()
			return nil
		}
		entry := q.pending[0]
		q.mu.Unlock()
		if err := handle(entry); err != nil {
			return err // wrong: the entry stays, and nobody works any more
		}
		q.mu.Lock()
		q.pending = q.pending[1:]
		q.mu.Unlock()
	}
}

// Drain waits until the queue is empty.
func (q *Queue) Drain() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.pending) > 0 {
		q.empty.Wait()
	}
}

// ErrBad is what a handler returns for an entry that it cannot use.
var ErrBad = errors.New("bad entry")
