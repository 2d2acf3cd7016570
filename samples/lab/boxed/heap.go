package main

import (
	"log"
	"os"
	"os/exec"
)

// heap starts itself inside the group, and outlives that.
func heap() {
	g := newGroup("memory", map[string]string{"memory.limit_in_bytes": "134217728"})
	cmd := exec.Command("/proc/self/exe", "heap-inside")
	cmd.Env = append(os.Environ(), "GODEBUG=gctrace=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	log.Printf("the worker ended: %v", cmd.Run())
	g.save("")
	os.Remove(g.dir)
}

func heapInside() {
	group{"memory", "/sys/fs/cgroup/memory/lab"}.enter()
	live := make([][]byte, 0, 80) // 80 MiB that stay
	for i := 0; i < 80; i++ {
		live = append(live, touched(1<<20))
	}
	for i := 0; ; i++ { // and garbage, which may wait until the heap has doubled
		live[i%80] = touched(1 << 20)
	}
}

func touched(n int) []byte {
	b := make([]byte, n)
	for i := 0; i < n; i += 4096 {
		b[i] = 1
	}
	return b
}
