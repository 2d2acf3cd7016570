// Command nilmiddleware is a small API server with an authentication
// middleware.
//
// What is wrong: the middleware puts a nil *user into the context when there is
// no token, and the handler uses it without a look. net/http recovers the
// panic, logs it and drops the connection; the process lives on.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

type user struct {
	Name  string
	Roles []string
}

func (u *user) can(role string) bool {
	for _, r := range u.Roles {
		if r == role {
			return true
		}
	}
	return false
}

type userKey struct{}

type directory map[string]*user

func (d directory) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		ctx := context.WithValue(r.Context(), userKey{}, d[token]) // wrong: may be nil
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

type api struct {
	reports []string
}

func (a *api) listReports(w http.ResponseWriter, r *http.Request) {
	u := r.Context().Value(userKey{}).(*user)
	if !u.can("reports") {
		http.Error(w, "forbidden", http.StatusForbidden)
		return
	}
	if err := json.NewEncoder(w).Encode(a.reports); err != nil {
		log.Printf("reports: %v", err)
	}
}

func get(url, token string) {
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		log.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		if !errors.Is(err, io.EOF) {
			log.Fatal(err)
		}
		return
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	log.Printf("access: GET /reports %d", resp.StatusCode)
}

func main() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	users := directory{"t-ada": {Name: "ada", Roles: []string{"reports"}}}
	mux := http.NewServeMux()
	mux.HandleFunc("/reports", (&api{reports: []string{"q1", "q2"}}).listReports)
	srv := &http.Server{Handler: users.authenticate(mux), ReadHeaderTimeout: time.Second}
	go func() {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()

	// Three callers: one with a token, one without, and one more that shows
	// that the server still answers.
	url := "http://" + l.Addr().String() + "/reports"
	get(url, "t-ada")
	get(url, "")
	get(url, "t-ada")
	if err := srv.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}
