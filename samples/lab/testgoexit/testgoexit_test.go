package testgoexit

import "testing"

func TestWork(t *testing.T) {
	var handled []string
	Work([]string{"a", "", "b"}, func(e string) { handled = append(handled, e) })
	if len(handled) != 2 {
		t.Errorf("handled %q", handled)
	}
}
