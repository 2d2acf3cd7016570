// Command wgnegative resizes images with a small pool of goroutines.
//
// What is wrong: the error path calls Done itself although Done is deferred
// already, so one failed image is counted as two finished ones.
package main

import (
	"fmt"
	"log"
	"sync"
	"time"
)

type image struct {
	name   string
	width  int
	height int
}

type resizer struct {
	wg     sync.WaitGroup
	mu     sync.Mutex
	failed []string
}

func (r *resizer) process(images []image) []string {
	for _, img := range images {
		r.wg.Add(1)
		go r.worker(img)
		r.wg.Wait() // one at a time: the decoder is not safe for concurrent use
	}
	return r.failed
}

func (r *resizer) worker(img image) {
	defer r.wg.Done()
	if err := r.resize(img, 640); err != nil {
		r.report(img, err)
	}
}

func (r *resizer) resize(img image, width int) error {
	if img.width == 0 {
		return fmt.Errorf("%s: bad header", img.name)
	}
	time.Sleep(time.Millisecond)
	log.Printf("resized %s to %dx%d", img.name, width, img.height*width/img.width)
	return nil
}

func (r *resizer) report(img image, err error) {
	r.mu.Lock()
	r.failed = append(r.failed, img.name)
	r.mu.Unlock()
	log.Printf("skipped: %v", err)
	r.wg.Done() // wrong: worker defers Done already
}

func main() {
	log.SetFlags(0)
	r := &resizer{}
	failed := r.process([]image{
		{name: "beach.jpg", width: 4000, height: 3000},
		{name: "broken.jpg"},
		{name: "tree.jpg", width: 1920, height: 1080},
	})
	log.Printf("done, %d failed", len(failed))
	time.Sleep(time.Second)
}
