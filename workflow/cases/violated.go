package cases

import (
	"slices"

	"onestop.internal/models"
)

// Violated tells whether what a card says did happen: by the journal of its case, and by the clocks derived from it.
func Violated(card *models.Card, c *models.Case, events []models.Event, d *Derived) bool {
	switch card.Rule {
	case "DEEMED_ACCEPTANCE":
		return journals(events, "T08", func(Payload) bool { return true })
	case "NEW_DEFECT":
		return journals(events, "T05", func(p Payload) bool { return p.NewDefect })
	case "PAUSE_CAP_OVERRUN":
		return journals(events, "T13", func(p Payload) bool { return p.CapOverrun })
	case "DEEMED_RENEWAL":
		return c.LicenceID != 0
	}
	return overdueRules[card.Clock] == card.Rule && overran(card, d)
}

// journals tells whether a journal has an event of a code, of which what holds, that was not taken back.
func journals(events []models.Event, code string, what func(Payload) bool) bool {
	void := voided(events)
	return slices.ContainsFunc(events, func(e models.Event) bool { return e.Code == code && !void[e.Seq] && what(decode(&e)) })
}

// overran tells whether the clock of a card had passed its date on the card's day, and the act came later than
// that. What is of an earlier run of the clock, such as the window of an earlier round, can no longer be derived.
func overran(card *models.Card, d *Derived) bool {
	i := slices.IndexFunc(d.Clocks, func(k models.ClockRow) bool { return k.Kind == card.Clock })
	if i < 0 {
		return false
	}
	k := &d.Clocks[i]
	if card.OnDate <= k.StartOn {
		return true
	}
	late := k.StoppedOn == 0 && card.CreatedAt.Date() > k.DueOn || k.StoppedOn > k.DueOn
	return k.DueOn != 0 && late && card.OnDate == k.DueOn+1
}
