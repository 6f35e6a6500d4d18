package calendar

import (
	"strconv"
	"strings"

	"onestop.internal/models"
)

// DayInfo is what the calendar knows of one day.
type DayInfo struct {
	Date        models.Date `json:"date"`
	Kind        Kind        `json:"kind"`
	Working     bool        `json:"working"`
	Name        string      `json:"name,omitempty"`   // 国庆节, or the county's name
	Source      string      `json:"source,omitempty"` // number of the notice, or of the county's document
	Provisional bool        `json:"provisional,omitempty"`
}

// Day gives what is known of d.
func (c *Calendar) Day(d models.Date) DayInfo {
	k := c.kind(d)
	s := c.special[d]
	return DayInfo{
		Date: d, Kind: k, Working: k.working(), Name: s.name, Source: s.source,
		Provisional: c.FirstUnpublished(d, d) != 0,
	}
}

// Diff gives the days, oldest first, that are working in one calendar and not in the other, as
// they stand in other. It is what an import changes.
func (c *Calendar) Diff(other *Calendar) []DayInfo {
	var changed []DayInfo
	for i := range len(c.before) - 1 {
		d := tableFirst + models.Date(i)
		if c.Working(d) != other.Working(d) {
			changed = append(changed, other.Day(d))
		}
	}
	return changed
}

// LocalDay is a day of the county's own: 少数民族节日, extreme weather, 临时放假, or an extra working
// day (放假办法 art 4; R-CAL-07).
type LocalDay struct {
	Date           models.Date `json:"date"`
	Off            bool        `json:"off"` // else an extra working day
	DocNo          string      `json:"docNo"`
	Name           string      `json:"name"`
	OverrideMakeup bool        `json:"overrideMakeup,omitempty"` // this day off knowingly replaces a national make-up day
}

// placeOverlay writes the county's days over the national ones. It refuses a day without a
// document, a day twice, an extra working day on a national holiday or on a day that works anyway,
// and a day off that would silently remove a make-up day.
func (c *Calendar) placeOverlay() error {
	e := models.E(models.Invalid, "calendar.overlay.invalid")
	seen := make(map[models.Date]bool, len(c.overlay))
	for i, l := range c.overlay {
		path := "days[" + strconv.Itoa(i) + "]"
		key := c.wrongLocal(l)
		if seen[l.Date] {
			key = "calendar.date_twice"
		}
		seen[l.Date] = true
		if key != "" {
			e.At(path+".date", key)
		}
		if strings.TrimSpace(l.DocNo) == "" {
			e.At(path+".docNo", "required")
		}
	}
	if err := e.OrNil(); err != nil {
		return err
	}
	for _, l := range c.overlay {
		kind := LocalWork
		if l.Off {
			kind = LocalOff
		}
		if l.Off && c.kind(l.Date) == Holiday {
			continue // it stays the national holiday it is
		}
		c.special[l.Date] = special{kind, l.Name, l.DocNo}
	}
	return nil
}

// wrongLocal gives the key of what is wrong with the date of a county day, "" for nothing.
func (c *Calendar) wrongLocal(l LocalDay) string {
	k := c.kind(l.Date)
	switch {
	case l.Date < tableFirst || l.Date > tableLast:
		return "calendar.date_out_of_range"
	case l.Off && k == Makeup && !l.OverrideMakeup:
		return "calendar.overlay.removes_makeup"
	case !l.Off && k == Holiday:
		return "calendar.overlay.national_holiday"
	case !l.Off && k.working():
		return "calendar.overlay.works_anyway"
	}
	return ""
}
