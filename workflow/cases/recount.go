package cases

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"onestop.internal/models"
	"onestop.internal/store"
)

// Recount adds up what every case counts for, small enough for a million cases: a row of it takes some
// 24 bytes, its words are kept once. Several workers may count, each into a Tallying of its own.
type Recount struct {
	words sync.Map // string → uint32
	mu    sync.Mutex
	list  []string
	rows  map[recountKey]int64
}

type recountKey struct {
	on                  models.Date
	region, key, metric uint32
	period, dim         byte
}

// Tallying is what one worker has counted.
type Tallying struct {
	of   *Recount
	rows map[recountKey]int64
}

// Part begins a worker's count.
func (r *Recount) Part() *Tallying { return &Tallying{of: r, rows: map[recountKey]int64{}} }

// Merge adds what a worker has counted; the part is not used afterwards.
func (r *Recount) Merge(p *Tallying) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rows == nil {
		r.rows = p.rows
		return
	}
	for k, n := range p.rows {
		r.rows[k] += n
	}
}

// word gives the number of a word.
func (r *Recount) word(s string) uint32 {
	if n, ok := r.words.Load(s); ok {
		return n.(uint32)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n, ok := r.words.Load(s); ok {
		return n.(uint32)
	}
	n := uint32(len(r.list))
	r.list = append(r.list, s)
	r.words.Store(s, n)
	return n
}

// Add counts a case: to the rows of the stock and of the lamps, and of the month and the year of what
// happened.
func (p *Tallying) Add(c *models.Case) {
	for _, x := range Counts(c, 1) {
		k := recountKey{region: p.of.word(x.Region), dim: dims[x.Dim], key: p.of.word(x.Key), metric: p.of.word(x.Metric)}
		switch {
		case x.On == 0:
			k.period = 'S'
		case x.Dim == store.LampDim:
			k.period, k.on = 'L', x.On
		default:
			y, m, _ := x.On.YMD()
			k.period, k.on = 'Y', models.Day(y, 1, 1)
			p.rows[k] += x.N
			k.period, k.on = 'M', models.Day(y, m, 1)
		}
		p.rows[k] += x.N
	}
}

// dims are the dimensions by a letter of their own.
var dims = map[string]byte{"region": 'r', "dept": 'd', "item": 'i', "agent": 'a', store.LampDim: 'l'}

var dimNames = map[byte]string{'r': "region", 'd': "dept", 'i': "item", 'a': "agent", 'l': store.LampDim}

// Take gives what the cases make of a stored counter, and takes it out of the recount.
func (r *Recount) Take(row store.StoredCounter) int64 {
	k := recountKey{region: r.word(row.Region), key: r.word(row.Key), metric: r.word(row.Metric), dim: dims[row.Dim]}
	if len(row.Period) == 1 {
		k.period = row.Period[0]
	}
	if row.StartsOn != "" {
		k.on, _ = models.ParseDate(row.StartsOn) // what is no date is in no recount
	}
	n := r.rows[k]
	delete(r.rows, k)
	return n
}

// Counters gives the recount as counter rows, in the order of their keys.
func (r *Recount) Counters() iter.Seq[store.CounterRow] {
	return func(yield func(store.CounterRow) bool) {
		var row store.CounterRow
		have := false
		for _, k := range slices.SortedFunc(maps.Keys(r.rows), r.compare) {
			if key := r.key(k); !have || key != row.CounterKey {
				if have && !yield(row) {
					return
				}
				row, have = store.CounterRow{CounterKey: key}, true
			}
			row.Set(r.list[k.metric], r.rows[k])
		}
		if have {
			yield(row)
		}
	}
}

// compare orders keys by period, day, region, dimension and its key.
func (r *Recount) compare(a, b recountKey) int {
	return cmp.Or(
		cmp.Compare(a.period, b.period), cmp.Compare(a.on, b.on), strings.Compare(r.list[a.region], r.list[b.region]),
		cmp.Compare(a.dim, b.dim), strings.Compare(r.list[a.key], r.list[b.key]),
	)
}

func (r *Recount) key(k recountKey) store.CounterKey {
	out := store.CounterKey{Period: string(rune(k.period)), Region: r.list[k.region], Dim: dimNames[k.dim], Key: r.list[k.key]}
	if k.on != 0 {
		out.StartsOn = k.on.String()
	}
	return out
}

// Rows gives what is left of the recount as figures; 0 is none.
func (r *Recount) Rows() iter.Seq[store.StoredCounter] {
	return func(yield func(store.StoredCounter) bool) {
		for k, n := range r.rows {
			if n != 0 && !yield(store.StoredCounter{CounterKey: r.key(k), Metric: r.list[k.metric], N: n}) {
				return
			}
		}
	}
}
