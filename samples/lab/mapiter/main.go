// Command mapiter keeps sessions in a map and writes a snapshot of them every
// now and then.
//
// What is wrong: the snapshot ranges over the live map without the lock that
// the logins take.
package main

import (
	"fmt"
	"log"
	"strings"
	"sync"
	"time"
)

type session struct {
	user  string
	since time.Time
}

type registry struct {
	mu       sync.Mutex
	sessions map[string]*session
}

func (r *registry) login(user string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sessions[user] = &session{user: user, since: time.Now()}
}

func (r *registry) logout(user string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sessions, user)
}

func (r *registry) snapshot() string {
	var b strings.Builder
	for _, s := range r.sessions { // wrong: r.mu is not held
		fmt.Fprintf(&b, "%s;%d\n", s.user, s.since.Unix())
	}
	return b.String()
}

type snapshotter struct {
	registry *registry
	written  int
}

func (s *snapshotter) run() {
	for {
		s.written += len(s.registry.snapshot())
	}
}

func traffic(r *registry, users int) {
	for n := 0; ; n++ {
		r.login(fmt.Sprintf("user-%d", n%users))
		r.logout(fmt.Sprintf("user-%d", (n+users/2)%users))
	}
}

func main() {
	log.SetFlags(0)
	r := &registry{sessions: make(map[string]*session)}
	log.Print("registry: snapshots on")
	go traffic(r, 2000)
	go (&snapshotter{registry: r}).run()
	time.Sleep(10 * time.Second)
}
