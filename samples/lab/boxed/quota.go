package main

import (
	"log"
	"runtime"
	"time"
)

func quota() {
	g := newGroup("cpu", map[string]string{"cpu.cfs_period_us": "100000", "cpu.cfs_quota_us": "20000"})
	g.enter()
	g.save("before-")
	done := make(chan struct{})
	for i := 0; i < runtime.NumCPU(); i++ {
		go func() {
			for n := 0; ; n++ {
				select {
				case <-done:
					return
				default:
				}
			}
		}()
	}
	for i := 0; i < 12; i++ {
		start := time.Now()
		time.Sleep(time.Second)
		if late := time.Since(start) - time.Second; late > 30*time.Millisecond {
			log.Printf("a timer was %d ms late", late.Milliseconds())
		}
	}
	g.save("after-")
	close(done)
	g.leave()
}
