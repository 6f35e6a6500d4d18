package calendar

import (
	"testing"

	"onestop.internal/models"
)

// FuzzTheNthDayIsThatManyWorkingDaysAway: from any day, as many steps as one likes, there and back.
func FuzzTheNthDayIsThatManyWorkingDaysAway(f *testing.F) {
	for _, d := range []string{"2016-01-01", "2024-09-26", "2024-02-10", "2026-12-31", "2027-01-01", "2036-12-31", "1999-12-31", "2500-01-01"} {
		for _, n := range []int{0, 1, -1, 20, -20, 10_000, -10_000} {
			f.Add(int(models.MustDate(d)), n)
		}
	}
	cal := Builtin()
	f.Fuzz(func(t *testing.T, at, n int) {
		d, n := models.Date(at%200_000), n%100_000
		got := cal.Nth(d, n)
		if n != 0 {
			if !cal.Working(got) {
				t.Fatalf("day %d after %s is %s, which does not work", n, d, got)
			}
			if count := cal.Count(d, got); n > 0 && count != n {
				t.Fatalf("from %s to %s are %d working days, want %d", d, got, count, n)
			}
		}
		if a, b := cal.Count(d, got), cal.Count(got, d); a != -b {
			t.Fatalf("%s to %s: %d there, %d back", d, got, a, b)
		}
		if roll := cal.Roll(d); !cal.Working(roll) || roll < d || cal.Working(d) && roll != d {
			t.Fatalf("%s rolls to %s", d, roll)
		}
	})
}

// FuzzANoticeIsReadOrRefused: no text of a notice panics, and one that is read makes a calendar or is refused.
func FuzzANoticeIsReadOrRefused(f *testing.F) {
	for _, seed := range []string{
		"year: 2027\nnumber: 国办发明电〔2026〕9号\nissued: 2026-11-01\ndays:\n  - {date: 2027-01-01, kind: HOLIDAY, name: 元旦}\n",
		`{"year":2027,"days":[{"date":"2027-02-30"}]}`, "year: -1", "a: &a [*a]", "\xff", "", "[]", "year: 99999999999999999999",
	} {
		f.Add([]byte(seed))
	}
	cal := Builtin()
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := ParseNotice(b)
		if err != nil {
			return
		}
		with, err := cal.WithYear(n)
		if err == nil && with.Count(models.MustDate("2016-01-01"), models.MustDate("2036-12-31")) == 0 {
			t.Error("no day works any more")
		}
	})
}
