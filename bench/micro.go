package bench

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/sla/calendar"
)

// deadlines is T8: a deadline of N working days costs the same for any N, and no memory.
func (r *run) deadlines(context.Context) error {
	cal, start := calendar.Builtin(), models.MustDate("2024-09-26")
	row := atMost("T8", "deadline of N working days", "", "ns", 60, 30)
	worst, allocs := 0.0, int64(0)
	for _, n := range []int{1, 20, 250, 10_000} {
		limit := models.Limit{Value: n, Unit: models.WorkingDay}
		var sum models.Date
		ns, a := r.each(func() { sum += sla.DueOn(cal, start, limit, nil).On })
		worst, allocs = max(worst, ns), max(allocs, a)
		row.Notes = append(row.Notes, fmt.Sprintf("N = %d: %.1f ns, %d allocations", n, ns, a))
	}
	row = row.is(worst)
	row.OK, row.Aimed = row.OK && allocs == 0, row.Aimed && allocs == 0
	r.add(row)
	return nil
}

// authorisation is T9: may this role do this, with 5,000 rules. It asks no database.
func (r *run) authorisation(context.Context) error {
	p, err := policy.New()
	if err != nil {
		return err
	}
	if err := p.Load(manyRules(5000)); err != nil {
		return err
	}
	a := policy.Actor{Role: policy.AgencyPrincipalHead, Region: "140999400000"}
	allowed := true
	ns, allocs := r.each(func() { allowed = allowed && p.Can(a, "case:approve") })
	if !allowed {
		return errors.New("case:approve is denied to its role")
	}
	r.add(atMost("T9", "authorisation at 5,000 rules, no SQL", "", "ns", 2000, 200).is(ns, fmt.Sprintf("%d allocations", allocs)))
	return nil
}

// each gives the CPU time of one call of f in nanoseconds, the median of the repeats, and what it
// allocates. CPU time, since others may use the machine meanwhile.
func (r *run) each(f func()) (ns float64, allocs int64) {
	first := testing.Benchmark(func(b *testing.B) {
		for range b.N {
			f()
		}
	})
	var took []float64
	for range r.repeats {
		from := ownCPU()
		for range first.N {
			f()
		}
		took = append(took, float64(ownCPU()-from)/float64(first.N))
	}
	return median(took), first.AllocsPerOp()
}

// manyRules are n rules of a county's own over distinct objects and verbs.
func manyRules(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "p, %s, 140999000000, object%c%c, verb_%c%c, allow\n",
			policy.Roles[i%len(policy.Roles)], 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i/17576)
	}
	return b.String()
}
