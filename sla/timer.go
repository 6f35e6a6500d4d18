package sla

import (
	"cmp"
	"slices"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// TimerKind names a transition that time alone brings about (RULES §2).
type TimerKind string

// Timers, by their transition.
const (
	TimerT01b TimerKind = "T01b" // a draft untouched for 90 days is abandoned
	TimerT08  TimerKind = "T08"  // the window passed in silence: deemed accepted
	TimerT13  TimerKind = "T13"  // the planned end or the cap of a special procedure: resumed
	TimerN02  TimerKind = "N02"  // a licence expires undecided: deemed renewed
	TimerN03  TimerKind = "N03"  // a licence expires
)

// tie is the order of timers that fall due in the same instant (R-EVT-02).
var tie = map[TimerKind]int{TimerT13: 1, TimerT08: 2, TimerN02: 3, TimerN03: 4, TimerT01b: 5}

// Timer is a transition that has taken, or will take, effect in law at an instant, whenever a sweep
// gets to it. FiresAt is also the legal_at of its event.
type Timer struct {
	Kind        TimerKind
	FiresAt     models.Instant
	On          models.Date // T08: accepted_on; T13: last day not counted; N02, N03: expiry; T01b: last day
	Pause       int         // T13: index in Facts.Pauses
	CapOverrun  bool        // T13: the cap came before the planned end (YELLOW card)
	Provisional bool        // the date rests on an unpublished year
}

// SortTimers puts timers in the order in which they take effect.
func SortTimers(ts []Timer) {
	slices.SortStableFunc(ts, func(a, b Timer) int {
		return cmp.Or(cmp.Compare(a.FiresAt, b.FiresAt), cmp.Compare(tie[a.Kind], tie[b.Kind]))
	})
}

// Timers gives the case's timers that have not fired, in order. None fires once the case is decided
// or ended.
func Timers(cal *calendar.Calendar, f *Facts) []Timer {
	if f.over() != 0 {
		return nil
	}
	ts := pauseTimers(cal, f)
	if t, ok := windowTimer(cal, f); ok {
		ts = append(ts, t)
	}
	SortTimers(ts)
	return ts
}

// windowTimer is T08: silence to the end of the window (行政许可法 art 32(1)(4)).
func windowTimer(cal *calendar.Calendar, f *Facts) (Timer, bool) {
	w := foldWindow(cal, f)
	if f.Terms.Lapse != models.LapseDeemed || w.Due.On == 0 || w.StoppedOn != 0 {
		return Timer{}, false
	}
	return Timer{Kind: TimerT08, FiresAt: w.Due.On.End(), On: w.StartOn, Provisional: w.Due.Provisional}, true
}

// pauseTimers are T13 of every special procedure that runs; a suspension has none.
func pauseTimers(cal *calendar.Calendar, f *Facts) []Timer {
	var ts []Timer
	for i := range f.Pauses {
		p := &f.Pauses[i]
		if p.End != 0 || p.Suspension() {
			continue
		}
		last := p.LastDay(cal, f.Terms.BareDayUnit)
		if last == 0 {
			continue
		}
		ts = append(ts, Timer{
			Kind: TimerT13, FiresAt: last.End(), On: last, Pause: i,
			CapOverrun: p.PlannedEnd == 0 || last < p.PlannedEnd,
		})
	}
	return ts
}

// Apply gives the facts after t has fired. f is not changed.
func (t Timer) Apply(f Facts) Facts {
	switch t.Kind {
	case TimerT08:
		f.Deemed = true
	case TimerT13:
		f.Pauses = slices.Clone(f.Pauses)
		p := &f.Pauses[t.Pause]
		p.End, p.TimerClosed, p.CapOverrun = t.On, true, t.CapOverrun
	}
	return f
}

// Settle fires, in order, every timer that took effect by at, and gives them with the facts that
// follow (R-EVT-02). A move is judged on those facts; the sweep calls the same.
func Settle(cal *calendar.Calendar, f Facts, at models.Instant) ([]Timer, Facts) {
	var fired []Timer
	for {
		ts := Timers(cal, &f)
		if len(ts) == 0 || ts[0].FiresAt > at {
			return fired, f
		}
		fired = append(fired, ts[0])
		f = ts[0].Apply(f)
	}
}

// draftDays is how long an untouched draft is kept (T01b).
const draftDays = 90

// DraftTimer gives T01b of a draft last touched on a day.
func DraftTimer(touchedOn models.Date) Timer {
	last := touchedOn + draftDays
	return Timer{Kind: TimerT01b, FiresAt: last.End(), On: last}
}
