// Package county holds what is in force in the county now: its settings, its calendar and every
// published version of the service items, as one immutable snapshot that moves with the revision of
// the configuration.
package county

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// County keeps the snapshot in force.
type County struct {
	Store *store.Store
	Base  *catalog.Catalogue // the files: lists, forms of version 1
	snap  atomic.Pointer[Snapshot]
}

// Snapshot is the configuration at one revision. It is never changed.
type Snapshot struct {
	Rev      int64
	Settings Settings
	Calendar *calendar.Calendar
	Base     *catalog.Catalogue
	versions map[int64]*Version
	depts    map[string]*models.Department
	byCode   map[string][]*Version // oldest first
}

// Version is one published version of an item, ready for use.
type Version struct {
	Row  models.ItemVersion
	Item *catalog.Item
	Form *catalog.Form
}

// Open reads the snapshot for the first time.
func Open(ctx context.Context, st *store.Store) (*County, error) {
	base, err := catalog.Load()
	if err != nil {
		return nil, fmt.Errorf("catalogue files: %w", err)
	}
	c := &County{Store: st, Base: base}
	return c, c.Reload(ctx)
}

// Now gives the snapshot in force.
func (c *County) Now() *Snapshot { return c.snap.Load() }

// Fresh reloads where the database has another revision than the snapshot.
func (c *County) Fresh(ctx context.Context) error {
	rev, err := c.Store.ConfigRev(ctx)
	if err != nil {
		return err
	}
	if s := c.Now(); s != nil && s.Rev == rev {
		return nil
	}
	return c.Reload(ctx)
}

// Reload reads everything again.
func (c *County) Reload(ctx context.Context) error {
	rev, err := c.Store.ConfigRev(ctx)
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	s := &Snapshot{Rev: rev, Base: c.Base, Settings: Defaults()}
	if err := c.readSettings(ctx, s); err != nil {
		return err
	}
	if s.Calendar, err = c.readCalendar(ctx, rev); err != nil {
		return err
	}
	if err := c.readVersions(ctx, s); err != nil {
		return err
	}
	if err := c.readDepartments(ctx, s); err != nil {
		return err
	}
	c.snap.Store(s)
	return nil
}

func (c *County) readDepartments(ctx context.Context, s *Snapshot) error {
	rows, err := c.Store.Departments(ctx, s.Settings.Region)
	if err != nil {
		return fmt.Errorf("departments: %w", err)
	}
	s.depts = map[string]*models.Department{}
	for i := range rows {
		s.depts[rows[i].Code] = &rows[i]
	}
	return nil
}

// Dept gives a department of the county as it was entered; nil where there is none.
func (s *Snapshot) Dept(code string) *models.Department { return s.depts[code] }

func (c *County) readSettings(ctx context.Context, s *Snapshot) error {
	rows, err := c.Store.Settings(ctx)
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	for _, r := range rows {
		if r.Key == settingsKey {
			if err := r.Value.Into(&s.Settings); err != nil {
				return fmt.Errorf("setting %s: %w", r.Key, err)
			}
		}
	}
	return nil
}

// readCalendar lays the applied notices and local days over the built-in calendar.
func (c *County) readCalendar(ctx context.Context, rev int64) (*calendar.Calendar, error) {
	rows, err := c.Store.CalendarEntries(ctx)
	if err != nil {
		return nil, fmt.Errorf("calendar entries: %w", err)
	}
	moved := int64(0) // the revision that last touched the calendar: a change of anything else moves no date
	for _, r := range rows {
		moved = max(moved, r.Rev)
	}
	return BuildCalendar(rows, min(moved, rev))
}

// BuildCalendar lays the applied entries over the built-in calendar.
func BuildCalendar(rows []models.CalendarEntry, rev int64) (*calendar.Calendar, error) {
	cal := calendar.Builtin()
	var local []calendar.LocalDay
	for _, r := range rows {
		if r.Status != CalendarApplied {
			continue
		}
		switch r.Kind {
		case CalendarNotice:
			n, err := calendar.ParseNotice(r.Body)
			if err != nil {
				return nil, fmt.Errorf("calendar entry %d: %w", r.ID, err)
			}
			if cal, err = cal.WithYear(n); err != nil {
				return nil, fmt.Errorf("calendar entry %d: %w", r.ID, err)
			}
		case CalendarLocal:
			var d calendar.LocalDay
			if err := r.Body.Into(&d); err != nil {
				return nil, fmt.Errorf("calendar entry %d: %w", r.ID, err)
			}
			local = append(local, d)
		}
	}
	cal, err := cal.WithOverlay(local)
	if err != nil {
		return nil, fmt.Errorf("local days: %w", err)
	}
	return cal.WithRev(rev), nil
}

// Kinds and states of calendar entries.
const (
	CalendarNotice  = "NOTICE"
	CalendarLocal   = "LOCAL"
	CalendarDraft   = "DRAFT"
	CalendarApplied = "APPLIED"
	CalendarRevoked = "REVOKED"
)

func (c *County) readVersions(ctx context.Context, s *Snapshot) error {
	rows, err := c.Store.PublishedVersions(ctx)
	if err != nil {
		return fmt.Errorf("item versions: %w", err)
	}
	old := map[int64]*Version{}
	if now := c.Now(); now != nil {
		old = now.versions
	}
	s.versions, s.byCode = map[int64]*Version{}, map[string][]*Version{}
	for _, r := range rows {
		v, err := c.decodeVersion(r, old[r.ID])
		if err != nil {
			return err
		}
		s.versions[r.ID] = v
		s.byCode[r.ItemCode] = append(s.byCode[r.ItemCode], v)
	}
	return nil
}

// decodeVersion reads a version, or keeps what was read of it before: versions never change. One that is
// word for word the program's own shares its item and form.
func (c *County) decodeVersion(r models.ItemVersion, old *Version) (*Version, error) {
	if old != nil {
		return &Version{Row: r, Item: old.Item, Form: old.Form}, nil
	}
	if it, form := c.Base.Item(r.ItemCode), c.Base.Form(r.ItemCode); it != nil && bytes.Equal(r.Body, it.JSON()) && bytes.Equal(r.Form, models.JSONOf(form)) {
		return &Version{Row: r, Item: it, Form: form}, nil
	}
	it, err := catalog.DecodeItem(r.Body)
	if err != nil {
		return nil, fmt.Errorf("item %s version %d: %w", r.ItemCode, r.VersionNo, err)
	}
	form, err := catalog.StoredForm(r.Form)
	if err != nil {
		return nil, fmt.Errorf("item %s version %d, form: %w", r.ItemCode, r.VersionNo, err)
	}
	return &Version{Row: r, Item: it, Form: form}, nil
}

// Version gives a published version by its id; NotFound where there is none.
func (s *Snapshot) Version(id int64) (*Version, error) {
	if v := s.versions[id]; v != nil {
		return v, nil
	}
	return nil, models.E(models.NotFound, "item_version.not_found")
}

// InForce gives the version of an item in force on a date; NotFound where there is none.
func (s *Snapshot) InForce(code string, on models.Date) (*Version, error) {
	var best *Version // the one that came into force last; of two of one day the later
	for _, v := range s.byCode[code] {
		r := &v.Row
		if r.Status == models.VersionPublished && r.InForceFrom <= on && (best == nil || r.InForceFrom >= best.Row.InForceFrom) {
			best = v
		}
	}
	if best == nil {
		return nil, models.E(models.NotFound, "item.not_found")
	}
	return best, nil
}

// WithCalendar gives the same configuration under another calendar: what a preview looks at.
func (s *Snapshot) WithCalendar(cal *calendar.Calendar) *Snapshot {
	n := *s
	n.Calendar = cal
	return &n
}

// Codes gives the codes of all items, in the order of the files.
func (s *Snapshot) Codes() []string {
	codes := slices.Sorted(maps.Keys(s.byCode))
	order := map[string]int{}
	for i, c := range s.Base.Codes() {
		order[c] = i + 1
	}
	slices.SortStableFunc(codes, func(a, b string) int { return order[a] - order[b] })
	return codes
}
