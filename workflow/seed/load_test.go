package seed

import (
	"os"
	"strconv"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// loaded loads so many cases and holds them against the check.
func loaded(t *testing.T, n int) (Summary, string) {
	t.Helper()
	d, url := deps(t)
	o := Options{Date: models.MustDate("2026-11-23"), Seed: 4, Cases: n}
	sum, err := Load(t.Context(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	s, k := reopen(t, url, o.Date)
	clean(t, s, k, d.Files)
	return sum, url
}

func TestALoadPassesTheCheckAndHasItsShape(t *testing.T) {
	sum, url := loaded(t, 2000)
	if sum.Cases != 2000 || sum.Users < loadHandlers || sum.Events < 2000*4 {
		t.Errorf("made %+v", sum)
	}
	s, _ := reopen(t, url, models.MustDate("2026-11-23"))
	open, oldest := 0, models.MustDate("2026-11-23")
	ids, err := s.AllCaseIDs(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		c, err := s.Case(t.Context(), policy.Everything("test"), id)
		if err != nil {
			t.Fatal(err)
		}
		oldest = min(oldest, c.ReceivedOn)
		if c.IsOpen() {
			open++
		}
	}
	if share := float64(open) / 2000; share < 0.02 || share > 0.045 {
		t.Errorf("%d of 2000 are open", open)
	}
	if oldest < models.MustDate("2024-11-23") || oldest > models.MustDate("2024-12-05") {
		t.Errorf("the oldest came in on %s", oldest)
	}
	due, err := s.DueCases(t.Context(), s.Now(), 10)
	if err != nil || len(due) != 0 {
		t.Errorf("timers that should have fired: %v %v", due, err)
	}
	late, err := s.AlertCases(t.Context(), s.Now(), 10)
	if err != nil || len(late) != 0 {
		t.Errorf("alerts that should have been told: %v %v", late, err)
	}
}

func TestTheSameLoadMakesTheSameRows(t *testing.T) {
	_, first := loaded(t, 1100)
	_, again := loaded(t, 1100)
	if digest(t, first) != digest(t, again) {
		t.Error("the same date, number and size made other rows")
	}
}

func TestALoadOfNoneIsRefused(t *testing.T) {
	d, _ := deps(t)
	if _, err := Load(t.Context(), d, Options{Date: models.MustDate("2026-11-23")}); models.KeyOf(err) != "seed.cases" {
		t.Errorf("got %v", err)
	}
}

// TestALargeLoad measures a load of ONESTOP_LOAD cases.
func TestALargeLoad(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("ONESTOP_LOAD"))
	if err != nil {
		t.Skip("the step test-demo sets ONESTOP_LOAD")
	}
	d, url := deps(t)
	o := Options{Date: models.MustDate("2026-11-23"), Seed: 4, Cases: n}
	sum, err := Load(t.Context(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases, %d events in %s", sum.Cases, sum.Events, sum.Took)
	s, k := reopen(t, url, o.Date)
	began := began(d.Clock)
	clean(t, s, k, d.Files)
	t.Logf("checked in %s", began())
}
