package cases_test

import (
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

func TestTheApplicantUrgesACaseOnceAWorkingDay(t *testing.T) {
	w := casestest.New(t, "2026-03-06T10:00:00+08:00") // a Friday
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	before := w.Reload(c)
	for _, step := range []struct{ at, key string }{
		{"2026-03-06T10:01:00+08:00", ""},
		{"2026-03-06T23:59:00+08:00", "case.urged_already"},
		{"2026-03-07T09:00:00+08:00", "case.urged_already"}, // Saturday
		{"2026-03-08T23:59:59+08:00", "case.urged_already"},
		{"2026-03-09T00:00:00+08:00", ""},
		{"2026-03-09T17:00:00+08:00", "case.urged_already"},
	} {
		w.Clock.Set(step.at)
		d, err := w.Cases.Detail(t.Context(), firm, c.ID)
		if err != nil || (d.UrgeFrom == d.Today) != (step.key == "") {
			t.Errorf("%s: the page says from %s, %v", step.at, d.UrgeFrom, err)
		}
		_, err = w.Cases.Urge(t.Context(), firm, c.ID, "急等开工")
		if step.key == "" && err != nil || step.key != "" && models.KeyOf(err) != step.key {
			t.Errorf("%s: %v, want %q", step.at, err, step.key)
		}
	}
	after := w.Reload(c)
	if after.Status != before.Status || after.DueOn != before.DueOn || after.NextTimerAt != before.NextTimerAt {
		t.Errorf("urging moved %s due %s to %s due %s", before.Status, before.DueOn, after.Status, after.DueOn)
	}
	e := lastEvent(t, w, c.ID)
	if e.Verb != "urge" || e.Reason != "急等开工" || e.ActorID != firm.UserID {
		t.Errorf("the journal has %+v", e)
	}
}

func lastEvent(t *testing.T, w *casestest.World, id int64) models.Event {
	t.Helper()
	events, err := w.Store.Events(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return events[len(events)-1]
}

func TestACaseThatIsNotWithTheAgencyIsNotUrged(t *testing.T) {
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c := w.Draft(firm, "LX-13", nil)
	_, err := w.Cases.Urge(t.Context(), firm, c.ID, "")
	wantKey(t, err, "case.not_to_urge")
	c = w.Submit(firm, c)
	w.Move(w.Window(), c, models.VerbRequireCorrection, cases.MoveInput{Defects: []cases.Defect{{Material: "M1", Problem: "缺页", Basis: "办事指南", HowTo: "补齐"}}})
	_, err = w.Cases.Urge(t.Context(), firm, c.ID, "")
	wantKey(t, err, "case.not_to_urge")
	w.Move(firm, w.Reload(c), models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	_, err = w.Cases.Urge(t.Context(), firm, c.ID, "")
	wantKey(t, err, "case.not_to_urge")
	_, err = w.Cases.Urge(t.Context(), w.Stranger(), c.ID, "")
	wantKey(t, err, "case.not_found")
	_, err = w.Cases.Urge(t.Context(), w.Window(), c.ID, "")
	wantKey(t, err, "denied")
	_, err = w.Cases.Urge(t.Context(), firm, c.ID, strings.Repeat("长", 501))
	wantKey(t, err, "case.invalid")
}

func TestARecipientSignsOnceForAPaperThatWasServed(t *testing.T) {
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	papers, err := w.Cases.Papers(t.Context(), firm, c.ID)
	if err != nil || len(papers) != 1 || len(papers[0].ServedProof) != 0 {
		t.Fatalf("%+v %v", papers, err)
	}
	receipt := papers[0]
	w.Clock.Set("2026-03-03T08:15:00+08:00")
	_, err = w.Cases.SignPaper(t.Context(), w.Stranger(), receipt.ID)
	wantKey(t, err, "paper.not_found")
	_, err = w.Cases.SignPaper(t.Context(), w.Window(), receipt.ID)
	wantKey(t, err, "denied")
	if _, err = w.Cases.SignPaper(t.Context(), firm, receipt.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.Cases.SignPaper(t.Context(), firm, receipt.ID)
	wantKey(t, err, "paper.signed_already")
	signed, err := w.Cases.Paper(t.Context(), w.Window(), receipt.ID)
	if err != nil {
		t.Fatal(err)
	}
	var proof cases.ServiceProof
	if err := signed.ServedProof.Into(&proof); err != nil || proof.Signed == nil {
		t.Fatalf("%s %v", signed.ServedProof, err)
	}
	if s := proof.Signed; s.At != models.At(w.Clock.Now()) || s.By != firm.Name || s.For != "" || signed.ServedAt != receipt.ServedAt {
		t.Errorf("%+v, served at %s", s, signed.ServedAt.Time())
	}
	if e := lastEvent(t, w, c.ID); e.Verb != "sign_paper" || !strings.Contains(string(e.Payload), "paperId") {
		t.Errorf("the journal has %+v", e)
	}
}

func TestADecisionIsSignedForWhenItWasServedAlsoAfterTheEnd(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted().review().grant()
	decision := p.paper("DOC-10")
	_, err := p.Cases.SignPaper(t.Context(), p.firm, decision.ID)
	wantKey(t, err, "paper.not_served")
	p.c = p.Reload(p.c)
	p.delivered()
	if _, err := p.Cases.SignPaper(t.Context(), p.firm, decision.ID); err != nil {
		t.Fatal(err)
	}
	var proof cases.ServiceProof
	if err := p.paper("DOC-10").ServedProof.Into(&proof); err != nil || proof.Signed == nil || proof.How != "DIRECT" || proof.Recipient != direct.Recipient {
		t.Errorf("%+v %v", proof, err)
	}
}

func TestAVoidPaperIsNotSignedFor(t *testing.T) {
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	papers, err := w.Cases.Papers(t.Context(), firm, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := papers[0]
	p.Status = models.PaperVoided
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.SavePaper(&p) }); err != nil {
		t.Fatal(err)
	}
	_, err = w.Cases.SignPaper(t.Context(), firm, p.ID)
	wantKey(t, err, "paper.void")
}

func TestAnAgentSignsWithThePowerToReceiveAndBothNamesStandInTheJournal(t *testing.T) { // R-RGT-04
	w := casestest.New(t, monday)
	firm, agent := w.Applicant(), w.Staff(policy.Agent, "", "帮办员")
	powers := []models.Power{models.PowerPrepare, models.PowerSubmit}
	m := mandate(t, w, agent, func(m *models.Mandate) { m.Powers = models.JSONOf(powers) })
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	papers, err := w.Cases.Papers(t.Context(), firm, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Cases.SignPaper(t.Context(), agent, papers[0].ID)
	wantKey(t, err, "mandate.none")
	if _, err = w.Cases.Urge(t.Context(), agent, c.ID, "企业急用"); err != nil {
		t.Fatal(err)
	}
	if e := lastEvent(t, w, c.ID); e.ActorName != agent.Name || e.ActingFor != w.Enterprise.Name {
		t.Errorf("urged by %q for %q", e.ActorName, e.ActingFor)
	}
	m.Powers = models.JSONOf(append(slices.Clone(powers), models.PowerReceive))
	mandate(t, w, agent, func(n *models.Mandate) { n.Powers = m.Powers })
	if _, err = w.Cases.SignPaper(t.Context(), agent, papers[0].ID); err != nil {
		t.Fatal(err)
	}
	if e := lastEvent(t, w, c.ID); e.ActorName != agent.Name || e.ActingFor != w.Enterprise.Name {
		t.Errorf("signed by %q for %q", e.ActorName, e.ActingFor)
	}
	w.Move(agent, w.Reload(c), models.VerbWithdraw, cases.MoveInput{Reason: "企业改变计划"})
	if e := lastEvent(t, w, c.ID); e.ActingFor != w.Enterprise.Name {
		t.Errorf("withdrawn for %q", e.ActingFor)
	}
}
