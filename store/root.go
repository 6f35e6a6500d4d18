package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
)

// Head is the last event of a case on a day.
type Head struct {
	CaseID int64
	Seq    int64
	Hash   models.Bytes
}

// HeadsMoved gives the last event of each case that had one recorded in [from, to), by case.
func (tx *Tx) HeadsMoved(from, to models.Instant) ([]Head, error) { return headsMoved(tx.db, from, to) }

// HeadsMoved gives the last event of each case that had one recorded in [from, to), by case.
func (s *Store) HeadsMoved(ctx context.Context, from, to models.Instant) ([]Head, error) {
	return headsMoved(s.q(ctx), from, to)
}

func headsMoved(db *gorm.DB, from, to models.Instant) (out []Head, err error) {
	last := db.Session(&gorm.Session{NewDB: true}).Model(&models.Event{}).Select("case_id, MAX(seq) AS seq").
		Where("recorded_at >= ? AND recorded_at < ?", from, to).Group("case_id")
	err = db.Table("events").Joins("JOIN (?) m ON m.case_id = events.case_id AND m.seq = events.seq", last).
		Select("events.case_id, events.seq, events.hash").Order("events.case_id").Scan(&out).Error
	return out, err
}

// FirstEventAt gives when the first event was recorded, 0 where there is none.
func (tx *Tx) FirstEventAt() (at models.Instant, err error) {
	return at, tx.db.Model(&models.Event{}).Select("MIN(recorded_at)").Scan(&at).Error
}

// LastRoot gives the newest daily root, nil where there is none.
func (tx *Tx) LastRoot() (*models.DailyRoot, error) {
	var rows []models.DailyRoot
	err := tx.db.Order("on_date DESC").Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// CreateRoot stores the root of a day; false where the day has one.
func (tx *Tx) CreateRoot(r *models.DailyRoot) (bool, error) {
	r.CreatedAt = tx.Now
	res := tx.db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "on_date"}}, DoNothing: true}).Create(r)
	return res.RowsAffected > 0, res.Error
}

// Roots gives all daily roots, oldest first.
func (s *Store) Roots(ctx context.Context) (out []models.DailyRoot, err error) {
	return out, s.q(ctx).Order("on_date").Find(&out).Error
}

// RootsBefore gives daily roots of the days before one (0: all), newest first.
func (s *Store) RootsBefore(ctx context.Context, before models.Date, limit int) (out []models.DailyRoot, err error) {
	db := s.q(ctx)
	if before != 0 {
		db = db.Where("on_date < ?", before)
	}
	return out, db.Order("on_date DESC").Limit(pageSize(limit)).Find(&out).Error
}
