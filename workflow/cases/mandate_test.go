package cases_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

// mandate gives an agent a mandate of the enterprise, changed as the test wants.
func mandate(t *testing.T, w *casestest.World, agent policy.Actor, change func(*models.Mandate)) *models.Mandate {
	t.Helper()
	m := &models.Mandate{
		EnterpriseID: w.Enterprise.ID, AgentID: agent.UserID, Status: models.MandateGranted, Items: []string{"LX-13"},
		Powers: models.JSONOf(models.Powers), ValidFrom: date("2026-01-01"), ValidTo: date("2026-12-31"),
	}
	if change != nil {
		change(m)
	}
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateMandate(m) }); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAnAgentBeginsACaseOnlyWithinItsMandate(t *testing.T) { // R-RGT-04
	for name, c := range map[string]struct {
		change func(*models.Mandate)
		ok     bool
	}{
		"one that holds":            {nil, true},
		"of all items":              {func(m *models.Mandate) { m.AllItems, m.Items = true, nil }, true},
		"of another item":           {func(m *models.Mandate) { m.Items = []string{"LX-18"} }, false},
		"not begun":                 {func(m *models.Mandate) { m.ValidFrom = date("2026-03-03") }, false},
		"from today":                {func(m *models.Mandate) { m.ValidFrom = date("2026-03-02") }, true},
		"ended yesterday":           {func(m *models.Mandate) { m.ValidTo = date("2026-03-01") }, false},
		"to today":                  {func(m *models.Mandate) { m.ValidTo = date("2026-03-02") }, true},
		"without that power":        {func(m *models.Mandate) { m.Powers = models.JSONOf([]models.Power{models.PowerInquire}) }, false},
		"revoked":                   {func(m *models.Mandate) { m.Status, m.RevokedAt = models.MandateRevoked, date("2026-03-01").Start() }, false},
		"asked for, not given":      {func(m *models.Mandate) { m.Status = models.MandateRequested }, false},
		"of the other enterprise's": {func(m *models.Mandate) { m.EnterpriseID += 1 }, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := casestest.New(t, monday)
			agent := w.Staff(policy.Agent, "", "帮办员")
			mandate(t, w, agent, c.change)
			_, err := w.Cases.CreateDraft(t.Context(), agent, &cases.DraftInput{
				ItemCode: "LX-13", EnterpriseID: w.Enterprise.ID, Form: w.County.Base.Sample("LX-13"), ProjectID: w.Project().ID,
			})
			if c.ok && err != nil || !c.ok && models.KeyOf(err) != "enterprise.not_found" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestWhatAnAgentDoesNeedsItsPowerOnThatDay(t *testing.T) {
	w := casestest.New(t, monday)
	agent := w.Staff(policy.Agent, "", "帮办员")
	mandate(t, w, agent, func(m *models.Mandate) {
		m.Powers, m.ValidTo = models.JSONOf([]models.Power{models.PowerPrepare}), date("2026-03-10")
	})
	c, err := w.Cases.CreateDraft(t.Context(), agent, &cases.DraftInput{
		ItemCode: "LX-13", EnterpriseID: w.Enterprise.ID, Form: w.County.Base.Sample("LX-13"), ProjectID: w.Project().ID,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.HandInAll(c.ID)
	if _, err := w.Cases.EditDraft(t.Context(), agent, c.ID, &cases.DraftInput{Form: w.County.Base.Sample("LX-13")}); err != nil {
		t.Errorf("preparing: %v", err)
	}
	_, err = w.Cases.Submit(t.Context(), agent, c.ID, 0)
	wantKey(t, err, "mandate.none")
	m := mandate(t, w, agent, func(m *models.Mandate) { m.Powers = models.JSONOf([]models.Power{models.PowerSubmit}) })
	if c, err = w.Cases.Submit(t.Context(), agent, c.ID, 0); err != nil {
		t.Fatal(err)
	}
	was := m.Status
	m.Status, m.RevokedAt, m.RevokeReason = models.MandateRevoked, models.At(w.Clock.Now()), "收回"
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveMandate(m, was) }); err != nil {
		t.Fatal(err)
	}
	w.Refused(agent, c, models.VerbWithdraw, cases.MoveInput{Reason: "x"}, "mandate.none")
	w.Clock.Set("2026-03-11T09:00:00+08:00") // the other one has ended: there is nothing of the enterprise to see
	agent.Today = date("2026-03-11")
	w.Refused(agent, c, models.VerbWithdraw, cases.MoveInput{Reason: "x"}, "case.not_found")
}

// TestAPaperNamesAnAgentOnlyWhereTheAgentHandedIn: who is named to help with a case applied for nothing.
func TestAPaperNamesAnAgentOnlyWhereTheAgentHandedIn(t *testing.T) { // R-RGT-04: free, voluntary, within its scope
	p := begin(t, "LX-13", monday)
	agent := p.Staff(policy.Agent, "", "帮办员")
	if _, err := p.Cases.SetAgent(t.Context(), p.window, p.c.ID, agent.UserID, "企业请求帮办"); err != nil {
		t.Fatal(err)
	}
	p.c = p.Reload(p.c)
	p.accepted()
	if got := p.facts("DOC-02").AgentName; got != "" || p.c.AgentID != agent.UserID {
		t.Errorf("the enterprise applied itself, and the notice says through %q", got)
	}
	mandate(t, p.World, agent, nil)
	c, err := p.Cases.CreateDraft(t.Context(), agent, &cases.DraftInput{
		ItemCode: "LX-13", EnterpriseID: p.Enterprise.ID, Form: p.County.Base.Sample("LX-13"), ProjectID: p.Project().ID,
	})
	if err != nil {
		t.Fatal(err)
	}
	p.HandInAll(c.ID)
	p.c = p.Submit(agent, c)
	if got := p.facts("DOC-01").AgentName; got != agent.Name {
		t.Errorf("the agent applied, and the receipt says through %q", got)
	}
}
