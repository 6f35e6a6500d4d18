package report_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/report"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

func TestTheBoardFollowsEveryMove(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	svc := &report.Service{Store: w.Store, Policy: w.Policy, County: w.County}
	leader := w.Staff(policy.Leader, "", "县长")
	board := func() *report.Board {
		t.Helper()
		b, err := svc.Board(t.Context(), leader, models.MustDate("2026-03-01"), models.MustDate("2026-03-31"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	firm := w.Applicant()
	filing := w.Submit(firm, w.Draft(firm, "TZ-01", nil))
	permit := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	if b := board(); b.Stock.Open != 2 || b.Total.Received != 2 || b.Total.Decided != 0 || b.Total.Median != -1 {
		t.Fatalf("after two submissions: %+v %+v", b.Stock, b.Total)
	}
	w.Move(w.Window(), filing, models.VerbRegister, cases.MoveInput{})
	b := board()
	if b.Stock.Open != 1 || b.Total.Decided != 1 || b.Total.InLaw.N != 1 || b.Total.InLaw.Rate != 1 || b.Total.Median != 0 {
		t.Fatalf("after the filing: %+v %+v", b.Stock, b.Total)
	}
	w.Move(w.Window(), permit, models.VerbAccept, cases.MoveInput{})
	w.Clock.Set("2026-06-30T09:30:00+08:00")
	b = board()
	if b.Stock.Red != 1 || b.Stock.Green != 0 {
		t.Errorf("months later the permit is not red: %+v", b.Stock)
	}
	rows, err := w.Store.Cases(t.Context(), policy.Everything("test"), store.CaseFilter{Lamp: models.LampRed, Today: models.MustDate("2026-06-30"), Limit: 10})
	if err != nil || len(rows) != 1 || rows[0].ID != permit.ID {
		t.Errorf("the number opens %d cases (%v)", len(rows), err)
	}
	if _, err := svc.Board(t.Context(), firm, models.MustDate("2026-03-01"), models.MustDate("2026-03-31")); models.CodeOf(err) != models.Denied {
		t.Errorf("an enterprise reads the board: %v", err)
	}
}

func TestADepartmentsBoardCountsItsOwnCasesAlone(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	svc := &report.Service{Store: w.Store, Policy: w.Policy, County: w.County}
	firm := w.Applicant()
	filing := w.Submit(firm, w.Draft(firm, "TZ-01", nil))
	permit := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	if filing.DeptCode == permit.DeptCode {
		t.Fatal("both items are of one department")
	}
	w.Clock.Set("2026-06-30T09:30:00+08:00")
	from, to := models.MustDate("2026-03-01"), models.MustDate("2026-06-30")
	head := w.Staff(policy.AgencyLeader, permit.DeptCode, "局长")
	b, err := svc.Board(t.Context(), head, from, to)
	if err != nil {
		t.Fatal(err)
	}
	if b.Dept != permit.DeptCode || b.Stock.Open != 1 || b.Total.Received != 1 || b.Stock.Red+b.Stock.Yellow+b.Stock.Blue+b.Stock.Green != 1 {
		t.Errorf("the department's figures: %q %+v %+v", b.Dept, b.Stock, b.Total)
	}
	if len(b.Depts) != 1 || len(b.Items) != 1 || b.Items[0].Key != "LX-13" || len(b.Agents) != 0 {
		t.Errorf("its lines: depts %+v items %+v agents %+v", b.Depts, b.Items, b.Agents)
	}
	if len(b.Regions) != 1 || b.Regions[0].Received != 1 || len(b.Months) != 1 || b.Months[0].Received != 1 {
		t.Errorf("its divisions and months: %+v %+v", b.Regions, b.Months)
	}
	whole, err := svc.Board(t.Context(), w.Staff(policy.Supervisor, permit.DeptCode, "督查"), from, to)
	if err != nil || whole.Dept != "" || whole.Stock.Open != 2 || len(whole.Depts) != 2 {
		t.Errorf("who oversees the county reads %q %+v (%v)", whole.Dept, whole.Stock, err)
	}
	if _, err := svc.Board(t.Context(), w.Staff(policy.TaskforceLead, "", "专班"), from, to); models.CodeOf(err) != models.Denied {
		t.Errorf("the lead of a task force reads the county's figures: %v", err)
	}
}
