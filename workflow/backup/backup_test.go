package backup_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/backup"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/check"
	"onestop.internal/workflow/county"
)

// portal is a county with a decided case, a draft and a file.
type portal struct {
	*casestest.World
	files *blob.Disk
}

func newPortal(t *testing.T) *portal {
	t.Helper()
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	p := &portal{World: w, files: disk(t)}
	c := w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	w.Move(w.Window(), c, models.VerbAccept, cases.MoveInput{})
	draft := w.Draft(w.Applicant(), "LX-13", nil)
	f := &models.File{Name: "图.pdf", Size: 5, MIME: "application/pdf", SHA256: p.put(t, "hello"), UploadedBy: w.Applicant().UserID}
	if err := w.Cases.AttachFile(t.Context(), w.Applicant(), draft.ID, "M1", f); err != nil {
		t.Fatal(err)
	}
	return p
}

func disk(t *testing.T) *blob.Disk {
	t.Helper()
	d, err := blob.NewDisk(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func (p *portal) put(t *testing.T, text string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	key := blob.Key(hex.EncodeToString(sum[:]))
	if err := p.files.Put(t.Context(), key, strings.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
	return string(key)
}

// rows is every row of a database, to be compared.
type rows struct {
	table string
	all   map[string]int
	cols  map[string][]string
}

func (r *rows) Table(name string, columns []string) error {
	r.table, r.cols[name] = name, columns
	return nil
}

func (r *rows) Row(values []any) error {
	r.all[r.table+fmt.Sprintf("%v", values)]++
	return nil
}

func rowsOf(t *testing.T, st *store.Store) *rows {
	t.Helper()
	r := &rows{all: map[string]int{}, cols: map[string][]string{}}
	if _, err := st.Dump(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	return r
}

// elsewhere is another database, empty and without a schema.
func elsewhere(t *testing.T, p *portal, url string) *store.Store {
	t.Helper()
	st, err := store.Open(url, p.Clock.Now, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

func checkClean(t *testing.T, st *store.Store, files blob.Store) {
	t.Helper()
	c, err := county.Open(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	has := func(ctx context.Context, key string, size int64) (bool, error) {
		i, err := files.Stat(ctx, blob.Key(key))
		return err == nil && i.Size == size, nil
	}
	n, err := check.Run(t.Context(), st, c, &out, check.Options{Blob: has})
	if err != nil || n != 0 {
		t.Errorf("%d problems (%v)\n%s", n, err, out.String())
	}
}

func TestARestoredPortalIsTheSameRowForRowInEveryDatabase(t *testing.T) {
	p := newPortal(t)
	dir := filepath.Join(t.TempDir(), "copy")
	m, err := backup.Write(t.Context(), p.Store, p.files, dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	if m.Files != 1 || m.Bytes != 5 || len(m.Missing) != 0 {
		t.Errorf("manifest %+v", m)
	}
	want := rowsOf(t, p.Store)
	for name, url := range map[string]string{"the same kind": storetest.URL(t), "sqlite": "sqlite:" + filepath.Join(t.TempDir(), "o.db")} {
		t.Run(name, func(t *testing.T) {
			st, files := elsewhere(t, p, url), disk(t)
			if _, err := backup.Restore(t.Context(), dir, st, files); err != nil {
				t.Fatal(err)
			}
			got := rowsOf(t, st)
			for row, n := range want.all {
				if got.all[row] != n && !strings.HasPrefix(row, "sessions") {
					t.Errorf("%d times, not %d: %.300s", got.all[row], n, row)
				}
			}
			if len(got.all) > len(want.all) {
				t.Errorf("%d rows more than were copied", len(got.all)-len(want.all))
			}
			r, _, err := files.Open(t.Context(), blob.Key(p.put(t, "hello")))
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil || string(b) != "hello" {
				t.Errorf("file %q (%v)", b, err)
			}
			_ = r.Close()
			checkClean(t, st, files)
			_, err = backup.Restore(t.Context(), dir, st, files)
			if err == nil || !strings.Contains(err.Error(), "in use") {
				t.Errorf("restored over a portal in use: %v", err)
			}
		})
	}
}

func TestACopyTakenWhileOthersWriteIsOfOneInstant(t *testing.T) {
	p := newPortal(t)
	firm, drafts := p.Applicant(), make([]*models.Case, 0, 30)
	for range 30 {
		drafts = append(drafts, p.Draft(firm, "LX-13", nil))
	}
	for _, c := range drafts {
		p.HandInAll(c.ID)
	}
	began, done := make(chan struct{}), make(chan error, 1)
	go func() {
		for i, c := range drafts {
			if i == 3 {
				close(began)
			}
			if _, err := p.Cases.Submit(t.Context(), firm, c.ID, 0); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	<-began
	dir := filepath.Join(t.TempDir(), "copy")
	if _, err := backup.Write(t.Context(), p.Store, p.files, dir, "test"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	st, files := elsewhere(t, p, storetest.URL(t)), disk(t)
	if _, err := backup.Restore(t.Context(), dir, st, files); err != nil {
		t.Fatal(err)
	}
	c, err := county.Open(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	n, err := check.Run(t.Context(), st, c, &out, check.Options{})
	if err != nil || n != 0 {
		t.Errorf("%d problems (%v)\n%s", n, err, out.String())
	}
}

func TestACopyThatIsNotAsItWasWrittenIsRefused(t *testing.T) {
	p := newPortal(t)
	for name, tt := range map[string]struct {
		spoil func(dir string) error
		want  string
	}{
		"a table with another byte": {func(dir string) error {
			return flip(filepath.Join(dir, "tables", "cases.jsonl.gz"))
		}, "table cases is not as it was written"},
		"a table that is gone": {func(dir string) error {
			return os.Remove(filepath.Join(dir, "tables", "events.jsonl.gz"))
		}, "table events"},
		"another manifest": {func(dir string) error { return flip(filepath.Join(dir, "manifest.json")) }, "manifest.json is not as it was written"},
		"a file that is gone": {func(dir string) error {
			return os.RemoveAll(filepath.Join(dir, "files", "objects"))
		}, "files"},
		"another file": {func(dir string) error {
			return filepath.WalkDir(filepath.Join(dir, "files", "objects"), func(path string, d os.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					return flip(path)
				}
				return err
			})
		}, "is not as it was written"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "copy")
			if _, err := backup.Write(t.Context(), p.Store, p.files, dir, "test"); err != nil {
				t.Fatal(err)
			}
			if err := tt.spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := backup.Verify(t.Context(), dir); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			st := elsewhere(t, p, "sqlite:"+filepath.Join(t.TempDir(), "o.db"))
			if _, err := backup.Restore(t.Context(), dir, st, disk(t)); err == nil {
				t.Error("it was restored")
			}
			if empty, err := st.Empty(t.Context()); err != nil || !empty {
				t.Errorf("something was restored of it (%v)", err)
			}
		})
	}
}

func flip(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	b[len(b)/2] ^= 0x20
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

func TestACopyThatFailsLeavesNothingThatLooksWhole(t *testing.T) {
	p := newPortal(t)
	dir := filepath.Join(t.TempDir(), "copy")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := backup.Write(ctx, p.Store, p.files, dir, "test"); err == nil {
		t.Fatal("a copy that was given up says nothing")
	}
	for _, name := range []string{dir, dir + ".partial"} {
		if _, err := os.Stat(name); !os.IsNotExist(err) {
			t.Errorf("%s is there (%v)", name, err)
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Write(t.Context(), p.Store, p.files, dir, "test"); err == nil {
		t.Error("a folder that is there was written over")
	}
}

func TestAFileThatTheStoreHasLostIsToldAndTheRestIsCopied(t *testing.T) {
	p := newPortal(t)
	key := p.put(t, "hello")
	if err := p.files.Delete(t.Context(), blob.Key(key)); err != nil {
		t.Fatal(err)
	}
	m, err := backup.Write(t.Context(), p.Store, p.files, filepath.Join(t.TempDir(), "copy"), "test")
	if err != nil || len(m.Missing) != 1 || m.Missing[0] != key {
		t.Errorf("%+v (%v)", m, err)
	}
}

func TestACopyOfANewerProgramIsRefused(t *testing.T) {
	p := newPortal(t)
	dir := filepath.Join(t.TempDir(), "copy")
	m, err := backup.Write(t.Context(), p.Store, p.files, dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	m.Schema += 1000
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	for name, text := range map[string][]byte{"manifest.json": b, "manifest.json.sha256": []byte(hex.EncodeToString(sum[:]))} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	st := elsewhere(t, p, "sqlite:"+filepath.Join(t.TempDir(), "o.db"))
	if _, err := backup.Restore(t.Context(), dir, st, disk(t)); err == nil || !strings.Contains(err.Error(), "use a newer program") {
		t.Errorf("got %v", err)
	}
}
