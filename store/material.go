package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// CreateMaterials stores the list of materials of a case.
func (tx *Tx) CreateMaterials(m []models.Material) error {
	if len(m) == 0 {
		return nil
	}
	return tx.db.Create(&m).Error
}

// SaveMaterial stores a changed material. The case's version guards it.
func (tx *Tx) SaveMaterial(m *models.Material) error {
	return tx.db.Select("*").Where("id = ?", m.ID).Updates(m).Error
}

// RecodeMaterials stores materials under other codes. Each goes aside first, so that two may change
// places.
func (tx *Tx) RecodeMaterials(m []models.Material) error {
	for i := range m {
		if err := tx.db.Model(&models.Material{}).Where("id = ?", m[i].ID).Update("code", fmt.Sprintf("~%d", i)).Error; err != nil {
			return err
		}
	}
	for i := range m {
		if err := tx.SaveMaterial(&m[i]); err != nil {
			return err
		}
	}
	return nil
}

// DropMaterial takes a line out of the list of a draft.
func (tx *Tx) DropMaterial(m *models.Material) error { return tx.db.Delete(m).Error }

// Materials gives the list of materials of a case, in its order.
func (s *Store) Materials(ctx context.Context, caseID int64) ([]models.Material, error) {
	return materials(s.often(ctx), caseID)
}

// Materials gives the list of materials of a case, in its order.
func (tx *Tx) Materials(caseID int64) ([]models.Material, error) { return materials(tx.db, caseID) }

func materials(db *gorm.DB, caseID int64) ([]models.Material, error) {
	return findAll[models.Material](db.Where("case_id = ?", caseID).Order("id"))
}

// CreateFile stores an uploaded file.
func (tx *Tx) CreateFile(f *models.File) error {
	f.UploadedAt = tx.Now
	return tx.db.Create(f).Error
}

// SaveFile stores that a file was replaced, removed or dated.
func (tx *Tx) SaveFile(f *models.File) error {
	return tx.db.Model(f).Select("ReplacedBy", "RemovedAt", "ExpiresOn", "MaterialID").Updates(f).Error
}

// Files gives the files of a case that were not removed, oldest first.
func (s *Store) Files(ctx context.Context, caseID int64) ([]models.File, error) {
	return files(s.often(ctx), caseID)
}

// Files gives the files of a case that were not removed, oldest first.
func (tx *Tx) Files(caseID int64) ([]models.File, error) { return files(tx.db, caseID) }

func files(db *gorm.DB, caseID int64) ([]models.File, error) {
	return findAll[models.File](db.Where("case_id = ? AND removed_at IS NULL", caseID).Order("id"))
}

// File reads one file's row.
func (s *Store) File(ctx context.Context, id int64) (*models.File, error) {
	var f models.File
	err := s.q(ctx).Take(&f, id).Error
	return &f, found(err, "file")
}

// EnterpriseFiles gives what an enterprise handed in before, newest first, for reuse.
func (s *Store) EnterpriseFiles(ctx context.Context, enterpriseID, before int64, limit int) (out []models.File, err error) {
	db := s.q(ctx).Where("enterprise_id = ? AND removed_at IS NULL AND reused_from = 0", enterpriseID)
	if before > 0 {
		db = db.Where("id < ?", before)
	}
	return out, db.Order("id DESC").Limit(limit).Find(&out).Error
}
