package cases_test

import (
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/county"
)

func (p *play) special(reason models.PauseReason, from, to string) {
	p.t.Helper()
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{
		Reason: "论证", Pause: &cases.PauseInput{Reason: reason, From: date(from), PlannedEnd: date(to)},
	})
}

func TestTheWindowIsOverAtTheFirstInstantAfterItsLastDay(t *testing.T) { // R-EVT-02
	p := begin(t, "LX-13", monday).at("2026-03-10T00:00:00+08:00")
	p.no(p.window, models.VerbRequireCorrection, p.correction("M1"), "case.move_not_allowed")
}

func TestOfOneInstantTheTimerComesBeforeTheAlert(t *testing.T) { // R-EVT-02: a lapse is no overrun of the window
	p := begin(t, "LX-13", monday).at("2026-03-10T08:00:00+08:00")
	p.sweep()
	for _, a := range p.alerts() {
		if strings.HasPrefix(a, "W OVERDUE") {
			t.Errorf("told %s of a case that was accepted by then", a)
		}
	}
	if len(p.alerts()) == 0 {
		t.Error("nothing was told of the window at all")
	}
}

func TestALaterReadingOfTheCountyMovesNoAcceptance(t *testing.T) { // R-CLK-16
	p := begin(t, "LX-13", monday).at("2026-03-05T09:00:00+08:00").accepted()
	wantDates(t, "accepted", p.c.AcceptedOn, "2026-03-05", p.clock(p.c.ID, models.ClockL).StartOn, "2026-03-05")
	m := &county.Admin{County: p.County, Policy: p.Policy}
	admin := p.Staff(policy.SystemAdmin, "", "管理员")
	set, err := m.Settings(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	set.Round1AcceptedOn = "RECEIVED"
	if _, err := m.SaveSettings(t.Context(), admin, set, "县政府常务会议决定"); err != nil {
		t.Fatal(err)
	}
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	wantDates(t, "after the change", p.c.AcceptedOn, "2026-03-05", p.clock(p.c.ID, models.ClockL).StartOn, "2026-03-05")

	q := &play{World: p.World, t: t, firm: p.firm, window: p.window}
	q.c = q.Submit(q.firm, q.Draft(q.firm, "LX-13", nil))
	q.people()
	q.at("2026-03-09T09:00:00+08:00").accepted()
	wantDates(t, "a case of then", q.c.AcceptedOn, "2026-03-05")
}

func TestEveryAnswerOfTheWindowStopsItsClock(t *testing.T) { // clock W
	for name, answer := range map[string]func(*play){
		"correction": func(p *play) { p.do(p.window, models.VerbRequireCorrection, p.correction("M1")) },
		"not accepted": func(p *play) {
			p.do(p.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "省水利厅", Reason: "跨省"})
		},
		"false materials": func(p *play) {
			p.do(p.window, models.VerbNotAcceptFalse, cases.MoveInput{Reason: "假证明", Evidence: "复函", SecondID: p.head.UserID})
		},
		"no permit needed": func(p *play) { p.do(p.window, models.VerbNotRequired, cases.MoveInput{Reason: "无需许可"}) },
		"withdrawn":        func(p *play) { p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"}) },
		"accepted":         func(p *play) { p.accepted() },
	} {
		t.Run(name, func(t *testing.T) {
			p := begin(t, "LX-13", monday).at("2026-03-04T09:00:00+08:00")
			answer(p)
			if w := p.clock(p.c.ID, models.ClockW); w.State != models.ClockStopped || w.StoppedOn != date("2026-03-04") {
				t.Errorf("W is %s, stopped on %s", w.State, w.StoppedOn)
			}
		})
	}
}

func TestATaskHasNoLimitOfTheLaw(t *testing.T) { // RULES §2: no paper and no clock of the licensing law
	p := begin(t, "LX-16", monday)
	if p.c.LegalDue != 0 || p.clock(p.c.ID, models.ClockL).StartOn != 0 {
		t.Errorf("due by law on %s", p.c.LegalDue)
	}
}

func TestOfTwoProceduresTheFirstThatEndsByItselfLeavesTheOtherRunning(t *testing.T) { // T13: the last open pause
	p := begin(t, "LX-13", monday).accepted()
	p.at("2026-03-06T10:00:00+08:00").special(models.PauseExpertReview, "2026-03-09", "2026-03-11")
	p.special("CONSULT_OTHER_DEPTS", "2026-03-10", "2026-03-13")
	p.at("2026-03-12T08:00:00+08:00").sweep()
	if p.c.Status != models.InSpecialProcedure || !p.c.Paused {
		t.Fatalf("%s while the other still runs", p.c.Status)
	}
	p.at("2026-03-16T08:00:00+08:00").sweep()
	if p.c.Status != models.UnderReview || p.c.Paused {
		t.Errorf("%s after both", p.c.Status)
	}
	if n := len(slices.DeleteFunc(p.codes(), func(c string) bool { return c != "T13" })); n != 2 {
		t.Errorf("%d ends", n)
	}
}

func TestAReopenedRequestRunsAgain(t *testing.T) { // FLOWS §10
	p := begin(t, "YS-01", monday)
	p.do(p.window, models.VerbTriage, cases.MoveInput{})
	p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "新增专变", SolutionOn: date("2026-03-20"), Level: "FULL"}})
	p.do(p.reviewer, models.VerbConstruct, cases.MoveInput{})
	p.do(p.reviewer, models.VerbConnect, cases.MoveInput{})
	if c := p.clock(p.c.ID, models.ClockP); c.StoppedOn == 0 {
		t.Fatalf("done and still running: %+v", c)
	}
	p.do(p.firm, models.VerbReopen, cases.MoveInput{Reason: "仍停电"})
	if c := p.clock(p.c.ID, models.ClockP); c.StoppedOn != 0 || c.State != models.ClockRunning {
		t.Errorf("reopened and stopped on %s", c.StoppedOn)
	}
}

func TestNonAcceptanceOfALaterRoundRestsOnTheNotedDefects(t *testing.T) { // T06 (b)
	p := begin(t, "LX-13", monday)
	p.do(p.window, models.VerbRequireCorrection, p.correction("M1"))
	p.at("2026-03-04T09:00:00+08:00").do(p.firm, models.VerbResubmit, cases.MoveInput{})
	fresh, noted := p.correction("M2"), p.correction("M1")
	fresh.Reason, noted.Reason = "仍不齐", "仍不齐"
	p.no(p.window, models.VerbNotAccept, cases.MoveInput{Reason: "仍不齐"}, "defects")
	p.no(p.window, models.VerbNotAccept, fresh, "case.only_noted_defects")
	p.do(p.window, models.VerbNotAccept, noted)
	if p.c.Status != models.NotAccepted {
		t.Error(p.c.Status)
	}
}

// tolerable hands SG-09 in without the material that may follow, and gives its code.
func tolerable(t *testing.T) (*play, string) {
	t.Helper()
	w := casestest.New(t, monday)
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	c, err := w.Cases.CreateDraft(t.Context(), p.firm, &cases.DraftInput{ItemCode: "SG-09", Form: w.County.Base.Sample("SG-09"), ProjectID: w.Project().ID})
	if err != nil {
		t.Fatal(err)
	}
	follow := ""
	for _, m := range w.County.Base.Item("SG-09").Materials {
		if m.MayFollow {
			follow = m.Code
		}
	}
	w.HandInBut(c.ID, follow)
	p.c = w.Submit(p.firm, c)
	p.people()
	return p, follow
}

func TestAGapClosesNoLaterThanThePromisedDay(t *testing.T) { // T09, R-TOL-01
	p, follow := tolerable(t)
	p.do(p.window, models.VerbAcceptTolerant, cases.MoveInput{Missing: []string{follow}, Promise: true, GapDue: date("2026-03-03")})
	promised := p.c.PromisedDue
	q, follow := tolerable(t)
	in := cases.MoveInput{Missing: []string{follow}, Promise: true, GapDue: promised + 1}
	q.no(q.window, models.VerbAcceptTolerant, in, "case.gap_after_promise")
	in.GapDue = promised
	q.do(q.window, models.VerbAcceptTolerant, in)
	if g := q.clock(q.c.ID, models.ClockG); g.DueOn != promised || !q.c.Tolerant {
		t.Errorf("G is due on %s, promised %s", g.DueOn, promised)
	}
}

func (p *play) evaluation(reason models.PauseReason, to models.Date, waive bool) cases.MoveInput {
	return cases.MoveInput{Reason: "委托评估", Pause: &cases.PauseInput{Reason: reason, From: date("2026-03-04"), PlannedEnd: to, Waive: waive}}
}

func TestACapMayBePassedOnlyWhereItsLawLetsAComplexCasePassIt(t *testing.T) { // R-CLK-08
	last := calendar.Builtin().Nth(date("2026-03-03"), 30) // the first day counts
	t.Run("not waivable", func(t *testing.T) {
		p := begin(t, "LX-11", monday).accepted()
		const reason = models.PauseTechReview
		p.no(p.reviewer, models.VerbStartSpecial, p.evaluation(reason, last+1, false), "case.pause_beyond_cap")
		p.no(p.reviewer, models.VerbStartSpecial, p.evaluation(reason, last+1, true), "case.cap_not_waivable")
		p.do(p.reviewer, models.VerbStartSpecial, p.evaluation(reason, last, false))
		p.no(p.reviewer, models.VerbReplanSpecial, p.evaluation(reason, last+1, false), "case.pause_beyond_cap")
		p.no(p.reviewer, models.VerbReplanSpecial, p.evaluation(reason, last+1, true), "case.cap_not_waivable")
		p.workDay("2026-03-14") // a Saturday: the cap is used up a working day before the planned end
		p.recompute()
		p.at(last.String() + "T08:00:00+08:00")
		p.sweep()
		p.c = p.Reload(p.c)
		if p.c.Status != models.UnderReview || p.colours()["PAUSE_CAP_OVERRUN"] != "YELLOW "+last.String() {
			t.Errorf("%s, cards %v", p.c.Status, p.colours())
		}
	})
	t.Run("waivable", func(t *testing.T) {
		p := begin(t, "TZ-02", monday).accepted()
		const reason = models.PauseEntrustedEvaluation
		p.no(p.reviewer, models.VerbStartSpecial, p.evaluation(reason, last+1, false), "case.pause_beyond_cap")
		p.do(p.reviewer, models.VerbStartSpecial, p.evaluation(reason, last+1, true))
		if !p.c.Complex {
			t.Error("passed its cap and not recorded as complex")
		}
		p.Clock.Set((last + 1).String() + "T12:00:00+08:00")
		p.sweep()
		if p.c.Status != models.InSpecialProcedure {
			t.Errorf("the cap that was waived ended it: %s", p.c.Status)
		}
	})
}

func TestAProcedureEndsOnADayThatHasComeAndNotBeforeItsFirst(t *testing.T) { // T13
	p := begin(t, "LX-13", monday).accepted()
	p.special(models.PauseExpertReview, "2026-03-04", "2026-03-20")
	p.at("2026-03-06T10:00:00+08:00")
	for _, end := range []string{"2026-03-03", "2026-03-07"} {
		p.no(p.reviewer, models.VerbEndSpecial, cases.MoveInput{Pause: &cases.PauseInput{End: date(end)}}, "case.pause_end_outside")
	}
	p.do(p.reviewer, models.VerbEndSpecial, cases.MoveInput{Pause: &cases.PauseInput{End: date("2026-03-04")}})
	wantDates(t, "one day out", p.c.PromisedDue, "2026-03-24")
}

func TestNothingIsDecidedBeforeTwoAreAssignedToInspectWhereTheItemIsInspected(t *testing.T) { // clock I, 行政许可法 55(2)
	p := begin(t, "JY-04", monday).accepted().review()
	if i := p.clock(p.c.ID, models.ClockI); i.DueOn != date("2026-03-09") || i.State != models.ClockRunning {
		t.Errorf("I is %s, due on %s", i.State, i.DueOn)
	}
	grant := cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}}
	p.no(p.approver, models.VerbApprove, grant, "case.inspectors_missing")
	for _, names := range [][]string{{"甲"}, {"甲", " 甲"}, {"甲", " "}} {
		_, err := p.Cases.AssignInspectors(t.Context(), p.reviewer, p.c.ID, 0, names)
		wantKey(t, err, "case.two_inspectors")
	}
	p.at("2026-03-04T10:00:00+08:00")
	if _, err := p.Cases.AssignInspectors(t.Context(), p.reviewer, p.c.ID, 0, []string{"甲", "乙"}); err != nil {
		t.Fatal(err)
	}
	p.at("2026-03-11T10:00:00+08:00") // one of them is replaced: the assignment was in time
	if _, err := p.Cases.AssignInspectors(t.Context(), p.reviewer, p.c.ID, 0, []string{"甲", "丙"}); err != nil {
		t.Fatal(err)
	}
	if i := p.clock(p.c.ID, models.ClockI); i.StoppedOn != date("2026-03-04") || p.cards()["INSPECTION_OVERDUE"].Colour != "" {
		t.Errorf("I stopped on %s, card %v", i.StoppedOn, p.cards()["INSPECTION_OVERDUE"])
	}
	p.c = p.Reload(p.c)
	p.do(p.approver, models.VerbApprove, grant)
	if p.c.Status != models.Approved {
		t.Error(p.c.Status)
	}
}

func TestACaseIsSuspendedOnlyWhereItsLawSaysSo(t *testing.T) { // T20
	p := begin(t, "GJ-04", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.no(p.reviewer, models.VerbSuspend, cases.MoveInput{Reason: "等上级答复"}, "case.item_does_not_suspend")
}

func TestTheReviewerDoesNotPresideOverTheHearing(t *testing.T) { // 行政许可法 48(1)(3)
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	hearing := func(chair int64) cases.MoveInput {
		return cases.MoveInput{Reason: "申请听证", Pause: &cases.PauseInput{
			Reason: models.PauseHearing, From: date("2026-03-02"), PlannedEnd: date("2026-03-20"), ChairID: chair,
		}}
	}
	p.no(p.reviewer, models.VerbStartSpecial, hearing(p.reviewer.UserID), "case.reviewer_chairs")
	p.do(p.reviewer, models.VerbStartSpecial, hearing(p.head.UserID))
}

func TestAnApprovalOfAProjectIsExtendedByThePrincipalHeadAlone(t *testing.T) { // R-CLK-09, 国务院令673号 10
	p := begin(t, "TZ-02", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	in := cases.MoveInput{Reason: "情况复杂", Extend: &cases.ExtendInput{Days: 40}}
	p.no(p.leader, models.VerbExtend, in, "case.extension_approver")
	before := p.c.LegalDue
	p.do(p.Staff(policy.AgencyPrincipalHead, p.c.DeptCode, "一把手"), models.VerbExtend, in)
	if p.c.LegalDue <= before {
		t.Errorf("due on %s, before the extension %s", p.c.LegalDue, before)
	}
}

func TestALateDeliveryIsRedForAGrantAndYellowForARefusal(t *testing.T) { // R-CARD-04
	for _, granted := range []bool{true, false} {
		p := begin(t, "LX-13", monday).accepted().review()
		want := models.CardRed
		if granted {
			p.grant()
		} else {
			want = models.CardYellow
			p.do(p.approver, models.VerbRefuse, cases.MoveInput{Reason: "超总量", Decision: &cases.Decision{Findings: "已满", Articles: "取水条例 art 20"}})
		}
		wantDates(t, "D", p.c.DeliverDue, "2026-03-16")
		p.at("2026-03-17T08:59:59+08:00").sweep()
		if len(p.cards()) != 0 {
			t.Errorf("before nine: %v", p.cards())
		}
		p.at("2026-03-17T09:00:00+08:00").sweep()
		if c := p.cards()["DELIVERY_OVERDUE"]; c.Colour != want {
			t.Errorf("granted %t: %q", granted, c.Colour)
		}
	}
}

func TestTheCapOfASetMayBeExtendedUpToItsLastDay(t *testing.T) { // 行政许可法 42(2)
	for at, key := range map[string]string{"2026-05-08T23:59:00+08:00": "", "2026-05-09T00:00:00+08:00": "case.legal_due_passed"} {
		p := begin(t, "JY-07", monday)
		set := p.c
		p.c = p.part2(set, "JY-02")
		p.HandInAll(p.c.ID)
		p.do(p.window, models.VerbAccept, cases.MoveInput{})
		wantDates(t, "J", p.clock(set.ID, models.ClockJ).DueOn, "2026-05-08")
		p.at(at)
		_, err := p.Cases.ExtendJoint(t.Context(), p.Staff(policy.Leader, "", "分管县领导"), set.ID, 0, 15, "情况复杂")
		if key != "" {
			wantKey(t, err, key)
		} else if err != nil {
			t.Error(err)
		}
	}
}

func TestAWindowThatOnlyWarnsLapsesWithAYellowCardAndNoAcceptance(t *testing.T) { // T08, R-CARD-04
	p := begin(t, "JY-12", monday)
	due := p.c.WindowDue
	p.Clock.Set((due + 7).String() + "T12:00:00+08:00")
	p.sweep()
	if c := p.cards()["WINDOW_LAPSED"]; p.c.Status != models.Submitted || p.c.Deemed || c.Colour != models.CardYellow || len(p.cards()) != 1 {
		t.Errorf("%s, cards %v", p.c.Status, p.cards())
	}
	q := begin(t, "LX-13", monday).at("2026-03-17T12:00:00+08:00")
	q.sweep()
	if c, ok := q.cards()["WINDOW_LAPSED"]; ok {
		t.Errorf("deemed accepted, and %v", c.Colour)
	}
}

func TestAMergedNoticeIsOfTheFirstRoundOnly(t *testing.T) { // R-PAR-04, T05
	p := begin(t, "JY-07", monday)
	a := p.part("JY-04")
	notice := []cases.Notice{{CaseID: a.ID, Defects: []cases.Defect{defect("M1")}}}
	if _, err := p.Cases.MergeNotice(t.Context(), p.lead(), p.c.ID, 0, notice); err != nil {
		t.Fatal(err)
	}
	q := &play{World: p.World, t: t, c: p.part("JY-04"), firm: p.firm}
	q.HandInAll(q.c.ID)
	q.do(q.firm, models.VerbResubmit, cases.MoveInput{})
	_, err := p.Cases.MergeNotice(t.Context(), p.lead(), p.c.ID, 0, notice)
	wantKey(t, err, "case.merged_notice_round")
}
