package sla

import (
	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// Clock is one clock of a case, with its state as of the Picture's date.
type Clock struct {
	Kind      models.ClockKind
	State     models.ClockState
	StartOn   models.Date
	Limit     models.Limit // resolved, extensions included; zero where the date was promised (G)
	Due       Due
	Uncapped  models.Date // P: the date before it was cut to the legal one (R-CLK-18); else Due.On
	Planned   bool        // Due rests on the planned end of a procedure that still runs (R-CLK-19 e)
	StoppedOn models.Date

	Length      int // N in days of Limit.Unit
	Used        int // R-CLK-19 g
	Remaining   int // to Due; negative when past it
	Overdue     bool
	OverdueDays int // working days past Due

	pauses   []Pause // that moved this clock
	spans    []Span  // of pauses
	excluded []Span  // not counted as used: what the legal clock took
}

// Picture is every clock of a case, as of one date.
type Picture struct {
	AsOf       models.Date
	AcceptedOn models.Date
	Deemed     bool
	Promised   bool // the item has a promise; else L stands in for P on lamps

	W, L, P, D, G, I, H Clock

	RefusedPauses    []Pause     // began after the legal due date
	LastDayPauses    []Pause     // began on the due date: 末日暂停
	LateExtensions   []Extension // approved or served after the due date
	UnconfirmedPause bool        // a 末日暂停 that no section head confirmed
}

// Fold works out every clock of a case from its facts, as of a date. It is the only place where
// clocks come from: what is stored is what it gave.
func Fold(cal *calendar.Calendar, f *Facts, asof models.Date) Picture {
	p := Picture{AsOf: asof, AcceptedOn: f.AcceptedOn(), Deemed: f.Deemed}
	p.W = foldWindow(cal, f)
	foldReview(cal, f, &p)
	p.D = foldDelivery(cal, f)
	p.G = foldGap(f)
	p.I = foldInspection(cal, f)
	p.H = foldHearing(cal, f)
	for _, c := range p.clocks() {
		c.look(cal, asof)
	}
	return p
}

func (p *Picture) clocks() [7]*Clock {
	return [7]*Clock{&p.W, &p.L, &p.P, &p.D, &p.G, &p.I, &p.H}
}

// Clock gives the clock of a kind: W, L, P, D, G, I or H; nil for the others.
func (p *Picture) Clock(kind models.ClockKind) *Clock {
	for _, c := range p.clocks() {
		if c.Kind == kind {
			return c
		}
	}
	return nil
}

// foldWindow: the last round's window; a round handed in again has a full one (T04).
func foldWindow(cal *calendar.Calendar, f *Facts) Clock {
	c := Clock{Kind: models.ClockW, Limit: Resolve(f.Terms.Window, f.Terms.BareDayUnit)}
	if len(f.Rounds) == 0 {
		return c
	}
	last := f.Rounds[len(f.Rounds)-1]
	c.run(last.ReceivedOn, DueOn(cal, last.ReceivedOn, c.Limit, nil))
	switch {
	case f.Deemed && c.Due.On != 0:
		c.StoppedOn = c.Due.On + 1 // T08 took effect at 24:00
	case last.CorrectionOn != 0:
		c.StoppedOn = last.CorrectionOn
	case f.NoticeOn != 0:
		c.StoppedOn = f.NoticeOn
	default:
		c.StoppedOn = f.over()
	}
	return c
}

// foldReview: L and P, created at acceptance with their start, even if it is past (R-CLK-16).
func foldReview(cal *calendar.Calendar, f *Facts, p *Picture) {
	p.L, p.P = Clock{Kind: models.ClockL}, Clock{Kind: models.ClockP}
	p.L.Limit = Resolve(f.Terms.Legal, f.Terms.BareDayUnit)
	p.P.Limit = Resolve(f.Terms.Promise, f.Terms.BareDayUnit)
	p.Promised = p.P.Limit.Unit != "" && p.P.Limit.Unit != models.NoUnit
	start := f.LegalStart()
	if start == 0 {
		return
	}
	set := sift(cal, f, start)
	p.RefusedPauses, p.LastDayPauses, p.LateExtensions = set.refused, set.onDueDate, set.late
	for _, x := range set.onDueDate {
		p.UnconfirmedPause = p.UnconfirmedPause || !x.Confirmed
	}
	p.L.Limit = set.limit
	p.L.take(set, f.over(), start, set.due(cal, start))
	if len(set.chained) > 0 {
		p.L.Length = Counted(cal, p.L.Limit.Unit, start, p.L.Due.On, set.spans)
	}
	if p.Promised {
		foldPromise(cal, set, p, f.over(), start)
	}
}

// foldPromise: never later than the legal date (R-CLK-18), not moved by an extension, nor by a pause
// begun after it was missed (R-CLK-19 d).
func foldPromise(cal *calendar.Calendar, set pauseSet, p *Picture, over, start models.Date) {
	due := DueOn(cal, start, p.P.Limit, set.spans)
	own := pauseSet{}
	for i, s := range set.spans {
		if due.On == 0 || s.From <= due.On {
			own.taken, own.spans = append(own.taken, set.taken[i]), append(own.spans, s)
		}
	}
	capped := due
	if l := p.L.Due; l.On != 0 && (due.Open || l.On < due.On) {
		capped = l
		capped.Raw = l.On
	}
	p.P.take(own, over, start, capped)
	p.P.excluded = set.spans
	p.P.Uncapped = due.On
}

// take starts a clock with its pauses. A procedure that still runs makes the date a planned one.
func (c *Clock) take(set pauseSet, over, start models.Date, due Due) {
	c.run(start, due)
	c.pauses, c.spans, c.excluded = set.taken, set.spans, set.spans
	c.StoppedOn = over
	for i := range c.pauses {
		if x := &c.pauses[i]; x.End == 0 && !x.Suspension() {
			c.Planned = true
		}
	}
}

// run starts a clock that has a limit.
func (c *Clock) run(start models.Date, due Due) {
	if due.On == 0 && !due.Open {
		return // no limit: no clock
	}
	c.StartOn, c.Due, c.Uncapped = start, due, due.On
	c.Length = Length(start, c.Limit)
}

var (
	tenDays  = models.Limit{Value: 10, Unit: models.WorkingDay}
	fiveDays = models.Limit{Value: 5, Unit: models.WorkingDay}

	twentyDays = models.Limit{Value: 20, Unit: models.WorkingDay}
)

// foldDelivery: 10 wd from the decision, 行政许可法 art 44; a refusal by analogy.
func foldDelivery(cal *calendar.Calendar, f *Facts) Clock {
	c := Clock{Kind: models.ClockD, Limit: f.Terms.DeliverRefusal}
	if f.Granted {
		c.Limit = f.Terms.DeliverGrant
	}
	if c.Limit.Unit == "" {
		c.Limit = tenDays
	}
	c.Limit = Resolve(c.Limit, f.Terms.BareDayUnit)
	if f.DecidedOn != 0 {
		c.run(f.DecidedOn, DueOn(cal, f.DecidedOn, c.Limit, nil))
		c.StoppedOn = f.DeliveredOn
	}
	return c
}

// foldGap: the promised date itself; never paused.
func foldGap(f *Facts) Clock {
	c := Clock{Kind: models.ClockG}
	if accepted := f.AcceptedOn(); accepted != 0 && f.GapDue != 0 {
		c.Limit = models.Limit{Value: int(f.GapDue - accepted), Unit: models.CalendarDay}
		c.run(accepted, Due{On: f.GapDue, Raw: f.GapDue})
		c.StoppedOn = f.GapClosedOn
		if c.StoppedOn == 0 {
			c.StoppedOn = f.over()
		}
	}
	return c
}

// foldInspection: 5 wd, 行政许可法 art 55(2).
func foldInspection(cal *calendar.Calendar, f *Facts) Clock {
	c := Clock{Kind: models.ClockI}
	if accepted := f.AcceptedOn(); accepted != 0 && f.Terms.InspectionByAgency {
		c.Limit = fiveDays
		c.run(accepted, DueOn(cal, accepted, fiveDays, nil))
		c.StoppedOn = f.InspectorOn
		if c.StoppedOn == 0 {
			c.StoppedOn = f.over()
		}
	}
	return c
}

// foldHearing: the last hearing, 20 wd from its request to the day on which it is over (行政许可法 art
// 47(1)). It never stands still: the pause of L is the hearing itself.
func foldHearing(cal *calendar.Calendar, f *Facts) Clock {
	c := Clock{Kind: models.ClockH}
	for i := range f.Pauses {
		p := &f.Pauses[i]
		if p.Reason != models.PauseHearing || p.Requested() < c.StartOn {
			continue
		}
		c = Clock{Kind: models.ClockH, Limit: twentyDays}
		c.run(p.Requested(), HearingOf(cal, 0, p.Requested()).HoldBy)
		if c.StoppedOn = p.End; c.StoppedOn == 0 {
			c.StoppedOn = f.over()
		}
	}
	return c
}

// look fills in what depends on the date. A stopped clock shows the day it stopped.
func (c *Clock) look(cal *calendar.Calendar, asof models.Date) {
	c.State = StateOn(c.StartOn, c.spans, asof)
	if c.StartOn == 0 {
		return
	}
	if c.StoppedOn != 0 && c.StoppedOn <= asof {
		c.State = models.ClockStopped
		asof = c.StoppedOn
	}
	c.Used = Used(cal, c.StartOn, c.Limit, c.excluded, asof)
	c.Remaining = c.RemainingOn(cal, asof)
	c.Overdue = OverdueOn(c.Due, asof)
	c.OverdueDays = OverdueDays(cal, c.Due, asof)
}

// RemainingOn gives the days left to Due at the end of asof: N − used, or where the promise was cut
// to the legal date the days to that date (R-CLK-18). It is 0, not negative, on the rest days
// between the raw end of a period and the day it rolled to.
func (c *Clock) RemainingOn(cal *calendar.Calendar, asof models.Date) int {
	var left int
	switch {
	case c.StartOn == 0:
		return 0
	case c.Due.On != c.Uncapped && asof < c.Due.On:
		left = Counted(cal, c.Limit.Unit, max(asof, c.StartOn), c.Due.On, c.excluded)
	case c.Due.On != c.Uncapped:
		left = -Counted(cal, c.Limit.Unit, c.Due.On, asof, c.excluded)
	default:
		left = c.Length - Used(cal, c.StartOn, c.Limit, c.excluded, asof)
	}
	if left < 0 && !OverdueOn(c.Due, asof) {
		return 0
	}
	return left
}

// PausedOn gives the pause in which the clock stands still on d, nil where it runs.
func (c *Clock) PausedOn(d models.Date) *Pause {
	for i, s := range c.spans {
		if d > c.StartOn && s.Has(d) {
			return &c.pauses[i]
		}
	}
	return nil
}
