// Command snapshots is a small service that caches pages and waits for work. Nothing
// is wrong with it.
//
// It stands still and writes its profiles to $LAB_OUT, each in the text form
// (debug=1) and in the binary form, so that both show the same moment; and what
// /debug/vars gives.
package main

import (
	"bytes"
	"expvar"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

type page struct {
	path string
	body []byte
}

type cache struct {
	mu    sync.Mutex
	pages map[string]*page
	sizes []int
}

func (c *cache) put(p *page) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pages[p.path] = p
	c.sizes = append(c.sizes, len(p.body))
}

func load(path string, size int) *page {
	return &page{path: path, body: make([]byte, size)}
}

// worker waits for jobs that never come.
func worker(jobs <-chan string, quit <-chan struct{}) {
	select {
	case <-jobs:
	case <-quit:
	}
}

// poll looks at the clock now and then.
func poll() {
	for {
		time.Sleep(time.Hour)
	}
}

// contend makes goroutines wait for each other, for the block and mutex profiles.
func contend(c *cache) {
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 20; j++ {
				c.mu.Lock()
				time.Sleep(100 * time.Microsecond)
				c.mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

func save(name string, debug int, suffix string) {
	var b bytes.Buffer
	if err := pprof.Lookup(name).WriteTo(&b, debug); err != nil {
		log.Fatalf("profile: %v", err)
	}
	write(name+suffix, b.Bytes())
}

func write(name string, text []byte) {
	if err := os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), name), text, 0o644); err != nil {
		log.Fatalf("profile: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("listen: %v", err)
	}
	go http.Serve(l, nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)

	c := &cache{pages: map[string]*page{}}
	for i := 0; i < 400; i++ {
		c.put(load("/p/"+string(rune('a'+i%26))+string(rune('a'+i/26)), 4096+1024*(i%50)))
	}
	jobs := make(chan string)
	quit := make(chan struct{})
	for i := 0; i < 5; i++ {
		go worker(jobs, quit)
	}
	go poll()
	contend(c)
	runtime.GC()
	runtime.GC()
	time.Sleep(50 * time.Millisecond)

	for _, name := range []string{"goroutine", "heap", "threadcreate", "block", "mutex"} {
		save(name, 0, ".pb.gz")
		save(name, 1, ".txt")
	}
	vars := httptest.NewRecorder()
	expvar.Handler().ServeHTTP(vars, httptest.NewRequest("GET", "/debug/vars", nil))
	write("vars.json", vars.Body.Bytes())
	log.Printf("snapshots: %d pages", len(c.pages))
	close(quit)
}
