package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func TestANewPlannedEndLiesNotBeforeTheProceduresFirstDay(t *testing.T) { // T13b
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{
		Reason: "论证", Pause: &cases.PauseInput{Reason: models.PauseExpertReview, From: date("2026-03-09"), PlannedEnd: date("2026-03-20")},
	})
	p.no(p.reviewer, models.VerbReplanSpecial, cases.MoveInput{Reason: "缩短", Pause: &cases.PauseInput{PlannedEnd: date("2026-03-06")}}, "case.pause_ends_before_start")
	p.do(p.reviewer, models.VerbReplanSpecial, cases.MoveInput{Reason: "缩短", Pause: &cases.PauseInput{PlannedEnd: date("2026-03-09")}})
	if p.c.Status != models.InSpecialProcedure {
		t.Error(p.c.Status)
	}
}
