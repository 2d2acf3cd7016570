// Command onceagain reads its settings when they are first needed.
//
// What is wrong: the function that the Once runs asks for the settings itself. It waits
// for the Once, which waits for it, and with it everybody who needs a setting.
package main

import (
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

type settings struct {
	once   sync.Once
	values map[string]string
}

func (s *settings) get(name string) string {
	s.once.Do(s.load)
	return s.values[name]
}

func (s *settings) load() {
	s.values = map[string]string{"region": "eu"}
	s.values["bucket"] = "pictures-" + s.get("region") // wrong: waits for itself
}

func main() {
	log.SetFlags(0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(l, nil)
	s := &settings{}
	go s.get("bucket")
	time.Sleep(100 * time.Millisecond)
	for i := 0; i < 5; i++ {
		go s.get("region")
	}
	log.Printf("settings: ready")
	time.Sleep(time.Hour)
}
