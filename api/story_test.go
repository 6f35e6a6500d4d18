package api_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

// TestACaseGoesFromDraftToDelivery plays the main path over HTTP, by its people.
func TestACaseGoesFromDraftToDelivery(t *testing.T) {
	p := newPortal(t)
	firm, window := p.as(t, p.Applicant()), p.as(t, p.Window())
	var c models.Case
	firm.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "projectId": p.Project().ID, "form": p.County.Base.Sample("LX-13")}).
		is(201, "").into(&c)
	firm.call("submit-case", at{"id": c.ID}, map[string]any{"version": c.Version}).is(422, "case.incomplete")
	p.HandInAll(c.ID)
	firm.call("submit-case", at{"id": c.ID}, map[string]any{}).is(200, "").into(&c)
	if c.Status != models.Submitted || c.ReceivedOn.String() != "2026-03-02" {
		t.Fatalf("%s received on %s", c.Status, c.ReceivedOn)
	}

	var page struct{ Rows []cases.WorkLine }
	window.call("list-todo", nil, nil).is(200, "").into(&page)
	if len(page.Rows) != 1 || page.Rows[0].CaseID != c.ID {
		t.Fatalf("the window's queue is %+v", page.Rows)
	}
	window.call("step-claim", at{"id": c.ID, "step": page.Rows[0].StepID}, map[string]any{}).is(200, "")
	window.call("move-accept", at{"id": c.ID}, map[string]any{}).is(200, "").into(&c)
	window.call("move-approve", at{"id": c.ID}, map[string]any{}).is(403, "denied")

	reviewer, approver := p.as(t, p.Staff(policy.Reviewer, c.DeptCode, "承办人")), p.as(t, p.Staff(policy.Approver, c.DeptCode, "审批人"))
	p.review(t, reviewer, c.ID)
	decision := map[string]any{"decision": map[string]any{"findings": "申请材料齐全，符合法定形式。", "articles": "行政许可法第三十八条", "validMonths": 24, "siteCheckBy": []string{"张三", "李四"}}}
	approver.call("move-approve", at{"id": c.ID}, decision).is(200, "").into(&c)
	var papers struct{ Rows []models.Paper }
	firm.call("list-papers", at{"id": c.ID}, nil).is(200, "").into(&papers)
	if len(papers.Rows) < 3 {
		t.Fatalf("%d papers", len(papers.Rows))
	}
	for _, paper := range papers.Rows {
		firm.call("get-paper", at{"id": paper.ID}, nil).is(200, "")
		if paper.VerifyCode != "" {
			p.visitor(t).call("verify-paper", at{"code": paper.VerifyCode}, nil).is(200, "")
		}
	}
	firm.call("get-ledger", at{"id": c.ID, "kind": "L"}, nil).is(200, "")
	firm.call("get-ledger", at{"id": c.ID, "kind": "H"}, nil).is(404, "clock.not_started")
	var d cases.Detail
	firm.call("get-case", at{"id": c.ID}, nil).is(200, "").into(&d)
	if d.Case.Outcome != models.Granted || len(d.Clocks) == 0 {
		t.Errorf("%+v", d.Case)
	}
	p.as(t, p.Staff(policy.Leader, "", "县领导")).call("get-board", at{"from": "2026-03-01", "to": "2026-03-31"}, nil).is(200, "")
}

// review ends every step of review that is open, one after the other.
func (p *portal) review(t *testing.T, c *client, caseID int64) {
	t.Helper()
	for range 10 {
		var d cases.Detail
		c.call("get-case", at{"id": caseID}, nil).is(200, "").into(&d)
		open := false
		for _, s := range d.Steps {
			if s.IsOpen() && s.Kind != models.StepApprove && s.Kind != models.StepIssue && s.Kind != models.StepReceive {
				c.call("step-done", at{"id": caseID, "step": s.ID}, map[string]any{"result": "AGREE", "remark": "同意"}).is(200, "")
				open = true
			}
		}
		if !open {
			return
		}
	}
	t.Fatal("the review does not end")
}

func TestTheProgressOfACaseIsOpenToWhoHoldsItsNumberAndCode(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Reload(p.Submit(a, p.Draft(a, "LX-13", nil)))
	visitor := p.visitor(t)
	visitor.call("look-up-progress", nil, map[string]any{"number": c.Number, "code": c.QueryCode}).is(200, "")
	wrong := visitor.call("look-up-progress", nil, map[string]any{"number": c.Number, "code": "AAAAAAAA"}).is(404, "progress.not_found")
	unknown := visitor.call("look-up-progress", nil, map[string]any{"number": "140999202603020000025", "code": c.QueryCode}).is(404, "progress.not_found")
	strip := func(r *reply) string {
		var p map[string]any
		r.into(&p)
		delete(p, "requestId")
		return string(models.JSONOf(p))
	}
	if strip(wrong) != strip(unknown) {
		t.Errorf("a wrong code and an unknown number are told apart")
	}
	for range 60 {
		if got := visitor.call("look-up-progress", nil, map[string]any{"number": "1", "code": "A"}); got.Code == 429 {
			if got.Header().Get("Retry-After") == "" {
				t.Error("it does not say when to try again")
			}
			return
		}
	}
	t.Error("one may guess for ever")
}

// TestTheApplicantUrgesAndSigns plays what an enterprise does while it waits.
func TestTheApplicantUrgesAndSigns(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Submit(a, p.Draft(a, "LX-13", nil))
	firm, window := p.as(t, a), p.as(t, p.Window())
	var d cases.Detail
	firm.call("get-case", at{"id": c.ID}, nil).is(200, "").into(&d)
	if d.UrgeFrom != d.Today {
		t.Errorf("it may be urged from %s on", d.UrgeFrom)
	}
	window.call("get-case", at{"id": c.ID}, nil).is(200, "").into(&d)
	firm.call("urge-case", at{"id": c.ID}, map[string]any{"reason": "急等开工"}, "Idempotency-Key", "u1").is(200, "")
	firm.call("urge-case", at{"id": c.ID}, map[string]any{"reason": "急等开工"}, "Idempotency-Key", "u1").is(200, "")
	firm.call("urge-case", at{"id": c.ID}, map[string]any{"reason": "还是急"}).is(409, "case.urged_already")
	window.call("urge-case", at{"id": c.ID}, map[string]any{}).is(403, "denied")

	var papers struct{ Rows []models.Paper }
	firm.call("list-papers", at{"id": c.ID}, nil).is(200, "").into(&papers)
	receipt := papers.Rows[0].ID
	p.as(t, p.Stranger()).call("sign-paper", at{"id": receipt}, nil).is(404, "paper.not_found")
	firm.call("sign-paper", at{"id": receipt}, nil, "Idempotency-Key", "s1").is(200, "")
	firm.call("sign-paper", at{"id": receipt}, nil, "Idempotency-Key", "s1").is(200, "")
	firm.call("sign-paper", at{"id": receipt}, nil).is(409, "paper.signed_already")
	var proof cases.ServiceProof
	firm.call("list-papers", at{"id": c.ID}, nil).is(200, "").into(&papers)
	if err := papers.Rows[0].ServedProof.Into(&proof); err != nil || proof.Signed == nil || proof.Signed.By != a.Name {
		t.Errorf("%s %v", papers.Rows[0].ServedProof, err)
	}
}
