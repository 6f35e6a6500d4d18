package report_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/report"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
)

func TestEveryFigureOpensExactlyTheCasesBehindIt(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	svc := &report.Service{Store: w.Store, Policy: w.Policy, County: w.County}
	leader := w.Staff(policy.Leader, "", "县长")
	firm := w.Applicant()
	submit := func(item string) *models.Case { return w.Submit(firm, w.Draft(firm, item, nil)) }

	intime := submit("TZ-01")
	w.Move(w.Window(), intime, models.VerbRegister, cases.MoveInput{})
	accepted := submit("LX-13")
	w.Move(w.Window(), accepted, models.VerbAccept, cases.MoveInput{})
	submit("LX-13") // nobody accepts it in time: deemed
	late := submit("LX-13")
	w.Move(w.Window(), late, models.VerbAccept, cases.MoveInput{})
	w.Clock.Set("2026-06-30T09:30:00+08:00")
	approve(t, w, w.Reload(late))
	if _, err := w.Cases.Sweep(t.Context(), 100); err != nil {
		t.Fatal(err)
	}

	approved := w.Reload(late)
	if approved.DecidedOn <= approved.LegalDue {
		t.Fatalf("decided on %s, by law until %s", approved.DecidedOn, approved.LegalDue)
	}
	from, to := models.MustDate("2026-01-01"), models.MustDate("2026-12-31")
	b, err := svc.Board(t.Context(), leader, from, to)
	if err != nil {
		t.Fatal(err)
	}
	decided := store.CaseFilter{DecidedFrom: from, DecidedTo: to}
	with := func(f store.CaseFilter, change func(*store.CaseFilter)) store.CaseFilter { change(&f); return f }
	figures := map[string]struct {
		n int64
		f store.CaseFilter
	}{
		"open":       {b.Stock.Open, store.CaseFilter{Open: true}},
		"red":        {b.Stock.Red, store.CaseFilter{Lamp: models.LampRed}},
		"yellow":     {b.Stock.Yellow, store.CaseFilter{Lamp: models.LampYellow}},
		"blue":       {b.Stock.Blue, store.CaseFilter{Lamp: models.LampBlue}},
		"green":      {b.Stock.Green, store.CaseFilter{Lamp: models.LampGreen}},
		"paused":     {b.Stock.Paused, store.CaseFilter{Lamp: models.LampPaused}},
		"received":   {b.Total.Received, store.CaseFilter{ReceivedFrom: from, ReceivedTo: to}},
		"accepted":   {b.Total.Accepted, store.CaseFilter{AcceptedFrom: from, AcceptedTo: to}},
		"deemed":     {b.Total.Deemed, store.CaseFilter{AcceptedFrom: from, AcceptedTo: to, Deemed: true}},
		"decided":    {b.Total.Decided, decided},
		"in promise": {b.Total.InPromise.N, with(decided, func(f *store.CaseFilter) { f.Kept = "PROMISE" })},
		"promised":   {b.Total.InPromise.Of, with(decided, func(f *store.CaseFilter) { f.Judged = "PROMISE" })},
		"late":       {b.Total.InPromise.Of - b.Total.InPromise.N, with(decided, func(f *store.CaseFilter) { f.Late = "PROMISE" })},
		"in law":     {b.Total.InLaw.N, with(decided, func(f *store.CaseFilter) { f.Kept = "LEGAL" })},
		"past law":   {b.Total.InLaw.Of - b.Total.InLaw.N, with(decided, func(f *store.CaseFilter) { f.Late = "LEGAL" })},
		"refused":    {b.Total.Refused, with(decided, func(f *store.CaseFilter) { f.Outcome = models.OutcomeRefused })},
	}
	for name, fig := range figures {
		fig.f.Today, fig.f.Limit = b.Today, 100
		rows, err := w.Store.Cases(t.Context(), policy.Everything("test"), fig.f)
		if err != nil || int64(len(rows)) != fig.n {
			t.Errorf("%s is %d and opens %d cases (%v)", name, fig.n, len(rows), err)
		}
	}
	if b.Total.Deemed != 1 || b.Total.InPromise.Of-b.Total.InPromise.N != 1 || b.Stock.Red != 2 {
		t.Errorf("the cases are not those that the test means: %+v %+v", b.Stock, b.Total)
	}
	if s := b.Stock; s.Red+s.Yellow+s.Blue+s.Green+s.Paused != s.Open {
		t.Errorf("the lamps do not add up to the open cases: %+v", s)
	}
}

// approve takes an accepted permit through its review to its grant.
func approve(t *testing.T, w *casestest.World, c *models.Case) {
	t.Helper()
	for {
		steps, err := w.Store.Steps(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		steps = slices.DeleteFunc(steps, func(s models.Step) bool { return !s.IsOpen() })
		if len(steps) == 0 || steps[0].Kind == models.StepApprove {
			break
		}
		actor := w.Staff(policy.Reviewer, steps[0].DeptCode, "承办人"+steps[0].DeptCode)
		if _, err := w.Cases.StepMove(t.Context(), actor, c.ID, steps[0].ID, "done", &cases.StepInput{Result: "AGREE", Remark: "同意"}); err != nil {
			t.Fatalf("step %s: %v", steps[0].Name, err)
		}
	}
	w.Move(w.Staff(policy.Approver, c.DeptCode, "首席代表"), w.Reload(c), models.VerbApprove,
		cases.MoveInput{Decision: &cases.Decision{Findings: "准予", SiteCheckBy: []string{"甲", "乙"}}})
}

func TestADivisionsFigureOpensItsOwnCasesAlone(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	firm := w.Applicant()
	w.Submit(firm, w.Draft(firm, "TZ-01", nil))
	for division, want := range map[string]int{casestest.Region: 1, "140999100000": 0} {
		rows, err := w.Store.Cases(t.Context(), policy.Everything("test"), store.CaseFilter{Division: division, Limit: 10})
		if err != nil || len(rows) != want {
			t.Errorf("division %s opens %d cases, want %d (%v)", division, len(rows), want, err)
		}
	}
}

func TestACardIsListedUntilItIsTakenBackAndOnlyToThoseWhoOversee(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	svc := &report.Service{Store: w.Store, Policy: w.Policy, County: w.County}
	leader, firm := w.Staff(policy.Leader, "", "县长"), w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	w.Clock.Set("2026-03-31T09:30:00+08:00")
	if _, err := w.Cases.Sweep(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	got, err := svc.Cards(t.Context(), leader, report.CardFilter{Colour: models.CardRed, Limit: 10})
	if err != nil || len(got) == 0 || got[0].CaseID != c.ID || got[0].ItemName == "" || got[0].Enterprise == "" {
		t.Fatalf("cards after a silence: %+v (%v)", got, err)
	}
	rules := func() (out []string) {
		all, err := svc.Cards(t.Context(), leader, report.CardFilter{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			out = append(out, one.Rule)
		}
		return out
	}
	if !slices.Contains(rules(), "DEEMED_ACCEPTANCE") {
		t.Fatalf("no card of the silence: %v", rules())
	}
	err = w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.VoidDraftCards(c.ID, "DEEMED_ACCEPTANCE") })
	if err != nil || slices.Contains(rules(), "DEEMED_ACCEPTANCE") {
		t.Errorf("a card that was taken back is listed: %v (%v)", rules(), err)
	}
	if _, err := svc.Cards(t.Context(), firm, report.CardFilter{}); models.CodeOf(err) != models.Denied {
		t.Errorf("an enterprise reads the cards: %v", err)
	}
}
