package cases_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

func TestOfTwoPersonsAtOnceOneWins(t *testing.T) {
	p := begin(t, "LX-13", monday)
	second := p.Staff(policy.Window, "SPJ", "窗口小王")
	version := p.c.Version
	answers := make([]error, 2)
	var wg sync.WaitGroup
	for i, a := range []policy.Actor{p.window, second} {
		wg.Go(func() {
			_, answers[i] = p.Cases.Move(t.Context(), a, p.c.ID, models.VerbAccept, &cases.MoveInput{Version: version})
		})
	}
	wg.Wait()
	if (answers[0] == nil) == (answers[1] == nil) {
		t.Fatalf("answers %v", answers)
	}
	for _, err := range answers {
		if err != nil && models.CodeOf(err) != models.Conflict {
			t.Errorf("the loser gets %v", err)
		}
	}
	if n := len(p.codes()); n != 3 {
		t.Errorf("journal %v", p.codes())
	}
	p.checkRow()
}

func TestManyAtOnceLeaveSerialsWithoutGapsAndCountersThatAddUp(t *testing.T) {
	w := casestest.New(t, monday)
	firm, window := w.Applicant(), w.Window()
	const people = 32
	drafts := make([]*models.Case, people)
	for i := range drafts {
		drafts[i] = w.Draft(firm, "LX-13", nil)
	}
	var wg sync.WaitGroup
	for _, d := range drafts {
		wg.Go(func() {
			c, err := w.Cases.Submit(t.Context(), firm, d.ID, 0)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := w.Cases.Move(t.Context(), window, c.ID, models.VerbAccept, &cases.MoveInput{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var serials []int
	numbers := map[models.Text]bool{}
	want := map[string]int64{}
	for _, d := range drafts {
		p := &play{World: w, t: t, c: w.Reload(d)}
		numbers[p.c.Number] = true
		serials = append(serials, p.paper("DOC-02").Serial)
		for _, n := range cases.Counts(p.c, 1) {
			want[fmt.Sprint(n.Dim, n.Key, n.Metric)] += n.N
		}
		p.checkRow()
	}
	slices.Sort(serials)
	for i, n := range serials {
		if n != i+1 {
			t.Fatalf("serials %v", serials)
		}
	}
	if len(numbers) != people {
		t.Errorf("%d case numbers for %d cases", len(numbers), people)
	}
	got := counted(t, w)
	for k, n := range want {
		if got[k] != n {
			t.Errorf("counter %s is %d, recounted %d", k, got[k], n)
		}
	}
}

// counted adds up what the counters say: stock, lamps and flows.
func counted(t *testing.T, w *casestest.World) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	err := w.Store.EachCounter(t.Context(), func(c store.StoredCounter) {
		if c.Period != "Y" { // what its months say already
			out[fmt.Sprint(c.Dim, c.Key, c.Metric)] += c.N
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAFailedMoveLeavesNothing(t *testing.T) {
	p := begin(t, "LX-13", monday)
	err := p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.NextSerial("SLJ", "受", 2026); err != nil {
			return err
		}
		panic("in the middle")
	})
	if err == nil {
		t.Fatal("a panic was swallowed")
	}
	before := p.Reload(p.c)
	p.no(p.window, models.VerbNotRequired, cases.MoveInput{}, "reason")
	if got := p.Reload(p.c); got.Version != before.Version || got.Seq != before.Seq {
		t.Errorf("a refused move was stored: %d %d", got.Version, got.Seq)
	}
	p.accepted()
	if n := p.paper("DOC-02").Serial; n != 1 {
		t.Errorf("the first serial is %d", n)
	}
}

func TestCaseNumbersOfTwoInstancesNeverMeet(t *testing.T) {
	clock := storetest.NewClock(monday)
	url := storetest.URL(t)
	var stores []*store.Store
	for range 2 {
		s, err := store.Open(url, clock.Now, store.Options{Synchronous: "OFF"})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		stores = append(stores, s)
	}
	if _, _, err := stores[0].Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	seen := map[int64]bool{}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 120 {
				n, err := stores[i%2].CaseSerial(t.Context(), "140999", date("2026-03-02"))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				if seen[n] {
					t.Errorf("serial %d twice", n)
				}
				seen[n] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(seen) != 960 {
		t.Errorf("%d serials", len(seen))
	}
}

func TestTheJournalNeverGoesBackThoughTheClockOfAnotherInstanceIsBehind(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	a := w.Applicant()
	c := w.Submit(a, w.Draft(a, "LX-13", nil))
	w.Clock.Set("2026-03-02T09:29:50+08:00")
	w.Move(w.Window(), c, models.VerbAccept, cases.MoveInput{})
	events, err := w.Store.Events(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(events); i++ {
		if events[i].RecordedAt < events[i-1].RecordedAt || events[i].LegalAt > events[i].RecordedAt {
			t.Errorf("event %d at %d, the one before at %d", events[i].Seq, events[i].RecordedAt, events[i-1].RecordedAt)
		}
	}
}
