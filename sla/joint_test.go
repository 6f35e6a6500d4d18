package sla

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func child(id string, pauses ...Span) Child {
	return Child{ID: id, Permit: true, Limit: wd(7), StartOn: day("2026-03-02"), AcceptedOn: day("2026-03-02"), Pauses: pauses}
}

func TestTheJointClockStandsStillOnlyWhileEveryUnfinishedChildIsPaused(t *testing.T) {
	cal := calendar.Builtin()
	a, b := child("a", Span{day("2026-03-05"), day("2026-03-18")}), child("b", Span{day("2026-03-10"), day("2026-03-24")})
	j := JointOf(cal, day("2026-03-02"), 0, []Child{a, b})
	if want := []Span{{day("2026-03-10"), day("2026-03-18")}}; !slices.Equal(j.JPauses, want) || j.J.On != day("2026-05-18") {
		t.Errorf("pauses %v, J %s", j.JPauses, j.J.On)
	}
	b.FinishedOn = day("2026-03-12") // withdrawn on that day: unfinished to its end
	j = JointOf(cal, day("2026-03-02"), 0, []Child{a, b})
	if want := []Span{{day("2026-03-10"), day("2026-03-18")}}; !slices.Equal(j.JPauses, want) || j.JStoppedOn != 0 {
		t.Errorf("pauses %v", j.JPauses)
	}
	a.FinishedOn = day("2026-03-27")
	j = JointOf(cal, day("2026-03-02"), 15, []Child{a, b})
	if j.JStoppedOn != day("2026-03-27") || j.J.On != DueOn(cal, day("2026-03-02"), wd(60), j.JPauses).On {
		t.Errorf("stopped %s, J %s", j.JStoppedOn, j.J.On)
	}
}

func TestAChildAcceptedLaterIsNotInTheJointClock(t *testing.T) {
	later := child("b", Span{day("2026-03-05"), day("2026-03-18")})
	later.StartOn, later.AcceptedOn = day("2026-03-04"), day("2026-03-04")
	task := child("c")
	task.Permit = false
	j := JointOf(calendar.Builtin(), day("2026-03-02"), 0, []Child{child("a", Span{day("2026-03-05"), day("2026-03-18")}), later, task})
	if !slices.Equal(j.InJ, []int{0}) || j.J.On != day("2026-05-21") {
		t.Errorf("J counts %v, due %s", j.InJ, j.J.On)
	}
}

func TestASuspendedChildLeavesTheStageWithoutADueDate(t *testing.T) {
	cal := calendar.Builtin()
	j := JointOf(cal, day("2026-03-02"), 0, []Child{child("a"), child("b", Span{From: day("2026-03-05")})})
	if !j.StageDue.Open || j.Critical != 1 || j.J.On != day("2026-05-08") {
		t.Errorf("%+v", j)
	}
	j = JointOf(cal, day("2026-03-02"), 0, []Child{child("b", Span{From: day("2026-03-05")})})
	if !j.J.Open {
		t.Error("its only child suspended, J stands still too")
	}
}

func TestAPendingChildIsForecastFromTheDueDateOfWhatItWaitsFor(t *testing.T) {
	cal := calendar.Builtin()
	first, last := child("规划"), Child{ID: "施工", Permit: true, Limit: wd(3), Hard: "规划"}
	middle := Child{ID: "消防", Permit: true, Limit: wd(5), Hard: "规划"}
	last.Hard = "消防"
	j := JointOf(cal, day("2026-03-02"), 0, []Child{last, middle, first})
	if j.StartOn[0] != day("2026-03-18") || !j.Forecast[0] || j.StageDue.On != day("2026-03-23") || j.Critical != 0 || !slices.Equal(j.InJ, []int{2}) {
		t.Errorf("%+v", j)
	}
	first.FinishedOn = day("2026-03-05")
	j = JointOf(cal, day("2026-03-02"), 0, []Child{last, middle, first})
	if j.StartOn[1] != day("2026-03-05") || j.Forecast[1] || j.ChildDue[1].On != day("2026-03-12") {
		t.Errorf("%+v", j)
	}
	a, b := Child{ID: "a", Hard: "b", Limit: wd(1)}, Child{ID: "b", Hard: "a", Limit: wd(1)}
	if j := JointOf(cal, day("2026-03-02"), 0, []Child{a, b}); j.Critical != -1 || j.StageDue.On != 0 {
		t.Errorf("a circle has no date: %+v", j)
	}
}

func TestTheJointPausesAreThoseOfTheRuleDayByDay(t *testing.T) {
	cal := calendar.Builtin()
	start := day("2026-03-02")
	rapid.Check(t, func(t *rapid.T) {
		children := make([]Child, rapid.IntRange(1, 4).Draw(t, "children"))
		var last models.Date
		unfinished := false
		for i := range children {
			children[i] = child("x", drawSpans(t, start)...)
			if rapid.Bool().Draw(t, "finished") {
				children[i].FinishedOn = start + models.Date(rapid.IntRange(0, 60).Draw(t, "on"))
				last = max(last, children[i].FinishedOn)
			} else {
				unfinished = true
			}
		}
		j := JointOf(cal, start, 0, children)
		for d := start + 1; d < start+140; d++ {
			running := slices.ContainsFunc(children, func(c Child) bool {
				paused := slices.ContainsFunc(c.Pauses, func(s Span) bool { return s.Has(d) })
				return (c.FinishedOn == 0 || d <= c.FinishedOn) && !paused
			})
			want := !running && (unfinished || d <= last)
			if got := slices.ContainsFunc(j.JPauses, func(s Span) bool { return s.Has(d) }); got != want {
				t.Fatalf("%s: still %v, want %v (%+v)", d, got, want, children)
			}
		}
	})
}
