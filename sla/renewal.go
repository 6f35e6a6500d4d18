package sla

import (
	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// defaultLead is 行政许可法 art 50(1): 30 days before expiry, calendar days, as the period is the
// applicant's (R-CLK-11).
var defaultLead = models.Limit{Value: 30, Unit: models.CalendarDay}

// Renewal is what a licence's end date means for its holder.
type Renewal struct {
	LastDay models.Date    // to apply: lead before expiry, not rolled
	AlertAt models.Instant // 09:00, ten working days before expiry: a renewal still undecided
	Ends    models.Instant // 24:00 of the day of expiry
}

// RenewalOf gives the dates of a licence that expires on a day. A zero lead is 30 calendar days.
func RenewalOf(cal *calendar.Calendar, expiresOn models.Date, lead models.Limit, bareDay models.Unit) Renewal {
	if lead.Unit == "" {
		lead = defaultLead
	}
	return Renewal{
		LastDay: before(cal, expiresOn, Resolve(lead, bareDay)),
		AlertAt: cal.Nth(expiresOn, -10).Start().Add(cardHour),
		Ends:    expiresOn.End(),
	}
}

// before counts a limit back from a day. Rest days do not roll.
func before(cal *calendar.Calendar, d models.Date, l models.Limit) models.Date {
	switch l.Unit {
	case models.WorkingDay:
		return cal.Nth(d, -l.Value)
	case models.Month:
		return AddMonths(d, -l.Value)
	case models.Year:
		return AddMonths(d, -12*l.Value)
	}
	return d - models.Date(l.Value)
}

// InTime says whether a renewal received on a day can have the effect of 行政许可法 art 50(2).
func (r Renewal) InTime(receivedOn models.Date) bool {
	return receivedOn != 0 && receivedOn <= r.LastDay
}

// LicenceTimer gives N02 or N03 of a licence in force: deemed renewed where a renewal was received in
// time and at expiry is neither decided nor withdrawn (open), else expired. A licence without a term
// (expiresOn 0) has none.
func LicenceTimer(cal *calendar.Calendar, expiresOn models.Date, lead models.Limit, bareDay models.Unit,
	receivedOn models.Date, open bool,
) (Timer, bool) {
	if expiresOn == 0 {
		return Timer{}, false
	}
	t := Timer{Kind: TimerN03, FiresAt: expiresOn.End(), On: expiresOn}
	if open && RenewalOf(cal, expiresOn, lead, bareDay).InTime(receivedOn) {
		t.Kind = TimerN02
	}
	return t, true
}
