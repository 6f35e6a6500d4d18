package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func TestACaseAsAtAnInstantKnowsWhatWasRecordedByThen(t *testing.T) { // R-EVT-01
	p := begin(t, "GJ-02", monday)
	asAt := func(at string) *cases.Then {
		t.Helper()
		got, err := p.Cases.AsAt(t.Context(), p.reviewer, p.c.ID, instant(at))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	p.at("2026-03-04T10:00:00+08:00").accepted().review()
	p.at("2026-03-09T09:00:00+08:00")
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "评审", Pause: &cases.PauseInput{
		Reason: models.PauseExpertReview, PlannedEnd: date("2026-03-20"),
	}})
	p.at("2026-03-16T09:00:00+08:00")
	// The acceptance is found to have been of the day before: since today, and not then.
	seq := p.last("T02").Seq
	if err := p.correctDate(seq, "2026-03-03T10:00:00+08:00"); err != nil {
		t.Fatal(err)
	}
	p.at("2026-04-20T09:00:00+08:00").sweep()

	for _, tt := range []struct {
		at       string
		status   models.Status
		accepted string
		legal    string
		paused   bool
	}{
		{"2026-03-03T09:00:00+08:00", models.Submitted, "", "", false},
		{"2026-03-04T10:00:00+08:00", models.UnderReview, "2026-03-04", "2026-04-01", false},
		{"2026-03-10T09:00:00+08:00", models.InSpecialProcedure, "2026-03-04", "2026-04-16", true},
		{"2026-03-17T09:00:00+08:00", models.InSpecialProcedure, "2026-03-03", "2026-04-15", true},
		{"2026-03-25T09:00:00+08:00", models.InSpecialProcedure, "2026-03-03", "2026-04-15", true}, // its end was recorded on 04-20
		{"2026-04-20T09:00:00+08:00", models.UnderReview, "2026-03-03", "2026-04-15", false},
	} {
		got := asAt(tt.at)
		if got.Status != tt.status || got.Paused != tt.paused || dateText(got.Accepted) != tt.accepted || dateText(got.LegalDue) != tt.legal {
			t.Errorf("at %s it was %s paused %t accepted %s due %s", tt.at, got.Status, got.Paused, got.Accepted, got.LegalDue)
		}
	}
	_, err := p.Cases.AsAt(t.Context(), p.reviewer, p.c.ID, instant("2026-03-01T09:00:00+08:00"))
	wantKey(t, err, "case.not_found")
	_, err = p.Cases.AsAt(t.Context(), p.reviewer, p.c.ID, instant("2027-03-01T09:00:00+08:00"))
	wantKey(t, err, "case.as_at_future")
	_, err = p.Cases.AsAt(t.Context(), p.Stranger(), p.c.ID, instant("2026-04-20T09:00:00+08:00"))
	wantKey(t, err, "case.not_found")
}

func dateText(d models.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
