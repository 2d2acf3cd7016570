// Command prices asks suppliers for the price of an article.
//
// What is wrong: ask gives up after a while, and the goroutine that it started
// sends the answer on a channel without a buffer. Nobody receives any more, so
// each answer that comes too late leaves a goroutine behind.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"time"
)

type supplier struct{ answersAfter time.Duration }

func (s *supplier) price(article string) int {
	time.Sleep(s.answersAfter)
	return 100 + len(article)
}

var errLate = errors.New("the supplier is late")

func (s *supplier) ask(ctx context.Context, article string) (int, error) {
	answers := make(chan int)
	go func() {
		answers <- s.price(article)
	}()
	select {
	case price := <-answers:
		return price, nil
	case <-ctx.Done():
		return 0, errLate
	}
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	s := &supplier{answersAfter: 300 * time.Millisecond}
	http.HandleFunc("/price/", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 100*time.Millisecond)
		defer cancel()
		price, err := s.ask(ctx, r.URL.Path)
		if err != nil {
			http.Error(w, err.Error(), http.StatusGatewayTimeout)
			return
		}
		fmt.Fprintln(w, price)
	})
	log.Printf("prices: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
