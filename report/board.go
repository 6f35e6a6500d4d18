// Package report holds the figures of the boards: each with its definition, each from rows that are
// kept with the change, and each opening exactly the cases behind it.
package report

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// Service reads the figures.
type Service struct {
	Store  *store.Store
	Policy *policy.Policy
	County *county.County
}

// ReadBoard is the action of the boards.
const ReadBoard policy.Action = "board:read"

// Share is a part of a whole; Rate is 0…1, -1 where the whole is empty.
type Share struct {
	N    int64   `json:"n"`
	Of   int64   `json:"of"`
	Rate float64 `json:"rate"`
}

func share(n, of int64) Share {
	if of == 0 {
		return Share{n, of, -1}
	}
	return Share{n, of, float64(n) / float64(of)}
}

// Figures are what the board says of one department, item, agent, park, month or the whole.
type Figures struct {
	Key       string `json:"key"`
	Open      int64  `json:"open"`
	Paused    int64  `json:"paused"`
	Received  int64  `json:"received"`
	Accepted  int64  `json:"accepted"`
	Deemed    int64  `json:"deemed"`
	Decided   int64  `json:"decided"`
	Refused   int64  `json:"refused"`
	InPromise Share  `json:"inPromise"`
	InLaw     Share  `json:"inLaw"`
	Median    int    `json:"median"` // working days of agency time; -1 where nothing was decided
	P90       int    `json:"p90"`
	Agency    int64  `json:"agencyDays"`
	Applicant int64  `json:"applicantDays"`
	Special   int64  `json:"specialDays"`
}

// Stock is the open cases by lamp, today: each under one lamp, and all of them together are Open.
type Stock struct {
	Open   int64 `json:"open"`
	Red    int64 `json:"red"`
	Yellow int64 `json:"yellow"`
	Blue   int64 `json:"blue"`
	Green  int64 `json:"green"`
	Paused int64 `json:"paused"`
}

// Board is the leaders' page.
type Board struct {
	Today   models.Date `json:"today"`
	From    models.Date `json:"from"`
	To      models.Date `json:"to"`
	Region  string      `json:"region"`
	Stock   Stock       `json:"stock"`
	Total   Figures     `json:"total"`
	Depts   []Figures   `json:"depts"`
	Items   []Figures   `json:"items"`
	Agents  []Figures   `json:"agents"`
	Regions []Figures   `json:"regions"`
	Months  []Figures   `json:"months"`
}

// Board reads the figures of whole months between two days, for the actor's region. It is three
// statements, however many cases there are: the stock, the lamps, the flows.
func (s *Service) Board(ctx context.Context, a policy.Actor, from, to models.Date) (*Board, error) {
	if !s.Policy.Can(a, ReadBoard) {
		return nil, models.E(models.Denied, "denied").With("action", string(ReadBoard))
	}
	if from == 0 || to < from {
		return nil, models.E(models.Invalid, "board.invalid").At("from", "board.period")
	}
	today := s.Store.Now().Date()
	b := &Board{Today: today, From: monthStart(from), To: to, Region: a.Region}
	rows, err := s.Store.BoardCounters(ctx, a.Region, b.From, monthStart(to))
	if err != nil {
		return nil, err
	}
	t := newTables(rows)
	b.Total = t.one("region", "")
	b.Total.Key = ""
	b.Depts, b.Items, b.Agents = t.all("dept"), t.all("item"), t.all("agent")
	b.Regions, b.Months = t.byRegion(), t.byMonth()
	l, err := s.Store.LampStock(ctx, a.Region, today)
	if err != nil {
		return nil, err
	}
	b.Stock = Stock{Open: b.Total.Open, Red: l.Red, Yellow: l.Yellow, Blue: l.Blue, Paused: max(0, b.Total.Paused-l.RedPaused)}
	b.Stock.Green = max(0, b.Stock.Open-l.Red-l.Yellow-l.Blue-b.Stock.Paused)
	return b, nil
}

func monthStart(d models.Date) models.Date {
	y, m, _ := d.YMD()
	return models.Day(y, m, 1)
}

// tables adds counter rows up by what they are looked at by.
type tables struct{ rows []store.CounterRow }

func newTables(rows []store.CounterRow) *tables { return &tables{rows} }

func (t *tables) one(dim, key string) Figures {
	s := newSum(key)
	for _, r := range t.rows {
		if r.Dim == dim && r.DimKey == key {
			s.add(r)
		}
	}
	return s.figures()
}

// all gives the figures of every key of a dimension, those with most open work first.
func (t *tables) all(dim string) []Figures {
	return t.group(func(r store.CounterRow) (string, bool) { return r.DimKey, r.Dim == dim })
}

func (t *tables) byRegion() []Figures {
	return t.group(func(r store.CounterRow) (string, bool) { return r.Region, r.Dim == "region" })
}

func (t *tables) byMonth() []Figures {
	out := t.group(func(r store.CounterRow) (string, bool) { return r.StartsOn, r.Dim == "region" && r.StartsOn != "" })
	slices.SortFunc(out, func(a, b Figures) int { return strings.Compare(a.Key, b.Key) })
	return out
}

func (t *tables) group(keyOf func(store.CounterRow) (string, bool)) []Figures {
	sums := map[string]*sum{}
	for _, r := range t.rows {
		key, ok := keyOf(r)
		if !ok {
			continue
		}
		if sums[key] == nil {
			sums[key] = newSum(key)
		}
		sums[key].add(r)
	}
	out := make([]Figures, 0, len(sums))
	for _, s := range sums {
		out = append(out, s.figures())
	}
	slices.SortFunc(out, func(a, b Figures) int {
		return cmp.Or(cmp.Compare(b.Open+b.Decided, a.Open+a.Decided), strings.Compare(a.Key, b.Key))
	})
	return out
}

// sum adds up the metrics of one key.
type sum struct {
	key  string
	n    map[string]int64
	used map[int]int64 // decided cases by used working days
}

func newSum(key string) *sum { return &sum{key: key, n: map[string]int64{}, used: map[int]int64{}} }

func (s *sum) add(r store.CounterRow) {
	if days, ok := strings.CutPrefix(r.Metric, "u"); ok {
		if d, err := strconv.Atoi(days); err == nil {
			s.used[d] += r.N
			return
		}
	}
	s.n[r.Metric] += r.N
}

func (s *sum) figures() Figures {
	n := s.n
	return Figures{
		Key: s.key, Open: n["open"], Paused: n["paused"], Received: n["received"], Accepted: n["accepted"], Deemed: n["deemed"],
		Decided: n["decided"], Refused: n["refused"], InPromise: share(n["in_promise"], n["promised"]),
		InLaw: share(n["in_law"], n["limited"]), Median: quantile(s.used, 0.5), P90: quantile(s.used, 0.9),
		Agency: n["d_agency"], Applicant: n["d_applicant"], Special: n["d_special"],
	}
}

// quantile gives the smallest number of days that at least the share q of the cases needed: exact to
// the day up to 60, to ten days above; -1 where there is none.
func quantile(used map[int]int64, q float64) int {
	var total int64
	days := make([]int, 0, len(used))
	for d, n := range used {
		total += n
		days = append(days, d)
	}
	if total == 0 {
		return -1
	}
	slices.Sort(days)
	var seen int64
	for _, d := range days {
		seen += used[d]
		if float64(seen) >= q*float64(total) {
			return d
		}
	}
	return days[len(days)-1]
}
