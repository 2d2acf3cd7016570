// Command clonebot clones web pages. GET /clone?url=... takes an order and
// answers at once; a small pool of crawlers fetches the pages, and one
// goroutine an order waits for its page and files it.
//
// What is wrong: a crawler that cannot fetch a page logs that and takes the
// next order. Then nobody sends on the order's channel and nobody closes it, so
// the goroutine that waits for the page waits for ever. It keeps the order's
// buffer alive, so each failed order costs more than a megabyte until the
// process is restarted or the system refuses it memory.
package main

import (
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof"
	"sync"
	"time"
)

// largestPage is what a page may have; longer ones are cut.
const largestPage = 5 << 18

type order struct {
	id     int
	url    string
	buffer []byte
	page   chan []byte
}

type bot struct {
	client http.Client
	orders chan *order

	mu    sync.Mutex
	taken int
	filed map[uint64]int
}

func newBot(crawlers int) *bot {
	b := &bot{
		client: http.Client{Timeout: 5 * time.Second},
		orders: make(chan *order, 64),
		filed:  make(map[uint64]int),
	}
	for i := 0; i < crawlers; i++ {
		go b.crawl()
	}
	return b
}

func (b *bot) newOrder(url string) *order {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.taken++
	return &order{
		id:     b.taken,
		url:    url,
		buffer: make([]byte, largestPage),
		page:   make(chan []byte),
	}
}

func (b *bot) handleClone(w http.ResponseWriter, r *http.Request) {
	url := r.URL.Query().Get("url")
	if url == "" {
		http.Error(w, "url is missing", http.StatusBadRequest)
		return
	}
	o := b.newOrder(url)
	go b.filePage(o)
	b.orders <- o
	w.WriteHeader(http.StatusAccepted)
	fmt.Fprintf(w, "order %d\n", o.id)
}

// filePage waits for the page of an order and files it.
func (b *bot) filePage(o *order) {
	page := <-o.page // wrong: a failed order never gets one
	sum := fnv.New64a()
	sum.Write(page)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.filed[sum.Sum64()] = o.id
}

func (b *bot) crawl() {
	for o := range b.orders {
		page, err := b.fetch(o)
		if err != nil {
			log.Printf("clonebot: order %d: %v", o.id, err)
			continue // wrong: close(o.page) is missing on this path
		}
		o.page <- page
	}
}

func (b *bot) fetch(o *order) ([]byte, error) {
	res, err := b.client.Get(o.url)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: %s", o.url, res.Status)
	}
	n, err := io.ReadFull(res.Body, o.buffer)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	return o.buffer[:n], nil
}

func (b *bot) report(every time.Duration) {
	for range time.Tick(every) {
		b.mu.Lock()
		log.Printf("clonebot: %d orders taken, %d pages filed", b.taken, len(b.filed))
		b.mu.Unlock()
	}
}

// welcome is a page to clone.
func welcome(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "<html><body>Welcome, %s.</body></html>\n", r.URL.Query().Get("name"))
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	crawlers := flag.Int("crawlers", 4, "pages that are fetched at a time")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)

	b := newBot(*crawlers)
	go b.report(30 * time.Second)
	http.HandleFunc("/clone", b.handleClone)
	http.HandleFunc("/welcome", welcome)
	log.Printf("clonebot: serving on %s with %d crawlers", *listen, *crawlers)
	log.Fatalf("clonebot: %v", http.ListenAndServe(*listen, nil))
}
