// Command slicebounds reads length-prefixed frames.
//
// What is wrong: the length comes from the wire and is used without a look at
// how many bytes have arrived. The second frame is cut off.
package main

import (
	"encoding/binary"
	"log"
)

type frame struct {
	kind byte
	body []byte
}

type decoder struct {
	buf []byte
}

func (d *decoder) next() (frame, bool) {
	if len(d.buf) == 0 {
		return frame{}, false
	}
	size := int(binary.BigEndian.Uint16(d.buf[1:3]))
	f := frame{kind: d.buf[0], body: d.buf[3 : 3+size]} // wrong: 3+size may be more than there is
	d.buf = d.buf[3+size:]
	return f, true
}

type session struct {
	decoder decoder
}

func (s *session) receive(packet []byte) {
	s.decoder.buf = packet
	for {
		f, ok := s.decoder.next()
		if !ok {
			return
		}
		log.Printf("frame %d: %d bytes", f.kind, len(f.body))
	}
}

func main() {
	log.SetFlags(0)
	packet := []byte{1, 0, 4, 'p', 'i', 'n', 'g', 2, 1, 0, 'c', 'u', 't'}
	s := &session{}
	done := make(chan struct{})
	go func() {
		s.receive(packet)
		close(done)
	}()
	<-done
}
