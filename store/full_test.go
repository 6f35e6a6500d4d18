package store_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/check"
	"onestop.internal/workflow/files"
)

const content = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// crowd hands requests in, each with a file, from several people at once until some are refused.
type crowd struct {
	*casestest.World
	files *files.Service
	mu    sync.Mutex
	kept  map[int64]bool // cases whose submission was confirmed
	given map[int64]bool // files that were confirmed
	lost  []error
}

// one hands one request in.
func (c *crowd) one(t *testing.T) error {
	ctx, a := t.Context(), c.Applicant()
	draft, err := c.Cases.CreateDraft(ctx, a, &cases.DraftInput{ItemCode: "KB-05", Form: c.County.Base.Sample("KB-05")})
	if err != nil {
		return err
	}
	up, err := c.files.Begin(ctx, a, draft.ID, "M1", "a.pdf", int64(len(content)), "")
	if err != nil {
		return err
	}
	if _, err = c.files.Append(ctx, a, up.ID, 0, strings.NewReader(content), files.Checksum{}); err != nil {
		return err
	}
	f, err := c.files.Finish(ctx, a, up.ID)
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.given[f.ID] = true
	c.mu.Unlock()
	if _, err = c.Cases.Submit(ctx, a, draft.ID, 0); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[draft.ID] = true
	return nil
}

// all lets several people hand requests in, n each.
func (c *crowd) all(t *testing.T, n int) {
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range n {
				if err := c.one(t); err != nil {
					c.mu.Lock()
					c.lost = append(c.lost, err)
					c.mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}

func TestAFullDiskRefusesSubmissionsAndFilesWholeAndLosesNothing(t *testing.T) {
	if os.Getenv("TEST_DSN") != "" {
		t.Skip("PRAGMA max_page_count is SQLite's")
	}
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	disk, err := blob.NewDisk(t.TempDir())
	must(t, err)
	up, err := blob.NewUploads(t.TempDir(), disk, blob.UploadsConfig{Now: w.Store.Now, MaxOpen: 1000})
	must(t, err)
	t.Cleanup(func() { _ = up.Close(); _ = disk.Close() })
	c := &crowd{
		World: w, files: &files.Service{Store: w.Store, Policy: w.Policy, Cases: w.Cases, Blob: disk, Uploads: up},
		kept: map[int64]bool{}, given: map[int64]bool{},
	}
	w.Applicant()
	must(t, c.one(t))
	pages, err := w.Store.Pages(t.Context())
	must(t, err)
	must(t, w.Store.LimitPages(t.Context(), pages+30))
	c.all(t, 20)
	if len(c.lost) == 0 || len(c.kept) < 3 {
		t.Fatalf("%d were handed in, %d refused: the disk was not full in the middle", len(c.kept), len(c.lost))
	}
	for _, err := range c.lost {
		var e *models.Error
		if !errors.As(err, &e) || e.Code != models.Unavailable || e.Key != "database.unavailable" || e.RetryAfter == 0 {
			t.Errorf("refused with %v", err)
		}
	}
	before, refused := len(c.kept), len(c.lost)
	must(t, w.Store.LimitPages(t.Context(), 1<<30))
	c.all(t, 3)
	if len(c.kept) != before+18 || len(c.lost) != refused {
		t.Errorf("with room again %d of 18 were handed in: %v", len(c.kept)-before, c.lost[refused:])
	}
	c.holds(t)
}

// holds compares what is stored with what was confirmed, and runs the checker.
func (c *crowd) holds(t *testing.T) {
	t.Helper()
	page, err := c.Cases.List(t.Context(), c.Applicant(), cases.CaseFilter{Status: []models.Status{models.Submitted}, Limit: 200})
	must(t, err)
	for _, row := range page.Rows {
		if !c.kept[row.ID] {
			t.Errorf("case %d is handed in and was refused", row.ID)
		}
		delete(c.kept, row.ID)
	}
	if len(c.kept) > 0 {
		t.Errorf("confirmed and not there: %v", c.kept)
	}
	for id := range c.given {
		_, r, err := c.files.Open(t.Context(), c.Applicant(), id)
		must(t, err)
		got, err := io.ReadAll(r)
		must(t, errors.Join(err, r.Close()))
		if string(got) != content {
			t.Errorf("file %d holds %d bytes", id, len(got))
		}
	}
	var out bytes.Buffer
	n, err := check.Run(t.Context(), c.Store, c.County, &out, check.Options{Blob: c.files.Has})
	must(t, err)
	if n != 0 {
		t.Errorf("%d problems:\n%s", n, &out)
	}
}
