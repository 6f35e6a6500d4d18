package api_test

import (
	"testing"

	"onestop.internal/policy"
)

func TestWhatStaffReadIsRecordedForTheAuditorAndWhatTheApplicantReadsIsNot(t *testing.T) {
	p := newPortal(t)
	firm := p.Applicant()
	c := p.Submit(firm, p.Draft(firm, "LX-13", nil))
	applicant, clerk, auditor := p.as(t, firm), p.as(t, p.Window()), p.as(t, p.person(policy.Auditor))
	applicant.call("get-case", at{"id": c.ID}, nil).is(200, "")
	if got := auditor.rows("list-reads", nil); len(got) != 0 {
		t.Fatalf("the applicant's own reading is recorded: %v", got)
	}
	clerk.call("get-case", at{"id": c.ID}, nil).is(200, "")
	clerk.call("get-case", at{"id": c.ID}, nil).is(200, "")
	got := auditor.rows("list-reads", nil)
	if len(got) != 1 || got[0]["kind"] != "CASE" || got[0]["role"] != "WINDOW" || got[0]["caseNumber"] != string(c.Number) {
		t.Errorf("records %v", got)
	}
	clerk.call("list-reads", nil, nil).is(403, "denied")
}
