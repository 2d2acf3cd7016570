// Command manybuilds fails in the way that its argument names.
//
// What is wrong: nothing in itself. It is built by many releases of Go and with many flags, and whatever they do to names and frames
// (closures, method values, wrappers of interfaces, inlining, type arguments), the fault is the same one. The number in the second argument
// stands in messages: it is a value, and no other fault.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

type account struct {
	owner *owner
}

type owner struct {
	name string
}

// label is small enough to be inlined.
func (a account) label() string { return a.owner.name }

type labelled interface{ label() string }

type desk struct {
	open func(labelled) string
}

// read reaches account.label by an interface that holds a pointer: the compiler makes a wrapper for it.
func (d *desk) read(one labelled) string { return one.label() }

func newDesk() *desk {
	d := &desk{}
	d.open = d.read // a method value
	return d
}

// each calls a closure that is made in a function which is itself inlined.
func each(all []labelled, do func(labelled)) {
	for _, one := range all {
		do(one)
	}
}

func printer(d *desk) func(labelled) {
	return func(one labelled) { fmt.Println(d.open(one)) }
}

func serve(number int) {
	d := newDesk()
	each([]labelled{&account{owner: &owner{name: strconv.Itoa(number)}}, &account{}}, printer(d))
}

// guarded panics again with what it has caught.
func guarded(number int) {
	defer func() {
		if caught := recover(); caught != nil {
			panic(fmt.Sprintf("request %d: %v", number, caught))
		}
	}()
	parse(number)
}

func parse(number int) {
	var fields []string
	for i := 0; i < number; i++ {
		fields = append(fields, "x")
	}
	fmt.Println(pick(fields, number+2))
}

func pick(fields []string, at int) string { return fields[at] }

// explain panics with a text of its own, full of values.
func explain(number int) {
	check(fmt.Errorf("store 10.0.0.%d:4711: row %d of %q is 0x%x, not %t", number, number*7, fmt.Sprint("t", number), number*255, number%2 == 0))
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

type queue struct {
	mu   sync.Mutex
	jobs chan int
}

// start begins a goroutine in a function that is small enough to be inlined.
func (q *queue) start(number int) {
	go func() { q.put(number) }()
}

func (q *queue) put(number int) { q.jobs <- number }

// leak leaves goroutines behind, and prints them all.
func leak(number int) {
	q := &queue{jobs: make(chan int)}
	for i := 0; i < 10+number; i++ {
		q.start(i)
	}
	time.Sleep(200 * time.Millisecond)
	text := make([]byte, 1<<20)
	os.Stderr.Write(text[:runtime.Stack(text, true)])
}

// stuck takes a lock twice; nothing else runs, and the runtime says so.
func (q *queue) stuck() {
	q.mu.Lock()
	q.flush()
}

func (q *queue) flush() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = nil
}

// fill and mend call each other without an end.
func fill(number int, room [64]byte) int { return mend(number+1, room) + 1 }

func mend(number int, room [64]byte) int { return fill(number+int(room[number%64]), room) + 1 }

var more = map[string]func(int){}

func main() {
	number, _ := strconv.Atoi(os.Args[2])
	switch os.Args[1] {
	case "nil":
		serve(number)
	case "repanic":
		guarded(number)
	case "explain":
		explain(number)
	case "leak":
		leak(number)
	case "stuck":
		(&queue{}).stuck()
	case "recursion":
		fmt.Println(fill(number, [64]byte{}))
	default:
		more[os.Args[1]](number)
	}
}
