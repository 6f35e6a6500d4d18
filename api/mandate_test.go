package api_test

import (
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// mandated gives an agent with a mandate of the enterprise for some items.
func (p *portal) mandated(t *testing.T, items ...string) (policy.Actor, *models.Mandate) {
	t.Helper()
	agent := p.Staff(policy.Agent, "", "帮办员")
	m := &models.Mandate{
		EnterpriseID: p.Enterprise.ID, AgentID: agent.UserID, Status: models.MandateGranted, Items: items,
		Powers: models.JSONOf(models.Powers), ValidFrom: models.MustDate("2026-03-02"), ValidTo: models.MustDate("2026-03-10"),
	}
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateMandate(m) }))
	return agent, m
}

func TestARevokedMandateShutsTheAgentOutBetweenTwoRequests(t *testing.T) {
	p := newPortal(t)
	who, m := p.mandated(t, "LX-13")
	agent := p.as(t, who)
	firm := p.as(t, p.Applicant())
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-05", "enterpriseId": p.Enterprise.ID}).is(404, "enterprise.not_found")
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Other.ID}).is(404, "enterprise.not_found")
	var draft models.Case
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Enterprise.ID}).is(201, "").into(&draft)
	edit := map[string]any{"version": draft.Version, "form": map[string]any{"applicantName": "甲"}}
	agent.call("edit-draft", at{"id": draft.ID}, edit).is(200, "").into(&draft)
	firm.call("revoke-mandate", at{"id": m.ID}, map[string]any{"reason": "换人"}).is(200, "")

	edit["version"] = draft.Version
	agent.call("edit-draft", at{"id": draft.ID}, edit).is(404, "case.not_found")
	agent.call("submit-case", at{"id": draft.ID}, map[string]any{"version": draft.Version}).is(404, "case.not_found")
	for _, route := range []string{"get-case", "list-thread", "list-events", "list-papers"} {
		agent.call(route, at{"id": draft.ID}, nil).is(404, "case.not_found")
	}
	for _, route := range []string{"list-cases", "list-agent-queue", "list-clients", "list-reusable-files"} {
		var rows struct{ Rows []map[string]any }
		if agent.call(route, nil, nil).is(200, "").into(&rows); len(rows.Rows) != 0 {
			t.Errorf("%s still shows %v", route, rows.Rows)
		}
	}
	firm.call("get-case", at{"id": draft.ID}, nil).is(200, "")
}

func TestAMandateEndsWithItsLastDay(t *testing.T) {
	p := newPortal(t)
	who, _ := p.mandated(t, "LX-13")
	begin := map[string]any{"itemCode": "LX-13", "enterpriseId": p.Enterprise.ID}
	p.Clock.Set("2026-03-10T23:59:00+08:00")
	agent := p.as(t, who)
	var draft models.Case
	agent.call("create-draft", nil, begin).is(201, "").into(&draft)
	p.Clock.Set("2026-03-11T00:00:00+08:00")
	agent.call("create-draft", nil, begin).is(404, "enterprise.not_found")
	agent.call("edit-draft", at{"id": draft.ID}, map[string]any{"version": draft.Version, "form": map[string]any{}}).is(403, "mandate.none")
}

func TestBothNamesStandInTheJournalOfAnAgentsAct(t *testing.T) {
	p := newPortal(t)
	who, _ := p.mandated(t, "LX-13")
	agent := p.as(t, who)
	var draft models.Case
	agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": p.Enterprise.ID}).is(201, "").into(&draft)
	var events struct {
		Rows []struct{ ActorName, ActingFor string }
	}
	agent.call("list-events", at{"id": draft.ID}, nil).is(200, "").into(&events)
	if len(events.Rows) != 1 || events.Rows[0].ActorName != "帮办员" || events.Rows[0].ActingFor != p.Enterprise.Name {
		t.Errorf("%+v", events.Rows)
	}
}

func TestAKeyOfOnePostGivesNothingAtAnother(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	firm := p.as(t, a)
	body := map[string]any{"itemCode": "LX-13"}
	var first, other models.Case
	firm.call("create-draft", nil, body, "Idempotency-Key", "same").is(201, "").into(&first)
	b := a
	b.EnterpriseID, b.EnterpriseName = p.Other.ID, p.Other.Name
	second := p.as(t, b)
	second.call("create-draft", nil, body, "Idempotency-Key", "same").is(422, "idempotency.body_differs")
	second.call("create-draft", nil, body, "Idempotency-Key", "its-own").is(201, "").into(&other)
	if other.EnterpriseID != p.Other.ID || other.ID == first.ID {
		t.Errorf("case %d of enterprise %d", other.ID, other.EnterpriseID)
	}
}

func TestAFileOfOneClientNeverGoesIntoTheCaseOfAnother(t *testing.T) {
	p := newPortal(t)
	who, m := p.mandated(t, "LX-13")
	second := *m
	second.ID, second.EnterpriseID = 0, p.Other.ID
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateMandate(&second) }))
	agent := p.as(t, who)
	begin := func(enterprise int64) (c models.Case) {
		agent.call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": enterprise}).is(201, "").into(&c)
		return c
	}
	from, own, other := begin(p.Enterprise.ID), begin(p.Enterprise.ID), begin(p.Other.ID)
	file := &models.File{CaseID: from.ID, EnterpriseID: from.EnterpriseID, Name: "营业执照.pdf", Size: 3, MIME: "application/pdf", SHA256: strings.Repeat("ab", 32)}
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateFile(file) }))
	mats := must1(p.Store.Materials(t.Context(), own.ID))(t)
	reuse := map[string]any{"fileId": file.ID}
	agent.call("reuse-file", at{"id": other.ID, "code": mats[0].Code}, reuse).is(404, "file.not_found")
	agent.call("reuse-file", at{"id": own.ID, "code": mats[0].Code}, reuse).is(200, "")
	if n := len(must1(p.Store.Files(t.Context(), other.ID))(t)); n != 0 {
		t.Errorf("%d files of another client", n)
	}
}
