package testlate

import (
	"testing"
	"time"
)

func TestSend(t *testing.T) {
	m := &Mailer{Failed: t.Errorf}
	m.Send("orders")
}

func TestQuiet(t *testing.T) {
	time.Sleep(time.Second)
}
