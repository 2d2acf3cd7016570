// Command fanout sends a note to every subscriber.
//
// What is wrong: it starts a goroutine for each of them at once, a hundred thousand, without a bound. They end, but the
// descriptors of goroutines (runtime.malg) are kept by the runtime for ever.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"sync"
	"time"
)

func deliver(subscriber int, wait time.Duration) { time.Sleep(wait) }

func publish(subscribers int) {
	var sent sync.WaitGroup
	for i := 0; i < subscribers; i++ {
		sent.Add(1)
		go func(i int) {
			defer sent.Done()
			deliver(i, time.Second)
		}(i)
	}
	sent.Wait()
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	subscribers := flag.Int("subscribers", 100_000, "how many get each note")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	http.HandleFunc("/publish", func(w http.ResponseWriter, r *http.Request) {
		publish(*subscribers)
		fmt.Fprintln(w, "sent")
	})
	log.Printf("notes: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
