// Command nilqueue takes orders over HTTP and hands them to a mailer.
//
// What is wrong: the mailer's queue is made by Start, and Start is not called
// where mail is switched off. Every order then sends to a nil channel and waits
// for ever; the clients give up, the goroutines stay.
//
// On SIGUSR1 it writes all goroutines to $LAB_OUT/goroutines.txt, as the debug
// endpoint /debug/pprof/goroutine?debug=2 would.
package main

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"
)

type mailer struct {
	queue chan string
}

func (m *mailer) Start() {
	m.queue = make(chan string, 16)
	go func() {
		for order := range m.queue {
			log.Printf("mail: %s", order)
		}
	}()
}

func (m *mailer) Send(order string) {
	m.queue <- order // wrong: queue is nil where Start was not called
}

type shop struct {
	mail *mailer
}

func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mail.Send(string(body))
	w.WriteHeader(http.StatusAccepted)
}

func dump() {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), "goroutines.txt"))
	if err != nil {
		log.Fatalf("dump: %v", err)
	}
	defer f.Close()
	if err := pprof.Lookup("goroutine").WriteTo(f, 2); err != nil {
		log.Fatalf("dump: %v", err)
	}
}

func main() {
	log.SetFlags(0)
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	s := &shop{mail: &mailer{}}
	if os.Getenv("MAIL") == "on" {
		s.mail.Start()
	}
	server := httptest.NewServer(http.HandlerFunc(s.order))
	client := &http.Client{Timeout: 200 * time.Millisecond}
	for n := 0; n < 12; n++ {
		go func() {
			_, err := client.Post(server.URL, "text/plain", strings.NewReader("two lamps"))
			log.Printf("client: %v", err != nil)
		}()
	}
	<-asked
	dump()
}
