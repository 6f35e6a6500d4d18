package cases

import (
	"onestop.internal/models"
	"onestop.internal/sla"
)

// partClock gives the clock J of a part that was accepted later than the first of its set: 45 working days from
// its own acceptance, which stand still on its own procedures; nil where the set's J counts it (R-PAR-02). What
// the government's leader adds to the set's is not added to it: its own legal limit ends long before.
func (w *work) partClock(pic *sla.Picture) (*sla.Clock, error) {
	if w.c.ParentID == 0 || w.c.Flow != models.FlowPermit || pic.AcceptedOn == 0 {
		return nil, nil
	}
	kin, err := w.siblings()
	if err != nil {
		return nil, err
	}
	if first := firstAccepted(kin, w.c.ID, pic.AcceptedOn); pic.AcceptedOn == first {
		return nil, nil
	}
	f := foldFacts(w.c, w.item, w.snap, w.events)
	part := sla.Child{Permit: true, AcceptedOn: pic.AcceptedOn, StartOn: f.LegalStart(), FinishedOn: f.DecidedOn}
	if part.FinishedOn == 0 {
		part.FinishedOn = f.EndedOn
	}
	for i := range f.Pauses {
		part.Pauses = append(part.Pauses, f.Pauses[i].Span(w.snap.Calendar, w.c.BareDayUnit))
	}
	j := sla.JointOf(w.snap.Calendar, pic.AcceptedOn, 0, []sla.Child{part})
	k := j.Clock(w.snap.Calendar, pic.AcceptedOn, 0, func(on models.Date) sla.Pause { return pausedOn(f.Pauses, on) }, w.tx.Today())
	return &k, nil
}

// siblings reads the parts of the set of a part once.
func (w *work) siblings() (_ []models.Case, err error) {
	if w.kin == nil {
		w.kin, err = w.tx.Children(w.c.ParentID)
	}
	return w.kin, err
}

// firstAccepted gives the day on which the first permit of a set was accepted, 0 for none; own is that of the
// part with an id.
func firstAccepted(parts []models.Case, id int64, own models.Date) models.Date {
	first := own
	for i := range parts {
		c := &parts[i]
		if c.ID != id && c.Flow == models.FlowPermit && c.AcceptedOn != 0 && (first == 0 || c.AcceptedOn < first) {
			first = c.AcceptedOn
		}
	}
	return first
}

// retimeSiblings gives the other parts their own clock J, or takes it, where this one's acceptance has moved the
// day on which the first was accepted.
func (w *work) retimeSiblings(parts []models.Case) error {
	was, is := firstAccepted(parts, w.c.ID, w.before.AcceptedOn), firstAccepted(parts, w.c.ID, w.c.AcceptedOn)
	if was == 0 || was == is {
		return nil
	}
	for i := range parts {
		c := &parts[i]
		if c.ID == w.c.ID || c.Flow != models.FlowPermit || c.AcceptedOn == 0 || (c.AcceptedOn > was) == (c.AcceptedOn > is) {
			continue
		}
		p, err := w.loadWork(w.ctx, w.tx, w.snap, w.actor, c)
		if err != nil {
			return err
		}
		p.kin, p.parentHeld = parts, true
		if err := p.finish(); err != nil {
			return err
		}
	}
	return nil
}
