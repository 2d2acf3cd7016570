// Command fdleak asks a server for pictures until it has no file descriptors left.
//
// What is wrong: the bodies of the answers are never closed, and each request has a
// transport of its own, so every connection stays open on both sides.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	// What looks at the process later is started now, while it still can be.
	look := exec.Command("sh", "-c", "read go; cat /proc/$PPID/limits; echo \"# ls /proc/$PPID/fd | wc -l\"; ls /proc/$PPID/fd | wc -l; echo \"# ls -l /proc/$PPID/fd\"; ls -l /proc/$PPID/fd")
	look.Stdout = os.Stdout
	tell, err := look.StdinPipe()
	if err != nil {
		log.Fatal(err)
	}
	if err := look.Start(); err != nil {
		log.Fatal(err)
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, 1<<16))
	}))
	failed := 0
	for failed < 20 {
		client := &http.Client{Transport: &http.Transport{}, Timeout: 300 * time.Millisecond}
		resp, err := client.Get("http://" + listener.Addr().String() + "/picture")
		if err != nil {
			log.Printf("fetching: %v", err)
			failed++
			continue
		}
		io.ReadFull(resp.Body, make([]byte, 512)) // wrong: the body is not closed
	}
	fmt.Fprintln(tell, "go")
	look.Wait()
}
