package store

import (
	"context"

	"onestop.internal/models"
)

// HandIn marks what is missing or defective of a case's materials as handed in, but those named in
// leave, with one file row each where sample gives the file of a material's name: its size, type,
// SHA-256 and, as Name, its ending. It is the seed's short way past the upload; the case's own moves
// follow.
func (tx *Tx) HandIn(c *models.Case, leave []string, sample func(material string) models.File) error {
	if sample == nil {
		states := []string{models.MaterialMissing, models.MaterialDefective, models.MaterialPromised}
		db := tx.db.Model(&models.Material{}).Where("case_id = ? AND state IN ?", c.ID, states)
		if len(leave) > 0 {
			db = db.Where("code NOT IN ?", leave)
		}
		return db.Update("state", models.MaterialHandedIn).Error
	}
	mats, err := tx.Materials(c.ID)
	if err != nil {
		return err
	}
	var codes []string
	var rows []models.File
	for _, m := range mats {
		if contains(leave, m.Code) || m.State != models.MaterialMissing && m.State != models.MaterialDefective && m.State != models.MaterialPromised {
			continue
		}
		codes = append(codes, m.Code)
		f := sample(m.Name)
		f.EnterpriseID, f.CaseID, f.MaterialID, f.Name = c.EnterpriseID, c.ID, m.ID, short(m.Name, 60)+f.Name
		f.VersionNo, f.Round, f.UploadedBy, f.UploadedAt = max(1, c.Round+1), c.Round, c.OperatorID, tx.Now
		rows = append(rows, f)
	}
	if len(codes) == 0 {
		return nil
	}
	err = tx.db.Model(&models.Material{}).Where("case_id = ? AND code IN ?", c.ID, codes).Update("state", models.MaterialHandedIn).Error
	if err != nil {
		return err
	}
	return tx.db.CreateInBatches(&rows, 100).Error
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// short cuts a text to so many characters.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) > n {
		r = r[:n]
	}
	return string(r)
}

// SeedProject stores where a project of the demo stands: its state, its code and its dates.
func (tx *Tx) SeedProject(p *models.Project) error {
	p.UpdatedAt = tx.Now
	p.Version++
	return tx.db.Model(p).Select("Status", "Code", "StartedOn", "UpdatedAt", "Version").Updates(p).Error
}

// Checkpoint makes everything that was written durable: a seed writes without waiting for the disk.
func (s *Store) Checkpoint(ctx context.Context) error {
	if s.Dialect != SQLite {
		return nil
	}
	db := s.write.WithContext(ctx)
	if err := db.Exec("PRAGMA synchronous = FULL").Error; err != nil {
		return err
	}
	return db.Exec("PRAGMA wal_checkpoint(TRUNCATE)").Error
}

// CountEvents gives how many events there are.
func (s *Store) CountEvents(ctx context.Context) (int, error) {
	var n int64
	err := s.q(ctx).Model(&models.Event{}).Count(&n).Error
	return int(n), err
}
