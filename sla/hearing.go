package sla

import (
	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

// Hearing is the dates of a hearing, clock H (行政许可法 art 47, 48).
type Hearing struct {
	RequestBy Due         // 5 wd after the parties were told of their right
	HoldBy    Due         // 20 wd after the request; zero without one
	NoticeBy  models.Date // latest notice of time and place for a hearing on HoldBy
}

// HearingOf gives the dates; toldOn 0 is not told, requestedOn 0 is no request yet.
func HearingOf(cal *calendar.Calendar, toldOn, requestedOn models.Date) Hearing {
	var h Hearing
	if toldOn != 0 {
		h.RequestBy = DueOn(cal, toldOn, fiveDays, nil)
	}
	if requestedOn != 0 {
		h.HoldBy = DueOn(cal, requestedOn, twentyDays, nil)
		h.NoticeBy = HearingNoticeBy(cal, h.HoldBy.On)
	}
	return h
}

// HearingNoticeBy gives the last day on which the parties may be told of a hearing: seven clear
// working days lie between, neither day counted (art 48(1)(1), the safe reading).
func HearingNoticeBy(cal *calendar.Calendar, heldOn models.Date) models.Date {
	return cal.Nth(heldOn, -8)
}
