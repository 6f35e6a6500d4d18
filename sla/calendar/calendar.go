// Package calendar tells working days from days off: Monday to Friday, the State Council's notices
// with their make-up days, and the county's own days (R-CAL-01…07). A Calendar is built once and
// never changes; counting is a look-up in prefix sums and allocates nothing.
package calendar

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"onestop.internal/models"
)

//go:embed data/*.yaml
var files embed.FS

// Calendar is an immutable calendar, safe for use by many goroutines. Days from 2010 to 2099 stand
// in its table; outside, a day is working from Monday to Friday and always provisional.
type Calendar struct {
	rev     int64
	notices map[int]Notice
	overlay []LocalDay

	special   map[models.Date]special // what is not plain weekday or weekend
	before    []int32                 // before[i]: working days of the table earlier than tableFirst+i
	working   []models.Date           // the working days of the table
	published []span                  // dates that a notice covers: sorted, disjoint
}

type special struct {
	kind   Kind
	name   string
	source string
}

type span struct{ from, to models.Date }

var (
	tableFirst = models.Day(firstYear, time.January, 1)
	tableLast  = models.Day(lastYear, time.December, 31)
)

var builtin = sync.OnceValues(func() (*Calendar, error) {
	entries, err := files.ReadDir("data")
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	notices := map[int]Notice{}
	for _, f := range entries {
		b, err := files.ReadFile("data/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("calendar: %w", err)
		}
		n, err := ParseNotice(b)
		if err == nil {
			err = n.Validate()
		}
		if err != nil {
			return nil, fmt.Errorf("calendar: %s: %w", f.Name(), err)
		}
		notices[n.Year] = n
	}
	return build(notices, nil, 0)
})

// Builtin gives the calendar of the notices of 2016–2026 that are part of the program, with no
// county days. It panics if those files are broken, which a test excludes.
func Builtin() *Calendar {
	c, err := builtin()
	if err != nil {
		panic(err)
	}
	return c
}

// Rev is the revision of the configuration this calendar was built from; 0 for the built-in one.
func (c *Calendar) Rev() int64 { return c.rev }

// WithRev gives the same calendar under another revision.
func (c *Calendar) WithRev(rev int64) *Calendar {
	d := *c
	d.rev = rev
	return &d
}

// WithYear gives a calendar in which n replaces what stood for its year, be it provisional or an
// earlier notice. Errors are *models.Error: n by itself is wrong, one of its days is listed
// otherwise by another year's notice, or the county's own days no longer fit.
func (c *Calendar) WithYear(n Notice) (*Calendar, error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	notices := maps.Clone(c.notices)
	notices[n.Year] = n
	return build(notices, c.overlay, c.rev)
}

// WithOverlay gives a calendar with these county days in place of the earlier ones (R-CAL-07).
// Errors are *models.Error whose fields name the day.
func (c *Calendar) WithOverlay(days []LocalDay) (*Calendar, error) {
	return build(c.notices, slices.Clone(days), c.rev)
}

// Notices gives the entries by year, oldest first: the notices, and the provisional files.
func (c *Calendar) Notices() []Notice {
	return slices.SortedFunc(maps.Values(c.notices), func(a, b Notice) int { return a.Year - b.Year })
}

// Overlay gives the county's days.
func (c *Calendar) Overlay() []LocalDay { return slices.Clone(c.overlay) }

func build(notices map[int]Notice, overlay []LocalDay, rev int64) (*Calendar, error) {
	c := &Calendar{rev: rev, notices: notices, overlay: overlay, special: map[models.Date]special{}}
	if err := c.placeNotices(); err != nil {
		return nil, err
	}
	if err := c.placeOverlay(); err != nil {
		return nil, err
	}
	c.sum()
	return c, nil
}

// placeNotices writes the days of every year: notices first, so that a statutory date of a
// provisional year never covers a day that a notice lists.
func (c *Calendar) placeNotices() error {
	var stray []models.Date // listed by a notice, outside its year
	for _, n := range c.Notices() {
		if n.Provisional {
			continue
		}
		for i, d := range n.Days {
			if old, ok := c.special[d.Date]; ok && old.kind != d.Kind {
				return models.E(models.Invalid, "calendar.notice.conflict").
					With("date", d.Date.String()).With("other", old.source).
					At(fmt.Sprintf("days[%d].date", i), "calendar.listed_otherwise")
			}
			c.special[d.Date] = special{d.Kind, d.Name, n.source()}
			if d.Date.Year() != n.Year {
				stray = append(stray, d.Date)
			}
		}
		c.publish(span{models.Day(n.Year, time.January, 1), models.Day(n.Year, time.December, 31)})
	}
	for _, d := range stray {
		c.publish(span{d, d})
	}
	c.joinPublished()
	c.placeProvisional()
	return nil
}

func (c *Calendar) placeProvisional() {
	for y := firstYear; y <= lastYear; y++ {
		n, ok := c.notices[y]
		if ok && !n.Provisional {
			continue
		}
		if !ok {
			n = provisionalYear(y)
		}
		for _, d := range n.Days {
			if _, taken := c.special[d.Date]; !taken && c.FirstUnpublished(d.Date, d.Date) != 0 {
				c.special[d.Date] = special{d.Kind, d.Name, ""}
			}
		}
	}
}

func (c *Calendar) publish(s span) { c.published = append(c.published, s) }

func (c *Calendar) joinPublished() {
	slices.SortFunc(c.published, func(a, b span) int { return int(a.from - b.from) })
	joined := c.published[:0]
	for _, s := range c.published {
		if n := len(joined); n > 0 && s.from <= joined[n-1].to+1 {
			joined[n-1].to = max(joined[n-1].to, s.to)
			continue
		}
		joined = append(joined, s)
	}
	c.published = joined
}

func (c *Calendar) sum() {
	n := int(tableLast-tableFirst) + 1
	c.before = make([]int32, n+1)
	c.working = make([]models.Date, 0, n*5/7)
	for i := range n {
		d := tableFirst + models.Date(i)
		if c.kind(d).working() {
			c.working = append(c.working, d)
		}
		c.before[i+1] = int32(len(c.working))
	}
}

func (k Kind) working() bool { return k == Weekday || k == Makeup || k == LocalWork }

func (c *Calendar) kind(d models.Date) Kind {
	if s, ok := c.special[d]; ok {
		return s.kind
	}
	if weekend(d) {
		return Weekend
	}
	return Weekday
}
