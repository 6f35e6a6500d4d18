package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// CreateCreditRecord stores that a promise was broken.
func (tx *Tx) CreateCreditRecord(r *models.CreditRecord) error {
	r.CreatedAt = tx.Now
	return tx.db.Create(r).Error
}

// CreditRecords gives the records of an enterprise, the newest first; that it may be seen has been checked.
func (s *Store) CreditRecords(ctx context.Context, enterpriseID int64) (out []models.CreditRecord, err error) {
	return out, s.q(ctx).Where("enterprise_id = ?", enterpriseID).Order("id DESC").Find(&out).Error
}

// StandingCreditRecord gives the newest record of the enterprise that was not repaired, nil where there is none.
func (tx *Tx) StandingCreditRecord(enterpriseID int64) (*models.CreditRecord, error) {
	var out []models.CreditRecord
	err := tx.db.Where("enterprise_id = ? AND repaired_at IS NULL", enterpriseID).Order("id DESC").Limit(1).Find(&out).Error
	if err != nil || len(out) == 0 {
		return nil, err
	}
	return &out[0], nil
}

// CreditRecord reads a record.
func (s *Store) CreditRecord(ctx context.Context, id int64) (*models.CreditRecord, error) {
	return creditRecord(s.q(ctx), id)
}

// CreditRecord reads a record for a change.
func (tx *Tx) CreditRecord(id int64) (*models.CreditRecord, error) {
	return creditRecord(tx.forChange(), id)
}

func creditRecord(db *gorm.DB, id int64) (*models.CreditRecord, error) {
	var r models.CreditRecord
	err := takeFirst(db.Where("id = ?", id), &r)
	return &r, found(err, "credit")
}

// RepairCreditRecord stores the repair of a record.
func (tx *Tx) RepairCreditRecord(r *models.CreditRecord) error {
	return tx.db.Model(r).Where("repaired_at IS NULL").
		Select("repaired_at", "repaired_by", "second_id", "repair_reason").Updates(r).Error
}
