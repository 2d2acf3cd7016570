// Command nilroundtrip polls a partner API through an http.Client whose
// transport signs each request and counts the answers.
//
// What is wrong: the wrapper reads resp.StatusCode before it looks at err. When
// the connection fails, resp is nil.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

type metrics struct {
	mu     sync.Mutex
	status map[int]int
}

func (m *metrics) count(code int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.status[code]++
}

// signingTransport is the wrapper with the mistake.
type signingTransport struct {
	next    http.RoundTripper
	keyID   string
	metrics *metrics
}

func (t *signingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	signed := req.Clone(req.Context())
	signed.Header.Set("X-Key-Id", t.keyID)
	resp, err := t.next.RoundTrip(signed)
	t.metrics.count(resp.StatusCode) // wrong: resp is nil where err is not
	return resp, err
}

type partner struct {
	client *http.Client
	base   string
}

func (p *partner) inventory(ctx context.Context, sku string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/inventory/"+sku, nil)
	if err != nil {
		return "", err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return "", fmt.Errorf("inventory %s: %w", sku, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

type poller struct {
	partner *partner
	skus    []string
}

func (p *poller) poll() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for _, sku := range p.skus {
		stock, err := p.partner.inventory(ctx, sku)
		if err != nil {
			log.Printf("poll: %v", err)
			continue
		}
		log.Printf("poll: %s has %s", sku, stock)
	}
}

// serveOnce answers one request and then takes the listener away, as a partner
// that goes down between two polls.
func serveOnce() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	srv := &http.Server{}
	srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		fmt.Fprint(w, "12 pieces")
		l.Close()
	})
	go srv.Serve(l)
	return "http://" + l.Addr().String(), nil
}

func main() {
	log.SetFlags(0)
	base, err := serveOnce()
	if err != nil {
		log.Fatal(err)
	}
	transport := &signingTransport{
		next:    http.DefaultTransport,
		keyID:   "partner-7",
		metrics: &metrics{status: make(map[int]int)},
	}
	p := &poller{
		partner: &partner{client: &http.Client{Transport: transport}, base: base},
		skus:    []string{"lamp-1", "lamp-2"},
	}
	done := make(chan struct{})
	go func() {
		p.poll()
		close(done)
	}()
	<-done
}
