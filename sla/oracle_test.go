package sla

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// oracle answers the ops of a batch the slow way: it walks days and minutes over a calendar of its own,
// made of the day marks of 2016–2026 and of the statutory dates of 2027–2036 as an almanac gives them.
// It shares no code with what it checks.
type oracle struct{ off, extra map[string]bool }

// almanac holds 春节 (初一), 清明, 端午 and 中秋 of the years without a notice, month and day.
var almanac = map[int][4]string{
	2027: {"02-06", "04-05", "06-09", "09-15"}, 2028: {"01-26", "04-04", "05-28", "10-03"},
	2029: {"02-13", "04-04", "06-16", "09-22"}, 2030: {"02-03", "04-05", "06-05", "09-12"},
	2031: {"01-23", "04-05", "06-24", "10-01"}, 2032: {"02-11", "04-04", "06-12", "09-19"},
	2033: {"01-31", "04-04", "06-01", "09-08"}, 2034: {"02-19", "04-05", "06-20", "09-27"},
	2035: {"02-08", "04-05", "06-10", "09-16"}, 2036: {"01-28", "04-04", "05-30", "10-04"},
}

const isoDay = "2006-01-02"

func newOracle(t *testing.T) *oracle {
	t.Helper()
	o := &oracle{map[string]bool{}, map[string]bool{}}
	b, err := os.ReadFile("calendar/testdata/days_2016_2026.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if len(f) != 2 || f[0] == "#" {
			continue
		}
		for i, mark := range f[1] {
			date := fmt.Sprintf("%s-%02d", f[0], i+1)
			o.off[date], o.extra[date] = mark == 'h', mark == 'M'
		}
	}
	for y, dates := range almanac {
		for _, d := range dates {
			o.off[fmt.Sprintf("%d-%s", y, d)] = true
		}
		for _, d := range []string{"01-01", "05-01", "05-02", "10-01", "10-02", "10-03"} {
			o.off[fmt.Sprintf("%d-%s", y, d)] = true
		}
		spring, err := time.Parse(isoDay, fmt.Sprintf("%d-%s", y, dates[0]))
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{-1, 1, 2} {
			o.off[spring.AddDate(0, 0, i).Format(isoDay)] = true
		}
	}
	return o
}

func (o *oracle) working(d time.Time) bool {
	s := d.Format(isoDay)
	return o.extra[s] || !o.off[s] && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

func within(pauses [][2]string, d time.Time) bool {
	s := d.Format(isoDay)
	return slices.ContainsFunc(pauses, func(p [2]string) bool { return p[0] <= s && s <= p[1] })
}

// due gives the due date and the first day of a year without a notice that was looked at, zero for none.
func (o *oracle) due(start time.Time, n int, unit string, pauses [][2]string) (due, guess time.Time) {
	look := func(d time.Time) {
		if guess.IsZero() && d.Year() > 2026 {
			guess = d
		}
	}
	d := start
	switch unit {
	case "WORKING_DAY":
		for left := n; left > 0; {
			d = d.AddDate(0, 0, 1)
			look(d)
			if o.working(d) && !within(pauses, d) {
				left--
			}
		}
		return d, guess
	case "CALENDAR_DAY":
		for left := n; left > 0; {
			d = d.AddDate(0, 0, 1)
			if !within(pauses, d) {
				left--
			}
		}
	case "MONTH":
		y, m, day := start.Date()
		first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		d = first.AddDate(0, 0, min(day, first.AddDate(0, 1, -1).Day())-1)
		for x := start.AddDate(0, 0, 1); !x.After(o.roll(d)); x = x.AddDate(0, 0, 1) {
			if within(pauses, x) {
				d = d.AddDate(0, 0, 1)
			}
		}
	}
	for ; ; d = d.AddDate(0, 0, 1) {
		if look(d); o.working(d) {
			return d, guess
		}
	}
}

func (o *oracle) roll(d time.Time) time.Time {
	for !o.working(d) {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

func (o *oracle) count(from, to time.Time) int {
	if to.Before(from) {
		return -o.count(to, from)
	}
	n := 0
	for d := from.AddDate(0, 0, 1); !d.After(to); d = d.AddDate(0, 0, 1) {
		if o.working(d) {
			n++
		}
	}
	return n
}

// minutes walks open minutes; the end is the end of the last of them.
func (o *oracle) minutes(start time.Time, n int, hours [][2]string) time.Time {
	open := func(t time.Time) bool {
		hm := t.Format("15:04")
		return o.working(t) && slices.ContainsFunc(hours, func(s [2]string) bool { return s[0] <= hm && hm < s[1] })
	}
	t := start
	for ; ; t = t.Add(time.Minute) {
		if !open(t) {
			continue
		}
		if n == 0 {
			return t
		}
		if n--; n == 0 {
			return t.Add(time.Minute)
		}
	}
}

func flagged(guess time.Time) string {
	if guess.IsZero() {
		return ""
	}
	return fmt.Sprintf(`,"code":"CALENDAR_NOT_PUBLISHED","needs_year":%d`, guess.Year())
}

var oracleStart = time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)

// drawDay gives a day of 2016 to last, now and then one at the edge of a month, of a year or of what is
// published.
func drawDay(r *rand.Rand, last int) time.Time {
	d := oracleStart.AddDate(0, 0, r.IntN(int(time.Date(last+1, 1, 1, 0, 0, 0, 0, time.UTC).Sub(oracleStart).Hours()/24)))
	switch r.IntN(8) {
	case 0:
		return time.Date(d.Year(), d.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	case 1:
		return time.Date(d.Year(), 12, 25+r.IntN(7), 0, 0, 0, 0, time.UTC)
	case 2:
		return time.Date(min(last, 2026), 12, 20+r.IntN(12), 0, 0, 0, 0, time.UTC)
	}
	return d
}

// drawPauses gives up to ten pauses about a period: disjoint, overlapping, touching, before the start and
// after the end.
func drawPauses(r *rand.Rand, start time.Time, days int) [][2]string {
	var out [][2]string
	for range r.IntN(5) * r.IntN(4) {
		from := start.AddDate(0, 0, r.IntN(days+60)-15)
		to := from.AddDate(0, 0, r.IntN(12)*r.IntN(12))
		if from.Year() < 2016 || to.Year() > 2036 {
			continue
		}
		out = append(out, [2]string{from.Format(isoDay), to.Format(isoDay)})
		if r.IntN(3) == 0 { // one that touches it
			from = to.AddDate(0, 0, 1)
			if to = from.AddDate(0, 0, r.IntN(5)); to.Year() <= 2036 {
				out = append(out, [2]string{from.Format(isoDay), to.Format(isoDay)})
			}
		}
	}
	return out
}

func jsonLine(t *testing.T, v map[string]any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// agree puts the lines to the batch as one stream and compares its answers.
func agree(t *testing.T, lines, want []string) {
	t.Helper()
	got := batch(t, strings.Join(lines, "\n")+"\n")
	if len(got) != len(want) {
		t.Fatalf("%d answers to %d lines", len(got), len(want))
	}
	wrong := 0
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s\n got %s\nwant %s", lines[i], got[i], want[i])
			if wrong++; wrong == 10 {
				t.FailNow()
			}
		}
	}
}

func TestEveryDueDateIsWhatWalkingDaysGives(t *testing.T) {
	o, r := newOracle(t), rand.New(rand.NewPCG(2016, 2036))
	var lines, want []string
	for range 6000 {
		unit := []string{"WORKING_DAY", "CALENDAR_DAY", "MONTH"}[r.IntN(3)]
		start, n, days := drawDay(r, 2034), 1+r.IntN(60), 90
		if unit == "MONTH" {
			n = 1 + r.IntN(20)
			days = n * 31
		}
		pauses := drawPauses(r, start, days)
		due, guess := o.due(start, n, unit, pauses)
		if due.Year() > 2036 {
			continue // beyond the almanac
		}
		line := map[string]any{"op": "due", "start": start.Format(isoDay), "n": n, "unit": unit}
		if pauses != nil {
			line["pauses"] = pauses
		}
		lines = append(lines, jsonLine(t, line))
		want = append(want, fmt.Sprintf(`{"due":%q,"provisional":%t%s}`, due.Format(isoDay), !guess.IsZero(), flagged(guess)))
	}
	agree(t, lines, want)
}

func TestLongPeriodsAreWhatWalkingDaysGives(t *testing.T) {
	o, r := newOracle(t), rand.New(rand.NewPCG(1, 10_000))
	var lines, want []string
	for range 40 {
		start, n := drawDay(r, 2020), 1+r.IntN(4000)
		unit := []string{"WORKING_DAY", "CALENDAR_DAY"}[r.IntN(2)]
		due, guess := o.due(start, n, unit, nil)
		if due.Year() > 2036 {
			continue
		}
		lines = append(lines, jsonLine(t, map[string]any{"op": "due", "start": start.Format(isoDay), "n": n, "unit": unit}))
		want = append(want, fmt.Sprintf(`{"due":%q,"provisional":%t%s}`, due.Format(isoDay), !guess.IsZero(), flagged(guess)))
	}
	agree(t, lines, want)
}

func TestEveryCountIsWhatWalkingDaysGivesInBothDirections(t *testing.T) {
	o, r := newOracle(t), rand.New(rand.NewPCG(7, 7))
	var lines, want []string
	for range 300 {
		from := drawDay(r, 2036)
		to := from.AddDate(0, 0, r.IntN(800)-400)
		if to.Year() < 2016 || to.Year() > 2036 {
			continue
		}
		flag := ""
		for d := minDay(from, to).AddDate(0, 0, 1); !d.After(maxDay(from, to)); d = d.AddDate(0, 0, 1) {
			if d.Year() > 2026 {
				flag = `,"provisional":true` + flagged(d)
				break
			}
		}
		lines = append(lines, jsonLine(t, map[string]any{"op": "count", "from": from.Format(isoDay), "to": to.Format(isoDay)}))
		want = append(want, fmt.Sprintf(`{"working_days":%d%s}`, o.count(from, to), flag))
	}
	agree(t, lines, want)
}

func minDay(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func maxDay(a, b time.Time) time.Time {
	if b.Before(a) {
		return a
	}
	return b
}

func TestEveryInstantHasItsDateInShanghaiWhateverItsOffset(t *testing.T) {
	o, r := newOracle(t), rand.New(rand.NewPCG(8, 8))
	shanghai := time.FixedZone("", 8*3600)
	var lines, want []string
	for range 3000 {
		d := drawDay(r, 2036)
		// about midnight, the second before it and the second after it, and any time of day
		second := []int{0, -1, 1, 86_399, r.IntN(86_400)}[r.IntN(5)]
		at := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, second, 0, shanghai)
		if at.Year() < 2016 || at.Year() > 2036 {
			continue
		}
		zone := time.FixedZone("", (r.IntN(24*4*2)-24*4+1)*15*60) // −23:45 … +23:45
		text := at.In(zone).Format(time.RFC3339)
		local := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
		flag := ""
		if local.Year() > 2026 {
			flag = `,"provisional":true` + flagged(local)
		}
		lines = append(lines, jsonLine(t, map[string]any{"op": "date", "instant": text}))
		want = append(want, fmt.Sprintf(`{"date":%q,"working_day":%t%s}`, local.Format(isoDay), o.working(local), flag))
	}
	agree(t, lines, want)
}

func TestEveryEndInMinutesIsWhatWalkingMinutesGives(t *testing.T) {
	o, r := newOracle(t), rand.New(rand.NewPCG(9, 9))
	plans := [][][2]string{
		{{"09:00", "12:00"}, {"13:00", "17:00"}},
		{{"08:30", "12:00"}, {"14:30", "18:00"}},
		{{"00:00", "24:00"}},
		{{"00:00", "00:01"}, {"23:59", "24:00"}},
		{{"09:00", "12:00"}, {"12:00", "17:00"}},
		{{"10:00", "10:30"}},
	}
	var lines, want []string
	for range 400 {
		hours := plans[r.IntN(len(plans))]
		edge := hours[r.IntN(len(hours))]
		var h, m int
		if _, err := fmt.Sscanf(edge[r.IntN(2)], "%d:%d", &h, &m); err != nil {
			t.Fatal(err)
		}
		start := drawDay(r, 2030).Add(time.Duration(h*60+m+r.IntN(3)-1) * time.Minute)
		if r.IntN(2) == 0 {
			start = start.Add(time.Duration(r.IntN(1440)) * time.Minute)
		}
		n := []int{0, 1, r.IntN(60), 180, 240, 420, r.IntN(1200)}[r.IntN(7)]
		if len(hours) == 2 && hours[0][1] == "00:01" {
			n = r.IntN(20)
		}
		if start.Year() < 2016 {
			continue
		}
		end := o.minutes(start, n, hours)
		flag := ""
		for d := start.Truncate(24 * time.Hour); !d.After(end); d = d.AddDate(0, 0, 1) {
			if d.Year() > 2026 {
				flag = `,"provisional":true` + flagged(d)
				break
			}
		}
		lines = append(lines, jsonLine(t, map[string]any{"op": "minutes", "start": start.Format("2006-01-02T15:04"), "minutes": n, "hours": hours}))
		want = append(want, fmt.Sprintf(`{"due":%q%s}`, end.Format("2006-01-02T15:04"), flag))
	}
	agree(t, lines, want)
}
