// Command ctxcustom has a type of context of its own. Package context cannot enter
// children in its list, so it starts a goroutine for each, which waits for the parent
// or the child to end. The child is never cancelled and the parent lives on.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"
)

// session is a context with the name of a user.
type session struct {
	context.Context
	user string
	done chan struct{}
}

func (s *session) Done() <-chan struct{} { return s.done }

func (s *session) Err() error {
	select {
	case <-s.done:
		return context.Canceled
	default:
		return nil
	}
}

func (s *session) Value(key any) any { return s.Context.Value(key) }

func request(s *session) {
	ctx, cancel := context.WithCancel(s)
	_ = cancel // go vet: this context is never cancelled
	render(ctx)
}

func render(ctx context.Context) {
	time.Sleep(time.Millisecond)
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
	s := &session{Context: context.Background(), user: "ann", done: make(chan struct{})}
	for i := 0; i < 120; i++ {
		go request(s)
	}
	time.Sleep(time.Second)
	save("goroutines-1.txt", "goroutine", 2)
	for i := 0; i < 180; i++ {
		go request(s)
	}
	time.Sleep(time.Second)
	save("goroutines-2.txt", "goroutine", 2)
	log.Print("ctxcustom: 300 requests answered")
}
