// Command lastwish keeps scratch buffers that report their end.
//
// What is wrong: the finalizer sends on a channel that nobody receives from.
// All finalizers run on one goroutine, so none runs any more, and nothing that
// has one is ever freed.
package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"
	"time"
)

type scratch struct{ bytes [1 << 16]byte }

var ended = make(chan int)

func newScratch() *scratch {
	s := &scratch{}
	runtime.SetFinalizer(s, (*scratch).reportEnd)
	return s
}

func (s *scratch) reportEnd() { ended <- len(s.bytes) }

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	go func() {
		for range time.Tick(5 * time.Millisecond) {
			newScratch().bytes[0] = 1
		}
	}()
	log.Printf("scratch: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
