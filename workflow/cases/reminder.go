package cases

import (
	"slices"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla"
)

// timerRemind is a reminder to the applicant's side; it moves nothing.
const timerRemind sla.TimerKind = "V43"

// reminderHour is when reminders go out.
const reminderHour = 9 * time.Hour

// remindersOf gives the days on which the applicant's side is reminded of what waits for it, and the codes of the
// events from which they are counted: a correction after 30 and 60 days (RULES §2.1), a solution on the fourth and
// the eighth of the ten working days after which it counts as confirmed (FLOWS §10).
func (w *work) remindersOf() (since []string, days func(models.Date) []models.Date) {
	switch {
	case w.c.Status == models.CorrectionRequired:
		return []string{"T03", "T05"}, func(on models.Date) []models.Date { return []models.Date{on + 30, on + 60} }
	case w.confirmLapsesAt() != 0:
		return []string{"R06", "R07", "R08"}, func(on models.Date) []models.Date {
			return []models.Date{w.snap.Calendar.Nth(on, 4), w.snap.Calendar.Nth(on, 8)}
		}
	}
	return nil, nil
}

// nextReminder gives the first reminder that has not gone out; false where none is left.
func (w *work) nextReminder() (sla.Timer, bool) {
	codes, days := w.remindersOf()
	if codes == nil {
		return sla.Timer{}, false
	}
	void, since, sent := voided(w.events), models.Date(0), 0
	for i := range w.events {
		switch e := &w.events[i]; {
		case void[e.Seq]:
		case slices.Contains(codes, e.Code):
			since, sent = e.LegalAt.Date(), 0
		case e.Code == codeRemindApplicant:
			sent++
		}
	}
	if since == 0 {
		return sla.Timer{}, false
	}
	if due := days(since); sent < len(due) {
		return sla.Timer{Kind: timerRemind, FiresAt: due[sent].Start().Add(reminderHour), On: due[sent]}, true
	}
	return sla.Timer{}, false
}

// remindApplicant journals a reminder; the notice follows from its event.
func (w *work) remindApplicant(t sla.Timer) error {
	e := w.event(codeRemindApplicant, "remind_applicant", Payload{})
	legally(t.FiresAt)(e)
	byTimer(e)
	return w.append(e)
}
