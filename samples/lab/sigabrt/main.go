// Command sigabrt is a queue consumer that stops answering its supervisor.
//
// What is wrong: the consumer waits for an acknowledgement that never comes, so
// it misses its watchdog pings. The supervisor kills it with SIGABRT, as systemd
// does at the end of WatchdogSec. The cause of death is the signal from outside.
package main

import (
	"log"
	"net"
	"sync"
	"time"
)

type message struct {
	id  int
	ack chan bool
}

type broker struct {
	listener net.Listener
	queue    chan message
}

func (b *broker) deliver() {
	for id := 1; ; id++ {
		m := message{id: id, ack: make(chan bool)}
		b.queue <- m
		time.Sleep(20 * time.Millisecond)
	}
}

func (b *broker) accept() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			log.Fatalf("broker: %v", err)
		}
		conn.Close()
	}
}

type watchdog struct {
	mu   sync.Mutex
	last time.Time
}

func (w *watchdog) ping() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = time.Now()
}

type consumer struct {
	broker *broker
	dog    *watchdog
}

func (c *consumer) run() {
	for m := range c.broker.queue {
		c.dog.ping()
		c.handle(m)
	}
}

func (c *consumer) handle(m message) {
	log.Printf("consumer: message %d waits for its acknowledgement", m.id)
	<-m.ack
}

func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	b := &broker{listener: l, queue: make(chan message)}
	go b.accept()
	go b.deliver()
	(&consumer{broker: b, dog: &watchdog{}}).run()
}
