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

// AlertKinds are the kinds of alerts, in the order of their instants.
var AlertKinds = []string{"WARN", "DUE", "OVERDUE", "ESCALATE_0", "ESCALATE_1", "ESCALATE_2", "ESCALATE_3"}

// tellAlerts writes the alerts that have come due.
func (s *Service) tellAlerts(ctx context.Context, limit int) (int, error) {
	ids, err := s.Store.AlertCases(ctx, s.Store.Now(), limit)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, id := range ids {
		if err := s.tellCase(ctx, id); err != nil {
			errs = append(errs, fmt.Errorf("alerts of case %d: %w", id, err))
		}
	}
	return len(ids) - len(errs), errors.Join(errs...)
}

// tellCase writes every alert of a case that has come, each once, and stores when the next one is.
// It does not touch the case's version: nobody's work on it is disturbed.
func (s *Service) tellCase(ctx context.Context, id int64) error {
	a := policy.System(models.SourceTimer)
	return s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.open(ctx, tx, snap, a, policy.Everything("alerts"), id)
		if err != nil {
			return err
		}
		seq, rev := w.c.Seq, w.c.CalendarRev
		if err := w.settle(tx.Now); err != nil {
			return err
		}
		if w.c.Seq != seq || w.c.CalendarRev != rev {
			return w.finish()
		}
		return w.finishTelling()
	})
}

// tellUntil tells what has come due up to an instant, where anything may have.
func (w *work) tellUntil(at models.Instant) error {
	if w.c.NextAlertAt == 0 || w.c.NextAlertAt > at {
		return nil
	}
	next, err := w.tell(at)
	if err != nil {
		return err
	}
	w.c.NextAlertAt = next
	return nil
}

// finishTelling stores that alerts were told, where nothing else has changed.
func (w *work) finishTelling() error {
	if w.c.NextAlertAt == w.before.NextAlertAt {
		return nil
	}
	if err := w.tx.SetNextAlert(w.c.ID, w.c.NextAlertAt); err != nil {
		return err
	}
	facts := w.facts
	w.facts = nil
	return w.tx.Emit(facts...)
}

// tell writes what has come due on each clock up to an instant and gives the first that has not.
func (w *work) tell(until models.Instant) (next models.Instant, err error) {
	rows, err := w.tx.Clocks(w.c.ID)
	if err != nil {
		return 0, err
	}
	pic := w.picture()
	if w.c.Flow == models.FlowComposite {
		if w.set, err = w.readSet(); err != nil {
			return 0, err
		}
	}
	clocks, err := w.clocks(&pic)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		i := slices.IndexFunc(clocks, func(k *sla.Clock) bool { return k.Kind == row.Kind })
		if i < 0 || row.NextAlertAt == 0 {
			continue
		}
		at, err := w.tellClock(clocks[i], row, until)
		if err != nil {
			return 0, err
		}
		if at != row.NextAlertAt {
			row.NextAlertAt = at
			if err := w.tx.SaveClocks([]models.ClockRow{row}); err != nil {
				return 0, err
			}
		}
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	return next, nil
}

// tellClock writes the alerts of one clock from the first untold one up to an instant.
func (w *work) tellClock(k *sla.Clock, row models.ClockRow, until models.Instant) (models.Instant, error) {
	a := sla.AlertsOf(w.snap.Calendar, k, w.snap.Settings.LampPreset)
	instants := append([]models.Instant{a.WarnAt, a.DueAt, a.OverdueAt}, a.Escalate[:]...)
	for i, at := range instants {
		if at == 0 || at < row.NextAlertAt {
			continue
		}
		if at > until {
			return at, nil
		}
		if err := w.alert(k, AlertKinds[i], a); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// alert writes one alert; with the first escalation comes the card of a violation (R-CARD-06).
func (w *work) alert(k *sla.Clock, kind string, a sla.Alerts) error {
	row := &models.Alert{
		CaseID: w.c.ID, Region: w.c.Region, DeptCode: w.c.DeptCode, Clock: k.Kind, Kind: kind, DueAt: a.DueAt, FiredAt: w.tx.Now,
	}
	fresh, err := w.tx.CreateAlert(row)
	if err != nil || !fresh {
		return err
	}
	w.facts = append(w.facts, models.Outbox{
		Kind: "alert." + kind, Region: w.c.Region, CaseID: w.c.ID,
		Payload: models.JSONOf(map[string]any{"clock": k.Kind, "due": k.Due.On}),
	})
	if kind == "ESCALATE_0" {
		return w.overdueCard(k)
	}
	return nil
}

// violations drafts the cards of the clocks that were stopped too late, or whose card has come: no card is
// lost because a sweep was late and the case was decided meanwhile (R-EVT-02). A card is one row, whoever
// writes it first.
func (w *work) violations(pic *sla.Picture) error {
	clocks, err := w.clocks(pic)
	if err != nil {
		return err
	}
	for _, k := range clocks {
		due := k.Due.On
		if k.StartOn == 0 || due == 0 || w.tx.Today() <= due {
			continue
		}
		late := k.StoppedOn > due
		if k.StoppedOn == 0 {
			at := sla.AlertsOf(w.snap.Calendar, k, w.snap.Settings.LampPreset).CardAt
			late = at != 0 && at <= w.tx.Now
		}
		if !late {
			continue
		}
		if err := w.overdueCard(k); err != nil {
			return err
		}
	}
	return nil
}

// overdueRules are the rules of overdueCard by their clocks.
var overdueRules = map[models.ClockKind]string{
	models.ClockL: "LEGAL_OVERDUE", models.ClockP: "PROMISE_OVERDUE", models.ClockD: "DELIVERY_OVERDUE", models.ClockI: "INSPECTION_OVERDUE",
	models.ClockW: "WINDOW_LAPSED", models.ClockH: "HEARING_OVERDUE", models.ClockJ: "JOINT_OVERDUE",
}

// voidOverdue takes back the draft cards of overruns that, on the dates as they are now, were none or were
// on another day: after a late record, a corrected date, another calendar. Those of an earlier round stay.
func (w *work) voidOverdue() error {
	pic := w.picture()
	clocks, err := w.clocks(&pic)
	if err != nil {
		return err
	}
	for _, k := range clocks {
		rule, ok := overdueRules[k.Kind]
		if !ok {
			continue
		}
		var stands models.Date
		if due := k.Due.On; due != 0 && !redInstead(k, &pic) && (k.StoppedOn > due || k.StoppedOn == 0 && w.tx.Today() > due) {
			stands = due + 1
		}
		if err := w.tx.VoidOverdueCards(w.c.ID, rule, k.StartOn, stands); err != nil {
			return err
		}
	}
	return nil
}

// redInstead tells of P whether the promise and the law end on the same day: of that overrun only the red card is
// drafted (R-CARD-04).
func redInstead(k *sla.Clock, pic *sla.Picture) bool {
	return k.Kind == models.ClockP && k.Due.On == pic.L.Due.On
}

// overdueCard drafts the card of an overrun, by R-CARD-04: red past the law, yellow past the promise;
// where both fall on the same day only the red.
func (w *work) overdueCard(k *sla.Clock) error {
	on := k.Due.On + 1
	switch k.Kind {
	case models.ClockL:
		return w.card(models.CardRed, "LEGAL_OVERDUE", k.Kind, on)
	case models.ClockJ:
		return w.card(models.CardRed, "JOINT_OVERDUE", k.Kind, on)
	case models.ClockI:
		return w.card(models.CardRed, "INSPECTION_OVERDUE", k.Kind, on)
	case models.ClockH:
		return w.card(models.CardRed, "HEARING_OVERDUE", k.Kind, on)
	case models.ClockP:
		if w.c.PromisedDue == w.c.LegalDue {
			return nil
		}
		return w.card(models.CardYellow, "PROMISE_OVERDUE", k.Kind, on)
	case models.ClockD:
		if w.c.Outcome == models.Granted {
			return w.card(models.CardRed, "DELIVERY_OVERDUE", k.Kind, on)
		}
		return w.card(models.CardYellow, "DELIVERY_OVERDUE", k.Kind, on)
	case models.ClockW:
		if w.item.Window != nil && w.item.Window.Lapse == models.LapseAlert {
			return w.card(models.CardYellow, "WINDOW_LAPSED", k.Kind, on)
		}
	}
	return nil
}

// card drafts a card for whoever holds the case at that clock.
func (w *work) card(colour models.CardColour, rule string, clock models.ClockKind, on models.Date) error {
	post := w.c.ReviewerID
	if clock == models.ClockW || post == 0 {
		post = w.c.ReceiverID
	}
	return w.tx.CreateCard(&models.Card{
		CaseID: w.c.ID, Region: w.c.Region, DeptCode: w.c.DeptCode, Colour: colour, Rule: rule, Clock: clock, PostID: post, OnDate: on,
		Facts: models.JSONOf(map[string]any{
			"number": w.c.Number, "item": w.c.ItemName, "promised": w.c.PromisedDue, "legal": w.c.LegalDue, "status": w.c.Status,
		}),
	})
}
