// Command flights answers many requests for the same exchange rate with one call to its source.
//
// What is wrong: the call has no deadline and its source does not answer, so that everybody who asks meanwhile waits with it.
package main

import (
	"bufio"
	"log"
	"net"
	"sync"
	"time"

	"goroner.dev/lab/flights/singleflight"
)

type rates struct {
	group  singleflight.Group
	source string
}

func (r *rates) fetch() (string, error) {
	conn, err := net.Dial("tcp", r.source)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return bufio.NewReader(conn).ReadString('\n') // wrong: no deadline
}

func (r *rates) quote(currency string) string {
	rate, err := r.group.Do(currency, r.fetch)
	if err != nil {
		log.Printf("rates: %v", err)
	}
	return rate
}

// source takes connections and never answers.
func source() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("source: %v", err)
	}
	go func() {
		var open []net.Conn
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open = append(open, conn)
		}
	}()
	return l.Addr().String()
}

func main() {
	r := &rates{source: source()}
	var asked sync.WaitGroup
	for i := 0; i < 24; i++ {
		asked.Add(1)
		go func() {
			defer asked.Done()
			log.Printf("rates: %s", r.quote("EUR"))
		}()
		time.Sleep(5 * time.Millisecond)
	}
	asked.Wait()
}
