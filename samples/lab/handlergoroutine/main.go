// Command handlergoroutine answers quotes, one supplier a goroutine.
//
// What is wrong: a supplier's goroutine panics. net/http recovers a panic of the
// handler itself, but not one of a goroutine that the handler starts.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

type supplier struct {
	name  string
	price int
}

func (s *supplier) quote(quantity int) int {
	if quantity <= 0 {
		panic(fmt.Sprintf("supplier %s: quantity %d", s.name, quantity))
	}
	return s.price * quantity
}

type quotes struct {
	suppliers []*supplier
}

func (q *quotes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var quantity int
	fmt.Sscan(r.URL.Query().Get("n"), &quantity)
	prices := make([]int, len(q.suppliers))
	var wg sync.WaitGroup
	for i, s := range q.suppliers {
		i, s := i, s
		wg.Add(1)
		go func() { // wrong: nothing recovers here
			defer wg.Done()
			prices[i] = s.quote(quantity)
		}()
	}
	wg.Wait()
	fmt.Fprintln(w, prices)
}

func main() {
	log.SetFlags(0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(listener, &quotes{suppliers: []*supplier{{"north", 3}}})
	for _, n := range []string{"2", "0"} {
		resp, err := http.Get("http://" + listener.Addr().String() + "/quote?n=" + n)
		if err != nil {
			log.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		log.Printf("quote for %s: %s", n, body)
	}
}
