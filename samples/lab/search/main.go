// Command search looks up articles in a database with a small pool of connections. Its driver is a stand-in that answers at once.
//
// What is wrong: where an article is found, the rows are left without Close. Each of them keeps its connection, and when all
// have gone that way every further request waits for one.
package main

import (
	"database/sql"
	"database/sql/driver"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof"
)

type standIn struct{}

func (standIn) Open(string) (driver.Conn, error)           { return standIn{}, nil }
func (standIn) Prepare(string) (driver.Stmt, error)        { return standIn{}, nil }
func (standIn) Begin() (driver.Tx, error)                  { return standIn{}, nil }
func (standIn) Commit() error                              { return nil }
func (standIn) Rollback() error                            { return nil }
func (standIn) Close() error                               { return nil }
func (standIn) NumInput() int                              { return -1 }
func (standIn) Exec([]driver.Value) (driver.Result, error) { return driver.ResultNoRows, nil }
func (standIn) Query([]driver.Value) (driver.Rows, error)  { return &rows{}, nil }

type rows struct{ read int }

func (*rows) Columns() []string { return []string{"name"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.read++; r.read > 3 {
		return io.EOF
	}
	dest[0] = fmt.Sprintf("lamp %d", r.read)
	return nil
}

func find(db *sql.DB, word string) (string, error) {
	found, err := db.Query("SELECT name FROM articles WHERE name LIKE ?", word+"%")
	if err != nil {
		return "", err
	}
	var name string
	for found.Next() {
		if err := found.Scan(&name); err != nil {
			return "", err
		}
		return name, nil // wrong: leaves found open
	}
	return "", found.Err()
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	sql.Register("standin", standIn{})
	db, err := sql.Open("standin", "")
	if err != nil {
		log.Fatalf("search: %v", err)
	}
	db.SetMaxOpenConns(8)
	http.HandleFunc("/find", func(w http.ResponseWriter, r *http.Request) {
		name, err := find(db, r.FormValue("word"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintln(w, name)
	})
	log.Printf("search: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
