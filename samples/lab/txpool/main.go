// Command txpool books orders in transactions of a database with a small pool of connections. Its driver is a stand-in that answers at once.
//
// What is wrong: within its transaction each booking asks the pool, and not the transaction, for the price, which takes a second connection. With as
// many bookings as connections nobody gets one, and nobody gives one back.
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"log"
	"net"
	"sync"
)

type standIn struct{}

func (standIn) Open(string) (driver.Conn, error) { return conn{}, nil }

type conn struct{}

func (conn) Prepare(string) (driver.Stmt, error) { return stmt{}, nil }
func (conn) Close() error                        { return nil }
func (conn) Begin() (driver.Tx, error)           { return tx{}, nil }

type tx struct{}

func (tx) Commit() error   { return nil }
func (tx) Rollback() error { return nil }

type stmt struct{}

func (stmt) Close() error                               { return nil }
func (stmt) NumInput() int                              { return -1 }
func (stmt) Exec([]driver.Value) (driver.Result, error) { return driver.RowsAffected(1), nil }
func (stmt) Query([]driver.Value) (driver.Rows, error)  { return &rows{}, nil }

type rows struct{ done bool }

func (*rows) Columns() []string { return []string{"price"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.done {
		return io.EOF
	}
	r.done = true
	dest[0] = int64(42)
	return nil
}

type shop struct {
	db    *sql.DB
	begun sync.WaitGroup
}

func (s *shop) price(ctx context.Context, article string) (price int64, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT price FROM articles WHERE name = ?", article).Scan(&price)
	return price, err
}

func (s *shop) book(ctx context.Context, article string) error {
	t, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer t.Rollback()
	s.begun.Done()
	s.begun.Wait()
	price, err := s.price(ctx, article) // wrong: a second connection while the first one is kept
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, "INSERT INTO bookings VALUES (?, ?)", article, price); err != nil {
		return err
	}
	return t.Commit()
}

func (s *shop) show(ctx context.Context) {
	if _, err := s.price(ctx, "lamp"); err != nil {
		log.Printf("shop: %v", err)
	}
}

func main() {
	sql.Register("standin", standIn{})
	db, err := sql.Open("standin", "")
	if err != nil {
		log.Fatalf("shop: %v", err)
	}
	const connections = 4
	db.SetMaxOpenConns(connections)
	s := &shop{db: db}
	s.begun.Add(connections)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	// The listener keeps a goroutine in the network poller, so that the runtime's deadlock detector stays silent.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatalf("shop: %v", err)
	}
	for i := 0; i < connections; i++ {
		go func() {
			if err := s.book(ctx, "lamp"); err != nil {
				log.Printf("shop: %v", err)
			}
		}()
	}
	s.begun.Wait()
	for i := 0; i < 14; i++ {
		go s.show(ctx)
	}
	if _, err := l.Accept(); err != nil {
		log.Printf("shop: %v", err)
	}
}
