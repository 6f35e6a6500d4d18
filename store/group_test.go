package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"onestop.internal/models"
)

func randomText(n int) string { return rand.Text()[:n] }

// inGroup runs the functions so that on SQLite they share one transaction: the first holds the writer
// until all others wait.
func inGroup(t *testing.T, s *Store, fs ...func(*Tx) error) []error {
	t.Helper()
	errs := make([]error, len(fs))
	started, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := s.InTx(t.Context(), func(*Tx) error {
			close(started)
			<-release
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	for i, f := range fs {
		wg.Go(func() { errs[i] = s.InTx(t.Context(), f) })
	}
	for s.writer != nil && len(s.writer.queue) < len(fs) { // all are in the queue
	}
	close(release)
	wg.Wait()
	return errs
}

func putLease(name string) func(*Tx) error {
	return func(tx *Tx) error {
		return tx.db.Exec("INSERT INTO leases (name, holder, until_at) VALUES (?, 'x', 1)", name).Error
	}
}

func leases(t *testing.T, s *Store) (names []string) {
	t.Helper()
	if err := s.read.Raw("SELECT name FROM leases ORDER BY name").Scan(&names).Error; err != nil {
		t.Fatal(err)
	}
	return names
}

func TestARequestThatFailsDoesNotSinkTheGroup(t *testing.T) {
	s := openTest(t)
	mine := models.E(models.Illegal, "no")
	errs := inGroup(t, s,
		putLease("a"),
		func(tx *Tx) error {
			if err := putLease("b")(tx); err != nil {
				return err
			}
			return mine
		},
		func(tx *Tx) error {
			if err := putLease("c")(tx); err != nil {
				return err
			}
			panic("c")
		},
		func(tx *Tx) error { return tx.db.Exec("INSERT INTO no_such_table VALUES (1)").Error },
		putLease("d"),
	)
	if errs[0] != nil || errs[4] != nil {
		t.Errorf("the others failed: %v, %v", errs[0], errs[4])
	}
	if !errors.Is(errs[1], mine) {
		t.Errorf("the one that fails is told %v", errs[1])
	}
	if errs[2] == nil || !strings.Contains(errs[2].Error(), "panic") {
		t.Errorf("the one that panics is told %v", errs[2])
	}
	if errs[3] == nil {
		t.Error("the one with bad SQL is told nothing")
	}
	if got := fmt.Sprint(leases(t, s)); got != "[a d]" {
		t.Errorf("stored: %s", got)
	}
	if err := s.InTx(t.Context(), putLease("e")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestARequestWhoseCallerLeftStoresNothing(t *testing.T) {
	s := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.InTx(ctx, putLease("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("told %v", err)
	}
	if got := leases(t, s); len(got) != 0 {
		t.Errorf("stored: %v", got)
	}
}

func TestCountersHoldUnder32Writers(t *testing.T) {
	s := openTest(t)
	const writers, each = 32, 12
	refused := errors.New("refused")
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				err := s.InTx(t.Context(), func(tx *Tx) error {
					for d := range 4 { // in an order of its own: the store sorts them
						tx.Count(Count{
							On: models.MustDate("2026-03-02"), Region: "140999000000", Dim: "dept",
							Key: fmt.Sprintf("D%d", (w+d)%5), Metric: "received", N: 1,
						})
					}
					if i%3 == 2 {
						return refused
					}
					return nil
				})
				if err != nil && !errors.Is(err, refused) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	type row struct {
		Period string
		Key    string `gorm:"column:dim_key"`
		N      int64
	}
	var rows []row
	if err := s.read.Raw("SELECT period, dim_key, received AS n FROM counters").Scan(&rows).Error; err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{}
	for w := range writers {
		for d := range 4 {
			want[fmt.Sprintf("D%d", (w+d)%5)] += each * 2 / 3
		}
	}
	if len(rows) != 2*len(want) {
		t.Errorf("%d rows, want a month's and a year's of %d keys", len(rows), len(want))
	}
	for _, r := range rows {
		if r.N != want[r.Key] {
			t.Errorf("%s %s: %d, want %d", r.Period, r.Key, r.N, want[r.Key])
		}
	}
}
