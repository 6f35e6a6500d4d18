package check

import (
	"bytes"
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// oneCase looks at a case with everything that hangs on it.
func (c *check) oneCase(row *models.Case, b *store.CheckBatch) error {
	events := b.Events[row.ID]
	c.chain(row, events)
	c.path(row, events)
	c.number(row)
	c.steps(row, b.Steps[row.ID])
	c.parties(row, b.Steps[row.ID], b.Parties[row.ID])
	for i := range b.Papers[row.ID] {
		c.paper(&b.Papers[row.ID][i], row)
	}
	c.credit(row, b.Credit[row.ID], events, b.Steps[row.ID])
	return c.dates(row, events, b)
}

// chain: no event is missing or changed, and the head is the newest.
func (c *check) chain(row *models.Case, events []models.Event) {
	if err := cases.VerifyChain(events); err != nil {
		c.problem("chain", row.ID, "%v", err)
		return
	}
	n := len(events)
	switch {
	case n == 0:
		c.problem("chain", row.ID, "has no journal")
	case row.Seq != int64(n):
		c.problem("chain", row.ID, "stands at event %d, the journal ends at %d", row.Seq, n)
	case !bytes.Equal(row.HeadHash, events[n-1].Hash):
		c.problem("chain", row.ID, "its head is not the hash of event %d", n)
	}
}

// path: each event begins where the one before ended, moves as the flow's table has it, and takes effect
// no later than it was recorded.
func (c *check) path(row *models.Case, events []models.Event) {
	status := models.Draft
	var recorded models.Instant
	table := models.TableOf(row.Flow)
	for i := range events {
		e := &events[i]
		switch {
		case e.FromStatus != status:
			c.problem("path", row.ID, "event %d begins in %s, the one before ended in %s", e.Seq, e.FromStatus, status)
		case e.FromStatus != e.ToStatus && !leads(table, e):
			c.problem("path", row.ID, "event %d leads by %s from %s to %s", e.Seq, e.Code, e.FromStatus, e.ToStatus)
		case e.LegalAt > e.RecordedAt:
			c.problem("path", row.ID, "event %d takes effect after it was recorded", e.Seq)
		case e.RecordedAt < recorded:
			c.problem("path", row.ID, "event %d was recorded before the one before it", e.Seq)
		}
		status, recorded = e.ToStatus, e.RecordedAt
	}
	if len(events) > 0 && status != row.Status {
		c.problem("path", row.ID, "stands in %s, its journal ends in %s", row.Status, status)
	}
	if row.IsTerminal() != (row.EndedOn != 0) {
		c.problem("path", row.ID, "is in %s and ended on %q", row.Status, row.EndedOn.String())
	}
}

// leads tells whether the flow's table has the move of an event, or the event takes one back.
func leads(t *models.TransitionTable, e *models.Event) bool {
	if e.Corrects != 0 {
		return true
	}
	return t != nil && slices.ContainsFunc(t.Rows, func(r models.Transition) bool {
		return r.Code == e.Code && r.To == e.ToStatus && slices.Contains(r.From, e.FromStatus)
	})
}

// number: what was handed in has a number whose check digit is right; a draft has none.
func (c *check) number(row *models.Case) {
	switch {
	case row.Number == "" && (row.FirstReceived != 0 || row.Status == models.Pending):
		c.problem("number", row.ID, "was received and has no number")
	case row.Number != "":
		if _, _, err := models.ParseCaseNumber(string(row.Number)); err != nil {
			c.problem("number", row.ID, "%s: %v", row.Number, err)
		}
	}
}

// dates: what is stored of the clocks is what the journal makes of them.
func (c *check) dates(row *models.Case, events []models.Event, b *store.CheckBatch) error {
	snap, err := c.cals.at(row)
	if err != nil {
		return err
	}
	var parts []models.Case
	if set := setOf(row); set != 0 {
		if parts, err = c.store.Children(c.ctx, policy.Everything("check"), set); err != nil {
			return err
		}
	}
	d, err := cases.Derive(*row, snap, events, parts, func(id int64) ([]models.Event, error) { return c.store.Events(c.ctx, id) })
	if err != nil {
		c.problem("dates", row.ID, "cannot be worked out: %v", err)
		return nil
	}
	c.compare(row, &d.Case)
	c.clocks(row, b.Clocks[row.ID], &d)
	c.alerts(b.Alerts[row.ID], b.Clocks[row.ID], &d)
	c.cards(row, b.Cards[row.ID], b.Steps[row.ID], events, &d)
	return nil
}

// setOf gives the set whose parts a case's clock J looks at: a set itself, or that of a part; 0 for none.
func setOf(row *models.Case) int64 {
	if row.Flow == models.FlowComposite {
		return row.ID
	}
	return row.ParentID
}

// field is one derived column.
type field struct {
	name      string
	is, wants any
}

func (c *check) compare(row, want *models.Case) {
	for _, f := range []field{
		{"round", row.Round, want.Round},
		{"received_on", row.ReceivedOn, want.ReceivedOn},
		{"first_received", row.FirstReceived, want.FirstReceived},
		{"deemed", row.Deemed, want.Deemed},
		{"tolerant", row.Tolerant, want.Tolerant},
		{"gap_due", row.GapDue, want.GapDue},
		{"gap_closed_on", row.GapClosedOn, want.GapClosedOn},
		{"supplement_on", row.SupplementOn, want.SupplementOn},
		{"decided_on", row.DecidedOn, want.DecidedOn},
		{"outcome", row.Outcome, want.Outcome},
		{"forwarded_on", row.ForwardedOn, want.ForwardedOn},
		{"delivered_on", row.DeliveredOn, want.DeliveredOn},
		{"ended_on", row.EndedOn, want.EndedOn},
		{"accepted_on", row.AcceptedOn, want.AcceptedOn},
		{"window_due", row.WindowDue, want.WindowDue},
		{"legal_due", row.LegalDue, want.LegalDue},
		{"promised_due", row.PromisedDue, want.PromisedDue},
		{"deliver_due", row.DeliverDue, want.DeliverDue},
		{"provisional", row.Provisional, want.Provisional},
		{"paused", row.Paused, want.Paused},
		{"used_days", row.UsedDays, want.UsedDays},
		{"special_days", row.SpecialDays, want.SpecialDays},
		{"applicant_days", row.ApplicantDays, want.ApplicantDays},
		{"due_on", row.DueOn, want.DueOn},
		{"open_dept", row.OpenDept, want.OpenDept},
		{"blue_on", row.BlueOn, want.BlueOn},
		{"yellow_on", row.YellowOn, want.YellowOn},
		{"red_on", row.RedOn, want.RedOn},
		{"next_timer_at", row.NextTimerAt, want.NextTimerAt},
	} {
		if f.is != f.wants {
			c.problem("dates", row.ID, "%s is %s, its journal makes %s", f.name, show(f.is), show(f.wants))
		}
	}
}

// show writes a value for people; a zero date as none.
func show(v any) string {
	switch x := v.(type) {
	case models.Date:
		if x == 0 {
			return "none"
		}
		return x.String()
	case models.Instant:
		if x == 0 {
			return "none"
		}
		return x.Time().Format("2006-01-02T15:04:05Z07:00")
	case models.Text:
		if x == "" {
			return "none"
		}
	}
	return fmt.Sprint(v)
}

// clocks compares the rows, and when their next alerts are due.
func (c *check) clocks(row *models.Case, is []models.ClockRow, d *cases.Derived) {
	stored := map[models.ClockKind]models.ClockRow{}
	for _, r := range is {
		stored[r.Kind] = r
	}
	var next models.Instant
	for _, want := range d.Clocks {
		r, ok := stored[want.Kind]
		if !ok {
			c.problem("clock", row.ID, "has no row of clock %s", want.Kind)
			continue
		}
		delete(stored, want.Kind)
		at := r.NextAlertAt
		if r.NextAlertAt = 0; r != want {
			c.problem("clock", row.ID, "clock %s is %s, its journal makes %s", want.Kind, clockText(&r), clockText(&want))
		}
		if at != 0 && len(d.Alerts[want.Kind]) > 0 && !slices.Contains(d.Alerts[want.Kind], at) {
			c.problem("clock", row.ID, "clock %s waits for an alert at %s, which none has", want.Kind, show(at))
		}
		if at != 0 && (next == 0 || at < next) {
			next = at
		}
	}
	if !row.IsOpen() {
		next = 0
	}
	if row.NextAlertAt != next {
		c.problem("clock", row.ID, "next_alert_at is %s, its clocks make %s", show(row.NextAlertAt), show(next))
	}
	for kind := range stored {
		c.problem("clock", row.ID, "has a row of clock %s, of which its journal knows nothing", kind)
	}
}

func clockText(r *models.ClockRow) string {
	return fmt.Sprintf("%s from %s to %s stopped %s (%d %s) alerts %s/%s/%s/%s", r.State, show(r.StartOn), show(r.DueOn), show(r.StoppedOn),
		r.Value, r.Unit, show(r.WarnAt), show(r.DueAt), show(r.OverdueAt), show(r.EscalateAt))
}
