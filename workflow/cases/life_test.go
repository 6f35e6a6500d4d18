package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

func date(s string) models.Date { return models.MustDate(s) }

func TestAPermitGoesFromDraftToDelivery(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	firm, window := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	if c.Status != models.Submitted || c.ReceivedOn != date("2026-03-02") || c.WindowDue != date("2026-03-09") {
		t.Fatalf("submitted: %s received %s window %s", c.Status, c.ReceivedOn, c.WindowDue)
	}
	w.Clock.Set("2026-03-03T10:00:00+08:00")
	c = w.Move(window, c, models.VerbAccept, cases.MoveInput{})
	if c.Status != models.Accepted || c.AcceptedOn != date("2026-03-03") || c.LegalDue == 0 || c.PromisedDue == 0 {
		t.Fatalf("accepted: %s on %s legal %s promised %s", c.Status, c.AcceptedOn, c.LegalDue, c.PromisedDue)
	}
	reviewer := w.Staff(policy.Reviewer, c.DeptCode, "承办人老张")
	approver := w.Staff(policy.Approver, c.DeptCode, "首席代表老赵")
	for {
		step := openStep(t, w, c.ID)
		if step == nil || step.Kind == models.StepApprove {
			break
		}
		w.Clock.Set("2026-03-04T09:00:00+08:00")
		actor := reviewer
		if step.DeptCode != c.DeptCode {
			actor = w.Staff(policy.Reviewer, step.DeptCode, "会办人"+step.DeptCode)
		}
		if _, err := w.Cases.StepMove(t.Context(), actor, c.ID, step.ID, "done", &cases.StepInput{Result: "AGREE", Remark: "同意"}); err != nil {
			t.Fatalf("step %s: %v", step.Name, err)
		}
	}
	c = w.Reload(c)
	if c.Status != models.UnderReview {
		t.Fatalf("after the review: %s", c.Status)
	}
	w.Refused(policy.Actor{UserID: reviewer.UserID, Role: policy.Approver, Region: casestest.Region, Dept: c.DeptCode, Name: "承办人老张"}, c,
		models.VerbApprove, cases.MoveInput{}, "case.reviewer_decides")
	c = w.Move(approver, c, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "准予取水", Conditions: "按方案取水", SiteCheckBy: []string{"老张", "老王"}}})
	if c.Status != models.Approved || c.DecidedOn != date("2026-03-04") {
		t.Fatalf("approved: %s on %s", c.Status, c.DecidedOn)
	}
	c = w.Move(window, c, models.VerbMakeCertificate, cases.MoveInput{})
	c = w.Move(window, c, models.VerbDeliver, cases.MoveInput{Delivery: &cases.Delivery{How: "DIRECT", Recipient: "王建国", Relation: "法定代表人"}})
	if c.Status != models.Delivered || c.DeliveredOn == 0 {
		t.Fatalf("delivered: %s", c.Status)
	}
	w.Refused(window, c, models.VerbWithdraw, cases.MoveInput{Reason: "x"}, "case.move_not_allowed")
	papers, err := w.Store.PapersOf(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, p := range papers {
		kinds = append(kinds, p.Kind)
	}
	if got, want := len(kinds), 5; got != want {
		t.Errorf("papers %v", kinds)
	}
}

func openStep(t *testing.T, w *casestest.World, id int64) *models.Step {
	t.Helper()
	steps, err := w.Store.Steps(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i := range steps {
		if steps[i].IsOpen() {
			return &steps[i]
		}
	}
	return nil
}
