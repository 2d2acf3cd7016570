// Command wghang imports customer records, one goroutine a batch.
//
// What is wrong: a goroutine that meets an empty batch returns before it calls
// Done, so Wait never returns although no worker is left. The debug listener
// keeps a goroutine in the network poller, therefore the runtime's deadlock
// detector stays silent.
//
// On SIGUSR1 it writes all goroutines to $LAB_OUT/goroutines.txt, as the debug
// endpoint /debug/pprof/goroutine?debug=2 would.
package main

import (
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

type batch struct {
	file string
	rows []string
}

type importer struct {
	wg    sync.WaitGroup
	slots chan struct{}
	mu    sync.Mutex
	total int
}

func (im *importer) importAll(files []batch) int {
	for _, b := range files {
		im.wg.Add(1)
		im.slots <- struct{}{}
		go im.worker(b)
	}
	im.wg.Wait()
	return im.total
}

func (im *importer) worker(b batch) {
	defer func() { <-im.slots }()
	if len(b.rows) == 0 {
		log.Printf("import: %s is empty", b.file)
		return // wrong: Done is missing on this path
	}
	im.store(b)
	im.wg.Done()
}

func (im *importer) store(b batch) {
	time.Sleep(10 * time.Millisecond)
	im.mu.Lock()
	defer im.mu.Unlock()
	im.total += len(b.rows)
	log.Printf("import: %s stored, %d rows", b.file, len(b.rows))
}

func serveDebug() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("debug: %v", err)
	}
	go func() {
		log.Fatalf("debug: %v", http.Serve(l, nil))
	}()
}

// heartbeat renders the status page again and again. Its garbage makes the
// collector run, which is when the runtime notes since when a goroutine waits.
func heartbeat(every time.Duration) {
	var page []byte
	for range time.Tick(every) {
		page = append(make([]byte, 0, 512<<10), "import: running"...)
	}
	log.Printf("%s", page)
}

func dumpOnSignal() {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	go func() {
		for range c {
			writeDump(filepath.Join(os.Getenv("LAB_OUT"), "goroutines.txt"))
		}
	}()
}

func writeDump(name string) {
	f, err := os.Create(name)
	if err != nil {
		log.Printf("dump: %v", err)
		return
	}
	defer f.Close()
	if err := pprof.Lookup("goroutine").WriteTo(f, 2); err != nil {
		log.Printf("dump: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	serveDebug()
	dumpOnSignal()
	go heartbeat(200 * time.Millisecond)
	im := &importer{slots: make(chan struct{}, 3)}
	total := im.importAll([]batch{
		{file: "customers-01.csv", rows: []string{"ada", "bob"}},
		{file: "customers-02.csv"},
		{file: "customers-03.csv", rows: []string{"eve"}},
		{file: "customers-04.csv", rows: []string{"kim", "lou", "max"}},
	})
	log.Printf("import: finished with %d rows", total)
}
