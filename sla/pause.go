package sla

import (
	"slices"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// Suspension says that the pause is a 中止 (T20): no planned end, resumed by an event only.
func (p *Pause) Suspension() bool { return p.Reason == models.PauseSuspension }

// Requested gives the day on which a hearing was asked for.
func (p *Pause) Requested() models.Date {
	if p.RequestedOn != 0 {
		return p.RequestedOn
	}
	return p.From
}

// LastDay gives the last day that is not counted: the actual end, else the planned end or the day
// the cap is reached, whichever is first; 0 where none is known.
func (p *Pause) LastDay(cal *calendar.Calendar, bareDay models.Unit) models.Date {
	if p.End != 0 {
		return p.End
	}
	last := p.PlannedEnd
	if c := p.CapEnd(cal, bareDay); c != 0 && !p.CapWaived && (last == 0 || c < last) {
		last = c
	}
	return last
}

// CapEnd gives the day on which the cap is used up, the first day of the pause counted; 0 without a
// cap (R-CLK-08).
func (p *Pause) CapEnd(cal *calendar.Calendar, bareDay models.Unit) models.Date {
	c := Resolve(p.Cap, bareDay)
	switch {
	case c.Value <= 0:
		return 0
	case c.Unit == models.WorkingDay:
		return cal.Nth(p.From-1, c.Value)
	case c.Unit == models.CalendarDay:
		return p.From + models.Date(c.Value) - 1
	case c.Unit == models.Month:
		return AddMonths(p.From, c.Value) - 1
	}
	return 0
}

// Span gives the days that the pause takes out.
func (p *Pause) Span(cal *calendar.Calendar, bareDay models.Unit) Span {
	return Span{p.From, p.LastDay(cal, bareDay)}
}

// pauseSet is the pauses of a case sifted by its legal clock.
type pauseSet struct {
	taken     []Pause
	spans     []Span // of taken, in the same order
	refused   []Pause
	onDueDate []Pause // 末日暂停
	limit     models.Limit
	chained   []models.Limit // extensions in a unit other than the limit's, one after the other
	late      []Extension    // came after the due date
}

// sift takes pauses and extensions in the order of their dates and keeps those that came while the
// legal clock still ran (T12, T14; R-CLK-19 c, d, h).
func sift(cal *calendar.Calendar, f *Facts, start models.Date) pauseSet {
	set := pauseSet{limit: Resolve(f.Terms.Legal, f.Terms.BareDayUnit)}
	pauses := slices.Clone(f.Pauses)
	slices.SortStableFunc(pauses, func(a, b Pause) int { return int(a.From - b.From) })
	extensions := slices.Clone(f.Extensions)
	slices.SortStableFunc(extensions, func(a, b Extension) int { return int(a.ApprovedOn - b.ApprovedOn) })
	for len(pauses) > 0 || len(extensions) > 0 {
		due := set.due(cal, start)
		if len(pauses) == 0 || len(extensions) > 0 && extensions[0].ApprovedOn < pauses[0].From {
			set.extend(extensions[0], due, f.Terms.BareDayUnit)
			extensions = extensions[1:]
			continue
		}
		set.pause(cal, pauses[0], due, f.Terms.BareDayUnit)
		pauses = pauses[1:]
	}
	return set
}

func (s *pauseSet) pause(cal *calendar.Calendar, p Pause, due Due, bareDay models.Unit) {
	if due.On != 0 && p.From > due.On {
		s.refused = append(s.refused, p)
		return
	}
	if p.From == due.On {
		s.onDueDate = append(s.onDueDate, p)
	}
	s.taken = append(s.taken, p)
	s.spans = append(s.spans, p.Span(cal, bareDay))
}

func (s *pauseSet) extend(x Extension, due Due, bareDay models.Unit) {
	by := Resolve(x.By, bareDay)
	switch {
	case due.On != 0 && x.ApprovedOn > due.On:
		s.late = append(s.late, x)
	case by.Unit == s.limit.Unit:
		s.limit.Value += by.Value
	default:
		s.chained = append(s.chained, by)
	}
}

// due gives the legal due date. An extension in the limit's own unit has been added to N; one in
// another unit runs from the due date before it.
func (s *pauseSet) due(cal *calendar.Calendar, start models.Date) Due {
	d := DueOn(cal, start, s.limit, s.spans)
	for _, x := range s.chained {
		if d.On == 0 {
			break
		}
		next := DueOn(cal, d.On, x, s.spans)
		if d.Provisional && !next.Open {
			next.Provisional, next.NeedsYear = true, d.NeedsYear
		}
		d = next
	}
	return d
}
