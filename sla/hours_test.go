package sla

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func clock(date, hhmm string) models.Instant {
	m, _ := parseClock(hhmm)
	return day(date).Start() + minutes(m)
}

func TestADateWithItsOwnHoursHasThem(t *testing.T) {
	cal := calendar.Builtin()
	h, err := NewHours([]Segment{{540, 720}, {780, 1020}}, map[models.Date][]Segment{
		day("2026-03-04"): {{540, 600}}, // shut at 10:00
		day("2026-03-05"): nil,          // shut
		day("2026-03-07"): {{540, 660}}, // a Saturday with hours
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		from string
		n    int
		date string
		want string
	}{
		{"16:00", 60, "2026-03-03", "17:00"}, // to the close, not to the next opening
		{"16:00", 120, "2026-03-04", "10:00"},
		{"16:00", 121, "2026-03-06", "09:01"},
		{"16:00", 120 + 420 + 1, "2026-03-07", "09:01"},
		{"16:00", 120 + 420 + 120 + 420*20, "2026-04-03", "17:00"},
	} {
		if got := h.AddMinutes(cal, clock("2026-03-03", x.from), x.n); got != clock(x.date, x.want) {
			t.Errorf("+%d: got %s, want %s %s", x.n, got.Time().In(models.Shanghai), x.date, x.want)
		}
	}
	if h.Open(cal, clock("2026-03-04", "10:00")) || !h.Open(cal, clock("2026-03-07", "09:00")) || h.Open(cal, clock("2026-03-08", "09:00")) {
		t.Error("open")
	}
}

func TestAHallThatNeverOpensHasNoDueInstant(t *testing.T) {
	h, err := NewHours(nil, map[models.Date][]Segment{day("2026-03-04"): {{540, 600}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := h.AddMinutes(calendar.Builtin(), clock("2026-03-03", "09:00"), 61); got != 0 {
		t.Errorf("got %s", got.Time())
	}
	if got := h.AddMinutes(calendar.Builtin(), clock("2026-03-03", "09:00"), 60); got != clock("2026-03-04", "10:00") {
		t.Errorf("got %s", got.Time())
	}
}

func TestHoursThatAreNoneAreRefused(t *testing.T) {
	for name, s := range map[string][]Segment{
		"backwards": {{720, 540}}, "empty": {{540, 540}}, "overlapping": {{540, 720}, {700, 900}},
		"out of order": {{780, 1020}, {540, 720}}, "past midnight": {{540, 1441}}, "before midnight": {{-1, 60}},
	} {
		if _, err := NewHours(s, nil); err == nil {
			t.Errorf("%s: taken", name)
		}
		if _, err := NewHours(nil, map[models.Date][]Segment{day("2026-03-04"): s}); err == nil {
			t.Errorf("%s on a date: taken", name)
		}
	}
	if _, err := ParseSegments([][2]string{{"9:00", "12:00"}}); err == nil {
		t.Error("9:00: taken")
	}
}

// slowAdd opens the hall minute by minute.
func slowAdd(h *Hours, cal *calendar.Calendar, at models.Instant, n int) models.Instant {
	if n == 0 {
		for !h.Open(cal, at) {
			at += minutes(1)
		}
		return at
	}
	for ; ; at += minutes(1) {
		if h.Open(cal, at) {
			n--
		}
		if n == 0 {
			return at + minutes(1)
		}
	}
}

func TestAddMinutesIsWhatCountingMinutesGives(t *testing.T) {
	cal := calendar.Builtin()
	rapid.Check(t, func(t *rapid.T) {
		cut := rapid.SliceOfNDistinct(rapid.IntRange(0, 96), 4, 4, rapid.ID[int]).Draw(t, "quarters")
		a, b, c, d := cut[0], cut[1], cut[2], cut[3]
		lo, hi := []int{min(a, b), max(a, b)}, []int{min(c, d), max(c, d)}
		segments := []Segment{{lo[0] * 15, lo[1] * 15}}
		if hi[0] >= lo[1] {
			segments = append(segments, Segment{hi[0] * 15, hi[1] * 15})
		}
		start := day("2026-09-18") + models.Date(rapid.IntRange(0, 30).Draw(t, "day"))
		own := map[models.Date][]Segment{}
		for range rapid.IntRange(0, 4).Draw(t, "own") {
			at := start + models.Date(rapid.IntRange(-1, 12).Draw(t, "date"))
			if rapid.Bool().Draw(t, "shut") {
				own[at] = nil
			} else {
				own[at] = []Segment{{600, 660}}
			}
		}
		h, err := NewHours(segments, own)
		if err != nil {
			t.Fatal(err)
		}
		from := start.Start() + minutes(rapid.IntRange(0, 1439).Draw(t, "minute"))
		n := rapid.IntRange(0, 3000).Draw(t, "minutes")
		got := h.AddMinutes(cal, from, n)
		if want := slowAdd(&h, cal, from, n); got != want {
			t.Fatalf("%v %v: %s +%d = %s, want %s", segments, own, from.Time(), n, got.Time(), want.Time())
		}
		if between := h.Between(cal, from, got); between != time.Duration(n)*time.Minute {
			t.Fatalf("%s between, want %d minutes", between, n)
		}
	})
}

func BenchmarkAddMinutes(b *testing.B) {
	cal, from := calendar.Builtin(), clock("2026-09-24", "16:00")
	h := HallHours
	b.ReportAllocs()
	for b.Loop() {
		h.AddMinutes(cal, from, 24_000)
	}
}
