// Command meters works on what -work says and saves what a scrape of its metrics
// would show, twice, and a CPU profile in between: no trace of the collector.
//
// quotes   An index of prices stays in memory and quotes are made from it. With a
//
//	GOMEMLIMIT below the index the collector runs without a pause; without one
//	nothing is wrong.
//
// reports  Reports are rendered by more goroutines than there are processors, as fast
//
//	as they can: those that allocate have to mark for the collector.
//
// trees    Some hundred goroutines wait deep in a recursion, each with a large stack.
//
// The metrics are those of package runtime/metrics, in the form and under the names
// that the Prometheus client for Go gives them.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"strings"
	"time"
)

type entry struct {
	symbol      string
	price       float64
	left, right *entry
}

func build(depth int) *entry {
	if depth == 0 {
		return nil
	}
	return &entry{symbol: "ACME", price: float64(depth), left: build(depth - 1), right: build(depth - 1)}
}

func (e *entry) sum() float64 {
	if e == nil {
		return 0
	}
	return e.price + e.left.sum() + e.right.sum()
}

func quote(index *entry, quotes chan<- float64, pause time.Duration) {
	for {
		quotes <- build(10).sum() + index.price
		time.Sleep(pause)
	}
}

func render(index *entry, reports chan<- float64) {
	for {
		reports <- build(12).sum() + index.price
	}
}

// descend keeps a frame with an array for each level, and waits at the bottom.
func descend(levels int, done <-chan struct{}) byte {
	var path [256]byte
	path[levels%256] = 1
	if levels == 0 {
		<-done
		return path[0]
	}
	return descend(levels-1, done) + path[levels%256]
}

func save(name string, data []byte) {
	if err := os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), name), data, 0o644); err != nil {
		log.Fatal(err)
	}
}

// scrape gives the metrics as the Prometheus client prints them.
func scrape() []byte {
	var text bytes.Buffer
	write := func(name, kind, value string) {
		fmt.Fprintf(&text, "# TYPE %s %s\n%s %s\n", name, kind, name, value)
	}
	var samples []metrics.Sample
	cumulative := map[string]bool{}
	for _, d := range metrics.All() {
		if strings.HasPrefix(d.Name, "/godebug/") || d.Kind == metrics.KindFloat64Histogram {
			continue
		}
		samples = append(samples, metrics.Sample{Name: d.Name})
		cumulative[d.Name] = d.Cumulative
	}
	metrics.Read(samples)
	for _, s := range samples {
		name := "go" + strings.NewReplacer("/", "_", "-", "_", ":", "_", "*", "_").Replace(s.Name)
		kind := "gauge"
		if cumulative[s.Name] {
			name, kind = name+"_total", "counter"
		}
		switch s.Value.Kind() {
		case metrics.KindUint64:
			write(name, kind, fmt.Sprint(float64(s.Value.Uint64())))
		case metrics.KindFloat64:
			write(name, kind, fmt.Sprint(s.Value.Float64()))
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	write("go_goroutines", "gauge", fmt.Sprint(runtime.NumGoroutine()))
	write("go_memstats_alloc_bytes_total", "counter", fmt.Sprint(float64(m.TotalAlloc)))
	write("go_memstats_heap_alloc_bytes", "gauge", fmt.Sprint(float64(m.HeapAlloc)))
	write("go_memstats_heap_released_bytes", "gauge", fmt.Sprint(float64(m.HeapReleased)))
	write("go_memstats_last_gc_time_seconds", "gauge", fmt.Sprint(float64(m.LastGC)/1e9))
	write("go_memstats_next_gc_bytes", "gauge", fmt.Sprint(float64(m.NextGC)))
	write("go_memstats_stack_inuse_bytes", "gauge", fmt.Sprint(float64(m.StackInuse)))
	write("go_memstats_sys_bytes", "gauge", fmt.Sprint(float64(m.Sys)))
	return text.Bytes()
}

func main() {
	work := flag.String("work", "quotes", "quotes, reports or trees")
	flag.Parse()
	results := make(chan float64)
	go func() {
		for range results {
		}
	}()
	switch *work {
	case "quotes":
		index := build(20)
		for i := 0; i < 2; i++ {
			go quote(index, results, 2*time.Millisecond)
		}
	case "reports":
		index := build(20)
		for i := 0; i < 12; i++ {
			go render(index, results)
		}
	case "trees":
		done := make(chan struct{})
		for i := 0; i < 300; i++ {
			go descend(1500, done)
		}
		go func() {
			for {
				results <- build(12).sum()
				time.Sleep(time.Millisecond)
			}
		}()
	}
	time.Sleep(3 * time.Second)
	save("metrics-1.txt", scrape())
	var profile bytes.Buffer
	if err := pprof.StartCPUProfile(&profile); err != nil {
		log.Fatal(err)
	}
	time.Sleep(8 * time.Second)
	pprof.StopCPUProfile()
	save("metrics-2.txt", scrape())
	save("cpu.pb.gz", profile.Bytes())
	log.Print("scraped twice")
}
