package api_test

import (
	"testing"

	"onestop.internal/policy"
)

// TestTheLeadOfATaskForceReadsTheCasesOfTheProjectsThatAreItsOwn: FLOWS §1 gives the lead one key project,
// and the whole division to the leader and the supervisor alone.
func TestTheLeadOfATaskForceReadsTheCasesOfTheProjectsThatAreItsOwn(t *testing.T) {
	p := newPortal(t)
	firm := p.Applicant()
	c := p.Submit(firm, p.Draft(firm, "LX-13", nil))
	lead, other, leader := p.Staff(policy.TaskforceLead, "", "专班长"), p.Staff(policy.TaskforceLead, "", "另一专班长"), p.Staff(policy.Leader, "", "副县长")
	p.Led(lead)
	for _, who := range []struct {
		a    policy.Actor
		sees bool
	}{{lead, true}, {other, false}, {leader, true}} {
		b := p.as(t, who.a)
		status := map[bool]int{true: 200, false: 404}[who.sees]
		for _, route := range []string{"get-case", "list-events", "list-papers", "list-parts"} {
			b.call(route, at{"id": c.ID}, nil).is(status, "")
		}
		b.call("get-project", at{"id": c.ProjectID}, nil).is(status, "")
		for _, route := range []string{"list-cases", "list-projects"} {
			if n := len(b.rows(route, nil)); (n == 1) != who.sees || n > 1 {
				t.Errorf("%s: %s has %d lines", who.a.Name, route, n)
			}
		}
	}
	for _, route := range []string{"list-cards", "list-late-records", "list-rectifications"} {
		p.as(t, lead).call(route, nil, nil).is(403, "denied")
	}
	p.as(t, lead).call("get-board", at{"from": "2026-03-01", "to": "2026-03-31"}, nil).is(403, "denied")
}

// rows asks a list.
func (c *client) rows(route string, params at) []map[string]any {
	c.t.Helper()
	var got struct{ Rows []map[string]any }
	c.call(route, params, nil).is(200, "").into(&got)
	return got.Rows
}
