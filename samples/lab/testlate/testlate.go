// Package testlate holds a mailer that reports what it could not deliver.
//
// Mistake: Send starts a goroutine that nobody can wait for. Its report may come when the test that it was given by is
// over.
package testlate

import "time"

// Mailer sends messages in the background.
type Mailer struct {
	Failed func(format string, args ...interface{})
}

// Send delivers a message some time later.
func (m *Mailer) Send(to string) {
	go m.deliver(to)
}

func (m *Mailer) deliver(to string) {
	time.Sleep(200 * time.Millisecond)
	m.Failed("no route to %s", to)
}
