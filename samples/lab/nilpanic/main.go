// Command nilpanic runs jobs in a wrapper that logs what went wrong.
//
// Mistake: the wrapper panics again with what recover gave it, and does not look whether there was a panic at all. The
// first job that ends as it should ends the process.
package main

import "log"

func run(name string, job func()) {
	defer func() {
		cause := recover()
		log.Printf("job %s: %v", name, cause)
		panic(cause)
	}()
	job()
}

func main() {
	log.SetFlags(0)
	run("clean", func() { log.Print("removed 3 files") })
	log.Print("all jobs are done")
}
