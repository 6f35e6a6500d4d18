package store

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// writer is SQLite's one writer. It drains its queue into one transaction, with a savepoint for each
// request, so that many requests share one fsync and one that fails does not sink the group.
type writer struct {
	db    *gorm.DB
	queue chan *job
	done  chan struct{}
}

// job is one InTx waiting for the writer.
type job struct {
	ctx   context.Context
	f     func(*gorm.DB) error
	reply chan error
}

// maxGroup bounds a group, and with it how long the first of it waits for the last.
const maxGroup = 64

var errClosed = errors.New("store: closed")

func newWriter(db *gorm.DB) *writer {
	w := &writer{db: db, queue: make(chan *job, 4*maxGroup), done: make(chan struct{})}
	go w.loop()
	return w
}

// close stops taking requests and waits for those that were taken.
func (w *writer) close() {
	defer func() { _ = recover() }() // closed twice
	close(w.queue)
	<-w.done
}

func (w *writer) do(ctx context.Context, f func(*gorm.DB) error) (err error) {
	j := &job{ctx: ctx, f: f, reply: make(chan error, 1)}
	defer func() {
		if recover() != nil { // the queue was closed under us
			err = errClosed
		}
	}()
	select {
	case w.queue <- j:
	case <-ctx.Done():
		return ctx.Err()
	}
	return outage(<-j.reply)
}

func (w *writer) loop() {
	defer close(w.done)
	for first := range w.queue {
		w.group(first)
	}
}

// group runs first and whatever else is waiting in one transaction, and answers them once it is
// durable.
func (w *writer) group(first *job) {
	type result struct {
		*job
		err error
	}
	var group []result
	err := w.db.Transaction(func(tx *gorm.DB) error {
		for j := first; j != nil; j = w.next(len(group)) {
			err, lost := w.one(tx, j)
			group = append(group, result{j, err})
			if lost != nil {
				return lost
			}
		}
		return nil
	})
	for _, r := range group {
		if r.err == nil {
			r.err = err
		}
		r.reply <- r.err
	}
	if len(group) == 0 { // BEGIN itself failed
		first.reply <- err
	}
}

// next takes another waiting request, nil where there is none or the group is full.
func (w *writer) next(have int) *job {
	if have >= maxGroup {
		return nil
	}
	select {
	case j := <-w.queue: // nil where closed
		return j
	default:
		return nil
	}
}

// one runs a request inside its savepoint. lost is set where the savepoint could not be ended: the
// database has given up the whole transaction (a full disk does that), and none of the group holds.
func (w *writer) one(tx *gorm.DB, j *job) (err, lost error) {
	if err := j.ctx.Err(); err != nil {
		return err, nil
	}
	db := tx.Session(&gorm.Session{NewDB: true, Context: context.WithoutCancel(j.ctx)})
	if err := db.Exec("SAVEPOINT req").Error; err != nil {
		return err, err
	}
	err = guarded(db, j.f)
	end := "RELEASE req"
	if err != nil {
		end = "ROLLBACK TO req"
	}
	if e := db.Exec(end).Error; e != nil {
		return errors.Join(err, e), errors.Join(err, e)
	}
	return err, nil
}

// guarded turns a panic of f into an error, alike on both dialects: the writer outlives it.
func guarded(db *gorm.DB, f func(*gorm.DB) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in transaction: %v", p)
		}
	}()
	return f(db)
}
