// Package testexit holds the command line of a tool.
//
// Mistake: Run calls os.Exit itself where it only has to print its version, so a test that calls it ends the whole test
// binary.
package testexit

import (
	"fmt"
	"os"
)

// Run does what the arguments ask for.
func Run(args []string) error {
	for _, a := range args {
		if a == "-version" {
			fmt.Println("tool 1.4")
			os.Exit(0)
		}
	}
	return nil
}
