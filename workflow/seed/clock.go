package seed

import (
	"container/heap"
	"sync/atomic"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla"
	"onestop.internal/sla/calendar"
)

// clock is the simulated present. It only goes forward.
type clock struct{ ms atomic.Int64 }

func (c *clock) now() time.Time            { return time.UnixMilli(c.ms.Load()).UTC() }
func (c *clock) instant() models.Instant   { return models.Instant(c.ms.Load()) }
func (c *clock) today() models.Date        { return c.instant().Date() }
func (c *clock) advance(at models.Instant) { c.ms.Store(max(c.ms.Load(), int64(at))) }

// event is something that will happen.
type event struct {
	at  models.Instant
	ord int // of its planning: two at one instant happen in this order
	do  func() error
}

// agenda holds what will happen, by its time.
type agenda struct {
	list []event
	ord  int
}

func (a *agenda) Len() int { return len(a.list) }
func (a *agenda) Less(i, j int) bool {
	x, y := &a.list[i], &a.list[j]
	if x.at != y.at {
		return x.at < y.at
	}
	return x.ord < y.ord
}
func (a *agenda) Swap(i, j int) { a.list[i], a.list[j] = a.list[j], a.list[i] }

// Push and Pop are heap's.
func (a *agenda) Push(x any) { a.list = append(a.list, x.(event)) }

// Pop gives the last.
func (a *agenda) Pop() any {
	n := len(a.list) - 1
	x := a.list[n]
	a.list = a.list[:n]
	return x
}

func (a *agenda) plan(at models.Instant, do func() error) {
	a.ord++
	heap.Push(a, event{at, a.ord, do})
}

func (a *agenda) next() event { return heap.Pop(a).(event) }

const minute = models.Instant(60_000)

// desk gives the instant when so many working minutes of the hall have passed since at, and some
// seconds, so that no two people act on the stroke of the hour.
func desk(cal *calendar.Calendar, d dice, at models.Instant, minutes float64) models.Instant {
	n := max(1, int(minutes))
	t := sla.HallHours.AddMinutes(cal, at, n)
	if sla.HallHours.Open(cal, t-minute) {
		t -= models.Instant(d.IntN(60_000))
	}
	return max(t, at+1000)
}

// anyHour gives an instant on a date as an applicant picks it: three times of four in the hall's
// hours, else in the evening.
func anyHour(cal *calendar.Calendar, d dice, on models.Date) models.Instant {
	if d.chance(780) {
		on = cal.Roll(on)
		return on.Start() + models.Instant(d.between(9*60+2, 16*60+50))*minute + models.Instant(d.IntN(60_000))
	}
	return on.Start() + models.Instant(d.between(18*60, 23*60+40))*minute + models.Instant(d.IntN(60_000))
}
