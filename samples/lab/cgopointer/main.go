// Command cgopointer hands jobs to a C library.
//
// What is wrong: the struct that C gets holds a pointer into Go's memory, which C
// may neither keep nor follow.
package main

/*
typedef struct {
	int id;
	void *payload;
} job;

static int submit(job *j) { return j->id; }
*/
import "C"

import (
	"log"
	"unsafe"
)

type queue struct {
	submitted int
}

func (q *queue) submit(id int, payload []byte) int {
	j := new(C.job)
	j.id = C.int(id)
	if len(payload) > 0 {
		j.payload = unsafe.Pointer(&payload[0]) // wrong: a Go pointer inside what C gets
	}
	q.submitted++
	return int(C.submit(j))
}

func main() {
	log.SetFlags(0)
	q := &queue{}
	for id, payload := range [][]byte{nil, []byte("resize")} {
		log.Printf("job %d", q.submit(id, payload))
	}
}
