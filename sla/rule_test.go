package sla

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func TestAPauseFromThePromisesLastDayMovesThePromise(t *testing.T) { // R-CLK-19 d
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-11", "2026-03-20")}
	if p := Fold(calendar.Builtin(), &f, day("2026-03-16")); p.P.Due.On != day("2026-03-23") || p.P.Overdue {
		t.Errorf("on its last day: %s", p.P.Due.On)
	}
	f.Pauses = []Pause{review("2026-03-12", "2026-03-20")}
	if p := Fold(calendar.Builtin(), &f, day("2026-03-16")); p.P.Due.On != day("2026-03-11") || !p.P.Overdue {
		t.Errorf("a day after: %s", p.P.Due.On)
	}
}

func TestOnlyASpecialProcedureMakesADateAPlannedOne(t *testing.T) { // R-CLK-19 e, f
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-04", "2026-03-06")}
	if p := Fold(calendar.Builtin(), &f, day("2026-03-05")); !p.L.Planned || !p.P.Planned {
		t.Error("the date rests on a planned end and does not say so")
	}
	f.Pauses = []Pause{suspension("2026-03-04")}
	if p := Fold(calendar.Builtin(), &f, day("2026-03-05")); p.L.Planned || p.P.Planned || !p.L.Due.Open {
		t.Error("a suspension has no planned end")
	}
}

func TestTheClockOfTheHearingIsThatOfTheLastRequest(t *testing.T) { // clock H
	f := accepted("2026-03-02")
	first := Pause{Reason: models.PauseHearing, From: day("2026-03-20"), PlannedEnd: day("2026-03-20"), RequestedOn: day("2026-03-06")}
	second := Pause{Reason: models.PauseHearing, From: day("2026-03-18"), PlannedEnd: day("2026-03-18"), RequestedOn: day("2026-03-04")}
	f.Pauses = []Pause{first, second}
	if p := Fold(calendar.Builtin(), &f, day("2026-03-10")); p.H.StartOn != day("2026-03-06") {
		t.Errorf("H from %s", p.H.StartOn)
	}
}

func TestAGrantAndARefusalAreDeliveredWithinTheirOwnLimits(t *testing.T) { // clock D
	f := accepted("2026-03-02")
	f.Terms.DeliverGrant, f.Terms.DeliverRefusal = wd(5), wd(3)
	f.DecidedOn = day("2026-03-09")
	for granted, want := range map[bool]string{true: "2026-03-16", false: "2026-03-12"} {
		f.Granted = granted
		if p := Fold(calendar.Builtin(), &f, day("2026-03-10")); p.D.Due.On != day(want) {
			t.Errorf("granted %t: %s, want %s", granted, p.D.Due.On, want)
		}
	}
}

func TestTheStartDayIsInNoPause(t *testing.T) { // R-CLK-19 b
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-02", "2026-03-04")}
	p := Fold(calendar.Builtin(), &f, day("2026-03-02"))
	if p.L.State != models.ClockRunning || p.L.PausedOn(day("2026-03-02")) != nil || p.L.PausedOn(day("2026-03-03")) == nil {
		t.Errorf("on the start day L is %s", p.L.State)
	}
	if got := StateOn(day("2026-03-02"), []Span{{From: day("2026-03-02"), To: day("2026-03-04")}}, day("2026-03-02")); got != models.ClockRunning {
		t.Errorf("state %s", got)
	}
}

func TestACapEndsAPauseOfAnyUnit(t *testing.T) { // R-CLK-08
	cal := calendar.Builtin()
	for _, x := range []struct {
		limit models.Limit
		plan  string
		want  string
	}{
		{wd(10), "", "2026-03-20"},
		{wd(10), "2026-04-30", "2026-03-20"},
		{wd(10), "2026-03-13", "2026-03-13"},
		{models.Limit{Value: 10, Unit: models.CalendarDay}, "2026-04-30", "2026-03-18"},
		{models.Limit{Value: 1, Unit: models.Month}, "2026-04-30", "2026-04-08"},
		{models.Limit{Value: 10, Unit: models.DayBare}, "2026-04-30", "2026-03-18"},
	} {
		p := Pause{Reason: models.PauseExpertReview, From: day("2026-03-09"), Cap: x.limit}
		if x.plan != "" {
			p.PlannedEnd = day(x.plan)
		}
		if got := p.LastDay(cal, ""); got != day(x.want) {
			t.Errorf("%+v planned %q: %s, want %s", x.limit, x.plan, got, x.want)
		}
	}
}

func TestAPauseBegunOnTheLastDayCountsBeforeAnExtensionOfThatDay(t *testing.T) { // R-CLK-19 c, h
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-30", "2026-04-03")}
	f.Extensions = []Extension{{By: wd(10), ApprovedOn: day("2026-03-30")}}
	p := Fold(calendar.Builtin(), &f, day("2026-03-30"))
	if len(p.LastDayPauses) != 1 || len(p.LateExtensions) != 0 || p.L.Due.On != day("2026-04-21") {
		t.Errorf("%d pauses of the last day, due %s", len(p.LastDayPauses), p.L.Due.On)
	}
}

func TestAnExtensionInAnotherUnitStandsStillInAPause(t *testing.T) { // R-CLK-19 h
	f := accepted("2026-03-02")
	f.Extensions = []Extension{{By: models.Limit{Value: 10, Unit: models.CalendarDay}, ApprovedOn: day("2026-03-20")}}
	f.Pauses = []Pause{review("2026-04-01", "2026-04-03")}
	if p := Fold(calendar.Builtin(), &f, day("2026-03-30")); p.L.Due.On != day("2026-04-13") {
		t.Errorf("due %s", p.L.Due.On) // 9 April, and three days more, is a Sunday
	}
}

func TestAFileHandedInAgainRunsFromItsLastReceipt(t *testing.T) { // R-CLK-16
	f := accepted("2026-03-02")
	f.Terms.StartsOn = models.FromReceived
	f.Rounds = []Round{{ReceivedOn: day("2026-03-02"), CorrectionOn: day("2026-03-04")}, {ReceivedOn: day("2026-03-12")}}
	f.NoticeOn = day("2026-03-16")
	if p := Fold(calendar.Builtin(), &f, day("2026-03-16")); p.L.StartOn != day("2026-03-12") || p.P.StartOn != day("2026-03-12") {
		t.Errorf("L from %s, P from %s", p.L.StartOn, p.P.StartOn)
	}
}

func TestAPromiseMissedBeforeAProcedureIsRedAndOneNotMissedIsGrey(t *testing.T) { // R-CARD-02, G12, G13
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-16", "2026-03-20")}
	for preset, want := range map[models.LampPreset]models.Lamp{models.PresetA: models.LampRed, models.PresetB: models.LampYellow} {
		if p := Fold(calendar.Builtin(), &f, day("2026-03-17")); p.Lamp(preset) != want {
			t.Errorf("%s: %s", preset, p.Lamp(preset))
		}
	}
}

func TestAShortPromiseWarnsAtAQuarterOfItsLength(t *testing.T) { // R-CARD-02, -03
	three := LampInput{Remaining: 1, Length: 3}
	if got := LampRules[models.PresetA].Lamp(three); got != models.LampBlue {
		t.Errorf("A with one of three days left: %s", got)
	}
	if got := LampRules[models.PresetB].Lamp(three); got != models.LampGreen {
		t.Errorf("B with one of three days left: %s", got)
	}
	four := LampInput{Remaining: 1, Length: 4}
	if a, b := LampRules[models.PresetA].Lamp(four), LampRules[models.PresetB].Lamp(four); a != models.LampYellow || b != models.LampBlue {
		t.Errorf("with one of four days left: A %s, B %s", a, b)
	}
}

func TestASetsStageRunsFromItsFirstStartWhileAPartIsUnfinished(t *testing.T) { // R-PAR-02
	cal := calendar.Builtin()
	parts := []Child{
		{ID: "1", Permit: true, Limit: wd(10), StartOn: day("2026-03-04"), AcceptedOn: day("2026-03-04"), FinishedOn: day("2026-03-06")},
		{ID: "2", Permit: true, Limit: wd(10), StartOn: day("2026-03-02"), AcceptedOn: day("2026-03-02")},
		{ID: "3", Permit: true, Limit: wd(10), Hard: "2"},
	}
	j := JointOf(cal, day("2026-03-02"), 0, parts)
	if c := j.Stage(cal, parts); c.StartOn != day("2026-03-02") || c.Due.On != j.StageDue.On {
		t.Errorf("from %s to %s, the stage ends %s", c.StartOn, c.Due.On, j.StageDue.On)
	}
	parts[1].FinishedOn = day("2026-03-09")
	if c := j.Stage(cal, parts); c.StartOn != 0 {
		t.Error("nothing runs and it has a date to meet")
	}
}

func TestAPartThatHasBegunKeepsItsOwnStart(t *testing.T) { // R-PAR-02
	parts := []Child{
		{ID: "1", Permit: true, Limit: wd(10), StartOn: day("2026-03-02"), AcceptedOn: day("2026-03-02"), FinishedOn: day("2026-03-06")},
		{ID: "2", Permit: true, Limit: wd(5), StartOn: day("2026-03-10"), AcceptedOn: day("2026-03-10"), Hard: "1"},
	}
	j := JointOf(calendar.Builtin(), day("2026-03-02"), 0, parts)
	if j.StartOn[1] != day("2026-03-10") || j.ChildDue[1].On != day("2026-03-17") {
		t.Errorf("from %s to %s", j.StartOn[1], j.ChildDue[1].On)
	}
}

func TestAProvisionalDateStaysOneThroughAnExtensionInAnotherUnit(t *testing.T) { // R-CAL-06
	f := accepted("2015-12-21") // the days before 2016 are not loaded
	f.Extensions = []Extension{{By: models.Limit{Value: 3, Unit: models.CalendarDay}, ApprovedOn: day("2016-01-10")}}
	if p := Fold(calendar.Builtin(), &f, day("2016-01-10")); !p.L.Due.Provisional || p.L.Due.NeedsYear != 2015 {
		t.Errorf("%+v", p.L.Due)
	}
}
