// Command healthy renders thumbnails. Nothing is wrong with it.
//
// It has all that a dump of a working service shows and that looks like trouble
// at first sight: idle workers and subscribers in chan receive, one goroutine a
// request in chan receive that comes and goes with the load, tickers, a
// database handle with its opener, connections that are kept alive on both
// sides, and a goroutine that waits for signals.
package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type task struct {
	name string
	done chan struct{}
	sum  [sha256.Size]byte
}

// renderer has a fixed number of workers, as many as it was made with.
type renderer struct {
	tasks chan *task
	pause time.Duration
}

func newRenderer(workers int, pause time.Duration) *renderer {
	r := &renderer{tasks: make(chan *task, workers), pause: pause}
	for i := 0; i < workers; i++ {
		go r.work()
	}
	return r
}

func (r *renderer) work() {
	for t := range r.tasks {
		picture := make([]byte, 64<<10)
		for i := range picture {
			picture[i] = t.name[i%len(t.name)]
		}
		t.sum = sha256.Sum256(picture)
		time.Sleep(r.pause)
		close(t.done)
	}
}

type service struct {
	renderer *renderer
	db       *sql.DB
	rendered atomic.Int64
	slowest  atomic.Int64
	mu       sync.Mutex
	changes  []chan string
}

func (s *service) handleThumbnail(w http.ResponseWriter, r *http.Request) {
	t := &task{name: r.URL.Path, done: make(chan struct{})}
	go s.observe(t, time.Now())
	select {
	case s.renderer.tasks <- t:
	case <-r.Context().Done():
		close(t.done)
		return
	}
	<-t.done
	if _, err := s.db.ExecContext(r.Context(), "INSERT INTO rendered VALUES (?)", t.name); err != nil {
		log.Printf("thumbnails: %v", err)
	}
	fmt.Fprintf(w, "%x\n", t.sum)
}

// observe waits for the end of a task, which always comes, and notes how long
// it took.
func (s *service) observe(t *task, begun time.Time) {
	<-t.done
	took := time.Since(begun).Milliseconds()
	s.rendered.Add(1)
	for {
		slowest := s.slowest.Load()
		if took <= slowest || s.slowest.CompareAndSwap(slowest, took) {
			return
		}
	}
}

// subscribe tells a listener of the changes of the configuration.
func (s *service) subscribe(listener func(string)) {
	changes := make(chan string)
	s.mu.Lock()
	s.changes = append(s.changes, changes)
	s.mu.Unlock()
	go func() {
		for change := range changes {
			listener(change)
		}
	}()
}

// poll asks for the configuration again and again, on one connection.
func (s *service) poll(url string, every time.Duration) {
	client := http.Client{Timeout: 2 * time.Second}
	last := ""
	for range time.Tick(every) {
		res, err := client.Get(url)
		if err != nil {
			log.Printf("thumbnails: %v", err)
			continue
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if text := string(body); text != last {
			last = text
			s.mu.Lock()
			for _, changes := range s.changes {
				changes <- text
			}
			s.mu.Unlock()
		}
	}
}

func (s *service) report(every time.Duration) {
	for range time.Tick(every) {
		log.Printf("thumbnails: %d rendered, the slowest took %d ms", s.rendered.Load(), s.slowest.Load())
	}
}

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

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address of the service")
	workers := flag.Int("workers", 32, "pictures that are rendered at a time")
	pause := flag.Duration("pause", 100*time.Millisecond, "time that a picture takes besides")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)

	sql.Register("nowhere", nowhere{})
	db, err := sql.Open("nowhere", "")
	if err != nil {
		log.Fatalf("thumbnails: %v", err)
	}
	db.SetMaxOpenConns(8)
	db.SetConnMaxIdleTime(time.Minute)

	s := &service{renderer: newRenderer(*workers, *pause), db: db}
	for _, name := range []string{"cache", "limits", "templates", "access"} {
		name := name
		s.subscribe(func(string) { log.Printf("thumbnails: %s follows the new configuration", name) })
	}
	http.HandleFunc("/thumbnail/", s.handleThumbnail)
	http.HandleFunc("/config", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "quality=80") })
	go s.poll("http://"+*listen+"/config", 2*time.Second)
	go s.report(30 * time.Second)

	server := &http.Server{Addr: *listen, ReadHeaderTimeout: 5 * time.Second}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-stop
		log.Print("thumbnails: stopping")
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			log.Printf("thumbnails: %v", err)
		}
	}()
	log.Printf("thumbnails: serving on %s with %d workers", *listen, *workers)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatalf("thumbnails: %v", err)
	}
	<-ended
	log.Print("thumbnails: stopped")
}
