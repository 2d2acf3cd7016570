// Command asanleak looks names up in a table that C code holds.
//
// What is wrong: every lookup returns a row that the caller has to give back.
// known gives it back only where the row is in use. The program is built with
// -asan: at exit the leak checker lists the blocks that nothing points to any
// more, and the process ends with an error although it did its work.
package main

/*
#include <stdlib.h>

typedef struct { int id; int in_use; } row;

static row *find_row(int id) {
	row *r = malloc(sizeof(row));
	r->id = id;
	r->in_use = id % 3 != 0;
	return r;
}

static int in_use(const row *r) {
	return r->in_use;
}

static void release_row(row *r) {
	free(r);
}
*/
import "C"

import "log"

func known(id int) bool {
	r := C.find_row(C.int(id))
	if C.in_use(r) == 0 {
		return false // wrong: the row is not given back on this path
	}
	C.release_row(r)
	return true
}

func main() {
	log.SetFlags(0)
	found := 0
	for id := 0; id < 30; id++ {
		if known(id) {
			found++
		}
	}
	log.Printf("rows: %d of 30 are in use", found)
}
