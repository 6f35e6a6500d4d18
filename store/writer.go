package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// writer is SQLite's one writer, on a connection of its own. It drains its queue into one transaction, with a savepoint for each
// request, so that many requests share one fsync and one that fails does not sink the group.
type writer struct {
	raw   *sql.DB
	conn  *heldConn
	db    *gorm.DB // on conn
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

func newWriter(path, synchronous string, now func() time.Time) (*writer, error) {
	raw, err := openFile(path, synchronous, 1, true)
	if err != nil {
		return nil, err
	}
	conn, err := raw.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, raw.Close())
	}
	w := &writer{
		raw: raw, conn: &heldConn{conn: conn, stmts: map[string]*sql.Stmt{}}, queue: make(chan *job, 4*maxGroup), done: make(chan struct{}),
	}
	if w.db, err = openGorm(sqliteDialect{w.conn}, gormConfig(now)); err != nil {
		return nil, errors.Join(err, conn.Close(), raw.Close())
	}
	go w.loop()
	return w, nil
}

// close stops taking requests, waits for those that were taken and closes the connection.
func (w *writer) close() error {
	defer func() { _ = recover() }() // closed twice
	close(w.queue)
	<-w.done
	return errors.Join(w.conn.conn.Close(), w.raw.Close())
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
	err := w.transaction(func() error {
		for j := first; j != nil; j = w.next(len(group)) {
			err, lost := w.one(j)
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

// transaction runs f in a transaction of the connection.
func (w *writer) transaction(f func() error) error {
	exec := func(statement string) error {
		_, err := w.conn.ExecContext(context.Background(), statement)
		return err
	}
	if err := exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := f()
	if err == nil {
		err = exec("COMMIT")
	}
	if err != nil {
		_ = exec("ROLLBACK") // where the database has not given the transaction up itself
	}
	return err
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
func (w *writer) one(j *job) (err, lost error) {
	if err := j.ctx.Err(); err != nil {
		return err, nil
	}
	db := w.db.Session(&gorm.Session{NewDB: true, Context: context.WithoutCancel(j.ctx)})
	if _, err := w.conn.ExecContext(context.Background(), "SAVEPOINT req"); err != nil {
		return translated(w.db, err), err
	}
	err = guarded(db, j.f)
	end := "RELEASE req"
	if err != nil {
		end = "ROLLBACK TO req"
	}
	if _, e := w.conn.ExecContext(context.Background(), end); e != nil {
		e = translated(w.db, e)
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
