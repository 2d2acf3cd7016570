// Command tickerzero sends its statistics at an interval from the environment.
//
// Mistake: the interval is 0 where the setting is missing, and nobody checks it before it is given to a ticker.
package main

import (
	"log"
	"os"
	"time"
)

func report(every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for range ticker.C {
		log.Print("orders: 12")
	}
}

func main() {
	log.SetFlags(0)
	every, _ := time.ParseDuration(os.Getenv("REPORT_EVERY"))
	log.Printf("reports every %v", every)
	report(every)
}
