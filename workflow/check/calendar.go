package check

import (
	"context"
	"sync"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// calendars gives the configuration as of a revision of the calendar: the dates of an ended case stay
// those of the calendar under which it ended.
type calendars struct {
	mu      sync.Mutex
	entries []models.CalendarEntry
	now     *county.Snapshot
	newest  int64 // revision of the newest entry
	byRev   map[int64]*county.Snapshot
}

func (k *calendars) read(ctx context.Context, s *store.Store, now *county.Snapshot) (err error) {
	k.now, k.byRev = now, map[int64]*county.Snapshot{}
	if k.entries, err = s.CalendarEntries(ctx); err != nil {
		return err
	}
	for i := range k.entries {
		k.newest = max(k.newest, k.entries[i].Rev)
	}
	return nil
}

// at gives the configuration under which a case was last derived.
func (k *calendars) at(c *models.Case) (*county.Snapshot, error) {
	if c.CalendarRev >= k.newest {
		return k.now, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if s := k.byRev[c.CalendarRev]; s != nil {
		return s, nil
	}
	var before []models.CalendarEntry
	for _, e := range k.entries {
		if e.Rev <= c.CalendarRev {
			before = append(before, e)
		}
	}
	cal, err := county.BuildCalendar(before, c.CalendarRev)
	if err != nil {
		return nil, err
	}
	s := *k.now
	s.Calendar = cal
	k.byRev[c.CalendarRev] = &s
	return &s, nil
}
