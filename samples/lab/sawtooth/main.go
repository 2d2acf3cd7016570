// Command sawtooth collects records and writes them out in batches. Nothing is wrong
// with it: what it holds rises until a batch is full and falls when it is written,
// again and again. A table that it reads at its start stays.
//
// Ten heap profiles are written to $LAB_OUT, at different heights of the tooth.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

type record struct {
	sensor string
	values []byte
}

type batch struct {
	records []*record
	written int
}

func (b *batch) add(r *record) {
	b.records = append(b.records, r)
}

func (b *batch) write(w io.Writer) {
	for _, r := range b.records {
		fmt.Fprintln(w, r.sensor, len(r.values))
	}
	b.records = nil
	b.written++
}

func readTable() map[int][]byte {
	table := map[int][]byte{}
	for i := 0; i < 256; i++ {
		table[i] = make([]byte, 16<<10)
	}
	return table
}

func measure(number int) *record {
	return &record{sensor: fmt.Sprintf("sensor-%d", number%40), values: make([]byte, 24<<10)}
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
	table := readTable()
	b := &batch{}
	number := 0
	// A batch is full after 3.6 steps, so that each profile meets it at another height.
	for i := 1; i <= 10; i++ {
		for j := 0; j < 1000; j++ {
			b.add(measure(number))
			number++
			if len(b.records) == 3600 {
				b.write(io.Discard)
			}
			if j%10 == 0 {
				time.Sleep(15 * time.Millisecond)
			}
		}
		runtime.GC()
		save(fmt.Sprintf("heap-%02d.pb.gz", i), "heap", 0)
	}
	log.Printf("sawtooth: %d batches written, table of %d", b.written, len(table))
}
