package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// maxTimers bounds one settling; a case has a handful of timers, so more is a mistake in the rules.
const maxTimers = 64

// settle fires, in order of their instants, every timer that took legal effect up to now, and tells the
// alerts between them; of one instant the timer comes first. A move is judged as if the sweep had never
// been late, and what it would have told is told (R-EVT-02).
func (w *work) settle(now models.Instant) error {
	seq := w.c.Seq
	for range maxTimers {
		t, ok := w.nextTimer()
		if !ok || t.FiresAt > now {
			if err := w.tellUntil(now); err != nil {
				return err
			}
			return w.settled(seq)
		}
		if err := w.tellUntil(t.FiresAt - 1); err != nil {
			return err
		}
		if err := w.fire(t); err != nil {
			return err
		}
		if err := w.reclock(); err != nil {
			return err
		}
	}
	return models.E(models.Internal, "case.timers_without_end")
}

// reclock stores the clocks as a timer has left them: what came due after it is told of these.
func (w *work) reclock() error {
	pic := w.picture()
	w.derive(&pic)
	if w.c.Status == models.Abandoned {
		return nil
	}
	return w.saveClocks(&pic)
}

// settled journals what a revision of the calendar moved and, where anything was written, derives the
// dates anew, so that the guards of the move see those of the settled case.
func (w *work) settled(seq int64) error {
	if err := w.settleRevision(); err != nil {
		return err
	}
	if w.c.Seq != seq {
		pic := w.picture()
		w.derive(&pic)
	}
	return nil
}

// nextTimer gives the timer of the case that takes effect first; of one instant a reminder comes before.
func (w *work) nextTimer() (sla.Timer, bool) {
	t, ok := w.nextLegalTimer()
	if r, due := w.nextReminder(); due && (!ok || r.FiresAt <= t.FiresAt) {
		return r, true
	}
	return t, ok
}

func (w *work) nextLegalTimer() (sla.Timer, bool) {
	switch {
	case w.c.Status == models.Draft:
		return sla.DraftTimer(w.c.UpdatedAt.Date()), true
	case w.c.Flow == models.FlowService:
		at := w.confirmLapsesAt()
		return sla.Timer{Kind: timerConfirm, FiresAt: at, On: at.Date() - 1}, at != 0
	case w.c.Flow != models.FlowPermit:
		return sla.Timer{}, false
	}
	ts := w.timers()
	if len(ts) == 0 {
		return sla.Timer{}, false
	}
	return ts[0], true
}

// timers gives the timers of the case, but for a deemed acceptance on a date of a year that is not
// published: nothing is accepted by law on a guess (RULES §0, R-CAL-06; docs/adr/0004). When the year's
// notice is imported the dates are derived anew and it takes effect from its receipt, as it always did.
func (w *work) timers() []sla.Timer {
	f := foldFacts(w.c, w.item, w.snap, w.events)
	return slices.DeleteFunc(sla.Timers(w.snap.Calendar, &f), func(t sla.Timer) bool {
		return t.Kind == sla.TimerT08 && t.Provisional
	})
}

// windowKnown refuses what only an open window allows where nobody can say whether it is still open: its
// last day is a guess, and the guess has passed. An acceptance is never refused for it.
func (w *work) windowKnown() error {
	due := w.picture().W.Due
	if due.Provisional && w.on() > due.On {
		return models.E(models.Illegal, "case.window_provisional").With("due", due.On.String()).With("year", due.NeedsYear)
	}
	return nil
}

// timerConfirm is the lapse of a service request that nobody confirms (FLOWS §10).
const timerConfirm sla.TimerKind = "R09b"

// fire writes what a timer brings about, at its legal instant.
func (w *work) fire(t sla.Timer) error {
	switch t.Kind {
	case sla.TimerT08:
		return w.deemAccepted(t)
	case sla.TimerT13:
		return w.resumeByTimer(t)
	case sla.TimerT01b:
		return w.transit(models.VerbDiscard, Payload{}, legally(t.FiresAt), byTimer)
	case timerRemind:
		return w.remindApplicant(t)
	case timerConfirm:
		return w.transit(models.VerbConfirmLapse, Payload{}, legally(t.FiresAt), byTimer)
	}
	return models.E(models.Internal, "case.timer_unknown").With("timer", string(t.Kind))
}

// deemAccepted is T08: the window passed in silence, the case is accepted from its receipt
// (行政许可法 art 32(1)(4)). The receiver's red card is drafted with it.
func (w *work) deemAccepted(t sla.Timer) error {
	w.c.Deemed = true
	if id := w.receiver(); id != 0 { // of this round, whoever received an earlier one
		w.c.ReceiverID = id
	}
	if err := w.transit(models.VerbDeemAccept, Payload{Round: w.c.Round}, legally(t.FiresAt), byTimer); err != nil {
		return err
	}
	if err := w.closeReceipt("DEEMED"); err != nil {
		return err
	}
	if err := w.afterAcceptance(); err != nil {
		return err
	}
	if err := w.card(models.CardRed, "DEEMED_ACCEPTANCE", models.ClockW, t.FiresAt.Date()); err != nil {
		return err
	}
	return w.onDateOf(t, func() error {
		return errors.Join(w.paper("DOC-02D", nil), w.commitment())
	})
}

// onDateOf writes what follows from a timer: it bears the date on which the timer took effect in law, however late
// it is written, with the number of that year and the law in force then (R-EVT-01, R-EVT-03).
func (w *work) onDateOf(t sla.Timer, f func() error) error {
	was := w.at
	w.at = t.FiresAt
	defer func() { w.at = was }()
	return f()
}

// receiver gives who had taken the window's step, 0 where it still lay in the queue.
func (w *work) receiver() int64 {
	for _, s := range w.steps {
		if s.Ord == 1 && s.IsOpen() {
			return s.HolderID
		}
	}
	return 0
}

// resumeByTimer is T13 at the planned end, 24:00, or where the cap is used up (R-CLK-08).
func (w *work) resumeByTimer(t sla.Timer) error {
	seq := seqOfPause(w.events, t.Pause)
	p := Payload{PauseSeq: seq, End: t.On, CapOverrun: t.CapOverrun}
	opts := []func(*models.Event){legally(t.FiresAt), byTimer}
	if len(openPauses(w.c, w.item, w.snap, w.events)) > 1 {
		opts = append(opts, staying(models.InSpecialProcedure))
	}
	if err := w.transit(models.VerbEndSpecial, p, opts...); err != nil {
		return err
	}
	if t.CapOverrun {
		return w.card(models.CardYellow, "PAUSE_CAP_OVERRUN", models.ClockL, t.FiresAt.Date())
	}
	return nil
}

// settleRevision journals every due date that a revision of the calendar has moved since the case was last
// derived, before anything else moves it (R-CAL-06), and lets the limits of its open steps follow.
func (w *work) settleRevision() error {
	rev := w.snap.Calendar.Rev()
	if w.c.CalendarRev == rev || w.c.Seq == 0 || w.c.Status == models.Draft {
		return nil
	}
	moved, err := w.movedByCalendar()
	if err != nil {
		return err
	}
	w.c.CalendarRev = rev
	if err := errors.Join(w.redueSteps(), w.redueOpinions()); err != nil || len(moved) == 0 {
		return err
	}
	p := Payload{CalendarRev: rev, Moved: moved}
	for _, m := range moved { // told first: the date that binds by law
		if p.OldDue == 0 || m.Clock == models.ClockL || m.Clock == models.ClockJ {
			p.OldDue, p.NewDue = m.Old, m.New
		}
	}
	e := w.event(codeCalendar, "calendar_moved", p)
	byTimer(e)
	if err := w.append(e); err != nil {
		return err
	}
	return w.voidOverdue()
}

// movedByCalendar compares the clocks that run with their rows, which are of the calendar before.
func (w *work) movedByCalendar() ([]DueMove, error) {
	rows, err := w.tx.Clocks(w.c.ID)
	if err != nil {
		return nil, err
	}
	pic := w.picture()
	if err := w.deriveSet(); err != nil {
		return nil, err
	}
	clocks, err := w.clocks(&pic)
	if err != nil {
		return nil, err
	}
	var out []DueMove
	for _, k := range clocks {
		for i := range rows {
			r := &rows[i]
			if r.Kind == k.Kind && r.StartOn == k.StartOn && r.StoppedOn == 0 && k.StoppedOn == 0 && r.DueOn != k.Due.On {
				out = append(out, DueMove{k.Kind, r.DueOn, k.Due.On})
			}
		}
	}
	return out, nil
}

// redueSteps counts the limits of the open steps anew, from when they were assigned.
func (w *work) redueSteps() error {
	for _, s := range w.steps {
		if !s.IsOpen() || s.DueAt == 0 {
			continue
		}
		if at := w.stepDue(s); at != s.DueAt {
			if err := w.tx.VoidDraftCards(w.c.ID, StepOverdue); err != nil { // those that stand are drafted again
				return err
			}
			s.DueAt = at
			if err := w.tx.SaveStep(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// redueOpinions counts the days of the requests for an opinion that still wait anew. A silence that has come
// to count stays.
func (w *work) redueOpinions() error {
	list, err := w.tx.WaitingOpinions(w.c.ID, w.tx.Today())
	if err != nil {
		return err
	}
	for i := range list {
		o := &list[i]
		due := sla.DueOn(w.snap.Calendar, o.AskedOn, models.Limit{Value: o.LimitDays, Unit: models.WorkingDay}, nil)
		if due.On == o.DueOn && due.Provisional == o.Provisional {
			continue
		}
		o.DueOn, o.Provisional = due.On, due.Provisional
		if err := w.tx.SaveOpinion(o); err != nil {
			return err
		}
	}
	return nil
}

// Settle brings one case up to date and stores it: what the sweep does. It changes nothing where no
// timer has come.
func (s *Service) Settle(ctx context.Context, id int64) error {
	a := policy.System(models.SourceTimer)
	return s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.open(ctx, tx, snap, a, policy.Everything("sweep"), id)
		if err != nil {
			return err
		}
		seq, rev := w.c.Seq, w.c.CalendarRev
		if err := w.settle(tx.Now); err != nil {
			return err
		}
		due := w.c.NextTimerAt != 0 && w.c.NextTimerAt <= tx.Now // a procedure begins: nothing fires, the lamp turns
		if w.c.Seq == seq && w.c.CalendarRev == rev && !due {
			return w.finishTelling()
		}
		return w.finish()
	})
}

// Sweep settles the cases whose timers have come and tells the alerts that are due, at most limit of
// each; it gives how many it did. Its cost grows with what is due, not with what is open. Running it
// late, twice or never changes no date and no permission. What fails holds up nothing else: the error
// names it, and the next sweep tries again.
func (s *Service) Sweep(ctx context.Context, limit int) (int, error) {
	if err := s.County.Fresh(ctx); err != nil {
		return 0, err
	}
	ids, err := s.Store.DueCases(ctx, s.Store.Now(), limit)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, id := range ids {
		if err := s.Settle(ctx, id); err != nil {
			errs = append(errs, fmt.Errorf("case %d: %w", id, err))
		}
	}
	settled := len(ids) - len(errs)
	told, err := s.tellAlerts(ctx, limit)
	errs = append(errs, err)
	errs = append(errs, s.cardSteps(ctx, limit))
	licences, err := s.sweepLicences(ctx, limit)
	return settled + told + licences, errors.Join(append(errs, err)...)
}
