package accounts

import (
	"errors"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

func term(agent policy.Actor) MandateInput {
	return MandateInput{
		AgentID: agent.UserID, Items: []string{"LX-01"}, Powers: []models.Power{models.PowerPrepare, models.PowerSubmit},
		From: models.MustDate("2026-03-03"), To: models.MustDate("2026-12-31"),
	}
}

// covers tells whether the agent may submit an item for an enterprise now.
func (w *world) covers(e policy.Actor, item string, p models.Power) bool {
	w.t.Helper()
	_, err := w.Store.MandateFor(w.ctx(), w.agent.UserID, e.EnterpriseID, item, p, w.Store.Now().Date())
	if err != nil && models.KeyOf(err) != "mandate.none" {
		w.t.Fatal(err)
	}
	return err == nil
}

// sees tells whether the agent sees an enterprise now.
func (w *world) sees(e policy.Actor) bool {
	w.t.Helper()
	a := w.agent
	a.Today = w.Store.Now().Date()
	_, err := w.Enterprise(w.ctx(), a, e.EnterpriseID)
	if err != nil && models.CodeOf(err) != models.NotFound {
		w.t.Fatal(err)
	}
	return err == nil
}

func TestAMandateHoldsForItsItemsPowersAndTermUntilRevoked(t *testing.T) {
	w := newWorld(t)
	a, b := w.enterprise(1, "lisi"), w.enterprise(2, "wangwu")
	m, err := w.GrantMandate(w.ctx(), a, term(w.agent))
	w.ok(err)
	type at struct {
		day  string
		item string
		p    models.Power
		want bool
	}
	for _, c := range []at{
		{"2026-03-02", "LX-01", models.PowerSubmit, false},
		{"2026-03-03", "LX-01", models.PowerSubmit, true},
		{"2026-03-03", "LX-02", models.PowerSubmit, false},
		{"2026-03-03", "LX-01", models.PowerReceive, false},
		{"2026-12-31", "LX-01", models.PowerPrepare, true},
		{"2027-01-01", "LX-01", models.PowerPrepare, false},
	} {
		w.clock.Set(c.day + "T12:00:00+08:00")
		if got := w.covers(a, c.item, c.p); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
		if w.covers(b, c.item, c.p) || w.sees(b) {
			t.Error("it holds for another client")
		}
		if inTerm := c.day >= "2026-03-03" && c.day <= "2026-12-31"; w.sees(a) != inTerm {
			t.Errorf("on %s sees the client: %v", c.day, !inTerm)
		}
	}
	w.clock.Set("2026-06-01T12:00:00+08:00")
	_, err = w.RevokeMandate(w.ctx(), b, m.ID, "")
	w.want(err, models.NotFound)
	_, err = w.RevokeMandate(w.ctx(), a, m.ID, "换人")
	w.ok(err)
	if w.covers(a, "LX-01", models.PowerSubmit) || w.sees(a) {
		t.Error("it holds after it was revoked")
	}
	_, err = w.RevokeMandate(w.ctx(), a, m.ID, "")
	w.wantKey(err, "mandate.status")
}

// asked lets the agent ask for a mandate and gives it as the enterprise sees it: the agent does not.
func (w *world) asked(a policy.Actor, in MandateInput) *models.Mandate {
	w.t.Helper()
	w.ok(w.RequestMandate(w.ctx(), w.agent, in))
	waiting := store.MandateFilter{Status: models.MandateRequested}
	if list, err := w.Mandates(w.ctx(), w.agent, waiting); err != nil || len(list) != 0 {
		w.t.Errorf("the agent sees what waits: %+v, %v", list, err)
	}
	list, err := w.Mandates(w.ctx(), a, waiting)
	if err != nil || len(list) != 1 {
		w.t.Fatalf("the enterprise has %+v, %v", list, err)
	}
	return &list[0]
}

func TestWhatAnAgentAsksForHoldsOnceTheEnterpriseConfirms(t *testing.T) {
	w := newWorld(t)
	a := w.enterprise(1, "lisi")
	in := term(w.agent)
	in.USCC, in.AllItems, in.Items, in.From = models.MakeUSCC("140999", 1), true, nil, 0
	m := w.asked(a, in)
	if w.covers(a, "LX-02", models.PowerSubmit) || w.sees(a) {
		t.Error("it holds before it was confirmed")
	}
	if on, err := w.Store.Mandates(w.ctx(), policy.Everything("test"), store.MandateFilter{On: w.Store.Now().Date()}); err != nil || len(on) != 0 {
		t.Errorf("in force: %v, %v", on, err)
	}
	_, err := w.ConfirmMandate(w.ctx(), w.agent, m.ID)
	w.want(err, models.Denied)
	_, err = w.ConfirmMandate(w.ctx(), w.enterprise(2, "wangwu"), m.ID)
	w.want(err, models.NotFound)
	w.clock.Advance(48 * time.Hour)
	m, err = w.ConfirmMandate(w.ctx(), a, m.ID)
	w.ok(err)
	if m.ValidFrom != models.MustDate("2026-03-04") {
		t.Errorf("from %s: before it was signed", m.ValidFrom)
	}
	if !w.covers(a, "LX-02", models.PowerSubmit) || !w.sees(a) {
		t.Error("it does not hold")
	}
	_, err = w.RevokeMandate(w.ctx(), w.agent, m.ID, "调岗")
	w.ok(err)
	m = w.asked(a, in)
	_, err = w.RefuseMandate(w.ctx(), a, m.ID, "")
	w.want(err, models.Invalid)
	_, err = w.RefuseMandate(w.ctx(), a, m.ID, "自己办")
	w.ok(err)
	list, err := w.Mandates(w.ctx(), w.agent, store.MandateFilter{})
	w.ok(err)
	if len(list) != 2 || list[0].Status != models.MandateRefused || list[1].Status != models.MandateRevoked {
		t.Errorf("%+v", list)
	}
}

func TestAMandateStatesScopeAndTermAndGoesToAnAgent(t *testing.T) {
	w := newWorld(t)
	a := w.enterprise(1, "lisi")
	for name, c := range map[string]struct {
		change func(*MandateInput)
		path   string
	}{
		"no items":        {func(in *MandateInput) { in.Items = nil }, "items"},
		"all and some":    {func(in *MandateInput) { in.AllItems = true }, "items"},
		"unknown item":    {func(in *MandateInput) { in.Items = []string{"NO-99"} }, "items"},
		"no powers":       {func(in *MandateInput) { in.Powers = nil }, "powers"},
		"rating":          {func(in *MandateInput) { in.Powers = []models.Power{"RATE"} }, "powers"},
		"no end":          {func(in *MandateInput) { in.To = 0 }, "to"},
		"end first":       {func(in *MandateInput) { in.To = in.From - 1 }, "to"},
		"for ever":        {func(in *MandateInput) { in.To = models.MustDate("2099-01-01") }, "to"},
		"in the past":     {func(in *MandateInput) { in.From = models.MustDate("2026-03-01") }, "from"},
		"to a reviewer":   {func(in *MandateInput) { in.AgentID = w.reviewer.UserID }, "agentId"},
		"to nobody":       {func(in *MandateInput) { in.AgentID = 0 }, "agentId"},
		"another's paper": {func(in *MandateInput) { in.FileID = w.file(a.EnterpriseID + 1) }, "fileId"},
	} {
		in := term(w.agent)
		c.change(&in)
		_, err := w.GrantMandate(w.ctx(), a, in)
		var e *models.Error
		if !errors.As(err, &e) || e.Code != models.Invalid || e.Fields[0].Path != c.path {
			t.Errorf("%s: %+v", name, err)
		}
	}
	token, err := w.InviteMember(w.ctx(), a, models.MemberOperator)
	w.ok(err)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: token, Login: "jingban", Name: "经办", Password: pass})
	w.ok(err)
	operator, _, err := w.who(w.login("jingban").Token)
	w.ok(err)
	_, err = w.GrantMandate(w.ctx(), operator, term(w.agent))
	w.wantKey(err, "member.not_owner")
	parkAgent := w.staff("yuanqudaiban", policy.Agent, park, "")
	_, err = w.GrantMandate(w.ctx(), a, term(parkAgent))
	w.want(err, models.Invalid) // the park's agent does not serve the county's enterprises
}

func TestListsHoldOnlyTheScope(t *testing.T) {
	w := newWorld(t)
	in := registration(3, "yuanquqiye")
	in.Region = park
	w.ok(w.Register(w.ctx(), in))
	one, two := w.enterprise(1, "lisi"), w.enterprise(2, "wangwu")
	_, err := w.GrantMandate(w.ctx(), one, func() MandateInput { m := term(w.agent); m.From = 0; return m }())
	w.ok(err)
	parkClerk := policy.Actor{UserID: 50, Role: policy.Window, Region: park, Dept: "SPJ"}
	otherClerk := policy.Actor{UserID: 51, Role: policy.Window, Region: far, Dept: "SPJ"}
	for name, c := range map[string]struct {
		a                     policy.Actor
		enterprises, mandates int
	}{
		"county's clerk": {w.window, 3, 1}, "reviewer": {w.reviewer, 3, 1}, "park's clerk": {parkClerk, 1, 0},
		"another county's clerk": {otherClerk, 0, 0}, "agent": {w.agent, 1, 1}, "one": {one, 1, 1}, "two": {two, 1, 0},
	} {
		es, err := w.Enterprises(w.ctx(), c.a, store.EnterpriseFilter{})
		if err != nil || len(es) != c.enterprises {
			t.Errorf("%s sees %d enterprises, %v", name, len(es), err)
		}
		in, err := w.Policy.Scope(c.a, EnterpriseRead)
		w.ok(err)
		ms, err := w.Store.Mandates(w.ctx(), in, store.MandateFilter{})
		if err != nil || len(ms) != c.mandates {
			t.Errorf("%s sees %d mandates, %v", name, len(ms), err)
		}
	}
	for _, a := range []policy.Actor{w.sys, w.sec, w.aud, {Role: policy.Person, UserID: 1}, {}} {
		if _, err := w.Enterprises(w.ctx(), a, store.EnterpriseFilter{}); models.CodeOf(err) != models.Denied {
			t.Errorf("%s: %v", a.Role, err)
		}
	}
	none := policy.Scope{}
	if es, err := w.Store.Enterprises(w.ctx(), none, store.EnterpriseFilter{}); err != nil || len(es) != 0 {
		t.Errorf("the empty scope: %v, %v", es, err)
	}
	if ms, err := w.Store.Mandates(w.ctx(), none, store.MandateFilter{}); err != nil || len(ms) != 0 {
		t.Errorf("the empty scope: %v, %v", ms, err)
	}
	if us, err := w.Store.Users(w.ctx(), none, store.UserFilter{}); err != nil || len(us) != 0 {
		t.Errorf("the empty scope: %v, %v", us, err)
	}
	for q, want := range map[string]int{"铸造": 3, "第1": 1, "%": 0, "_": 0, "!": 0, models.MakeUSCC("140999", 2): 1} {
		if es, err := w.Enterprises(w.ctx(), w.window, store.EnterpriseFilter{Query: q}); err != nil || len(es) != want {
			t.Errorf("looking for %q: %d, %v", q, len(es), err)
		}
	}
}

func TestAnEnterpriseIsShownTheAgentsThatItMayMandate(t *testing.T) {
	w := newWorld(t)
	firm := w.enterprise(1, "lisi")
	list, err := w.Agents(w.ctx(), firm)
	w.ok(err)
	if len(list) != 1 || list[0].UserID != w.agent.UserID || list[0].Name == "" {
		t.Fatalf("shown %+v", list)
	}
	_, err = w.GrantMandate(w.ctx(), firm, term(policy.Actor{UserID: list[0].UserID}))
	w.ok(err)
}
