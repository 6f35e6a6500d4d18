package cases

import (
	"context"
	"errors"
	"fmt"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// MovedDue is a due date of an open case that another calendar moves. Old or New is 0 for none.
type MovedDue struct {
	CaseID      int64            `json:"caseId"`
	Number      models.Text      `json:"number"`
	ItemName    string           `json:"itemName"`
	Clock       models.ClockKind `json:"clock"`
	Old         models.Date      `json:"old"`
	New         models.Date      `json:"new"`
	Provisional bool             `json:"provisional"` // under the other calendar
}

// walkBatch is how many cases a job that walks all of them reads at once.
const walkBatch = 500

// PreviewCalendar tells which due dates of open cases another calendar would move, on a snapshot:
// nothing is stored (R-CAL-06). A clock that has stopped moves no more.
func (s *Service) PreviewCalendar(ctx context.Context, a policy.Actor, cal *calendar.Calendar) ([]MovedDue, error) {
	if !s.Policy.Can(a, "calendar:write") {
		return nil, models.E(models.Denied, "denied").With("action", "calendar:write")
	}
	if err := s.County.Fresh(ctx); err != nil {
		return nil, err
	}
	snap, out := s.County.Now(), []MovedDue{}
	for after := int64(0); ; {
		cs, err := s.Store.OpenCases(ctx, after, walkBatch)
		if err != nil || len(cs) == 0 {
			return out, err
		}
		for i := range cs {
			found, err := s.movedDues(ctx, snap, cal, &cs[i])
			if err != nil {
				return nil, fmt.Errorf("case %d: %w", cs[i].ID, err)
			}
			out = append(out, found...)
		}
		after = cs[len(cs)-1].ID
	}
}

func (s *Service) movedDues(ctx context.Context, snap *county.Snapshot, cal *calendar.Calendar, c *models.Case) ([]MovedDue, error) {
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return nil, err
	}
	events, err := s.Store.Events(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	other := *snap
	other.Calendar = cal
	w := &work{tx: &store.Tx{Now: s.Store.Now()}, snap: snap, c: c, item: v.Item, events: events}
	old, err := s.clocksUnder(ctx, w, snap)
	if err != nil {
		return nil, err
	}
	now, err := s.clocksUnder(ctx, w, &other)
	if err != nil {
		return nil, err
	}
	var out []MovedDue
	for i, k := range old { // the same clocks: which a case has does not hang on the calendar
		n := now[i]
		if k.StartOn == 0 || k.StoppedOn != 0 || k.Due.On == n.Due.On && k.Due.Provisional == n.Due.Provisional {
			continue
		}
		out = append(out, MovedDue{
			CaseID: c.ID, Number: c.Number, ItemName: c.ItemName, Clock: k.Kind, Old: k.Due.On, New: n.Due.On, Provisional: n.Due.Provisional,
		})
	}
	return out, nil
}

// clocksUnder gives the clocks of a case, and of a set its own, as a configuration makes them.
func (s *Service) clocksUnder(ctx context.Context, w *work, snap *county.Snapshot) ([]*sla.Clock, error) {
	w.snap, w.set = snap, nil
	pic := w.picture()
	if w.c.Flow == models.FlowComposite {
		parts, err := s.Store.Children(ctx, policy.Everything("the parts of a set"), w.c.ID)
		if err != nil {
			return nil, err
		}
		if w.set, err = w.setOf(parts, func(id int64) ([]models.Event, error) { return s.Store.Events(ctx, id) }); err != nil {
			return nil, err
		}
	}
	if w.c.ParentID != 0 && w.kin == nil {
		var err error
		if w.kin, err = s.Store.Children(ctx, policy.Everything("the set of a part"), w.c.ParentID); err != nil {
			return nil, err
		}
	}
	return w.clocks(&pic)
}

// recomputeJob is the lease of the job that moves open cases to a new calendar.
const recomputeJob = "recompute"

// recomputed is how far it has come: every open case up to After is at revision Rev under Preset.
type recomputed struct {
	Rev    int64             `json:"rev"`
	Preset models.LampPreset `json:"preset"`
	After  int64             `json:"after"`
	Done   bool              `json:"done"`
}

// Recompute moves the open cases to the calendar and the lamps in force, up to limit of them, each by
// settling it as before any move; it gives how many it looked at and whether all are done. One instance
// works at a time; another goes on where one stopped. It is called by the sweeper, again and again.
func (s *Service) Recompute(ctx context.Context, holder string, limit int) (n int, done bool, err error) {
	if err := s.County.Fresh(ctx); err != nil {
		return 0, false, err
	}
	snap := s.County.Now()
	at, mine, err := s.recomputeFrom(ctx, holder, snap)
	if err != nil || !mine || at.Done {
		return 0, at.Done, err
	}
	cs, err := s.Store.OpenCases(ctx, at.After, limit)
	if err != nil {
		return 0, false, err
	}
	var errs []error
	for i := range cs {
		if err := s.recompute(ctx, cs[i].ID); err != nil {
			errs = append(errs, fmt.Errorf("case %d: %w", cs[i].ID, err))
		}
		at.After = cs[i].ID
	}
	at.Done = len(cs) < limit
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := tx.Advance(recomputeJob, holder, models.JSONOf(at)); err != nil {
			return err
		}
		return tx.GiveUp(recomputeJob, holder)
	})
	return len(cs), at.Done, errors.Join(append(errs, err)...)
}

// Recomputing is how far the open cases have come to the calendar and the lamps in force.
type Recomputing struct {
	Open  int64 `json:"open"`  // open cases
	Ready int64 `json:"ready"` // of them, looked at under the calendar in force
	Done  bool  `json:"done"`
}

// Recomputing tells how far the job has come. A case that it has not reached is settled before anything
// else happens to it all the same.
func (s *Service) Recomputing(ctx context.Context, a policy.Actor) (out Recomputing, err error) {
	if !s.Policy.Can(a, "calendar:write") {
		return out, models.E(models.Denied, "denied").With("action", "calendar:write")
	}
	if err := s.County.Fresh(ctx); err != nil {
		return out, err
	}
	snap := s.County.Now()
	progress, err := s.Store.LeaseProgress(ctx, recomputeJob)
	if err != nil {
		return out, err
	}
	var at recomputed
	if err := progress.Into(&at); err != nil {
		return out, err
	}
	if at.Rev != snap.Calendar.Rev() || at.Preset != snap.Settings.LampPreset {
		at = recomputed{} // the job has not begun with it
	}
	if out.Open, out.Ready, err = s.Store.CountOpen(ctx, at.After); at.Done {
		out.Ready, out.Done = out.Open, true
	}
	return out, err
}

// recomputeFrom takes the job, from the beginning where the configuration has moved since.
func (s *Service) recomputeFrom(ctx context.Context, holder string, snap *county.Snapshot) (at recomputed, mine bool, err error) {
	want := recomputed{Rev: snap.Calendar.Rev(), Preset: snap.Settings.LampPreset}
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		at, mine = recomputed{}, false
		l, err := tx.Take(recomputeJob, holder, tx.Now.Add(leaseTime))
		if err != nil || l == nil {
			return err
		}
		if err := l.Progress.Into(&at); err != nil {
			return err
		}
		if at.Rev != want.Rev || at.Preset != want.Preset {
			at = want
		}
		mine = true
		if at.Done {
			return tx.GiveUp(recomputeJob, holder)
		}
		return nil
	})
	return at, mine, err
}

// recompute settles one case to the calendar in force. Where no date of it moves, its version stays:
// nobody's work on it is disturbed.
func (s *Service) recompute(ctx context.Context, id int64) error {
	a := policy.System(models.SourceTimer)
	return s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.open(ctx, tx, snap, a, policy.Everything("recompute"), id)
		if err != nil {
			return err
		}
		seq := w.c.Seq
		if err := w.settle(tx.Now); err != nil {
			return err
		}
		alert := w.c.NextAlertAt
		pic := w.picture()
		w.derive(&pic)
		if err := w.deriveSet(); err != nil {
			return err
		}
		if w.c.Seq == seq && sameDates(&w.before, w.c) {
			w.c.NextAlertAt = alert // its clocks stay as they are, and wait for what they waited for
			if err := w.finishTelling(); err != nil {
				return err
			}
			return tx.SetCalendarRev(id, w.c.CalendarRev)
		}
		return w.finish()
	})
}

// sameDates tells whether nothing that derive writes has changed, but for the revision.
func sameDates(a, b *models.Case) bool {
	return a.AcceptedOn == b.AcceptedOn && a.WindowDue == b.WindowDue && a.LegalDue == b.LegalDue && a.PromisedDue == b.PromisedDue &&
		a.DeliverDue == b.DeliverDue && a.Provisional == b.Provisional && a.DueOn == b.DueOn && a.BlueOn == b.BlueOn &&
		a.YellowOn == b.YellowOn && a.RedOn == b.RedOn && a.NextTimerAt == b.NextTimerAt
}
