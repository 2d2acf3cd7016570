// Command threadlimit waits for messages in pipes.
//
// What is wrong: each reader blocks its thread in a system call that the runtime's
// poller does not know, and nothing limits how many there are.
package main

import (
	"log"
	"runtime/debug"
	"syscall"
	"time"
)

type inbox struct {
	fd int
}

func open() (*inbox, error) {
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		return nil, err
	}
	return &inbox{fd: fds[0]}, nil
}

func (b *inbox) receive() {
	buf := make([]byte, 64)
	syscall.Read(b.fd, buf) // wrong: blocks the thread until somebody writes
}

func main() {
	log.SetFlags(0)
	debug.SetMaxThreads(24) // fails sooner than with the usual 10000
	for i := 0; ; i++ {
		b, err := open()
		if err != nil {
			log.Fatal(err)
		}
		go b.receive()
		time.Sleep(5 * time.Millisecond)
	}
}
