package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
)

// chooses switches the cards of steps on.
func (p *play) chooses() {
	p.t.Helper()
	s := p.County.Now().Settings
	s.StepCards = true
	if err := county.Put(p.t.Context(), p.Store, s, 0); err != nil {
		p.t.Fatal(err)
	}
	if err := p.County.Reload(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// TestAStepThatTookTooLongHasACardWhereTheCountyChoseSo: R-CARD-04, default off; at 09:00 of the next working day, or
// with the end of the step.
func TestAStepThatTookTooLongHasACardWhereTheCountyChoseSo(t *testing.T) {
	for _, x := range []struct {
		name      string
		on, swept bool
	}{{"off", false, true}, {"on, still open", true, true}, {"on, ended late", true, false}} {
		t.Run(x.name, func(t *testing.T) {
			p := begin(t, "LX-13", monday)
			if x.on {
				p.chooses()
			}
			p.accepted()
			p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
			var review models.Step
			for _, s := range p.steps() {
				if s.IsOpen() && s.Kind == models.StepReview {
					review = s
				}
			}
			due := review.DueAt.Date()
			next := p.County.Now().Calendar.Nth(due, 1)
			p.at(next.String() + "T08:59:00+08:00").sweep()
			if got := p.colours()[cases.StepOverdue]; got != "" {
				t.Errorf("before its hour: %s", got)
			}
			p.at(next.String() + "T09:00:00+08:00")
			if x.swept {
				p.sweep()
				p.sweep()
			} else if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, review.ID, "done", &cases.StepInput{Result: "AGREE"}); err != nil {
				t.Fatal(err)
			}
			want := ""
			if x.on {
				want = "YELLOW " + (due + 1).String()
			}
			if got := p.colours()[cases.StepOverdue]; got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestAStepInTimeHasNoCard: a case whose every step was in time has none, whenever it is looked at.
func TestAStepInTimeHasNoCard(t *testing.T) {
	p := begin(t, "LX-13", monday)
	p.chooses()
	p.accepted().review().grant()
	p.delivered()
	p.at("2026-04-20T10:00:00+08:00").sweep()
	if got := p.colours()[cases.StepOverdue]; got != "" {
		t.Error(got)
	}
}
