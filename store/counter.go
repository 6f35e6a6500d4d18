package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"onestop.internal/models"
)

// LampDim is the dimension of the lamps: how many open cases show at least a lamp from a day on. Its keys
// are models.LampBlue, LampYellow and LampRed.
const LampDim = "lamp"

// Count is one change of a counter: N more of Metric on a day, for one key of one dimension. It is
// written with the change it counts: to the rows of its month and of its year, a lamp to its day's.
type Count struct {
	On     models.Date // 0 for stock, which has no day
	Region string
	Dim    string // "region", "dept", "item", "agent", LampDim
	Key    string // of the dimension; "" for the region itself
	Metric string // one of metrics
	N      int64
}

// buckets are the days that the histogram of used working days has a column for: single days up to 60,
// then the first of each ten to 200.
var buckets = func() (out []int) {
	for d := range 61 {
		out = append(out, d)
	}
	for d := 70; d <= 200; d += 10 {
		out = append(out, d)
	}
	return out
}()

// scalars is how many metrics stand before the histogram.
const scalars = 15

// metrics are the columns of a counter row that count. Each is named as it is in the database.
var metrics = func() []string {
	out := []string{
		"open", "paused", "received", "accepted", "deemed", "ended", "decided", "refused", "promised", "in_promise", "limited", "in_law",
		"d_agency", "d_special", "d_applicant",
	}
	for _, d := range buckets {
		out = append(out, UsedMetric(d))
	}
	return out
}()

var metricAt = func() map[string]int {
	out := map[string]int{}
	for i, m := range metrics {
		out[m] = i
	}
	return out
}()

// UsedMetric names the column that counts decided cases by used working days.
func UsedMetric(days int) string {
	switch {
	case days < 0:
		days = 0
	case days > 200:
		days = 200
	case days > 60:
		days = days / 10 * 10
	}
	return fmt.Sprintf("u%03d", days)
}

// Tally is the figures of one counter row, in the order of metrics.
type Tally [scalars + 61 + 14]int64

// Of gives one figure; 0 where there is no such metric.
func (t *Tally) Of(metric string) int64 {
	if i, ok := metricAt[metric]; ok {
		return t[i]
	}
	return 0
}

// Set sets one figure; a metric that is none is left out.
func (t *Tally) Set(metric string, n int64) {
	if i, ok := metricAt[metric]; ok {
		t[i] = n
	}
}

// Add adds another row's figures.
func (t *Tally) Add(o *Tally) {
	for i, n := range o {
		t[i] += n
	}
}

// Used gives the smallest number of working days that at least the share q of the decided cases needed:
// exact to the day up to 60, to ten days above; -1 where none was decided.
func (t *Tally) Used(q float64) int {
	var total, seen int64
	for _, n := range t[scalars:] {
		total += n
	}
	for i, n := range t[scalars:] {
		if seen += n; total > 0 && n > 0 && float64(seen) >= q*float64(total) {
			return buckets[i]
		}
	}
	return -1
}

// CounterKey is what a counter row counts: a period, a region and one key of a dimension.
type CounterKey struct {
	Period   string // S stock, L lamps of a day, M month, Y year
	StartsOn string // first day of the period; "" for stock
	Region   string
	Dim      string
	Key      string
}

func (k CounterKey) compare(o CounterKey) int {
	return cmp.Or(
		strings.Compare(k.Period, o.Period), strings.Compare(k.StartsOn, o.StartsOn), strings.Compare(k.Region, o.Region),
		strings.Compare(k.Dim, o.Dim), strings.Compare(k.Key, o.Key),
	)
}

// Rows gives the keys of the counter rows that a change is written to: the stock's, the lamps' of its day,
// or those of its month and year.
func (c *Count) Rows() []CounterKey {
	if c.On == 0 {
		return []CounterKey{{"S", "", c.Region, c.Dim, c.Key}}
	}
	on := c.On.String()
	if c.Dim == LampDim {
		return []CounterKey{{"L", on, c.Region, c.Dim, c.Key}}
	}
	return []CounterKey{{"M", on[:8] + "01", c.Region, c.Dim, c.Key}, {"Y", on[:5] + "01-01", c.Region, c.Dim, c.Key}}
}

// Count notes a change of a counter. The rows are written at the end of the transaction, in key
// order, so that two transactions never wait for one another crosswise.
func (tx *Tx) Count(c ...Count) { tx.counts = append(tx.counts, c...) }

// flushCounts adds up the noted changes and writes them.
func (tx *Tx) flushCounts() error {
	if len(tx.counts) == 0 {
		return nil
	}
	sums := map[CounterKey]*Tally{}
	var moved [len(Tally{})]bool // the metrics
	for i := range tx.counts {
		c := &tx.counts[i]
		at, known := metricAt[c.Metric]
		if !known {
			return fmt.Errorf("count: %q is no metric", c.Metric)
		}
		moved[at] = true
		for _, k := range c.Rows() {
			if sums[k] == nil {
				sums[k] = &Tally{}
			}
			sums[k][at] += c.N
		}
	}
	tx.counts = nil
	var columns []int
	for i, m := range moved {
		if m {
			columns = append(columns, i)
		}
	}
	var keys []CounterKey
	for k, t := range sums {
		if *t != (Tally{}) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, CounterKey.compare)
	for part := range slices.Chunk(keys, 60) {
		if err := tx.upsertCounts(part, columns, sums); err != nil {
			return err
		}
	}
	return nil
}

// upsertCounts adds to some rows in one statement, which names the columns that change.
func (tx *Tx) upsertCounts(keys []CounterKey, columns []int, sums map[CounterKey]*Tally) error {
	end, added := " ON CONFLICT (period, starts_on, region, dim, dim_key) DO UPDATE SET ", "%[1]s = counters.%[1]s + excluded.%[1]s"
	if tx.Dialect == MySQL {
		end, added = " ON DUPLICATE KEY UPDATE ", "%[1]s = %[1]s + VALUES(%[1]s)"
	}
	names, sets := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i], sets[i] = metrics[c], fmt.Sprintf(added, metrics[c])
	}
	args := make([]any, 0, (5+len(columns))*len(keys))
	for _, k := range keys {
		sum := sums[k]
		args = append(args, k.Period, k.StartsOn, k.Region, k.Dim, k.Key)
		for _, c := range columns {
			args = append(args, sum[c])
		}
	}
	row := "(?,?,?,?,?" + strings.Repeat(",?", len(columns)) + "),"
	_, err := tx.exec("INSERT INTO counters (period, starts_on, region, dim, dim_key, "+strings.Join(names, ", ")+") VALUES "+
		strings.TrimSuffix(strings.Repeat(row, len(keys)), ",")+end+strings.Join(sets, ", "), args...)
	return err
}

// CounterRow is one counter row.
type CounterRow struct {
	CounterKey
	Tally
}

// BoardRows are the counter rows that a board is made of.
type BoardRows struct {
	Stock []CounterRow // what is open now
	Flows []CounterRow // whole years where the span has them, else months: together they are the span
	Trend []CounterRow // every month of the span: the region's own row, or the department's
}

// BoardCounters gives the stock and the flows of a region and all below it between two months, by every
// dimension. A whole year, and the present one up to now, is read from its own rows. The trend is the
// region's, or that of dept where it is not "".
func (s *Store) BoardCounters(ctx context.Context, region, dept string, from, to models.Date) (out BoardRows, err error) {
	lo, hi := regionLow(region), regionHigh(region)
	const of = " AND region BETWEEN ? AND ?"
	if out.Stock, err = s.counters(ctx, stockColumns, "period = 'S' AND starts_on = ''"+of, lo, hi); err != nil {
		return out, err
	}
	for _, p := range split(from, to, s.Now().Date()) {
		rows, err := s.counters(ctx, allColumns, "period = ? AND starts_on BETWEEN ? AND ?"+of, p.period, p.from.String(), p.to.String(), lo, hi)
		if err != nil {
			return out, err
		}
		out.Flows = append(out.Flows, rows...)
	}
	dim := "region"
	if dept != "" {
		dim = "dept"
	}
	out.Trend, err = s.counters(ctx, allColumns, "period = 'M' AND starts_on BETWEEN ? AND ? AND dim = ? AND dim_key = ?"+of, from.String(), to.String(), dim, dept, lo, hi)
	return out, err
}

// span is some periods of one kind, by their first days.
type span struct {
	period   string
	from, to models.Date
}

// Lamps are the open cases by lamp. Red and yellow ones may be paused, where they were late before: those
// are in LatePaused too.
type Lamps struct{ Red, Yellow, Blue, LatePaused int64 }

// LampStock counts the open cases of a region by the lamp of a day, from the counters of the days on
// which lamps change: each case under one lamp.
func (s *Store) LampStock(ctx context.Context, region string, today models.Date) (Lamps, error) {
	var rows []struct {
		Key          string
		Open, Paused int64
	}
	err := s.q(ctx).Raw("SELECT dim_key AS `key`, SUM(open) AS open, SUM(paused) AS paused FROM counters"+
		" WHERE period = 'L' AND starts_on <= ? AND region BETWEEN ? AND ? GROUP BY dim_key",
		today, regionLow(region), regionHigh(region)).Scan(&rows).Error
	atLeast, paused := map[models.Lamp]int64{}, map[models.Lamp]int64{}
	for _, r := range rows {
		atLeast[models.Lamp(r.Key)], paused[models.Lamp(r.Key)] = r.Open, r.Paused
	}
	red, yellow, blue := atLeast[models.LampRed], atLeast[models.LampYellow], atLeast[models.LampBlue]
	return Lamps{Red: red, Yellow: yellow - red, Blue: blue - yellow, LatePaused: paused[models.LampYellow]}, err
}

// DeptLamps counts a department's open cases of a region by the lamp of a day, each case under one lamp; it
// reads those cases, by the index of the open ones.
func (s *Store) DeptLamps(ctx context.Context, region, dept string, today models.Date) (out Lamps, err error) {
	const sum = "COALESCE(SUM(CASE WHEN %s THEN 1 ELSE 0 END), 0)"
	const red, noRed, noYellow = "red_on <= ?", "(red_on IS NULL OR red_on > ?)", "(yellow_on IS NULL OR yellow_on > ?)"
	asked := fmt.Sprintf("SELECT "+sum+" AS red, "+sum+" AS yellow, "+sum+" AS blue, "+sum+" AS late_paused",
		red, "yellow_on <= ? AND "+noRed, "blue_on <= ? AND "+noYellow+" AND "+noRed, "paused AND ("+red+" OR yellow_on <= ?)")
	args := []any{today, today, today, today, today, today, today, today, dept, regionLow(region), regionHigh(region)}
	return out, s.q(ctx).Raw(asked+" FROM cases WHERE open_dept = ? AND region BETWEEN ? AND ?", args...).Scan(&out).Error
}

// PruneLamps removes the lamps of past days that no open case shows any more.
func (tx *Tx) PruneLamps(today models.Date) error {
	return tx.db.Exec("DELETE FROM counters WHERE period = 'L' AND starts_on < ? AND open = 0 AND paused = 0", today).Error
}

// split divides the months from one to another into whole years and what is left of months. The present
// year is whole where the span reaches today's month: nothing is counted beyond.
func split(from, to, today models.Date) []span {
	first, last := from.Year(), to.Year()
	if from != models.Day(first, 1, 1) {
		first++
	}
	ty, tm, _ := today.YMD()
	if to < models.Day(last, 12, 1) && to != models.Day(ty, tm, 1) {
		last--
	}
	if first > last {
		return []span{{"M", from, to}}
	}
	out := []span{{"Y", models.Day(first, 1, 1), models.Day(last, 1, 1)}}
	if y := from.Year(); y < first {
		out = append(out, span{"M", from, models.Day(y, 12, 1)})
	}
	if y := to.Year(); y > last {
		out = append(out, span{"M", models.Day(y, 1, 1), to})
	}
	return out
}

// Which figures a read brings: all of them, or those that the stock's rows have.
var (
	allColumns   = columnsOf(metrics...)
	stockColumns = columnsOf("open", "paused")
)

// columnsOf gives the places of some metrics in a Tally.
func columnsOf(names ...string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = metricAt[n]
	}
	return out
}

// counters reads some figures of counter rows; the others are 0.
func (s *Store) counters(ctx context.Context, columns []int, where string, args ...any) (out []CounterRow, err error) {
	err = s.eachCounter(ctx, columns, func(r *CounterRow) { out = append(out, *r) }, " WHERE "+where, args...)
	return out, err
}

// eachCounter streams some figures of counter rows; the row is good for the call alone.
func (s *Store) eachCounter(ctx context.Context, columns []int, f func(*CounterRow), where string, args ...any) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = metrics[c]
	}
	rows, err := s.q(ctx).Raw("SELECT period, starts_on, region, dim, dim_key, "+strings.Join(names, ", ")+" FROM counters"+where, args...).Rows()
	if err != nil {
		return fmt.Errorf("counters: %w", err)
	}
	defer rows.Close()
	var r CounterRow
	into := []any{&r.Period, &r.StartsOn, &r.Region, &r.Dim, &r.Key}
	for _, c := range columns {
		into = append(into, &r.Tally[c])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("counters: %w", err)
		}
		f(&r)
	}
	return rows.Err()
}
