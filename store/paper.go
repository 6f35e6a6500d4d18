package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// NextSerial gives the next number of an issuer, kind and year. It moves in this transaction and
// nowhere else, so that a number exists exactly where its paper does: no gaps.
func (tx *Tx) NextSerial(issuer, kind string, year int) (int, error) {
	res := tx.db.Model(&models.Serial{}).Where("issuer = ? AND kind = ? AND year = ?", issuer, kind, year).
		Update("last", gorm.Expr("last + 1"))
	if res.Error != nil {
		return 0, res.Error
	}
	if res.RowsAffected == 0 {
		return tx.firstSerial(issuer, kind, year)
	}
	var s models.Serial
	err := tx.db.Where("issuer = ? AND kind = ? AND year = ?", issuer, kind, year).Take(&s).Error
	return s.Last, err
}

// firstSerial begins a row; where another transaction began it first, the whole is run again.
func (tx *Tx) firstSerial(issuer, kind string, year int) (int, error) {
	err := tx.db.Create(&models.Serial{Issuer: issuer, Kind: kind, Year: year, Last: 1}).Error
	if isDuplicate(err) {
		return 0, errRunAgain
	}
	return 1, err
}

// CreatePaper stores a sealed paper.
func (tx *Tx) CreatePaper(p *models.Paper) error {
	p.SealedAt = tx.Now
	_, err := put(tx, []*models.Paper{p}, "")
	return err
}

// SavePaper stores how a paper was served, or that it was voided. Its fields and number never change.
func (tx *Tx) SavePaper(p *models.Paper) error {
	return tx.db.Model(p).Select("Status", "ServedAt", "ServedHow", "ServedProof").Updates(p).Error
}

// VoidPapersOf marks the papers of an event that was taken back: they keep their numbers as 作废.
func (tx *Tx) VoidPapersOf(caseID, seq int64) error {
	return tx.db.Model(&models.Paper{}).Where("case_id = ? AND event_seq = ?", caseID, seq).Update("status", models.PaperVoided).Error
}

// PapersOf gives the papers of a case, oldest first.
func (s *Store) PapersOf(ctx context.Context, caseID int64) (out []models.Paper, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Order("id").Find(&out).Error
}

// PapersOf gives the papers of a case, oldest first.
func (tx *Tx) PapersOf(caseID int64) (out []models.Paper, err error) {
	return out, tx.db.Where("case_id = ?", caseID).Order("id").Find(&out).Error
}

// Paper reads a paper of a case within the scope.
func (s *Store) Paper(ctx context.Context, in policy.Scope, id int64) (*models.Paper, error) {
	var p models.Paper
	if err := s.q(ctx).Take(&p, id).Error; err != nil {
		return nil, found(err, "paper")
	}
	if _, err := s.Case(ctx, in, p.CaseID); err != nil {
		return nil, models.E(models.NotFound, "paper.not_found")
	}
	return &p, nil
}

// PaperByCode reads a paper by the code on its QR: anybody who holds the paper may ask.
func (s *Store) PaperByCode(ctx context.Context, code string) (*models.Paper, error) {
	var p models.Paper
	err := s.q(ctx).Where("verify_code = ?", code).Take(&p).Error
	return &p, found(err, "paper")
}

// CreateLicence stores a new licence.
func (tx *Tx) CreateLicence(l *models.Licence) error {
	l.CreatedAt, l.Version = tx.Now, 1
	return tx.db.Create(l).Error
}

// SaveLicence stores a changed licence, unless it changed since it was read.
func (tx *Tx) SaveLicence(l *models.Licence) error {
	read := l.Version
	l.Version++
	res := tx.db.Select("*").Where("version = ?", read).Updates(l)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, "licence.changed_meanwhile")
	}
	return res.Error
}

// Licence reads a licence for a change.
func (tx *Tx) Licence(id int64) (*models.Licence, error) {
	var l models.Licence
	err := tx.forChange().Take(&l, id).Error
	return &l, found(err, "licence")
}

// Licence reads a licence.
func (s *Store) Licence(ctx context.Context, id int64) (*models.Licence, error) {
	var l models.Licence
	err := s.q(ctx).Take(&l, id).Error
	return &l, found(err, "licence")
}

// LicencesOf gives the licences of an enterprise, newest first.
func (s *Store) LicencesOf(ctx context.Context, enterpriseID int64) (out []models.Licence, err error) {
	return out, s.q(ctx).Where("enterprise_id = ?", enterpriseID).Order("id DESC").Limit(500).Find(&out).Error
}

// LicencesBorn gives the licences that a case brought, the newest first; that the case may be read has been checked.
func (s *Store) LicencesBorn(ctx context.Context, caseID int64) (out []models.Licence, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Order("id DESC").Find(&out).Error
}

// DueLicences gives the ids of licences whose expiry has come, oldest first.
func (s *Store) DueLicences(ctx context.Context, now models.Instant, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.Licence{}).Where("next_timer_at <= ?", now).Order("next_timer_at").Limit(limit).Pluck("id", &ids).Error
}

// RenewalCase gives the case that asks for a licence's renewal: when it was received, and whether at
// an instant it was neither withdrawn nor decided. Of several, an open one goes before one that ended,
// and the one received first before the others: what a later one lacks takes nothing from it
// (行政许可法 50(2)). What was asked of a licence that has been changed since is asked of this one.
func (tx *Tx) RenewalCase(l *models.Licence, at models.Instant) (received models.Date, open bool, caseID int64, err error) {
	ids := []int64{l.ID}
	for back := l.ReplacesID; back != 0; {
		old, err := tx.Licence(back)
		if err != nil {
			return 0, false, 0, err
		}
		if back = 0; old.Status == models.LicenceChanged {
			ids, back = append(ids, old.ID), old.ReplacesID
		}
	}
	var cs []models.Case
	err = tx.db.Where("licence_id IN ? AND change_kind = ? AND first_received IS NOT NULL", ids, "RENEWAL").
		Order("first_received, id").Find(&cs).Error
	day := (at - 1).Date()
	for i := range cs {
		c := &cs[i]
		if (c.DecidedOn == 0 || c.DecidedOn > day) && (c.EndedOn == 0 || c.EndedOn > day) {
			return c.FirstReceived, true, c.ID, err
		}
		received, caseID = c.FirstReceived, c.ID
	}
	return received, false, caseID, err
}

// LicenceAfter gives the licence that replaced one, nil where none did.
func (tx *Tx) LicenceAfter(id int64) (*models.Licence, error) {
	var ls []models.Licence
	err := tx.db.Where("replaces_id = ?", id).Order("id DESC").Limit(1).Find(&ls).Error
	if err != nil || len(ls) == 0 {
		return nil, err
	}
	return &ls[0], nil
}

// LicenceBusy tells whether another case of a kind of change is under way on licences: received, and
// neither ended nor refused.
func (tx *Tx) LicenceBusy(ids []int64, kind string, but int64) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Case{}).
		Where("licence_id IN ? AND change_kind = ? AND id <> ? AND first_received IS NOT NULL AND ended_on IS NULL AND outcome <> ?",
			ids, kind, but, models.OutcomeRefused).
		Count(&n).Error
	return n > 0, err
}
