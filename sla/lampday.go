package sla

import (
	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// LampDays says from which day on a running clock's lamp is blue and yellow, as long as nothing
// moves it; 0 for never. Blue is 0 where yellow comes no later.
type LampDays struct{ Blue, Yellow models.Date }

// LampDays gives the days on which the thresholds of a rule are reached (R-CARD-02, 03).
func (c *Clock) LampDays(cal *calendar.Calendar, rule LampRule) LampDays {
	if c.Length <= 0 || c.Due.On == 0 {
		return LampDays{}
	}
	d := LampDays{Blue: c.firstDayAt(cal, rule.Blue.For(c.Length)), Yellow: c.firstDayAt(cal, rule.Yellow.For(c.Length))}
	if d.Yellow != 0 && d.Blue >= d.Yellow {
		d.Blue = 0
	}
	return d
}

// firstDayAt gives the first day up to the due one on which at most n days are left.
func (c *Clock) firstDayAt(cal *calendar.Calendar, n int) models.Date {
	if n < 0 {
		return 0
	}
	d := c.Due.On
	for d > c.StartOn && c.RemainingOn(cal, d-1) <= n {
		d--
	}
	return d
}
