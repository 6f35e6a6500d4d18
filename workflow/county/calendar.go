package county

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
)

// DraftNotice stores the State Council's notice of a year as a draft. It is checked as it would be
// applied; nothing moves yet.
func (m *Admin) DraftNotice(ctx context.Context, a policy.Actor, n calendar.Notice) (*models.CalendarEntry, error) {
	return m.draft(ctx, a, &models.CalendarEntry{Kind: CalendarNotice, Year: n.Year, DocNo: n.Number, Body: models.JSONOf(n)})
}

// DraftLocal stores a day of the county's own as a draft: off, or an extra working day, by a document
// (R-CAL-07).
func (m *Admin) DraftLocal(ctx context.Context, a policy.Actor, d calendar.LocalDay) (*models.CalendarEntry, error) {
	return m.draft(ctx, a, &models.CalendarEntry{Kind: CalendarLocal, Year: d.Date.Year(), DocNo: d.DocNo, Body: models.JSONOf(d)})
}

func (m *Admin) draft(ctx context.Context, a policy.Actor, e *models.CalendarEntry) (*models.CalendarEntry, error) {
	if err := m.may(a, writeCalendar); err != nil {
		return nil, err
	}
	e.Status, e.CreatedBy = CalendarDraft, a.UserID
	err := m.County.Store.InTx(ctx, func(tx *store.Tx) error {
		rows, err := tx.CalendarEntries()
		if err != nil {
			return err
		}
		if _, err := BuildCalendar(with(rows, e, CalendarApplied), 0); err != nil {
			return err
		}
		e.ID = 0
		if err := tx.CreateCalendarEntry(e); err != nil {
			return err
		}
		return journal(tx, a, "calendar.draft", "CALENDAR", e.ID, "", nil, e)
	})
	return e, err
}

// with gives the entries as they would be if e had a status.
func with(rows []models.CalendarEntry, e *models.CalendarEntry, status string) []models.CalendarEntry {
	out := slices.Clone(rows)
	changed := *e
	changed.Status = status
	for i := range out {
		if out[i].ID == e.ID && e.ID != 0 {
			out[i] = changed
			return out
		}
	}
	return append(out, changed)
}

// Entries gives what was entered into the calendar, oldest first.
func (m *Admin) Entries(ctx context.Context, a policy.Actor) ([]models.CalendarEntry, error) {
	if err := m.may(a, "calendar:read"); err != nil {
		return nil, err
	}
	return m.County.Store.CalendarEntries(ctx)
}

// Proposed gives the calendar as it would be if an entry were applied, or, one that is applied, revoked:
// what a preview looks at. Nothing is stored.
func (m *Admin) Proposed(ctx context.Context, a policy.Actor, id int64) (*calendar.Calendar, error) {
	if err := m.may(a, writeCalendar); err != nil {
		return nil, err
	}
	rows, err := m.County.Store.CalendarEntries(ctx)
	if err != nil {
		return nil, err
	}
	e := entry(rows, id)
	switch {
	case e == nil:
		return nil, models.E(models.NotFound, "calendar.entry_not_found")
	case e.Status == CalendarDraft:
		return BuildCalendar(with(rows, e, CalendarApplied), 0)
	case e.Status == CalendarApplied:
		return BuildCalendar(with(rows, e, CalendarRevoked), 0)
	}
	return nil, models.E(models.Illegal, "calendar.entry_revoked")
}

func entry(rows []models.CalendarEntry, id int64) *models.CalendarEntry {
	for i := range rows {
		if rows[i].ID == id {
			return &rows[i]
		}
	}
	return nil
}

// Apply puts a draft in force: from here on every date is counted by it. Open cases are moved by the job
// of workflow/cases, each before anything else happens to it.
func (m *Admin) Apply(ctx context.Context, a policy.Actor, id int64) (*models.CalendarEntry, error) {
	return m.change(ctx, a, id, "", CalendarDraft, CalendarApplied)
}

// Revoke takes an applied entry, or a draft, back. The row stays.
func (m *Admin) Revoke(ctx context.Context, a policy.Actor, id int64, reason string) (*models.CalendarEntry, error) {
	if reason == "" {
		return nil, models.E(models.Invalid, "calendar.invalid").At("reason", "required")
	}
	return m.change(ctx, a, id, reason, "", CalendarRevoked)
}

func (m *Admin) change(ctx context.Context, a policy.Actor, id int64, reason, from, to string) (*models.CalendarEntry, error) {
	if err := m.may(a, writeCalendar); err != nil {
		return nil, err
	}
	var out *models.CalendarEntry
	err := m.County.Store.InTx(ctx, func(tx *store.Tx) error {
		rows, err := tx.CalendarEntries()
		if err != nil {
			return err
		}
		e := entry(rows, id)
		switch {
		case e == nil:
			return models.E(models.NotFound, "calendar.entry_not_found")
		case from != "" && e.Status != from, e.Status == to:
			return models.E(models.Illegal, "calendar.entry_status").With("status", e.Status)
		}
		if _, err := BuildCalendar(with(rows, e, to), 0); err != nil {
			return err
		}
		inForce := e.Status == CalendarApplied || to == CalendarApplied
		before := e.Status
		e.Status = to
		if to == CalendarApplied {
			e.AppliedAt = tx.Now
		}
		if inForce {
			if e.Rev, err = tx.BumpConfig(); err != nil {
				return err
			}
		}
		if err := tx.SaveCalendarEntry(e); err != nil {
			return err
		}
		if inForce {
			if err := tx.Emit(models.Outbox{Kind: "calendar.changed", Region: a.Region, ActorID: a.UserID, Payload: models.JSONOf(map[string]any{"entry": id})}); err != nil {
				return err
			}
		}
		out = e
		return journal(tx, a, "calendar."+to, "CALENDAR", id, reason, map[string]string{"status": before}, map[string]string{"status": to})
	})
	if err != nil {
		return nil, err
	}
	return out, m.County.Fresh(ctx)
}
