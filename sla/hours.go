package sla

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// Segment is a stretch of a day in which the hall is open, in minutes since 00:00; To is at most
// 1440 (24:00).
type Segment struct{ From, To int }

// Hours are the hall's hours (R-CLK-12): the same on every working day, make-up days included, but
// for single dates with hours of their own. Only minute clocks know them.
type Hours struct {
	segments []Segment
	minutes  int
	dates    map[models.Date][]Segment
	ordered  []models.Date // of dates
}

// HallHours are the default hours, 09:00–12:00 and 13:00–17:00.
var HallHours = Hours{segments: []Segment{{9 * 60, 12 * 60}, {13 * 60, 17 * 60}}, minutes: 7 * 60}

// NewHours gives hours of the segments on working days. dates gives the hours of single dates,
// whatever the calendar says of them; none is closed. Segments must be in order and not overlap.
func NewHours(segments []Segment, dates map[models.Date][]Segment) (Hours, error) {
	if err := checkSegments(segments); err != nil {
		return Hours{}, err
	}
	for d, s := range dates {
		if err := checkSegments(s); err != nil {
			return Hours{}, fmt.Errorf("%s: %w", d, err)
		}
	}
	return Hours{
		segments: slices.Clone(segments),
		minutes:  total(segments),
		dates:    maps.Clone(dates),
		ordered:  slices.Sorted(maps.Keys(dates)),
	}, nil
}

// ParseSegments reads pairs of HH:MM; an end may be 24:00. It checks what NewHours checks.
func ParseSegments(pairs [][2]string) ([]Segment, error) {
	segments := make([]Segment, 0, len(pairs))
	for _, p := range pairs {
		from, ok1 := parseClock(p[0])
		to, ok2 := parseClock(p[1])
		if !ok1 || !ok2 {
			return nil, fmt.Errorf("hours %q–%q: want HH:MM", p[0], p[1])
		}
		segments = append(segments, Segment{from, to})
	}
	return segments, checkSegments(segments)
}

// parseClock reads HH:MM, 00:00 to 24:00, in minutes.
func parseClock[T string | []byte](s T) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, ok1 := digits(s[:2])
	m, ok2 := digits(s[3:])
	t := h*60 + m
	return t, ok1 && ok2 && m < 60 && t <= 24*60
}

func checkSegments(segments []Segment) error {
	end := 0
	for _, s := range segments {
		switch {
		case s.From < 0 || s.To > 24*60 || s.From >= s.To:
			return fmt.Errorf("hours: a segment must begin before it ends, within one day")
		case s.From < end:
			return fmt.Errorf("hours: segments must be in order and not overlap")
		}
		end = s.To
	}
	return nil
}

func total(segments []Segment) int {
	n := 0
	for _, s := range segments {
		n += s.To - s.From
	}
	return n
}

// On gives the segments of a date: none on a day off.
func (h *Hours) On(cal *calendar.Calendar, d models.Date) []Segment {
	if s, ok := h.dates[d]; ok {
		return s
	}
	if cal.Working(d) {
		return h.segments
	}
	return nil
}

// Open says whether the hall is open at an instant; at the close of a segment it no longer is.
func (h *Hours) Open(cal *calendar.Calendar, at models.Instant) bool {
	d := at.Date()
	t := at - d.Start()
	for _, s := range h.On(cal, d) {
		if minutes(s.From) <= t && t < minutes(s.To) {
			return true
		}
	}
	return false
}

func minutes(n int) models.Instant { return models.Instant(n) * 60_000 }

// AddMinutes gives the instant at which n open minutes have passed since from. It ends at the close
// of a segment, never at the opening of the next; n = 0 gives from itself where the hall is open,
// else the next opening. It gives 0 where the hall never opens.
func (h *Hours) AddMinutes(cal *calendar.Calendar, from models.Instant, n int) models.Instant {
	left := minutes(max(n, 0))
	d := from.Date()
	at, left := consume(h.On(cal, d), from-d.Start(), left)
	for at < 0 {
		next, whole := h.skip(cal, d, left)
		if next == 0 {
			return 0
		}
		d = next
		at, left = consume(h.On(cal, d), 0, left-whole)
	}
	return d.Start() + at
}

// consume takes left from the segments after at, a time of day. It gives the time of day at which
// none is left, or −1 and what is left.
func consume(segments []Segment, at, left models.Instant) (models.Instant, models.Instant) {
	for _, s := range segments {
		begin := max(at, minutes(s.From))
		open := minutes(s.To) - begin
		switch {
		case open <= 0:
			continue
		case left <= open:
			return begin + left, 0
		}
		left -= open
	}
	return -1, left
}

// skip gives the next day after d to look into and the open time of the whole days passed over:
// the day on which an ordinary schedule would end, or the next date with hours of its own.
func (h *Hours) skip(cal *calendar.Calendar, d models.Date, left models.Instant) (models.Date, models.Instant) {
	i, _ := slices.BinarySearch(h.ordered, d+1)
	day := minutes(h.minutes)
	var target models.Date
	var whole models.Instant
	if day > 0 {
		full := max(left-1, 0) / day
		target, whole = cal.Nth(d, int(full)+1), full*day
	}
	if i == len(h.ordered) || (target != 0 && target < h.ordered[i]) {
		return target, whole
	}
	own := h.ordered[i]
	return own, models.Instant(cal.Count(d, own-1)) * day
}

// Between gives the open time from one instant to another; 0 where to is not later.
func (h *Hours) Between(cal *calendar.Calendar, from, to models.Instant) time.Duration {
	if to <= from {
		return 0
	}
	return time.Duration(h.upTo(cal, from.Date(), to)-h.upTo(cal, from.Date(), from)) * time.Millisecond
}

// upTo gives the open time from 00:00 of a day to an instant.
func (h *Hours) upTo(cal *calendar.Calendar, first models.Date, at models.Instant) models.Instant {
	last := at.Date()
	sum := models.Instant(cal.Count(first-1, last-1)) * minutes(h.minutes)
	i, _ := slices.BinarySearch(h.ordered, first)
	for ; i < len(h.ordered) && h.ordered[i] < last; i++ {
		sum += minutes(total(h.dates[h.ordered[i]]))
		if cal.Working(h.ordered[i]) {
			sum -= minutes(h.minutes)
		}
	}
	for _, s := range h.On(cal, last) {
		sum += max(0, min(at-last.Start(), minutes(s.To))-minutes(s.From))
	}
	return sum
}
