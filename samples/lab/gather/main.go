// Command gather reads the meters of a building, one goroutine a meter.
//
// What is wrong: it waits for all goroutines before it takes the first result from an unbuffered channel. They wait for somebody who takes their
// results, and it waits for them.
package main

import (
	"log"
	"net"
	"sync"
)

type reading struct {
	meter int
	value int
}

func read(meter int, results chan<- reading) {
	results <- reading{meter: meter, value: meter * 17}
}

func gather(meters int) (total int) {
	results := make(chan reading)
	var wg sync.WaitGroup
	for i := 0; i < meters; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			read(i, results)
		}(i)
	}
	wg.Wait() // wrong: nobody receives yet
	close(results)
	for r := range results {
		total += r.value
	}
	return total
}

func main() {
	// The listener keeps a goroutine in the network poller, so that the runtime's deadlock detector stays silent.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("gather: %v", err)
	}
	go func() {
		for {
			if _, err := l.Accept(); err != nil {
				return
			}
		}
	}()
	log.Printf("gather: %d", gather(6))
}
