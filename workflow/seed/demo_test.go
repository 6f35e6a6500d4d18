package seed

import (
	"os"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
)

// deps opens a fresh database for a seed.
func deps(t testing.TB) (Deps, string) {
	t.Helper()
	url := storetest.URL(t)
	s, err := store.Open(url, time.Now, store.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return Deps{Open: func(now func() time.Time, o store.Options) (*store.Store, error) { return store.Open(url, now, o) }, Clock: time.Now}, url
}

func TestDemoSpeed(t *testing.T) {
	d, url := deps(t)
	start := time.Now()
	sum, err := Demo(t.Context(), d, Options{Date: models.MustDate("2026-11-23"), Seed: 1})
	sum.Accounts = nil
	t.Logf("%+v %v", sum, time.Since(start))
	if keep := os.Getenv("KEEP_DEMO"); keep != "" {
		b, _ := os.ReadFile(strings.TrimPrefix(url, "sqlite:"))
		_ = os.WriteFile(keep, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
