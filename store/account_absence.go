package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// CreateAbsence stores an absence.
func (tx *Tx) CreateAbsence(a *models.Absence) error {
	a.CreatedAt = tx.Now
	return tx.db.Create(a).Error
}

// Absence reads an absence for a change.
func (tx *Tx) Absence(id int64) (*models.Absence, error) {
	var a models.Absence
	err := tx.forChange().Where("id = ?", id).Take(&a).Error
	return &a, found(err, "absence")
}

// SaveAbsence stores that an absence was ended.
func (tx *Tx) SaveAbsence(a *models.Absence) error {
	return tx.db.Model(a).Select("EndedAt", "EndedBy").Updates(a).Error
}

// AbsencesBetween gives the absences that touch any day from one to another, in which a person is
// absent or stands in, and that were not ended.
func (tx *Tx) AbsencesBetween(userID int64, from, to models.Date) (out []models.Absence, err error) {
	return out, tx.forChange().Where("(user_id = ? OR substitute_id = ?) AND ended_at IS NULL AND from_on <= ? AND to_on >= ?",
		userID, userID, to, from).Order("id").Find(&out).Error
}

// AbsencesOf lists the absences in which a person is absent or stands in, newest first.
func (s *Store) AbsencesOf(ctx context.Context, userID int64) (out []models.Absence, err error) {
	return out, s.q(ctx).Where("user_id = ? OR substitute_id = ?", userID, userID).Order("id DESC").Limit(pageSize(0)).Find(&out).Error
}

// AbsencesIn lists the absences of a department's people that have not passed on a day, by their
// first day.
func (s *Store) AbsencesIn(ctx context.Context, region, dept string, on models.Date) (out []models.Absence, err error) {
	return out, s.q(ctx).Where("to_on >= ? AND ended_at IS NULL", on).
		Where("EXISTS (SELECT 1 FROM grants g WHERE g.user_id = absences.user_id AND g.status = ? AND g.dept_code = ? AND g.region BETWEEN ? AND ?)",
			models.Active, dept, regionLow(region), regionHigh(region)).
		Order("from_on, id").Find(&out).Error
}

// SubstituteOf gives who stands in for a person on a day, 0 for nobody.
func (s *Store) SubstituteOf(ctx context.Context, userID int64, on models.Date) (int64, error) {
	return substituteOf(s.q(ctx), userID, on)
}

// SubstituteOf gives who stands in for a person on a day, 0 for nobody.
func (tx *Tx) SubstituteOf(userID int64, on models.Date) (int64, error) {
	return substituteOf(tx.db, userID, on)
}

func substituteOf(db *gorm.DB, userID int64, on models.Date) (int64, error) {
	var ids []int64
	err := db.Model(&models.Absence{}).Where("user_id = ? AND ended_at IS NULL AND from_on <= ? AND to_on >= ?", userID, on, on).
		Order("id").Limit(1).Pluck("substitute_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return ids[0], nil
}
