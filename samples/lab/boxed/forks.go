package main

import (
	"log"
	"os/exec"
)

func forks() {
	g := newGroup("pids", map[string]string{"pids.max": "16"})
	g.enter()
	var running []*exec.Cmd
	for i := 0; i < 20; i++ {
		cmd := exec.Command("sleep", "1")
		if err := cmd.Start(); err != nil {
			log.Printf("converting: %v", err)
			continue
		}
		running = append(running, cmd)
	}
	g.save("")
	for _, cmd := range running {
		cmd.Wait()
	}
	g.leave()
}
