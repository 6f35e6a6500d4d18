package cases_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/county"
)

// preset puts another preset of lamps in force.
func (p *play) preset(x models.LampPreset) *play {
	p.t.Helper()
	s := p.County.Now().Settings
	s.LampPreset = x
	if err := county.Put(p.t.Context(), p.Store, s, 0); err != nil {
		p.t.Fatal(err)
	}
	if err := p.County.Reload(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	p.recompute()
	return p
}

// lamp gives the lamp on the page; the list, its filters, the board and the clocks must agree.
func (p *play) lamp() models.Lamp {
	p.t.Helper()
	d, err := p.Cases.Detail(p.t.Context(), p.reviewer, p.c.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	list, err := p.Cases.List(p.t.Context(), p.reviewer, store.CaseFilter{Limit: 10})
	if err != nil || len(list.Rows) != 1 || list.Rows[0].Lamp != d.Lamp {
		p.t.Errorf("page %s, list %+v, %v", d.Lamp, list.Rows, err)
	}
	for _, l := range []models.Lamp{models.LampGreen, models.LampBlue, models.LampYellow, models.LampRed, models.LampPaused} {
		found, err := p.Cases.List(p.t.Context(), p.reviewer, store.CaseFilter{Limit: 10, Lamp: l})
		if err != nil || (len(found.Rows) == 1) != (l == d.Lamp) {
			p.t.Errorf("page %s, filter %s finds %d, %v", d.Lamp, l, len(found.Rows), err)
		}
	}
	stock, err := p.Store.LampStock(p.t.Context(), casestest.Region, d.Today)
	is := func(l ...models.Lamp) (n int64) {
		if slices.Contains(l, d.Lamp) {
			n = 1
		}
		return n
	}
	want := store.Lamps{Red: is(models.LampRed), Yellow: is(models.LampYellow), Blue: is(models.LampBlue)}
	if d.Case.Paused {
		want.LatePaused = is(models.LampRed, models.LampYellow)
	}
	if err != nil || stock != want {
		p.t.Errorf("page %s, the board counts %+v, %v", d.Lamp, stock, err)
	}
	if want := lampOf(d, p.County.Now().Settings.LampPreset); want != d.Lamp {
		p.t.Errorf("on %s stored %s, by its clocks %s", d.Today, d.Lamp, want)
	}
	return d.Lamp
}

// lampOf works the lamp out from the clocks of a page (R-CARD-02, 03).
func lampOf(d *cases.Detail, preset models.LampPreset) models.Lamp {
	k := map[models.ClockKind]cases.ClockView{}
	for _, c := range d.Clocks {
		if c.State == models.ClockRunning || c.State == models.ClockPaused {
			k[c.Kind] = c
		}
	}
	for _, pair := range [][2]models.ClockKind{{models.ClockP, models.ClockL}, {models.ClockD, models.ClockD}, {models.ClockW, models.ClockW}} {
		promise, ok := k[pair[0]]
		if !ok {
			continue
		}
		legal := k[pair[1]]
		return sla.LampRules[preset].Lamp(sla.LampInput{
			Remaining: promise.Remaining, Length: promise.Limit.Value, PastPromise: promise.Overdue, PastLegal: legal.Overdue,
			Paused: promise.State == models.ClockPaused || legal.State == models.ClockPaused,
		})
	}
	return models.LampGreen
}

func TestAMissedPromiseKeepsItsColourInAProcedure(t *testing.T) { // R-CARD-02, G12, G13
	for preset, want := range map[models.LampPreset]models.Lamp{models.PresetA: models.LampRed, models.PresetB: models.LampYellow} {
		p := begin(t, "LX-13", monday).preset(preset).accepted()
		p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
		promise := p.c.PromisedDue
		testing := func(from, to string) {
			p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "检测", Pause: &cases.PauseInput{
				Reason: models.PauseTesting, From: date(from), PlannedEnd: date(to),
			}})
		}
		p.at("2026-03-09T10:00:00+08:00")
		testing("2026-03-09", "2026-03-10")
		if got := p.lamp(); got != models.LampPaused {
			t.Errorf("%s: %s in a procedure in time", preset, got)
		}
		p.at("2026-03-11T10:00:00+08:00").sweep()
		if p.c.PromisedDue != promise+2 {
			t.Fatalf("promise %s, was %s", p.c.PromisedDue, promise)
		}
		for d := date("2026-03-11"); d <= p.c.PromisedDue; d++ {
			p.at(d.String() + "T10:00:00+08:00").lamp()
		}
		p.at((p.c.PromisedDue + 1).String() + "T10:00:00+08:00")
		if got := p.lamp(); got != want {
			t.Errorf("%s: %s on the day after the promise", preset, got)
		}
		testing((p.c.PromisedDue + 1).String(), (p.c.PromisedDue + 6).String())
		if got := p.lamp(); got != want {
			t.Errorf("%s: %s in a procedure begun after the promise was missed", preset, got)
		}
		p.checkRow()
	}
}

func TestTheLampIsThatOfTheClocksOnEveryDay(t *testing.T) {
	for _, preset := range []models.LampPreset{models.PresetA, models.PresetB} {
		for _, item := range []string{"GJ-04", "LX-13"} {
			p := begin(t, item, monday).preset(preset)
			for d := date("2026-03-02"); d <= date("2026-06-05"); d++ {
				p.at(d.String() + "T09:30:00+08:00").lamp()
				switch d.String() {
				case "2026-03-04":
					p.accepted()
				case "2026-03-05":
					p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
					p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "检测", Pause: &cases.PauseInput{
						Reason: models.PauseTesting, From: d, PlannedEnd: date("2026-03-08"),
					}})
				case "2026-06-02":
					p.review().grant()
				}
			}
		}
	}
}

func TestUntilTheFirstDayOfAProcedureTheClockRuns(t *testing.T) { // R-CLK-19 a, T12: told on or before it
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "检测", Pause: &cases.PauseInput{
		Reason: models.PauseTesting, From: date("2026-03-20"), PlannedEnd: date("2026-03-27"),
	}})
	want := map[string]models.Lamp{"2026-03-02": models.LampGreen, "2026-03-17": models.LampGreen, "2026-03-18": models.LampBlue, "2026-03-19": models.LampBlue, "2026-03-20": models.LampPaused, "2026-03-27": models.LampPaused, "2026-03-30": models.LampYellow}
	for d := date("2026-03-02"); d <= date("2026-03-31"); d++ {
		p.at(d.String() + "T09:30:00+08:00").sweep()
		got := p.lamp()
		if w, ok := want[d.String()]; ok && got != w {
			t.Errorf("%s: %s, want %s", d, got, w)
		}
		p.checkRow()
	}
}
