package cases

import (
	"onestop.internal/models"
	"onestop.internal/sla"
	"onestop.internal/sla/calendar"
)

// derive puts on the case what the picture of its clocks says: the dates that lists, lamps and the
// open-only index use.
func (w *work) derive(pic *sla.Picture) {
	c := w.c
	c.CalendarRev, c.AcceptedOn = w.snap.Calendar.Rev(), pic.AcceptedOn
	if c.Flow != models.FlowPermit {
		c.AcceptedOn = 0
	}
	c.WindowDue, c.LegalDue, c.PromisedDue, c.DeliverDue = pic.W.Due.On, pic.L.Due.On, pic.P.Due.On, pic.D.Due.On
	c.Provisional = pic.W.Due.Provisional || pic.L.Due.Provisional || pic.P.Due.Provisional
	begins := w.pause()
	w.handDays(pic)
	c.DueOn, c.OpenDept = 0, ""
	c.BlueOn, c.YellowOn, c.RedOn, c.NextTimerAt, c.NextAlertAt = 0, 0, 0, 0, 0
	if c.Status == models.Draft {
		c.NextTimerAt = sla.DraftTimer(w.tx.Today()).FiresAt
		return
	}
	if c.IsOpen() {
		c.OpenDept = models.Text(c.DeptCode)
		c.DueOn = w.runningDue(pic)
		w.lampDays(pic)
		w.nextInstants()
		if begins != 0 && (c.NextTimerAt == 0 || begins < c.NextTimerAt) {
			c.NextTimerAt = begins
		}
	}
}

// pause stores whether the clock stands still today: from the first day of a procedure, which may be told
// before it (T12). It gives when the next one begins: the row is derived anew then; 0 for none.
func (w *work) pause() (begins models.Instant) {
	c := w.c
	c.Paused = c.Status == models.Suspended
	if c.Status != models.InSpecialProcedure {
		return 0
	}
	today := w.tx.Today()
	for _, p := range openPauses(c, w.item, w.snap, w.events) {
		if p.From <= today {
			c.Paused = true
		} else if at := p.From.Start(); begins == 0 || at < begins {
			begins = at
		}
	}
	return begins
}

// runningDue is the date that the running work must meet first: the window's, the promise's, the
// law's, the delivery's.
func (w *work) runningDue(pic *sla.Picture) models.Date {
	for _, k := range []*sla.Clock{&pic.W, &pic.P, &pic.L, &pic.D} {
		if running(k) && k.Due.On != 0 {
			return k.Due.On
		}
	}
	return 0
}

func running(k *sla.Clock) bool {
	return k.State == models.ClockRunning || k.State == models.ClockPaused
}

// leading gives the clock that the lamp looks at first and the legal one beside it; nil where none
// runs.
func leading(pic *sla.Picture) (promise, legal *sla.Clock) {
	switch {
	case running(&pic.P):
		return &pic.P, &pic.L
	case running(&pic.L):
		return &pic.L, &pic.L
	case running(&pic.D):
		return &pic.D, &pic.D
	case running(&pic.W):
		return &pic.W, &pic.W
	}
	return nil, nil
}

// lampDays stores from which day on the lamp has which colour, so that the stock by lamp is a range
// count over the open-only index. While a case is paused only what was overdue before keeps its
// colour (G13).
func (w *work) lampDays(pic *sla.Picture) {
	promise, legal := leading(pic)
	if promise == nil || promise.Due.On == 0 {
		return
	}
	c, rule := w.c, sla.LampRules[w.snap.Settings.LampPreset]
	if rule.PastPromise == models.LampRed {
		c.RedOn = promise.Due.On + 1
	} else if legal.Due.On != 0 {
		c.RedOn = legal.Due.On + 1
	}
	if !c.Paused {
		days := promise.LampDays(w.snap.Calendar, rule)
		c.BlueOn, c.YellowOn = days.Blue, days.Yellow
	}
	if rule.PastPromise == models.LampYellow {
		c.YellowOn = promise.Due.On + 1
	}
}

// alertClocks are the clocks that warn, in the order of their rows.
func alertClocks(pic *sla.Picture) []*sla.Clock {
	return []*sla.Clock{&pic.W, &pic.L, &pic.P, &pic.D, &pic.G, &pic.I, &pic.H}
}

// nextInstants stores when the next legal timer takes effect and when the next alert is due.
func (w *work) nextInstants() {
	if ts := w.timers(); len(ts) > 0 {
		w.c.NextTimerAt = ts[0].FiresAt
	}
	if w.c.Flow == models.FlowService {
		w.c.NextTimerAt = w.confirmLapsesAt()
	}
	if r, ok := w.nextReminder(); ok && (w.c.NextTimerAt == 0 || r.FiresAt < w.c.NextTimerAt) {
		w.c.NextTimerAt = r.FiresAt
	}
}

// saveClocks stores the rows of the clocks that changed, with the instants of their alerts.
func (w *work) saveClocks(pic *sla.Picture) error {
	var old []models.ClockRow
	if w.before.FirstReceived != 0 { // a draft has no clocks
		var err error
		if old, err = w.tx.Clocks(w.c.ID); err != nil {
			return err
		}
	}
	was := map[models.ClockKind]models.ClockRow{}
	for _, r := range old {
		was[r.Kind] = r
	}
	var changed []models.ClockRow
	clocks, err := w.clocks(pic)
	if err != nil {
		return err
	}
	for _, k := range clocks {
		if k.StartOn == 0 {
			continue
		}
		row := w.clockRow(k)
		row.NextAlertAt = nextAlert(&row, was[k.Kind])
		if w.c.IsOpen() && row.NextAlertAt != 0 && (w.c.NextAlertAt == 0 || row.NextAlertAt < w.c.NextAlertAt) {
			w.c.NextAlertAt = row.NextAlertAt
		}
		if row != was[k.Kind] {
			changed = append(changed, row)
		}
		if before := was[k.Kind].DueOn; before != 0 && before != row.DueOn && row.StoppedOn == 0 { // moved, or begun anew
			if err := w.tx.SupersedeAlerts(w.c.ID, k.Kind, row.DueAt); err != nil {
				return err
			}
		}
		delete(was, k.Kind)
	}
	for kind := range was { // it runs no more and never has: a filing that waits for information
		if err := w.tx.DropClock(w.c.ID, kind); err != nil {
			return err
		}
	}
	return w.tx.SaveClocks(changed)
}

// clocks are those of the case, and the J of a set or of a part of one.
func (w *work) clocks(pic *sla.Picture) ([]*sla.Clock, error) {
	if w.set != nil {
		return append(alertClocks(pic), &w.set.clock), nil
	}
	j, err := w.partClock(pic)
	if err != nil || j == nil {
		return alertClocks(pic), err
	}
	return append(alertClocks(pic), j), nil
}

func (w *work) clockRow(k *sla.Clock) models.ClockRow {
	a := sla.AlertsOf(w.snap.Calendar, k, w.snap.Settings.LampPreset)
	row := models.ClockRow{
		CaseID: w.c.ID, Kind: k.Kind, State: k.State, StartOn: k.StartOn, DueOn: k.Due.On, StoppedOn: k.StoppedOn,
		Value: k.Limit.Value, Unit: k.Limit.Unit, Provisional: k.Due.Provisional,
		WarnAt: a.WarnAt, DueAt: a.DueAt, OverdueAt: a.OverdueAt, EscalateAt: a.CardAt,
	}
	return row
}

// nextAlert gives the first alert instant of a row that has not been told: where the due date is the
// one it was, what was told stays told.
func nextAlert(row *models.ClockRow, was models.ClockRow) models.Instant {
	if row.DueAt == was.DueAt {
		return was.NextAlertAt
	}
	for _, at := range []models.Instant{row.WarnAt, row.DueAt, row.OverdueAt} {
		if at != 0 {
			return at
		}
	}
	return 0
}

// countedOn gives the day on which the county's own part was done: the decision, or handing up.
func countedOn(c *models.Case) models.Date {
	if c.ForwardedOn != 0 {
		return c.ForwardedOn
	}
	return c.DecidedOn
}

// handDays stores in whose hands the time was until the decision, in working days: the agency's own, of
// special procedures, of the applicant's corrections (R-PAR-07).
func (w *work) handDays(pic *sla.Picture) {
	c := w.c
	c.UsedDays, c.SpecialDays, c.ApplicantDays = 0, 0, 0
	if c.DecidedOn == 0 {
		return
	}
	lead := &pic.P
	if lead.StartOn == 0 {
		lead = &pic.L
	}
	if lead.StartOn == 0 {
		return
	}
	f := foldFacts(c, w.item, w.snap, w.events)
	cal, end := w.snap.Calendar, max(lead.StartOn, countedOn(c))
	spans := make([]sla.Span, 0, len(f.Pauses))
	for i := range f.Pauses {
		spans = append(spans, f.Pauses[i].Span(cal, c.BareDayUnit))
	}
	all := cal.Count(lead.StartOn, end)
	c.UsedDays = sla.Counted(cal, models.WorkingDay, lead.StartOn, end, spans)
	c.ApplicantDays = confirming(cal, f.Pauses)
	c.SpecialDays = all - c.UsedDays - c.ApplicantDays
	for i, r := range f.Rounds {
		if r.CorrectionOn != 0 && i+1 < len(f.Rounds) {
			c.ApplicantDays += cal.Count(r.CorrectionOn, f.Rounds[i+1].ReceivedOn)
		}
	}
}

// confirming counts the working days in which a solved request lay with its enterprise before it was opened again.
func confirming(cal *calendar.Calendar, pauses []sla.Pause) (n int) {
	for i := range pauses {
		if p := &pauses[i]; p.Reason == models.PauseConfirmation {
			n += cal.Count(p.From-1, p.End)
		}
	}
	return n
}
