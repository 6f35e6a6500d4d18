package cases

import (
	"onestop.internal/models"
)

// replay puts on a case's row what its journal says of it beside the clocks: rounds, acceptance by
// silence, gaps, decision, handing up, delivery, end. The moves write the same as they go.
func replay(c *models.Case, f *folder, events []models.Event) {
	if c.Flow == models.FlowComposite { // has no rounds and no decision of its own
		c.EndedOn = endOf(c, events)
		return
	}
	if n := len(f.Rounds); n > 0 {
		c.FirstReceived, c.ReceivedOn = f.Rounds[0].ReceivedOn, f.Rounds[n-1].ReceivedOn
		if c.Flow == models.FlowPermit || c.Flow == models.FlowFiling {
			c.Round = n
		}
	}
	c.Deemed, c.Tolerant, c.GapDue, c.GapClosedOn = f.Deemed, f.GapDue != 0, f.GapDue, f.GapClosedOn
	c.SupplementOn = f.supplementOn()
	c.DeliveredOn, c.EndedOn = f.DeliveredOn, endOf(c, events)
	c.DecidedOn, c.Outcome, c.ForwardedOn = 0, "", 0
	void := voided(events)
	for i := range events {
		if e := &events[i]; !void[e.Seq] {
			f.decision(c, e)
		}
	}
}

// decision reads one event: of an item decided above, the date is that of the upper body's document.
func (f *folder) decision(c *models.Case, e *models.Event) {
	on := e.LegalAt.Date()
	if at, ok := f.moved[e.Seq]; ok {
		on = at.Date()
	}
	switch e.Code {
	case codeForward:
		c.ForwardedOn = on
	case "R10":
		c.DecidedOn, c.Outcome = 0, ""
	case "T15", "F04", "K03", "R06", "R07", "R08":
		if d := decode(e).Decision; d != nil && d.UpperOn != 0 {
			on = d.UpperOn
		}
		c.DecidedOn, c.Outcome = on, models.Granted
		if e.ToStatus == models.Refused || e.ToStatus == models.NotPossible {
			c.Outcome = models.OutcomeRefused
		}
	}
}

// endOf gives the day on which a case came to its end, 0 while it has not.
func endOf(c *models.Case, events []models.Event) (on models.Date) {
	if !c.IsTerminal() {
		return 0
	}
	for i := range events {
		if e := &events[i]; e.ToStatus == c.Status && e.FromStatus != e.ToStatus {
			on = e.LegalAt.Date()
		}
	}
	return on
}
