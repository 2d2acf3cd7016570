// Command previews makes previews of pages, four at a time.
//
// What is wrong: those that have a place read from a peer that does not answer,
// without a deadline. They never give it back, and all others wait for one.
package main

import (
	"flag"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
)

// page stands for a host that takes connections and says nothing.
func page() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("previews: %v", err)
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
	return l.Addr().String()
}

type previewer struct {
	places chan struct{}
	host   string
}

// queue starts a preview; the client asks for it later.
func (p *previewer) queue(w http.ResponseWriter, r *http.Request) {
	go p.make()
	w.WriteHeader(http.StatusAccepted)
}

func (p *previewer) make() {
	p.places <- struct{}{}
	defer func() { <-p.places }()
	c, err := net.Dial("tcp", p.host)
	if err != nil {
		log.Printf("previews: %v", err)
		return
	}
	defer c.Close()
	if _, err := io.ReadAll(c); err != nil {
		log.Printf("previews: %v", err)
	}
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	p := &previewer{places: make(chan struct{}, 4), host: page()}
	http.HandleFunc("/previews", p.queue)
	log.Printf("previews: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
