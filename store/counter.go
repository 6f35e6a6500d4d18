package store

import (
	"cmp"
	"slices"
	"strings"

	"onestop.internal/models"
)

// Count is one change of a counter: N more of Metric on a day, for one key of one dimension. It is
// written with the change it counts, to the day's row and the month's.
type Count struct {
	On     models.Date // 0 for stock, which has no day
	Region string
	Dim    string // "region", "dept", "item", "agent"
	Key    string // of the dimension; "" for the region itself
	Metric string
	N      int64
}

// Count notes a change of a counter. The rows are written at the end of the transaction, in key
// order, so that two transactions never wait for one another crosswise.
func (tx *Tx) Count(c ...Count) { tx.counts = append(tx.counts, c...) }

type counterKey struct {
	period, on, region, dim, key, metric string
}

// flushCounts adds up the noted changes and writes them in one statement.
func (tx *Tx) flushCounts() error {
	if len(tx.counts) == 0 {
		return nil
	}
	sums := map[counterKey]int64{}
	for _, c := range tx.counts {
		if c.On == 0 { // stock, which has no day
			sums[counterKey{"S", "", c.Region, c.Dim, c.Key, c.Metric}] += c.N
			continue
		}
		on := c.On.String()
		sums[counterKey{"D", on, c.Region, c.Dim, c.Key, c.Metric}] += c.N
		sums[counterKey{"M", on[:8] + "01", c.Region, c.Dim, c.Key, c.Metric}] += c.N
	}
	keys := make([]counterKey, 0, len(sums))
	for k, n := range sums {
		if n != 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, compareKeys)
	for part := range slices.Chunk(keys, 60) {
		if err := tx.upsertCounts(part, sums); err != nil {
			return err
		}
	}
	tx.counts = nil
	return nil
}

func compareKeys(a, b counterKey) int {
	return cmp.Or(
		strings.Compare(a.period, b.period), strings.Compare(a.on, b.on), strings.Compare(a.region, b.region),
		strings.Compare(a.dim, b.dim), strings.Compare(a.key, b.key), strings.Compare(a.metric, b.metric),
	)
}

func (tx *Tx) upsertCounts(keys []counterKey, sums map[counterKey]int64) error {
	if len(keys) == 0 {
		return nil
	}
	args := make([]any, 0, 7*len(keys))
	for _, k := range keys {
		args = append(args, k.period, k.on, k.region, k.dim, k.key, k.metric, sums[k])
	}
	end := " ON CONFLICT (period, starts_on, region, dim, dim_key, metric) DO UPDATE SET n = n + excluded.n"
	if tx.Dialect == MySQL {
		end = " ON DUPLICATE KEY UPDATE n = n + VALUES(n)"
	}
	rows := strings.TrimSuffix(strings.Repeat("(?,?,?,?,?,?,?),", len(keys)), ",")
	return tx.db.Exec("INSERT INTO counters (period, starts_on, region, dim, dim_key, metric, n) VALUES "+rows+end, args...).Error
}
