package notices_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/notices"
)

func emit(t *testing.T, s *store.Store, kinds ...string) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *store.Tx) error {
		for _, k := range kinds {
			if err := tx.Emit(models.Outbox{Kind: k, Region: "140999000000"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// heard counts how often each fact was delivered.
type heard struct {
	mu sync.Mutex
	n  map[int64]int
}

func (h *heard) do(_ context.Context, _ *store.Tx, f *models.Outbox) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.n == nil {
		h.n = map[int64]int{}
	}
	h.n[f.ID]++
	return nil
}

func once(t *testing.T, d *notices.Dispatcher, want int) {
	t.Helper()
	if n, err := d.Once(t.Context()); err != nil || n != want {
		t.Fatalf("delivered %d (%v), want %d", n, err, want)
	}
}

// until asks again and again, without sleeping, and fails after ten seconds.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for !f() {
		if ctx.Err() != nil {
			t.Fatalf("%s: not within ten seconds", what)
		}
	}
}

func TestEveryHandlerHearsEachFactOnce(t *testing.T) {
	s := storetest.New(t, storetest.NewClock("2026-03-02T09:00:00+08:00").Now)
	var all, some heard
	d := &notices.Dispatcher{Store: s, Name: "a", Handlers: []notices.Handler{
		{Name: "all", Do: all.do}, {Name: "some", Kinds: []string{"case.deliver"}, Do: some.do},
	}}
	once(t, d, 0)
	emit(t, s, "case.submit", "case.deliver", "notice.new", "alert.DUE")
	once(t, d, 3+1)
	once(t, d, 0)
	emit(t, s, "case.deliver")
	once(t, d, 2)
	if len(all.n) != 4 || len(some.n) != 2 {
		t.Errorf("heard %v and %v", all.n, some.n)
	}
}

func TestTwoInstancesShareTheWorkAndDoNothingTwice(t *testing.T) {
	url := storetest.URL(t)
	now := storetest.NewClock("2026-03-02T09:00:00+08:00").Now
	var h heard
	var stores []*store.Store
	for range 2 {
		s, err := store.Open(url, now, store.Options{Synchronous: "OFF"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		stores = append(stores, s)
	}
	if _, _, err := stores[0].Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	const facts = 300
	kinds := make([]string, facts)
	for i := range kinds {
		kinds[i] = "case.x"
	}
	emit(t, stores[0], kinds...)
	// What is counted is committed: a counter row in the same transaction.
	do := func(ctx context.Context, tx *store.Tx, f *models.Outbox) error {
		tx.Count(store.Count{On: tx.Today(), Region: "140999000000", Dim: "test", Metric: "received", N: 1})
		return h.do(ctx, tx, f)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for i, s := range stores {
		wg.Go(func() {
			d := &notices.Dispatcher{Store: s, Name: string(rune('a' + i)), Handlers: []notices.Handler{{Name: "h", Do: do}}}
			for range 4 {
				n, err := d.Once(t.Context())
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				total += n
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	open, err := stores[0].DeliveriesOpen(t.Context(), "h")
	if err != nil || open != 0 || total != facts || len(h.n) != facts {
		t.Errorf("%d delivered, %d facts heard, %d open (%v)", total, len(h.n), open, err)
	}
}

func TestWhatACrashLeftBehindIsTakenUpByAnother(t *testing.T) {
	s := storetest.New(t, storetest.NewClock("2026-03-02T09:00:00+08:00").Now)
	emit(t, s, "case.submit")
	if _, err := s.PlanDeliveries(t.Context(), "h", nil); err != nil {
		t.Fatal(err)
	}
	// An instance takes the fact and is never heard of again.
	gone, err := s.LeaseDeliveries(t.Context(), "h", "dead#1", time.Millisecond, 10)
	if err != nil || len(gone) != 1 {
		t.Fatalf("%v %v", gone, err)
	}
	var h heard
	d := &notices.Dispatcher{Store: s, Name: "alive", Handlers: []notices.Handler{{Name: "h", Do: h.do}}}
	until(t, "the other takes it", func() bool {
		n, err := d.Once(t.Context())
		return err == nil && n == 1
	})
	// The dead one wakes: what it did must not be stored.
	err = s.InTx(t.Context(), func(tx *store.Tx) error { return tx.FinishDeliveries("h", "dead#1", gone[0].ID) })
	if !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("a lost lease was finished: %v", err)
	}
}

func TestALeaseThatRunsIsNobodyElses(t *testing.T) {
	s := storetest.New(t, storetest.NewClock("2026-03-02T09:00:00+08:00").Now)
	emit(t, s, "case.submit")
	if _, err := s.PlanDeliveries(t.Context(), "h", nil); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1, 0} {
		got, err := s.LeaseDeliveries(t.Context(), "h", string(rune('a'+i)), time.Hour, 10)
		if err != nil || len(got) != want {
			t.Errorf("instance %d got %d (%v), want %d", i, len(got), err, want)
		}
	}
}

func TestAFailureIsTriedAgainAndHoldsNobodyUp(t *testing.T) {
	s := storetest.New(t, storetest.NewClock("2026-03-02T09:00:00+08:00").Now)
	var good heard
	tries := 0
	do := func(ctx context.Context, tx *store.Tx, f *models.Outbox) error {
		if f.Kind != "case.bad" {
			return good.do(ctx, tx, f)
		}
		switch tries++; {
		case tries <= 2:
			return errors.New("not yet")
		case tries <= 4:
			panic("worse")
		}
		return nil
	}
	emit(t, s, "case.a", "case.bad", "case.b")
	d := &notices.Dispatcher{Store: s, Name: "a", Retry: time.Millisecond, Handlers: []notices.Handler{{Name: "h", Do: do}}}
	if _, err := d.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(good.n) != 2 {
		t.Errorf("the others: %v", good.n)
	}
	until(t, "the bad one succeeds", func() bool {
		if _, err := d.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := s.DeliveriesOpen(t.Context(), "h")
		return err == nil && n == 0
	})
	if tries != 5 {
		t.Errorf("%d tries", tries)
	}
}

func TestABacklogMayBeSkipped(t *testing.T) {
	clock := storetest.NewClock("2026-03-02T09:00:00+08:00")
	s := storetest.New(t, clock.Now)
	emit(t, s, "case.older")
	clock.Advance(2 * time.Hour)
	emit(t, s, "case.old", "case.old")
	var h, boxes heard
	d := &notices.Dispatcher{Store: s, Name: "a", Handlers: []notices.Handler{{Name: "h", Do: h.do}, {Name: notices.HandlerName, Do: boxes.do}}}
	if err := d.SkipBacklog(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	once(t, d, 2) // to the boxes, of the last hour
	emit(t, s, "case.new")
	once(t, d, 2)
}

func TestOldFactsAreRemovedOnceEveryHandlerHasDoneWithThem(t *testing.T) {
	clock := storetest.NewClock("2026-03-02T09:00:00+08:00")
	s := storetest.New(t, clock.Now)
	emit(t, s, "case.old", "case.bad")
	var h heard
	do := func(ctx context.Context, tx *store.Tx, f *models.Outbox) error {
		if f.Kind == "case.bad" {
			return errors.New("no")
		}
		return h.do(ctx, tx, f)
	}
	d := &notices.Dispatcher{Store: s, Name: "a", Handlers: []notices.Handler{{Name: "h", Do: do}}}
	once(t, d, 1)
	clock.Advance(15 * 24 * time.Hour)
	n, err := d.Prune(t.Context())
	if err != nil || n != 0 && s.Dialect == store.MySQL { // where a fact may still come to light among them
		t.Errorf("facts that may still be planned were removed: %d %v", n, err)
	}
	if err := d.SkipBacklog(t.Context(), 0); err != nil { // everything up to here is planned
		t.Fatal(err)
	}
	emit(t, s, "case.young")
	more, err := d.Prune(t.Context())
	if err != nil || n+more != 1 {
		t.Errorf("removed %d (%v), want the delivered old one", n+more, err)
	}
	left, err := s.OutboxAfter(t.Context(), 0, 10)
	if err != nil || len(left) != 2 || left[0].Kind != "case.bad" || left[1].Kind != "case.young" {
		t.Errorf("left %v %v", left, err)
	}
}
