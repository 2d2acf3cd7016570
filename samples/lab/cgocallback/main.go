// Command cgocallback lets C walk over numbers and call Go for each.
//
// What is wrong: the Go function panics, with C frames below it that cannot be
// unwound.
package main

/*
int walk(int first, int last);
*/
import "C"

import (
	"fmt"
	"log"
)

var primes = map[int]bool{2: true, 3: true, 5: true}

//export visit
func visit(n C.int) C.int {
	if n > 5 {
		panic(fmt.Sprintf("visit: %d is beyond the table", n)) // wrong: it passes through C
	}
	if primes[int(n)] {
		return 1
	}
	return 0
}

func count(first, last int) int {
	return int(C.walk(C.int(first), C.int(last)))
}

func main() {
	log.SetFlags(0)
	for _, last := range []int{5, 8} {
		log.Printf("primes up to %d: %d", last, count(1, last))
	}
}
