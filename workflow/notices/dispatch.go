package notices

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
)

// Handler hears of facts, each at least once. What Do writes through tx is stored together with the
// mark that it was done, so it happens once; what it does elsewhere may happen again.
type Handler struct {
	Name  string   // at most 32 characters; never changes: the deliveries are kept under it
	Kinds []string // of facts; none: all but those for the stream alone
	Do    func(ctx context.Context, tx *store.Tx, fact *models.Outbox) error
}

// Dispatcher hands the facts of the outbox to the handlers. Any number of instances may run on one
// database: each leases what it takes, and a lease that its holder did not finish runs out.
type Dispatcher struct {
	Store    *store.Store
	Handlers []Handler
	Name     string        // of this instance; at most 40 characters
	Every    time.Duration // how often it looks; 0: half a second
	Lease    time.Duration // how long a taken fact is its own; 0: half a minute
	Retry    time.Duration // the first wait after a failure, doubled with each; 0: one second
	calls    atomic.Int64
}

const (
	batchSize = 64
	maxRetry  = time.Hour
)

func orElse(d, other time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return other
}

// Run dispatches until ctx ends. A failure of the database is logged and tried again.
func (d *Dispatcher) Run(ctx context.Context) {
	t := time.NewTicker(orElse(d.Every, 500*time.Millisecond))
	defer t.Stop()
	for {
		if _, err := d.Once(ctx); err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "dispatch of facts", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// Once hands out what is due now and gives how many deliveries succeeded.
func (d *Dispatcher) Once(ctx context.Context) (done int, err error) {
	for i := range d.Handlers {
		n, err := d.serve(ctx, &d.Handlers[i])
		done += n
		if err != nil {
			return done, fmt.Errorf("handler %s: %w", d.Handlers[i].Name, err)
		}
	}
	return done, nil
}

// serve plans what is new and delivers all that is due; it looks for more only where that was a backlog, so
// that a handler that always has something to do keeps nobody waiting.
func (d *Dispatcher) serve(ctx context.Context, h *Handler) (done int, err error) {
	for more := true; more; {
		planned, err := d.Store.PlanDeliveries(ctx, h.Name, h.Kinds)
		if err != nil {
			return done, err
		}
		n, err := d.due(ctx, h)
		done += n
		if err != nil {
			return done, err
		}
		more = planned == store.PlanBatch
	}
	return done, nil
}

// due delivers what is due, a batch after the other.
func (d *Dispatcher) due(ctx context.Context, h *Handler) (done int, err error) {
	for {
		by := d.Name + "#" + strconv.FormatInt(d.calls.Add(1), 36)
		facts, err := d.Store.LeaseDeliveries(ctx, h.Name, by, orElse(d.Lease, 30*time.Second), batchSize)
		if err != nil || len(facts) == 0 {
			return done, err
		}
		n, err := d.deliver(ctx, h, by, facts)
		done += n
		if err != nil {
			return done, err
		}
	}
}

// deliver does a batch in one transaction; where one of it fails, each in its own.
func (d *Dispatcher) deliver(ctx context.Context, h *Handler, by string, facts []store.Leased) (int, error) {
	if d.try(ctx, h, by, facts) == nil {
		return len(facts), nil
	}
	done := 0
	for i := range facts {
		err := d.try(ctx, h, by, facts[i:i+1])
		switch {
		case err == nil:
			done++
		case ctx.Err() != nil:
			return done, ctx.Err()
		case errors.Is(err, store.ErrLeaseLost): // another instance has it
		default:
			if err := d.Store.FailDelivery(ctx, h.Name, by, facts[i].ID, err, d.wait(facts[i].Tries)); err != nil {
				return done, err
			}
		}
	}
	return done, nil
}

func (d *Dispatcher) try(ctx context.Context, h *Handler, by string, facts []store.Leased) error {
	ids := make([]int64, len(facts))
	for i := range facts {
		ids[i] = facts[i].ID
	}
	return d.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.FinishDeliveries(h.Name, by, ids...); err != nil {
			return err
		}
		for i := range facts {
			if err := guarded(ctx, h, tx, &facts[i].Outbox); err != nil {
				return fmt.Errorf("fact %d (%s): %w", facts[i].ID, facts[i].Kind, err)
			}
		}
		return nil
	})
}

// guarded turns a panic of a handler into an error: the dispatcher outlives it.
func guarded(ctx context.Context, h *Handler, tx *store.Tx, fact *models.Outbox) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return h.Do(ctx, tx, fact)
}

// wait doubles with each failure, up to an hour.
func (d *Dispatcher) wait(tries int) time.Duration {
	w := orElse(d.Retry, time.Second) << min(max(tries-1, 0), 16)
	return min(w, maxRetry)
}

// SkipBacklog lets every handler begin after the facts there are: on a database that the seed filled,
// whose consequences it has drawn. Notices are written of the last span, so that the boxes hold some.
func (d *Dispatcher) SkipBacklog(ctx context.Context, span time.Duration) error {
	now := d.Store.Now()
	for _, h := range d.Handlers {
		before := now + 1
		if h.Name == HandlerName {
			before = now.Add(-span)
		}
		if err := d.Store.SkipDeliveries(ctx, h.Name, before); err != nil {
			return fmt.Errorf("skip the backlog of %s: %w", h.Name, err)
		}
	}
	return nil
}

// KeepFacts is how long delivered facts stay in the outbox, for streams that resume.
const KeepFacts = 14 * 24 * time.Hour

// Prune removes facts that are older than KeepFacts and that every handler has done with.
func (d *Dispatcher) Prune(ctx context.Context) (int64, error) {
	return d.Store.PruneOutbox(ctx, d.Store.Now().Add(-KeepFacts))
}
