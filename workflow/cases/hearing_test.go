package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func TestAHearingHasItsOwnClockFromTheRequest(t *testing.T) { // 行政许可法 art 47(1), E02
	p := begin(t, "LX-13", "2026-09-21T09:00:00+08:00").accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	chair := p.Staff("REVIEWER", p.c.DeptCode, "听证主持人")
	hearing := func(asked, from, to string) cases.MoveInput {
		x := &cases.PauseInput{Reason: models.PauseHearing, From: date(from), PlannedEnd: date(to), ChairID: chair.UserID}
		if asked != "" {
			x.RequestedOn = date(asked)
		}
		return cases.MoveInput{Reason: "申请人要求听证", Pause: x}
	}
	p.at("2026-09-30T09:00:00+08:00")
	p.no(p.reviewer, models.VerbStartSpecial, hearing("2026-10-09", "2026-09-30", "2026-10-20"), "case.hearing_request_outside")
	p.no(p.reviewer, models.VerbStartSpecial, hearing("2026-09-18", "2026-09-30", "2026-10-20"), "case.hearing_request_outside")
	p.no(p.reviewer, models.VerbStartSpecial, hearing("2026-09-29", "2026-09-30", "2026-11-03"), "case.pause_beyond_cap")
	p.do(p.reviewer, models.VerbStartSpecial, hearing("2026-09-29", "2026-09-30", "2026-10-20"))
	h := p.clock(p.c.ID, models.ClockH)
	wantDates(t, "held within 20 working days of the request", h.StartOn, "2026-09-29", h.DueOn, "2026-11-02")
	if h.State != models.ClockRunning {
		t.Errorf("H is %s", h.State)
	}
	p.no(p.reviewer, models.VerbReplanSpecial, cases.MoveInput{Reason: "改期", Pause: &cases.PauseInput{PlannedEnd: date("2026-11-03")}}, "case.pause_beyond_cap")
	p.do(p.reviewer, models.VerbReplanSpecial, cases.MoveInput{Reason: "改期", Pause: &cases.PauseInput{PlannedEnd: date("2026-11-02")}})
	l, err := p.Cases.Ledger(t.Context(), p.reviewer, p.c.ID, models.ClockH)
	if err != nil || l.Days[len(l.Days)-1].N != 20 {
		t.Errorf("ledger of H: %v", err)
	}
	p.at("2026-11-02T12:00:00+08:00").sweep()
	if !slices.Contains(p.alerts(), "H DUE 2026-11-02") {
		t.Errorf("nobody is told of its last day: %v", p.alerts())
	}
	p.do(p.reviewer, models.VerbEndSpecial, cases.MoveInput{Reason: "听证已举行"})
	if h = p.clock(p.c.ID, models.ClockH); h.State != models.ClockStopped || h.StoppedOn != date("2026-11-02") {
		t.Errorf("%+v", h)
	}
	p.checkRow()
}

func TestAHearingThatLawsDayMovedIntoThePastIsAViolation(t *testing.T) { // R-CARD-04: RED past H
	p := begin(t, "LX-13", "2026-10-08T09:00:00+08:00").accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	chair := p.Staff("REVIEWER", p.c.DeptCode, "听证主持人")
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "听证", Pause: &cases.PauseInput{
		Reason: models.PauseHearing, From: date("2026-10-12"), PlannedEnd: date("2026-11-09"), ChairID: chair.UserID,
	}})
	wantDates(t, "H", p.clock(p.c.ID, models.ClockH).DueOn, "2026-11-09")
	p.workDay("2026-10-31") // an extra working day: the law's day comes sooner than the plan
	p.recompute()
	wantDates(t, "H", p.clock(p.c.ID, models.ClockH).DueOn, "2026-11-06")
	p.at("2026-11-09T15:00:00+08:00").do(p.reviewer, models.VerbEndSpecial, cases.MoveInput{Reason: "听证已举行"})
	if got := p.colours()["HEARING_OVERDUE"]; got != "RED 2026-11-07" {
		t.Errorf("cards %v", p.colours())
	}
}
