package cases

import (
	"strconv"

	"onestop.internal/models"
	"onestop.internal/store"
)

// Tally is one thing that a case counts for on the boards. On is 0 for stock, which has no day.
type Tally struct {
	On     models.Date
	Metric string
	N      int64 // 1, or the days of a metric that adds up days
}

// Tallies gives everything that a case counts for, from its row alone: what a move changes is the
// difference of two of these, and a recount adds them up.
func Tallies(c *models.Case) []Tally {
	if c.FirstReceived == 0 {
		return nil
	}
	out := []Tally{{c.FirstReceived, "received", 1}}
	if c.IsOpen() {
		out = append(out, Tally{0, "open", 1})
		if c.Paused {
			out = append(out, Tally{0, "paused", 1})
		}
	}
	if c.AcceptedOn != 0 {
		out = append(out, Tally{c.AcceptedOn, "accepted", 1})
		if c.Deemed {
			out = append(out, Tally{c.AcceptedOn, "deemed", 1})
		}
	}
	if c.EndedOn != 0 {
		out = append(out, Tally{c.EndedOn, "ended", 1})
	}
	return append(out, decisionTallies(c)...)
}

// decisionTallies count a decision: against the promise, against the law, and by used working days.
func decisionTallies(c *models.Case) []Tally {
	if c.DecidedOn == 0 {
		return nil
	}
	metrics := []string{"decided", store.UsedMetric(c.UsedDays)}
	if c.PromisedDue != 0 {
		metrics = append(metrics, "promised")
		if countedOn(c) <= c.PromisedDue {
			metrics = append(metrics, "in_promise")
		}
	}
	if c.LegalDue != 0 {
		metrics = append(metrics, "limited")
		if countedOn(c) <= c.LegalDue {
			metrics = append(metrics, "in_law")
		}
	}
	if c.Outcome == models.OutcomeRefused {
		metrics = append(metrics, "refused")
	}
	out := []Tally{
		{c.DecidedOn, "d_agency", int64(c.UsedDays)},
		{c.DecidedOn, "d_special", int64(c.SpecialDays)},
		{c.DecidedOn, "d_applicant", int64(c.ApplicantDays)},
	}
	for _, m := range metrics {
		out = append(out, Tally{c.DecidedOn, m, 1})
	}
	return out
}

// Dimensions gives the counter rows that a case counts in: its region, department, item and agent.
func Dimensions(c *models.Case) [][2]string {
	out := [][2]string{{"region", ""}, {"dept", c.DeptCode}, {"item", c.ItemCode}}
	if c.AgentID != 0 {
		out = append(out, [2]string{"agent", strconv.FormatInt(c.AgentID, 10)})
	}
	return out
}

// count notes what this move changed in the counters. They are written last in the transaction.
func (w *work) count() {
	w.tx.Count(Counts(&w.before, -1)...)
	w.tx.Count(Counts(w.c, +1)...)
}

// Counts gives the counter changes of a case as a whole, n times.
func Counts(c *models.Case, n int64) []store.Count {
	out := lampCounts(c, n)
	for _, t := range Tallies(c) {
		for _, d := range Dimensions(c) {
			out = append(out, store.Count{On: t.On, Region: c.Region, Dim: d[0], Key: d[1], Metric: t.Metric, N: n * t.N})
		}
	}
	return out
}

// lampCounts gives from which day on an open case shows at least each lamp. While it is paused it shows
// none but red, and is counted as paused beside.
func lampCounts(c *models.Case, n int64) (out []store.Count) {
	if !c.IsOpen() {
		return nil
	}
	from := models.Date(0)
	for _, l := range []struct {
		lamp models.Lamp
		on   models.Date
	}{{models.LampRed, c.RedOn}, {models.LampYellow, c.YellowOn}, {models.LampBlue, c.BlueOn}} {
		if l.on != 0 && (from == 0 || l.on < from) {
			from = l.on
		}
		if from == 0 {
			continue
		}
		at := store.Count{On: from, Region: c.Region, Dim: store.LampDim, Key: string(l.lamp), Metric: "open", N: n}
		out = append(out, at)
		if c.Paused {
			at.Metric = "paused"
			out = append(out, at)
		}
	}
	return out
}
