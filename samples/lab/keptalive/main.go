// Command keptalive is a gateway between many clients and a service behind it.
// Nothing is wrong with it.
//
// It keeps many connections alive on both sides, and none of them has a request
// at the moment: after a busy minute a dump shows hundreds of goroutines that
// wait for the next one.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"time"
)

// behind stands for the service that the gateway asks.
func behind() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("gateway: %v", err)
	}
	handler := func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(100 * time.Millisecond)
		fmt.Fprintln(w, "fine")
	}
	server := &http.Server{Handler: http.HandlerFunc(handler), ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(l)
	return "http://" + l.Addr().String() + "/"
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = 200, 200
	client, url := &http.Client{Transport: transport, Timeout: 5 * time.Second}, behind()
	http.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		res, err := client.Get(url)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		if _, err := io.Copy(w, res.Body); err != nil {
			log.Printf("gateway: %v", err)
		}
	})
	log.Printf("gateway: serving on %s", *listen)
	log.Fatal((&http.Server{Addr: *listen, ReadHeaderTimeout: 5 * time.Second}).ListenAndServe())
}
