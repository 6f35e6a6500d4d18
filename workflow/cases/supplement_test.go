package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

func (p *play) material(code string) models.Material {
	p.t.Helper()
	mats, err := p.Store.Materials(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	i := slices.IndexFunc(mats, func(m models.Material) bool { return m.Code == code })
	if i < 0 {
		p.t.Fatalf("no material %s", code)
	}
	return mats[i]
}

// hands gives what handing in a file is answered with.
func (p *play) hands(code string) error {
	f := &models.File{Name: code + "-2.pdf", Size: 9, MIME: "application/pdf", SHA256: string(slices.Repeat([]byte{'7'}, 64)), UploadedBy: p.firm.UserID}
	return p.Cases.AttachFile(p.t.Context(), p.firm, p.c.ID, code, f)
}

// TestASupplementAskedForAfterTheAcceptanceMovesNoClock: R-CLK-14. What is missing after the acceptance is the
// agency's risk.
func TestASupplementAskedForAfterTheAcceptanceMovesNoClock(t *testing.T) {
	p := begin(t, "LX-13", monday)
	p.no(p.Staff("REVIEWER", p.c.DeptCode, "早问者"), models.VerbAskSupplement, p.correction("M1"), "case.move_not_allowed")
	p.accepted()
	wantKey(t, p.hands("M1"), "material.not_open")
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	legal, promised, before := p.c.LegalDue, p.c.PromisedDue, p.clock(p.c.ID, models.ClockL)
	steps := p.steps()

	p.no(p.firm, models.VerbAskSupplement, p.correction("M1"), "denied")
	p.no(p.window, models.VerbAskSupplement, p.correction("M1"), "denied")
	p.no(p.reviewer, models.VerbAskSupplement, cases.MoveInput{}, "defects")
	p.no(p.reviewer, models.VerbAskSupplement, p.correction("M99"), "defects[0].material")
	p.no(p.reviewer, models.VerbAskSupplement, p.correction(""), "defects[0].material")
	p.no(p.reviewer, models.VerbAskSupplement, p.correction("M1", "M1"), "defects[1].material")

	p.at("2026-03-04T10:00:00+08:00").do(p.reviewer, models.VerbAskSupplement, p.correction("M1", "M2"))
	if m := p.material("M1"); m.State != models.MaterialAsked || m.Defect != "缺页" || p.c.SupplementOn != date("2026-03-04") {
		t.Errorf("asked for: %s %q since %s", m.State, m.Defect, p.c.SupplementOn)
	}
	wantKey(t, p.hands("M3"), "material.not_open")
	p.at("2026-03-09T10:00:00+08:00")
	for _, code := range []string{"M1", "M1", "M2"} { // several files are one material
		if err := p.hands(code); err != nil {
			t.Fatal(err)
		}
		p.c = p.Reload(p.c)
		if open := p.c.SupplementOn != 0; open != (code == "M1") {
			t.Errorf("after %s: asked for since %s", code, p.c.SupplementOn)
		}
	}
	files, err := p.Store.Files(t.Context(), p.c.ID)
	if err != nil || p.material("M2").State != models.MaterialSupplied {
		t.Fatal(p.material("M2").State, err)
	}
	for _, f := range files { // neither what was accepted nor what was asked for is taken back
		wantKey(t, p.Cases.DetachFile(t.Context(), p.firm, p.c.ID, f.ID), "case.not_editable")
	}
	if _, err := p.Cases.CheckMaterial(t.Context(), p.reviewer, p.c.ID, "M1", ""); err != nil || p.material("M1").State != models.MaterialAccepted {
		t.Error(p.material("M1").State, err)
	}
	p.c = p.Reload(p.c)
	after := p.clock(p.c.ID, models.ClockL)
	if p.c.Status != models.UnderReview || p.c.LegalDue != legal || p.c.PromisedDue != promised || after.DueOn != before.DueOn || after.State != before.State {
		t.Errorf("%s legal %s (was %s) promised %s (was %s) %s", p.c.Status, p.c.LegalDue, legal, p.c.PromisedDue, promised, after.State)
	}
	if now := p.steps(); len(now) != len(steps) || now[1].State != steps[1].State {
		t.Errorf("steps moved: %+v", now)
	}
	p.checkRow()
}

// TestWhatDoesNotComeHoldsNoDecisionUp: the agency decides on what it has.
func TestWhatDoesNotComeHoldsNoDecisionUp(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted().review()
	p.do(p.reviewer, models.VerbAskSupplement, p.correction("M1"))
	p.no(p.approver, models.VerbAskSupplement, p.correction("M1"), "denied")
	p.grant()
	if p.c.Status != models.Approved && p.c.Status != models.CertificateMaking {
		t.Error(p.c.Status)
	}
	wantKey(t, p.hands("M1"), "case.not_editable")
	_, err := p.Cases.CheckMaterial(t.Context(), p.reviewer, p.c.ID, "M1", "")
	wantKey(t, err, "case.move_not_allowed") // what was decided on is not looked at anew
	p.checkRow()
}

// TestWhatWasPromisedComesBackToItsPromise: a file that is taken off again leaves the gap as it was, and what was
// accepted stays where it is.
func TestWhatWasPromisedComesBackToItsPromise(t *testing.T) {
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c, err := w.Cases.CreateDraft(t.Context(), firm, &cases.DraftInput{ItemCode: "SG-09", Form: w.County.Base.Sample("SG-09"), ProjectID: w.Project().ID})
	if err != nil {
		t.Fatal(err)
	}
	follow := ""
	for _, m := range w.County.Base.Item("SG-09").Materials {
		if m.MayFollow {
			follow = m.Code
		}
	}
	w.HandInBut(c.ID, follow)
	p := &play{World: w, t: t, firm: firm, window: w.Window(), c: c}
	p.attach("M1", '1')
	p.c = w.Submit(firm, p.Reload(c))
	p.people()
	p.do(p.window, models.VerbAcceptTolerant, cases.MoveInput{Missing: []string{follow}, Promise: true, GapDue: date("2026-03-03")})
	p.no(p.reviewer, models.VerbAskSupplement, p.correction(follow), "defects[0].material")
	p.attach(follow, 'e')
	files, err := p.Store.Files(t.Context(), p.c.ID)
	if err != nil || len(files) != 2 {
		t.Fatal(len(files), err)
	}
	wantKey(t, p.Cases.DetachFile(t.Context(), p.firm, p.c.ID, files[0].ID), "file.not_found")
	if err := p.Cases.DetachFile(t.Context(), p.firm, p.c.ID, files[1].ID); err != nil {
		t.Fatal(err)
	}
	if m := p.material(follow); m.State != models.MaterialPromised {
		t.Error(m.State)
	}
	p.c = p.Reload(p.c)
	p.no(p.window, models.VerbCloseGap, cases.MoveInput{}, "case.gap_material_missing")
}
