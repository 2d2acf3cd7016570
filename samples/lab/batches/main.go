// Command batches collects events of its clients and writes them out in batches.
// Nothing is wrong with it.
//
// What it holds rises until a batch is full and falls when it has been written,
// over and over, so that two heap profiles in a row may show a rise of any size.
// An index of the names of clients fills up in the first seconds and then stays.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof"
	"sync"
	"time"
)

type event struct {
	client string
	body   []byte
	at     time.Time
}

// collector holds the events of the batch that is being filled.
type collector struct {
	mu      sync.Mutex
	batch   []*event
	most    int
	written int
}

func (c *collector) add(e *event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.batch = append(c.batch, e)
	if len(c.batch) >= c.most {
		c.write()
	}
}

// write empties the batch; the caller holds the lock.
func (c *collector) write() {
	var out bytes.Buffer
	for _, e := range c.batch {
		fmt.Fprintf(&out, "%s %d %d\n", e.client, e.at.Unix(), len(e.body))
	}
	io.Copy(io.Discard, &out)
	c.written++
	log.Printf("batches: wrote batch %d of %d events", c.written, len(c.batch))
	c.batch = nil
}

// names maps names of clients to numbers; there are a few hundred.
type names struct {
	mu      sync.Mutex
	numbers map[string][]byte
}

func (n *names) of(client string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, ok := n.numbers[client]; !ok {
		n.numbers[client] = make([]byte, 8<<10)
	}
}

func readEvent(r *http.Request) *event {
	body := make([]byte, 16<<10)
	copy(body, r.URL.RawQuery)
	return &event{client: r.URL.Query().Get("client"), body: body, at: time.Now()}
}

type service struct {
	collector collector
	names     names
}

func (s *service) handleEvent(w http.ResponseWriter, r *http.Request) {
	e := readEvent(r)
	s.names.of(e.client)
	s.collector.add(e)
	time.Sleep(4 * time.Millisecond)
	w.WriteHeader(http.StatusAccepted)
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8083", "address of the service and of its debug pages")
	most := flag.Int("batch", 2000, "events of a batch")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.Lmicroseconds)
	s := &service{collector: collector{most: *most}, names: names{numbers: map[string][]byte{}}}
	http.HandleFunc("/event", s.handleEvent)
	log.Printf("batches: listening on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
