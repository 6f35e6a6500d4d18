package notices

import (
	"context"
	"errors"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases/casestest"
)

func streamOf(w *casestest.World) *Stream { return &Stream{Cases: &Service{Cases: w.Cases}} }

func polled(t *testing.T, s *Stream) {
	t.Helper()
	if err := s.poll(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func follow(t *testing.T, s *Stream, a policy.Actor, after int64) *Subscription {
	t.Helper()
	sub, err := s.Subscribe(t.Context(), a, after)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sub.Close)
	return sub
}

// drain gives the kinds that wait, and the last cursor.
func drain(sub *Subscription) (kinds []string, cursor int64) {
	for {
		select {
		case sig, ok := <-sub.Signals:
			if !ok {
				return kinds, cursor
			}
			kinds, cursor = append(kinds, sig.Kind), sig.Cursor
		default:
			return kinds, cursor
		}
	}
}

func tellFact(t *testing.T, st *store.Store, facts ...models.Outbox) {
	t.Helper()
	if err := st.InTx(t.Context(), func(tx *store.Tx) error { return tx.Emit(facts...) }); err != nil {
		t.Fatal(err)
	}
}

func TestAReaderHearsOfItsOwnRowsAlone(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := streamOf(w)
	firm := w.Applicant()
	c := w.Draft(firm, "LX-13", nil)
	c = w.Submit(firm, c)
	polled(t, s)
	far := w.Staff(policy.Leader, "", "副县长")
	far.Region = "140888000000"
	readers := map[string]struct {
		a                  policy.Actor
		byCase, byBox, all bool
	}{
		"its enterprise":       {firm, true, true, true},
		"another enterprise":   {w.Stranger(), false, false, true},
		"its window":           {w.Window(), true, false, true},
		"another department":   {w.Staff(policy.Reviewer, "GXJ", "工信"), false, false, true},
		"the county's leader":  {w.Staff(policy.Leader, "", "副县长"), true, false, true},
		"another county's":     {far, false, false, true},
		"an administrator":     {w.Staff(policy.SystemAdmin, "", "管理员"), false, false, true},
		"an unrelated agent":   {w.Staff(policy.Agent, "", "领办员"), false, false, true},
		"somebody with no job": {policy.Actor{UserID: 99, Role: policy.Person}, false, false, true},
	}
	subs := map[string]*Subscription{}
	for name, r := range readers {
		subs[name] = follow(t, s, r.a, 0)
		drain(subs[name])
	}
	for kind, f := range map[string]models.Outbox{
		"case": {Kind: "case.accept", CaseID: c.ID, Region: c.Region},
		"box":  {Kind: "notice.new", Payload: models.JSONOf(models.Tell{To: []string{models.EnterpriseKey(w.Enterprise.ID)}})},
		"all":  {Kind: "catalogue.published"},
		"none": {Kind: "user.changed"},
	} {
		tellFact(t, w.Store, f)
		polled(t, s)
		for name, r := range readers {
			want := kind == "case" && r.byCase || kind == "box" && r.byBox || kind == "all" && r.all
			if got, _ := drain(subs[name]); (len(got) == 1) != want {
				t.Errorf("%s: %s hears %v", f.Kind, name, got)
			}
		}
	}
	if _, err := s.Subscribe(t.Context(), policy.Actor{}, 0); models.CodeOf(err) != models.Denied {
		t.Errorf("nobody: %v", err)
	}
}

func TestAReaderThatComesBackHearsWhatItMissed(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := streamOf(w)
	polled(t, s)
	a := w.Staff(policy.Leader, "", "副县长")
	sub := follow(t, s, a, 0)
	tellFact(t, w.Store, models.Outbox{Kind: "catalogue.a"})
	polled(t, s)
	kinds, _ := drain(sub)
	if len(kinds) != 2 || kinds[0] != KindOpen || kinds[1] != "catalogue.a" {
		t.Fatalf("live: %v", kinds)
	}
	for range window + 1 { // the mark moves on behind the newest fact
		polled(t, s)
	}
	tellFact(t, w.Store, models.Outbox{Kind: "catalogue.b"})
	polled(t, s)
	_, cursor := drain(sub)
	if cursor == 0 {
		t.Fatal("the cursor stays at the beginning")
	}
	sub.Close()
	if _, ok := <-sub.Signals; ok || sub.Err() != nil {
		t.Errorf("closed: %v", sub.Err())
	}
	tellFact(t, w.Store, models.Outbox{Kind: "catalogue.c"})
	kinds, _ = drain(follow(t, s, a, cursor))
	if want := []string{KindOpen, "catalogue.b", "catalogue.c"}; len(kinds) != 3 || kinds[1] != want[1] || kinds[2] != want[2] {
		t.Errorf("after %d: %v, want %v (b was told after the mark and may be told again)", cursor, kinds, want)
	}
	for name, after := range map[string]int64{"from another database": 1 << 40} {
		if kinds, _ := drain(follow(t, s, a, after)); len(kinds) != 1 || kinds[0] != KindReset {
			t.Errorf("%s: %v", name, kinds)
		}
	}
}

func TestAReaderThatMissedTooMuchIsToldToStartAnew(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := streamOf(w)
	polled(t, s)
	tellFact(t, w.Store, models.Outbox{Kind: "catalogue.first"})
	head, err := w.Store.OutboxHead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	many := make([]models.Outbox, maxResume+1)
	for i := range many {
		many[i].Kind = "catalogue.x"
	}
	tellFact(t, w.Store, many...)
	if kinds, _ := drain(follow(t, s, w.Applicant(), head)); len(kinds) != 1 || kinds[0] != KindReset {
		t.Errorf("%d signals, the first %v", len(kinds), kinds[:1])
	}
}

func TestAReaderThatComesBeforeTheFirstPollMissesNothing(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := streamOf(w)
	sub := follow(t, s, w.Applicant(), 0)
	tellFact(t, w.Store, models.Outbox{Kind: "catalogue.x"})
	polled(t, s)
	if kinds, _ := drain(sub); len(kinds) != 2 || kinds[1] != "catalogue.x" {
		t.Errorf("heard %v", kinds)
	}
}

func TestASlowReaderIsDroppedAndHoldsNobodyUp(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := streamOf(w)
	polled(t, s)
	slow, quick := follow(t, s, w.Applicant(), 0), follow(t, s, w.Window(), 0)
	heard := 0
	for range 2 * buffer {
		tellFact(t, w.Store, models.Outbox{Kind: "catalogue.x"})
		polled(t, s)
		kinds, _ := drain(quick)
		heard += len(kinds)
	}
	if heard != 2*buffer+1 {
		t.Errorf("the quick one heard %d", heard)
	}
	if !errors.Is(slow.Err(), ErrSlow) || quick.Err() != nil {
		t.Fatalf("slow: %v, quick: %v", slow.Err(), quick.Err())
	}
	for range slow.Signals { // what fitted, then the end
	}
}

func TestAChangeOnOneInstanceIsSeenOnAnotherWithinTwoSeconds(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	s := streamOf(w) // the other instance: it shares the database only
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.Run(ctx)
	}()
	firm := w.Applicant()
	sub := follow(t, s, firm, 0)
	<-sub.Signals // open
	c := w.Draft(firm, "LX-13", nil)
	limit, stop := context.WithTimeout(t.Context(), 2*time.Second)
	defer stop()
	for heard := false; !heard; {
		select {
		case sig := <-sub.Signals:
			heard = sig.CaseID == c.ID
		case <-limit.Done():
			t.Fatal("not within two seconds")
		}
	}
	cancel()
	<-done
	for range sub.Signals {
	}
	if sub.Err() == nil {
		t.Error("a subscription outlives its instance")
	}
	if _, err := s.Subscribe(t.Context(), firm, 0); err == nil {
		t.Error("a stopped stream takes readers")
	}
}
