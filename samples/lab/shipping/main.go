// Command shipping asks a carrier what a parcel costs.
//
// What is wrong: where the carrier answers with an error, cost returns without
// closing the body of the response. The connection is neither used again nor
// closed, and its two goroutines stay.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"strings"
	"time"
)

// carrier stands for the partner's service; it refuses every second parcel.
func carrier() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("shipping: %v", err)
	}
	asked := 0
	handler := func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked%2 == 0 {
			http.Error(w, "parcels of this kind are not taken: "+strings.Repeat("see the terms. ", 200), http.StatusConflict)
			return
		}
		fmt.Fprintln(w, `{"cents": 590}`)
	}
	server := &http.Server{Handler: http.HandlerFunc(handler), ReadHeaderTimeout: 5 * time.Second}
	go server.Serve(l)
	return "http://" + l.Addr().String() + "/"
}

type quotes struct {
	client *http.Client
	url    string
}

func (q *quotes) cost(parcel string) (int, error) {
	res, err := q.client.Get(q.url + parcel)
	if err != nil {
		return 0, err
	}
	if res.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("the carrier says %s", res.Status)
	}
	defer res.Body.Close()
	var answer struct{ Cents int }
	err = json.NewDecoder(res.Body).Decode(&answer)
	return answer.Cents, err
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	q := &quotes{client: &http.Client{}, url: carrier()}
	http.HandleFunc("/cost", func(w http.ResponseWriter, r *http.Request) {
		cents, err := q.cost("parcel")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		fmt.Fprintln(w, cents)
	})
	log.Printf("shipping: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
