package opinions_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
	"onestop.internal/workflow/opinions"
)

// world has a case under review by SLJ, which may ask ZRZY.
type world struct {
	*casestest.World
	s        *opinions.Service
	c        *models.Case
	reviewer policy.Actor
	asked    policy.Actor
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{World: casestest.New(t, "2026-03-02T09:30:00+08:00")}
	w.s = &opinions.Service{Cases: w.Cases}
	w.c = w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	w.reviewer = w.Staff(policy.Reviewer, w.c.DeptCode, "承办人老张")
	w.asked = w.Staff(policy.Reviewer, "ZRZY", "自然资源小王")
	return w
}

func (w *world) ask(t *testing.T, in opinions.AskInput) *models.OpinionRequest {
	t.Helper()
	in.CaseID, in.Dept, in.Question = w.c.ID, "ZRZY", "取水口用地是否有异议"
	o, err := w.s.Ask(t.Context(), w.reviewer, in)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (w *world) open(t *testing.T) (n int) {
	t.Helper()
	err := w.Store.InTx(t.Context(), func(tx *store.Tx) (err error) {
		n, err = tx.OpenOpinions(w.c.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (w *world) verbs(t *testing.T) (out []string) {
	t.Helper()
	events, err := w.Store.Events(t.Context(), w.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		out = append(out, e.Code+" "+e.Verb)
	}
	return out
}

// told gives the boxes that the facts of a kind are for.
func (w *world) told(t *testing.T, kind string) (to []string) {
	t.Helper()
	facts, err := w.Store.OutboxAfter(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range facts {
		var tell models.Tell
		if f.Kind == kind {
			if err := f.Payload.Into(&tell); err != nil {
				t.Fatal(err)
			}
			to = append(to, tell.To...)
		}
	}
	return to
}

func TestARequestHasThreeWorkingDaysAndLetsTheDepartmentSeeTheCase(t *testing.T) {
	w := newWorld(t)
	scope, _ := w.Policy.Scope(w.asked, "case:read")
	if _, err := w.Store.Case(t.Context(), scope, w.c.ID); models.CodeOf(err) != models.NotFound {
		t.Fatalf("before it is asked: %v", err)
	}
	o := w.ask(t, opinions.AskInput{})
	if o.DueOn != models.MustDate("2026-03-05") || o.SilenceEffect != models.SilenceNone {
		t.Errorf("due %s, silence %s", o.DueOn, o.SilenceEffect)
	}
	if _, err := w.Store.Case(t.Context(), scope, w.c.ID); err != nil {
		t.Errorf("after it is asked: %v", err)
	}
	list, err := w.s.Asked(t.Context(), w.asked, 0)
	if err != nil || len(list) != 1 || list[0].ID != o.ID {
		t.Errorf("what waits: %v %v", list, err)
	}
}

func TestAnOpenRequestHoldsTheDecisionUntilItIsAnsweredOrWithdrawn(t *testing.T) {
	end := map[string]func(*world, *models.OpinionRequest) error{
		"answered": func(w *world, o *models.OpinionRequest) error {
			_, err := w.s.Give(t.Context(), w.asked, o.ID, opinions.GiveInput{Verdict: models.VerdictObjection, Answer: "占用基本农田"})
			return err
		},
		"withdrawn": func(w *world, o *models.OpinionRequest) error {
			_, err := w.s.Withdraw(t.Context(), w.reviewer, o.ID, opinions.WithdrawInput{Reason: "材料已有"})
			return err
		},
	}
	for name, f := range end {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			o := w.ask(t, opinions.AskInput{})
			w.Clock.Set("2026-03-20T09:00:00+08:00") // long past due: silence means nothing here
			if w.open(t) != 1 {
				t.Fatal("silence without a rule let the decision pass")
			}
			if err := f(w, o); err != nil {
				t.Fatal(err)
			}
			if w.open(t) != 0 {
				t.Error("still open")
			}
			if err := f(w, o); models.KeyOf(err) != "opinion.not_open" {
				t.Errorf("a second time: %v", err)
			}
		})
	}
}

func TestSilenceCountsFromTheEndOfTheDueDayWhetherOrNotItIsSwept(t *testing.T) {
	w := newWorld(t)
	o := w.ask(t, opinions.AskInput{SilenceEffect: models.SilenceDeemed, Rule: "示范县征求意见办法第六条"})
	w.Clock.Set("2026-03-05T23:59:59+08:00")
	if n, err := w.s.Sweep(t.Context(), 10); n != 0 || err != nil || w.open(t) != 1 {
		t.Fatalf("on the due day: %d %v", n, err)
	}
	w.Clock.Set("2026-03-06T00:00:00+08:00")
	if w.open(t) != 0 {
		t.Error("unswept silence still holds the decision")
	}
	if _, err := w.s.Give(t.Context(), w.asked, o.ID, opinions.GiveInput{Verdict: models.VerdictNoObjection}); models.KeyOf(err) != "opinion.deemed" {
		t.Errorf("an answer after silence counted: %v", err)
	}
	w.Clock.Set("2026-03-09T10:00:00+08:00")
	list, err := w.s.Of(t.Context(), w.reviewer, w.c.ID)
	if err != nil || list[0].Status != models.OpinionDeemed {
		t.Errorf("shown before the sweep: %+v %v", list, err)
	}
	for want := 1; want >= 0; want-- { // the second sweep finds nothing
		if n, err := w.s.Sweep(t.Context(), 10); n != want || err != nil {
			t.Errorf("swept %d %v, want %d", n, err, want)
		}
	}
	list, _ = w.s.Of(t.Context(), w.reviewer, w.c.ID)
	if got := list[0]; got.Status != models.OpinionDeemed || got.DeemedAt != models.MustDate("2026-03-06").Start() {
		t.Errorf("marked %s at %v", got.Status, got.DeemedAt.Time())
	}
	events, err := w.Store.Events(t.Context(), w.c.ID)
	if err != nil {
		t.Fatal(err)
	}
	// R-EVT-02: the journal says when it took effect in law, and when it was written
	if e := events[len(events)-1]; e.LegalAt != models.MustDate("2026-03-06").Start() || e.RecordedAt != models.At(w.Clock.Now()) ||
		e.Source != models.SourceTimer || e.ActorID != 0 {
		t.Errorf("the journal dates it %v, recorded %v, by %d", e.LegalAt.Time(), e.RecordedAt.Time(), e.ActorID)
	}
	verbs := w.verbs(t)
	if last := verbs[len(verbs)-1]; last != "P03 deem_opinion" {
		t.Errorf("journal ends with %s", last)
	}
}

func TestARequestIsRefused(t *testing.T) {
	w := newWorld(t)
	w.ask(t, opinions.AskInput{})
	elsewhere := w.reviewer
	elsewhere.Region = "140888000000"
	ok := opinions.AskInput{CaseID: w.c.ID, Dept: "GXJ", Question: "?"}
	for name, c := range map[string]struct {
		actor  policy.Actor
		change func(*opinions.AskInput)
		key    string
	}{
		"where silence is to count without a rule": {w.reviewer, func(in *opinions.AskInput) { in.SilenceEffect = models.SilenceDeemed }, "opinion.invalid"},
		"of an unknown department":                 {w.reviewer, func(in *opinions.AskInput) { in.Dept = "NONE" }, "opinion.invalid"},
		"of one's own department":                  {w.reviewer, func(in *opinions.AskInput) { in.Dept = w.c.DeptCode }, "opinion.invalid"},
		"with no question":                         {w.reviewer, func(in *opinions.AskInput) { in.Question = " " }, "opinion.invalid"},
		"with a limit of a year":                   {w.reviewer, func(in *opinions.AskInput) { in.LimitDays = 250 }, "opinion.invalid"},
		"where the department has one":             {w.reviewer, func(in *opinions.AskInput) { in.Dept = "ZRZY" }, "opinion.already_asked"},
		"by a department that was only asked":      {w.asked, func(*opinions.AskInput) {}, "opinion.not_your_case"},
		"by another county":                        {elsewhere, func(*opinions.AskInput) {}, "case.not_found"},
		"by the applicant":                         {w.Applicant(), func(*opinions.AskInput) {}, "denied"},
	} {
		t.Run(name, func(t *testing.T) {
			in := ok
			c.change(&in)
			if _, err := w.s.Ask(t.Context(), c.actor, in); models.KeyOf(err) != c.key {
				t.Errorf("%v, want %s", err, c.key)
			}
		})
	}
}

func TestOnlyTheAskedAnswerAndOnlyTheAskersWithdraw(t *testing.T) {
	w := newWorld(t)
	o := w.ask(t, opinions.AskInput{})
	if _, err := w.s.Give(t.Context(), w.reviewer, o.ID, opinions.GiveInput{Verdict: models.VerdictNoObjection}); models.KeyOf(err) != "opinion.not_asked" {
		t.Errorf("the asker answers: %v", err)
	}
	if _, err := w.s.Withdraw(t.Context(), w.asked, o.ID, opinions.WithdrawInput{Reason: "x"}); models.KeyOf(err) != "opinion.not_yours" {
		t.Errorf("the asked withdraws: %v", err)
	}
	if _, err := w.s.Give(t.Context(), w.asked, o.ID, opinions.GiveInput{Verdict: models.VerdictNoObjection, Version: 9}); models.CodeOf(err) != models.Conflict {
		t.Errorf("an older copy: %v", err)
	}
	third := w.Staff(policy.Reviewer, "GXJ", "工信老李")
	if _, err := w.s.Give(t.Context(), third, o.ID, opinions.GiveInput{Verdict: models.VerdictNoObjection}); models.KeyOf(err) != "opinion.not_found" {
		t.Errorf("a department without a part: %v", err)
	}
}

func TestADayOffMovesTheDayOnWhichSilenceCounts(t *testing.T) { // R-CAL-06, R-CAL-07, R-PAR-05
	w := newWorld(t)
	o := w.ask(t, opinions.AskInput{SilenceEffect: models.SilenceDeemed, Rule: "示范县征求意见办法第六条"})
	m, admin := &county.Admin{County: w.County, Policy: w.Policy}, w.Staff(policy.SystemAdmin, "", "系统管理员")
	e, err := m.DraftLocal(t.Context(), admin, calendar.LocalDay{Date: o.DueOn, Off: true, DocNo: "示政发〔2026〕1号", Name: "暴雪"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply(t.Context(), admin, e.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Cases.Recompute(t.Context(), "a", 10); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-03-06T10:00:00+08:00")
	if n, err := w.s.Sweep(t.Context(), 10); n != 0 || err != nil || w.open(t) != 1 {
		t.Errorf("silence counted a day early: %d %v", n, err)
	}
	w.Clock.Set("2026-03-07T00:00:00+08:00")
	if w.open(t) != 0 {
		t.Error("the new day has passed and the silence does not count")
	}
}

func TestNoSilenceCountsOnAGuessedDay(t *testing.T) { // R-CAL-06, R-PAR-05: 2027 is not published
	w := newWorld(t)
	w.Clock.Set("2026-12-30T10:00:00+08:00")
	w.c = w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	o := w.ask(t, opinions.AskInput{SilenceEffect: models.SilenceDeemed, Rule: "示范县征求意见办法第六条"})
	if !o.Provisional {
		t.Fatalf("due %s is known", o.DueOn)
	}
	w.Clock.Set((o.DueOn + 5).String() + "T10:00:00+08:00")
	if n, err := w.s.Sweep(t.Context(), 10); n != 0 || err != nil || w.open(t) != 1 {
		t.Errorf("silence counted on a guess: %d %v", n, err)
	}
	if list, err := w.s.Asked(t.Context(), w.asked, 0); err != nil || len(list) != 1 {
		t.Errorf("it waits no more: %v %v", list, err)
	}
	if _, err := w.s.Give(t.Context(), w.asked, o.ID, opinions.GiveInput{Verdict: models.VerdictNoObjection}); err != nil {
		t.Errorf("an answer is refused: %v", err)
	}
}

func TestAnOpenRequestHoldsEveryDecision(t *testing.T) { // R-PAR-05
	for item, c := range map[string]struct {
		before, verb models.Verb
		in           cases.MoveInput
	}{
		"GJ-01": {before: models.VerbStart, verb: models.VerbFinish}, // the joint review of a design
		"JY-13": {verb: models.VerbDecideInstant, in: cases.MoveInput{Decision: &cases.Decision{Findings: "可", SiteCheckBy: []string{"甲", "乙"}}}},
	} {
		t.Run(item, func(t *testing.T) {
			w := newWorld(t)
			w.c = w.Submit(w.Applicant(), w.Draft(w.Applicant(), item, catalog.Attrs{"case.fire_opening_mode": "COMMITMENT"}))
			w.reviewer = w.Staff(policy.Reviewer, w.c.DeptCode, "承办人老张")
			who := w.reviewer
			if item == "JY-13" {
				who = w.Window()
			}
			o, err := w.s.Ask(t.Context(), w.reviewer, opinions.AskInput{CaseID: w.c.ID, Dept: "CGJ", Question: "有无意见"})
			if err != nil {
				t.Fatal(err)
			}
			if c.before != "" {
				w.Move(who, w.c, c.before, cases.MoveInput{})
			}
			w.Refused(who, w.c, c.verb, c.in, "case.opinions_open")
			if _, err := w.s.Withdraw(t.Context(), w.reviewer, o.ID, opinions.WithdrawInput{Reason: "已有"}); err != nil {
				t.Fatal(err)
			}
			w.Move(who, w.c, c.verb, c.in)
		})
	}
}

func TestAnEndedCaseAsksNobodyAnyMore(t *testing.T) { // R-PAR-05: after T18 nobody is to answer, and no silence counts
	w := newWorld(t)
	rule := opinions.AskInput{SilenceEffect: models.SilenceDeemed, Rule: "示范县征求意见办法第六条"}
	o := w.ask(t, rule)
	w.Move(w.Applicant(), w.c, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	if list, err := w.s.Asked(t.Context(), w.asked, 0); err != nil || len(list) != 0 {
		t.Errorf("still in the list of the asked department: %v %v", list, err)
	}
	of, err := w.s.Of(t.Context(), w.reviewer, w.c.ID)
	if err != nil || len(of) != 1 || of[0].Status != models.OpinionWithdrawn || of[0].WithdrawReason == "" || of[0].Version == o.Version {
		t.Errorf("%+v %v", of, err)
	}
	if got := w.verbs(t); !slices.Equal(got[len(got)-2:], []string{"P04 withdraw_opinion", "T18 withdraw"}) {
		t.Errorf("journal %v", got)
	}
	w.Clock.Set("2026-03-09T09:00:00+08:00")
	if n, err := w.s.Sweep(t.Context(), 10); n != 0 || err != nil {
		t.Errorf("silence counted after the end: %d %v", n, err)
	}
	if got := w.told(t, "opinion.withdrawn"); len(got) != 1 || got[0] != models.DeskKey(casestest.Region, "ZRZY", string(policy.Reviewer)) {
		t.Errorf("told %v", got)
	}

	w.c = w.Submit(w.Applicant(), w.Draft(w.Applicant(), "LX-13", nil))
	w.ask(t, rule) // due on 03-12; the sweep does not run before the end
	w.Clock.Set("2026-03-13T09:00:00+08:00")
	w.Move(w.Applicant(), w.c, models.VerbWithdraw, cases.MoveInput{Reason: "不办了"})
	if of, err = w.s.Of(t.Context(), w.reviewer, w.c.ID); err != nil || of[0].Status != models.OpinionDeemed {
		t.Errorf("it was silent in time: %+v %v", of, err)
	}
	if got := w.verbs(t); !slices.Equal(got[len(got)-2:], []string{"P03 deem_opinion", "T18 withdraw"}) {
		t.Errorf("journal %v", got)
	}
}
