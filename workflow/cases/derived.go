package cases

import (
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// Derived is what follows from a case's journal: its row with the derived columns worked out anew, and
// its clocks with the alert instants that each may wait for.
type Derived struct {
	Case   models.Case
	Clocks []models.ClockRow
	Alerts map[models.ClockKind][]models.Instant // in order; 0 (all told) is not among them
}

// Derive works out from its journal what is stored of a case, as of the moment it was last stored. It
// reads nothing and changes nothing: parts are those of a set, or of the set that the case is a part of, and journal
// gives theirs.
func Derive(c models.Case, snap *county.Snapshot, events []models.Event, parts []models.Case, journal func(int64) ([]models.Event, error)) (Derived, error) {
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return Derived{}, fmt.Errorf("item version %d: %w", c.ItemVersion, err)
	}
	w := &work{tx: &store.Tx{Now: c.UpdatedAt}, snap: snap, c: &c, item: v.Item, events: events}
	if c.Status != models.Draft {
		replay(&c, fold(&c, v.Item, snap, events), events)
	}
	pic := w.picture()
	w.derive(&pic)
	if c.Flow == models.FlowComposite && c.Status != models.Draft && c.Status != models.Abandoned {
		s, err := w.setOf(parts, journal)
		if err != nil {
			return Derived{}, err
		}
		w.putSet(s)
	}
	out := Derived{Alerts: map[models.ClockKind][]models.Instant{}}
	w.kin = append([]models.Case{}, parts...) // nothing more is read
	clocks, err := w.clocks(&pic)
	if err != nil {
		return Derived{}, err
	}
	for _, k := range clocks {
		if k.StartOn == 0 {
			continue
		}
		out.Clocks = append(out.Clocks, w.clockRow(k))
		a := sla.AlertsOf(snap.Calendar, k, snap.Settings.LampPreset)
		out.Alerts[k.Kind] = slices.DeleteFunc(append([]models.Instant{a.WarnAt, a.DueAt, a.OverdueAt}, a.Escalate[:]...),
			func(at models.Instant) bool { return at == 0 })
	}
	out.Case = c
	return out, nil
}

// PlanSteps gives the steps that a case of this item version would begin with, all waiting.
func PlanSteps(c *models.Case, snap *county.Snapshot, it *catalog.Item, attrs catalog.Attrs) []*models.Step {
	w := &work{snap: snap, c: c, item: it}
	return w.planSteps(it.Terms(attrs).Steps)
}
