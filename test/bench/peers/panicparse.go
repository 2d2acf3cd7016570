package main

import (
	"io"

	"github.com/maruel/panicparse/v2/stack"
)

// parseWithPanicparse leaves out what looks at the disk (guessing paths, reading sources): only parsing is compared.
// It groups whatever the arguments are, as gostackparse-grouped does.
func parseWithPanicparse(path string) {
	options := stack.DefaultOpts()
	options.GuessPaths = false
	options.AnalyzeSources = false
	snapshot, _, err := stack.ScanSnapshot(open(path), io.Discard, options)
	if snapshot == nil {
		fail(err)
	}
	errors := 0
	if err != nil && err != io.EOF {
		errors = 1
	}
	report(len(snapshot.Goroutines), len(snapshot.Aggregate(stack.AnyValue).Buckets), errors)
}
