// Command muxtwice serves a page of statistics, and so does a debug library that it uses.
//
// Mistake: both register their page at http.DefaultServeMux, for the same path. The second registration panics, so the
// service does not start.
package main

import (
	"fmt"
	"log"
	"net/http"
)

// registerDebug is what a debug library does as soon as it is set up.
func registerDebug() {
	http.HandleFunc("/debug/stats", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "goroutines: 4")
	})
}

func registerPages() {
	http.HandleFunc("/debug/stats", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "orders: 12")
	})
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {})
}

func main() {
	log.SetFlags(0)
	log.Print("orders: starting")
	registerDebug()
	registerPages()
	log.Fatal(http.ListenAndServe("127.0.0.1:0", nil))
}
