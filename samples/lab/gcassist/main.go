// Command gcassist renders reports, as many at once as there are requests.
//
// What is wrong: every report is built from scratch out of millions of small
// objects that point to each other, and nothing limits how many are rendered at
// a time. The program allocates faster than the background workers of the
// garbage collector can mark, so the goroutines that allocate have to mark
// themselves (assists) and the reports get slower. There is no memory limit and
// the heap has room to double.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync/atomic"
	"time"
)

type cell struct {
	text        string
	left, right *cell
}

var rendered int64

func render(depth int) *cell {
	if depth == 0 {
		return nil
	}
	return &cell{text: "0.00", left: render(depth - 1), right: render(depth - 1)}
}

func (c *cell) count() int {
	if c == nil {
		return 0
	}
	return 1 + c.left.count() + c.right.count()
}

// handle renders reports until the process ends; the last one stays in use.
func handle(last **cell) {
	for {
		report := render(14)
		if report.count() > 0 {
			*last = report
		}
		atomic.AddInt64(&rendered, 1)
	}
}

// dumps writes all goroutines a few times, as somebody would who looks for the
// reason of the slowness.
func dumps(times int) {
	for i := 0; i < times; i++ {
		time.Sleep(100 * time.Millisecond)
		f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), "goroutines-"+string(rune('1'+i))+".txt"))
		if err != nil {
			log.Printf("dump: %v", err)
			return
		}
		if err := pprof.Lookup("goroutine").WriteTo(f, 2); err != nil {
			log.Printf("dump: %v", err)
		}
		f.Close()
	}
}

func main() {
	log.SetFlags(0)
	var last [24]*cell
	for i := range last {
		go handle(&last[i])
	}
	time.Sleep(4 * time.Second)
	dumps(3)
	log.Printf("rendered %d reports", atomic.LoadInt64(&rendered))
}
