package sla

import (
	"slices"

	"onestop.internal/models"
)

// Span is whole legal dates, first and last included (R-CLK-19 a). To = 0 is open: no end is known.
type Span struct {
	From models.Date `json:"from"`
	To   models.Date `json:"to"`
}

// Open says that the span has no end.
func (s Span) Open() bool { return s.To == 0 }

// Has says whether d lies in the span.
func (s Span) Has(d models.Date) bool { return s.From <= d && (s.To == 0 || d <= s.To) }

func (s Span) empty() bool { return s.To != 0 && s.To < s.From }

// endOr gives the last day, at most limit.
func (s Span) endOr(limit models.Date) models.Date {
	if s.To == 0 || s.To > limit {
		return limit
	}
	return s.To
}

// Union gives the days later than after that lie in any of the spans, as sorted spans that neither
// overlap nor touch. It appends to dst, which may be a buffer on the stack.
func Union(dst, spans []Span, after models.Date) []Span {
	base := len(dst)
	for _, s := range spans {
		s.From = max(s.From, after+1)
		if s.empty() {
			continue
		}
		dst = append(dst, s)
	}
	if len(dst)-base > 1 {
		slices.SortFunc(dst[base:], byFirstDay)
	}
	return dst[:base+join(dst[base:])]
}

// join merges sorted spans in place and gives how many remain.
func join(s []Span) int {
	n := 0
	for _, next := range s {
		if n > 0 && (s[n-1].Open() || next.From <= s[n-1].To+1) {
			if !s[n-1].Open() && (next.Open() || next.To > s[n-1].To) {
				s[n-1].To = next.To
			}
			continue
		}
		s[n] = next
		n++
	}
	return n
}

// intersect gives the days in both of two sorted, disjoint lists.
func intersect(a, b []Span) []Span {
	var both []Span
	for i, j := 0, 0; i < len(a) && j < len(b); {
		s := Span{From: max(a[i].From, b[j].From), To: a[i].To}
		if s.Open() || (!b[j].Open() && b[j].To < s.To) {
			s.To = b[j].To
		}
		if !s.empty() {
			both = append(both, s)
		}
		if a[i].Open() || (!b[j].Open() && b[j].To < a[i].To) {
			j++
		} else {
			i++
		}
	}
	return both
}

func byFirstDay(a, b Span) int { return int(a.From - b.From) }
