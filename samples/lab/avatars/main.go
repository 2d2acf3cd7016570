// Command avatars fetches pictures of users until it has no file descriptors left.
//
// What is wrong: answers are never closed and each request has a transport of its
// own, so the descriptors run out. And an error of a request is logged, but the
// answer is used all the same: there is none, and the nil pointer ends the process.
// The first leads to the second.
package main

import (
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

type album struct{ url string }

func (a *album) fetch(user int) int {
	client := &http.Client{Transport: &http.Transport{}, Timeout: time.Second}
	res, err := client.Get(a.url)
	if err != nil {
		log.Printf("avatar of user %d: %v", user, err)
	}
	return a.size(res) // wrong: there is no answer after an error
}

func (a *album) size(res *http.Response) int {
	if res.StatusCode != http.StatusOK {
		return 0
	}
	n, _ := io.ReadFull(res.Body, make([]byte, 512)) // wrong: the body is not closed
	return n
}

func main() {
	log.SetFlags(log.LstdFlags | log.LUTC)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, 1<<16))
	}))
	a := &album{url: "http://" + listener.Addr().String() + "/avatar"}
	for user := 1; ; user++ {
		a.fetch(user)
	}
}
