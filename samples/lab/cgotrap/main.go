// Command cgotrap scales samples with a C function.
//
// What is wrong: the C function ends in an instruction that the processor refuses,
// as code does that was built for another one.
package main

/*
static int scale(int sample, int factor) {
	if (factor > 4)
		__builtin_trap(); // stands for an instruction that this processor does not have
	return sample * factor;
}
*/
import "C"

import "log"

type filter struct {
	factor int
}

func (f *filter) apply(sample int) int {
	return int(C.scale(C.int(sample), C.int(f.factor)))
}

func main() {
	log.SetFlags(0)
	for _, factor := range []int{2, 8} {
		f := &filter{factor: factor}
		log.Printf("scaled: %d", f.apply(21))
	}
}
