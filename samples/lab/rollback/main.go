// Command rollback writes a batch of bookings in a transaction.
//
// What is wrong: the batch has fewer lines than its head says, which panics; and the
// deferred rollback uses a journal that was never opened, which panics as well. The
// trace ends with the second one. The first is what happened.
package main

import "log"

type journal struct{ entries []string }

func (j *journal) undo() int {
	return len(j.entries) // wrong: j is nil where the batch failed before it was opened
}

type batch struct {
	lines   []int
	count   int
	journal *journal
}

func (b *batch) total() int {
	sum := 0
	for i := 0; i < b.count; i++ {
		sum += b.lines[i] // wrong: count is what the head says, not what came
	}
	return sum
}

func (b *batch) book() int {
	defer b.rollback()
	sum := b.total()
	b.journal = &journal{}
	return sum
}

func (b *batch) rollback() {
	log.Printf("rollback: %d entries undone", b.journal.undo())
}

func main() {
	log.SetFlags(0)
	log.Printf("rollback: booking")
	b := &batch{lines: []int{120, 80, 45}, count: 4}
	log.Printf("rollback: %d booked", b.book())
}
