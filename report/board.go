// Package report holds the figures of the boards: each with its definition, each from rows that are
// kept with the change, and each opening exactly the cases behind it.
package report

import (
	"cmp"
	"context"
	"slices"
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
	Dept    string      `json:"dept"` // whose cases these are; "" for all of the region
	Stock   Stock       `json:"stock"`
	Total   Figures     `json:"total"`
	Depts   []Figures   `json:"depts"`
	Items   []Figures   `json:"items"`
	Agents  []Figures   `json:"agents"`
	Regions []Figures   `json:"regions"`
	Months  []Figures   `json:"months"`
}

// Board reads the figures of whole months between two days, for the actor's region: the stock, the flows
// by their own rows for each year and month, and the lamps. What it reads does not grow with the cases.
// Who sees a department's cases alone gets that department's figures: every number opens its cases.
func (s *Service) Board(ctx context.Context, a policy.Actor, from, to models.Date) (*Board, error) {
	if !s.Policy.Can(a, ReadBoard) {
		return nil, models.E(models.Denied, "denied").With("action", string(ReadBoard))
	}
	if from == 0 || to < from {
		return nil, models.E(models.Invalid, "board.invalid").At("from", "board.period")
	}
	today := s.Store.Now().Date()
	b := &Board{Today: today, From: monthStart(from), To: to, Region: a.Region, Dept: a.Dept}
	if a.Role == policy.Leader || a.Role == policy.Supervisor {
		b.Dept = ""
	}
	rows, err := s.Store.BoardCounters(ctx, a.Region, b.Dept, b.From, monthStart(to))
	if err != nil {
		return nil, err
	}
	b.fill(&rows, s.itemsOf(b.Dept))
	l, err := s.lamps(ctx, a.Region, b.Dept, today)
	if err != nil {
		return nil, err
	}
	b.Stock = Stock{Open: b.Total.Open, Red: l.Red, Yellow: l.Yellow, Blue: l.Blue, Paused: max(0, b.Total.Paused-l.LatePaused)}
	b.Stock.Green = max(0, b.Stock.Open-l.Red-l.Yellow-l.Blue-b.Stock.Paused)
	return b, nil
}

func (s *Service) lamps(ctx context.Context, region, dept string, today models.Date) (store.Lamps, error) {
	if dept == "" {
		return s.Store.LampStock(ctx, region, today)
	}
	return s.Store.DeptLamps(ctx, region, dept, today)
}

// itemsOf tells which items a department leads; all of them where dept is "".
func (s *Service) itemsOf(dept string) func(code string) bool {
	if dept == "" {
		return func(string) bool { return true }
	}
	snap, today := s.County.Now(), s.Store.Now().Date()
	return func(code string) bool {
		v, err := snap.InForce(code, today)
		return err == nil && v.Item.Dept.Lead == dept
	}
}

// fill adds the counter rows up by what they are looked at by. A department's whole is its own row; the
// agents' rows are of all departments and stand on the region's board alone.
func (b *Board) fill(rows *store.BoardRows, own func(item string) bool) {
	g := grouped{}
	for i, list := 0, slices.Concat(rows.Stock, rows.Flows); i < len(list); i++ {
		b.put(g, &list[i], own)
	}
	for i := range rows.Trend {
		g.add("month", rows.Trend[i].StartsOn, &rows.Trend[i].Tally)
	}
	whole := g["region"][""]
	if whole == nil {
		whole = &store.Tally{}
	}
	b.Total = figures("", whole)
	b.Depts, b.Items, b.Agents, b.Regions, b.Months = g.all("dept"), g.all("item"), g.all("agent"), g.all("division"), g.all("month")
	slices.SortFunc(b.Months, func(x, y Figures) int { return strings.Compare(x.Key, y.Key) })
}

// put adds one row to the groups that it counts in.
func (b *Board) put(g grouped, r *store.CounterRow, own func(item string) bool) {
	if whole := b.Dept == "" && r.Dim == "region" || b.Dept != "" && r.Dim == "dept" && r.Key == b.Dept; whole {
		g.add("region", "", &r.Tally)
		g.add("division", r.Region, &r.Tally)
	}
	switch {
	case b.Dept == "" && r.Dim != "region", r.Dim == "dept" && r.Key == b.Dept, r.Dim == "item" && own(r.Key):
		g.add(r.Dim, r.Key, &r.Tally)
	}
}

func monthStart(d models.Date) models.Date {
	y, m, _ := d.YMD()
	return models.Day(y, m, 1)
}

// grouped is figures by what they are looked at by and its key.
type grouped map[string]map[string]*store.Tally

func (g grouped) add(by, key string, t *store.Tally) {
	if g[by] == nil {
		g[by] = map[string]*store.Tally{}
	}
	if g[by][key] == nil {
		g[by][key] = &store.Tally{}
	}
	g[by][key].Add(t)
}

// all gives the figures of every key, those with most work first.
func (g grouped) all(by string) []Figures {
	out := make([]Figures, 0, len(g[by]))
	for key, t := range g[by] {
		out = append(out, figures(key, t))
	}
	slices.SortFunc(out, func(a, b Figures) int {
		return cmp.Or(cmp.Compare(b.Open+b.Decided, a.Open+a.Decided), strings.Compare(a.Key, b.Key))
	})
	return out
}

func figures(key string, t *store.Tally) Figures {
	return Figures{
		Key: key, Open: t.Of("open"), Paused: t.Of("paused"), Received: t.Of("received"), Accepted: t.Of("accepted"), Deemed: t.Of("deemed"),
		Decided: t.Of("decided"), Refused: t.Of("refused"), InPromise: share(t.Of("in_promise"), t.Of("promised")),
		InLaw: share(t.Of("in_law"), t.Of("limited")), Median: t.Used(0.5), P90: t.Used(0.9),
		Agency: t.Of("d_agency"), Applicant: t.Of("d_applicant"), Special: t.Of("d_special"),
	}
}
