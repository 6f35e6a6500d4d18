package cases_test

import (
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

func TestACommitmentHasItsPaperAndIsVerifiedAfterTheIssue(t *testing.T) { // 告知承诺, R-COM-01, R-COM-02
	p := beginWith(t, "JY-13", monday, map[string]any{"case.fire_opening_mode": "COMMITMENT"})
	p.do(p.window, models.VerbDecideInstant, cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}})
	if d := p.paper("DOC-06"); !strings.Contains(string(d.Fields), "不实承诺") {
		t.Errorf("the paper says %s", d.Fields)
	}
	p.delivered()
	s := openStep(t, p.World, p.c.ID)
	if s == nil || s.Kind != models.StepVerify || s.DeptCode != p.c.DeptCode || s.DueAt.Date() != date("2026-03-30") {
		t.Fatalf("on the desk is %+v", s)
	}
	if e := p.last("V41"); e.Verb != "verify_commitment" {
		t.Errorf("journaled as %s %s", e.Code, e.Verb)
	}
	p.checkRow()
	p.verb(p.reviewer, s.ID, "claim", cases.StepInput{})
	p.verb(p.reviewer, s.ID, "done", cases.StepInput{Result: "AGREE", Remark: "承诺属实"})
	if got := p.Reload(p.c); got.Status != models.Delivered {
		t.Errorf("the case is %s", got.Status)
	}
	p.checkRow()

	ordinary := beginWith(t, "JY-13", monday, map[string]any{"case.fire_opening_mode": "ORDINARY"}).accepted()
	papers, err := ordinary.Store.PapersOf(t.Context(), ordinary.c.ID)
	if err != nil || slices.ContainsFunc(papers, func(x models.Paper) bool { return x.Kind == "DOC-06" }) {
		t.Errorf("nobody committed to anything: %v %+v", err, papers)
	}
}

func TestACommitmentFoundFalseIsOnRecord(t *testing.T) { // R-COM-01
	p := beginWith(t, "JY-13", monday, map[string]any{"case.fire_opening_mode": "COMMITMENT"})
	p.do(p.window, models.VerbDecideInstant, cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}})
	p.delivered()
	s := openStep(t, p.World, p.c.ID)
	p.verb(p.reviewer, s.ID, "claim", cases.StepInput{})
	p.verb(p.reviewer, s.ID, "done", cases.StepInput{Result: "OBJECT", Remark: "疏散通道被占用，与承诺不符"})
	list, err := p.Cases.Credit(t.Context(), p.firm, p.c.EnterpriseID)
	if err != nil || len(list) != 1 || list[0].Kind != models.FalsePromise || list[0].Reason != "疏散通道被占用，与承诺不符" {
		t.Fatalf("on record is %+v (%v)", list, err)
	}
	if e := p.last("V44"); e.FromStatus != models.Delivered || e.ToStatus != models.Delivered {
		t.Errorf("the journal says %+v", e)
	}
	p.checkRow()
}

func TestACorrectedAnswerMakesTheCaseACommitment(t *testing.T) { // R-COM-01, R-COM-02
	p := beginWith(t, "JY-13", monday, map[string]any{"case.fire_opening_mode": "ORDINARY"})
	wait := p.c.PromiseValue
	switchTo := func(mode string) {
		t.Helper()
		p.do(p.window, models.VerbRequireCorrection, cases.MoveInput{Defects: []cases.Defect{defect("")}})
		if _, err := p.Cases.EditDraft(t.Context(), p.firm, p.c.ID, &cases.DraftInput{Attrs: catalog.Attrs{"case.fire_opening_mode": mode}}); err != nil {
			t.Fatal(err)
		}
		p.HandInAll(p.c.ID)
		p.do(p.firm, models.VerbResubmit, cases.MoveInput{})
		if p.c.Variant != mode {
			t.Fatalf("it says %s and is handled as %s", mode, p.c.Variant)
		}
	}
	switchTo("COMMITMENT")
	if p.c.PromiseUnit != models.Immediate {
		t.Errorf("promised %d %s", p.c.PromiseValue, p.c.PromiseUnit)
	}
	onTheSpot := cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}}
	switchTo("ORDINARY")
	if p.c.PromiseValue != wait {
		t.Errorf("promised %d, before %d", p.c.PromiseValue, wait)
	}
	p.no(p.window, models.VerbDecideInstant, onTheSpot, "case.item_not_instant")
	switchTo("COMMITMENT")
	p.do(p.window, models.VerbDecideInstant, onTheSpot)
	p.paper("DOC-06")
	p.delivered()
	if s := openStep(t, p.World, p.c.ID); s == nil || s.Kind != models.StepVerify {
		t.Errorf("on the desk is %+v", s)
	}
	p.checkRow()
}

func TestACommitmentThatIsDeemedAcceptedHasItsPaperToo(t *testing.T) { // R-COM-01, T08
	p := beginWith(t, "LX-11", monday, map[string]any{"water.soil_plan": "FORM"})
	p.at("2026-03-10T09:00:00+08:00").sweep()
	if p.c = p.Reload(p.c); !p.c.Deemed || p.paper("DOC-02D").Number == "" {
		t.Fatalf("%s", p.c.Status)
	}
	p.paper("DOC-06")
}
