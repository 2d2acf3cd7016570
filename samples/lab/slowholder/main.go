// Command slowholder answers how much of an article is in stock.
//
// What is wrong: refresh holds the lock while it asks the warehouse, which takes its
// time. Whoever only wants to read waits for as long.
package main

import (
	"bufio"
	"log"
	"net"
	"sync"
	"time"
)

type stock struct {
	mu     sync.Mutex
	boxes  int
	source string
}

func (s *stock) refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	conn, err := net.Dial("tcp", s.source)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	bufio.NewReader(conn).ReadString('\n') // wrong: waits for the network under the lock
	s.boxes++
}

func (s *stock) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.boxes
}

// warehouse takes calls and does not answer them for a long time.
func warehouse() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			time.AfterFunc(time.Hour, func() { conn.Close() })
		}
	}()
	return l.Addr().String()
}

func main() {
	log.SetFlags(0)
	s := &stock{source: warehouse()}
	go s.refresh()
	time.Sleep(200 * time.Millisecond)
	for i := 0; i < 40; i++ {
		go s.count()
	}
	log.Printf("stock: open")
	time.Sleep(time.Hour)
}
