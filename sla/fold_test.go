package sla

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// accepted is a case accepted on the day it came in, 20 wd by law and 7 promised.
func accepted(on string) Facts {
	return Facts{
		Terms:  Terms{Legal: wd(20), Promise: wd(7), StartsOn: models.FromAccepted, Window: wd(5), Lapse: models.LapseDeemed},
		Rounds: []Round{{ReceivedOn: day(on)}}, NoticeOn: day(on),
	}
}

func review(from, to string) Pause {
	return Pause{Reason: models.PauseExpertReview, From: day(from), PlannedEnd: day(to), Basis: "行政许可法 45", By: "张三"}
}

func suspension(from string) Pause {
	return Pause{Reason: models.PauseSuspension, From: day(from)}
}

func TestBeforeAcceptanceOnlyTheWindowRuns(t *testing.T) {
	f := accepted("2026-03-02")
	f.NoticeOn = 0
	p := Fold(calendar.Builtin(), &f, day("2026-03-04"))
	if p.W.State != models.ClockRunning || p.W.Due.On != day("2026-03-09") || p.W.Used != 2 || p.W.Remaining != 3 {
		t.Errorf("W %+v", p.W)
	}
	for _, c := range []Clock{p.L, p.P, p.D, p.G, p.I} {
		if c.State != models.ClockNotStarted || c.Due.On != 0 || c.StartOn != 0 {
			t.Errorf("%s %+v must not have started", c.Kind, c)
		}
	}
}

func TestEachClockStartsAndStopsWithItsOwnEvents(t *testing.T) {
	cal := calendar.Builtin()
	f := accepted("2026-03-02")
	f.Terms.InspectionByAgency = true
	f.GapDue = day("2026-03-10")
	f.GapClosedOn = day("2026-03-06")
	f.InspectorOn = day("2026-03-12")
	f.DecidedOn, f.Granted = day("2026-03-16"), true
	p := Fold(cal, &f, day("2026-04-30"))
	for _, x := range []struct {
		c              *Clock
		start, due, to string
		overdue        bool
		used           int
	}{
		{&p.W, "2026-03-02", "2026-03-09", "2026-03-02", false, 0},
		{&p.L, "2026-03-02", "2026-03-30", "2026-03-16", false, 10},
		{&p.P, "2026-03-02", "2026-03-11", "2026-03-16", true, 10},
		{&p.G, "2026-03-02", "2026-03-10", "2026-03-06", false, 4},
		{&p.I, "2026-03-02", "2026-03-09", "2026-03-12", true, 8},
	} {
		if x.c.StartOn != day(x.start) || x.c.Due.On != day(x.due) || x.c.StoppedOn != day(x.to) ||
			x.c.State != models.ClockStopped || x.c.Overdue != x.overdue || x.c.Used != x.used {
			t.Errorf("%s: %+v, want %+v", x.c.Kind, x.c, x)
		}
		if p.Clock(x.c.Kind) != x.c {
			t.Errorf("Clock(%s) is another", x.c.Kind)
		}
	}
	if p.D.State != models.ClockRunning || p.D.StartOn != day("2026-03-16") || p.D.Due.On != day("2026-03-30") || !p.D.Overdue {
		t.Errorf("D %+v", p.D)
	}
	f.DeliveredOn = day("2026-03-30")
	if p := Fold(cal, &f, day("2026-04-30")); p.D.State != models.ClockStopped || p.D.Overdue {
		t.Errorf("delivered on the last day: %+v", p.D)
	}
	if p.Clock(models.ClockS) != nil {
		t.Error("a case has no one clock S")
	}
}

func TestAWithdrawnCaseStopsEverything(t *testing.T) {
	f := accepted("2026-03-02")
	f.EndedOn = day("2026-03-05")
	p := Fold(calendar.Builtin(), &f, day("2026-06-01"))
	if p.L.State != models.ClockStopped || p.P.State != models.ClockStopped || p.L.Used != 3 || p.P.Overdue || p.D.StartOn != 0 {
		t.Errorf("%+v", p)
	}
	if len(Timers(calendar.Builtin(), &f)) != 0 || p.Lamp(models.PresetA) != models.LampGreen {
		t.Error("an ended case has no timers and no lamp")
	}
}

func TestAnExtensionMovesTheLegalDateAndNotThePromise(t *testing.T) {
	f := accepted("2026-03-02")
	f.Extensions = []Extension{{By: wd(10), ApprovedOn: day("2026-03-30")}}
	p := Fold(calendar.Builtin(), &f, day("2026-03-30"))
	if p.L.Due.On != day("2026-04-14") || p.P.Due.On != day("2026-03-11") || p.L.Length != 30 {
		t.Errorf("L %s, P %s", p.L.Due.On, p.P.Due.On)
	}
	f.Extensions[0].ApprovedOn++ // one day late
	if p := Fold(calendar.Builtin(), &f, day("2026-03-31")); p.L.Due.On != day("2026-03-30") || len(p.LateExtensions) != 1 || !p.L.Overdue {
		t.Errorf("a late extension counted: %s", p.L.Due.On)
	}
}

func TestAnExtensionInAnotherUnitRunsFromTheDueDateBeforeIt(t *testing.T) {
	f := accepted("2026-03-02")
	f.Extensions = []Extension{{By: models.Limit{Value: 10, Unit: models.DayBare}, ApprovedOn: day("2026-03-20")}}
	p := Fold(calendar.Builtin(), &f, day("2026-03-30"))
	if p.L.Due.On != day("2026-04-09") || p.L.Remaining != 7 || p.L.Length != 27 {
		t.Errorf("due %s, remaining %d of %d", p.L.Due.On, p.L.Remaining, p.L.Length)
	}
}

func TestAPauseAfterAnExtensionInTimeIsJudgedByTheExtendedDate(t *testing.T) {
	f := accepted("2026-03-02")
	f.Extensions = []Extension{{By: wd(10), ApprovedOn: day("2026-03-30")}}
	f.Pauses = []Pause{review("2026-04-13", "2026-04-14")}
	p := Fold(calendar.Builtin(), &f, day("2026-04-13"))
	if len(p.RefusedPauses) != 0 || p.L.Due.On != day("2026-04-16") || p.L.State != models.ClockPaused || !p.L.Planned {
		t.Errorf("L %+v", p.L)
	}
}

func TestAPauseBegunOnTheDueDateIsListedAndWantsConfirmation(t *testing.T) {
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-30", "2026-04-03")}
	p := Fold(calendar.Builtin(), &f, day("2026-03-30"))
	if p.L.Due.On != day("2026-04-07") || len(p.LastDayPauses) != 1 || !p.UnconfirmedPause {
		t.Errorf("due %s, %+v", p.L.Due.On, p.LastDayPauses)
	}
	f.Pauses[0].Confirmed = true
	if Fold(calendar.Builtin(), &f, day("2026-03-30")).UnconfirmedPause {
		t.Error("confirmed")
	}
}

func TestASuspendedCaseHasNoDueDateUntilItResumes(t *testing.T) {
	cal := calendar.Builtin()
	f := accepted("2026-03-02")
	f.Pauses = []Pause{suspension("2026-03-09")}
	p := Fold(cal, &f, day("2026-06-01"))
	if p.L.Due.On != 0 || !p.L.Due.Open || p.P.Due.On != 0 || p.L.Remaining != 16 || p.P.Remaining != 3 ||
		p.Lamp(models.PresetA) != models.LampPaused || AlertsOf(cal, &p.L, models.PresetA) != (Alerts{}) {
		t.Errorf("L %+v, P %+v", p.L, p.P)
	}
	if len(Timers(cal, &f)) != 0 {
		t.Error("a suspension has no timer")
	}
	f.Pauses[0].End = day("2026-06-01")
	if p := Fold(cal, &f, day("2026-06-02")); p.P.Due.On != day("2026-06-04") || p.L.Used != 5 {
		t.Errorf("resumed: %+v", p.P)
	}
}

func TestAMissedPromiseStaysMissedInASuspension(t *testing.T) {
	f := accepted("2026-03-02")
	f.Pauses = []Pause{suspension("2026-03-16")}
	p := Fold(calendar.Builtin(), &f, day("2026-05-01"))
	if p.P.Due.On != day("2026-03-11") || !p.P.Overdue || p.L.Overdue || p.Lamp(models.PresetA) != models.LampRed {
		t.Errorf("P %+v", p.P)
	}
}

func TestAPromiseCutToTheLegalDateCountsToThatDate(t *testing.T) {
	f := accepted("2026-09-30")
	f.Terms.Legal, f.Terms.Promise = models.Limit{Value: 7, Unit: models.DayBare}, wd(3)
	p := Fold(calendar.Builtin(), &f, day("2026-09-30"))
	if p.P.Due.On != day("2026-10-08") || p.P.Uncapped != day("2026-10-10") || p.P.Remaining != 1 {
		t.Errorf("P %+v", p.P)
	}
	if p := Fold(calendar.Builtin(), &f, day("2026-10-10")); p.P.Remaining != -2 || !p.P.Overdue {
		t.Errorf("two working days late: %+v", p.P)
	}
}

func TestNoLimitIsNoClock(t *testing.T) {
	f := accepted("2026-03-02")
	f.Terms.Legal, f.Terms.Window = models.Limit{Unit: models.NoUnit}, models.Limit{}
	f.NoticeOn = day("2026-04-01")
	p := Fold(calendar.Builtin(), &f, day("2026-04-02"))
	if p.L.StartOn != 0 || p.W.StartOn != 0 || p.P.Due.On != day("2026-04-13") || p.P.State != models.ClockRunning {
		t.Errorf("W %+v, L %+v, P %+v", p.W, p.L, p.P)
	}
	f.Terms.Promise = models.Limit{Unit: models.NoUnit}
	if p := Fold(calendar.Builtin(), &f, day("2026-04-02")); p.P.StartOn != 0 || p.Promised || p.Lamp(models.PresetA) != models.LampGreen {
		t.Errorf("P %+v", p.P)
	}
}

func TestWithoutAPromiseTheLegalDateColoursTheLamp(t *testing.T) {
	f := accepted("2026-03-02")
	f.Terms.Promise = models.Limit{Unit: models.NoUnit}
	for date, want := range map[string]models.Lamp{"2026-03-24": models.LampGreen, "2026-03-25": models.LampBlue, "2026-03-27": models.LampYellow, "2026-03-31": models.LampRed} {
		p := Fold(calendar.Builtin(), &f, day(date))
		if got := p.Lamp(models.PresetA); got != want {
			t.Errorf("%s: %s, want %s", date, got, want)
		}
	}
}

func TestAMergeKeepsTheEarlierStart(t *testing.T) {
	f := accepted("2026-03-02")
	f.KeptStart = day("2026-02-25")
	if p := Fold(calendar.Builtin(), &f, day("2026-03-02")); p.L.StartOn != day("2026-02-25") || p.AcceptedOn != day("2026-03-02") {
		t.Errorf("L %+v", p.L)
	}
}

func TestAProcedureEndsByItselfAtItsPlannedEndOrItsCap(t *testing.T) {
	cal := calendar.Builtin()
	for name, x := range map[string]struct {
		change  func(*Pause)
		at, due string
		overrun bool
	}{
		"planned end":          {func(*Pause) {}, "2026-03-21T00:00:00+08:00", "2026-04-14", false},
		"a cap of 5 wd":        {func(p *Pause) { p.Cap = wd(5) }, "2026-03-14T00:00:00+08:00", "2026-04-07", true},
		"a cap of 14 days":     {func(p *Pause) { p.Cap = models.Limit{Value: 14, Unit: models.DayBare} }, "2026-03-23T00:00:00+08:00", "2026-04-14", true},
		"a cap that is waived": {func(p *Pause) { p.Cap, p.CapWaived = wd(5), true }, "2026-03-21T00:00:00+08:00", "2026-04-14", false},
	} {
		f := accepted("2026-03-02")
		f.Pauses = []Pause{review("2026-03-09", "2026-03-20")}
		if name == "a cap of 14 days" {
			f.Pauses[0].PlannedEnd = day("2026-04-30")
		}
		x.change(&f.Pauses[0])
		var at models.Instant
		if err := at.UnmarshalJSON([]byte(`"` + x.at + `"`)); err != nil {
			t.Fatal(err)
		}
		if fired, _ := Settle(cal, f, at-1); len(fired) != 0 {
			t.Errorf("%s: fired a millisecond early", name)
		}
		fired, after := Settle(cal, f, at)
		if len(fired) != 1 || fired[0].Kind != TimerT13 || fired[0].FiresAt != at || fired[0].CapOverrun != x.overrun {
			t.Fatalf("%s: %+v", name, fired)
		}
		p := Fold(cal, &after, at.Date())
		if p.L.Due.On != day(x.due) || p.L.Planned || p.L.State != models.ClockRunning {
			t.Errorf("%s: due %s, want %s", name, p.L.Due.On, x.due)
		}
		if f.Pauses[0].End != 0 {
			t.Errorf("%s: settling changed the facts it was given", name)
		}
	}
}

func TestALapsedWindowWithoutDeemingOnlyRunsOver(t *testing.T) {
	cal := calendar.Builtin()
	f := accepted("2026-03-02")
	f.NoticeOn, f.Terms.Lapse = 0, models.LapseAlert
	fired, f := Settle(cal, f, day("2026-06-01").Start())
	p := Fold(cal, &f, day("2026-03-12"))
	if len(fired) != 0 || p.AcceptedOn != 0 || !p.W.Overdue || p.W.OverdueDays != 3 || p.Lamp(models.PresetA) != models.LampRed {
		t.Errorf("fired %v, W %+v", fired, p.W)
	}
}

func TestTimersOfOneInstantFireInTheOrderOfTheRules(t *testing.T) {
	at := day("2026-03-10").Start()
	ts := []Timer{{Kind: TimerN03, FiresAt: at}, {Kind: TimerT08, FiresAt: at}, {Kind: TimerT08, FiresAt: at - 1}, {Kind: TimerN02, FiresAt: at}, {Kind: TimerT13, FiresAt: at}}
	SortTimers(ts)
	var got []TimerKind
	for _, x := range ts {
		got = append(got, x.Kind)
	}
	if want := []TimerKind{TimerT08, TimerT13, TimerT08, TimerN02, TimerN03}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestALicenceExpiresOrIsDeemedRenewed(t *testing.T) {
	cal := calendar.Builtin()
	lead := models.Limit{Value: 60, Unit: models.CalendarDay}
	for name, x := range map[string]struct {
		received string
		open     bool
		want     TimerKind
	}{
		"in time and undecided": {"2026-05-01", true, TimerN02},
		"in time but withdrawn": {"2026-05-01", false, TimerN03},
		"one day late":          {"2026-05-02", true, TimerN03},
	} {
		got, ok := LicenceTimer(cal, day("2026-06-30"), lead, "", day(x.received), x.open)
		if !ok || got.Kind != x.want || got.FiresAt != day("2026-07-01").Start() {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, ok := LicenceTimer(cal, 0, lead, "", 0, false); ok {
		t.Error("a licence without a term never expires")
	}
	if r := RenewalOf(cal, day("2026-06-30"), models.Limit{}, ""); r.LastDay != day("2026-05-31") || r.AlertAt != day("2026-06-15").Start().Add(cardHour) {
		t.Errorf("default lead: %+v", r)
	}
	if d := DraftTimer(day("2026-01-01")); d.FiresAt != day("2026-04-02").Start() {
		t.Errorf("draft: %+v", d)
	}
}

func TestAlertsFollowTheDueDateAndClimb(t *testing.T) {
	cal := calendar.Builtin()
	f := accepted("2026-09-18")
	f.NoticeOn = day("2026-09-18") // P: 7 wd, due Tue 2026-09-29
	p := Fold(cal, &f, day("2026-09-18"))
	nine := func(s string) models.Instant { return day(s).Start().Add(cardHour) }
	want := Alerts{
		DueOn: day("2026-09-29"), WarnAt: day("2026-09-23").Start(), DueAt: day("2026-09-29").Start(), OverdueAt: day("2026-09-30").Start(),
		CardAt: nine("2026-09-30"), Escalate: [4]models.Instant{nine("2026-09-30"), nine("2026-10-08"), nine("2026-10-09"), nine("2026-10-13")},
	}
	if got := AlertsOf(cal, &p.P, models.PresetA); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := AlertsOf(cal, &p.P, models.PresetB); got.WarnAt != day("2026-09-28").Start() {
		t.Errorf("preset B warns on %s", got.WarnAt.Date())
	}
	f.DecidedOn = day("2026-09-24")
	p = Fold(cal, &f, day("2026-09-24"))
	if AlertsOf(cal, &p.P, models.PresetA) != (Alerts{}) {
		t.Error("a stopped clock alerts nobody")
	}
}

// drawFacts draws the life of a case: rounds, pauses, extensions, an end.
func drawFacts(t *rapid.T) Facts {
	start := models.Date(rapid.IntRange(int(day("2016-02-01")), int(day("2027-06-30"))).Draw(t, "start"))
	legal := models.Limit{Value: rapid.IntRange(1, 45).Draw(t, "legal"), Unit: rapid.SampledFrom([]models.Unit{models.WorkingDay, models.CalendarDay, models.DayBare, models.Month}).Draw(t, "unit")}
	promise := models.Limit{Value: rapid.IntRange(1, 20).Draw(t, "promise"), Unit: models.WorkingDay}
	f := Facts{
		Terms: Terms{
			Legal: legal, Promise: promise, Window: wd(5), Lapse: models.LapseDeemed,
			StartsOn: rapid.SampledFrom([]models.StartsOn{models.FromAccepted, models.FromReceived}).Draw(t, "starts"),
		},
		Rounds: []Round{{ReceivedOn: start}},
	}
	if rapid.Bool().Draw(t, "accepted") {
		f.NoticeOn = start + models.Date(rapid.IntRange(0, 4).Draw(t, "notice"))
	}
	for _, s := range drawSpans(t, start) {
		p := Pause{Reason: models.PauseTesting, From: s.From, PlannedEnd: s.To}
		if rapid.Bool().Draw(t, "finished") {
			p.End = s.From + models.Date(rapid.IntRange(0, 30).Draw(t, "end"))
		}
		if rapid.Bool().Draw(t, "capped") {
			p.Cap = wd(rapid.IntRange(1, 10).Draw(t, "cap"))
		}
		f.Pauses = append(f.Pauses, p)
	}
	if rapid.Bool().Draw(t, "extended") {
		f.Extensions = []Extension{{By: models.Limit{Value: rapid.IntRange(1, 15).Draw(t, "by"), Unit: legal.Unit}, ApprovedOn: start + models.Date(rapid.IntRange(0, 60).Draw(t, "on"))}}
	}
	return f
}

func TestTheLedgerOfAnyHistoryAddsUpToTheDueDate(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		_, f = Settle(cal, f, f.Rounds[0].ReceivedOn.Start().Add(30*24*3600e9))
		p := Fold(cal, &f, f.Rounds[0].ReceivedOn+40)
		for _, c := range []*Clock{&p.W, &p.L, &p.P} {
			ledger := c.Ledger(cal, p.AsOf)
			last := ledger[len(ledger)-1]
			if ledger[0].Date != c.StartOn || !ledger[0].Start || last.Date != c.Due.On || len(ledger) != int(c.Due.On-c.StartOn)+1 {
				t.Fatalf("%s from %s to %s: %+v", c.Kind, c.StartOn, c.Due.On, ledger)
			}
			want := c.Length
			if c.Uncapped != c.Due.On {
				want = Counted(cal, c.Limit.Unit, c.StartOn, c.Due.On, c.spans)
			}
			if last.N != want {
				t.Fatalf("%s: the ledger counts %d of %d (%v)", c.Kind, last.N, want, c.Limit)
			}
			for _, d := range ledger {
				if d.Counted && (d.PausedFor != "" || d.Start || d.Rolled) {
					t.Fatalf("%+v", d)
				}
			}
		}
	})
}

func TestFoldingAgainGivesTheSameAndSettlingTwiceFiresNothing(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		start := f.Rounds[0].ReceivedOn
		asof := start + models.Date(rapid.IntRange(0, 150).Draw(t, "asof"))
		_, settled := Settle(cal, f, asof.Start())
		if again, _ := Settle(cal, settled, asof.Start()); len(again) != 0 {
			t.Fatalf("fired again: %v", again)
		}
		a, b := Fold(cal, &settled, asof), Fold(cal, &settled, asof)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\n%+v", a, b)
		}
		if a.Promised && a.P.Due.On != 0 && a.L.Due.On != 0 && a.P.Due.On > a.L.Due.On {
			t.Fatalf("promised %s after legal %s", a.P.Due.On, a.L.Due.On)
		}
	})
}

// A sweep at any hours must leave the same facts, and the same timers in the same order, as one that
// never ran before the last look.
func TestASweepThatIsEarlyLateOrOftenChangesNoDate(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		start := f.Rounds[0].ReceivedOn.Start()
		end := start.Add(200 * 24 * 3600e9)
		once, want := Settle(cal, f, end)
		var often []Timer
		for at := start; at < end; at += models.Instant(rapid.IntRange(1, 40).Draw(t, "days")) * 86_400_000 / 2 {
			var fired []Timer
			fired, f = Settle(cal, f, at)
			often = append(often, fired...)
		}
		fired, f := Settle(cal, f, end)
		often = append(often, fired...)
		if !reflect.DeepEqual(f, want) || !slices.Equal(once, often) {
			t.Fatalf("once %+v %v\noften %+v %v", want, once, f, often)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	cal := calendar.Builtin()
	f := accepted("2026-03-02")
	f.Pauses = []Pause{review("2026-03-09", "2026-03-20")}
	b.ReportAllocs()
	for b.Loop() {
		Fold(cal, &f, day("2026-03-25"))
	}
}

func TestTheLedgerSaysWhyADayDoesNotCount(t *testing.T) {
	f := accepted("2026-09-18")
	f.Pauses = []Pause{review("2026-09-22", "2026-09-23")}
	p := Fold(calendar.Builtin(), &f, day("2026-09-22"))
	got := map[string]LedgerDay{}
	for _, d := range p.P.Ledger(calendar.Builtin(), 0) {
		got[d.Date.String()] = d
	}
	for date, want := range map[string]LedgerDay{
		"2026-09-18": {Kind: calendar.Weekday, Start: true},
		"2026-09-19": {Kind: calendar.Weekend},
		"2026-09-20": {Kind: calendar.Makeup, Name: "国庆节", Source: "国办发明电〔2025〕7号", Counted: true, N: 1},
		"2026-09-22": {Kind: calendar.Weekday, N: 2, PausedFor: models.PauseExpertReview, PausedBy: "张三", Basis: "行政许可法 45"},
		"2026-09-25": {Kind: calendar.Holiday, Name: "中秋节", Source: "国办发明电〔2025〕7号", N: 3},
	} {
		want.Date = day(date)
		if got[date] != want {
			t.Errorf("got %+v, want %+v", got[date], want)
		}
	}
}

func TestAnImmediatePromiseHasNoBlueAndNoYellow(t *testing.T) {
	f := accepted("2026-10-03")
	f.Terms.Legal, f.Terms.Promise = wd(5), models.Limit{Unit: models.Immediate}
	for date, want := range map[string]models.Lamp{"2026-10-03": models.LampGreen, "2026-10-08": models.LampGreen, "2026-10-09": models.LampRed} {
		p := Fold(calendar.Builtin(), &f, day(date))
		if got := p.Lamp(models.PresetA); got != want || p.P.Due.On != day("2026-10-08") {
			t.Errorf("%s: %s, want %s (%+v)", date, got, want, p.P)
		}
	}
	p := Fold(calendar.Builtin(), &f, day("2026-10-10"))
	if p.P.Remaining != -2 || AlertsOf(calendar.Builtin(), &p.P, models.PresetA).WarnAt != 0 {
		t.Errorf("P %+v", p.P)
	}
}

func TestAWarningComesOnTheFirstDayThatIsNotGreen(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		f.NoticeOn = f.Rounds[0].ReceivedOn
		for i := range f.Pauses { // a paused lamp is grey
			f.Pauses[i].End = f.Pauses[i].From - 1
		}
		preset := rapid.SampledFrom([]models.LampPreset{models.PresetA, models.PresetB}).Draw(t, "preset")
		p := Fold(cal, &f, f.NoticeOn)
		warn := AlertsOf(cal, &p.P, preset).WarnAt.Date()
		first := f.NoticeOn
		for {
			on := Fold(cal, &f, first)
			if on.Lamp(preset) != models.LampGreen {
				break
			}
			first++
		}
		atLeastOnTheLastDay := warn == p.P.Due.On && first == p.P.Due.On+1
		if warn != first && !atLeastOnTheLastDay {
			t.Fatalf("warns on %s, the lamp turns on %s (P %+v)", warn, first, p.P)
		}
	})
}
