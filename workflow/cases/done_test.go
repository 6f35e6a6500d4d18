package cases_test

import (
	"testing"

	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func TestWhatIsDoneIsPagedWithoutGapsAndTwice(t *testing.T) {
	p := begin(t, "LX-13", monday)
	all := map[int64]bool{}
	for i := range 5 {
		if i > 0 {
			p.c = p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
		}
		if i == 3 { // the others in one instant: the id decides
			p.at("2026-03-02T10:00:00+08:00")
		}
		p.accepted()
		all[p.c.ID] = true
	}
	var after cases.DoneAfter
	seen, last := map[int64]bool{}, int64(0)
	for pages := 1; ; pages++ {
		got, err := p.Cases.Done(t.Context(), p.window, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range got.Rows {
			if seen[r.CaseID] || r.DoneAt == 0 || last != 0 && int64(r.DoneAt) > last {
				t.Errorf("page %d: case %d again, or out of order: %d after %d", pages, r.CaseID, r.DoneAt, last)
			}
			seen[r.CaseID], last = true, int64(r.DoneAt)
		}
		if got.Next == nil {
			if pages != 3 {
				t.Errorf("%d pages of five, two each", pages)
			}
			break
		}
		after = *got.Next
		if pages == 1 { // what comes meanwhile moves no page
			p.at("2026-03-02T11:00:00+08:00")
			p.c = p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
			p.accepted()
		}
	}
	if len(seen) != len(all) {
		t.Errorf("seen %d of %d", len(seen), len(all))
	}
	_, err := p.Cases.Done(t.Context(), p.firm, cases.DoneAfter{}, 2)
	wantKey(t, err, "denied")
	if got, err := p.Cases.Done(t.Context(), p.Staff(policy.Window, "SPJ", "别的窗口"), cases.DoneAfter{}, 2); err != nil || len(got.Rows) != 0 {
		t.Errorf("another clerk has done %d: %v", len(got.Rows), err)
	}
}
