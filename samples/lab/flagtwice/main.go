// Command flagtwice has a flag -v of its own, and so has the log library that it uses.
//
// Mistake: both define it in the set of flags that the whole process shares. The init function of the second one panics,
// before main.
package main

import (
	"flag"
	"fmt"
)

// The log library, which defines its flags when it is initialised.
var level = flag.Int("v", 0, "level of the log")

var version bool

func init() {
	flag.BoolVar(&version, "v", false, "print the version")
}

func main() {
	flag.Parse()
	fmt.Println("level", *level, "version", version)
}
