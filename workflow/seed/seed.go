// Package seed fills a database with a county to look at: the demo county, made by running the real
// use cases over a simulated clock, and a bulk loader whose rows the checker accepts.
package seed

import (
	"io"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/blob"
)

// reader is a source of random bytes.
type reader = io.Reader

// Deps is what the seed works with.
type Deps struct {
	// Open opens the migrated database on a clock of the seed's own, with the events' salts taken from
	// opt.Random. The seed closes what it opens.
	Open func(now func() time.Time, opt store.Options) (*store.Store, error)
	// Files is where the demo's materials lie, a small file of each kind; nil: materials have no files.
	Files blob.Store
	// Clock measures how long it takes; nil does not.
	Clock func() time.Time
}

// Options say what to make.
type Options struct {
	Date     models.Date // the simulated present: nothing happens after it
	Seed     uint64      // the same date and number make the same rows
	Cases    int         // at least so many cases; 0 takes the demo's own 1,600
	Progress func(done, total int)
}

// Summary says what was made.
type Summary struct {
	Accounts    []Account
	Departments int
	Users       int
	Enterprises int
	Projects    int
	Cases       int
	Events      int
	Took        time.Duration
}
