package check

import (
	"fmt"
	"sync"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// ledger is a recount of everything that the counters say, small enough for a million cases: a row is
// 16 bytes, its words are kept once.
type ledger struct {
	words sync.Map // string → uint32
	mu    sync.Mutex
	list  []string
	rows  map[tallyKey]int64
}

type tallyKey struct {
	on                  models.Date
	region, key, metric uint32
	period, dim         byte
}

// tallies are those of one worker.
type tallies struct {
	ledger *ledger
	rows   map[tallyKey]int64
}

func (l *ledger) part() *tallies { return &tallies{ledger: l, rows: map[tallyKey]int64{}} }

func (l *ledger) add(t *tallies) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.rows == nil {
		l.rows = t.rows
		return
	}
	for k, n := range t.rows {
		l.rows[k] += n
	}
}

// word gives the number of a word.
func (l *ledger) word(s string) uint32 {
	if n, ok := l.words.Load(s); ok {
		return n.(uint32)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if n, ok := l.words.Load(s); ok {
		return n.(uint32)
	}
	n := uint32(len(l.list)) //nolint:gosec // a few thousand words
	l.list = append(l.list, s)
	l.words.Store(s, n)
	return n
}

// count adds what a case counts for: to the day's row and the month's, or to the stock.
func (t *tallies) count(c *models.Case) {
	for _, x := range cases.Counts(c, 1) {
		k := tallyKey{region: t.ledger.word(x.Region), dim: x.Dim[0], key: t.ledger.word(x.Key), metric: t.ledger.word(x.Metric)}
		if x.On == 0 {
			k.period = 'S'
			t.rows[k] += x.N
			continue
		}
		k.period, k.on = 'D', x.On
		t.rows[k] += x.N
		k.period, k.on = 'M', month(x.On)
		t.rows[k] += x.N
	}
}

// month gives the first day of a month.
func month(d models.Date) models.Date {
	y, m, _ := d.YMD()
	return models.Day(y, m, 1)
}

// counters compares the counters with the recount.
func (c *check) counters() error {
	err := c.store.EachCounter(c.ctx, func(r store.StoredCounter) {
		k, ok := c.keyOf(r)
		if !ok {
			c.problem("counter", name(r), "is not a counter")
			return
		}
		want := c.counts.rows[k]
		delete(c.counts.rows, k)
		if want != r.N {
			c.problem("counter", name(r), "stands at %d, the cases make %d", r.N, want)
		}
	})
	if err != nil {
		return err
	}
	for k, n := range c.counts.rows {
		if n != 0 {
			c.problem("counter", fmt.Sprintf("%c/%s/%s/%c/%s/%s", k.period, k.on, c.counts.list[k.region], k.dim, c.counts.list[k.key], c.counts.list[k.metric]),
				"is not there, the cases make %d", n)
		}
	}
	c.counts.rows = nil
	return nil
}

func name(r store.StoredCounter) string {
	return r.Period + "/" + r.StartsOn + "/" + r.Region + "/" + r.Dim + "/" + r.Key + "/" + r.Metric
}

func (c *check) keyOf(r store.StoredCounter) (tallyKey, bool) {
	if len(r.Period) != 1 || r.Dim == "" {
		return tallyKey{}, false
	}
	k := tallyKey{
		period: r.Period[0], dim: r.Dim[0], region: c.counts.word(r.Region), key: c.counts.word(r.Key), metric: c.counts.word(r.Metric),
	}
	if r.StartsOn != "" {
		on, err := models.ParseDate(r.StartsOn)
		if err != nil {
			return tallyKey{}, false
		}
		k.on = on
	}
	return k, true
}
