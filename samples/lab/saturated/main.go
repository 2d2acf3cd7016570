// Command saturated renders thumbnails, a goroutine for each picture.
//
// What is wrong: nothing bounds the number of pictures that are rendered at the
// same time. More come in than the processors can render, so every goroutine
// waits in a run queue for most of its life, and each picture takes longer the
// more there are.
//
// With -pages 1 it is a burst that drains at once, and nothing is wrong.
package main

import (
	"flag"
	"hash/fnv"
	"log"
	"sync/atomic"
	"time"
)

type renderer struct {
	started  int64
	finished int64
	// blocks is the size of a picture.
	blocks int
}

// render burns the processor time that one picture takes.
func (r *renderer) render(picture int) {
	h := fnv.New64a()
	block := make([]byte, 4096)
	for i := 0; i < r.blocks; i++ {
		block[0] = byte(i + picture)
		h.Write(block)
	}
	atomic.AddInt64(&r.finished, 1)
}

// accept starts a goroutine for each picture of a page, as a request handler would.
func (r *renderer) accept(pages, pictures int, every time.Duration) {
	for page := 0; page < pages; page++ {
		for i := 0; i < pictures; i++ {
			atomic.AddInt64(&r.started, 1)
			go r.render(page*pictures + i) // wrong: no bound
		}
		time.Sleep(every)
	}
}

func main() {
	pages := flag.Int("pages", 10, "pages that come in")
	pictures := flag.Int("pictures", 16, "pictures on a page")
	blocks := flag.Int("blocks", 40000, "size of a picture")
	flag.Parse()
	log.SetFlags(0)
	r := &renderer{blocks: *blocks}
	go r.accept(*pages, *pictures, 50*time.Millisecond)
	for range time.Tick(time.Second) {
		s, f := atomic.LoadInt64(&r.started), atomic.LoadInt64(&r.finished)
		log.Printf("pictures: %d started, %d finished", s, f)
	}
}
