// Command cgoabort converts sensor frames with a small C library.
//
// What is wrong: on the error path the C code frees the frame, and the Go caller
// frees it again. glibc notices the double free and calls abort.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	size_t len;
	unsigned char *bytes;
} frame;

static frame *frame_new(size_t len) {
	frame *f = malloc(sizeof *f);
	f->len = len;
	f->bytes = malloc(len);
	memset(f->bytes, 0x20, len);
	return f;
}

static void frame_free(frame *f) {
	free(f->bytes);
	free(f);
}

static int frame_decode(frame *f) {
	if (f->len < 64) {
		free(f->bytes); // wrong: the caller frees the frame too
		return -1;
	}
	return (int)f->bytes[0];
}
*/
import "C"

import (
	"fmt"
	"log"
	"time"
)

type decoder struct {
	decoded int
}

func (d *decoder) decode(size int) (int, error) {
	f := C.frame_new(C.size_t(size))
	defer C.frame_free(f)
	v := int(C.frame_decode(f))
	if v < 0 {
		return 0, fmt.Errorf("frame of %d bytes is too short", size)
	}
	d.decoded++
	return v, nil
}

type gateway struct {
	decoder *decoder
	frames  chan int
}

func (g *gateway) run() {
	for size := range g.frames {
		v, err := g.decoder.decode(size)
		if err != nil {
			log.Printf("gateway: %v", err)
			continue
		}
		log.Printf("gateway: value %d", v)
	}
}

func main() {
	log.SetFlags(0)
	g := &gateway{decoder: &decoder{}, frames: make(chan int)}
	go g.run()
	for _, size := range []int{128, 40, 128} {
		g.frames <- size
	}
	time.Sleep(time.Second)
}
