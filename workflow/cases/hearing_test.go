package cases_test

import (
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
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

// hearing does one act of a hearing.
func (p *play) hearing(a policy.Actor, act string, in cases.HearingInput) {
	p.t.Helper()
	c, err := p.Cases.Hearing(p.t.Context(), a, p.c.ID, act, &in)
	if err != nil {
		p.t.Fatalf("%s: %v", act, err)
	}
	p.c = c
}

func (p *play) noHearing(a policy.Actor, act string, in cases.HearingInput, key string) {
	p.t.Helper()
	_, err := p.Cases.Hearing(p.t.Context(), a, p.c.ID, act, &in)
	wantKey(p.t, err, key)
}

func TestAHearingGoesFromTheRightToTheRecordInDatedActsWithTheirPapers(t *testing.T) { // 行政许可法 46–48, E02
	p := begin(t, "LX-13", "2026-09-21T09:00:00+08:00").accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	chair := p.Staff("REVIEWER", p.c.DeptCode, "听证主持人")
	neighbour := cases.HearingParty{Name: "下游灌区管理站", Contact: "13900000009", Interest: "共用河段", How: "DIRECT"}
	p.at("2026-09-24T10:00:00+08:00")
	p.noHearing(p.firm, "request", cases.HearingInput{}, "hearing.not_told")
	p.noHearing(p.firm, "tell", cases.HearingInput{Matter: "x"}, "denied")
	p.noHearing(p.reviewer, "tell", cases.HearingInput{Parties: []cases.HearingParty{{Name: "甲", How: "ELECTRONIC", Interest: "x"}}}, "parties.0.how")
	p.noHearing(p.reviewer, "tell", cases.HearingInput{}, "matter")
	p.hearing(p.reviewer, "tell", cases.HearingInput{Matter: "取水将减少灌区水量", Parties: []cases.HearingParty{neighbour}})
	papers := p.papersNamed("DOC-09")
	if len(papers) != 2 || papers[0].Number == papers[1].Number || !strings.Contains(string(papers[1].Fields), neighbour.Name) || papers[1].ServedHow != "DIRECT" {
		t.Errorf("told by %d papers", len(papers))
	}
	if strings.Contains(string(papers[1].Fields), neighbour.Contact) || strings.Contains(string(papers[1].ServedProof), neighbour.Contact) {
		t.Error("the paper tells how the interested party is reached")
	}
	p.review()
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合条件"}}, "hearing.right_runs")
	view := func(a policy.Actor) *cases.HearingView {
		t.Helper()
		d, err := p.Cases.Detail(t.Context(), a, p.c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return d.Hearing
	}
	if v := view(p.firm); v.AskBy != date("2026-10-09") || v.Parties[0].Name != neighbour.Name || v.Parties[0].Contact != "" {
		t.Errorf("the applicant reads %+v", v)
	}
	p.at("2026-09-29T10:00:00+08:00")
	p.noHearing(p.reviewer, "request", cases.HearingInput{By: "路人"}, "hearing.no_party")
	p.noHearing(p.reviewer, "notice", cases.HearingInput{}, "hearing.not_called")
	p.hearing(p.firm, "request", cases.HearingInput{Reason: "要求说明水量", By: neighbour.Name, On: date("2026-09-25")})
	if v := view(p.reviewer); v.RequestedOn != date("2026-09-29") || v.RequestedBy != "" || v.HoldBy != date("2026-11-02") || v.NoticeBy != date("2026-10-21") {
		t.Errorf("asked: %+v: the applicant speaks for itself, today", v)
	}
	p.noHearing(p.firm, "request", cases.HearingInput{}, "hearing.asked_already")
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合条件"}}, "hearing.not_held")
	p.noHearing(p.reviewer, "notice", cases.HearingInput{At: instant("2026-10-26T09:00:00+08:00"), Place: "听证室", Clerk: "书记员"}, "hearing.not_paused")
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "申请人要求听证", Pause: &cases.PauseInput{
		Reason: models.PauseHearing, From: date("2026-09-29"), PlannedEnd: date("2026-11-02"), ChairID: chair.UserID, RequestedOn: date("2026-09-29"),
	}})
	p.at("2026-10-09T10:00:00+08:00")
	p.noHearing(p.reviewer, "notice", cases.HearingInput{At: instant("2026-10-19T09:00:00+08:00"), Place: "听证室", Clerk: "书记员"}, "hearing.seven_days")
	p.noHearing(p.reviewer, "notice", cases.HearingInput{At: instant("2026-11-03T09:00:00+08:00"), Place: "听证室", Clerk: "书记员"}, "hearing.twenty_days")
	p.noHearing(p.reviewer, "record", cases.HearingInput{Minutes: "x", Attended: []string{"甲"}}, "hearing.no_notice")
	p.hearing(p.reviewer, "notice", cases.HearingInput{At: instant("2026-10-26T09:00:00+08:00"), Place: "三楼听证室", Clerk: "书记员"})
	if got := p.papersNamed("DOC-09N"); len(got) != 2 || !strings.Contains(string(got[0].Fields), "听证主持人") {
		t.Errorf("%d notices of time and place", len(got))
	}
	p.noHearing(p.reviewer, "record", cases.HearingInput{Minutes: "x", Attended: []string{"甲"}}, "hearing.not_yet")
	p.hearing(p.reviewer, "statement", cases.HearingInput{By: neighbour.Name, Reason: "请保证灌溉期用水"})
	p.at("2026-10-26T12:00:00+08:00")
	p.noHearing(p.reviewer, "record", cases.HearingInput{Minutes: "x"}, "attended")
	p.hearing(p.reviewer, "record", cases.HearingInput{Minutes: "双方陈述并质证。", Attended: []string{"王建国", neighbour.Name}})
	if got := p.reads("DOC-09R"); !strings.Contains(got, "双方陈述并质证") || !strings.Contains(got, neighbour.Name) {
		t.Error(got)
	}
	if v := view(p.reviewer); v.HeldOn != date("2026-10-26") || len(v.Statements) != 1 || v.Statements[0].By != neighbour.Name {
		t.Errorf("held: %+v", v)
	}
	p.do(p.reviewer, models.VerbEndSpecial, cases.MoveInput{Reason: "听证已举行"})
	p.no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合条件"}}, "case.hearing_record")
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合条件", Hearing: "采纳灌溉期用水的意见"}})
	p.checkRow()
}

func TestARightToAHearingThatIsNotUsedEndsAfterFiveWorkingDays(t *testing.T) {
	p := begin(t, "LX-13", "2026-09-21T09:00:00+08:00").accepted().review()
	p.at("2026-09-24T10:00:00+08:00")
	p.hearing(p.reviewer, "tell", cases.HearingInput{Matter: "取水将减少灌区水量"})
	p.noHearing(p.reviewer, "tell", cases.HearingInput{Matter: "再告知一次"}, "hearing.told_already")
	p.at("2026-10-09T23:00:00+08:00").no(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合"}}, "hearing.right_runs")
	p.at("2026-10-10T09:00:00+08:00")
	p.noHearing(p.firm, "request", cases.HearingInput{}, "hearing.asked_late")
	p.grant()
}

func TestARequestForAHearingThatIsTakenBackFreesTheDecision(t *testing.T) {
	p := begin(t, "LX-13", "2026-09-21T09:00:00+08:00").accepted().review()
	p.hearing(p.reviewer, "tell", cases.HearingInput{Matter: "取水将减少灌区水量", Parties: []cases.HearingParty{{Name: "灌区", Interest: "用水", How: "MAIL", Proof: "EMS1"}}})
	p.hearing(p.reviewer, "request", cases.HearingInput{By: "灌区"})
	p.noHearing(p.firm, "drop", cases.HearingInput{Reason: "不听了"}, "hearing.not_yours")
	p.noHearing(p.reviewer, "drop", cases.HearingInput{}, "reason")
	p.hearing(p.reviewer, "drop", cases.HearingInput{Reason: "灌区书面撤回"})
	p.grant()
}

func (p *play) papersNamed(kind string) (out []models.Paper) {
	p.t.Helper()
	for _, one := range p.papers() {
		if one.Kind == kind {
			out = append(out, one)
		}
	}
	return out
}
