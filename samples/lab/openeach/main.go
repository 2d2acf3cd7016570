// Command openeach writes the visits of pages into a database.
//
// What is wrong: it opens a handle of the database for every visit and closes
// none. Each has a goroutine of its own, and connections.
package main

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
)

// nowhere is a database that takes everything and keeps nothing.
type nowhere struct{}

func (nowhere) Open(string) (driver.Conn, error)           { return nowhere{}, nil }
func (nowhere) Prepare(string) (driver.Stmt, error)        { return nowhere{}, nil }
func (nowhere) Begin() (driver.Tx, error)                  { return nowhere{}, nil }
func (nowhere) Commit() error                              { return nil }
func (nowhere) Rollback() error                            { return nil }
func (nowhere) Close() error                               { return nil }
func (nowhere) NumInput() int                              { return -1 }
func (nowhere) Exec([]driver.Value) (driver.Result, error) { return driver.ResultNoRows, nil }
func (nowhere) Query([]driver.Value) (driver.Rows, error) {
	return nil, errors.New("nothing is kept here")
}

func record(page string) error {
	db, err := sql.Open("nowhere", "")
	if err != nil {
		return err
	}
	_, err = db.Exec("INSERT INTO visits VALUES (?)", page)
	return err
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	sql.Register("nowhere", nowhere{})
	http.HandleFunc("/visit", func(w http.ResponseWriter, r *http.Request) {
		if err := record(r.URL.Path); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	log.Printf("visits: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
