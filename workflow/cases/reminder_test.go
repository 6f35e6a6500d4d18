package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// reminded gives the Shanghai days of the reminders in the journal.
func (p *play) reminded() (days []string) {
	p.t.Helper()
	for _, e := range p.journal() {
		if e.Code == "V43" {
			if e.Source != models.SourceTimer || e.FromStatus != e.ToStatus {
				p.t.Errorf("%s from %s to %s", e.Source, e.FromStatus, e.ToStatus)
			}
			days = append(days, e.LegalAt.Date().String())
		}
	}
	return days
}

// TestACorrectionThatWaitsIsCalledToMindAndNeverClosed: RULES §2.1, after 30 and 60 days, each notice anew.
func TestACorrectionThatWaitsIsCalledToMindAndNeverClosed(t *testing.T) {
	p := begin(t, "LX-13", monday)
	p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
	for _, x := range []struct {
		now  string
		want []string
	}{
		{"2026-04-01T08:59:59+08:00", nil},
		{"2026-04-01T09:00:00+08:00", []string{"2026-04-01"}},
		{"2026-04-30T23:00:00+08:00", []string{"2026-04-01"}},
		{"2026-05-01T09:00:00+08:00", []string{"2026-04-01", "2026-05-01"}},
		{"2026-12-01T09:00:00+08:00", []string{"2026-04-01", "2026-05-01"}},
	} {
		p.at(x.now).sweep()
		if got := p.reminded(); !slices.Equal(got, x.want) {
			t.Errorf("at %s: %v, want %v", x.now, got, x.want)
		}
	}
	p.c = p.Reload(p.c)
	if p.c.Status != models.CorrectionRequired || p.c.NextTimerAt != 0 {
		t.Errorf("%s, looked at again at %d", p.c.Status, p.c.NextTimerAt)
	}
	p.checkRow()
	p.HandInAll(p.c.ID)
	p.do(p.firm, models.VerbResubmit, cases.MoveInput{})
	p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
	p.at("2027-01-04T10:00:00+08:00").sweep()
	if got := p.reminded(); len(got) != 3 || got[2] != "2026-12-31" {
		t.Errorf("of the second notice: %v", got)
	}
	p.checkRow()
}

// TestASolutionIsConfirmedByLapseAfterTwoReminders: FLOWS §10; the sweep may have been away.
func TestASolutionIsConfirmedByLapseAfterTwoReminders(t *testing.T) {
	for name, at := range map[string][]string{
		"swept each day":           {"2026-03-06T09:00:00+08:00", "2026-03-12T09:00:00+08:00", "2026-03-17T00:00:00+08:00"},
		"swept once, far too late": {"2026-05-06T09:00:00+08:00"},
	} {
		t.Run(name, func(t *testing.T) {
			p := begin(t, "YS-01", monday)
			p.do(p.window, models.VerbTriage, cases.MoveInput{})
			p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "已落实", SolutionOn: date("2026-03-02"), Level: "FULL"}})
			p.do(p.reviewer, models.VerbSatisfy, cases.MoveInput{})
			for _, now := range at {
				p.at(now).sweep()
			}
			if got := p.reminded(); !slices.Equal(got, []string{"2026-03-06", "2026-03-12"}) {
				t.Errorf("reminded %v", got)
			}
			if p.c = p.Reload(p.c); p.c.Status != models.Confirmed || p.last("R09b").LegalAt.Date() != date("2026-03-17") {
				t.Errorf("%s since %s", p.c.Status, p.last("R09b").LegalAt.Date())
			}
			p.checkRow()
		})
	}
}
