package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func TestAFilingIsFiledOnTheDayItsInformationWasThere(t *testing.T) { // 673号 13
	p := begin(t, "TZ-01", monday)
	if p.c.Status != models.Submitted || p.c.AcceptedOn != 0 {
		t.Fatalf("%s accepted %s", p.c.Status, p.c.AcceptedOn)
	}
	p.no(p.window, models.VerbAccept, cases.MoveInput{}, "case.move_not_allowed")
	p.no(p.window, models.VerbAskInfo, cases.MoveInput{}, "defects")
	p.do(p.window, models.VerbAskInfo, p.correction("M1"))
	if p.c.Status != models.InfoIncomplete || p.paper("DOC-15G").Title == "" {
		t.Error(p.c.Status)
	}
	p.at("2026-03-05T20:00:00+08:00").do(p.firm, models.VerbComplete, cases.MoveInput{})
	p.at("2026-03-09T09:00:00+08:00").do(p.window, models.VerbRegister, cases.MoveInput{})
	e := p.last("F04")
	if p.c.Status != models.Filed || p.c.DecidedOn != date("2026-03-05") || e.LegalAt.Date() != date("2026-03-05") {
		t.Errorf("%s on %s, legally %s", p.c.Status, p.c.DecidedOn, e.LegalAt.Date())
	}
	p.no(p.window, models.VerbWithdraw, cases.MoveInput{Reason: "x"}, "case.move_not_allowed")
	p.no(p.firm, models.VerbReportChange, cases.MoveInput{}, "reason")
	p.do(p.firm, models.VerbReportChange, cases.MoveInput{Reason: "总投资变更"})
	p.no(p.reviewer, models.VerbOrderCorrection, cases.MoveInput{Reason: "不实"}, "decision.articles")
	order := cases.MoveInput{Reason: "信息不实", Decision: &cases.Decision{Articles: "条例673 art 15"}}
	p.no(p.reviewer, models.VerbOrderCorrection, order, "order.requirement")
	order.Order = &cases.OrderInput{Requirement: "更正备案信息", DueOn: date("2026-03-08")}
	p.no(p.reviewer, models.VerbOrderCorrection, order, "order.dueOn")
	order.Order = ordered
	p.do(p.reviewer, models.VerbOrderCorrection, order)
	p.do(p.reviewer, models.VerbConfirmChange, cases.MoveInput{Reason: "已更正"})
	p.no(p.reviewer, models.VerbCancel, cases.MoveInput{Reason: "放弃项目"}, "secondId")
	p.do(p.reviewer, models.VerbCancel, cases.MoveInput{Reason: "放弃项目", SecondID: p.head.UserID})
	want := []string{"V01", "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08"}
	if got := p.codes(); !slices.Equal(got, want) {
		t.Errorf("journal %v", got)
	}
	for _, kind := range []string{"DOC-15F", "DOC-15U", "DOC-15O", "DOC-15C", "DOC-15X"} {
		p.paper(kind)
	}
	p.checkRow()
}

var ordered = &cases.OrderInput{Requirement: "更正备案信息", DueOn: date("2026-03-27")}

// TestARequestIsSentToItsDepartmentWithinFourWorkingHours: FLOWS §10, over the midday break and the weekend.
func TestARequestIsSentToItsDepartmentWithinFourWorkingHours(t *testing.T) {
	for at, due := range map[string]string{
		monday:                      "2026-03-02T14:30:00+08:00",
		"2026-03-06T16:00:00+08:00": "2026-03-09T12:00:00+08:00",
		"2026-03-07T10:00:00+08:00": "2026-03-09T14:00:00+08:00",
	} {
		p := begin(t, "YS-01", at)
		if got := int64(p.steps()[0].DueAt); got != mustTime(due).UnixMilli() {
			t.Errorf("raised %s: due %d, want %s", at, got, due)
		}
	}
}

// TestOnlyAPermitIsDelivered: ten days for the delivery run from a decision on a permit (行政许可法 44), never from a
// filing, an answer to a request or a finished task, which nobody delivers.
func TestOnlyAPermitIsDelivered(t *testing.T) {
	for _, x := range []struct {
		item string
		end  func(*play)
	}{
		{"TZ-01", func(p *play) { p.do(p.window, models.VerbRegister, cases.MoveInput{}) }},
		{"YS-01", func(p *play) {
			p.do(p.window, models.VerbTriage, cases.MoveInput{})
			p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "已落实", SolutionOn: date("2026-03-02"), Level: "FULL"}})
			p.do(p.reviewer, models.VerbSatisfy, cases.MoveInput{})
			p.do(p.firm, models.VerbConfirm, cases.MoveInput{})
		}},
		{"GJ-01", func(p *play) {
			p.do(p.reviewer, models.VerbStart, cases.MoveInput{})
			p.do(p.reviewer, models.VerbFinish, cases.MoveInput{})
		}},
	} {
		t.Run(x.item, func(t *testing.T) {
			p := begin(t, x.item, monday)
			x.end(p)
			if d := p.clock(p.c.ID, models.ClockD); p.c.DeliverDue != 0 || d.StartOn != 0 {
				t.Errorf("delivery due %s, clock since %s", p.c.DeliverDue, d.StartOn)
			}
			p.at("2026-06-01T10:00:00+08:00").sweep()
			if c, ok := p.cards()["DELIVERY_OVERDUE"]; ok {
				t.Errorf("a card: %+v", c)
			}
			p.checkRow()
		})
	}
}

func TestACorrectedReceiptMovesTheFilingWithIt(t *testing.T) {
	p := begin(t, "TZ-01", "2026-03-04T09:30:00+08:00")
	p.do(p.window, models.VerbRegister, cases.MoveInput{})
	if err := p.correctDate(p.last("F01").Seq, monday); err != nil {
		t.Fatal(err)
	}
	wantDates(t, "filed", p.c.DecidedOn, "2026-03-02", p.c.ReceivedOn, "2026-03-02")
	p.checkRow()
}

func TestARequestIsConfirmedOrLapsesOrOpensAgain(t *testing.T) { // FLOWS §10
	solved := func(t *testing.T) *play {
		p := begin(t, "YS-01", monday)
		p.do(p.window, models.VerbTriage, cases.MoveInput{})
		p.no(p.reviewer, models.VerbAnswer, cases.MoveInput{}, "answer.plan")
		p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "新增专变", SolutionOn: date("2026-03-20"), Level: "FULL"}})
		p.do(p.reviewer, models.VerbConstruct, cases.MoveInput{})
		p.at("2026-03-16T10:00:00+08:00").do(p.reviewer, models.VerbConnect, cases.MoveInput{})
		if p.c.Status != models.Connected || p.c.DecidedOn != date("2026-03-16") {
			t.Fatalf("%s on %s", p.c.Status, p.c.DecidedOn)
		}
		return p
	}
	t.Run("confirmed", func(t *testing.T) {
		p := solved(t)
		p.no(p.reviewer, models.VerbConfirm, cases.MoveInput{}, "denied")
		steps, err := p.Store.Steps(t.Context(), p.c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range steps { // nobody else did anything
			if s.State == models.StepDone && s.DeptCode != p.c.DeptCode && s.Kind != models.StepReceive {
				t.Errorf("%s of %s is done", s.Code, s.DeptCode)
			}
		}
		p.do(p.firm, models.VerbConfirm, cases.MoveInput{})
		if p.c.Status != models.Confirmed {
			t.Error(p.c.Status)
		}
	})
	t.Run("lapses after ten working days", func(t *testing.T) {
		p := solved(t).at("2026-03-31T00:00:00+08:00")
		p.no(p.firm, models.VerbReopen, cases.MoveInput{Reason: "仍停电"}, "case.move_not_allowed") // settled first
		p.sweep()
		if e := p.last("R09b"); p.c.Status != models.Confirmed || e.LegalAt != date("2026-03-30").End() {
			t.Errorf("%s at %s", p.c.Status, e.LegalAt.Date())
		}
	})
	t.Run("opens again", func(t *testing.T) {
		p := solved(t)
		p.no(p.firm, models.VerbReopen, cases.MoveInput{}, "reason")
		p.do(p.firm, models.VerbReopen, cases.MoveInput{Reason: "仍停电"})
		if p.c.Status != models.Assigned || p.c.DecidedOn != 0 || p.c.Outcome != "" {
			t.Errorf("%s %s", p.c.Status, p.c.Outcome)
		}
		p.checkRow()
	})
	t.Run("opened again late costs the department nothing", func(t *testing.T) {
		p := begin(t, "YS-01", monday)
		p.do(p.window, models.VerbTriage, cases.MoveInput{})
		p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "新增专变", SolutionOn: date("2026-03-20"), Level: "FULL"}})
		due := p.c.PromisedDue
		p.at("2026-03-03T10:00:00+08:00").do(p.reviewer, models.VerbSatisfy, cases.MoveInput{})
		p.at("2026-03-12T10:00:00+08:00").do(p.firm, models.VerbReopen, cases.MoveInput{Reason: "未解决"})
		if want := p.County.Now().Calendar.Nth(due, 7); p.c.PromisedDue != want { // 4 to 12 March lay with the enterprise
			t.Errorf("promised until %s, want %s", p.c.PromisedDue, want)
		}
		if cards := p.cards(); len(cards) != 0 {
			t.Errorf("a card: %+v", cards)
		}
		p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "新增专变", SolutionOn: date("2026-03-20"), Level: "FULL"}})
		p.do(p.reviewer, models.VerbSatisfy, cases.MoveInput{})
		if p.c.UsedDays != 1 || p.c.ApplicantDays != 7 || p.c.SpecialDays != 0 {
			t.Errorf("used %d, with the enterprise %d, special %d", p.c.UsedDays, p.c.ApplicantDays, p.c.SpecialDays)
		}
		p.checkRow()
	})
	t.Run("is not possible only by a leader", func(t *testing.T) {
		p := begin(t, "YS-01", monday)
		p.do(p.window, models.VerbTriage, cases.MoveInput{})
		p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "无法", SolutionOn: date("2026-03-20"), Level: "NONE"}})
		p.no(p.reviewer, models.VerbNotPossible, cases.MoveInput{Reason: "无容量"}, "denied")
		p.no(p.approver, models.VerbNotPossible, cases.MoveInput{Reason: "无容量"}, "denied")
		p.do(p.leader, models.VerbNotPossible, cases.MoveInput{Reason: "无容量"})
		if p.c.Outcome != models.OutcomeRefused {
			t.Error(p.c.Outcome)
		}
	})
}

// TestAReopenedRequestGoesBackToItsReviewer: not to a colleague whom the reviewer had asked (委派).
func TestAReopenedRequestGoesBackToItsReviewer(t *testing.T) {
	p := begin(t, "YS-01", monday)
	p.do(p.window, models.VerbTriage, cases.MoveInput{})
	colleague := p.Staff(policy.Reviewer, "ZRZY", "同事")
	move := func(a policy.Actor, step int64, verb string, in cases.StepInput) {
		t.Helper()
		if _, err := p.Cases.StepMove(t.Context(), a, p.c.ID, step, verb, &in); err != nil {
			t.Fatal(verb, err)
		}
	}
	review := openStep(t, p.World, p.c.ID).ID
	move(p.reviewer, review, "claim", cases.StepInput{})
	move(p.reviewer, review, "delegate", cases.StepInput{UserID: colleague.UserID})
	move(colleague, openStep(t, p.World, p.c.ID).ID, "done", cases.StepInput{})
	p.c = p.Reload(p.c)
	p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "已落实", SolutionOn: date("2026-03-20"), Level: "FULL"}})
	p.do(p.reviewer, models.VerbSatisfy, cases.MoveInput{})
	p.do(p.firm, models.VerbReopen, cases.MoveInput{Reason: "未解决"})
	if s := openStep(t, p.World, p.c.ID); s == nil || s.ID != review || s.HolderID != p.reviewer.UserID {
		t.Errorf("opened again: %+v", s)
	}
}

func TestAnAnswerSaysHowFarTheRequestIsMet(t *testing.T) { // FLOWS §10: 全部满足, 部分, 无法
	p := begin(t, "YS-01", monday)
	p.do(p.window, models.VerbTriage, cases.MoveInput{})
	for _, level := range []string{"", "ALL"} {
		p.no(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "新增专变", SolutionOn: date("2026-03-20"), Level: level}}, "answer.level")
	}
	p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "新增专变", SolutionOn: date("2026-03-20"), Level: "PARTIAL"}})
}

func TestATaskHandedUpEndsWithTheUpperBodysDecision(t *testing.T) {
	p := begin(t, "LX-16", monday)
	p.do(p.reviewer, models.VerbStart, cases.MoveInput{})
	d := &cases.Decision{Upper: "省政府", UpperNo: "政地〔2026〕1号", UpperOn: date("2026-03-20")}
	p.no(p.reviewer, models.VerbFinish, cases.MoveInput{Decision: d}, "case.not_forwarded")
	for {
		s := openStep(t, p.World, p.c.ID)
		if s == nil || s.Kind == models.StepForward {
			break
		}
		t.Fatalf("open step %s of a task in progress", s.Kind)
	}
	p.do(p.reviewer, models.VerbForward, cases.MoveInput{})
	p.at("2026-03-25T09:00:00+08:00").do(p.reviewer, models.VerbFinish, cases.MoveInput{Decision: d})
	if p.c.Status != models.Done || p.c.DecidedOn != d.UpperOn {
		t.Errorf("%s on %s", p.c.Status, p.c.DecidedOn)
	}
}

func TestADraftIsAbandonedAfterNinetyDaysUntouched(t *testing.T) {
	p := begin(t, "LX-13", monday)
	c := p.Draft(p.firm, "LX-13", nil)
	p.at("2026-05-31T23:59:00+08:00").sweep()
	if got := p.Reload(c); got.Status != models.Draft {
		t.Fatalf("%s a day early", got.Status)
	}
	p.at("2026-06-02T08:00:00+08:00").sweep()
	if got := p.Reload(c); got.Status != models.Abandoned {
		t.Errorf("%s", got.Status)
	}
}
