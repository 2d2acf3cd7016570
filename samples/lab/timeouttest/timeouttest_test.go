package timeouttest

import (
	"testing"
	"time"
)

func handle(entry string) error {
	if entry == "" {
		return ErrBad
	}
	return nil
}

func TestWork(t *testing.T) {
	q := New()
	q.Put("a", "b")
	if err := q.Work(handle); err != nil {
		t.Fatal(err)
	}
}

func TestDrain(t *testing.T) {
	t.Run("good", func(t *testing.T) {
		q := New()
		q.Put("a", "b")
		go q.Work(handle)
		q.Drain()
	})
	t.Run("bad", func(t *testing.T) {
		time.Sleep(700 * time.Millisecond)
		q := New()
		q.Put("a", "", "b")
		go q.Work(handle)
		q.Drain()
	})
}
