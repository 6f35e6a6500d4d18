package calendar

import "onestop.internal/models"

// Working says whether d is a working day.
func (c *Calendar) Working(d models.Date) bool {
	if i := uint(d - tableFirst); i < uint(len(c.before)-1) {
		return c.before[i+1] != c.before[i]
	}
	return mod(int(d)-monday, 7) < 5
}

// Nth gives the n-th working day after d, d not counted (民法典 201). A negative n counts back from
// d; n = 0 gives d itself if it is a working day, else the next one.
func (c *Calendar) Nth(d models.Date, n int) models.Date {
	if i := uint(d - tableFirst); i < uint(len(c.before)-1) {
		k := int(c.before[i]) + n
		if n > 0 {
			k = int(c.before[i+1]) + n - 1
		}
		if uint(k) < uint(len(c.working)) {
			return c.working[k]
		}
	}
	return c.nthOutside(d, n)
}

// Count gives the number of working days x with from < x ≤ to; negative where to is before from.
func (c *Calendar) Count(from, to models.Date) int {
	return c.index(to+1) - c.index(from+1)
}

// Next gives the first working day after d.
func (c *Calendar) Next(d models.Date) models.Date { return c.Nth(d, 1) }

// Prev gives the last working day before d.
func (c *Calendar) Prev(d models.Date) models.Date { return c.Nth(d, -1) }

// Roll gives d if it is a working day, else the next one (民法典 203). A make-up Saturday is a
// working day and does not roll.
func (c *Calendar) Roll(d models.Date) models.Date { return c.Nth(d, 0) }

func (c *Calendar) nthOutside(d models.Date, n int) models.Date {
	if n > 0 {
		return c.at(c.index(d+1) + n - 1)
	}
	return c.at(c.index(d) + n)
}

// index numbers the working days in order, 0 the first of the table: it is the number of the first
// working day not earlier than d.
func (c *Calendar) index(d models.Date) int {
	i := int(d - tableFirst)
	switch {
	case uint(i) < uint(len(c.before)):
		return int(c.before[i])
	case i < 0:
		return weekdays(d) - weekdays(tableFirst)
	}
	return len(c.working) + weekdays(d) - weekdays(tableLast+1)
}

// at is the inverse of index.
func (c *Calendar) at(k int) models.Date {
	switch {
	case k < 0:
		return weekdayAt(k + weekdays(tableFirst))
	case k >= len(c.working):
		return weekdayAt(k - len(c.working) + weekdays(tableLast+1))
	}
	return c.working[k]
}

const monday = 4 // 1970-01-05 was a Monday

// weekdays numbers the Mondays to Fridays: the number of the first one not earlier than d.
func weekdays(d models.Date) int {
	x := int(d) - monday
	r := mod(x, 7)
	return (x-r)/7*5 + min(r, 5)
}

func weekdayAt(k int) models.Date {
	r := mod(k, 5)
	return models.Date((k-r)/5*7 + r + monday)
}

func mod(x, m int) int {
	if r := x % m; r < 0 {
		return r + m
	} else {
		return r
	}
}

// FirstUnpublished gives the first day of from…to (both included) that no notice covers, 0 where
// all are covered. A result that looked at such a day is provisional (R-CAL-06).
func (c *Calendar) FirstUnpublished(from, to models.Date) models.Date {
	for i := range c.published {
		s := &c.published[i]
		if from > s.to {
			continue
		}
		if from < s.from {
			break
		}
		if to <= s.to {
			return 0
		}
		from = s.to + 1
	}
	if from > to {
		return 0
	}
	return from
}
