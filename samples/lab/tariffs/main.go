// Command tariffs answers what a call costs, and counts the calls by country.
//
// What is wrong, twice and independent of each other: each lookup that is given up
// leaves a goroutine behind that sends its answer to nobody; and the counts of a new
// day are a map that nobody makes. The leak goes on for as long as the service lives.
// What ends it is the map.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
	"time"
)

type day struct{ calls map[string]int }

type desk struct{ today *day }

func (d *desk) lookup(ctx context.Context, country string) (int, bool) {
	found := make(chan int)
	go func() {
		time.Sleep(300 * time.Millisecond)
		found <- 10 + len(country) // wrong: nobody receives once the lookup is given up
	}()
	select {
	case cents := <-found:
		return cents, true
	case <-ctx.Done():
		return 0, false
	}
}

// count runs beside the requests: what it does is caught by nobody.
func (d *desk) count(countries <-chan string) {
	for country := range countries {
		d.today.calls[country]++ // wrong: the map of a new day is never made
	}
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8117", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	d := &desk{today: &day{calls: map[string]int{}}}
	countries := make(chan string)
	go d.count(countries)
	http.HandleFunc("/tariff/", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 100*time.Millisecond)
		defer cancel()
		if _, ok := d.lookup(ctx, r.URL.Path); !ok {
			http.Error(w, "no answer in time", http.StatusGatewayTimeout)
		}
	})
	http.HandleFunc("/midnight", func(w http.ResponseWriter, r *http.Request) {
		d.today = &day{}
		countries <- "NL"
	})
	log.Printf("tariffs: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
