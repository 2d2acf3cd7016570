// Command reports makes reports, one at a time.
//
// What is wrong: the only worker hangs at a report, and the handlers wait for
// it without an end. So requests pile up, with those whose clients are gone.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
)

type report struct {
	name string
	done chan string
}

type press struct {
	queue chan *report
	paper chan struct{}
}

func (p *press) work() {
	for r := range p.queue {
		<-p.paper // somebody has to fill in paper, and nobody does
		r.done <- "printed " + r.name
	}
}

func (p *press) handleReport(w http.ResponseWriter, r *http.Request) {
	job := &report{name: r.URL.Path, done: make(chan string, 1)}
	p.queue <- job
	fmt.Fprintln(w, <-job.done)
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	p := &press{queue: make(chan *report, 1000), paper: make(chan struct{})}
	go p.work()
	http.HandleFunc("/reports/", p.handleReport)
	log.Printf("reports: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
