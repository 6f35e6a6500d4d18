package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"onestop.internal/models"
)

// Kind says what a day is.
type Kind string

// Kinds of a day. A notice lists only HOLIDAY and MAKEUP; a county only LOCAL_OFF and LOCAL_WORK.
const (
	Weekday   Kind = "WEEKDAY"
	Weekend   Kind = "WEEKEND"
	Holiday   Kind = "HOLIDAY"
	Makeup    Kind = "MAKEUP"
	LocalOff  Kind = "LOCAL_OFF"
	LocalWork Kind = "LOCAL_WORK"
)

// Notice is the State Council's arrangement of the holidays of one year. Its days are keyed by
// date: a day of late December may stand in the notice of the next year.
type Notice struct {
	Year        int         `json:"year" yaml:"year"`
	Number      string      `json:"number" yaml:"number"` // 文号; "" where it is not known (before 2023)
	Issued      models.Date `json:"issued" yaml:"issued"`
	Provisional bool        `json:"provisional,omitempty" yaml:"provisional,omitempty"` // no notice yet: statutory dates only
	Days        []NoticeDay `json:"days" yaml:"days"`
}

// NoticeDay is one day that a notice makes different from its weekday.
type NoticeDay struct {
	Date models.Date `json:"date" yaml:"date"`
	Kind Kind        `json:"kind" yaml:"kind"` // HOLIDAY or MAKEUP
	Name string      `json:"name" yaml:"name"`
}

const maxNotice = 256 << 10

// ParseNotice reads a notice in YAML or JSON, in the form of the files in data/. It does not judge
// it: WithYear does. An unknown key or a second document is refused.
func ParseNotice(b []byte) (Notice, error) {
	var n Notice
	if len(b) > maxNotice {
		return n, models.E(models.TooLarge, "calendar.notice.too_large")
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&n); err != nil {
		return Notice{}, models.E(models.Invalid, "calendar.notice.unreadable").With("detail", err.Error())
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return Notice{}, models.E(models.Invalid, "calendar.notice.unreadable").With("detail", "more than one document")
	}
	return n, nil
}

// Validate says what is wrong with a notice by itself: the fields of the *models.Error name the
// days. A provisional entry needs no number; a notice of 2023 or later does.
func (n Notice) Validate() error {
	e := models.E(models.Invalid, "calendar.notice.invalid")
	if n.Year < firstYear+1 || n.Year > lastYear-1 {
		return e.At("year", "calendar.year_out_of_range")
	}
	if !n.Provisional && n.Year >= 2023 {
		if strings.TrimSpace(n.Number) == "" {
			e.At("number", "required")
		}
		if n.Issued == 0 {
			e.At("issued", "required")
		}
	}
	if n.Issued != 0 && (n.Issued.Year() < n.Year-2 || n.Issued.Year() > n.Year) {
		e.At("issued", "calendar.issued_out_of_range")
	}
	kinds := n.checkDays(e)
	if !n.Provisional {
		missingStatutory(n.Year, kinds, e)
	}
	return e.OrNil()
}

// checkDays checks each day and gives the kinds by date.
func (n Notice) checkDays(e *models.Error) map[models.Date]Kind {
	from, to := models.Day(n.Year-1, time.December, 1), models.Day(n.Year+1, time.January, 15)
	kinds := make(map[models.Date]Kind, len(n.Days))
	for i, d := range n.Days {
		path := "days[" + strconv.Itoa(i) + "]"
		if d.Date < from || d.Date > to {
			e.At(path+".date", "calendar.date_out_of_range")
			continue
		}
		if _, twice := kinds[d.Date]; twice {
			e.At(path+".date", "calendar.date_twice")
		}
		kinds[d.Date] = d.Kind
		switch {
		case d.Kind != Holiday && d.Kind != Makeup:
			e.At(path+".kind", "calendar.kind_unknown")
		case d.Kind == Makeup && !weekend(d.Date):
			e.At(path+".date", "calendar.makeup_not_weekend")
		case strings.TrimSpace(d.Name) == "":
			e.At(path+".name", "required")
		}
	}
	return kinds
}

// missingStatutory reports statutory holidays that a notice leaves out: one that drops a festival
// was typed or scanned wrongly. 除夕 and 05-02 are statutory since 2025 (放假办法 2024修订 art 2).
func missingStatutory(year int, kinds map[models.Date]Kind, e *models.Error) {
	for _, d := range statutory(year) {
		if year < 2025 && d.since2025 {
			continue
		}
		if kinds[d.Date] != Holiday {
			e.At("days", "calendar.statutory_missing").With("date", d.Date.String()).With("name", d.Name)
		}
	}
}

func weekend(d models.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

func (n Notice) source() string {
	if n.Number != "" {
		return n.Number
	}
	return fmt.Sprintf("%d", n.Year)
}
