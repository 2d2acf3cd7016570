// Command twopods runs two containers on one node, and saves what a node keeps of
// them below LAB_OUT: their logs, as the container runtime writes them, and the kernel
// log. It needs the memory hierarchy of control groups of version 1, and root.
//
// What is wrong, in two pods that have nothing to do with each other: orders has a heap
// that may double within a limit that has no room for it, and is killed by the kernel.
// stock locks two shelves in the order of its arguments, and hangs.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	ordersUID = "5b0c3f1e-8f0a-4c7e-9a55-2f6f6f1f7a01"
	stockUID  = "c1d7a9b2-3e44-4b1d-8a0e-6a9f2d0c9b02"
	ordersID  = "4f1d2c3b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff001"
)

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 1:
		node()
	case os.Args[1] == "orders":
		orders()
	case os.Args[1] == "stock":
		stock()
	}
}

// node stands for the container runtime.
func node() {
	since := uptime()
	var both sync.WaitGroup
	both.Add(2)
	go func() {
		defer both.Done()
		run("orders", ordersUID, 0)
	}()
	go func() {
		defer both.Done()
		run("stock", stockUID, 2*time.Second)
	}()
	both.Wait()
	saveKernelLog(since)
	fmt.Println("node: both containers have ended")
}

// run starts a container and writes its log; after a while somebody asks it for a dump.
func run(name, uid string, dumpAfter time.Duration) {
	dir := filepath.Join(os.Getenv("LAB_OUT"), "var/log/pods", "shop_"+name+"-0_"+uid, name)
	check(os.MkdirAll(dir, 0o755))
	file, err := os.Create(filepath.Join(dir, "0.log"))
	check(err)
	defer file.Close()
	cmd := exec.Command("/proc/self/exe", name)
	stderr, err := cmd.StderrPipe()
	check(err)
	check(cmd.Start())
	if dumpAfter > 0 {
		time.AfterFunc(dumpAfter, func() { cmd.Process.Signal(syscall.SIGQUIT) })
	}
	keepLog(file, stderr)
	cmd.Wait()
}

// keepLog writes lines as containerd does: time, stream, F for a whole line.
func keepLog(w io.Writer, r io.Reader) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		fmt.Fprintf(w, "%s stderr F %s\n", time.Now().UTC().Format(time.RFC3339Nano), lines.Text())
	}
}

// uptime in seconds: the kernel log counts from the start of the machine.
func uptime() float64 {
	text, err := os.ReadFile("/proc/uptime")
	check(err)
	seconds, err := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
	check(err)
	return seconds
}

// saveKernelLog keeps what the kernel has said of this run's control group since then, and of its release the numbers only.
func saveKernelLog(since float64) {
	text, err := exec.Command("sh", "-c", `dmesg | sed -E 's/( [0-9]+\.[0-9]+\.[0-9]+)-[^ ]+ #/\1 #/'`).Output()
	check(err)
	var kept bytes.Buffer
	within := false
	for _, line := range strings.Split(string(text), "\n") {
		end := strings.IndexByte(line, ']')
		if end < 1 {
			continue
		}
		at, err := strconv.ParseFloat(strings.TrimSpace(line[1:end]), 64)
		if err != nil || at < since {
			continue
		}
		within = within || strings.Contains(line, "invoked oom-killer")
		if within {
			fmt.Fprintln(&kept, line)
		}
		if strings.Contains(line, "Killed process") {
			within = false
		}
	}
	check(os.WriteFile(filepath.Join(os.Getenv("LAB_OUT"), "dmesg.txt"), kept.Bytes(), 0o644))
}

// orders enters the control group of its container and fills it.
func orders() {
	dir := "/sys/fs/cgroup/memory/kubepods/burstable/pod" + ordersUID + "/" + ordersID
	check(os.MkdirAll(dir, 0o755))
	check(os.WriteFile(dir+"/memory.limit_in_bytes", []byte("134217728"), 0o644))
	check(os.WriteFile(dir+"/cgroup.procs", []byte(strconv.Itoa(os.Getpid())), 0o644))
	log.Printf("orders: loading")
	live := make([][]byte, 80)
	for i := 0; ; i++ {
		live[i%80] = make([]byte, 1<<20)
		for at := 0; at < 1<<20; at += 4096 {
			live[i%80][at] = 1
		}
	}
}

type shelf struct {
	mu    sync.Mutex
	boxes int
}

func move(from, to *shelf, locked *sync.WaitGroup) {
	from.mu.Lock()
	defer from.mu.Unlock()
	locked.Done()
	locked.Wait()
	to.mu.Lock() // wrong: the other move holds this one and waits for ours
	defer to.mu.Unlock()
	from.boxes--
	to.boxes++
}

func stock() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	go http.Serve(l, nil)
	log.Printf("stock: moving boxes")
	a, b := &shelf{boxes: 4}, &shelf{boxes: 7}
	var locked, done sync.WaitGroup
	locked.Add(2)
	done.Add(2)
	go func() {
		defer done.Done()
		move(a, b, &locked)
	}()
	go func() {
		defer done.Done()
		move(b, a, &locked)
	}()
	done.Wait()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
