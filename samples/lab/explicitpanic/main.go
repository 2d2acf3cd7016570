// Command explicitpanic moves a schema to its next version.
//
// What is wrong: nothing that the runtime could know. The program finds a version
// that it does not support, and panics with an error of its own.
package main

import (
	"fmt"
	"log"
)

type versionError struct {
	have, most int
}

func (e *versionError) Error() string {
	return fmt.Sprintf("schema version %d is newer than the program, which knows %d", e.have, e.most)
}

type store struct {
	version int
}

func (s *store) migrate(most int) error {
	if s.version > most {
		return &versionError{have: s.version, most: most}
	}
	for ; s.version < most; s.version++ {
		log.Printf("migrate to %d", s.version+1)
	}
	return nil
}

func mustOpen(version int) *store {
	s := &store{version: version}
	if err := s.migrate(6); err != nil {
		panic(fmt.Errorf("open store: %w", err))
	}
	return s
}

func main() {
	log.SetFlags(0)
	for _, version := range []int{4, 9} {
		s := mustOpen(version)
		log.Printf("store at version %d", s.version)
	}
}
