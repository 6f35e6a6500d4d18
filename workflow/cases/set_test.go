package cases_test

import (
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
)

// townWorks is what decides the parts of the second stage: a site in the town, without anything special.
var townWorks = catalog.Attrs{
	"build.construction": true, "land.planning_area": "URBAN", "land.mode": "EXISTING_RIGHT", "build.joint_design_review": false,
	"build.temporary_building": false, "build.civil_defence": true, "build.over_limit_high_rise": false, "land.relics_control_zone": false,
	"build.site_detailed_plan_required": false, "case.civil_defence_offsite": false, "land.needs_conversion": false,
}

// stageTwo hands in the second stage as one set, with a file for every material.
func stageTwo(t *testing.T) *play {
	t.Helper()
	w := casestest.New(t, monday)
	form := w.County.Base.Form("BL-02").WithAttrs(w.County.Base.Sample("BL-02"), townWorks)
	c, err := w.Cases.CreateDraft(t.Context(), w.Applicant(), &cases.DraftInput{ItemCode: "BL-02", ProjectID: w.Project().ID, Form: form})
	if err != nil {
		t.Fatal(err)
	}
	mats, err := w.Store.Materials(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mats {
		f := &models.File{Name: m.Name + ".pdf", Size: 9, MIME: "application/pdf", SHA256: "aa", UploadedBy: w.Applicant().UserID}
		if err := w.Cases.AttachFile(t.Context(), w.Applicant(), c.ID, m.Code, f); err != nil {
			t.Fatal(err)
		}
	}
	return &play{World: w, t: t, c: w.Submit(w.Applicant(), w.Reload(c)), window: w.Window()}
}

func TestThePartsOfAStageTakeOverItsFormAndItsFiles(t *testing.T) { // R-PAR-02: one form
	p := stageTwo(t)
	planning := p.part("GJ-02")
	p.part("GJ-05")
	all, err := p.Store.Children(t.Context(), policy.Everything("test"), p.c.ID)
	if err != nil || len(all) != 2 {
		t.Fatalf("%d parts (%v), want the two that apply", len(all), err)
	}
	if wrong := p.County.Base.Form("GJ-02").Validate(planning.Form); len(wrong) > 0 {
		t.Errorf("the part's own form: %v", wrong)
	}
	mats, err := p.Store.Materials(t.Context(), planning.ID)
	if err != nil {
		t.Fatal(err)
	}
	files, err := p.Store.Files(t.Context(), planning.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mats {
		n := 0
		for _, f := range files {
			if f.MaterialID == m.ID && f.CaseID == planning.ID && f.ReusedFrom != 0 {
				n++
			}
		}
		if m.Required && (m.State != models.MaterialHandedIn || n != 1) {
			t.Errorf("%s is %s with %d files, want the one of the set", m.Name, m.State, n)
		}
	}
	accepted := p.Move(p.window, planning, models.VerbAccept, cases.MoveInput{})
	if accepted.Status != models.Accepted && accepted.Status != models.UnderReview {
		t.Errorf("the part is %s after its acceptance", accepted.Status)
	}
	d, err := p.Cases.Detail(t.Context(), p.Staff(policy.Reviewer, planning.DeptCode, "承办人"), planning.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d.Shared == nil || d.Shared.CaseID != p.c.ID || string(d.Shared.Answers) != string(p.c.Form) {
		t.Errorf("the department reads %+v, want the form of the set", d.Shared)
	}
}

func TestASetAsksForTheMaterialsOfItsPartsOnceEach(t *testing.T) {
	w := casestest.New(t, monday)
	c := w.Draft(w.Applicant(), "JY-07", catalog.Attrs{"build.construction_permit_required": true, "build.construction": true})
	mats, err := w.Store.Materials(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]int{}
	for _, m := range mats {
		names[m.Name]++
	}
	for _, m := range w.County.Base.Item("JY-01").Materials {
		if m.Required == catalog.IfWhen {
			continue
		}
		if names[m.NameZh] != 1 {
			t.Errorf("%s of JY-01 is asked %d times", m.NameZh, names[m.NameZh])
		}
	}
	// The answer that a part does not apply frees the applicant of its materials.
	form := w.County.Base.Form("BL-02").WithAttrs(w.County.Base.Sample("BL-02"), townWorks)
	set, err := w.Cases.CreateDraft(t.Context(), w.Applicant(), &cases.DraftInput{ItemCode: "BL-02", Form: form})
	if err != nil {
		t.Fatal(err)
	}
	before := required(w, set.ID)
	other := catalog.Attrs{}
	for k, v := range townWorks {
		other[k] = v
	}
	other["build.civil_defence"] = false
	form = w.County.Base.Form("BL-02").WithAttrs(form, other)
	if _, err := w.Cases.EditDraft(t.Context(), w.Applicant(), set.ID, &cases.DraftInput{Form: form, Version: set.Version}); err != nil {
		t.Fatal(err)
	}
	if after := required(w, set.ID); after >= before {
		t.Errorf("%d materials required with a civil defence basement, %d without", before, after)
	}
}

// required counts the materials that must be brought.
func required(w *casestest.World, caseID int64) (n int) {
	w.T.Helper()
	mats, err := w.Store.Materials(w.T.Context(), caseID)
	if err != nil {
		w.T.Fatal(err)
	}
	for _, m := range mats {
		if m.Required {
			n++
		}
	}
	return n
}

func TestADraftListsOnlyWhatItsAnswersAskFor(t *testing.T) {
	w := casestest.New(t, monday)
	set, err := w.Cases.CreateDraft(t.Context(), w.Applicant(), &cases.DraftInput{ItemCode: "BL-02"})
	if err != nil {
		t.Fatal(err)
	}
	open, err := w.Store.Materials(t.Context(), set.ID)
	if err != nil {
		t.Fatal(err)
	}
	form := w.County.Base.Form("BL-02").WithAttrs(w.County.Base.Sample("BL-02"), townWorks)
	if _, err := w.Cases.EditDraft(t.Context(), w.Applicant(), set.ID, &cases.DraftInput{Form: form, Version: set.Version}); err != nil {
		t.Fatal(err)
	}
	asked, err := w.Store.Materials(t.Context(), set.ID)
	if err != nil || len(asked) >= len(open) {
		t.Errorf("%d materials before the answers, %d after (%v)", len(open), len(asked), err)
	}
	for _, m := range asked {
		if !m.Required {
			t.Errorf("%s is listed and not asked", m.Name)
		}
	}
}

func TestTheReceiptOfASetNamesThePartsThatAreNotReceivedYet(t *testing.T) { // T01c
	p := beginWith(t, "JY-07", monday, map[string]any{"build.fire_class": "SPECIAL", "build.construction_permit_required": true})
	part := p.part("JY-02")
	if part.Status != models.Pending {
		t.Fatalf("%s", part.Status)
	}
	for _, x := range p.facts("DOC-01").Pending {
		if x.Item == part.ItemName {
			if !strings.Contains(x.Waits, p.County.Base.Item("SG-05").NameZh) || x.WaitsEn == "" || !strings.Contains(p.reads("DOC-01"), part.ItemName+" "+x.Waits) {
				t.Errorf("%+v in %s", x, p.reads("DOC-01"))
			}
			return
		}
	}
	t.Errorf("the receipt says %s", p.reads("DOC-01"))
}
