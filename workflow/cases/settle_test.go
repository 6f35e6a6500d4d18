package cases_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

// act is one thing that somebody tries.
type act struct {
	verb models.Verb
	days int
}

var acts = []models.Verb{
	models.VerbAccept, models.VerbRequireCorrection, models.VerbResubmit, models.VerbAssign, models.VerbStartSpecial, models.VerbEndSpecial,
	models.VerbReplanSpecial, models.VerbExtend, models.VerbSuspend, models.VerbResume, models.VerbApprove, models.VerbWithdraw, "steps",
}

// try does what somebody tries on one case and gives the key of what it answers.
func (p *play) try(a act) string {
	in, who := cases.MoveInput{Reason: "理由"}, p.reviewer
	today := models.At(p.Clock.Now()).Date()
	switch a.verb {
	case models.VerbAccept:
		who = p.window
	case models.VerbRequireCorrection:
		in.Defects, who = []cases.Defect{defect("")}, p.window
	case models.VerbResubmit, models.VerbWithdraw:
		who = p.firm
	case models.VerbStartSpecial:
		who = p.head
		reason := models.PauseExpertReview
		if a.days%2 == 0 {
			reason = models.PauseTesting
		}
		in.Pause = &cases.PauseInput{Reason: reason, PlannedEnd: today + models.Date(a.days)}
	case models.VerbReplanSpecial:
		in.Pause = &cases.PauseInput{PlannedEnd: today + models.Date(a.days)}
	case models.VerbExtend:
		in.Extend, who = &cases.ExtendInput{Days: 1 + a.days%10}, p.leader
	case models.VerbApprove:
		in.Decision, who = &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}, p.approver
	case "steps":
		return p.trySteps()
	}
	_, err := p.Cases.Move(p.t.Context(), who, p.c.ID, a.verb, &in)
	return outcome(err)
}

func (p *play) trySteps() string {
	steps, err := p.Store.Steps(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, s := range steps {
		if s.Kind == models.StepReview { // the same step, whoever swept
			_, err := p.Cases.StepMove(p.t.Context(), p.reviewer, p.c.ID, s.ID, "done", &cases.StepInput{})
			return outcome(err)
		}
	}
	return "none"
}

func outcome(err error) string {
	var e *models.Error
	if err == nil {
		return "ok"
	}
	if !asError(err, &e) {
		return err.Error()
	}
	return fmt.Sprint(e.Key, e.Fields)
}

func (p *play) trace() []string {
	p.t.Helper()
	var out []string
	for _, e := range p.journal() {
		out = append(out, fmt.Sprintf("%d %s %s>%s %s", e.Seq, e.Code, e.FromStatus, e.ToStatus, e.LegalAt.Time()))
	}
	return out
}

// TestASweepThatIsOnOffOrLateChangesNothing plays the same history on three cases: one is swept every
// day, one never, one now and then. What each try answers, the journals and the dates are the same.
func TestASweepThatIsOnOffOrLateChangesNothing(t *testing.T) {
	w := casestest.New(t, monday)
	firm, window := w.Applicant(), w.Window()
	start := w.Clock.Now()
	fresh := func() *play {
		p := &play{World: w, t: t, firm: firm, window: window}
		p.c = w.Submit(firm, w.Draft(firm, "GJ-04", nil))
		p.people()
		return p
	}
	check := func(rt *rapid.T) {
		w.Clock.Set(start.Format(time.RFC3339))
		daily, never, late := fresh(), fresh(), fresh()
		for range rapid.IntRange(3, 9).Draw(rt, "tries") {
			wait := time.Duration(rapid.IntRange(0, 9*24*60).Draw(rt, "minutes")) * time.Minute
			for until := w.Clock.Now().Add(wait); w.Clock.Now().Before(until); {
				w.Clock.Advance(min(24*time.Hour, until.Sub(w.Clock.Now())))
				settleNow(t, w, daily.c.ID)
			}
			if rapid.Bool().Draw(rt, "late sweep") {
				settleNow(t, w, late.c.ID)
			}
			a := act{rapid.SampledFrom(acts).Draw(rt, "verb"), rapid.IntRange(0, 20).Draw(rt, "days")}
			x, y, z := daily.try(a), never.try(a), late.try(a)
			if x != y || x != z {
				rt.Fatalf("%s at %s: swept daily %q, never %q, late %q", a.verb, w.Clock.Now(), x, y, z)
			}
		}
		for _, p := range []*play{daily, never, late} {
			settleNow(t, w, p.c.ID)
			p.c = w.Reload(p.c)
			p.checkRow()
		}
		want := daily.trace()
		for _, p := range []*play{never, late} {
			if got := p.trace(); fmt.Sprint(got) != fmt.Sprint(want) {
				rt.Fatalf("journals differ:\n%v\n%v", got, want)
			}
			if a, b := datesOf(p.c), datesOf(daily.c); a != b {
				rt.Fatalf("dates differ: %v and %v", a, b)
			}
			if a, b := p.alerts(), daily.alerts(); !slices.Equal(a, b) {
				rt.Fatalf("alerts differ: %v\nand day by day %v", a, b)
			}
			if a, b := p.colours(), daily.colours(); !maps.Equal(a, b) {
				rt.Fatalf("cards differ: %v and day by day %v", a, b)
			}
		}
		ledgerSums(rt, t, daily)
	}
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == "100" { // each plays three cases on a real database
		if err := f.Value.Set("40"); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, check)
}

func settleNow(t *testing.T, w *casestest.World, id int64) {
	t.Helper()
	if err := w.Cases.Settle(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

func datesOf(c *models.Case) string {
	return fmt.Sprint(c.Status, c.Round, c.Deemed, c.ReceivedOn, c.AcceptedOn, c.WindowDue, c.LegalDue, c.PromisedDue, c.DecidedOn, c.DueOn,
		c.BlueOn, c.YellowOn, c.RedOn, c.UsedDays, c.SpecialDays, c.ApplicantDays, c.NextTimerAt)
}

// ledgerSums: the days of a ledger that count are those of the limit.
func ledgerSums(rt *rapid.T, t *testing.T, p *play) {
	t.Helper()
	l, err := p.Cases.Ledger(t.Context(), p.reviewer, p.c.ID, models.ClockL)
	if models.KeyOf(err) == "clock.not_started" || err == nil && l.Clock.DueOn == 0 {
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	if got, want := l.Days[len(l.Days)-1].N, l.Clock.Limit.Value; got != want {
		rt.Fatalf("the ledger counts %d days of %d", got, want)
	}
}
