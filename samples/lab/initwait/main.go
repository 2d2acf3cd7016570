// Command initwait loads its translations before main begins.
//
// What is wrong: init waits for a goroutine whose first statement waits for a result
// that init would have sent after it. main is never reached.
package main

import (
	"log"
	"net"
	"net/http"
)

var (
	asked   = make(chan string)
	texts   = make(chan string)
	welcome string
)

func load() {
	language := <-asked
	texts <- "welcome (" + language + ")"
}

func init() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(l, nil)
	go load()
	log.Printf("texts: loading")
	welcome = <-texts // wrong: nobody has asked yet
	asked <- "en"
}

func main() {
	log.Printf("texts: %s", welcome)
}
