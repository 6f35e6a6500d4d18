package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// Applicant reads the enterprise that a case is of; that the case may be seen has been checked.
func (tx *Tx) Applicant(id int64) (*models.Enterprise, error) { return applicant(tx.db, id) }

// Applicant reads the enterprise that a case is of; that the case may be seen has been checked.
func (s *Store) Applicant(ctx context.Context, id int64) (*models.Enterprise, error) {
	return applicant(s.q(ctx), id)
}

func applicant(db *gorm.DB, id int64) (*models.Enterprise, error) {
	var e models.Enterprise
	err := takeFirst(db.Where("id = ?", id), &e)
	return &e, found(err, "enterprise")
}

// PersonName gives the name of a user, "" for none.
func (tx *Tx) PersonName(id int64) (name string, err error) {
	return name, tx.db.Model(&models.User{}).Where("id = ?", id).Select("name").Scan(&name).Error
}

// CreateBar stores that an enterprise may not apply for an item until a day.
func (tx *Tx) CreateBar(b *models.ApplicantBar) error {
	b.CreatedAt = tx.Now
	return tx.db.Create(b).Error
}

// BarredUntil gives the last day on which the enterprise may not apply for the item, 0 where it may.
func (tx *Tx) BarredUntil(enterpriseID int64, item string, on models.Date) (models.Date, error) {
	var bars []models.ApplicantBar
	err := tx.db.Where("enterprise_id = ? AND item_code = ? AND until_on >= ?", enterpriseID, item, on).
		Order("until_on DESC").Limit(1).Find(&bars).Error
	if err != nil || len(bars) == 0 {
		return 0, err
	}
	return bars[0].UntilOn, nil
}

// HoldsRole tells whether a person holds one of the roles in the region on that day.
func (tx *Tx) HoldsRole(userID int64, region string, on models.Date, roles []string) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Grant{}).
		Where("user_id = ? AND role IN ? AND region BETWEEN ? AND ?", userID, roles, regionLow(region), regionHigh(region)).
		Where("status = ? AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?)", models.Active, on, on).
		Count(&n).Error
	return n > 0, err
}

// AtDesk tells whether a person holds any post at a department on that day.
func (tx *Tx) AtDesk(userID int64, dept string, on models.Date) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Grant{}).Where("user_id = ? AND dept_code = ? AND status = ?", userID, dept, models.Active).
		Where("(valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?)", on, on).Count(&n).Error
	return n > 0, err
}
