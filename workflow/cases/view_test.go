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

func TestTheQueueGoesPageByPageInOrderOfWhatIsDue(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	firm := w.Applicant()
	for _, day := range []string{"2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"} {
		w.Clock.Set(day + "T09:30:00+08:00")
		w.Submit(firm, w.Draft(firm, "LX-13", nil))
	}
	var seen []models.Date
	after := store.WorkAfter{}
	for pages := 0; ; pages++ {
		p, err := w.Cases.Todo(t.Context(), w.Window(), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rows {
			seen = append(seen, r.SortOn)
			if r.Enterprise != w.Enterprise.Name || r.Lamp == "" {
				t.Errorf("row %+v", r)
			}
		}
		if p.Next == nil {
			if pages != 2 {
				t.Errorf("%d pages, want 3", pages+1)
			}
			break
		}
		after = *p.Next
	}
	for i, want := range []string{"2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"} {
		if i >= len(seen) || seen[i] != date(want) {
			t.Fatalf("queue %v", seen)
		}
	}
	counts, err := w.Cases.Counts(t.Context(), w.Window())
	if err != nil || counts.Todo != 5 {
		t.Errorf("counts %+v (%v)", counts, err)
	}
	if p, err := w.Cases.Todo(t.Context(), w.Staff(policy.Window, "ZJJ", "别处窗口"), store.WorkAfter{}, 10); err != nil || len(p.Rows) != 0 {
		t.Errorf("another desk sees %d rows (%v)", len(p.Rows), err)
	}
}

func TestAListShowsOnlyWhatTheScopeHolds(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	for _, tt := range []struct {
		name  string
		actor policy.Actor
		want  int
	}{
		{"its enterprise", firm, 1},
		{"another enterprise", w.Stranger(), 0},
		{"the window it was handed in at", w.Window(), 1},
		{"the department that answers", w.Staff(policy.Reviewer, c.DeptCode, "承办人"), 1},
		{"a department without a part", w.Staff(policy.Reviewer, "RFB", "旁人"), 0},
		{"a leader of the county", w.Staff(policy.Leader, "", "县领导"), 1},
		{"a leader of the next county", policy.Actor{Role: policy.Leader, Region: "140998000000"}, 0},
		{"an agent without a mandate", w.Staff(policy.Agent, "", "帮办员"), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := w.Cases.List(t.Context(), tt.actor, store.CaseFilter{Limit: 10, Text: "华源"})
			if err != nil || len(p.Rows) != tt.want {
				t.Errorf("%d rows (%v), want %d", len(p.Rows), err, tt.want)
			}
			_, err = w.Cases.Detail(t.Context(), tt.actor, c.ID)
			if (err == nil) != (tt.want == 1) {
				t.Errorf("detail: %v", err)
			}
			if err != nil && models.CodeOf(err) != models.NotFound {
				t.Errorf("outside it is %v, want not found", err)
			}
		})
	}
}

func TestTheFirstPageOfAListSaysHowManyThereAre(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	for range 3 {
		w.Draft(w.Applicant(), "LX-13", catalog.Attrs{"water.abstraction": true})
	}
	w.Draft(w.Applicant(), "ZY-02", nil)
	page := func(limit int, before int64) *cases.CasePage {
		p, err := w.Cases.List(t.Context(), w.Applicant(), store.CaseFilter{ItemCode: "LX-13", Text: "华源", Limit: limit, BeforeID: before})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	whole, first := page(10, 0), page(2, 0)
	if whole.Total != 3 || whole.Next != 0 || first.Total != 3 || len(first.Rows) != 2 {
		t.Errorf("whole %d, first page %d of %d rows", whole.Total, first.Total, len(first.Rows))
	}
	if later := page(2, first.Next); later.Total != 0 || len(later.Rows) != 1 {
		t.Errorf("a later page counts anew: %d", later.Total)
	}
	scope := policy.Everything("test")
	if n, err := w.Store.CountCases(t.Context(), scope, store.CaseFilter{}, 2); err != nil || n != 2 {
		t.Errorf("%d counted where 2 are enough, %v", n, err)
	}
}

func TestADraftIsTheApplicantsAloneUntilItIsHandedIn(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	c := w.Draft(w.Applicant(), "LX-13", catalog.Attrs{"water.abstraction": true})
	readers := []policy.Actor{
		w.Staff(policy.Leader, "", "县领导"), w.Staff(policy.Supervisor, "", "督查"), w.Window(), w.Staff(policy.Reviewer, c.DeptCode, "承办人"),
	}
	for _, a := range readers {
		if _, err := w.Cases.Detail(t.Context(), a, c.ID); models.CodeOf(err) != models.NotFound {
			t.Errorf("%s reads a draft: %v", a.Role, err)
		}
	}
	if _, err := w.Cases.Detail(t.Context(), w.Applicant(), c.ID); err != nil {
		t.Error(err)
	}
	w.HandInAll(c.ID)
	w.Submit(w.Applicant(), c)
	for _, a := range readers[:3] {
		if _, err := w.Cases.Detail(t.Context(), a, c.ID); err != nil {
			t.Errorf("%s does not read what is handed in: %v", a.Role, err)
		}
	}
}

func TestThePublicLookUpAnswersTheSameForWrongAndUnknown(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	firm := w.Applicant()
	c := w.Reload(w.Submit(firm, w.Draft(firm, "LX-13", nil)))
	p, err := w.Cases.PublicProgress(t.Context(), string(c.Number), c.QueryCode)
	if err != nil || p.Status != models.Submitted || p.Enterprise == w.Enterprise.Name {
		t.Fatalf("%+v %v", p, err)
	}
	_, wrong := w.Cases.PublicProgress(t.Context(), string(c.Number), "AAAAAAAA")
	_, unknown := w.Cases.PublicProgress(t.Context(), "140999202603020000017", c.QueryCode)
	if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() {
		t.Errorf("wrong: %v, unknown: %v", wrong, unknown)
	}
}

func TestTheLedgerCountsUpToTheDueDate(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	c = w.Move(w.Window(), c, models.VerbAccept, cases.MoveInput{})
	l, err := w.Cases.Ledger(t.Context(), firm, c.ID, models.ClockL)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range l.Days {
		if d.Counted {
			n++
		}
	}
	if n != l.Clock.Limit.Value || l.Days[len(l.Days)-1].Date != l.Clock.DueOn {
		t.Errorf("counted %d of %d, last %s due %s", n, l.Clock.Limit.Value, l.Days[len(l.Days)-1].Date, l.Clock.DueOn)
	}
}

func TestWhatHasNoDueDateComesLastAndPagesGoOnAfterIt(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	first := p.c.ID
	want := []int64{}
	for range 3 {
		p.c = p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
		p.accepted().do(p.reviewer, models.VerbAssign, cases.MoveInput{})
		p.do(p.reviewer, models.VerbSuspend, cases.MoveInput{Reason: "水事纠纷"})
		want = append(want, p.c.ID)
	}
	want = append([]int64{first}, want...)
	var got []int64
	for after := (store.WorkAfter{}); ; {
		page, err := p.Cases.Todo(t.Context(), p.reviewer, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			got = append(got, r.CaseID)
		}
		if page.Next == nil {
			break
		}
		after = *page.Next
	}
	if !slices.Equal(got, want) {
		t.Errorf("the queue holds %v, want %v", got, want)
	}
}
