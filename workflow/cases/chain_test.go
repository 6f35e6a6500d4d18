package cases_test

import (
	"slices"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

func TestAJournalThatWasTouchedIsFoundOut(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted().review()
	events := p.journal()
	if err := cases.VerifyChain(events); err != nil {
		t.Fatal(err)
	}
	if err := cases.VerifyChain(nil); err != nil {
		t.Error(err)
	}
	for name, touch := range map[string]func([]models.Event) []models.Event{
		"an event is gone":                 func(e []models.Event) []models.Event { return slices.Delete(e, 1, 2) },
		"two changed places":               func(e []models.Event) []models.Event { e[1], e[2] = e[2], e[1]; return e },
		"a legal date was moved":           func(e []models.Event) []models.Event { e[2].LegalAt -= 86400000; return e },
		"a payload was changed":            func(e []models.Event) []models.Event { e[1].Payload = []byte(`{"round":9}`); return e },
		"a reason was changed":             func(e []models.Event) []models.Event { e[2].Reason = "别的理由"; return e },
		"the name of an actor was changed": func(e []models.Event) []models.Event { e[2].ActorName += "某"; return e },
		"for whom was changed":             func(e []models.Event) []models.Event { e[2].ActingFor = "他企"; return e },
		"a name went over into the reason": func(e []models.Event) []models.Event {
			e[2].Reason, e[2].ActorName = e[2].Reason+e[2].ActorName, ""
			return e
		},
		"a name is left and its salt erased": func(e []models.Event) []models.Event {
			e[1].Salt, e[1].Payload, e[1].Reason = nil, nil, ""
			return e
		},
		"an actor was changed": func(e []models.Event) []models.Event { e[2].ActorID++; return e },
		"the end was hashed anew": func(e []models.Event) []models.Event {
			e[2].ToStatus = "X"
			e[2].Hash = store.EventHash(&e[2])
			return e
		},
		"only the salt was erased": func(e []models.Event) []models.Event { e[1].Salt = nil; return e },
	} {
		if err := cases.VerifyChain(touch(slices.Clone(events))); err == nil {
			t.Errorf("not found out: %s", name)
		}
	}
	erased := slices.Clone(events)
	erased[1].Salt, erased[1].Payload, erased[1].Reason, erased[1].ActorName, erased[1].ActingFor = nil, nil, "", "", ""
	if err := cases.VerifyChain(erased); err != nil {
		t.Errorf("a lawful erasure breaks the chain: %v", err)
	}
}

func TestAJournalHashedTheFirstWayStillHolds(t *testing.T) {
	events := begin(t, "LX-13", monday).accepted().journal()
	var prev models.Bytes
	for i := range events {
		e := &events[i]
		e.Algo, e.PrevHash = "sha256/1", prev
		e.Digest = store.EventDigest(e)
		e.Hash = store.EventHash(e)
		prev = e.Hash
	}
	if err := cases.VerifyChain(events); err != nil {
		t.Error(err)
	}
	events[1].Reason = "别的理由"
	if err := cases.VerifyChain(events); err == nil {
		t.Error("a reason was changed and not found out")
	}
}

func TestEveryDayHasOneRootChainedToTheDayBefore(t *testing.T) {
	p := begin(t, "LX-13", monday)
	p.at("2026-03-04T10:00:00+08:00").accepted()
	p.at("2026-03-05T00:05:00+08:00")
	if n, err := p.Cases.WriteRoots(t.Context(), "a"); err != nil || n != 2 { // the 4th is not closed yet
		t.Fatalf("%d %v", n, err)
	}
	p.at("2026-03-05T00:15:00+08:00")
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for _, holder := range []string{"a", "b", "c"} {
		wg.Go(func() {
			n, err := p.Cases.WriteRoots(t.Context(), holder)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			total += n
			mu.Unlock()
		})
	}
	wg.Wait()
	roots, err := p.Store.Roots(t.Context())
	if err != nil || total != 1 || len(roots) != 3 {
		t.Fatalf("%d written, %d roots, %v", total, len(roots), err)
	}
	if roots[0].OnDate != date("2026-03-02") || roots[0].Heads != 1 || roots[1].Heads != 0 || roots[2].Heads != 1 {
		t.Errorf("%+v", roots)
	}
	if err := p.Cases.VerifyRoots(t.Context()); err != nil {
		t.Error(err)
	}
}
