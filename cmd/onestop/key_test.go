package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestPortalsThatStartTogetherOnOneFolderShareOneKey(t *testing.T) {
	t.Setenv("ONESTOP_KEY", "")
	s := storage{State: filepath.Join(t.TempDir(), "state")}
	keys := make([][]byte, 16)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			k, err := s.key()
			if err != nil {
				t.Error(err)
			}
			keys[i] = k
		})
	}
	all.Wait()
	for _, k := range keys {
		if len(k) != keySize || !bytes.Equal(k, keys[0]) {
			t.Fatalf("key %x beside %x", k, keys[0])
		}
	}
	left, err := os.ReadDir(s.State)
	if err != nil || len(left) != 1 {
		t.Fatalf("%d files beside the key, %v", len(left)-1, err)
	}
	if info, err := left[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
}

func TestAKeyFileOfAnotherLengthIsRefusedAndKept(t *testing.T) {
	t.Setenv("ONESTOP_KEY", "")
	s := storage{State: t.TempDir()}
	path := filepath.Join(s.State, "secret.key")
	if err := os.WriteFile(path, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.key(); err == nil || !strings.Contains(err.Error(), "secret.key") {
		t.Fatalf("got %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "short" {
		t.Fatalf("the file was changed: %q, %v", b, err)
	}
}
