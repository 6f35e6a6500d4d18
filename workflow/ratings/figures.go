package ratings

import (
	"context"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Share is a part of a whole, kept as two numbers so that nothing is rounded before it is shown.
type Share struct {
	N  int `json:"n"`
	Of int `json:"of"`
}

// Figure is what a department's, or a division's, ratings come to (FLOWS §9). "No rating" is no
// satisfied one: it is in Participation alone.
type Figure struct {
	DeptCode      string `json:"deptCode"`      // "" for the whole
	Levels        [5]int `json:"levels"`        // counted ratings of level 1 … 5
	Counted       int    `json:"counted"`       // valid ratings: all but the mistaken and malicious
	NotCounted    int    `json:"notCounted"`    // mistaken or malicious
	Score         int    `json:"score"`         // Σ of 100/80/60/30/0; over Counted it is the unit's score
	Satisfied     Share  `json:"satisfied"`     // 满意率: levels 5, 4 and 3 of the counted
	Participation Share  `json:"participation"` // rated of the cases that came to a result in the time
	Rectified     Share  `json:"rectified"`     // 差评整改率: closed of the bad ratings received in the time
}

func (f *Figure) add(level models.RatingLevel, counted bool, n int) {
	if !counted || !level.Valid() {
		f.NotCounted += n
		return
	}
	f.Levels[level-1] += n
	f.Counted += n
	f.Score += n * level.Score()
	f.Satisfied.Of += n
	if !level.Bad() {
		f.Satisfied.N += n
	}
}

// Figures gives the ratings received between two days, both included: of the whole division first and
// then by department. A department sees its own alone.
func (s *Service) Figures(ctx context.Context, a policy.Actor, from, to models.Date) ([]Figure, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	rows, ok := scope.Rows()
	if !ok || rows.Region == "" {
		return nil, models.E(models.Denied, "denied").With("action", string(Read))
	}
	m := figures{"": &Figure{}}
	if err := s.count(ctx, m, rows.Region, from, to); err != nil {
		return nil, err
	}
	if rows.Dept != "" {
		dept := strings.TrimSuffix(rows.Dept, policy.WindowParty(""))
		return []Figure{*m.of(dept)}, nil
	}
	var out []Figure
	for _, f := range m {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Figure) int { return strings.Compare(a.DeptCode, b.DeptCode) })
	return out, nil
}

// figures are by department, with the whole under "".
type figures map[string]*Figure

func (m figures) of(dept string) *Figure {
	if m[dept] == nil {
		m[dept] = &Figure{DeptCode: dept}
	}
	return m[dept]
}

func (s *Service) count(ctx context.Context, m figures, region string, from, to models.Date) error {
	ratings, err := s.Cases.Store.RatingCounts(ctx, region, from, to)
	if err != nil {
		return err
	}
	for _, r := range ratings {
		for _, f := range []*Figure{m.of(""), m.of(r.DeptCode)} {
			f.add(r.Level, r.Counted, r.N)
		}
	}
	invited, err := s.Cases.Store.InvitedCounts(ctx, region, from, to)
	if err != nil {
		return err
	}
	for _, r := range invited {
		for _, f := range []*Figure{m.of(""), m.of(r.DeptCode)} {
			f.Participation.N += r.Rated
			f.Participation.Of += r.N
		}
	}
	bad, err := s.Cases.Store.RectifiedCounts(ctx, region, from, to)
	for _, r := range bad {
		for _, f := range []*Figure{m.of(""), m.of(r.DeptCode)} {
			f.Rectified.N += r.Rated
			f.Rectified.Of += r.N
		}
	}
	return err
}
