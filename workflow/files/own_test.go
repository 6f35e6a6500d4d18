package files_test

import (
	"bytes"
	"io"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/files"
)

var pdf = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

func newFiles(t *testing.T) (*casestest.World, *files.Service) {
	t.Helper()
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	disk, err := blob.NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	up, err := blob.NewUploads(t.TempDir(), disk, blob.UploadsConfig{Now: w.Store.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = up.Close() })
	return w, &files.Service{Store: w.Store, Policy: w.Policy, Cases: w.Cases, Blob: disk, Uploads: up}
}

// handIn uploads a file in one piece.
func handIn(t *testing.T, s *files.Service, a policy.Actor, caseID int64, material string) (*models.File, error) {
	t.Helper()
	u, err := s.Begin(t.Context(), a, caseID, material, "营业执照.pdf", int64(len(pdf)), "")
	if err != nil {
		return nil, err
	}
	if _, err := s.Append(t.Context(), a, u.ID, 0, bytes.NewReader(pdf), files.Checksum{}); err != nil {
		t.Fatal(err)
	}
	return s.Finish(t.Context(), a, u.ID)
}

func TestAnOwnPaperIsKeptWithoutACaseAndSeenByWhoSeesTheEnterprise(t *testing.T) {
	w, s := newFiles(t)
	firm := w.Applicant()
	f, err := handIn(t, s, firm, 0, "LICENCE")
	if err != nil {
		t.Fatal(err)
	}
	if f.CaseID != 0 || f.EnterpriseID != w.Enterprise.ID || f.ID == 0 {
		t.Fatalf("kept as %+v", f)
	}
	for name, a := range map[string]policy.Actor{"the enterprise": firm, "the window": w.Window()} {
		_, r, err := s.Open(t.Context(), a, f.ID)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		b, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(b, pdf) {
			t.Errorf("%s reads %q, %v", name, b, err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := s.Open(t.Context(), w.Stranger(), f.ID); models.KeyOf(err) != "file.not_found" {
		t.Errorf("another enterprise: %v", err)
	}
}

func TestAnOwnPaperIsRefused(t *testing.T) {
	w, s := newFiles(t)
	for _, c := range []struct {
		name, paper, key string
		who              policy.Actor
	}{
		{"of another kind", "M1", "material.not_found", w.Applicant()},
		{"from an agent", "LICENCE", "denied", w.Staff(policy.Agent, "", "帮办员小周")},
		{"from the window", "LICENCE", "denied", w.Window()},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := handIn(t, s, c.who, 0, c.paper); models.KeyOf(err) != c.key {
				t.Errorf("got %v, want %s", err, c.key)
			}
		})
	}
}

func TestAnOwnPaperServesInACaseLater(t *testing.T) {
	w, s := newFiles(t)
	firm := w.Applicant()
	f, err := handIn(t, s, firm, 0, "LICENCE")
	if err != nil {
		t.Fatal(err)
	}
	c := w.Draft(firm, "TZ-01", nil)
	again, err := s.Reuse(t.Context(), firm, c.ID, "M1", f.ID)
	if err != nil {
		t.Fatal(err)
	}
	if again.ReusedFrom != f.ID || again.CaseID != c.ID {
		t.Errorf("reused as %+v", again)
	}
}

func TestAnUploadThatIsFinishedBySeveralRequestsIsOneFile(t *testing.T) {
	w, s := newFiles(t)
	a := w.Applicant()
	c, err := w.Cases.CreateDraft(t.Context(), a, &cases.DraftInput{ItemCode: "KB-05", Form: w.County.Base.Sample("KB-05")})
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.Begin(t.Context(), a, c.ID, "M1", "a.pdf", int64(len(pdf)), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), a, u.ID, 0, bytes.NewReader(pdf), files.Checksum{}); err != nil {
		t.Fatal(err)
	}
	ids := make([]int64, 8)
	var twins sync.WaitGroup
	for i := range ids {
		twins.Go(func() {
			f, err := s.Finish(t.Context(), a, u.ID)
			switch {
			case err == nil:
				ids[i] = f.ID
			case models.KeyOf(err) != "upload.busy":
				t.Error(err)
			}
		})
	}
	twins.Wait()
	f, err := s.Finish(t.Context(), a, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if id != 0 && id != f.ID {
			t.Errorf("finished as file %d and as %d", f.ID, id)
		}
	}
	if all, err := w.Store.Files(t.Context(), c.ID); err != nil || len(all) != 1 {
		t.Errorf("%d files (%v)", len(all), err)
	}
}
