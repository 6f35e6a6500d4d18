package county_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/county"
)

func line(t *testing.T, m *county.Admin, a policy.Actor, code string) county.ItemState {
	t.Helper()
	all, err := m.Items(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if one.Code == code {
			return one
		}
	}
	t.Fatalf("%s is not among %d items", code, len(all))
	return county.ItemState{}
}

func TestTheListOfItemsTellsWhatIsInForceWhatWaitsAndWhatIsOpen(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	m := &county.Admin{County: w.County, Policy: w.Policy}
	a := w.Staff(policy.SystemAdmin, "", "管理员")
	before := line(t, m, a, "LX-13")
	if before.VersionNo != 1 || before.Drafts != 0 || before.Open != 0 || len(before.Undecided) == 0 {
		t.Fatalf("at first: %+v", before)
	}
	firm := w.Applicant()
	w.Submit(firm, w.Draft(firm, "LX-13", nil))
	d, err := m.CopyToDraft(t.Context(), a, before.VersionID, "改承诺")
	if err != nil {
		t.Fatal(err)
	}
	if got := line(t, m, a, "LX-13"); got.Drafts != 1 || got.Open != 1 || got.VersionNo != 1 {
		t.Errorf("with a draft and a case: %+v", got)
	}
	if _, err := m.DiscardDraft(t.Context(), a, d.ID, ""); models.CodeOf(err) != models.Invalid {
		t.Errorf("a draft is let go without a reason: %v", err)
	}
	if _, err := m.DiscardDraft(t.Context(), a, d.ID, "不改了"); err != nil {
		t.Fatal(err)
	}
	if got := line(t, m, a, "LX-13"); got.Drafts != 0 {
		t.Errorf("a draft that was let go still waits: %+v", got)
	}
	if _, err := m.DiscardDraft(t.Context(), a, d.ID, "再放弃"); models.CodeOf(err) != models.Illegal {
		t.Errorf("a draft is let go twice: %v", err)
	}
	later, err := m.CopyToDraft(t.Context(), a, before.VersionID, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Publish(t.Context(), a, later.ID, models.MustDate("2026-05-01"), ""); err != nil {
		t.Fatal(err)
	}
	if got := line(t, m, a, "LX-13"); got.VersionID != before.VersionID || got.NextFrom != models.MustDate("2026-05-01") {
		t.Errorf("with a version to come: %+v", got)
	}
	w.Clock.Set("2026-05-01T09:30:00+08:00")
	if got := line(t, m, a, "LX-13"); got.VersionID != later.ID || got.NextFrom != 0 {
		t.Errorf("once it has come: %+v", got)
	}
	if _, err := m.Items(t.Context(), w.Window()); models.CodeOf(err) != models.Denied {
		t.Errorf("a window clerk administers the catalogue: %v", err)
	}
}
