// Command coupons redeems coupons over HTTP.
//
// What is wrong: redeem unlocks at its end and not by defer. A coupon without a code
// makes it panic before that; net/http catches the panic and logs it, and the lock
// stays locked. From then on every request waits. The panic leads to the hang.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"strings"
	"sync"
)

type book struct {
	mu   sync.Mutex
	used map[string]bool
}

func (b *book) redeem(coupon string) bool {
	b.mu.Lock()
	code := strings.Split(coupon, "-")[1] // wrong: panics without a code, under the lock
	first := !b.used[code]
	b.used[code] = true
	b.mu.Unlock()
	return first
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8117", "address of the service")
	flag.Parse()
	log.SetFlags(log.LstdFlags | log.LUTC)
	b := &book{used: map[string]bool{}}
	http.HandleFunc("/redeem", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, b.redeem(r.URL.Query().Get("coupon")))
	})
	log.Printf("coupons: serving on %s", *listen)
	log.Fatal(http.ListenAndServe(*listen, nil))
}
