// Command hotspots is a service that is busy for a few seconds: it hashes, builds
// texts, sorts, allocates, reads files, calls C, and its workers get in each
// other's way. Nothing is wrong with it.
//
// Meanwhile it saves to $LAB_OUT what its debug pages give: a CPU profile with
// labels, all allocations, differences of two moments, what a debug page answers
// in place of a profile, an execution trace, and a dump of the heap.
package main

/*
static unsigned long mix(unsigned long seed, unsigned long rounds) {
	for (unsigned long i = 0; i < rounds; i++) seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return seed;
}
*/
import "C"

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	_ "net/http/pprof"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type counters struct {
	mu     sync.Mutex
	counts map[string]int
}

func (c *counters) add(name string) {
	c.mu.Lock()
	c.counts[name]++
	time.Sleep(20 * time.Microsecond)
	c.mu.Unlock()
}

func hash(rounds int) {
	sum := sha256.Sum256([]byte("hotspots"))
	for i := 0; i < rounds; i++ {
		sum = sha256.Sum256(sum[:])
	}
}

func render(lines int) string {
	var b strings.Builder
	for i := 0; i < lines; i++ {
		fmt.Fprintf(&b, "line %d of %d\n", i, lines)
	}
	return b.String()
}

func order(n int) {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = (i * 7919) % n
	}
	sort.Slice(numbers, func(a, b int) bool { return numbers[a] < numbers[b] })
}

type node struct {
	next *node
	name string
}

func grow(length int) *node {
	var first *node
	for i := 0; i < length; i++ {
		first = &node{next: first, name: fmt.Sprint("n", i)}
	}
	return first
}

func read(times int) {
	buffer := make([]byte, 512)
	for i := 0; i < times; i++ {
		f, err := os.Open("/dev/zero")
		if err != nil {
			log.Fatalf("open: %v", err)
		}
		f.Read(buffer)
		f.Close()
	}
}

func mix() { C.mix(1, 4_000_000) }

// handoff wakes another goroutine and waits for its answer, again and again.
func handoff(times int) {
	ask, answer := make(chan int), make(chan int)
	go func() {
		for n := range ask {
			answer <- n + 1
		}
	}()
	for i := 0; i < times; i++ {
		ask <- i
		<-answer
	}
	close(ask)
}

func serve(ctx context.Context, endpoint string, c *counters, work func()) {
	pprof.Do(ctx, pprof.Labels("endpoint", endpoint), func(context.Context) {
		work()
		c.add(endpoint)
	})
}

// fetch saves what a debug page gives.
func fetch(page, name string) {
	w := httptest.NewRecorder()
	http.DefaultServeMux.ServeHTTP(w, httptest.NewRequest("GET", page, nil))
	if err := os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), name), w.Body.Bytes(), 0o644); err != nil {
		log.Fatalf("save: %v", err)
	}
}

// dumpHeap saves the heap as the runtime dumps it; that is large, and compresses well.
func dumpHeap(name string) {
	f, err := os.CreateTemp("", "heapdump")
	if err != nil {
		log.Fatalf("save: %v", err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	debug.FreeOSMemory()
	debug.WriteHeapDump(f.Fd())
	dump, err := os.ReadFile(f.Name())
	if err != nil {
		log.Fatalf("save: %v", err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(dump)
	z.Close()
	if err := os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), name), b.Bytes(), 0o644); err != nil {
		log.Fatalf("save: %v", err)
	}
}

func main() {
	heapDump := flag.Bool("heapdump", false, "dump the heap at the end")
	flag.Parse()
	log.SetFlags(0)
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	c := &counters{counts: map[string]int{}}
	ctx := context.Background()
	var stop int32
	var workers sync.WaitGroup
	work := map[string]func(){
		"/hash":   func() { hash(20_000) },
		"/render": func() { render(5_000) },
		"/order":  func() { order(20_000) },
		"/list":   func() { grow(60_000) },
		"/files":  func() { read(2_000) },
		"/mix":    mix,
		"/wait":   func() { handoff(2_000) },
	}
	for endpoint, f := range work {
		endpoint, f := endpoint, f
		workers.Add(1)
		go func() {
			defer workers.Done()
			for atomic.LoadInt32(&stop) == 0 {
				serve(ctx, endpoint, c, f)
			}
		}()
	}
	kept := grow(20_000)
	var saving sync.WaitGroup
	save := func(page, name string) {
		saving.Add(1)
		go func() {
			defer saving.Done()
			fetch(page, name)
		}()
	}
	save("/debug/pprof/profile?seconds=4", "cpu.pb.gz")
	time.Sleep(500 * time.Millisecond)
	save("/debug/pprof/profile?seconds=1", "cpu-second.pprof") // there can be one at a time
	save("/debug/pprof/nothing", "nothing.pprof")
	save("/debug/pprof/", "index.pprof")
	save("/debug/pprof/allocs?seconds=1", "allocs-delta.pb.gz")
	save("/debug/pprof/block?seconds=1", "block-delta.pb.gz")
	save("/debug/pprof/mutex?seconds=1", "mutex-delta.pb.gz")
	save("/debug/pprof/goroutine?seconds=1", "goroutine-delta.pb.gz")
	saving.Wait()
	atomic.StoreInt32(&stop, 1)
	workers.Wait()
	fetch("/debug/pprof/trace?seconds=0.01", "trace.pprof")
	for _, name := range []string{"allocs", "heap", "block", "mutex", "goroutine", "threadcreate"} {
		fetch("/debug/pprof/"+name, name+".pb.gz")
		fetch("/debug/pprof/"+name+"?debug=1", name+".txt")
	}
	runtime.KeepAlive(kept)
	if *heapDump {
		dumpHeap("heapdump.pprof.gz")
	}
	log.Printf("hotspots: %d endpoints", len(c.counts))
}
