package testexit

import "testing"

func TestVersion(t *testing.T) {
	if err := Run([]string{"-version"}); err != nil {
		t.Fatal(err)
	}
}
