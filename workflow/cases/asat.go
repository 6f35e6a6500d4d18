package cases

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Then is a case as its journal knew it at an instant (R-EVT-01): what was recorded later, though it took
// effect before, is not in it.
type Then struct {
	At          models.Instant `json:"at"`
	Status      models.Status  `json:"status"`
	Round       int            `json:"round"`
	Deemed      bool           `json:"deemed"`
	Paused      bool           `json:"paused"`
	Outcome     models.Outcome `json:"outcome"`
	Received    models.Date    `json:"receivedOn"` // of the round that ran
	Accepted    models.Date    `json:"acceptedOn"`
	WindowDue   models.Date    `json:"windowDue"`
	LegalDue    models.Date    `json:"legalDue"`
	PromisedDue models.Date    `json:"promisedDue"`
	GapDue      models.Date    `json:"gapDue"`
	Decided     models.Date    `json:"decidedOn"`
	Delivered   models.Date    `json:"deliveredOn"`
	Lamped
	Clocks []ClockView    `json:"clocks"`
	Events []models.Event `json:"events"`
}

// AsAt gives a case as at an instant by its recorded time, on the calendar in force now. Who may read the case
// may read it so; a sibling's department may not. NotFound before it was begun, Invalid for the future.
func (s *Service) AsAt(ctx context.Context, a policy.Actor, id int64, at models.Instant) (*Then, error) {
	if at > s.Store.Now() {
		return nil, models.E(models.Invalid, "case.invalid").At("at", "case.as_at_future")
	}
	d, err := s.Detail(ctx, a, id)
	if err != nil {
		return nil, err
	}
	snap := s.County.Now()
	events := recordedBy(d.Events, at)
	if len(events) == 0 {
		return nil, models.E(models.NotFound, "case.not_found")
	}
	journal := func(id int64) ([]models.Event, error) {
		all, err := s.Store.Events(ctx, id)
		return recordedBy(all, at), err
	}
	parts, err := s.partsAsAt(ctx, d.Case, at, journal)
	if err != nil {
		return nil, err
	}
	was, err := Derive(asAt(*d.Case, events, at), snap, events, parts, journal)
	if err != nil {
		return nil, err
	}
	c := &was.Case
	out := &Then{
		At: at, Status: c.Status, Round: c.Round, Deemed: c.Deemed, Paused: c.Paused, Outcome: c.Outcome, Received: c.ReceivedOn,
		Accepted: c.AcceptedOn, WindowDue: c.WindowDue, LegalDue: c.LegalDue, PromisedDue: c.PromisedDue, GapDue: c.GapDue,
		Decided: c.DecidedOn, Delivered: c.DeliveredOn, Lamped: lampOn(snap, c, at.Date()), Clocks: []ClockView{}, Events: events,
	}
	w := &work{tx: &store.Tx{Now: at}, snap: snap, c: c, item: d.Item, events: events}
	if w.set, err = w.setOf(parts, journal); err != nil {
		return nil, err
	}
	if w.kin, err = s.Store.Children(ctx, policy.Everything("the set of a part"), c.ParentID); err != nil {
		return nil, err
	}
	w.kin = append([]models.Case{}, w.kin...) // nothing more is read
	pic := w.picture()
	clocks, err := w.clocks(&pic)
	if err != nil {
		return nil, err
	}
	for _, k := range clocks {
		if k.StartOn != 0 {
			out.Clocks = append(out.Clocks, clockView(k))
		}
	}
	return out, nil
}

// recordedBy gives the events that were in the journal at an instant.
func recordedBy(all []models.Event, at models.Instant) []models.Event {
	n := 0
	for n < len(all) && all[n].RecordedAt <= at {
		n++
	}
	return all[:n:n]
}

// asAt takes a case's row back to its last event: what follows from the journal is derived from it anew.
func asAt(c models.Case, events []models.Event, at models.Instant) models.Case {
	for i := range events {
		if to := events[i].ToStatus; to != "" {
			c.Status = to
		}
	}
	c.UpdatedAt, c.Seq = at, events[len(events)-1].Seq
	c.Round, c.Deemed, c.Tolerant, c.Outcome = 0, false, false, ""
	c.ReceivedOn, c.FirstReceived, c.AcceptedOn, c.GapDue, c.GapClosedOn = 0, 0, 0, 0, 0
	c.ForwardedOn, c.DecidedOn, c.DeliveredOn, c.EndedOn = 0, 0, 0, 0
	return c
}

func (s *Service) partsAsAt(ctx context.Context, c *models.Case, at models.Instant, journal func(int64) ([]models.Event, error)) ([]models.Case, error) {
	if c.Flow != models.FlowComposite {
		return nil, nil
	}
	all, err := s.Store.Children(ctx, policy.Everything("the parts of a set as they were"), c.ID)
	if err != nil {
		return nil, err
	}
	out := []models.Case{}
	for i := range all {
		events, err := journal(all[i].ID)
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			continue
		}
		was, err := Derive(asAt(all[i], events, at), s.County.Now(), events, nil, journal)
		if err != nil {
			return nil, err
		}
		out = append(out, was.Case)
	}
	return out, nil
}
