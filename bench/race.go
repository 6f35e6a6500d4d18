package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// result is what one race gave.
type result struct {
	done    int
	errs    int
	first   error // of errs
	elapsed time.Duration
	took    []time.Duration // of each that was done, in order of length
	load    time.Duration   // CPU of this process meanwhile
	served  time.Duration   // CPU of the portal meanwhile
	db      time.Duration   // CPU of the database's server meanwhile
}

// perSecond gives how many were done in a second.
func (r *result) perSecond() float64 { return float64(r.done) / r.elapsed.Seconds() }

// clean gives how many would have been done in a second, had the load generator not shared the cores:
// its CPU is taken out of the time.
func (r *result) clean(cores int) float64 {
	rest := r.elapsed - r.load/time.Duration(cores)
	return float64(r.done) / max(rest, time.Millisecond).Seconds()
}

func (r *result) quantile(q float64) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	return r.took[min(len(r.took)-1, int(q*float64(len(r.took))))]
}

// each gives the CPU that one operation cost, in milliseconds.
func (r *result) each(d time.Duration) float64 {
	return d.Seconds() * 1000 / float64(max(1, r.done))
}

// plan says how long a race is: so many operations, or so much time.
type plan struct {
	clients int
	ops     int
	time    time.Duration
}

// race runs f from clients at once. i counts the operations of all of them: client c has those where
// i modulo the clients is c.
func race(ctx context.Context, now func() time.Time, p plan, f func(ctx context.Context, client, i int) error) result {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var r result
	start := now()
	for c := range p.clients {
		wg.Go(func() {
			var mine result
			for i := c; ctx.Err() == nil; i += p.clients {
				from := now()
				if p.ops > 0 && i >= p.ops || p.time > 0 && from.Sub(start) >= p.time {
					break
				}
				if err := f(ctx, c, i); err != nil {
					mine.fail(err)
					continue
				}
				mine.took = append(mine.took, now().Sub(from))
			}
			mu.Lock()
			defer mu.Unlock()
			r.took = append(r.took, mine.took...)
			r.errs += mine.errs
			if r.first == nil {
				r.first = mine.first
			}
		})
	}
	wg.Wait()
	r.elapsed, r.done = now().Sub(start), len(r.took)
	slices.Sort(r.took)
	return r
}

func (r *result) fail(err error) {
	r.errs++
	if r.first == nil {
		r.first = err
	}
}

// err is what went wrong: a measurement with errors in it is none.
func (r *result) err() error {
	if r.errs == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d failed, the first: %w", r.errs, r.errs+r.done, r.first)
}

// median gives the middle one of some figures.
func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	x = slices.Sorted(slices.Values(x))
	if n := len(x); n%2 == 0 {
		return (x[n/2-1] + x[n/2]) / 2
	}
	return x[len(x)/2]
}
