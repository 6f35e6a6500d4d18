package cases_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (p *play) alerts() []string {
	p.t.Helper()
	list, err := p.Store.AlertsOf(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, a := range list {
		mark := ""
		if a.SupersededAt != 0 {
			mark = " superseded"
		}
		out = append(out, fmt.Sprintf("%s %s %s%s", a.Clock, a.Kind, a.DueAt.Date(), mark))
	}
	slices.Sort(out)
	return out
}

func TestAnAlertIsToldOnceAndAfterADayOfDowntimeNoneIsMissing(t *testing.T) {
	p := begin(t, "GJ-04", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	due := p.c.PromisedDue
	for d := date("2026-03-03"); d <= due+8; d++ {
		p.Clock.Set(d.String() + "T12:00:00+08:00")
		p.sweep()
	}
	daily := p.alerts()
	p.sweep()
	if again := p.alerts(); !slices.Equal(again, daily) {
		t.Errorf("told twice: %v", again)
	}
	for _, kind := range []string{"WARN", "DUE", "OVERDUE", "ESCALATE_0", "ESCALATE_1"} {
		if want := "P " + kind + " " + due.String(); !slices.Contains(daily, want) {
			t.Errorf("%s is missing from %v", want, daily)
		}
	}
	q := begin(t, "GJ-04", monday).accepted() // nobody swept in all that time
	q.do(q.reviewer, models.VerbAssign, cases.MoveInput{})
	q.Clock.Set((due + 8).String() + "T12:00:00+08:00")
	q.sweep()
	if got := q.alerts(); !slices.Equal(got, daily) {
		t.Errorf("after the downtime %v, day by day %v", got, daily)
	}
	if c := q.cards()["PROMISE_OVERDUE"]; c.Colour != models.CardYellow || len(q.cards()) != len(p.cards()) {
		t.Errorf("cards %v and %v", q.cards(), p.cards())
	}
}

func TestAMovedDueDateSupersedesItsAlerts(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.at("2026-03-20T10:00:00+08:00").sweep()
	before := p.alerts()
	if !slices.Contains(before, "P WARN 2026-03-23") {
		t.Fatal(before)
	}
	p.do(p.reviewer, models.VerbSuspend, cases.MoveInput{Reason: "诉讼"})
	if !slices.Contains(p.alerts(), "P WARN 2026-03-23 superseded") {
		t.Errorf("a suspended clock keeps its alerts: %v", p.alerts())
	}
	p.at("2026-03-25T10:00:00+08:00").do(p.reviewer, models.VerbResume, cases.MoveInput{Reason: "撤诉"})
	p.at("2026-03-26T10:00:00+08:00").sweep()
	if got := p.alerts(); !slices.Contains(got, "P WARN "+p.c.PromisedDue.String()) {
		t.Errorf("the new date %s is not told: %v", p.c.PromisedDue, got)
	}
}

func TestTwoSweepersAtOnceTellAndFireOnce(t *testing.T) {
	p := begin(t, "LX-13", monday)
	more := p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
	p.at("2026-03-30T10:00:00+08:00")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := p.Cases.Sweep(t.Context(), 100); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	p.sweep()
	for _, c := range []*models.Case{p.c, more} {
		p.c = p.Reload(c)
		n := 0
		for _, code := range p.codes() {
			if code == "T08" {
				n++
			}
		}
		if n != 1 || p.c.Status != models.Accepted {
			t.Errorf("case %d: %d deemed acceptances, %s", c.ID, n, p.c.Status)
		}
		list := p.alerts()
		if u := slices.Compact(slices.Clone(list)); len(u) != len(list) {
			t.Errorf("told twice: %v", list)
		}
		p.checkRow()
	}
}

func TestASweepWithNothingDueDoesNothing(t *testing.T) {
	p := begin(t, "LX-13", monday)
	version := p.c.Version
	n, err := p.Cases.Sweep(t.Context(), 100)
	if err != nil || n != 0 {
		t.Errorf("did %d, %v", n, err)
	}
	if got := p.Reload(p.c); got.Version != version || got.NextAlertAt == 0 || got.NextTimerAt == 0 {
		t.Errorf("version %d, next alert %d, next timer %d", got.Version, got.NextAlertAt, got.NextTimerAt)
	}
}

// TestWhatASweepWouldHaveToldIsToldBeforeTheMoveThatComesFirst: the due date passes while no sweeper
// runs, and the next thing that happens is the decision (R-EVT-02: overdue marks fire before the move).
func TestWhatASweepWouldHaveToldIsToldBeforeTheMoveThatComesFirst(t *testing.T) {
	told := map[bool][]string{}
	for _, swept := range []bool{true, false} {
		p := begin(t, "GJ-04", monday) // deemed accepted in between
		for d := date("2026-03-03"); d <= date("2026-04-20"); d++ {
			p.Clock.Set(d.String() + "T12:00:00+08:00")
			if swept {
				p.sweep()
			}
		}
		p.do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "等不及了"})
		p.sweep()
		told[swept] = p.alerts()
		p.checkRow()
		facts, err := p.Store.OutboxAfter(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range facts {
			if f.Kind == "alert.OVERDUE" {
				n++
			}
		}
		if n == 0 {
			t.Errorf("swept %t: nobody is told that it is overdue", swept)
		}
	}
	if !slices.Equal(told[true], told[false]) {
		t.Errorf("day by day %v\nat once %v", told[true], told[false])
	}
	if !slices.Contains(told[false], "W WARN 2026-03-09") || !slices.Contains(told[false], "L ESCALATE_0 2026-03-30") {
		t.Errorf("missing: %v", told[false])
	}
}
