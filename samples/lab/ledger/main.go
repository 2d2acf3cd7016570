// Command ledger closes the books of several branches at once: each waits for its workers, and all of these post to one ledger.
//
// What is wrong: the ledger asks the bank for the rate of the day while it holds its lock, and the bank does not answer. The workers wait for the
// lock, the branches for the workers, and the end of the day for the branches: one connection keeps everybody waiting.
package main

import (
	"bufio"
	"log"
	"net"
	"sync"
)

type ledger struct {
	mu    sync.Mutex
	bank  net.Conn
	total float64
}

// refresh asks for the rate of the day.
func (l *ledger) refresh() {
	l.mu.Lock()
	defer l.mu.Unlock()
	rate, err := bufio.NewReader(l.bank).ReadString('\n') // wrong: the lock is held, and there is no deadline
	if err != nil {
		log.Printf("ledger: %v", err)
	}
	log.Printf("ledger: rate %s", rate)
}

func (l *ledger) post(amount float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total += amount
}

func (l *ledger) closeBranch(name string, accounts int) {
	var wg sync.WaitGroup
	for i := 0; i < accounts; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			l.post(float64(i))
		}(i)
	}
	wg.Wait()
	log.Printf("ledger: branch %s is closed", name)
}

func (l *ledger) closeDay(branches []string) {
	var wg sync.WaitGroup
	for _, name := range branches {
		wg.Add(1)
		go func(name string) {
			defer wg.Done()
			l.closeBranch(name, 8)
		}(name)
	}
	wg.Wait()
	log.Printf("ledger: the day is closed, %.2f", l.total)
}

// bank is the peer that takes the connection and never answers.
func bank() net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("bank: %v", err)
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
	return l
}

func main() {
	conn, err := net.Dial("tcp", bank().Addr().String())
	if err != nil {
		log.Fatalf("ledger: %v", err)
	}
	l := &ledger{bank: conn}
	refreshing := make(chan struct{})
	go func() {
		close(refreshing)
		l.refresh()
	}()
	<-refreshing
	l.closeDay([]string{"north", "south", "east", "west"})
}
