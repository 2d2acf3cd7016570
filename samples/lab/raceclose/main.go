// Command raceclose collects prices from suppliers until a deadline.
//
// What is wrong: at the deadline the collector closes the channel although a
// supplier may still send. Built with -race, the program first prints the race
// between the close and the send, and then dies of the send.
package main

import (
	"log"
	"time"
)

type price struct {
	supplier string
	cents    int
}

func ask(supplier string, latency time.Duration, out chan<- price) {
	time.Sleep(latency)
	out <- price{supplier, 100}
}

func collect(suppliers map[string]time.Duration, deadline time.Duration) []price {
	out := make(chan price, len(suppliers))
	for name, latency := range suppliers {
		go ask(name, latency, out)
	}
	time.Sleep(deadline)
	close(out) // wrong: the receiver closes while a sender is at work
	var got []price
	for p := range out {
		got = append(got, p)
	}
	return got
}

func main() {
	log.SetFlags(0)
	got := collect(map[string]time.Duration{"near": 10 * time.Millisecond, "far": 80 * time.Millisecond}, 40*time.Millisecond)
	log.Printf("offers: %d of 2 suppliers answered", len(got))
	time.Sleep(time.Second)
}
