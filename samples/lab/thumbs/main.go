// Command thumbs decodes pictures with a C library and forgets to free what that
// gives it.
//
// What is wrong: every picture keeps its pixels in the heap of C, where the
// collector of Go does not look. The heap profile stays small and the process
// grows. Heap profiles and the status of the process are written to $LAB_OUT.
package main

/*
#include <stdlib.h>
#include <string.h>

static unsigned char *decode(size_t n) {
	unsigned char *pixels = malloc(n);
	memset(pixels, 128, n);
	return pixels;
}
*/
import "C"

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
	"unsafe"
)

const pixels = 640 * 480

type picture struct {
	name string
	mean byte
}

func open(name string) *picture {
	data := C.decode(pixels)
	// It lacks C.free(unsafe.Pointer(data)).
	return &picture{name: name, mean: *(*byte)(unsafe.Pointer(data))}
}

func save(i int) {
	out := os.Getenv("LAB_OUT")
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("status-%d.txt", i)), status, 0o644); err != nil {
		log.Fatal(err)
	}
	f, err := os.Create(filepath.Join(out, fmt.Sprintf("heap-%d.pb.gz", i)))
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	runtime.GC()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		log.Fatal(err)
	}
}

func main() {
	index := map[string]*picture{}
	for i := 0; i < 500; i++ {
		if i%100 == 0 {
			save(i/100 + 1)
		}
		name := fmt.Sprintf("img-%d", i)
		index[name] = open(name)
		time.Sleep(20 * time.Millisecond)
	}
	log.Printf("%d pictures indexed", len(index))
}
