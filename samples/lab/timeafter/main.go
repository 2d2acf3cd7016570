// Command timeafter reads messages in a loop and waits for each with time.After, so
// that it notices when none comes for ten minutes. Each message leaves its timer
// behind. Before Go 1.23, and with asynctimerchan=1, a timer stays until it fires.
//
// What `go version -m` says of the binary is saved as well, where there is Go.
package main

import (
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
)

type message struct {
	number int
}

func produce(messages chan<- message, stop <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case messages <- message{i}:
		case <-stop:
			return
		}
	}
}

func consume(messages <-chan message, count int) {
	for i := 0; i < count; i++ {
		select {
		case <-messages:
		case <-time.After(10 * time.Minute):
			log.Print("no message for ten minutes")
			return
		}
	}
}

// save writes a profile to the bundle.
func save(file, name string, debug int) {
	f, err := os.Create(filepath.Join(os.Getenv("LAB_OUT"), file))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	if err := pprof.Lookup(name).WriteTo(f, debug); err != nil {
		log.Fatal(err)
	}
}

func main() {
	messages := make(chan message)
	stop := make(chan struct{})
	go produce(messages, stop)
	consume(messages, 150_000)
	runtime.GC()
	save("heap.pb.gz", "heap", 0)
	save("goroutines.txt", "goroutine", 2)
	close(stop)
	if exe, err := os.Executable(); err == nil {
		if text, err := exec.Command("/usr/local/go/bin/go", "version", "-m", exe).Output(); err == nil {
			os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), "version.txt"), text, 0o644)
		}
	}
	log.Print("timeafter: 150000 messages read")
}
