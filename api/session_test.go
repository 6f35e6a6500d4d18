package api_test

import (
	"net/http"
	"strings"
	"testing"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
)

func TestAPersonRegistersSignsInAndOut(t *testing.T) {
	p := newPortal(t)
	c := p.visitor(t)
	who := map[string]any{
		"uscc": models.MakeUSCC("140999", 77), "enterpriseName": "新厂（示范）有限公司", "legalPerson": "李强", "login": "liqiang",
		"name": "李强", "phone": "13800138000", "password": "Zheng-que-de-ma-9",
	}
	c.call("register", nil, who).is(202, "")
	c.call("register", nil, who).is(202, "") // never tells that the name is taken
	c.call("login", nil, map[string]any{"login": "liqiang", "password": "wrong-wrong-wrong"}).is(401, "login.failed")
	r := c.call("login", nil, map[string]any{"login": "liqiang", "password": "Zheng-que-de-ma-9"}).is(200, "")
	var session *http.Cookie
	for _, k := range r.Result().Cookies() {
		switch k.Name {
		case "onestop":
			session = k
		case "onestop_csrf":
			c.csrf = k.Value
		}
	}
	if session == nil || !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Path != "/" {
		t.Fatalf("the session's cookie is %+v", session)
	}
	if strings.Contains(r.Body.String(), session.Value) {
		t.Error("the token stands in the answer")
	}
	c.cookie = "onestop=" + session.Value
	var me struct {
		Session struct{ Name string }
		Actions []policy.Action
	}
	c.call("get-session", nil, nil).is(200, "").into(&me)
	if me.Session.Name != "李强" || len(me.Actions) == 0 {
		t.Errorf("%+v", me)
	}
	c.call("list-sessions", nil, nil).is(200, "")
	c.call("list-posts", nil, nil).is(200, "")
	c.call("logout", nil, nil).is(204, "")
	c.call("list-sessions", nil, nil).is(401, "session.ended")
}

func TestASessionThatWaitsForACodeMayDoNothingElse(t *testing.T) {
	p := newPortal(t)
	c := p.as(t, p.Staff(policy.Approver, "SPJ", "审批人"))
	c.call("list-todo", nil, nil).is(200, "")
	c.call("enrol-factor", nil, nil).is(200, "")
	wanted := *c
	wanted.csrf = "" // the token of no session
	wanted.call("enrol-factor", nil, nil).is(403, "request.forged")
}

func TestCookiesAreForThisHostAloneWhereHTTPSIsSpoken(t *testing.T) {
	p := newPortal(t)
	s := api.New(api.Services{Policy: p.Policy, County: p.County}, api.Config{Secure: true, Now: func() models.Instant { return models.At(p.Clock.Now()) }})
	c := &client{portal: &portal{World: p.World, server: s, routes: p.routes}, t: t}
	r := c.call("get-session", nil, nil).is(200, "")
	names := map[string]*http.Cookie{}
	for _, k := range r.Result().Cookies() {
		names[k.Name] = k
	}
	if k := names["__Host-onestop_visit"]; k == nil || !k.Secure || !k.HttpOnly || k.Domain != "" {
		t.Errorf("%+v", names)
	}
	if r.Header().Get("Strict-Transport-Security") == "" {
		t.Error("https is not asked for again")
	}
}
