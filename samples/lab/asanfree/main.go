// Command asanfree reads names out of buffers that C code fills.
//
// What is wrong: label hands out a pointer into the buffer and frees the
// buffer. Go code reads the name after that. The program is built with -asan,
// which stops it at the read; without it the name is read from memory that may
// already hold something else.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct { int length; char name[16]; } label;

static label *read_label(const char *name) {
	label *l = malloc(sizeof(label));
	l->length = (int)strlen(name);
	strcpy(l->name, name);
	return l;
}

static void release_label(label *l) {
	free(l);
}

static int name_length(const label *l) {
	return l->length;
}
*/
import "C"

import (
	"log"
	"unsafe"
)

type tag struct {
	label *C.label
}

func newTag(name string) *tag {
	c := C.CString(name)
	defer C.free(unsafe.Pointer(c))
	return &tag{label: C.read_label(c)}
}

func (t *tag) close() {
	C.release_label(t.label)
}

func (t *tag) length() int {
	return int(C.name_length(t.label))
}

func main() {
	log.SetFlags(0)
	t := newTag("priority")
	log.Printf("label: length %d", t.length())
	t.close()
	log.Printf("label: length %d", t.length()) // wrong: the label was given back
}
