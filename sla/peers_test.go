package sla

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func readFacts[T any](t *testing.T, file string) []T {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		Facts []T `json:"facts"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Facts) == 0 {
		t.Fatal("no facts in " + file)
	}
	return f.Facts
}

type businessDay struct {
	Start    models.Date   `json:"start"`
	Offset   int           `json:"offset"`
	Roll     string        `json:"roll"`
	Holidays []models.Date `json:"holidays"`
	Expect   models.Date   `json:"expect"`
}

// The facts know no holidays but their own. Each is moved by whole weeks to a stretch of the calendar
// where every Monday to Friday works, and its holidays become days off of the county.
func TestBusinessDayFactsOfAPeerHold(t *testing.T) {
	for _, f := range readFacts[businessDay](t, "business_days.json") {
		shift := plainWeeks(t, f)
		overlay := map[models.Date]calendar.LocalDay{}
		for _, h := range f.Holidays {
			overlay[h+shift] = calendar.LocalDay{Date: h + shift, Off: true, DocNo: "1"}
		}
		var days []calendar.LocalDay
		for _, l := range overlay {
			days = append(days, l)
		}
		cal, err := calendar.Builtin().WithOverlay(days)
		if err != nil {
			t.Fatal(err)
		}
		from := f.Start + shift
		switch f.Roll {
		case "forward", "following":
			from = cal.Roll(from)
		case "backward":
			if !cal.Working(from) {
				from = cal.Prev(from)
			}
		}
		if got := cal.Nth(from, f.Offset); got-shift != f.Expect {
			t.Errorf("%s %+d %s: got %s, want %s", f.Start, f.Offset, f.Roll, got-shift, f.Expect)
		}
	}
}

// plainWeeks gives the days, a multiple of seven, to a stretch without national holidays.
func plainWeeks(t *testing.T, f businessDay) models.Date {
	t.Helper()
	lo, hi := min(f.Start, f.Expect)-7, max(f.Start, f.Expect)+7
	for shift := models.Date(0); shift < 7*52*80; shift += 7 {
		plain := true
		for d := lo + shift; d <= hi+shift && plain; d++ {
			w := d.Weekday()
			plain = d > day("2010-01-01") && calendar.Builtin().Working(d) == (w != time.Saturday && w != time.Sunday)
		}
		if plain {
			return shift
		}
	}
	t.Fatal("no stretch of plain weeks")
	return 0
}

type workingHours struct {
	Source   string `json:"source"`
	Schedule struct {
		Hours    map[string][][2]string      `json:"hours"`
		Shifts   map[models.Date][][2]string `json:"shifts"`
		Breaks   map[models.Date][][2]string `json:"breaks"`
		Holidays []models.Date               `json:"holidays"`
	} `json:"schedule"`
	Op      string          `json:"op"`
	At      time.Time       `json:"at"`
	From    time.Time       `json:"from"`
	To      time.Time       `json:"to"`
	Seconds int             `json:"seconds"`
	Expect  json.RawMessage `json:"expect"`
}

// hours writes a week's schedule as hours of single dates, four weeks around the fact.
func (f *workingHours) hours(t *testing.T) Hours {
	t.Helper()
	centre := local(f.At).Date()
	if f.At.IsZero() {
		centre = local(f.From).Date()
	}
	dates := map[models.Date][]Segment{}
	for d := centre - 28; d <= centre+28; d++ {
		name := strings.ToLower(d.Weekday().String()[:3])
		dates[d] = segments(t, f.Schedule.Hours[name])
		for _, h := range f.Schedule.Holidays {
			if h == d {
				dates[d] = nil
			}
		}
		if s, ok := f.Schedule.Shifts[d]; ok {
			dates[d] = segments(t, s)
		}
		dates[d] = without(dates[d], segments(t, f.Schedule.Breaks[d]))
	}
	h, err := NewHours(nil, dates)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func segments(t *testing.T, pairs [][2]string) []Segment {
	t.Helper()
	s, err := ParseSegments(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// without takes breaks out of segments.
func without(open, breaks []Segment) []Segment {
	for _, b := range breaks {
		var left []Segment
		for _, s := range open {
			if b.From > s.From {
				left = append(left, Segment{s.From, min(s.To, b.From)})
			}
			if b.To < s.To {
				left = append(left, Segment{max(s.From, b.To), s.To})
			}
		}
		open = left
	}
	return open
}

// local reads the facts' times as those of the hall.
func local(t time.Time) models.Instant { return models.At(t) - 8*3600*1000 }

func TestWorkingHoursFactsOfPeersHold(t *testing.T) {
	cal := calendar.Builtin()
	for _, f := range readFacts[workingHours](t, "working_hours.json") {
		h := f.hours(t)
		var got any
		var want string
		switch f.Op {
		case "add_working_seconds_after":
			end := h.AddMinutes(cal, local(f.At), f.Seconds/60)
			got = (end + 8*3600*1000).Time().Format(time.RFC3339)
		case "working_seconds_between":
			got = int(h.Between(cal, local(f.From), local(f.To)).Seconds())
		case "is_working_instant":
			got = h.Open(cal, local(f.At))
		default:
			t.Fatalf("op %s", f.Op)
		}
		b, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		want = strings.TrimSpace(string(f.Expect))
		// A fact may give two names for the same working instant: the close of one day, the opening of the next.
		if ok := string(b) == want || (strings.Contains(want, "|") && strings.Contains(want, strings.Trim(string(b), `"`))); !ok {
			t.Errorf("%s %s %s: got %s, want %s", f.Source, f.Op, f.At, b, want)
		}
	}
}
