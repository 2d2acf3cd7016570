// Command tracker asks a carrier where parcels are, and keeps the answers.
//
// What is wrong: the body of an answer that is no success is not closed, so each of
// these leaves a connection with its goroutines and its buffers behind. The limit
// (GOMEMLIMIT) has room for the map of routes and as much again; what the connections
// hold fills it, and the collector runs without a pause. The first leads to the second.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"
)

// carrier stands for the partner's service; it does not know most parcels.
func carrier() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("tracker: %v", err)
	}
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "no such parcel: "+strings.Repeat("ask the sender. ", 400), http.StatusNotFound)
	})}
	go server.Serve(l)
	return "http://" + l.Addr().String() + "/parcel/"
}

// stop is a place on a route; where a parcel may go next hangs on a tree.
type stop struct {
	name        string
	minutes     float64
	left, right *stop
}

const (
	mapDepth   = 19 // half a million stops, about 24 MiB
	routeDepth = 10
)

func build(depth int) *stop {
	if depth == 0 {
		return nil
	}
	return &stop{name: "hub", minutes: float64(depth), left: build(depth - 1), right: build(depth - 1)}
}

func (s *stop) total() float64 {
	if s == nil {
		return 0
	}
	return s.minutes + s.left.total() + s.right.total()
}

type tracker struct {
	client *http.Client
	url    string
	routes *stop
}

// plan answers requests for routes, as they come.
func (t *tracker) plan(answers chan<- float64) {
	for {
		answers <- build(routeDepth).total() + t.routes.minutes
		time.Sleep(time.Millisecond)
	}
}

// where asks for one parcel. The big buffers are what the partner's gateway asks for.
func (t *tracker) where(parcel int) error {
	res, err := t.client.Get(fmt.Sprintf("%s%d", t.url, parcel))
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("parcel %d: %s", parcel, res.Status) // wrong: the body is not closed
	}
	return res.Body.Close()
}

func save(name string) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), name))
	if err != nil {
		log.Fatalf("tracker: %v", err)
	}
	defer f.Close()
	if err := pprof.Lookup("goroutine").WriteTo(f, 2); err != nil {
		log.Fatalf("tracker: %v", err)
	}
}

func main() {
	log.SetFlags(log.LstdFlags | log.LUTC)
	t := &tracker{client: &http.Client{Transport: &http.Transport{ReadBufferSize: 128 << 10, WriteBufferSize: 128 << 10}}, url: carrier(), routes: build(mapDepth)}
	answers := make(chan float64, 16)
	go func() {
		for range answers {
		}
	}()
	for i := 0; i < 4; i++ {
		go t.plan(answers)
	}
	for parcel := 1; parcel <= 150; parcel++ {
		t.where(parcel)
		switch parcel {
		case 30:
			time.Sleep(time.Second)
			save("goroutines-1.txt")
		case 90:
			time.Sleep(2 * time.Second)
			save("goroutines-2.txt")
		}
	}
	time.Sleep(4 * time.Second)
	fmt.Fprintln(os.Stderr, "tracker: 150 parcels asked for")
}
