package ratings_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/ratings"
)

// rules are what these use cases need beside the built-in ones.
const rules = `
p, WINDOW, rating, link
p, STAFF, rating, read
p, STAFF, rating, rectify
p, OVERSEER, rating, read
p, SUPERVISOR, rating, close
`

type world struct {
	*casestest.World
	s        *ratings.Service
	firm     policy.Actor
	handler  policy.Actor
	overseer policy.Actor
	c        *models.Case // filed on 2026-03-02
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: casestest.New(t, "2026-03-02T09:30:00+08:00")}
	if err := w.Policy.Load(rules); err != nil {
		t.Fatal(err)
	}
	w.s = &ratings.Service{Cases: w.Cases}
	w.firm, w.overseer = w.Applicant(), w.Staff(policy.Supervisor, "", "督查老吴")
	w.c = w.filed(t)
	w.handler = w.Staff(policy.Reviewer, w.c.DeptCode, "承办人老张")
	return w
}

// filed takes a filing to its end.
func (w *world) filed(t *testing.T) *models.Case {
	t.Helper()
	c := w.Submit(w.firm, w.Draft(w.firm, "TZ-01", nil))
	return w.Move(w.Staff(policy.Reviewer, c.DeptCode, "承办人老张"), c, models.VerbRegister, cases.MoveInput{})
}

func (w *world) rate(t *testing.T, level models.RatingLevel) *models.Rating {
	t.Helper()
	r, err := w.s.Rate(t.Context(), w.firm, w.c.ID, ratings.Input{Level: level, Comment: "说明"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// open gives the only rectification.
func (w *world) open(t *testing.T) *store.RectifyLine {
	t.Helper()
	list, err := w.s.List(t.Context(), w.overseer, store.RectifyFilter{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d rectifications (%v), want one", len(list), err)
	}
	return &list[0]
}

func want(t *testing.T, what string, err error, key string) {
	t.Helper()
	if models.KeyOf(err) != key || err == nil != (key == "") {
		t.Errorf("%s: %v, want %q", what, err, key)
	}
}

func TestACaseIsRatedOnceAndTheRatingIsLocked(t *testing.T) {
	w := newWorld(t)
	r := w.rate(t, models.VerySatisfied)
	if r.LockedAt == 0 || r.Via != "LOGIN" || !r.Counted {
		t.Errorf("%+v", r)
	}
	for range 2 {
		_, err := w.s.Rate(t.Context(), w.firm, w.c.ID, ratings.Input{Level: 1})
		want(t, "a second rating", err, "rating.given")
	}
	got, err := w.s.Of(t.Context(), w.handler, w.c.ID)
	if err != nil || got.Level != models.VerySatisfied {
		t.Errorf("stored: %+v %v", got, err)
	}
	list, err := w.s.List(t.Context(), w.overseer, store.RectifyFilter{})
	if err != nil || len(list) != 0 {
		t.Errorf("a good rating opened %v (%v)", list, err)
	}
}

func TestOfManyRatersAtOnceOneWins(t *testing.T) {
	w := newWorld(t)
	token, err := w.s.NewLink(t.Context(), w.firm, w.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			if i%2 == 0 {
				_, errs[i] = w.s.Rate(t.Context(), w.firm, w.c.ID, ratings.Input{Level: 1})
			} else {
				_, errs[i] = w.s.RateByLink(t.Context(), token, ratings.Input{Level: 5})
			}
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if models.KeyOf(err) != "rating.given" {
			t.Errorf("a loser is told %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d ratings of one case", won)
	}
}

func TestARatingIsRefused(t *testing.T) {
	w := newWorld(t)
	running := w.Submit(w.firm, w.Draft(w.firm, "LX-13", nil))
	agent := w.Staff(policy.Agent, "", "领办员")
	for name, c := range map[string]struct {
		a   policy.Actor
		id  int64
		in  ratings.Input
		key string
	}{
		"of a case without a result": {w.firm, running.ID, ratings.Input{Level: 5}, "rating.not_yet"},
		"by another enterprise":      {w.Stranger(), w.c.ID, ratings.Input{Level: 5}, "case.not_found"},
		"by the handler":             {w.handler, w.c.ID, ratings.Input{Level: 5}, "denied"},
		"by an agent for the firm":   {agent, w.c.ID, ratings.Input{Level: 5}, "denied"},
		"of level 0":                 {w.firm, w.c.ID, ratings.Input{}, "rating.invalid"},
		"of level 6":                 {w.firm, w.c.ID, ratings.Input{Level: 6}, "rating.invalid"},
		"with a book":                {w.firm, w.c.ID, ratings.Input{Level: 5, Comment: strings.Repeat("长", 2001)}, "rating.invalid"},
	} {
		_, err := w.s.Rate(t.Context(), c.a, c.id, c.in)
		want(t, name, err, c.key)
	}
}

func TestALinkRatesWithoutANameAndANewOneReplacesIt(t *testing.T) {
	w := newWorld(t)
	old, err := w.s.NewLink(t.Context(), w.firm, w.c.ID)
	if err != nil || len(old) < 16 {
		t.Fatalf("%q %v", old, err)
	}
	token, err := w.s.NewLink(t.Context(), w.firm, w.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.s.RateByLink(t.Context(), old, ratings.Input{Level: 4})
	want(t, "the replaced link", err, "rating_link.not_found")
	_, err = w.s.RateByLink(t.Context(), "", ratings.Input{Level: 4})
	want(t, "no link", err, "rating_link.not_found")
	in, err := w.s.Invited(t.Context(), token)
	if err != nil || in.Rated || in.Number != w.c.Number {
		t.Errorf("%+v %v", in, err)
	}
	if _, err := w.s.RateByLink(t.Context(), token, ratings.Input{Level: 4}); err != nil {
		t.Fatal(err)
	}
	if in, err = w.s.Invited(t.Context(), token); err != nil || !in.Rated {
		t.Errorf("after rating: %+v %v", in, err)
	}
	_, err = w.s.NewLink(t.Context(), w.firm, w.c.ID)
	want(t, "a link to a rated case", err, "rating.given")
}

func TestAnAnonymousRatingLeavesNoNameAnywhere(t *testing.T) {
	w := newWorld(t)
	if _, err := w.s.Rate(t.Context(), w.firm, w.c.ID, ratings.Input{Level: 1, Anonymous: true}); err != nil {
		t.Fatal(err)
	}
	r, err := w.s.Of(t.Context(), w.handler, w.c.ID)
	if err != nil || r.RaterID != 0 {
		t.Errorf("the rating names %+v %v", r, err)
	}
	shown, _ := json.Marshal(r)
	if strings.Contains(string(shown), "aterId") {
		t.Errorf("shown: %s", shown)
	}
	events, err := w.Store.Events(t.Context(), w.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	e := events[len(events)-1]
	if e.Verb != "rate" || e.ActorID != 0 || e.ActorName != "" || e.ActingFor != "" || e.Reason != "" {
		t.Errorf("the journal says %+v", e)
	}
}

func TestABadRatingOpensAClockOfOneAndFiveWorkingDays(t *testing.T) {
	w := newWorld(t)
	w.Clock.Set("2026-03-06T17:00:00+08:00") // a Friday
	w.rate(t, models.Dissatisfied)
	r := w.open(t)
	if r.StartDue.String() != "2026-03-09" || r.DueOn.String() != "2026-03-13" || r.Level != models.Dissatisfied || r.DeptCode != w.c.DeptCode {
		t.Errorf("start by %s, answer by %s, %+v", r.StartDue, r.DueOn, r)
	}
	for day, late := range map[string]bool{"2026-03-09": false, "2026-03-10": true} {
		list, err := w.s.List(t.Context(), w.overseer, store.RectifyFilter{LateOn: models.MustDate(day)})
		if err != nil || (len(list) == 1) != late || r.Late(models.MustDate(day)) != late {
			t.Errorf("on %s: %v %v", day, list, err)
		}
	}
}

// step is one act on the rectification at hand.
func (w *world) step(t *testing.T, what string, f func(id, version int64) (*models.Rectification, error), key string) {
	t.Helper()
	r := w.open(t)
	_, err := f(r.ID, r.Version)
	want(t, what, err, key)
}

// stands looks, as the applicant, whether the answer waits to be rated.
func (w *world) stands(t *testing.T, second bool, reply string) {
	t.Helper()
	got, err := w.s.Standing(t.Context(), w.firm, w.c.ID)
	if err != nil || got.Rating == nil || got.Second != second || got.Reply != reply {
		t.Errorf("the rating stands %+v (%v), want second %v, reply %q", got, err, second, reply)
	}
}

func (w *world) classify(in ratings.ClassInput) func(id, version int64) (*models.Rectification, error) {
	return func(id, version int64) (*models.Rectification, error) {
		in.Version = version
		return w.s.Classify(w.T.Context(), w.handler, id, in)
	}
}

func TestABadRatingGoesFromStartToCloseInOrder(t *testing.T) {
	w := newWorld(t)
	w.rate(t, models.VeryDissatisfied)
	ctx := t.Context()
	start := func(id, v int64) (*models.Rectification, error) { return w.s.Start(ctx, w.handler, id, v) }
	call := func(id, v int64) (*models.Rectification, error) { return w.s.Call(ctx, w.handler, id, v, "已致电") }
	reply := func(id, v int64) (*models.Rectification, error) { return w.s.Reply(ctx, w.handler, id, v, "已整改") }
	shut := func(id, v int64) (*models.Rectification, error) {
		return w.s.Close(ctx, w.overseer, id, ratings.CloseInput{Version: v})
	}
	again := func(level models.RatingLevel) func(int64, int64) (*models.Rectification, error) {
		return func(int64, int64) (*models.Rectification, error) {
			return w.s.RateAgain(ctx, w.firm, w.c.ID, ratings.Input{Level: level})
		}
	}
	w.step(t, "call before start", call, "rectification.not_now")
	w.step(t, "close before all", shut, "rectification.not_now")
	w.step(t, "by another department", func(id, v int64) (*models.Rectification, error) {
		return w.s.Start(ctx, w.Staff(policy.Reviewer, "GXJ", "工信"), id, v)
	}, "rectification.not_found")
	w.step(t, "by the window of the county", func(id, v int64) (*models.Rectification, error) {
		return w.s.Close(ctx, w.Window(), id, ratings.CloseInput{Version: v, Note: "x"})
	}, "denied")
	w.step(t, "start", start, "")
	w.step(t, "start again", start, "rectification.not_now")
	w.step(t, "classify before the call", w.classify(ratings.ClassInput{Class: models.ClassClear}), "rectification.call_first")
	w.step(t, "call", call, "")
	w.step(t, "reply before the class", reply, "rectification.not_now")
	w.step(t, "complex without a reason", w.classify(ratings.ClassInput{Class: models.ClassComplex}), "rectification.invalid")
	w.step(t, "complex", w.classify(ratings.ClassInput{Class: models.ClassComplex, Reason: "涉及三个部门"}), "")
	if r := w.open(t); r.DueOn.String() != "2026-03-23" {
		t.Errorf("complex is due on %s", r.DueOn)
	}
	w.step(t, "second rating before the answer", again(5), "rectification.not_now")
	w.step(t, "reply", reply, "")
	w.step(t, "second rating, bad", again(2), "")
	w.step(t, "close what is bad again", shut, "rectification.not_now")
	w.step(t, "second rating of the same answer", again(5), "rectification.not_now")
	w.step(t, "reply once more", reply, "")
	w.step(t, "close without the rater's word or a note", shut, "rectification.invalid")
	w.stands(t, true, "已整改")
	w.step(t, "second rating, good", again(4), "")
	w.stands(t, false, "")
	w.step(t, "close", shut, "")
	if r := w.open(t); r.Status != models.RectifyClosed || r.Rounds != 2 || r.SecondLevel != 4 {
		t.Errorf("%+v", r)
	}
	w.step(t, "close twice", shut, "rectification.not_now")
	w.step(t, "an older copy", func(id, _ int64) (*models.Rectification, error) { return w.s.Start(ctx, w.handler, id, 1) }, "rectification.changed_meanwhile")
	if got, _ := w.s.Of(ctx, w.handler, w.c.ID); got.Level != models.VeryDissatisfied {
		t.Error("the first rating was changed")
	}
}

func TestAMaliciousRatingNeedsTwoPersonsAndCountsNoMore(t *testing.T) {
	w := newWorld(t)
	w.rate(t, models.VeryDissatisfied)
	head := w.Staff(policy.SectionHead, w.c.DeptCode, "科长老孙")
	ctx := t.Context()
	w.step(t, "start", func(id, v int64) (*models.Rectification, error) { return w.s.Start(ctx, w.handler, id, v) }, "")
	w.step(t, "call", func(id, v int64) (*models.Rectification, error) {
		return w.s.Call(ctx, w.handler, id, v, "承认误点")
	}, "")
	for name, second := range map[string]int64{"alone": 0, "with oneself": w.handler.UserID, "with the applicant": w.firm.UserID} {
		w.step(t, name, w.classify(ratings.ClassInput{Class: models.ClassMalicious, Reason: "误评", SecondID: second}), "rectification.invalid")
	}
	w.step(t, "two persons", w.classify(ratings.ClassInput{Class: models.ClassMalicious, Reason: "误评", SecondID: head.UserID}), "")
	if r, _ := w.s.Of(ctx, w.handler, w.c.ID); r.Counted {
		t.Error("it still counts")
	}
	w.step(t, "taken back", w.classify(ratings.ClassInput{Class: models.ClassNoGround, Reason: "查无依据"}), "")
	if r, _ := w.s.Of(ctx, w.handler, w.c.ID); !r.Counted {
		t.Error("it does not count again")
	}
	w.step(t, "two persons", w.classify(ratings.ClassInput{Class: models.ClassMalicious, Reason: "误评", SecondID: head.UserID}), "")
	w.step(t, "close", func(id, v int64) (*models.Rectification, error) {
		return w.s.Close(ctx, w.overseer, id, ratings.CloseInput{Version: v, Note: "核实为误评"})
	}, "")
}

func TestTheFiguresCountOnlyWhatWasGiven(t *testing.T) {
	w := newWorld(t)
	for i, level := range []models.RatingLevel{5, 5, 4, 3, 2, 1, 0} { // 0: nobody rates
		if i > 0 {
			w.c = w.filed(t)
		}
		if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error {
			return w.s.Handle(t.Context(), tx, &models.Outbox{Kind: "case.register", CaseID: w.c.ID})
		}); err != nil {
			t.Fatal(err)
		}
		if level > 0 {
			w.rate(t, level)
		}
	}
	day := models.MustDate("2026-03-02")
	got, err := w.s.Figures(t.Context(), w.overseer, day, day)
	if err != nil || len(got) != 2 || got[0].DeptCode != "" || got[1].DeptCode != w.c.DeptCode {
		t.Fatalf("%+v %v", got, err)
	}
	wantAll := ratings.Figure{
		Levels: [5]int{1, 1, 1, 1, 2}, Counted: 6, Score: 100 + 100 + 80 + 60 + 30, Satisfied: ratings.Share{N: 4, Of: 6},
		Participation: ratings.Share{N: 6, Of: 7}, Rectified: ratings.Share{N: 0, Of: 2},
	}
	if got[0] != wantAll {
		t.Errorf("%+v, want %+v", got[0], wantAll)
	}
	own, err := w.s.Figures(t.Context(), w.handler, day, day)
	if err != nil || len(own) != 1 || own[0].Counted != 6 || own[0].DeptCode != w.c.DeptCode {
		t.Errorf("its department sees %+v %v", own, err)
	}
	other, err := w.s.Figures(t.Context(), w.Staff(policy.Reviewer, "GXJ", "工信"), day, day)
	if err != nil || len(other) != 1 || other[0].Counted != 0 {
		t.Errorf("another department sees %+v %v", other, err)
	}
	none, err := w.s.Figures(t.Context(), w.overseer, day+1, day+9)
	if err != nil || len(none) != 1 || none[0] != (ratings.Figure{}) {
		t.Errorf("outside the time: %+v %v", none, err)
	}
	_, err = w.s.Figures(t.Context(), w.firm, day, day)
	want(t, "the applicant", err, "denied")
}
