// Command indexrange reads metrics in a line protocol.
//
// What is wrong: parse takes the second field of a line without a look at how
// many there are. A plain crash: it stands in the lab as a near miss, because no
// rule about channels, locks, nil pointers or signals may claim it.
package main

import (
	"bufio"
	"io"
	"log"
	"strconv"
	"strings"
)

const input = `requests_total 1027
errors_total 3
heartbeat
uptime_seconds 86400
`

type sample struct {
	name  string
	value float64
}

type parser struct {
	scanner *bufio.Scanner
	line    int
}

func newParser(r io.Reader) *parser {
	return &parser{scanner: bufio.NewScanner(r)}
}

func (p *parser) next() (sample, bool) {
	if !p.scanner.Scan() {
		return sample{}, false
	}
	p.line++
	return p.parse(strings.Fields(p.scanner.Text())), true
}

func (p *parser) parse(fields []string) sample {
	value, err := strconv.ParseFloat(fields[1], 64) // wrong: fields may hold one item
	if err != nil {
		log.Printf("line %d: %v", p.line, err)
	}
	return sample{name: fields[0], value: value}
}

type registry struct {
	samples map[string]float64
}

func (r *registry) load(in io.Reader) {
	p := newParser(in)
	for {
		s, ok := p.next()
		if !ok {
			return
		}
		r.samples[s.name] = s.value
	}
}

func main() {
	log.SetFlags(0)
	r := &registry{samples: make(map[string]float64)}
	done := make(chan struct{})
	go func() {
		r.load(strings.NewReader(input))
		close(done)
	}()
	<-done
	log.Printf("%d samples", len(r.samples))
}
