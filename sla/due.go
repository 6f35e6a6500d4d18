// Package sla is the clock of a case: it works out dates from the law's rules, the calendar and what
// the case's events say. It knows no database, no HTTP and no present time; the same facts always
// give the same answer.
package sla

import (
	"slices"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// Due is the last day of a period; it ends at 24:00 of On whatever the hall's hours (R-CAL-04).
type Due struct {
	On          models.Date `json:"on"`                  // 0: no clock, or suspended without end
	Raw         models.Date `json:"raw"`                 // before a rest day rolled it on
	Provisional bool        `json:"provisional"`         // a day of an unpublished year was looked at (R-CAL-06)
	NeedsYear   int         `json:"needsYear,omitempty"` // the first year whose notice is wanted
	Open        bool        `json:"open,omitempty"`      // suspended with no end known: On is 0 (R-CLK-19 f)
}

// DueOn gives the end of a period of limit that runs from start, start not counted, with pauses as
// whole days that are not counted, as a union (R-CLK-02, 07, 17, 19). Days of pauses up to start are
// ignored, and so is a pause that begins after the period has ended. It allocates nothing with up to
// eight pauses. DAY_BARE is read as calendar days; resolve it first where the county says otherwise.
func DueOn(cal *calendar.Calendar, start models.Date, limit models.Limit, pauses []Span) Due {
	if len(pauses) == 0 {
		return dueOn(cal, start, limit, nil)
	}
	var buf [8]Span
	return dueOn(cal, start, limit, Union(buf[:0], pauses, start))
}

// dueOn is DueOn with the pauses as a union of days after start.
func dueOn(cal *calendar.Calendar, start models.Date, limit models.Limit, union []Span) Due {
	n := max(limit.Value, 0)
	switch {
	case limit.Unit == models.NoUnit || limit.Unit == "":
		return Due{}
	case limit.Unit == models.Immediate || n == 0:
		return dueFrom(cal, start, start, cal.Roll(start))
	case limit.Unit == models.WorkingDay:
		return dueWorking(cal, start, n, union)
	case limit.Unit == models.Month:
		return dueMonths(cal, AddMonths(start, n), union)
	case limit.Unit == models.Year:
		return dueMonths(cal, AddMonths(start, 12*n), union)
	}
	return dueCalendar(cal, start+models.Date(n), union)
}

// dueFrom closes a Due that looked at the days first…on.
func dueFrom(cal *calendar.Calendar, first, raw, on models.Date) Due {
	d := Due{On: on, Raw: raw}
	if u := cal.FirstUnpublished(first, on); u != 0 {
		d.Provisional, d.NeedsYear = true, u.Year()
	}
	return d
}

func dueWorking(cal *calendar.Calendar, start models.Date, n int, union []Span) Due {
	on := cal.Nth(start, n)
	for _, s := range union {
		if s.From > on {
			break
		}
		if s.Open() {
			return Due{Open: true}
		}
		n += cal.Count(s.From-1, s.To)
		on = cal.Nth(start, n)
	}
	return dueFrom(cal, start+1, on, on)
}

// dueCalendar: pauses first, then the last day rolls (R-CLK-17).
func dueCalendar(cal *calendar.Calendar, raw models.Date, union []Span) Due {
	for _, s := range union {
		if s.From > raw {
			break
		}
		if s.Open() {
			return Due{Open: true}
		}
		raw += s.To - s.From + 1
	}
	return dueFrom(cal, raw, raw, cal.Roll(raw))
}

// dueMonths adds to the corresponding day the calendar days of every pause that began while the
// period still ran, the rolled days included (R-CLK-17, 19 d).
func dueMonths(cal *calendar.Calendar, raw models.Date, union []Span) Due {
	for _, s := range union {
		if s.From > cal.Roll(raw) {
			break
		}
		if s.Open() {
			return Due{Open: true}
		}
		raw += s.To - s.From + 1
	}
	return dueFrom(cal, raw, raw, cal.Roll(raw))
}

// AddMonths gives the same day n months later, or the month's last day where it has none such
// (民法典 202). n may be negative.
func AddMonths(d models.Date, n int) models.Date {
	y, m, day := d.YMD()
	first := models.Day(y, m+time.Month(n), 1)
	next := models.Day(y, m+time.Month(n+1), 1)
	return min(first+models.Date(day-1), next-1)
}

// TermEnd gives the last day of a term of months that begins on a day: the day before the same day of the
// last month, or that month's end where it has no such day (民法典 art 202): a year from 29 February 2024
// ends on 28 February 2025.
func TermEnd(from models.Date, months int) models.Date {
	end := AddMonths(from, months)
	_, _, first := from.YMD()
	if _, _, d := end.YMD(); d < first {
		return end
	}
	return end - 1
}

// Sift tells the pauses that take effect from those begun after the period had ended: these change
// nothing and T12 refuses them (R-CLK-19 d). Both keep the order of their first days.
func Sift(cal *calendar.Calendar, start models.Date, limit models.Limit, pauses []Span) (taken, refused []Span) {
	pauses = slices.Clone(pauses)
	slices.SortStableFunc(pauses, byFirstDay)
	for _, p := range pauses {
		due := DueOn(cal, start, limit, taken)
		if due.Open || p.From <= due.On {
			taken = append(taken, p)
		} else {
			refused = append(refused, p)
		}
	}
	return taken, refused
}

// Counted gives the days x with from < x ≤ to that count in unit and lie in no pause: working days
// for WORKING_DAY and IMMEDIATE, calendar days for the rest. It is 0 where to is not after from.
func Counted(cal *calendar.Calendar, unit models.Unit, from, to models.Date, pauses []Span) int {
	if to <= from {
		return 0
	}
	var buf [8]Span
	n := length(cal, unit, from, to)
	for _, s := range Union(buf[:0], pauses, from) {
		if s.From > to {
			break
		}
		n -= length(cal, unit, s.From-1, s.endOr(to))
	}
	return n
}

func length(cal *calendar.Calendar, unit models.Unit, from, to models.Date) int {
	if unit == models.WorkingDay || unit == models.Immediate {
		return cal.Count(from, to)
	}
	return int(to - from)
}

// Used gives the days of the period that had passed by the end of asof, that day included
// (R-CLK-19 g). In a pause it stands still. After the end it goes on, so that remaining is negative.
func Used(cal *calendar.Calendar, start models.Date, limit models.Limit, pauses []Span, asof models.Date) int {
	if limit.Unit == models.Immediate {
		return Counted(cal, limit.Unit, cal.Roll(start), asof, pauses)
	}
	return Counted(cal, limit.Unit, start, asof, pauses)
}

// Length gives N, the number of days in the period: the value itself for day units, the calendar
// days up to the corresponding day for months and years, 0 for IMMEDIATE.
func Length(start models.Date, limit models.Limit) int {
	switch limit.Unit {
	case models.Immediate, models.NoUnit, "":
		return 0
	case models.Month:
		return int(AddMonths(start, limit.Value) - start)
	case models.Year:
		return int(AddMonths(start, 12*limit.Value) - start)
	}
	return limit.Value
}

// Remaining gives N − used; on days between the raw end and the rolled one it stays 0.
func Remaining(cal *calendar.Calendar, start models.Date, limit models.Limit, pauses []Span, asof models.Date) int {
	left := Length(start, limit) - Used(cal, start, limit, pauses, asof)
	if left < 0 && !OverdueOn(DueOn(cal, start, limit, pauses), asof) {
		return 0
	}
	return left
}

// OverdueOn says whether the period was over by asof: asof is later than the due day. The due day
// itself, to 24:00, is not.
func OverdueOn(due Due, asof models.Date) bool { return due.On != 0 && asof > due.On }

// OverdueDays gives the working days in (due, asof], whatever the unit (R-CLK-02).
func OverdueDays(cal *calendar.Calendar, due Due, asof models.Date) int {
	if !OverdueOn(due, asof) {
		return 0
	}
	return cal.Count(due.On, asof)
}

// StateOn gives the state of a clock that began at start and has not been stopped (R-CLK-01).
// pauses are those that took effect.
func StateOn(start models.Date, pauses []Span, asof models.Date) models.ClockState {
	if start == 0 || asof < start {
		return models.ClockNotStarted
	}
	for _, s := range pauses {
		if asof > start && s.Has(asof) {
			return models.ClockPaused
		}
	}
	return models.ClockRunning
}

// Resolve turns DAY_BARE into what the county reads it as, stored on the case at submission; the
// default is calendar days (R-CAL-09). Other units stay.
func Resolve(l models.Limit, bareDay models.Unit) models.Limit {
	if l.Unit == models.DayBare {
		l.Unit = models.CalendarDay
		if bareDay == models.WorkingDay {
			l.Unit = models.WorkingDay
		}
	}
	return l
}
