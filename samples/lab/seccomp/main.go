// Command seccomp runs under a filter of system calls that is too strict.
//
// What is wrong: the profile does not allow uname, which the program needs. Here the
// program installs the filter itself; otherwise the container runtime does.
package main

import (
	"log"
	"runtime"
	"syscall"
	"unsafe"
)

const (
	prSetNoNewPrivs = 38
	prSetSeccomp    = 22
	modeFilter      = 2
	trap            = 0x00030000
	allow           = 0x7fff0000
)

type program struct {
	length uint16
	filter *syscall.SockFilter
}

// refuse traps one system call and allows the others.
func refuse(number uintptr) error {
	filter := []syscall.SockFilter{
		{Code: 0x20, K: 0}, // load the number of the call
		{Code: 0x15, Jt: 0, Jf: 1, K: uint32(number)},
		{Code: 0x06, K: trap},
		{Code: 0x06, K: allow},
	}
	p := program{length: uint16(len(filter)), filter: &filter[0]}
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0, 0, 0, 0); errno != 0 {
		return errno
	}
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetSeccomp, modeFilter, uintptr(unsafe.Pointer(&p))); errno != 0 {
		return errno
	}
	return nil
}

func release() (string, error) {
	var u syscall.Utsname
	if err := syscall.Uname(&u); err != nil {
		return "", err
	}
	var b []byte
	for _, c := range u.Release {
		if c == 0 {
			break
		}
		b = append(b, byte(c))
	}
	return string(b), nil
}

func main() {
	log.SetFlags(0)
	runtime.LockOSThread()
	if err := refuse(syscall.SYS_UNAME); err != nil {
		log.Fatalf("filter: %v", err)
	}
	r, err := release()
	log.Printf("kernel %s, %v", r, err)
}
