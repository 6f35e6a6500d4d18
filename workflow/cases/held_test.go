package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func (p *play) held() map[string]bool {
	p.t.Helper()
	held, err := p.Store.ItemsHeld(p.t.Context(), p.Enterprise.ID, p.c.ProjectID)
	if err != nil {
		p.t.Fatal(err)
	}
	return held
}

func TestACancelledFilingIsHeldNoMore(t *testing.T) { // F08
	p := begin(t, "TZ-01", monday)
	p.do(p.window, models.VerbRegister, cases.MoveInput{})
	if !p.held()["TZ-01"] {
		t.Fatal("a filing is not held")
	}
	p.do(p.reviewer, models.VerbOrderCorrection, cases.MoveInput{Reason: "不一致", Decision: &cases.Decision{Articles: "673号第十五条"}, Order: ordered})
	if !p.held()["TZ-01"] {
		t.Error("an order to correct takes a filing away")
	}
	p.do(p.reviewer, models.VerbCancel, cases.MoveInput{Reason: "放弃", SecondID: p.head.UserID})
	if p.held()["TZ-01"] {
		t.Error("a cancelled filing is still held")
	}
}

func TestALicenceThatHasEndedIsHeldNoMore(t *testing.T) { // N03, N06–N09
	for name, end := range map[string]func(p *play, l *models.Licence){
		"annulled":  func(p *play, l *models.Licence) { p.endOf(l, cases.AnnulLicence, "FRAUD") },
		"withdrawn": func(p *play, l *models.Licence) { p.endOf(l, cases.WithdrawLicence, "LAW_CHANGED") },
		"cancelled": func(p *play, l *models.Licence) { p.endOf(l, cases.CancelLicence, "HOLDER_ENDED") },
		"expired": func(p *play, l *models.Licence) {
			p.at((l.ExpiresOn + 1).String() + "T08:00:00+08:00")
			p.sweep()
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := begin(t, "LX-18", monday)
			p.accepted().review()
			p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "符合条件", ValidMonths: 12}})
			if !p.held()["LX-18"] {
				t.Error("a grant is not held before its delivery")
			}
			p.delivered()
			if !p.held()["LX-18"] {
				t.Fatal("a licence in force is not held")
			}
			all, err := p.Store.LicencesOf(t.Context(), p.Enterprise.ID)
			if err != nil || len(all) != 1 {
				t.Fatalf("%d licences: %v", len(all), err)
			}
			end(p, &all[0])
			if p.held()["LX-18"] {
				t.Error("it is still held")
			}
		})
	}
}

func (p *play) endOf(l *models.Licence, act cases.LicenceAct, ground string) {
	p.t.Helper()
	who := p.Staff(policy.Approver, p.c.DeptCode, "首席代表")
	in := &cases.EndLicenceInput{Act: act, Ground: ground, Facts: "核查属实", Indemnity: "依法补偿", SecondID: p.head.UserID}
	if _, err := p.Cases.EndLicence(p.t.Context(), who, l.ID, in); err != nil {
		p.t.Fatal(err)
	}
}

func TestARequestThatCouldNotBeMetIsNotHeld(t *testing.T) { // R08
	p := begin(t, "YS-04", monday)
	p.do(p.window, models.VerbTriage, cases.MoveInput{})
	p.do(p.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &cases.AnswerInput{Plan: "管网不足", SolutionOn: date("2026-03-20"), Level: "NONE"}})
	p.do(p.leader, models.VerbNotPossible, cases.MoveInput{Reason: "无管网"})
	p.do(p.firm, models.VerbConfirm, cases.MoveInput{})
	if p.held()["YS-04"] {
		t.Error("what was not possible is held")
	}
}
