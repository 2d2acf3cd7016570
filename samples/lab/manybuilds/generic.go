//go:build go1.18
// +build go1.18

package main

import "fmt"

type shelf[K comparable, V any] struct {
	rows []V
	at   map[K]int
}

func (s *shelf[K, V]) take(key K) V { return s.row(s.at[key]) }

func (s *shelf[K, V]) row(number int) V { return s.rows[number] }

func init() {
	more["generic"] = func(number int) {
		s := &shelf[string, int]{at: map[string]int{"a": 3 + number}}
		fmt.Println(takeAll(s, "b", "a"))
	}
}

func takeAll[K comparable, V any](s *shelf[K, V], keys ...K) []V {
	var all []V
	for _, key := range keys {
		all = append(all, s.take(key))
	}
	return all
}
