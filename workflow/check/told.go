package check

import (
	"slices"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// alerts: what was told of a clock that runs is of the date that it has, once each, and nothing that comes before
// the next alert is missing.
func (c *check) alerts(is []models.Alert, clocks []models.ClockRow, d *cases.Derived) {
	for i := range d.Clocks {
		k := &d.Clocks[i]
		at := slices.IndexFunc(clocks, func(r models.ClockRow) bool { return r.Kind == k.Kind })
		if k.DueAt == 0 || at < 0 { // stopped: what was told of it stays
			continue
		}
		told := c.toldOf(is, k)
		list := d.Alerts[k.Kind]
		kinds := cases.AlertKinds[len(cases.AlertKinds)-len(list):]
		for j, when := range list {
			next := clocks[at].NextAlertAt
			if (next == 0 || when < next) && told[kinds[j]] != 1 {
				c.problem("alert", k.CaseID, "clock %s: %s of %s stands %d times, its next alert is at %s", k.Kind, kinds[j], show(when), told[kinds[j]], show(next))
			}
		}
	}
}

// toldOf counts the alerts of a clock's date by kind, and names those of another date that still stand.
func (c *check) toldOf(is []models.Alert, k *models.ClockRow) map[string]int {
	told := map[string]int{}
	for i := range is {
		a := &is[i]
		switch {
		case a.Clock != k.Kind:
		case (a.DueAt == k.DueAt) != (a.SupersededAt == 0):
			c.problem("alert", a.ID, "of case %d: %s of clock %s speaks of %s and is superseded at %s, the clock is due at %s",
				a.CaseID, a.Kind, a.Clock, show(a.DueAt), show(a.SupersededAt), show(k.DueAt))
		case a.DueAt == k.DueAt:
			told[a.Kind]++
		}
	}
	return told
}

// credit: a case has the records of the promises that its journal and steps say were broken, and no others.
func (c *check) credit(row *models.Case, is []models.CreditRecord, events []models.Event, steps []models.Step) {
	want := cases.BrokenPromises(events, steps)
	for i := range is {
		if r := &is[i]; r.EnterpriseID != row.EnterpriseID || !slices.Contains(want, r.Kind) {
			c.problem("credit", r.ID, "of case %d: a %s of enterprise %d that its journal does not have", row.ID, r.Kind, r.EnterpriseID)
		}
	}
	for _, kind := range want {
		if !slices.ContainsFunc(is, func(r models.CreditRecord) bool { return r.Kind == kind }) {
			c.problem("credit", row.ID, "a %s is not on record", kind)
		}
	}
}

// cards: each that stands follows a violation of the case, on the day and in the colour that it has.
func (c *check) cards(row *models.Case, is []models.Card, steps []models.Step, events []models.Event, d *cases.Derived) {
	for i := range is {
		card := &is[i]
		if card.Status == models.CardVoided {
			continue
		}
		did := cases.Violated(card, row, events, d)
		if card.Rule == cases.StepOverdue {
			did = cases.StepOverran(card, steps)
		}
		if !did {
			c.problem("card", card.ID, "of case %d: %s %s of clock %s on %s follows no violation", row.ID, card.Colour, card.Rule, card.Clock, card.OnDate)
		}
	}
}
