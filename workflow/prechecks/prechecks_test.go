package prechecks_test

import (
	"errors"
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/files"
	"onestop.internal/workflow/prechecks"
)

const friday = "2026-03-06T16:30:00+08:00"

// world has a draft of LX-13 whose applicant asks for a look.
type world struct {
	*casestest.World
	s        *prechecks.Service
	c        *models.Case
	firm     policy.Actor
	window   policy.Actor
	reviewer policy.Actor
}

func newWorld(t *testing.T, at string) *world {
	t.Helper()
	w := &world{World: casestest.New(t, at)}
	w.s, w.firm, w.window = &prechecks.Service{Cases: w.Cases}, w.Applicant(), w.Window()
	w.c = w.Draft(w.firm, "LX-13", nil)
	w.reviewer = w.Staff(policy.Reviewer, w.c.DeptCode, "承办人老张")
	return w
}

func (w *world) ask(t *testing.T) *prechecks.View {
	t.Helper()
	v, err := w.s.Ask(t.Context(), w.firm, w.c.ID, "附图这样画可以吗")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (w *world) points(t *testing.T) (out []models.PreCheckPoint) {
	t.Helper()
	mats, err := w.Store.Materials(t.Context(), w.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mats {
		out = append(out, models.PreCheckPoint{Material: m.Code, Verdict: models.PointOK})
	}
	return out
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *models.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want %s", err, key)
	}
	if e.Key != key && !slices.ContainsFunc(e.Fields, func(f models.Field) bool { return f.Key == key || f.Path == key }) {
		t.Fatalf("got %s %v, want %s", e.Key, e.Fields, key)
	}
}

func TestALookAtADraftStartsNoClockAndIsDueOnTheNextWorkingDay(t *testing.T) {
	w := newWorld(t, friday)
	v := w.ask(t)
	if v.Status != models.PreCheckAsked || v.DueOn.String() != "2026-03-09" || v.Late {
		t.Errorf("asked: %s due %s late %v", v.Status, v.DueOn, v.Late)
	}
	c := w.Reload(w.c)
	if c.Status != models.Draft || c.ReceivedOn != 0 || c.Number != "" {
		t.Errorf("the draft has become %+v", c)
	}
	clocks, err := w.Store.Clocks(t.Context(), c.ID)
	if err != nil || len(clocks) != 0 {
		t.Errorf("%d clocks (%v)", len(clocks), err)
	}
	events, err := w.Store.Events(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if e := events[len(events)-1]; e.Code != "V47" || e.Verb != "ask_precheck" || e.ActorID != w.firm.UserID || e.Reason != "附图这样画可以吗" {
		t.Errorf("event %+v", e)
	}
	_, err = w.s.Ask(t.Context(), w.firm, w.c.ID, "")
	wantKey(t, err, "precheck.waiting")
	w.Clock.Set("2026-03-10T09:00:00+08:00")
	page, err := w.s.Asked(t.Context(), w.window, 0, 0, 10)
	if err != nil || len(page.Rows) != 1 || !page.Rows[0].Late {
		t.Errorf("the window's list: %+v (%v)", page, err)
	}
}

func TestTheAnswerIsPointByPointAndBecomesTheChecklist(t *testing.T) {
	w := newWorld(t, friday)
	asked := w.ask(t)
	one, err := w.s.One(t.Context(), w.window, asked.ID)
	if err != nil || len(one.Materials) == 0 || len(one.Answers) == 0 || one.Enterprise != w.Enterprise.Name {
		t.Fatalf("the draft as the window reads it: %+v (%v)", one, err)
	}
	field := one.Form.Layout.Sections[0].Fields[0]
	points := w.points(t)
	answer := func(points []models.PreCheckPoint) error {
		_, err := w.s.Answer(t.Context(), w.window, asked.ID, prechecks.AnswerInput{Points: points, Advice: "改好即可提交"})
		return err
	}
	wantKey(t, answer(points[1:]), "precheck.material_open")
	wantKey(t, answer(append(w.points(t), models.PreCheckPoint{Field: "nothing", Verdict: models.PointNote, Text: "x"})), "precheck.field")
	wantKey(t, answer(append(w.points(t), models.PreCheckPoint{Material: "M99", Verdict: models.PointNote, Text: "x"})), "material.not_found")
	wantKey(t, answer(append(w.points(t), models.PreCheckPoint{Verdict: "MAYBE"})), "field.choice")
	points[0].Verdict = models.PointChange
	wantKey(t, answer(points), "points.0.text")
	points[0].Text, points[0].HowTo = "附图没有比例尺", "加比例尺后重新上传"
	points = append(points, models.PreCheckPoint{Field: field, Verdict: models.PointChange, Text: "与执照不一致"})
	if err := answer(points); err != nil {
		t.Fatal(err)
	}
	wantKey(t, answer(points), "precheck.not_waiting")

	of := func() *prechecks.View {
		t.Helper()
		all, err := w.s.Of(t.Context(), w.firm, w.c.ID)
		if err != nil || len(all) != 1 {
			t.Fatalf("%v %v", all, err)
		}
		return all[0]
	}
	if v := of(); v.Status != models.PreCheckAnswered || v.AnsweredName != w.window.Name || v.Points[0].Done || v.Points[len(v.Points)-1].Done {
		t.Errorf("answered: %+v", v)
	}
	w.Clock.Set("2026-03-09T09:00:00+08:00")
	f := &models.File{Name: "附图.pdf", Size: 3, MIME: "application/pdf", SHA256: "00", UploadedBy: w.firm.UserID}
	if err := w.Cases.AttachFile(t.Context(), w.firm, w.c.ID, points[0].Material, f); err != nil {
		t.Fatal(err)
	}
	if v := of(); !v.Points[0].Done || v.Points[1].Done || v.Points[len(v.Points)-1].Done {
		t.Errorf("after the upload: %+v", v.Points)
	}
	c := w.Reload(w.c)
	doc := map[string]any{}
	if err := c.Form.Into(&doc); err != nil {
		t.Fatal(err)
	}
	doc[field] = "另一个"
	if _, err := w.Cases.EditDraft(t.Context(), w.firm, c.ID, &cases.DraftInput{Version: c.Version, Form: models.JSONOf(doc)}); err != nil {
		t.Fatal(err)
	}
	if v := of(); !v.Points[len(v.Points)-1].Done {
		t.Errorf("after the edit: %+v", v.Points)
	}
}

func TestADraftIsOpenToTheDepartmentOnlyWhileItIsAsked(t *testing.T) {
	w := newWorld(t, friday)
	f := &models.File{Name: "附图.pdf", Size: 3, MIME: "application/pdf", SHA256: "00", UploadedBy: w.firm.UserID}
	if err := w.Cases.AttachFile(t.Context(), w.firm, w.c.ID, "M1", f); err != nil {
		t.Fatal(err)
	}
	keep := &files.Service{Store: w.Store, Policy: w.Policy, Cases: w.Cases}
	seen := func(a policy.Actor) bool {
		t.Helper()
		_, err := keep.Reuse(t.Context(), a, w.c.ID, "M1", f.ID) // refused to staff, but NotFound only where the file is not in sight
		return models.KeyOf(err) != "file.not_found"
	}
	other := w.Staff(policy.Reviewer, "ZRZY", "他局承办人")
	if seen(w.window) || seen(w.reviewer) {
		t.Error("a draft is read before anybody was asked")
	}
	v := w.ask(t)
	if !seen(w.window) || !seen(w.reviewer) || seen(other) {
		t.Error("who was asked reads the draft, and nobody else")
	}
	for _, a := range []policy.Actor{other, w.Staff(policy.Window, "ZRZY", "他局窗口")} {
		_, err := w.s.One(t.Context(), a, v.ID)
		wantKey(t, err, "precheck.not_found")
	}
	_, err := w.s.Of(t.Context(), w.Stranger(), w.c.ID)
	wantKey(t, err, "case.not_found")
	_, err = w.s.Withdraw(t.Context(), w.Stranger(), v.ID)
	wantKey(t, err, "precheck.not_found")
	if _, err := w.s.Withdraw(t.Context(), w.firm, v.ID); err != nil {
		t.Fatal(err)
	}
	if seen(w.window) {
		t.Error("the question was taken back, and the draft is still read")
	}
}

func TestAnOpenQuestionEndsWithTheDraft(t *testing.T) {
	w := newWorld(t, friday)
	v := w.ask(t)
	w.HandInAll(w.c.ID)
	w.Submit(w.firm, w.Reload(w.c))
	all, err := w.s.Of(t.Context(), w.firm, w.c.ID)
	if err != nil || all[0].Status != models.PreCheckClosed || all[0].EndedAt == 0 {
		t.Errorf("%+v (%v)", all[0], err)
	}
	_, err = w.s.Answer(t.Context(), w.window, v.ID, prechecks.AnswerInput{Points: w.points(t)})
	wantKey(t, err, "precheck.not_waiting")
	_, err = w.s.Ask(t.Context(), w.firm, w.c.ID, "")
	wantKey(t, err, "case.not_editable")
}

func TestWhatApplicationsWereReturnedForIsCountedFromTheJournal(t *testing.T) {
	w := newWorld(t, "2026-03-02T09:30:00+08:00")
	for i := range 10 {
		c := w.Submit(w.firm, w.Draft(w.firm, "LX-13", nil))
		if i >= 8 {
			continue
		}
		in := cases.MoveInput{Defects: []cases.Defect{{Material: "M1", Problem: "附图没有比例尺。", Basis: "指南第三条", HowTo: "补画"}}}
		if i >= 6 {
			in.Defects[0].Problem = "只对这一件说的话"
		}
		if i == 0 {
			in.Defects = append(in.Defects, cases.Defect{Material: "M2", Problem: "没有签字", Basis: "指南第三条", HowTo: "签字"})
		}
		w.Move(w.window, c, models.VerbRequireCorrection, in)
	}
	r, err := w.s.Returns(t.Context(), "LX-13")
	if err != nil {
		t.Fatal(err)
	}
	if r.Applications != 10 || r.Returned != 8 || !r.Enough || len(r.Reasons) != 2 {
		t.Fatalf("%+v", r)
	}
	first := r.Reasons[0]
	if first.Material != "M1" || first.Applications != 8 || !slices.Equal(first.Words, []string{"附图没有比例尺"}) || first.Name == "" {
		t.Errorf("first reason %+v: one application's own words are nobody else's", first)
	}
	if r.Reasons[1].Applications != 1 || len(r.Reasons[1].Words) != 0 {
		t.Errorf("second reason %+v", r.Reasons[1])
	}
	thin, err := w.s.Returns(t.Context(), "LX-02")
	if err != nil || thin.Enough || len(thin.Reasons) != 0 {
		t.Errorf("no history: %+v (%v)", thin, err)
	}
	_, err = w.s.Returns(t.Context(), "ZZ-99")
	wantKey(t, err, "item.not_found")
}
