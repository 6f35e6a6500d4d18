package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// TestNoAnswerTellsWhetherAnAccountExists compares what is said of names and codes that are known with what is
// said of those that are not: status, body and, roughly, the work.
func TestNoAnswerTellsWhetherAnAccountExists(t *testing.T) {
	p := newPortal(t)
	known := p.registered(t)
	agent := p.as(t, p.Staff(policy.Agent, "", "帮办员"))
	firm := p.as(t, p.Applicant())
	free := models.MakeUSCC("140999", 900)
	n := 0
	person := func(login, code string) map[string]any {
		if n++; login == "" {
			login = fmt.Sprintf("new.person%d", n)
		}
		if code == "" {
			code = models.MakeUSCC("140999", 1000+n)
		}
		return map[string]any{
			"uscc": code, "enterpriseName": "新厂（示范）有限公司", "legalPerson": "李强", "login": login, "name": "李强", "phone": "13800138000", "password": password,
		}
	}
	mandate := func(code string) map[string]any {
		return map[string]any{"uscc": code, "allItems": true, "powers": []string{"SUBMIT"}, "to": "2026-12-31"}
	}
	for name, c := range map[string]struct {
		who    *client
		route  string
		there  func() map[string]any
		absent func() map[string]any
	}{
		"registering with a login name": {p.visitor(t), "register", func() map[string]any { return person(known, "") }, func() map[string]any { return person("", "") }},
		"registering with a code":       {p.visitor(t), "register", func() map[string]any { return person("", p.Enterprise.USCC) }, func() map[string]any { return person("", "") }},
		"signing in": {
			p.visitor(t), "login",
			func() map[string]any { return map[string]any{"login": known, "password": "wrong-wrong-1"} },
			func() map[string]any { return map[string]any{"login": "nobody", "password": "wrong-wrong-1"} },
		},
		"asking to be let in": {
			firm, "request-membership",
			func() map[string]any { return map[string]any{"uscc": p.Other.USCC} }, func() map[string]any { return map[string]any{"uscc": free} },
		},
		"an agent's new client": {agent, "request-mandate", func() map[string]any { return mandate(p.Enterprise.USCC) }, func() map[string]any { return mandate(free) }},
	} {
		t.Run(name, func(t *testing.T) {
			ask := func(body func() map[string]any) (said string, least time.Duration) {
				for range 3 {
					began := time.Now()
					r := c.who.call(c.route, nil, body())
					if took := time.Since(began); least == 0 || took < least {
						least = took
					}
					var told map[string]any
					if r.Body.Len() > 0 {
						must(t, json.Unmarshal(r.Body.Bytes(), &told))
					}
					delete(told, "requestId")
					said = fmt.Sprint(r.Code, told, r.Header().Get("Retry-After"), r.Header().Get("Location"))
				}
				return said, least
			}
			there, tookThere := ask(c.there)
			absent, tookAbsent := ask(c.absent)
			if there != absent {
				t.Errorf("of a known one: %s\nof an unknown one: %s", there, absent)
			}
			hashes := c.route == "register" || c.route == "login"
			if hashes && (tookThere > 4*tookAbsent || tookAbsent > 4*tookThere) {
				t.Errorf("a known one takes %v, an unknown one %v", tookThere, tookAbsent)
			}
		})
	}
	for _, route := range []string{"list-mandates", "list-clients", "list-enterprises"} {
		if rows := agent.rows(route, nil); len(rows) != 0 {
			t.Errorf("%s tells the agent of %v", route, rows)
		}
	}
}

// registered gives the login name of a person who has registered.
func (p *portal) registered(t *testing.T) string {
	t.Helper()
	p.visitor(t).call("register", nil, map[string]any{
		"uscc": models.MakeUSCC("140999", 800), "enterpriseName": "老厂（示范）有限公司", "legalPerson": "王强", "login": "old.person", "name": "王强",
		"phone": "13800138001", "password": password,
	}).is(202, "")
	p.enter(t, "old.person")
	return "old.person"
}

// A link lets a person choose a login name, and says where it is taken: to a few tries alone.
func TestALinkIsNoWayToTryNames(t *testing.T) {
	p := newPortal(t)
	known := p.registered(t)
	var made struct{ Token string }
	p.as(t, p.Applicant()).call("invite-member", nil, map[string]any{"role": "OPERATOR"}).is(200, "").into(&made)
	c := p.visitor(t)
	c.call("redeem-link", nil, map[string]any{"token": made.Token, "login": known, "name": "李强", "password": password}).is(409, "login.taken")
	limited := false
	for i := range 14 {
		r := c.call("redeem-link", nil, map[string]any{"token": made.Token, "login": known, "name": "李强" + strings.Repeat("甲", i), "password": password})
		limited = limited || r.Code == 429
	}
	if !limited {
		t.Error("names can be tried without end")
	}
}
