package sla

import (
	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// LedgerDay is one calendar day of a clock, with why it counts or does not.
type LedgerDay struct {
	Date        models.Date        `json:"date"`
	Kind        calendar.Kind      `json:"kind"`
	Name        string             `json:"name,omitempty"`   // of the holiday
	Source      string             `json:"source,omitempty"` // notice or county document
	Provisional bool               `json:"provisional,omitempty"`
	Start       bool               `json:"start,omitempty"`  // the start day, never counted (民法典 201)
	Rolled      bool               `json:"rolled,omitempty"` // after the raw end: on to the next working day
	Counted     bool               `json:"counted"`
	N           int                `json:"n"` // counted days so far
	PausedFor   models.PauseReason `json:"pausedFor,omitempty"`
	PausedBy    string             `json:"pausedBy,omitempty"`
	Basis       string             `json:"basis,omitempty"` // the article of the pause
}

// Ledger gives every calendar day of the clock from its start to its due date, or to until where no
// due date is known. For a day-counted limit that was not cut, the last N is the limit.
func (c *Clock) Ledger(cal *calendar.Calendar, until models.Date) []LedgerDay {
	if c.StartOn == 0 {
		return nil
	}
	end := c.Due.On
	if c.Due.Open {
		end = until
	}
	days := make([]LedgerDay, 0, max(0, end-c.StartOn)+1)
	n := 0
	for d := c.StartOn; d <= end; d++ {
		day := c.ledgerDay(cal, d)
		if day.Counted {
			n++
		}
		day.N = n
		days = append(days, day)
	}
	return days
}

func (c *Clock) ledgerDay(cal *calendar.Calendar, d models.Date) LedgerDay {
	info := cal.Day(d)
	day := LedgerDay{
		Date: d, Kind: info.Kind, Name: info.Name, Source: info.Source,
		Provisional: info.Provisional, Start: d == c.StartOn,
	}
	if p := c.PausedOn(d); p != nil {
		day.PausedFor, day.PausedBy, day.Basis = p.Reason, p.By, p.Basis
		return day
	}
	switch c.Limit.Unit {
	case models.WorkingDay:
		day.Counted = info.Working && !day.Start
	case models.Immediate:
		day.Rolled = d > c.Due.Raw
	default:
		day.Rolled = !c.Due.Open && d > c.Due.Raw
		day.Counted = !day.Start && !day.Rolled
	}
	return day
}
