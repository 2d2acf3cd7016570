// Command sendclosed is a price aggregator. It asks several suppliers at once
// and collects their quotes on one channel.
//
// What is wrong: the receiver closes the channel when its deadline passes, but
// a slow supplier still sends on it. Only the sender side may close a channel.
package main

import (
	"fmt"
	"log"
	"os"
	"sync"
	"time"
)

type quote struct {
	supplier string
	cents    int
}

type supplier struct {
	name    string
	latency time.Duration
	cents   int
}

func (s supplier) fetch() quote {
	time.Sleep(s.latency)
	return quote{supplier: s.name, cents: s.cents}
}

type aggregator struct {
	suppliers []supplier
	deadline  time.Duration
}

func (a *aggregator) collect(order string) []quote {
	results := make(chan quote)
	for _, s := range a.suppliers {
		go a.ask(s, results)
	}
	var quotes []quote
	timeout := time.After(a.deadline)
	for range a.suppliers {
		select {
		case q := <-results:
			quotes = append(quotes, q)
		case <-timeout:
			log.Printf("order %s: deadline of %s passed with %d of %d quotes", order, a.deadline, len(quotes), len(a.suppliers))
			close(results) // wrong: ask still sends
			return quotes
		}
	}
	return quotes
}

func (a *aggregator) ask(s supplier, results chan<- quote) {
	q := s.fetch()
	results <- q
}

type service struct {
	agg  *aggregator
	mu   sync.Mutex
	best map[string]quote
}

func (s *service) handle(order string) {
	var best quote
	for i, q := range s.agg.collect(order) {
		if i == 0 || q.cents < best.cents {
			best = q
		}
	}
	s.mu.Lock()
	s.best[order] = best
	s.mu.Unlock()
	log.Printf("order %s: best quote %s at %d", order, best.supplier, best.cents)
}

func main() {
	log.SetFlags(0)
	svc := &service{
		agg: &aggregator{
			deadline: 60 * time.Millisecond,
			suppliers: []supplier{
				{name: "north", latency: 5 * time.Millisecond, cents: 1250},
				{name: "east", latency: 10 * time.Millisecond, cents: 1190},
				{name: "south", latency: 150 * time.Millisecond, cents: 1090},
			},
		},
		best: make(map[string]quote),
	}
	svc.handle("A-1001")
	time.Sleep(time.Second)
	fmt.Fprintln(os.Stdout, "all orders priced")
}
