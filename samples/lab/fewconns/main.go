// Command fewconns reads the stock of a warehouse.
//
// What is wrong: the transport allows two connections to the warehouse, which
// answers slowly. All other requests wait for one of the two.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"time"
)

// warehouse takes a minute for each answer.
func warehouse() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("stock: %v", err)
	}
	handler := func(w http.ResponseWriter, r *http.Request) { time.Sleep(time.Minute) }
	go http.Serve(l, http.HandlerFunc(handler))
	return "http://" + l.Addr().String() + "/"
}

type stock struct {
	client *http.Client
	url    string
}

func (s *stock) refresh() {
	res, err := s.client.Get(s.url)
	if err != nil {
		log.Printf("stock: %v", err)
		return
	}
	res.Body.Close()
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	s := &stock{client: &http.Client{Transport: &http.Transport{MaxConnsPerHost: 2}, Timeout: 5 * time.Minute}, url: warehouse()}
	http.HandleFunc("/changed", func(w http.ResponseWriter, r *http.Request) {
		go s.refresh()
		w.WriteHeader(http.StatusAccepted)
	})
	log.Printf("stock: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
