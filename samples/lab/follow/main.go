// Command follow lets clients wait for the state of an order to change.
//
// What is wrong: the goroutine that watches an order waits for a change or for
// a correction, and for neither the end of the request. Of an order that does
// not change any more it stays for ever.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"sync"
	"time"
)

type order struct {
	changes     chan string
	corrections chan string
}

type book struct {
	mu     sync.Mutex
	orders map[string]*order
}

func (b *book) order(name string) *order {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.orders[name] == nil {
		b.orders[name] = &order{changes: make(chan string), corrections: make(chan string)}
	}
	return b.orders[name]
}

// watch gives the next state of an order.
func (b *book) watch(name string) <-chan string {
	o, next := b.order(name), make(chan string, 1)
	go func() {
		select {
		case state := <-o.changes:
			next <- state
		case state := <-o.corrections:
			next <- "corrected: " + state
		}
	}()
	return next
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	b := &book{orders: map[string]*order{}}
	http.HandleFunc("/orders/", func(w http.ResponseWriter, r *http.Request) {
		select {
		case state := <-b.watch(r.URL.Path):
			fmt.Fprintln(w, state)
		case <-time.After(50 * time.Millisecond):
			w.WriteHeader(http.StatusNotModified)
		case <-r.Context().Done():
		}
	})
	log.Printf("follow: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
