// Command initpanic sends mails through the relay that the environment names.
//
// Mistake: the address is read and checked in an init function, which can only panic. Where the setting is missing the
// process does not start, and no flag or log is set up yet that could say more.
package main

import (
	"fmt"
	"net"
	"os"
)

var relay string

func mustRelay(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		panic(fmt.Errorf("MAIL_RELAY: %w", err))
	}
	return net.JoinHostPort(host, port)
}

func init() {
	relay = mustRelay(os.Getenv("MAIL_RELAY"))
}

func main() {
	fmt.Println("relay", relay)
}
