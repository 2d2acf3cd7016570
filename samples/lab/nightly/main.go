// Command nightly sums up the day once, while it goes on serving: it reads all rows
// into memory, writes a report, and lets them go. Nothing is wrong with it. Six heap
// profiles are saved, four of them while the job runs.
package main

import (
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"time"
)

type row struct {
	key    string
	values []float64
}

func read(i int) *row {
	return &row{key: "row-" + strconv.Itoa(i), values: make([]float64, 512)}
}

func sum(rows []*row) (total float64) {
	for _, r := range rows {
		for _, v := range r.values {
			total += v
		}
	}
	return total
}

// save writes a heap profile to the bundle.
func save(name string) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), name))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	runtime.GC()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		log.Fatal(err)
	}
}

func report() float64 {
	var rows []*row
	for i := 0; i < 12_000; i++ {
		rows = append(rows, read(i))
		if i%20 == 0 {
			time.Sleep(15 * time.Millisecond)
		}
		if (i+1)%3000 == 0 {
			save("heap-" + strconv.Itoa(1+(i+1)/3000) + ".pb.gz")
		}
	}
	return sum(rows)
}

func main() {
	time.Sleep(time.Second)
	save("heap-1.pb.gz")
	total := report()
	time.Sleep(2 * time.Second)
	save("heap-6.pb.gz")
	log.Printf("reported %g", total)
}
