package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// CreateLink stores a one-time link.
func (tx *Tx) CreateLink(l *models.OneTimeLink) error {
	l.CreatedAt = tx.Now
	return tx.db.Create(l).Error
}

// Link reads the link with this token hash, used or not; NotFound where there is none.
func (s *Store) Link(ctx context.Context, hash models.Bytes) (*models.OneTimeLink, error) {
	return link(s.q(ctx), hash)
}

// Link reads the link with this token hash for a change.
func (tx *Tx) Link(hash models.Bytes) (*models.OneTimeLink, error) { return link(tx.forChange(), hash) }

func link(db *gorm.DB, hash models.Bytes) (*models.OneTimeLink, error) {
	var l models.OneTimeLink
	err := db.Where("token_hash = ?", hash).Take(&l).Error
	return &l, found(err, "link")
}

// UseLink uses a link up; Illegal where somebody was first.
func (tx *Tx) UseLink(id int64) error {
	res := tx.db.Model(&models.OneTimeLink{}).Where("id = ? AND used_at IS NULL", id).Update("used_at", tx.Now)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Illegal, "link.used")
	}
	return res.Error
}

// VoidLinks uses up the open links of a purpose for a user, or, with user 0, for a role.
func (tx *Tx) VoidLinks(purpose models.LinkPurpose, userID int64, role string) error {
	db := tx.db.Model(&models.OneTimeLink{}).Where("purpose = ? AND user_id = ? AND used_at IS NULL", purpose, userID)
	if userID == 0 {
		db = db.Where("role = ?", role)
	}
	return db.Update("used_at", tx.Now).Error
}
