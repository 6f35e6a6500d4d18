package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
	"modernc.org/sqlite"

	"onestop.internal/models"
)

// Tx is one transaction, with one present for all that happens in it.
type Tx struct {
	Now     models.Instant
	Dialect Dialect
	db      *gorm.DB
	store   *Store
	counts  []Count
	cases   map[int64]models.Case // rows as they were read here
	once    *Once                 // the keyed request that this transaction answers
}

// Today is the Shanghai date of the transaction.
func (tx *Tx) Today() models.Date { return tx.Now.Date() }

// NotBefore moves the present of the transaction on to an instant at which a row of it was written: the
// clocks of two instances differ a little, and the journal of a case never goes back.
func (tx *Tx) NotBefore(at models.Instant) { tx.Now = max(tx.Now, at) }

const maxTries = 8

// InTx runs f in one transaction and retries it whole on a deadlock or a failed certification
// (Galera says so at COMMIT), so f touches only tx and may run more than once. Where f fails,
// nothing of it is stored.
func (s *Store) InTx(ctx context.Context, f func(*Tx) error) error {
	if o := onceOf(ctx); o != nil {
		return s.doOnce(ctx, o, f)
	}
	return s.try(ctx, f)
}

// try runs f until the database no longer asks to run it again.
func (s *Store) try(ctx context.Context, f func(*Tx) error) error {
	for try := 1; ; try++ {
		err := s.once(ctx, f)
		if err == nil || try == maxTries || !retryable(err) {
			return outage(err)
		}
		logRetry(err, try)
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// once tries the transaction one time.
func (s *Store) once(ctx context.Context, f func(*Tx) error) error {
	if s.writer != nil {
		return s.writer.do(ctx, func(db *gorm.DB) error { return s.run(db, f) })
	}
	return s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return guarded(db, func(db *gorm.DB) error { return s.run(db, f) })
	})
}

// run gives f its transaction and, where f succeeds, writes the counters last, in key order.
func (s *Store) run(db *gorm.DB, f func(*Tx) error) error {
	tx := &Tx{Now: models.At(s.now()), Dialect: s.Dialect, db: db, store: s}
	if err := f(tx); err != nil {
		return err
	}
	return tx.flushCounts()
}

// pause waits a little longer and less predictably with every try.
func pause(ctx context.Context, try int) error {
	t := time.NewTimer(time.Duration(1+rand.IntN(4<<try)) * time.Millisecond) //nolint:gosec // jitter, not a secret
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// retryable tells whether the database asks for the transaction to be run again: deadlock (1213),
// lock wait (1205), Galera's "not prepared yet" (1047) is not.
func retryable(err error) bool {
	if errors.Is(err, errRunAgain) {
		return true
	}
	var e *mysqldriver.MySQLError
	return errors.As(err, &e) && (e.Number == 1213 || e.Number == 1205)
}

// outage turns "the database cannot take it now" into an error that a person may be told.
func outage(err error) error {
	if err == nil {
		return nil
	}
	var mine *models.Error
	if errors.As(err, &mine) {
		return err
	}
	if unavailable(err) {
		return fmt.Errorf("%w: %w", &models.Error{Code: models.Unavailable, Key: "database.unavailable", RetryAfter: 5}, err)
	}
	return err
}

func unavailable(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case 5, 6, 8, 10, 13, 14: // BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN
			return true
		}
		return false
	}
	var my *mysqldriver.MySQLError
	if errors.As(err, &my) {
		switch my.Number {
		case 1021, 1037, 1040, 1041, 1047, 1053, 1114, 1129, 1203, 1205, 1213, 1290, 1836, 1927, 2006, 2013:
			return true
		}
		return false
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, mysqldriver.ErrInvalidConn) ||
		strings.Contains(err.Error(), "connection refused") || strings.Contains(err.Error(), "no such file or directory")
}

// isDuplicate tells whether a unique index refused a row.
func isDuplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }
