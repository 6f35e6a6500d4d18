package blob

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
)

func TestObjectsOnDiskAreTheOwnersAlone(t *testing.T) {
	d := newDisk(t)
	put(t, d, []byte("private"))
	err := filepath.WalkDir(d.root.Name(), func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		st, err := e.Info()
		if err != nil {
			return err
		}
		if p != d.root.Name() && st.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", p, st.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAFolderThatLeadsOutOfTheRootIsNotFollowed(t *testing.T) {
	d := newDisk(t)
	outside := t.TempDir()
	b := []byte("stay inside")
	key := keyOf(b)
	if err := os.Symlink(outside, filepath.Join(d.root.Name(), objectsDir, string(key[:2]))); err != nil {
		t.Fatal(err)
	}
	if err := d.Put(t.Context(), key, bytes.NewReader(b), int64(len(b))); err == nil {
		t.Error("an object was put through a link")
	}
	if files, err := os.ReadDir(outside); err != nil || len(files) != 0 {
		t.Errorf("outside lies %v, %v", files, err)
	}
}

func TestCleanRemovesOldLeftoversAndNoObject(t *testing.T) {
	d := newDisk(t)
	key := put(t, d, []byte("object"))
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, age := range map[string]time.Duration{"old": 48 * time.Hour, "young": time.Minute} {
		p := filepath.Join(d.root.Name(), tmpDir, name)
		if err := os.WriteFile(p, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(p, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	object := filepath.Join(d.root.Name(), filepath.FromSlash(objectPath(key)))
	if err := os.Chtimes(object, now.AddDate(-1, 0, 0), now.AddDate(-1, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := d.Clean(t.Context(), models.At(now.Add(-24*time.Hour))); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(d.root.Name(), tmpDir))
	if err != nil || len(left) != 1 || left[0].Name() != "young" {
		t.Errorf("left %v, %v", left, err)
	}
	if _, err := d.Stat(t.Context(), key); err != nil {
		t.Errorf("the object: %v", err)
	}
}

func TestPuttingAgainRenewsTheAge(t *testing.T) {
	d := newDisk(t)
	key := put(t, d, []byte("renewed"))
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(d.root.Name(), filepath.FromSlash(objectPath(key))), old, old); err != nil {
		t.Fatal(err)
	}
	put(t, d, []byte("renewed"))
	if info, err := d.Stat(t.Context(), key); err != nil || info.ModifiedAt == models.At(old) {
		t.Errorf("still as old as %v, %v", info.ModifiedAt.Time(), err)
	}
}

func TestAFolderThatCannotBeWrittenIsNotReady(t *testing.T) {
	d := newDisk(t)
	if err := os.RemoveAll(filepath.Join(d.root.Name(), tmpDir)); err != nil {
		t.Fatal(err)
	}
	if err := d.Ready(t.Context()); err == nil || !strings.Contains(err.Error(), "files folder") {
		t.Errorf("error is %v", err)
	}
}
