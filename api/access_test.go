package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases/casestest"
)

// roles are the columns of the access matrix.
var roles = append([]policy.Role{policy.Person}, policy.Roles...)

// TestWhoMayCallWhichRoute compares the matrix of routes and roles with the one that was agreed.
func TestWhoMayCallWhichRoute(t *testing.T) {
	pol, err := policy.New()
	must(t, err)
	var b bytes.Buffer
	for i, r := range roles {
		fmt.Fprintf(&b, "%2d %s\n", i, r)
	}
	for _, r := range api.New(api.Services{}, api.Config{}).Routes() {
		var may strings.Builder
		for _, role := range roles {
			mark := "·"
			if r.Action == policy.Public || pol.Can(policy.Actor{Role: role, Region: casestest.Region}, r.Action) {
				mark = "x"
			}
			may.WriteString(mark)
		}
		fmt.Fprintf(&b, "%s  %-6s %-48s %s\n", &may, r.Method, r.Path, r.Action)
	}
	golden(t, "testdata/access.txt", b.Bytes())
}

func TestEveryActionOfARouteIsOneThatTheRulesKnow(t *testing.T) {
	pol, err := policy.New()
	must(t, err)
	for _, r := range api.New(api.Services{}, api.Config{}).Routes() {
		someone := r.Action == policy.Public
		for _, role := range roles {
			someone = someone || pol.Can(policy.Actor{Role: role, Region: casestest.Region}, r.Action)
		}
		if !someone {
			t.Errorf("%s %s: nobody may %s", r.Method, r.Path, r.Action)
		}
	}
}

// person gives a person at a post of each role.
func (p *portal) person(role policy.Role) policy.Actor {
	switch {
	case role == policy.Enterprise:
		return p.Applicant()
	case policy.NeedsDept(role):
		return p.Staff(role, "SPJ", "某"+string(role))
	}
	return p.Staff(role, "", "某"+string(role))
}

func TestARouteIsClosedToWhoeverMayNotCallIt(t *testing.T) {
	p := newPortal(t)
	nobody := p.visitor(t)
	for _, r := range p.routes {
		if r.Action != policy.Public {
			nobody.call(r.ID, filled(r, 1), []byte("{}")).is(http.StatusUnauthorized, "session.none")
		}
	}
	for _, role := range policy.Roles {
		a := p.person(role)
		c := p.as(t, a)
		for _, r := range p.routes {
			if r.Action == policy.Public || p.Policy.Can(a, r.Action) {
				continue
			}
			got := c.call(r.ID, filled(r, 1), []byte("{}"))
			if got.Code != http.StatusForbidden || got.problem() != "denied" {
				t.Errorf("%s: %s %s answers %d %s", role, r.Method, r.Path, got.Code, got.problem())
			}
		}
	}
}

func TestASessionThatHasEndedIsNobody(t *testing.T) {
	p := newPortal(t)
	c := p.as(t, p.Window())
	c.call("list-todo", nil, nil).is(200, "")
	p.Clock.Set("2026-03-02T10:29:00+08:00") // longer than the idle limit of staff
	c.call("list-todo", nil, nil).is(401, "session.ended")
	c.call("list-items", nil, nil).is(200, "")
}

// TestACaseIsNotThereForOthers asks each route of a case as people whose role may call it and who have
// no part in this one: the answer is that to a case that does not exist, never an empty list.
func TestACaseIsNotThereForOthers(t *testing.T) {
	p := newPortal(t)
	firm := p.Applicant()
	c := p.Submit(firm, p.Draft(firm, "LX-13", nil))
	p.as(t, firm).call("post-message", at{"id": c.ID}, map[string]any{"body": "还缺什么？"}).is(201, "")
	before := p.Reload(c)
	outsiders := []policy.Actor{p.Stranger()}
	for _, role := range policy.Roles {
		if role == policy.Enterprise {
			continue
		}
		outsiders = append(outsiders, p.far(role))
		if policy.NeedsDept(role) {
			outsiders = append(outsiders, p.Staff(role, "RFB", "旁人"+string(role)))
		}
	}
	seen := 0
	for _, a := range outsiders {
		browser := p.as(t, a)
		for _, r := range p.routes {
			if !strings.HasPrefix(r.Path, "/cases/{id}") || !p.Policy.Can(a, r.Action) {
				continue
			}
			seen++
			here, nowhere := browser.call(r.ID, filled(r, c.ID), []byte("{}")), browser.call(r.ID, outside(r), []byte("{}"))
			same := here.Code == nowhere.Code && here.problem() == nowhere.problem()
			if !same || here.Code < 400 || here.Code >= 500 {
				t.Errorf("%s of %s%s: %s answers %d %s, for a case that is not there %d %s",
					a.Role, a.Dept, a.Region, r.ID, here.Code, here.problem(), nowhere.Code, nowhere.problem())
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d requests were made", seen)
	}
	if after := p.Reload(c); after.Version != before.Version || after.Status != models.Submitted {
		t.Errorf("somebody changed the case: version %d, was %d; %s", after.Version, before.Version, after.Status)
	}
}

func outside(r api.Route) at {
	out := filled(r, 1)
	out["id"] = 999_999
	return out
}

// far is a person of the same role in the next county.
func (p *portal) far(role policy.Role) policy.Actor {
	const next = "140998000000"
	a := policy.Actor{Role: role, Region: next, Name: "邻县" + string(role)}
	if policy.NeedsDept(role) {
		a.Dept = "SPJ"
	}
	must(p.T, p.Store.InTx(p.T.Context(), func(tx *store.Tx) error {
		u := &models.User{Login: strings.ToLower("far." + string(role)), Name: a.Name, Region: next, Status: models.UserActive}
		if err := tx.CreateUser(u); err != nil {
			return err
		}
		a.UserID = u.ID
		return tx.CreateGrant(&models.Grant{
			UserID: u.ID, Role: string(role), Region: next, DeptCode: a.Dept, Status: models.Active, ValidFrom: models.MustDate("2016-01-01"),
		})
	}))
	return a
}
