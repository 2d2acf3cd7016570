// Command cgosegv looks up words in a table that C keeps.
//
// What is wrong: the C function gives no entry for a word that it does not know,
// and the other C function reads through that pointer.
package main

/*
#include <stdlib.h>
#include <string.h>

typedef struct {
	char word[8];
	int weight;
} entry;

static entry table[] = {{"red", 3}, {"green", 5}};

static entry *find(const char *word) {
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].word, word) == 0)
			return &table[i];
	return NULL;
}

static int weight(entry *e) {
	return e->weight; // wrong: e may be NULL
}
*/
import "C"

import (
	"log"
	"unsafe"
)

type index struct {
	hits int
}

func (x *index) lookup(word string) int {
	w := C.CString(word)
	defer C.free(unsafe.Pointer(w))
	x.hits++
	return int(C.weight(C.find(w)))
}

func main() {
	log.SetFlags(0)
	x := &index{}
	for _, word := range []string{"red", "mauve"} {
		log.Printf("%s weighs %d", word, x.lookup(word))
	}
}
