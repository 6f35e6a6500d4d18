package api_test

import (
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// TestAMandateOutsideItsTermOrItsItemsOpensNothing asks every route that an agent may call, of a case with a
// paper, a file and a thread, under mandates that do not hold: the answer is that to what is not there.
func TestAMandateOutsideItsTermOrItsItemsOpensNothing(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*models.Mandate)
		client bool // the mandate holds, for another item: the enterprise is a client
	}{
		"not yet begun": {func(m *models.Mandate) {
			m.ValidFrom, m.ValidTo = models.MustDate("2026-03-03"), models.MustDate("2026-12-31")
		}, false},
		"expired": {func(m *models.Mandate) {
			m.ValidFrom, m.ValidTo = models.MustDate("2026-02-01"), models.MustDate("2026-03-01")
		}, false},
		"revoked": {func(m *models.Mandate) {
			m.Status, m.RevokedAt = models.MandateRevoked, models.MustDate("2026-03-02").Start()
		}, false},
		"asked for":       {func(m *models.Mandate) { m.Status, m.ValidFrom, m.ValidTo = models.MandateRequested, 0, 0 }, false},
		"for other items": {func(m *models.Mandate) { m.Items = []string{"TZ-01"} }, true},
		"of another firm": {func(m *models.Mandate) { m.EnterpriseID++ }, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPortal(t)
			firm := p.Applicant()
			k := p.Submit(firm, p.Draft(firm, "LX-13", nil))
			p.as(t, firm).call("post-message", at{"id": k.ID}, map[string]any{"body": "还缺什么？"}).is(201, "")
			who := p.Staff(policy.Agent, "", "帮办员")
			m := &models.Mandate{
				EnterpriseID: k.EnterpriseID, AgentID: who.UserID, Status: models.MandateGranted, Items: []string{"LX-13"},
				Powers: models.JSONOf(models.Powers), ValidFrom: models.MustDate("2026-03-01"), ValidTo: models.MustDate("2026-12-31"),
			}
			c.change(m)
			file := &models.File{
				CaseID: k.ID, EnterpriseID: k.EnterpriseID, Name: "执照.pdf", Size: 3, MIME: "application/pdf", SHA256: strings.Repeat("ab", 32),
			}
			must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
				if err := tx.CreateFile(file); err != nil {
					return err
				}
				return tx.CreateMandate(m)
			}))
			papers := p.as(t, firm).rows("list-papers", at{"id": k.ID})
			if len(papers) == 0 {
				t.Fatal("the case has no paper")
			}
			there := map[string]any{
				"/cases/{id}": k.ID, "/papers/{id}": int64(papers[0]["id"].(float64)), "/paper-signatures/{id}": int64(papers[0]["id"].(float64)),
				"/files/{id}": file.ID,
			}
			if !c.client {
				there["/projects/{id}"], there["/enterprises/{id}"] = k.ProjectID, k.EnterpriseID
			}
			agent := p.as(t, who)
			before, seen := p.Reload(k), 0
			for _, r := range p.routes {
				for prefix, id := range there {
					if r.Action == policy.Public || !strings.HasPrefix(r.Path, prefix) || !p.Policy.Can(who, r.Action) {
						continue
					}
					seen++
					params := filled(r, 1)
					params["id"] = id
					here, nowhere := agent.call(r.ID, params, []byte("{}")), agent.call(r.ID, outside(r), []byte("{}"))
					if here.Code < 400 || here.Code >= 500 || here.Code != nowhere.Code || here.problem() != nowhere.problem() {
						t.Errorf("%s answers %d %s, for one that is not there %d %s", r.ID, here.Code, here.problem(), nowhere.Code, nowhere.problem())
					}
				}
			}
			if seen < 25 {
				t.Errorf("only %d routes were asked", seen)
			}
			if after := p.Reload(k); after.Version != before.Version {
				t.Error("the case was changed")
			}
			lists := []string{"list-cases", "list-agent-queue", "list-reusable-files", "list-licences", "list-notices", "list-contacts", "list-todos"}
			if !c.client {
				lists = append(lists, "list-projects")
			}
			if !c.client && name != "of another firm" {
				lists = append(lists, "list-clients", "list-enterprises")
			}
			for _, route := range lists {
				if rows := agent.rows(route, nil); len(rows) != 0 {
					t.Errorf("%s shows %v", route, rows)
				}
			}
			if rows := agent.rows("list-cases", at{"q": "%E5%8D%8E%E6%BA%90"}); len(rows) != 0 {
				t.Errorf("the search finds %v", rows)
			}
			agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Enterprise.ID}).is(404, "enterprise.not_found")
		})
	}
}

// An agent with two clients: what belongs to one never goes under the other's name.
func TestNothingOfOneClientShowsUnderAnother(t *testing.T) {
	p := newPortal(t)
	who, m := p.mandated(t, "LX-13")
	second := *m
	second.ID, second.EnterpriseID = 0, p.Other.ID
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateMandate(&second) }))
	agent := p.as(t, who)
	var one, two models.Case
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Enterprise.ID, "projectId": p.Project().ID}).is(201, "").into(&one)
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Other.ID}).is(201, "").into(&two)
	for _, f := range []struct {
		enterprise int64
		its, other int64
	}{{p.Enterprise.ID, one.ID, two.ID}, {p.Other.ID, two.ID, one.ID}} {
		rows := agent.rows("list-cases", at{"enterpriseId": f.enterprise})
		if len(rows) != 1 || int64(rows[0]["id"].(float64)) != f.its {
			t.Errorf("of enterprise %d: %v", f.enterprise, rows)
		}
		agent.call("log-contact", nil, map[string]any{
			"enterpriseId": f.enterprise, "caseId": f.other, "kind": "CALL", "withWhom": "王建国", "summary": "问进度",
		}).is(404, "case.not_found")
	}
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Other.ID, "projectId": p.Project().ID}).is(422, "case.invalid")
	agent.call("edit-draft", at{"id": two.ID}, map[string]any{"version": two.Version, "form": map[string]any{}, "projectId": p.Project().ID}).is(422, "")
	stranger := p.as(t, p.Stranger())
	stranger.call("get-case", at{"id": one.ID}, nil).is(404, "case.not_found")
	if rows := stranger.rows("list-cases", nil); len(rows) != 1 || int64(rows[0]["id"].(float64)) != two.ID {
		t.Errorf("the other enterprise reads %v", rows)
	}
}

// absenceOf lets one person stand in for another for some days.
func (p *portal) absenceOf(t *testing.T, away, sub policy.Actor, from, to string) (id int64) {
	t.Helper()
	var row models.Absence
	p.as(t, away).call("declare-absence", nil, map[string]any{"substituteId": sub.UserID, "from": from, "to": to, "reason": "出差"}).is(200, "").into(&row)
	return row.ID
}

func TestASubstituteHoldsThePostFromTheFirstDayToTheEndOfTheLast(t *testing.T) {
	p := newPortal(t)
	away, sub := p.Staff(policy.Reviewer, "SPJ", "外出的人"), p.Staff(policy.Reviewer, "SPJ", "代班的人")
	p.absenceOf(t, away, sub, "2026-03-03", "2026-03-05")
	post := func(c *client) (absence int64) {
		var got struct{ Rows []models.Post }
		c.call("list-posts", nil, nil).is(200, "").into(&got)
		for _, o := range got.Rows {
			if o.ForUserID == away.UserID {
				absence = o.AbsenceID
			}
		}
		return absence
	}
	grant := func() int64 {
		return must1(p.Store.GrantsOf(t.Context(), away.UserID, models.At(p.Clock.Now()).Date()))(t)[0].ID
	}
	for _, c := range []struct {
		at    string
		holds bool
	}{
		{"2026-03-02T23:59:00+08:00", false}, {"2026-03-03T00:00:00+08:00", true}, {"2026-03-05T23:59:00+08:00", true}, {"2026-03-06T00:00:00+08:00", false},
	} {
		p.Clock.Set(c.at)
		b := p.as(t, sub)
		id := post(b)
		if (id != 0) != c.holds {
			t.Errorf("at %s: %v", c.at, id)
		}
		if c.holds {
			b.keep(b.call("switch-post", nil, map[string]any{"grantId": grant(), "absenceId": id}).is(200, ""))
			b.call("list-todo", nil, nil).is(200, "")
		} else {
			b.call("switch-post", nil, map[string]any{"grantId": grant(), "absenceId": 1}).is(404, "post.not_found")
		}
	}
	// A session at a lent post ends with the last day, though the session itself would go on.
	p.Clock.Set("2026-03-05T23:50:00+08:00")
	b := p.as(t, sub)
	b.keep(b.call("switch-post", nil, map[string]any{"grantId": grant(), "absenceId": post(b)}).is(200, ""))
	b.call("list-todo", nil, nil).is(200, "")
	p.Clock.Advance(11 * time.Minute)
	b.call("list-todo", nil, nil).is(403, "session.pending")
	b.keep(b.call("switch-post", nil, map[string]any{}).is(200, ""))
}

func TestAllOpenWorkGoesOverInOneStep(t *testing.T) {
	p := newPortal(t)
	leaving, heir := p.Staff(policy.Reviewer, "SLJ", "离岗的人"), p.Staff(policy.Reviewer, "SLJ", "接手的人")
	head, far := p.Staff(policy.SectionHead, "SLJ", "科长"), p.Staff(policy.SectionHead, "RFB", "别处科长")
	firm := p.Applicant()
	var own []int64
	desk := p.as(t, leaving)
	for range 3 {
		c := p.Submit(firm, p.Draft(firm, "LX-13", nil))
		p.as(t, p.Window()).call("move-accept", at{"id": c.ID}, map[string]any{"version": c.Version}).is(200, "")
	}
	for _, w := range desk.rows("list-todo", nil) {
		id, step := int64(w["caseId"].(float64)), int64(w["stepId"].(float64))
		desk.call("step-claim", at{"id": id, "step": step}, map[string]any{"version": p.Reload(&models.Case{ID: id}).Version}).is(200, "")
		own = append(own, id)
	}
	if len(own) != 3 {
		t.Fatalf("%d at the desk", len(own))
	}
	over := map[string]any{"fromId": leaving.UserID, "toId": heir.UserID, "reason": "调离"}
	p.as(t, far).call("hand-over", nil, over).is(200, "") // of the other's work there is nothing at that department
	if rows := desk.rows("list-todo", nil); len(rows) != 3 {
		t.Errorf("the head of another department took work away: %d are left", len(rows))
	}
	p.as(t, head).call("hand-over", nil, over).is(200, "")
	if rows := desk.rows("list-todo", nil); len(rows) != 0 {
		t.Errorf("still with who left: %v", rows)
	}
	if rows := p.as(t, heir).rows("list-todo", nil); len(rows) != 3 {
		t.Errorf("%d with the heir", len(rows))
	}
}

func TestAnAgentWhoLeavesHandsTheOwnWorkToAnotherAgent(t *testing.T) {
	p := newPortal(t)
	who, _ := p.mandated(t, "LX-13")
	heir, clerk := p.Staff(policy.Agent, "", "接手的帮办员"), p.Staff(policy.Reviewer, "SLJ", "不是帮办员")
	agent, next := p.as(t, who), p.as(t, heir)
	var c models.Case
	agent.call("create-draft", nil, map[string]any{
		"itemCode": "LX-13", "enterpriseId": p.Enterprise.ID, "projectId": p.Project().ID, "form": p.County.Base.Sample("LX-13"),
	}).is(201, "").into(&c)
	p.HandInAll(c.ID)
	c = *p.Submit(p.Applicant(), &c)
	agent.call("add-todo", nil, map[string]any{"title": "送图纸", "caseId": c.ID, "dueOn": "2026-03-05"}).is(201, "")
	next.call("hand-over", nil, map[string]any{"fromId": who.UserID, "toId": heir.UserID, "reason": "抢"}).is(403, "denied")
	agent.call("hand-over", nil, map[string]any{"fromId": who.UserID, "toId": clerk.UserID, "reason": "离岗"}).is(422, "")
	head := p.as(t, p.Staff(policy.SectionHead, "SLJ", "科长"))
	head.call("hand-over", nil, map[string]any{"fromId": who.UserID, "toId": clerk.UserID, "reason": "离岗"}).is(422, "")
	agent.call("hand-over", nil, map[string]any{"fromId": who.UserID, "toId": heir.UserID, "reason": "离岗"}).is(200, "")
	if rows := next.rows("list-agent-queue", nil); len(rows) != 1 {
		t.Errorf("the heir's queue: %v", rows)
	}
	if rows := next.rows("list-todos", nil); len(rows) != 1 {
		t.Errorf("the heir's tasks: %v", rows)
	}
	if rows := agent.rows("list-todos", nil); len(rows) != 0 {
		t.Errorf("still with who left: %v", rows)
	}
	next.call("get-case", at{"id": c.ID}, nil).is(200, "")
}
