package main

import (
	"context"
	"errors"
	"math"
	"sync/atomic"
	"time"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/agents"
	"onestop.internal/workflow/notices"
	"onestop.internal/workflow/opinions"
	"onestop.internal/workflow/ratings"
)

// handlers hear of the facts in the outbox.
func handlers(s *api.Services) []notices.Handler {
	return []notices.Handler{
		s.Notices.Handler(),
		{Name: "agents", Kinds: agents.Kinds(), Do: s.Agents.Handle},
		{Name: "ratings", Kinds: ratings.Kinds(), Do: s.Ratings.Handle},
	}
}

// follow keeps this instance on the configuration in force: calendar, catalogue, settings and rules.
func follow(k *core, acc *accounts.Service) func(context.Context) error {
	seen := k.county.Now().Rev
	return func(ctx context.Context) error {
		if err := k.county.Fresh(ctx); err != nil {
			return err
		}
		rev := k.county.Now().Rev
		if rev == seen {
			return nil
		}
		if err := acc.LoadRules(ctx); err != nil {
			return err
		}
		seen = rev
		return nil
	}
}

// keepAnswers is how long a keyed request is known.
const keepAnswers = 7 * 24 * time.Hour

// tidy removes what nobody asks for any more: the answers of old requests and lamps that no case shows.
func tidy(ctx context.Context, st *store.Store) error {
	return st.InTx(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.PruneAnswers(tx.Now.Add(-keepAnswers)), tx.PruneLamps(tx.Today()))
	})
}

// sweeper fires the timers and tells the alerts that are due, on one instance at a time. It would do no
// harm on several: it only saves work.
type sweeper struct {
	core     *core
	opinions *opinions.Service
	name     string
	holds    models.Instant // until when the sweep is this instance's
	swept    atomic.Int64   // when a sweep last ended here; 0: never
}

const (
	leaseOfSweep = "sweep"
	leaseTime    = 20 * time.Second
	sweepBatch   = 200 // how many due cases are taken at once
)

// sweep settles what is due until nothing is.
func (s *sweeper) sweep(ctx context.Context) error {
	for ctx.Err() == nil {
		mine, err := s.lease(ctx)
		if err != nil || !mine {
			return err
		}
		n, err := s.core.cases.Sweep(ctx, sweepBatch)
		if err != nil {
			return err
		}
		silent, err := s.opinions.Sweep(ctx, sweepBatch)
		if err != nil {
			return err
		}
		if n < sweepBatch && silent < sweepBatch {
			break
		}
	}
	s.swept.Store(int64(s.core.store.Now()))
	return nil
}

// lease takes or keeps the sweep. It writes only once half of its time has passed.
func (s *sweeper) lease(ctx context.Context) (mine bool, err error) {
	now := s.core.store.Now()
	if s.holds > now.Add(leaseTime/2) {
		return true, nil
	}
	s.holds = 0
	until := now.Add(leaseTime)
	err = s.core.store.InTx(ctx, func(tx *store.Tx) error {
		l, err := tx.Take(leaseOfSweep, s.name, until)
		mine = l != nil
		return err
	})
	if err != nil || !mine {
		return false, err
	}
	s.holds = until
	return true, nil
}

// giveUp lets another instance sweep at once.
func (s *sweeper) giveUp(ctx context.Context) error {
	return s.core.store.InTx(ctx, func(tx *store.Tx) error { return tx.GiveUp(leaseOfSweep, s.name) })
}

// gauges are figures of this instance for /metrics.
func gauges(k *core, s *sweeper, d *notices.Dispatcher) []api.Gauge {
	list := []api.Gauge{{
		Name: "onestop_sweep_age_seconds", Help: "Since this instance last swept; 0 where another one does.",
		Read: func() float64 {
			at := s.swept.Load()
			if at == 0 {
				return 0
			}
			return float64(int64(k.store.Now())-at) / 1000
		},
	}}
	return append(list, append(poolGauges(k.store), outboxGauges(k.store, d)...)...)
}

// poolGauges are those of the pool of connections to the database.
func poolGauges(st *store.Store) []api.Gauge {
	return []api.Gauge{
		{
			Name: "onestop_db_open_connections", Help: "Connections to the database, in use or idle.",
			Read: func() float64 { return float64(st.Pool().OpenConnections) },
		},
		{
			Name: "onestop_db_in_use_connections", Help: "Connections to the database that are in use.",
			Read: func() float64 { return float64(st.Pool().InUse) },
		},
		{
			Name: "onestop_db_waits", Help: "How often a request has waited for a connection since the start.",
			Read: func() float64 { return float64(st.Pool().WaitCount) },
		},
		{
			Name: "onestop_db_wait_seconds", Help: "Time that requests have waited for a connection since the start.",
			Read: func() float64 { return st.Pool().WaitDuration.Seconds() },
		},
	}
}

// metricsTime bounds what a figure may ask of the database.
const metricsTime = 2 * time.Second

// outboxGauges say how far the handlers are behind; NaN where the database does not answer.
func outboxGauges(st *store.Store, d *notices.Dispatcher) []api.Gauge {
	names := make([]string, len(d.Handlers))
	for i, h := range d.Handlers {
		names[i] = h.Name
	}
	read := func(of func(n int64, age time.Duration) float64) func() float64 {
		return func() float64 {
			ctx, done := context.WithTimeout(context.Background(), metricsTime)
			defer done()
			n, oldest, err := st.Undelivered(ctx, names)
			if err != nil {
				return math.NaN()
			}
			if n == 0 {
				return of(0, 0)
			}
			return of(n, st.Now().Time().Sub(oldest.Time()))
		}
	}
	return []api.Gauge{
		{
			Name: "onestop_outbox_pending", Help: "Deliveries of facts that are not done.",
			Read: read(func(n int64, _ time.Duration) float64 { return float64(n) }),
		},
		{
			Name: "onestop_outbox_lag_seconds", Help: "Age of the oldest fact that is not delivered.",
			Read: read(func(_ int64, age time.Duration) float64 { return age.Seconds() }),
		},
	}
}
