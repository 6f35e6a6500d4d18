package sla

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

var units = []models.Unit{models.WorkingDay, models.CalendarDay, models.Month, models.DayBare, models.Year}

func drawLimit(t *rapid.T) models.Limit {
	return models.Limit{Value: rapid.IntRange(1, 60).Draw(t, "n"), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
}

func drawStart(t *rapid.T) models.Date {
	return models.Date(rapid.IntRange(int(day("2016-01-01")), int(day("2028-12-31"))).Draw(t, "start"))
}

func drawSpans(t *rapid.T, start models.Date) []Span {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
		from := start + models.Date(rapid.IntRange(-10, 90).Draw(t, "from"))
		return Span{from, from + models.Date(rapid.IntRange(0, 25).Draw(t, "days"))}
	}), 0, 5).Draw(t, "pauses")
}

// slowDue is the rules as they are written, day by day, with the union as a set of days.
func slowDue(cal *calendar.Calendar, start models.Date, l models.Limit, pauses []Span) (raw, on models.Date) {
	taken, _ := Sift(cal, start, l, pauses)
	paused := func(d models.Date) bool {
		return d > start && slices.ContainsFunc(taken, func(s Span) bool { return s.Has(d) })
	}
	switch l.Unit {
	case models.WorkingDay:
		for d, n := start, 0; ; {
			d++
			if cal.Working(d) && !paused(d) {
				n++
			}
			if n == l.Value {
				return d, d
			}
		}
	case models.CalendarDay, models.DayBare:
		raw = start
		for n := 0; n < l.Value; {
			raw++
			if !paused(raw) {
				n++
			}
		}
	default:
		months := l.Value
		if l.Unit == models.Year {
			months *= 12
		}
		raw = AddMonths(start, months)
		for d := start + 1; d < start+400; d++ {
			if paused(d) {
				raw++
			}
		}
	}
	for on = raw; !cal.Working(on); on++ {
	}
	return raw, on
}

func TestDueOnIsWhatTheRulesGiveDayByDay(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start, l := drawStart(t), drawLimit(t)
		pauses := drawSpans(t, start)
		due := DueOn(cal, start, l, pauses)
		raw, on := slowDue(cal, start, l, pauses)
		if due.Raw != raw || due.On != on {
			t.Fatalf("%s +%v %v: got %s (raw %s), want %s (raw %s)", start, l, pauses, due.On, due.Raw, on, raw)
		}
	})
}

func TestAPauseNeverBringsTheDueDayNearer(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start, l := drawStart(t), drawLimit(t)
		pauses := drawSpans(t, start)
		for i := range pauses {
			with, without := DueOn(cal, start, l, pauses[:i+1]), DueOn(cal, start, l, pauses[:i])
			if with.On < without.On || with.Raw < without.Raw {
				t.Fatalf("%s +%v %v: %v, before the last pause %v", start, l, pauses[:i+1], with, without)
			}
		}
	})
}

func TestSplittingOrDoublingAPauseChangesNothing(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start, l := drawStart(t), drawLimit(t)
		pauses := drawSpans(t, start)
		var pieces []Span
		for _, p := range pauses {
			cut := p.From + models.Date(rapid.IntRange(0, int(p.To-p.From)).Draw(t, "cut"))
			pieces = append(pieces, Span{cut + 1, p.To}, p, Span{p.From, cut})
		}
		if a, b := DueOn(cal, start, l, pauses), DueOn(cal, start, l, pieces); a != b {
			t.Fatalf("%s +%v %v: %v, in pieces %v", start, l, pauses, a, b)
		}
	})
}

func TestALongerLimitIsNeverDueEarlier(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start, l := drawStart(t), drawLimit(t)
		pauses := drawSpans(t, start)
		longer := l
		longer.Value += rapid.IntRange(1, 20).Draw(t, "extension")
		if a, b := DueOn(cal, start, l, pauses), DueOn(cal, start, longer, pauses); b.On < a.On {
			t.Fatalf("%s: +%v %v, +%v %v", start, l, a, longer, b)
		}
	})
}

func TestUsedAndRemainingMeetAtTheLimit(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		start := drawStart(t)
		l := models.Limit{Value: rapid.IntRange(1, 60).Draw(t, "n"), Unit: models.WorkingDay}
		pauses, _ := Sift(cal, start, l, drawSpans(t, start))
		due := DueOn(cal, start, l, pauses)
		if used := Used(cal, start, l, pauses, due.On); used != l.Value {
			t.Fatalf("used %d of %d on the due day", used, l.Value)
		}
		asof := start + models.Date(rapid.IntRange(0, 200).Draw(t, "asof"))
		if got := Used(cal, start, l, pauses, asof) + Remaining(cal, start, l, pauses, asof); got != l.Value {
			t.Fatalf("used and remaining on %s make %d of %d", asof, got, l.Value)
		}
	})
}

func TestUnitsAndEdgesOfAPeriod(t *testing.T) {
	cal := calendar.Builtin()
	for name, x := range map[string]struct {
		start  string
		limit  models.Limit
		pauses []Span
		want   Due
	}{
		"no limit is no clock":                        {"2026-03-02", models.Limit{Unit: models.NoUnit}, nil, Due{}},
		"zero days is the start":                      {"2026-03-02", models.Limit{Unit: models.WorkingDay}, nil, Due{On: day("2026-03-02"), Raw: day("2026-03-02")}},
		"zero days on a rest day is the next":         {"2026-10-03", models.Limit{Unit: models.CalendarDay}, nil, Due{On: day("2026-10-08"), Raw: day("2026-10-03")}},
		"a year from 02-29 ends on 02-28":             {"2024-02-29", models.Limit{Value: 1, Unit: models.Year}, nil, Due{On: day("2025-02-28"), Raw: day("2025-02-28")}},
		"a bare day is a calendar day":                {"2026-09-04", models.Limit{Value: 30, Unit: models.DayBare}, nil, Due{On: day("2026-10-08"), Raw: day("2026-10-04")}},
		"a suspension has no due date":                {"2026-03-02", wd(20), []Span{{From: day("2026-03-09")}}, Due{Open: true}},
		"a suspension after the end has no effect":    {"2026-03-02", wd(20), []Span{{From: day("2026-03-31")}}, Due{On: day("2026-03-30"), Raw: day("2026-03-30")}},
		"a pause that ends before it begins is none":  {"2026-03-02", wd(20), []Span{{day("2026-03-20"), day("2026-03-09")}}, Due{On: day("2026-03-30"), Raw: day("2026-03-30")}},
		"an unpublished year is flagged":              {"2026-12-21", wd(20), nil, Due{On: day("2027-01-19"), Raw: day("2027-01-19"), Provisional: true, NeedsYear: 2027}},
		"the last published day is not":               {"2026-12-30", wd(1), nil, Due{On: day("2026-12-31"), Raw: day("2026-12-31")}},
		"a year before the first notice is flagged":   {"2015-12-01", wd(40), nil, Due{On: day("2016-01-27"), Raw: day("2016-01-27"), Provisional: true, NeedsYear: 2015}},
		"the start day itself is not looked at":       {"2015-12-31", wd(1), nil, Due{On: day("2016-01-04"), Raw: day("2016-01-04")}},
		"a pause in the days a month rolls over":      {"2026-07-03", models.Limit{Value: 3, Unit: models.Month}, []Span{{day("2026-10-06"), day("2026-10-12")}}, Due{On: day("2026-10-10"), Raw: day("2026-10-10")}},
		"a pause in the days a 自然日 limit rolls over":  {"2026-09-04", models.Limit{Value: 30, Unit: models.CalendarDay}, []Span{{day("2026-10-06"), day("2026-10-12")}}, Due{On: day("2026-10-08"), Raw: day("2026-10-04")}},
		"days that are not looked at need no notice":  {"2015-12-01", models.Limit{Value: 60, Unit: models.CalendarDay}, nil, Due{On: day("2016-02-01"), Raw: day("2016-01-30")}},
		"the first of several missing years is named": {"2026-12-30", wd(600), nil, Due{On: day("2029-05-22"), Raw: day("2029-05-22"), Provisional: true, NeedsYear: 2027}},
	} {
		if got := DueOn(cal, day(x.start), x.limit, x.pauses); got != x.want {
			t.Errorf("%s: got %+v (%s), want %+v (%s)", name, got, got.On, x.want, x.want.On)
		}
	}
}

func TestDueOnAllocatesNothing(t *testing.T) {
	cal := calendar.Builtin()
	pauses := []Span{{day("2026-03-20"), day("2026-03-27")}, {day("2026-03-09"), day("2026-03-12")}}
	if n := testing.AllocsPerRun(100, func() { DueOn(cal, day("2026-03-02"), wd(20), pauses) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzUnionIsTheSetOfDays(f *testing.F) {
	f.Add([]byte{1, 5, 3, 4, 9, 2})
	f.Fuzz(func(t *testing.T, b []byte) {
		var spans []Span
		for i := 0; i+1 < len(b) && i < 40; i += 2 {
			s := Span{From: models.Date(b[i]) + 1, To: models.Date(b[i]) + models.Date(b[i+1]%16) - 2}
			if b[i+1] == 255 {
				s.To = 0
			}
			spans = append(spans, s)
		}
		after := models.Date(40)
		union := Union(nil, spans, after)
		for i, s := range union {
			if s.empty() || s.From <= after || (i > 0 && (union[i-1].Open() || s.From <= union[i-1].To+1)) {
				t.Fatalf("%v is not a union", union)
			}
		}
		for d := models.Date(0); d < 300; d++ {
			has := func(s Span) bool { return !s.empty() && s.Has(d) }
			if in := d > after && slices.ContainsFunc(spans, has); in != slices.ContainsFunc(union, has) {
				t.Fatalf("day %d of %v: %v", d, spans, union)
			}
			var halves []Span
			for _, s := range union {
				halves = append(halves, intersect([]Span{s}, union)...)
			}
			if slices.ContainsFunc(halves, has) != slices.ContainsFunc(union, has) {
				t.Fatalf("day %d: a list and itself meet in %v", d, halves)
			}
		}
	})
}

func BenchmarkDue(b *testing.B) {
	cal, start := calendar.Builtin(), day("2024-09-26")
	one := []Span{{day("2024-10-14"), day("2024-10-16")}}
	four := []Span{{day("2024-10-28"), day("2024-10-30")}, {day("2024-10-14"), day("2024-10-16")}, {day("2024-10-10"), day("2024-10-15")}, {day("2024-11-04"), day("2024-11-05")}}
	for _, x := range []struct {
		name   string
		limit  models.Limit
		pauses []Span
	}{
		{"20wd", wd(20), nil},
		{"10000wd", wd(10_000), nil},
		{"20wd_1pause", wd(20), one},
		{"20wd_4pauses", wd(20), four},
		{"30days", models.Limit{Value: 30, Unit: models.CalendarDay}, nil},
		{"3months", models.Limit{Value: 3, Unit: models.Month}, nil},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			var sum models.Date
			for b.Loop() {
				sum += DueOn(cal, start, x.limit, x.pauses).On
			}
			_ = sum
		})
	}
}

func TestATermEndsOnTheDayBeforeItsAnniversaryOrAtTheEndOfAShortMonth(t *testing.T) { // 民法典 202
	for _, x := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-03-02", 12, "2027-03-01"},
		{"2026-03-01", 12, "2027-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-28"},
		{"2024-02-29", 36, "2027-02-28"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2023-12-31", 2, "2024-02-29"},
	} {
		if got := TermEnd(models.MustDate(x.from), x.months); got != models.MustDate(x.want) {
			t.Errorf("%d months from %s end on %s, want %s", x.months, x.from, got, x.want)
		}
	}
}
