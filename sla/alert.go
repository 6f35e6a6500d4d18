package sla

import (
	"time"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// escalateAfter are the working days after the card at which the next one up is told (R-CARD-06):
// section head, AGENCY_LEADER, 审批局/督查室, 分管县领导.
var escalateAfter = [4]int{0, 1, 2, 5}

// cardHour is when cards and escalations go out.
const cardHour = 9 * time.Hour

// Alerts are the instants at which something about one clock is to be told. All are 0 where the
// clock has no due date, or has stopped.
type Alerts struct {
	DueOn     models.Date
	WarnAt    models.Instant    // 00:00 of the first day on which the lamp is no longer green; 0 for IMMEDIATE
	DueAt     models.Instant    // 00:00 of the due day: it is the last
	OverdueAt models.Instant    // 24:00 of the due day: lamp red, applicant told
	CardAt    models.Instant    // 09:00 of the next working day
	Escalate  [4]models.Instant // section head, AGENCY_LEADER, 审批局/督查室, 分管县领导
}

// CardAt is the hour of the card for what was due on a day: 09:00 of the next working day (R-CARD-06).
func CardAt(cal *calendar.Calendar, due models.Date) models.Instant {
	return cal.Nth(due, 1).Start().Add(cardHour)
}

// AlertsOf gives the alert instants of a clock under a preset.
func AlertsOf(cal *calendar.Calendar, c *Clock, preset models.LampPreset) Alerts {
	due := c.Due.On
	if due == 0 || c.StoppedOn != 0 {
		return Alerts{}
	}
	a := Alerts{DueOn: due, DueAt: due.Start(), OverdueAt: due.End()}
	if c.Length > 0 {
		a.WarnAt = c.warnOn(cal, LampRules[preset]).Start()
	}
	for i, n := range escalateAfter {
		a.Escalate[i] = cal.Nth(due, n+1).Start().Add(cardHour)
	}
	a.CardAt = a.Escalate[0]
	return a
}

// warnOn gives the first day on which a lamp warns; the start itself where a promise was cut short.
func (c *Clock) warnOn(cal *calendar.Calendar, rule LampRule) models.Date {
	at := max(rule.Blue.For(c.Length), rule.Yellow.For(c.Length))
	d := c.Due.On
	for d > c.StartOn && c.RemainingOn(cal, d-1) <= at {
		d--
	}
	return d
}
