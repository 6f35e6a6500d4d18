package prechecks

import (
	"context"
	"slices"
	"strings"
	"sync"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// What is learned of an item: applications of a year, the latest 5,000 at most, and no figure from fewer than 10.
const (
	learnDays    = 365
	learnCases   = 5000
	learnAtLeast = 10
	sameWords    = 3 // a clerk's words are shown where at least so many notices use them: nobody's own case is told
	learnFor     = 10 * 60 * 1000
)

// Codes of the events by which an application goes back to its applicant.
var returned = []string{"T03", "F02"}

// ReturnReason is a material, or the form ("" as its code), that applications were returned for.
type ReturnReason struct {
	Material     string   `json:"material"`
	Name         string   `json:"name"` // of the material; "" for the form
	Applications int      `json:"applications"`
	Words        []string `json:"words" nullable:"false" doc:"what several notices said of it, the most frequent first"`
}

// Returns is how often the county returned applications of an item to be corrected, and for what.
type Returns struct {
	ItemCode     string         `json:"itemCode"`
	Since        models.Date    `json:"since"`
	Applications int            `json:"applications" doc:"received since then, the latest 5,000 at most"`
	Returned     int            `json:"returned" doc:"of them, to be corrected, at least once"`
	Enough       bool           `json:"enough" doc:"whether there are enough for a figure: 10"`
	Reasons      []ReturnReason `json:"reasons" nullable:"false"`
}

// returns keeps what was learned for ten minutes.
type returns struct {
	mu   sync.Mutex
	kept map[string]keptReturns
}

type keptReturns struct {
	r  *Returns
	at models.Instant
}

// Returns gives for what applications of an item were returned within a year, for everybody: NotFound for an
// item that there is not.
func (s *Service) Returns(ctx context.Context, item string) (*Returns, error) {
	now := s.Cases.Store.Now()
	s.returns.mu.Lock()
	kept, ok := s.returns.kept[item]
	s.returns.mu.Unlock()
	if ok && now >= kept.at && now < kept.at+learnFor {
		return kept.r, nil
	}
	r, err := s.learn(ctx, item, now.Date())
	if err != nil {
		return nil, err
	}
	s.returns.mu.Lock()
	defer s.returns.mu.Unlock()
	if s.returns.kept == nil {
		s.returns.kept = map[string]keptReturns{}
	}
	s.returns.kept[item] = keptReturns{r, now}
	return r, nil
}

func (s *Service) learn(ctx context.Context, item string, today models.Date) (*Returns, error) {
	v, err := s.Cases.County.Now().InForce(item, today)
	if err != nil {
		return nil, models.E(models.NotFound, "item.not_found")
	}
	r := &Returns{ItemCode: item, Since: today - learnDays, Reasons: []ReturnReason{}}
	n, rows, err := s.Cases.Store.RecentlyReturned(ctx, item, r.Since, returned, learnCases)
	if err != nil {
		return nil, err
	}
	r.Applications, r.Enough = n, n >= learnAtLeast
	whole := map[int64]bool{}
	of := map[string]*reason{}
	for _, row := range rows {
		whole[row.CaseID] = true
		var p cases.Payload
		if row.Payload.Into(&p) != nil {
			continue
		}
		for _, d := range p.Defects {
			if of[d.Material] == nil {
				of[d.Material] = &reason{cases: map[int64]bool{}, words: map[string]map[int64]bool{}}
			}
			of[d.Material].add(row.CaseID, d.Problem)
		}
	}
	r.Returned = len(whole)
	if !r.Enough {
		return r, nil
	}
	names := map[string]string{"": ""}
	for _, m := range v.Item.Materials {
		names[m.Code] = m.NameZh
	}
	for code, one := range of {
		name, ok := names[code]
		if !ok { // of an earlier version of the item
			continue
		}
		r.Reasons = append(r.Reasons, ReturnReason{Material: code, Name: name, Applications: len(one.cases), Words: one.common()})
	}
	slices.SortFunc(r.Reasons, func(a, b ReturnReason) int {
		if a.Applications != b.Applications {
			return b.Applications - a.Applications
		}
		return strings.Compare(a.Material, b.Material)
	})
	return r, nil
}

// reason is what notices said of one material.
type reason struct {
	cases map[int64]bool
	words map[string]map[int64]bool
}

func (r *reason) add(caseID int64, text string) {
	r.cases[caseID] = true
	text = strings.TrimRight(strings.Join(strings.Fields(text), " "), "。.；;")
	if text == "" {
		return
	}
	if r.words[text] == nil {
		r.words[text] = map[int64]bool{}
	}
	r.words[text][caseID] = true
}

// common gives the words that at least sameWords applications share, three at most, the most frequent first.
func (r *reason) common() []string {
	out := []string{}
	for text, by := range r.words {
		if len(by) >= sameWords {
			out = append(out, text)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		if n := len(r.words[b]) - len(r.words[a]); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return out[:min(len(out), 3)]
}
