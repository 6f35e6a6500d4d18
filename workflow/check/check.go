// Package check holds the database against everything that must be true of it: what is stored beside
// the journals is worked out from them anew and compared.
package check

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
)

// Options say how far to look.
type Options struct {
	// Blob tells whether the file with that SHA-256 (hex) and size is there; nil does not look.
	Blob    func(ctx context.Context, sha256 string, size int64) (bool, error)
	Workers int // 0 takes the number of processors
	Limit   int // problems printed of each kind; 0 prints all. All are counted
}

// check is one run.
type check struct {
	ctx    context.Context
	store  *store.Store
	county *county.County
	snap   *county.Snapshot
	cals   calendars
	opt    Options

	mu       sync.Mutex
	out      io.Writer
	outErr   error
	problems int
	printed  map[string]int

	counts *cases.Recount
}

// Run writes each problem to w as one line "kind id what" and gives how many there are. err says that
// the check itself could not be done. It changes nothing, and wants a database at rest: what is written
// while it reads may look wrong.
func Run(ctx context.Context, s *store.Store, k *county.County, w io.Writer, o Options) (problems int, err error) {
	if err := k.Fresh(ctx); err != nil {
		return 0, err
	}
	if o.Workers <= 0 {
		o.Workers = runtime.NumCPU()
	}
	c := &check{ctx: ctx, store: s, county: k, snap: k.Now(), opt: o, out: w, printed: map[string]int{}, counts: &cases.Recount{}}
	if err := c.cals.read(ctx, s, c.snap); err != nil {
		return 0, err
	}
	for _, part := range []func() error{c.cases, c.counters, c.serials, c.licences, c.orphans, c.roots, c.files} {
		if err := part(); err != nil {
			return c.problems, err
		}
	}
	return c.problems, c.outErr
}

// problem notes one thing that is wrong.
func (c *check) problem(kind string, id any, what string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.problems++
	c.printed[kind]++
	if c.opt.Limit > 0 && c.printed[kind] > c.opt.Limit || c.outErr != nil {
		return
	}
	_, c.outErr = fmt.Fprintf(c.out, "%s %v %s\n", kind, id, fmt.Sprintf(what, args...))
}

// batch is how many ids a worker takes at once.
const batch = 500

// cases looks at every case with what hangs on it, several ranges at a time.
func (c *check) cases() error {
	last, err := c.store.MaxCaseID(c.ctx)
	if err != nil {
		return err
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, c.opt.Workers)
	for i := range c.opt.Workers {
		wg.Go(func() {
			part := c.counts.Part()
			for errs[i] == nil {
				first := next.Add(batch) - batch + 1
				if first > last {
					break
				}
				errs[i] = c.someCases(first, first+batch-1, part)
			}
			c.counts.Merge(part)
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *check) someCases(first, last int64, part *cases.Tallying) error {
	b, err := c.store.CheckBatch(c.ctx, first, last)
	if err != nil {
		return err
	}
	for i := range b.Cases {
		row := &b.Cases[i]
		part.Add(row)
		if err := c.oneCase(row, b); err != nil {
			return fmt.Errorf("case %d: %w", row.ID, err)
		}
	}
	return nil
}

// roots makes the daily roots anew.
func (c *check) roots() error {
	s := &cases.Service{Store: c.store, County: c.county}
	if err := s.VerifyRoots(c.ctx); err != nil {
		if c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		c.problem("root", 0, "%v", err)
	}
	return nil
}

// orphans are rows whose other end is missing.
func (c *check) orphans() error {
	return c.store.Orphans(c.ctx, func(o store.Orphan) {
		c.problem("orphan", o.ID, "of %s leads to %s %d, which is not there", o.Table, o.Of, o.Ref)
	})
}

// files looks whether what materials name is in the blob store.
func (c *check) files() error {
	if c.opt.Blob == nil {
		return nil
	}
	for after := ""; ; {
		list, err := c.store.StoredFiles(c.ctx, after, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, f := range list {
			there, err := c.opt.Blob(c.ctx, f.SHA256, f.Size)
			if err != nil {
				return fmt.Errorf("file %d: %w", f.ID, err)
			}
			if !there {
				c.problem("file", f.ID, "has no content %s of %d bytes in the file store", f.SHA256, f.Size)
			}
		}
		after = list[len(list)-1].SHA256
	}
}
