// Command peers runs other programs' parsers over one file, for the benchmark, and measures a command like time(1).
//
//	peers versions
//	peers gostackparse FILE           parse
//	peers gostackparse-grouped FILE   parse, and count goroutines of the same state and stack
//	peers panicparse FILE             parse and aggregate, as pp -aggressive does
//	peers measure [-bound D] [-cap MIB] -- COMMAND ARG...
//
// A parser prints how many goroutines, groups and errors it counted: the benchmark checks that the work was done.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: peers versions | gostackparse FILE | gostackparse-grouped FILE | panicparse FILE | measure …"))
	}
	switch args := os.Args[2:]; os.Args[1] {
	case "versions":
		versions()
	case "gostackparse":
		parseWithGostackparse(args[0], false)
	case "gostackparse-grouped":
		parseWithGostackparse(args[0], true)
	case "panicparse":
		parseWithPanicparse(args[0])
	case "measure":
		measure(args)
	default:
		fail(fmt.Errorf("unknown: %s", os.Args[1]))
	}
}

// versions prints what this program was built with, one line each.
func versions() {
	fmt.Println(runtime.Version())
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	for _, one := range info.Deps {
		if strings.Contains(one.Path, "gostackparse") || strings.Contains(one.Path, "panicparse") {
			fmt.Println(one.Path, one.Version)
		}
	}
}

func open(path string) *os.File {
	file, err := os.Open(path)
	if err != nil {
		fail(err)
	}
	return file
}

func report(goroutines, groups, errors int) {
	fmt.Printf("{\"goroutines\":%d,\"groups\":%d,\"errors\":%d}\n", goroutines, groups, errors)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "peers:", err)
	os.Exit(2)
}
