// Command closetwice is a log shipper that can be stopped in two ways: by its
// owner, and by itself after too many failed uploads.
//
// What is wrong: both ways close the same channel. Stop should use sync.Once.
package main

import (
	"errors"
	"log"
	"time"
)

type uploader interface {
	upload(batch []string) error
}

// downSink stands for an endpoint that is down.
type downSink struct{ addr string }

func (d downSink) upload(batch []string) error {
	return errors.New("dial tcp " + d.addr + ": connect: connection refused")
}

type shipper struct {
	sink     uploader
	lines    chan string
	stopping chan struct{}
	done     chan struct{}
	failures int
}

func newShipper(sink uploader) *shipper {
	return &shipper{
		sink:     sink,
		lines:    make(chan string, 16),
		stopping: make(chan struct{}),
		done:     make(chan struct{}),
	}
}

func (s *shipper) run() {
	defer close(s.done)
	for {
		select {
		case line := <-s.lines:
			if err := s.sink.upload([]string{line}); err != nil {
				s.fail(err)
			}
		case <-s.stopping:
			log.Print("shipper: stopped")
			return
		}
	}
}

func (s *shipper) fail(err error) {
	s.failures++
	log.Printf("shipper: upload failed (%d of 3): %v", s.failures, err)
	if s.failures == 3 {
		log.Print("shipper: giving up")
		s.Stop()
	}
}

// Stop ends the shipper. Calling it twice is the mistake this program makes.
func (s *shipper) Stop() {
	close(s.stopping)
}

type server struct {
	shipper *shipper
}

func (srv *server) serve() {
	for _, path := range []string{"/a", "/b", "/c"} {
		srv.shipper.lines <- "GET " + path
		time.Sleep(5 * time.Millisecond)
	}
}

func (srv *server) shutdown() {
	log.Print("server: shutting down")
	srv.shipper.Stop()
	<-srv.shipper.done
}

func main() {
	log.SetFlags(0)
	srv := &server{shipper: newShipper(downSink{addr: "10.2.0.9:4318"})}
	go srv.shipper.run()
	srv.serve()
	srv.shutdown()
	log.Print("server: bye")
}
