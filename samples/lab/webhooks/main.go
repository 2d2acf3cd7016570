// Command webhooks tells subscribers about new orders.
//
// What is wrong: the client has no timeout. A subscriber that takes the
// connection and never answers keeps the goroutine that delivers to it.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"strings"
)

// subscriber takes every connection and answers nothing.
func subscriber() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("webhooks: %v", err)
	}
	kept := make([]net.Conn, 0, 64)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			kept = append(kept, c)
		}
	}()
	return "http://" + l.Addr().String() + "/hook"
}

type notifier struct{ urls []string }

func (n *notifier) announce(order string) {
	for _, url := range n.urls {
		go n.deliver(url, order)
	}
}

func (n *notifier) deliver(url, order string) {
	res, err := http.Post(url, "text/plain", strings.NewReader(order))
	if err != nil {
		log.Printf("webhooks: %v", err)
		return
	}
	res.Body.Close()
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	n := &notifier{urls: []string{subscriber()}}
	http.HandleFunc("/orders", func(w http.ResponseWriter, r *http.Request) {
		n.announce("order")
		w.WriteHeader(http.StatusAccepted)
	})
	log.Printf("webhooks: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
