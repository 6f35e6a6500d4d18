package store

import (
	"context"

	"onestop.internal/models"
)

// PublishedVersions gives every version that was ever published, oldest first: open cases stay bound
// to old ones.
func (s *Store) PublishedVersions(ctx context.Context) (out []models.ItemVersion, err error) {
	return out, s.q(ctx).Where("status IN ?", []string{models.VersionPublished, models.VersionWithdrawn}).Order("item_code, version_no").Find(&out).Error
}

// VersionsOf gives all versions of an item, newest first, with drafts and proposals.
func (s *Store) VersionsOf(ctx context.Context, code string) (out []models.ItemVersion, err error) {
	return out, s.q(ctx).Where("item_code = ?", code).Order("version_no DESC").Find(&out).Error
}

// ItemVersion reads one version.
func (s *Store) ItemVersion(ctx context.Context, id int64) (*models.ItemVersion, error) {
	var v models.ItemVersion
	err := s.q(ctx).Take(&v, id).Error
	return &v, found(err, "item_version")
}

// ItemVersion reads one version for a change.
func (tx *Tx) ItemVersion(id int64) (*models.ItemVersion, error) {
	var v models.ItemVersion
	err := tx.db.Take(&v, id).Error
	return &v, found(err, "item_version")
}

// VersionsOf gives all versions of an item, newest first, with drafts and proposals.
func (tx *Tx) VersionsOf(code string) (out []models.ItemVersion, err error) {
	return out, tx.db.Where("item_code = ?", code).Order("version_no DESC").Find(&out).Error
}

// CreateVersions stores new versions of items and gives them their ids.
func (tx *Tx) CreateVersions(v []*models.ItemVersion) error {
	if len(v) == 0 {
		return nil
	}
	for _, one := range v {
		one.CreatedAt = tx.Now
	}
	return tx.db.CreateInBatches(v, 50).Error
}

// SaveVersion stores a changed draft, or that a version was published or withdrawn. What a published
// version says never changes; the caller sees to that.
func (tx *Tx) SaveVersion(v *models.ItemVersion) error {
	return tx.db.Select("*").Where("id = ?", v.ID).Updates(v).Error
}

// CalendarEntries gives the notices and local days that were entered, oldest first.
func (s *Store) CalendarEntries(ctx context.Context) (out []models.CalendarEntry, err error) {
	return out, s.q(ctx).Order("id").Find(&out).Error
}

// CalendarEntries gives the notices and local days that were entered, oldest first.
func (tx *Tx) CalendarEntries() (out []models.CalendarEntry, err error) {
	return out, tx.db.Order("id").Find(&out).Error
}

// WaitingVersions counts the drafts and proposals of every item, by code and state.
func (s *Store) WaitingVersions(ctx context.Context) (map[string]map[string]int, error) {
	var rows []struct {
		ItemCode, Status string
		N                int
	}
	err := s.q(ctx).Model(&models.ItemVersion{}).Select("item_code, status, COUNT(*) AS n").
		Where("status IN ?", []string{models.VersionDraft, models.VersionProposed}).Group("item_code, status").Scan(&rows).Error
	out := map[string]map[string]int{}
	for _, r := range rows {
		if out[r.ItemCode] == nil {
			out[r.ItemCode] = map[string]int{}
		}
		out[r.ItemCode][r.Status] = r.N
	}
	return out, err
}

// OpenByItem counts the open cases of every item, from the counters.
func (s *Store) OpenByItem(ctx context.Context) (map[string]int64, error) {
	var rows []struct {
		DimKey string
		N      int64
	}
	err := s.q(ctx).Raw(`SELECT dim_key, SUM(open) AS n FROM counters WHERE period = 'S' AND starts_on = '' AND dim = 'item' GROUP BY dim_key`).
		Scan(&rows).Error
	out := map[string]int64{}
	for _, r := range rows {
		out[r.DimKey] = r.N
	}
	return out, err
}

// BoundCase is an open case with the version of its item that it is bound to.
type BoundCase struct {
	ID          int64         `json:"id"`
	Number      models.Text   `json:"number"`
	Status      models.Status `json:"status"`
	ItemVersion int64         `json:"itemVersion"`
	VersionNo   int           `json:"versionNo"`
	DueOn       models.Date   `json:"dueOn"`
	Version     int64         `json:"version"` // of the case, for a migration of it
}

// OpenOfItem gives the open cases of an item, by id.
func (s *Store) OpenOfItem(ctx context.Context, code string) (out []BoundCase, err error) {
	return out, s.q(ctx).Model(&models.Case{}).Joins("JOIN item_versions v ON v.id = cases.item_version").
		Where("cases.item_code = ? AND cases.open_dept IS NOT NULL", code).
		Select("cases.id, cases.number, cases.status, cases.item_version, v.version_no, cases.due_on, cases.version").Order("cases.id").Scan(&out).Error
}

// CreateCalendarEntry stores a notice or a local day.
func (tx *Tx) CreateCalendarEntry(e *models.CalendarEntry) error {
	e.CreatedAt = tx.Now
	return tx.db.Create(e).Error
}

// SaveCalendarEntry stores that an entry was applied or revoked.
func (tx *Tx) SaveCalendarEntry(e *models.CalendarEntry) error {
	return tx.db.Select("*").Where("id = ?", e.ID).Updates(e).Error
}
