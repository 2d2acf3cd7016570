package racetest

import (
	"testing"
	"time"
)

func TestGetEmpty(t *testing.T) {
	if got := New().Get("eu"); got != "" {
		t.Fatalf("got %q", got)
	}
}

func TestRefreshWhileReading(t *testing.T) {
	c := New()
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Refresh(map[string]string{"eu": "192.0.2.1"})
	}()
	time.Sleep(20 * time.Millisecond)
	t.Run("after", func(t *testing.T) {
		if got := c.Get("eu"); got == "" {
			t.Error("the zone is missing")
		}
	})
	<-done
}

func TestRefreshTwice(t *testing.T) {
	c := New()
	c.Refresh(map[string]string{"eu": "192.0.2.1"})
	c.Refresh(map[string]string{"eu": "192.0.2.2"})
	if got := c.Get("eu"); got != "192.0.2.2" {
		t.Fatalf("got %q", got)
	}
}
