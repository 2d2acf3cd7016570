// Command boxed does too much for the control group that it runs in, and saves the
// control files of the group below LAB_OUT. It needs hierarchies of version 1 that
// it may write to, and root.
//
//	boxed quota   works on all processors, with a quota of a fifth of one
//	boxed forks   starts more commands at once than the limit of processes allows
//	boxed heap    lets its heap double, with a limit that has no room for that
//
// What is wrong: the program knows nothing of its limits.
package main

import (
	"log"
	"os"
	"path/filepath"
	"strconv"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("boxed: name one of quota, forks, heap")
	}
	switch os.Args[1] {
	case "quota":
		quota()
	case "forks":
		forks()
	case "heap":
		heap()
	case "heap-inside":
		heapInside()
	}
}

// group is a control group of one hierarchy of version 1.
type group struct {
	controller, dir string
}

func newGroup(controller string, settings map[string]string) group {
	g := group{controller, "/sys/fs/cgroup/" + controller + "/lab"}
	if err := os.MkdirAll(g.dir, 0o755); err != nil {
		log.Fatal(err)
	}
	for name, value := range settings {
		if err := os.WriteFile(filepath.Join(g.dir, name), []byte(value), 0o644); err != nil {
			log.Fatal(err)
		}
	}
	return g
}

// enter moves this process into the group.
func (g group) enter() {
	g.put(g.dir)
}

// leave moves it back to where the hierarchy begins, and takes the group away.
func (g group) leave() {
	g.put(filepath.Dir(g.dir))
	os.Remove(g.dir)
}

func (g group) put(dir string) {
	pid := strconv.Itoa(os.Getpid())
	if err := os.WriteFile(filepath.Join(dir, "cgroup.procs"), []byte(pid), 0o644); err != nil {
		log.Fatal(err)
	}
}

// save copies the control files of the group, with a word before their names.
func (g group) save(moment string) {
	out := os.Getenv("LAB_OUT")
	files, _ := filepath.Glob(filepath.Join(g.dir, g.controller+".*"))
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil || len(content) == 0 {
			continue // some may be written only
		}
		if err := os.WriteFile(filepath.Join(out, moment+filepath.Base(file)), content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
