package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func TestPausesOfTheLastDayAreListedForWhoMaySeeTheirCases(t *testing.T) { // 末日暂停, R-CLK-19 c
	p := begin(t, "GJ-05", monday).accepted()
	due := p.c.LegalDue
	begins := func(on models.Date) cases.MoveInput {
		return cases.MoveInput{Reason: "专家评审", Pause: &cases.PauseInput{Reason: models.PauseExpertReview, From: on, PlannedEnd: on + 2}}
	}
	other := p.Submit(p.firm, p.Draft(p.firm, "GJ-05", nil))
	q := &play{World: p.World, t: t, c: other, window: p.window}
	q.people()
	q.accepted().do(q.reviewer, models.VerbStartSpecial, begins(due-1))
	p.at(due.String()+"T10:00:00+08:00").do(p.head, models.VerbStartSpecial, begins(due))
	list := func(a policy.Actor, from, to models.Date) []cases.LastDayPause {
		t.Helper()
		out, err := p.Cases.LastDayPauses(t.Context(), a, from, to, 10)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	watch := p.Staff(policy.Supervisor, "", "督查员")
	got := list(watch, due, due)
	if len(got) != 1 || got[0].CaseID != p.c.ID || got[0].From != due || got[0].ByName != p.head.Name || got[0].Kind != models.PauseExpertReview ||
		got[0].Reason != "专家评审" || got[0].LegalDue <= due || got[0].Number != p.c.Number {
		t.Errorf("listed are %+v", got)
	}
	if n := len(list(watch, due+1, due+9)) + len(list(watch, due-9, due-1)); n != 0 {
		t.Errorf("%d listed on other days", n)
	}
	if n := len(list(p.head, due, due)); n != 1 {
		t.Errorf("its department is told of %d", n)
	}
	if n := len(list(p.Staff(policy.SectionHead, "SHJ", "别局科长"), due, due)) + len(list(p.Stranger(), due, due)); n != 0 {
		t.Errorf("others are told of %d", n)
	}
}
