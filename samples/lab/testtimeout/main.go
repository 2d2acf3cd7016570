// Command testtimeout is a test binary: it runs two tests under testing.Main.
//
// What is wrong: the second test waits for an event that nobody sends, until the
// time limit of the test run is over.
package main

import "testing"

type event struct {
	name string
}

type bus struct {
	events chan event
}

func (b *bus) wait() event {
	return <-b.events
}

func TestPublish(t *testing.T) {
	b := &bus{events: make(chan event, 1)}
	b.events <- event{"created"}
	if e := b.wait(); e.name != "created" {
		t.Fatalf("got %s", e.name)
	}
}

func TestDeleteIsPublished(t *testing.T) {
	b := &bus{events: make(chan event)}
	if e := b.wait(); e.name != "deleted" { // wrong: delete does not publish anything
		t.Fatalf("got %s", e.name)
	}
}

func main() {
	tests := []testing.InternalTest{{Name: "TestPublish", F: TestPublish}, {Name: "TestDeleteIsPublished", F: TestDeleteIsPublished}}
	testing.Main(func(pattern, name string) (bool, error) { return true, nil }, tests, nil, nil)
}
