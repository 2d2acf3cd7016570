// Command newclient checks whether the addresses of customers exist.
//
// What is wrong: it makes a transport for every request, and each keeps its
// connection for the next one, which never comes.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
)

// register stands for the service that knows the addresses.
func register() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("addresses: %v", err)
	}
	handler := func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "known") }
	go http.Serve(l, http.HandlerFunc(handler))
	return "http://" + l.Addr().String() + "/"
}

func check(url string) (string, error) {
	client := &http.Client{Transport: &http.Transport{}}
	res, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	return string(answer), err
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	url := register()
	http.HandleFunc("/address", func(w http.ResponseWriter, r *http.Request) {
		answer, err := check(url)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		fmt.Fprint(w, answer)
	})
	log.Printf("addresses: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
