package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
)

// wholeCheck is what makes the special checks of a joint completion check apply, but for JY-03.
var wholeCheck = catalog.Attrs{
	"build.construction": true, "build.fire_class": "SPECIAL", "build.lightning_special": true, "build.civil_defence": true,
	"build.construction_permit_required": true,
}

// draftSet begins a joint completion check with one file for every material that it asks for.
func draftSet(t *testing.T) *play {
	t.Helper()
	w := casestest.New(t, monday)
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	form := w.County.Base.Form("JY-07").WithAttrs(w.County.Base.Sample("JY-07"), wholeCheck)
	c, err := w.Cases.CreateDraft(t.Context(), p.firm, &cases.DraftInput{ItemCode: "JY-07", Form: form, Attrs: wholeCheck, ProjectID: w.Project().ID})
	if err != nil {
		t.Fatal(err)
	}
	p.c = c
	mats, err := w.Store.Materials(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range mats {
		p.attach(m.Code, byte('a'+i))
	}
	return p
}

func (p *play) attach(code string, digit byte) {
	p.t.Helper()
	sum := make([]byte, 64)
	for i := range sum {
		sum[i] = digit
	}
	f := &models.File{Name: code + ".pdf", Size: 9, MIME: "application/pdf", SHA256: string(sum), UploadedBy: p.firm.UserID}
	if err := p.Cases.AttachFile(p.t.Context(), p.firm, p.c.ID, code, f); err != nil {
		p.t.Fatalf("%s: %v", code, err)
	}
}

func (p *play) filesOf(id int64) map[string]string {
	p.t.Helper()
	mats, err := p.Store.Materials(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	files, err := p.Store.Files(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range mats {
		for _, f := range files {
			if f.MaterialID == m.ID {
				out[m.Name] = f.SHA256
			}
		}
	}
	return out
}

func TestWhatIsHandedInWithASetIsHandedInOnceForEveryPart(t *testing.T) {
	p := draftSet(t)
	set := p.filesOf(p.c.ID)
	if len(set) < 10 {
		t.Fatalf("the set asks for %d materials only: %v", len(set), set)
	}
	p.c = p.Submit(p.firm, p.c)
	for _, item := range []string{"JY-01", "JY-02", "JY-04"} {
		part := p.part(item)
		got := p.filesOf(part.ID)
		if want := len(p.County.Base.Item(item).Materials); len(got) != want {
			t.Errorf("%s has the files of %d materials, want %d", item, len(got), want)
		}
		for name, sum := range got {
			if set[name] != sum || !slices.ContainsFunc(p.County.Base.Item(item).Materials, nameIs(name)) {
				t.Errorf("%s: %s is not the set's, or not of its item", item, name)
			}
		}
	}
}

func TestASetIsNotCompleteWithoutThePapersOfItsParts(t *testing.T) {
	p := draftSet(t)
	mats, err := p.Store.Materials(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	files, err := p.Store.Files(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mats {
		if m.Code != "JY02M2" {
			continue
		}
		for _, f := range files {
			if f.MaterialID == m.ID {
				if err := p.Cases.DetachFile(t.Context(), p.firm, p.c.ID, f.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	_, err = p.Cases.Submit(t.Context(), p.firm, p.c.ID, 0)
	wantKey(t, err, "materials.JY02M2")
}

func TestASiblingsDepartmentNeitherReadsNorMovesAPart(t *testing.T) {
	p := draftSet(t)
	p.c = p.Submit(p.firm, p.c)
	fire, archive := p.part("JY-02"), p.part("JY-06")
	for _, role := range []policy.Role{policy.Reviewer, policy.Approver, policy.SectionHead} {
		other := p.Staff(role, archive.DeptCode, "档案馆"+string(role))
		for _, id := range []int64{fire.ID, p.c.ID} {
			if _, err := p.Cases.Papers(t.Context(), other, id); models.CodeOf(err) != models.NotFound {
				t.Errorf("%s reads the papers of %d: %v", role, id, err)
			}
		}
		if _, err := p.Cases.Detail(t.Context(), other, fire.ID); models.CodeOf(err) != models.NotFound {
			t.Errorf("%s opens a sibling's case: %v", role, err)
		}
		d, err := p.Cases.Detail(t.Context(), other, p.c.ID)
		if err != nil || !d.Sibling || d.Case.Form != nil || len(d.Files)+len(d.Materials)+len(d.Names) != 0 {
			t.Errorf("%s sees of the set more than state and dates: %v", role, err)
		}
		if own, err := p.Cases.Detail(t.Context(), other, archive.ID); err != nil || own.Sibling || own.Case.Form == nil || len(own.Files) == 0 {
			t.Errorf("%s does not see its own part with the shared form: %v", role, err)
		}
	}
	leads := p.Staff(policy.Approver, p.c.DeptCode, "牵头部门首席代表")
	_, err := p.Cases.Move(t.Context(), leads, archive.ID, models.VerbApprove, &cases.MoveInput{Decision: &cases.Decision{Findings: "x"}})
	wantKey(t, err, "case.not_found")
	_, err = p.Cases.Move(t.Context(), p.Staff(policy.Reviewer, p.c.DeptCode, "牵头部门承办人"), archive.ID, models.VerbAccept, &cases.MoveInput{})
	wantKey(t, err, "case.not_found")
	if d, err := p.Cases.Detail(t.Context(), p.lead(), p.c.ID); err != nil || d.Sibling {
		t.Errorf("the lead is a sibling of its own set: %v", err)
	}
	if d, err := p.Cases.Detail(t.Context(), p.lead(), archive.ID); err != nil || d.Sibling || len(d.Materials) == 0 {
		t.Errorf("the lead cannot write its one notice: %v", err)
	}
}

func TestTheLeadOpensThePapersOfItsPartsAndASiblingDoesNot(t *testing.T) {
	p := draftSet(t)
	p.c = p.Submit(p.firm, p.c)
	p.grantAlone("GJ-05") // the filing waits for it
	part, other := p.part("JY-05"), p.Staff(policy.Reviewer, "DAG", "档案馆小王")
	list, err := p.Cases.Papers(t.Context(), p.lead(), part.ID)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d papers: %v", len(list), err)
	}
	for _, x := range list {
		if _, err := p.Cases.Paper(t.Context(), p.lead(), x.ID); err != nil {
			t.Errorf("the lead is shown %s and cannot open it: %v", x.Kind, err)
		}
		for _, a := range []policy.Actor{other, p.Stranger()} {
			if _, err := p.Cases.Paper(t.Context(), a, x.ID); models.KeyOf(err) != "paper.not_found" {
				t.Errorf("%s opens %s: %v", a.Role, x.Kind, err)
			}
		}
	}
}

func TestTheWindowSeesTheSetThatItLeads(t *testing.T) {
	p := draftSet(t)
	p.c = p.Submit(p.firm, p.c)
	d, err := p.Cases.Detail(t.Context(), p.window, p.c.ID)
	if err != nil || d.Sibling || d.Case.Form == nil {
		t.Fatalf("%v", err)
	}
	parts, err := p.Cases.Parts(t.Context(), p.window, p.c.ID)
	if err != nil || len(parts) != 5 || slices.ContainsFunc(parts, func(x cases.Part) bool { return x.Sibling }) {
		t.Errorf("the window sees %d parts: %v", len(parts), err)
	}
	list, err := p.Cases.List(t.Context(), p.window, store.CaseFilter{Limit: 50})
	if err != nil || !slices.ContainsFunc(list.Rows, func(l cases.CaseLine) bool { return l.ID == p.c.ID }) {
		t.Errorf("the set is not in the window's list: %v", err)
	}
}

func TestACopyLetsItsReaderReadAndNoMore(t *testing.T) { // 抄送
	p := begin(t, "LX-13", monday).accepted()
	reader := p.Staff(policy.Reviewer, "JRJ", "金融办小周")
	if _, err := p.Cases.Detail(t.Context(), reader, p.c.ID); models.CodeOf(err) != models.NotFound {
		t.Fatalf("before the copy: %v", err)
	}
	s := openStep(t, p.World, p.c.ID)
	if _, err := p.Cases.StepMove(t.Context(), p.reviewer, p.c.ID, s.ID, "copy", &cases.StepInput{UserID: reader.UserID}); err != nil {
		t.Fatal(err)
	}
	d, err := p.Cases.Detail(t.Context(), reader, p.c.ID)
	if err != nil || d.Sibling || len(d.Materials) == 0 {
		t.Fatalf("after the copy: %v", err)
	}
	if _, err := p.Cases.Detail(t.Context(), p.Staff(policy.Reviewer, "JRJ", "金融办小吴"), p.c.ID); models.CodeOf(err) != models.NotFound {
		t.Errorf("a colleague reads it too: %v", err)
	}
	_, err = p.Cases.StepMove(t.Context(), reader, p.c.ID, s.ID, "claim", &cases.StepInput{})
	wantKey(t, err, "case.not_found")
}

func nameIs(name string) func(m catalog.Material) bool {
	return func(m catalog.Material) bool { return m.NameZh == name }
}

func TestADepartmentThatIsOnlyAskedDoesNotMoveTheCase(t *testing.T) {
	p := begin(t, "SG-10", monday)
	p.accepted()
	asked := ""
	steps, err := p.Store.Steps(t.Context(), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		if s.DeptCode != p.c.DeptCode && s.Kind != models.StepReceive && s.Kind != models.StepIssue {
			asked = s.DeptCode
		}
	}
	if asked == "" {
		t.Fatal("no other department has a step")
	}
	p.no(p.Staff(policy.Reviewer, asked, "会办人"), models.VerbTerminate, cases.MoveInput{Reason: "x"}, "case.not_your_department")
	d, err := p.Cases.Detail(t.Context(), p.Staff(policy.Reviewer, asked, "会办人"), p.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Verbs) > 0 || !slices.ContainsFunc(d.Barred, func(b cases.Barred) bool { return b.Why == cases.BarredDept }) {
		t.Errorf("it is offered %v, barred %v", d.Verbs, d.Barred)
	}
	p.no(p.Staff(policy.Approver, asked, "会办首席"), models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "x"}}, "case.not_your_department")
}
