// Package testgoexit holds a worker that stops at a bad entry.
//
// Mistake: Work ends its goroutine by runtime.Goexit instead of returning an error. A test that calls it is ended in the
// middle, and package testing takes it for a test that was left without a word.
package testgoexit

import "runtime"

// Work handles entries until one is empty.
func Work(entries []string, handle func(string)) {
	for _, e := range entries {
		if e == "" {
			runtime.Goexit()
		}
		handle(e)
	}
}
