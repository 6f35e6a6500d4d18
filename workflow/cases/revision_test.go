package cases_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
	"onestop.internal/workflow/cases"
)

// dayOff puts a local day off in force.
func (p *play) dayOff(on string) {
	p.t.Helper()
	p.localDay(calendar.LocalDay{Date: date(on), Off: true, DocNo: "示政发〔2026〕9号", Name: "暴雪停办"})
}

// workDay puts an extra working day in force.
func (p *play) workDay(on string) {
	p.t.Helper()
	p.localDay(calendar.LocalDay{Date: date(on), DocNo: "示政发〔2026〕10号", Name: "加班"})
}

func (p *play) localDay(d calendar.LocalDay) {
	p.t.Helper()
	m, admin := admins(p.World)
	e, err := m.DraftLocal(p.t.Context(), admin, d)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := m.Apply(p.t.Context(), admin, e.ID); err != nil {
		p.t.Fatal(err)
	}
}

func (p *play) recompute() {
	p.t.Helper()
	for {
		_, done, err := p.Cases.Recompute(p.t.Context(), "a", 100)
		if err != nil {
			p.t.Fatal(err)
		}
		if done {
			break
		}
	}
	p.c = p.Reload(p.c)
}

// moves gives what the last journaled change of the calendar moved.
func (p *play) moves() []string {
	p.t.Helper()
	var x cases.Payload
	if err := p.last("V33").Payload.Into(&x); err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, m := range x.Moved {
		out = append(out, fmt.Sprintf("%s %s>%s", m.Clock, m.Old, m.New))
	}
	return out
}

func TestEveryClockThatARevisionMovesIsJournaledWithBothDates(t *testing.T) { // R-CAL-06
	p := begin(t, "LX-13", monday).accepted()
	p.dayOff("2026-03-05")
	p.recompute()
	if got := p.moves(); !slices.Equal(got, []string{"L 2026-05-08>2026-05-09", "P 2026-03-23>2026-03-24"}) {
		t.Errorf("moved %v", got)
	}
	q := begin(t, "LX-13", monday).accepted().review().grant()
	q.dayOff("2026-03-06")
	due := q.c.DeliverDue
	q.recompute()
	if want := []string{fmt.Sprintf("D %s>%s", due, q.c.DeliverDue)}; due == q.c.DeliverDue || !slices.Equal(q.moves(), want) {
		t.Errorf("delivery moved %v, want %v", q.moves(), want)
	}
	q.checkRow()
}

func TestARevisionMovesTheDueTimeOfOpenSteps(t *testing.T) { // clock S
	p := begin(t, "LX-13", monday).accepted()
	var old models.Step
	for _, s := range p.steps() {
		if s.IsOpen() && s.DueAt != 0 {
			old = s
		}
	}
	if old.ID == 0 {
		t.Fatal("no open step has a limit")
	}
	p.dayOff(old.DueAt.Date().String())
	p.recompute()
	for _, s := range p.steps() {
		if s.ID == old.ID && s.DueAt.Date() <= old.DueAt.Date() {
			t.Errorf("step %s is still due at %s", s.Code, s.DueAt.Time())
		}
	}
}

func (p *play) steps() []models.Step {
	p.t.Helper()
	steps, err := p.Store.Steps(p.t.Context(), p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return steps
}

func TestARevisionMovesTheCapOfASetAndJournalsItOnce(t *testing.T) {
	p := begin(t, "JY-07", monday)
	set := p.c
	for _, item := range []string{"JY-02", "JY-04"} {
		p.c = p.part2(set, item)
		p.HandInAll(p.c.ID)
		p.do(p.window, models.VerbAccept, cases.MoveInput{})
	}
	p.c = p.Reload(set)
	wantDates(t, "J", p.clock(set.ID, models.ClockJ).DueOn, "2026-05-08")
	m, admin := admins(p.World)
	e, err := m.DraftLocal(t.Context(), admin, calendar.LocalDay{Date: date("2026-04-28"), Off: true, DocNo: "示政发〔2026〕9号", Name: "放假"})
	if err != nil {
		t.Fatal(err)
	}
	cal, err := m.Proposed(t.Context(), admin, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	moved, err := p.Cases.PreviewCalendar(t.Context(), admin, cal)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(moved, func(d cases.MovedDue) bool {
		return d.CaseID == set.ID && d.Clock == models.ClockJ && d.Old == date("2026-05-08") && d.New == date("2026-05-09")
	}) {
		t.Errorf("the cap is not in the preview %+v", moved)
	}
	if _, err := m.Apply(t.Context(), admin, e.ID); err != nil {
		t.Fatal(err)
	}
	p.recompute()
	wantDates(t, "J", p.clock(set.ID, models.ClockJ).DueOn, "2026-05-09", p.c.LegalDue, "2026-05-09")
	if got := p.moves(); !slices.Equal(got, []string{"J 2026-05-08>2026-05-09"}) {
		t.Errorf("moved %v", got)
	}
	p.dayOff("2026-07-01") // far behind every date: nothing moves, nothing is journaled
	before := p.c.Seq
	p.recompute()
	if p.c.Seq != before || strings.Count(fmt.Sprint(p.codes()), "V33") != 1 {
		t.Errorf("journal %v", p.codes())
	}
}
