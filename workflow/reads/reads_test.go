package reads_test

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/reads"
)

func TestWhoOfTheCountyReadsLeavesARecordThatTheAuditorAloneReads(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := &reads.Service{Store: w.Store, Policy: w.Policy}
	firm, clerk := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	f := &models.File{ID: 7, CaseID: c.ID, Name: "论证报告.pdf"}
	for _, a := range []policy.Actor{firm, clerk, clerk} {
		for _, err := range []error{s.File(t.Context(), a, f), s.Case(t.Context(), a, c)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	again := &reads.Service{Store: w.Store, Policy: w.Policy} // another instance knows by the database alone
	if err := again.Case(t.Context(), clerk, c); err != nil {
		t.Fatal(err)
	}
	auditor := policy.Actor{UserID: 99, Name: "审计员", Role: policy.Auditor, Region: casestest.Region}
	records := func(f store.ReadFilter) []models.ReadRecord {
		t.Helper()
		out, err := s.Records(t.Context(), auditor, f)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := records(store.ReadFilter{})
	kinds := map[models.ReadKind]int{}
	for _, r := range all {
		kinds[r.Kind]++
		if r.UserID != clerk.UserID || r.Role != string(policy.Window) || r.CaseNumber != string(c.Number) || r.At == 0 {
			t.Errorf("record %+v", r)
		}
	}
	if kinds[models.ReadFile] != 2 || kinds[models.ReadCase] != 1 {
		t.Errorf("each opening of a file, and a case once a day: %v", kinds)
	}
	if got := records(store.ReadFilter{Kind: models.ReadFile, User: clerk.Name[:3], CaseNumber: string(c.Number)}); len(got) != 2 {
		t.Errorf("filtered: %d", len(got))
	}
	if got := records(store.ReadFilter{Before: all[0].ID, Limit: 1}); len(got) != 1 || got[0].ID != all[1].ID {
		t.Errorf("the next page: %v", got)
	}
	for _, role := range []policy.Role{policy.SystemAdmin, policy.SecurityAdmin, policy.Supervisor, policy.Leader, policy.Window} {
		if _, err := s.Records(t.Context(), policy.Actor{UserID: 98, Role: role, Region: casestest.Region, Dept: "SPJ"}, store.ReadFilter{}); models.CodeOf(err) != models.Denied {
			t.Errorf("%s reads the records: %v", role, err)
		}
	}
	elsewhere := auditor
	elsewhere.Region = "140998000000"
	if out, err := s.Records(t.Context(), elsewhere, store.ReadFilter{}); err != nil || len(out) != 0 {
		t.Errorf("another county's auditor reads %d (%v)", len(out), err)
	}
	w.Clock.Set("2026-03-03T09:00:00+08:00")
	if err := s.Case(t.Context(), clerk, c); err != nil {
		t.Fatal(err)
	}
	if got := records(store.ReadFilter{Kind: models.ReadCase}); len(got) != 2 {
		t.Errorf("the next day: %d", len(got))
	}
}

func TestRecordsAreKeptForAtLeast180Days(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := &reads.Service{Store: w.Store, Policy: w.Policy}
	c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	if err := s.Case(t.Context(), w.Window(), c); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-08-29T12:00:00+08:00") // the 180th day after
	if n, err := s.Prune(t.Context(), 1); err != nil || n != 0 {
		t.Errorf("%d removed too early (%v)", n, err)
	}
	w.Clock.Set("2026-08-30T12:00:00+08:00")
	if n, err := s.Prune(t.Context(), 1); err != nil || n != 1 {
		t.Errorf("%d removed (%v)", n, err)
	}
}
