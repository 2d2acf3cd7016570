// Command ifaceconv applies settings that come as JSON.
//
// What is wrong: numbers of a JSON document are float64 in an interface{}, and the
// code asserts int without asking whether it is one.
package main

import (
	"encoding/json"
	"log"
)

type pool struct {
	name string
	size int
}

type settings map[string]interface{}

func load(document string) (settings, error) {
	var s settings
	err := json.Unmarshal([]byte(document), &s)
	return s, err
}

func (s settings) pool() *pool {
	return &pool{name: s["name"].(string), size: s["size"].(int)} // wrong: it is a float64
}

func main() {
	log.SetFlags(0)
	s, err := load(`{"name": "workers", "size": 8}`)
	if err != nil {
		log.Fatal(err)
	}
	p := s.pool()
	log.Printf("pool %s of %d", p.name, p.size)
}
