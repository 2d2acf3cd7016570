// Command panicchain writes a batch in a transaction.
//
// What is wrong: the deferred rollback panics itself when the transaction has no
// connection any more, so the last panic of the list is not the first failure.
package main

import (
	"errors"
	"log"
)

type conn struct {
	open bool
}

type tx struct {
	conn *conn
}

func (t *tx) exec(row string) {
	if row == "" {
		t.conn.open = false
		panic(errors.New("exec: empty row, the server closed the connection"))
	}
	log.Printf("row %s", row)
}

func (t *tx) rollback() {
	if !t.conn.open {
		panic("rollback: connection is closed") // wrong: it runs because of a panic
	}
}

type writer struct {
	conn *conn
}

func (w *writer) flush(rows []string) {
	t := &tx{conn: w.conn}
	defer t.rollback()
	for _, row := range rows {
		t.exec(row)
	}
}

func main() {
	log.SetFlags(0)
	w := &writer{conn: &conn{open: true}}
	done := make(chan struct{})
	go func() {
		w.flush([]string{"a", "b", "", "c"})
		close(done)
	}()
	<-done
}
