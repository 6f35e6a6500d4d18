package cases_test

import (
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func TestNothingIsDeemedAcceptedOnAGuessedDate(t *testing.T) { // RULES §0, R-CAL-06: 2027 is not published
	p := begin(t, "LX-13", "2026-12-30T10:00:00+08:00")
	guess := p.c.WindowDue
	if !p.c.Provisional || guess.Year() != 2027 {
		t.Fatalf("window due %s, provisional %t", guess, p.c.Provisional)
	}
	p.at(guess.String() + "T10:00:00+08:00")
	p.sweep()
	p.at((guess + 10).String() + "T10:00:00+08:00").sweep()
	if p.c.Status != models.Submitted || p.c.Deemed || len(p.cards()) != 0 {
		t.Fatalf("%s, deemed %t, cards %v", p.c.Status, p.c.Deemed, p.cards())
	}
	p.no(p.window, models.VerbRequireCorrection, p.correction("M1"), "case.window_provisional")
	p.no(p.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "省厅", Reason: "x"}, "case.window_provisional")
	p.no(p.window, models.VerbNotAcceptFalse, cases.MoveInput{Evidence: "检测报告系伪造", Reason: "x", SecondID: p.head.UserID}, "case.window_provisional")
	p.no(p.window, models.VerbNotRequired, cases.MoveInput{Reason: "x"}, "case.window_provisional")
	p.accepted()
	if p.c.Status != models.Accepted || p.c.Deemed {
		t.Errorf("the window may accept: %s", p.c.Status)
	}
}

func TestAWindowThatLapsedTakesEffectWhenItsYearIsPublished(t *testing.T) { // R-EVT-02
	p := begin(t, "LX-13", "2026-12-30T10:00:00+08:00")
	p.at("2027-01-20T10:00:00+08:00").sweep()
	p.publish2027()
	if _, _, err := p.Cases.Recompute(t.Context(), "a", 10); err != nil {
		t.Fatal(err)
	}
	p.c = p.Reload(p.c)
	if p.c.Status != models.Accepted || !p.c.Deemed || p.c.AcceptedOn != date("2026-12-30") {
		t.Fatalf("%s, deemed %t, accepted %s", p.c.Status, p.c.Deemed, p.c.AcceptedOn)
	}
	if e := p.last("T08"); e.LegalAt != p.c.WindowDue.End() || e.RecordedAt <= e.LegalAt {
		t.Errorf("T08 at %v, window to %s", e.LegalAt.Time(), p.c.WindowDue)
	}
}

func TestEveryPaperSaysOfAGuessedDateThatItIsOne(t *testing.T) { // R-CAL-06, R-CLK-19 e
	for at, guessed := range map[string]bool{"2026-12-28T10:00:00+08:00": true, monday: false} {
		p := begin(t, "LX-13", at).accepted()
		p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
		from := models.At(p.Clock.Now()).Date()
		p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "评审", Pause: &cases.PauseInput{Reason: models.PauseExpertReview, PlannedEnd: from + 1}})
		p.do(p.reviewer, models.VerbReplanSpecial, cases.MoveInput{Reason: "评审", Pause: &cases.PauseInput{PlannedEnd: from + 2}})
		p.do(p.reviewer, models.VerbSuspend, cases.MoveInput{Reason: "水事纠纷"})
		p.do(p.reviewer, models.VerbResume, cases.MoveInput{Reason: "纠纷已解决"})
		p.review().grant()
		for _, kind := range []string{"DOC-01", "DOC-02", "DOC-07", "DOC-07C", "DOC-14R", "DOC-10"} {
			if text := p.reads(kind); strings.Contains(text, "暂定日期") != guessed {
				t.Errorf("%s of %s: %s", kind, at, text)
			}
		}
	}
}
