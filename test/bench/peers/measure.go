package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// measured is what measure prints. Ms is wall time and CPU processor time, both in milliseconds; RSS is the peak in bytes.
type measured struct {
	Ms   float64 `json:"ms"`
	CPU  float64 `json:"cpu"`
	RSS  int64   `json:"rss"`
	Code int     `json:"code"`
	// Bounded: the command was killed at its time bound, and Ms is that bound.
	Bounded bool `json:"bounded"`
	// Out and Err are the first bytes that the command wrote to its standard output and standard error.
	Out string `json:"out"`
	Err string `json:"err"`
}

// measure runs a command and prints one line of JSON. The peak of a child is at least what this process holds, some MiB:
// that is why it is not measured from Node, which holds more.
func measure(args []string) {
	flags := flag.NewFlagSet("measure", flag.ExitOnError)
	bound := flags.Duration("bound", 0, "kill the command after this time")
	limit := flags.Uint64("cap", 0, "MiB of address space that the command may have")
	if err := flags.Parse(args); err != nil {
		fail(err)
	}
	if *limit > 0 {
		bytes := *limit << 20
		if err := syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: bytes, Max: bytes}); err != nil {
			fail(err)
		}
	}
	var out, err head
	command := exec.Command(flags.Arg(0), flags.Args()[1:]...)
	command.Stdout, command.Stderr = &out, &err
	started := time.Now()
	if err := command.Start(); err != nil {
		fail(err)
	}
	result := measured{}
	var bounded atomic.Bool
	if *bound > 0 {
		timer := time.AfterFunc(*bound, func() {
			bounded.Store(true)
			_ = command.Process.Kill()
		})
		defer timer.Stop()
	}
	var exit *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &exit) {
		fail(err)
	}
	result.Ms = float64(time.Since(started)) / float64(time.Millisecond)
	result.Bounded = bounded.Load()
	state := command.ProcessState
	result.CPU = float64(state.UserTime()+state.SystemTime()) / float64(time.Millisecond)
	result.Code = state.ExitCode()
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		result.RSS = int64(usage.Maxrss)
		if runtime.GOOS != "darwin" {
			result.RSS <<= 10
		}
	}
	result.Out, result.Err = out.String(), err.String()
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		fail(err)
	}
}

// head keeps the first bytes of a stream and drops the rest.
type head struct{ bytes.Buffer }

func (h *head) Write(data []byte) (int, error) {
	if room := 4096 - h.Len(); room > 0 {
		h.Buffer.Write(data[:min(room, len(data))])
	}
	return len(data), nil
}
