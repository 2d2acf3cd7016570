// Command faultaddr serves lookups from an index file that is mapped into
// memory.
//
// What is wrong: a rotation truncates the file in place while the map is still
// in use. The pages behind the new end are gone; reading them is a bus error,
// which no recover can catch.
package main

import (
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"syscall"
)

const recordSize = 64

type index struct {
	file *os.File
	data []byte
}

func openIndex(name string) (*index, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(st.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("mmap %s: %w", name, err)
	}
	return &index{file: f, data: data}, nil
}

func (ix *index) records() int { return len(ix.data) / recordSize }

// lookup reads the offset that record n points to.
func (ix *index) lookup(n int) uint64 {
	return binary.LittleEndian.Uint64(ix.data[n*recordSize:])
}

type store struct {
	index *index
}

func (s *store) find(n int) (offset uint64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("record %d: %v", n, r)
		}
	}()
	return s.index.lookup(n), nil
}

// rotate starts a new generation of the file. It should write a new file and
// rename it instead.
func (s *store) rotate() error {
	return s.index.file.Truncate(0)
}

func writeIndex(name string, records int) error {
	buf := make([]byte, records*recordSize)
	for n := 0; n < records; n++ {
		binary.LittleEndian.PutUint64(buf[n*recordSize:], uint64(n)<<12)
	}
	return os.WriteFile(name, buf, 0o600)
}

func main() {
	log.SetFlags(0)
	dir, err := os.MkdirTemp("", "index")
	if err != nil {
		log.Fatal(err)
	}
	name := filepath.Join(dir, "keys.idx")
	if err := writeIndex(name, 4096); err != nil {
		log.Fatal(err)
	}
	ix, err := openIndex(name)
	if err != nil {
		log.Fatal(err)
	}
	os.RemoveAll(dir) // the open file stays; nothing is left behind by the crash
	s := &store{index: ix}
	log.Printf("store: %d records mapped", ix.records())
	for _, n := range []int{7, 2048} {
		offset, err := s.find(n)
		log.Printf("store: record %d at %#x, err=%v", n, offset, err)
		if n == 7 {
			if err := s.rotate(); err != nil {
				log.Fatal(err)
			}
			log.Print("store: keys.idx rotated")
		}
	}
}
