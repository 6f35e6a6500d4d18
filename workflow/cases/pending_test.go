package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
)

func TestAFilingIsNotRegisteredBeforeWhatTheLawAsksForFirst(t *testing.T) { // R-PAR-08, 673号 13
	p := beginWith(t, "JY-05", monday, catalog.Attrs{"build.civil_defence": true})
	p.no(p.window, models.VerbRegister, cases.MoveInput{}, "precondition.unmet")
	p.do(p.window, models.VerbAskInfo, cases.MoveInput{Defects: []cases.Defect{defect("")}}) // F02 names it
	p.at("2026-03-04T10:00:00+08:00").grantAlone("GJ-05")
	p.at("2026-03-05T10:00:00+08:00").do(p.firm, models.VerbComplete, cases.MoveInput{})
	p.at("2026-03-06T10:00:00+08:00").do(p.window, models.VerbRegister, cases.MoveInput{})
	wantDates(t, "filed when all of it was there", p.c.DecidedOn, "2026-03-05")
	p.checkRow()
}

// grantAlone grants the applicant's project another item, in a case of its own, and reads the case in play anew.
func (p *play) grantAlone(item string) {
	p.t.Helper()
	first := &play{World: p.World, t: p.t, firm: p.firm, window: p.window}
	first.c = p.Submit(p.firm, p.Draft(p.firm, item, nil))
	first.people()
	first.accepted().review().grant()
	p.c = p.Reload(p.c)
}

func TestATaskAndARequestWaitForWhatTheLawAsksForFirst(t *testing.T) { // R-PAR-08
	p := beginWith(t, "GJ-01", monday, catalog.Attrs{"land.mode": "GRANT", "build.construction": true, "land.planning_area": "URBAN"})
	p.no(p.reviewer, models.VerbStart, cases.MoveInput{}, "precondition.unmet")
	p.do(p.reviewer, models.VerbCancel, cases.MoveInput{Reason: "先取得建设用地规划许可证"})

	q := beginWith(t, "KB-07", monday, catalog.Attrs{"company.registered": false})
	q.do(q.window, models.VerbTriage, cases.MoveInput{})
	answer := cases.AnswerInput{Plan: "开立公积金账户", SolutionOn: date("2026-03-03"), Level: "FULL"}
	q.no(q.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &answer}, "precondition.unmet")
	answer.Plan, answer.Level = "企业尚未登记", "NONE"
	q.do(q.reviewer, models.VerbAnswer, cases.MoveInput{Answer: &answer})
}

// newCompany hands in KB-08, where everything waits for the registration of the company, and gives it with its parts.
func newCompany(t *testing.T) (p *play, set *models.Case) {
	t.Helper()
	w := casestest.New(t, monday)
	p = &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	set = w.Submit(p.firm, w.Draft(p.firm, "KB-08", nil)) // its form does not ask whether the company is registered
	return p, set
}

func TestWhatAPartOfAnyFlowNeedsIsWaitedFor(t *testing.T) { // R-PAR-02: KB-04 is a filing, KB-07 a request
	p, set := newCompany(t)
	for _, item := range []string{"KB-04", "KB-05", "KB-07"} {
		if c := p.part2(set, item); c.Status != models.Pending || c.ReceivedOn != 0 {
			t.Errorf("%s is %s, received %s", item, c.Status, c.ReceivedOn)
		}
	}
	p.at("2026-03-04T09:30:00+08:00").sweep()
	if p.c = p.part2(set, "KB-04"); len(p.colours()) != 0 {
		t.Errorf("cards for what nobody may do: %v", p.colours())
	}
	p.c = p.part2(set, "KB-01")
	p.people()
	p.HandInAll(p.c.ID)
	p.accepted().review().grant()
	for item, want := range map[string]models.Status{"KB-04": models.Submitted, "KB-07": models.Raised} {
		c := p.part2(set, item)
		if c.Status != want {
			t.Errorf("%s is %s after the registration", item, c.Status)
		}
		wantDates(t, item, c.ReceivedOn, "2026-03-04", c.FirstReceived, "2026-03-04")
	}
	p.c = p.part2(set, "KB-04")
	p.last("F01d")
	p.at("2026-03-05T10:00:00+08:00")
	p.HandInAll(p.c.ID)
	p.do(p.window, models.VerbRegister, cases.MoveInput{})
	wantDates(t, "the seal is filed", p.c.DecidedOn, "2026-03-04")
	p.checkRow()
}

func TestPartsOfAnyFlowComeBackWithWhatTheyWaitedFor(t *testing.T) { // T01e of a filing and of a request
	p, set := newCompany(t)
	p.c = p.part2(set, "KB-01")
	p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	for item, code := range map[string]string{"KB-04": "F01e", "KB-07": "R01e"} {
		if p.c = p.part2(set, item); p.c.Status != models.Draft {
			t.Errorf("%s is %s", item, p.c.Status)
			continue
		}
		p.last(code)
		p.HandInAll(p.c.ID)
		if p.c = p.Submit(p.firm, p.c); p.c.Status != models.Pending {
			t.Errorf("%s handed in again is %s", item, p.c.Status)
		}
		p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
		p.checkRow()
	}
}

func TestATaskOfASetWaitsToo(t *testing.T) { // K01c, K01d
	w := casestest.New(t, monday)
	works := catalog.Attrs{}
	for k, v := range townWorks {
		works[k] = v
	}
	works["build.joint_design_review"], works["land.mode"] = true, "GRANT"
	form := w.County.Base.Form("BL-02").WithAttrs(w.County.Base.Sample("BL-02"), works)
	c, err := w.Cases.CreateDraft(t.Context(), w.Applicant(), &cases.DraftInput{ItemCode: "BL-02", ProjectID: w.Project().ID, Form: form})
	if err != nil {
		t.Fatal(err)
	}
	w.HandInAll(c.ID)
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	set := w.Submit(p.firm, w.Reload(c))
	if p.c = p.part2(set, "GJ-01"); p.c.Status != models.Pending {
		t.Fatalf("%s", p.c.Status)
	}
	d, err := p.Cases.Detail(t.Context(), p.Staff(policy.LeadDept, set.DeptCode, "牵头人"), set.ID)
	if err != nil || d.Case.Status != models.InProgress {
		t.Fatalf("%v", err)
	}
	p.no(p.window, models.VerbReceivePending, cases.MoveInput{}, "precondition.unmet")
}

// twoNeeds hands in a joint completion check of which JY-01 waits for GJ-02 and SG-05, by what the project says.
func twoNeeds(t *testing.T) (p *play, set *models.Case) {
	t.Helper()
	w := casestest.New(t, monday)
	p = &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	p.projectSays(catalog.Attrs{"build.construction": true, "build.construction_permit_required": true})
	set = w.Submit(p.firm, w.Draft(p.firm, "JY-07", nil))
	if p.c = p.part2(set, "JY-01"); p.c.Status != models.Pending {
		t.Fatalf("%s", p.c.Status)
	}
	return p, set
}

// projectSays changes the attributes of the project as its page does.
func (p *play) projectSays(attrs catalog.Attrs) {
	p.t.Helper()
	project := p.Project()
	project.Attrs = models.JSONOf(attrs)
	err := p.Store.InTx(p.t.Context(), func(tx *store.Tx) error {
		if err := tx.SaveProject(project); err != nil {
			return err
		}
		return p.Cases.WakeIn(p.t.Context(), tx, project)
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestAPartIsReceivedWhenItsProjectNoLongerDemandsWhatItWaitedFor(t *testing.T) { // R-PAR-02, R-PAR-08
	p, set := twoNeeds(t)
	p.at("2026-03-04T10:00:00+08:00").grantAlone("GJ-02")
	if p.c.Status != models.Pending {
		t.Fatalf("%s without SG-05", p.c.Status)
	}
	p.at("2026-03-05T10:00:00+08:00").projectSays(catalog.Attrs{"build.construction": true, "build.construction_permit_required": false})
	p.c = p.part2(set, "JY-01")
	if p.c.Status != models.Submitted {
		t.Fatalf("%s, and no construction permit is needed", p.c.Status)
	}
	wantDates(t, "received", p.c.ReceivedOn, "2026-03-05")
	p.last("T01d")
	p.checkRow()
}

func TestAPartComesBackWhenAFilingItNeedsIsCancelled(t *testing.T) { // F08, T01e
	p := begin(t, "JY-08", monday)
	needs := catalog.Attrs{"build.construction": true, "build.construction_permit_required": true, "land.mode": "GRANT"}
	q := p.waiting("JY-10", needs) // for JY-01 and for this filing
	p.do(p.window, models.VerbRegister, cases.MoveInput{})
	if got := q.Reload(q.c); got.Status != models.Pending {
		t.Fatalf("%s without JY-01", got.Status)
	}
	p.do(p.reviewer, models.VerbCancel, cases.MoveInput{Reason: "责令停止使用后逾期不改", SecondID: p.head.UserID})
	if q.c = q.Reload(q.c); q.c.Status != models.Draft || q.last("T01e").Reason == "" {
		t.Errorf("%s", q.c.Status)
	}
}
