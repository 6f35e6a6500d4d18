package store

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// RecordRead writes down that somebody read something; what is recorded once a day is there already.
func (tx *Tx) RecordRead(r *models.ReadRecord) error {
	r.At = tx.Now
	verb, end := "INSERT INTO", " ON CONFLICT DO NOTHING"
	if tx.Dialect == MySQL {
		verb, end = "INSERT IGNORE INTO", ""
	}
	return tx.db.Exec(verb+` read_records (at, region, user_id, user_name, role, dept_code, for_name, kind, case_id, case_number, subject_id, subject, once)
 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`+end, r.At, r.Region, r.UserID, r.UserName, r.Role, r.DeptCode, r.ForName, r.Kind, r.CaseID, r.CaseNumber, r.SubjectID, r.Subject, r.Once).Error
}

// ReadFilter narrows the records of reading. Zero fields do not narrow.
type ReadFilter struct {
	User       string // part of the reader's name
	CaseNumber string
	Kind       models.ReadKind
	From, To   models.Instant // To is not in it
	Before     int64          // keyset: newest first
	Limit      int
}

// ReadRecords gives a page of the records of the division that an auditor looks after, newest first.
func (s *Store) ReadRecords(ctx context.Context, in policy.Scope, f ReadFilter) (out []models.ReadRecord, err error) {
	db := s.q(ctx).Scopes(accountsWithin(in, "read_records.region"))
	if f.Before > 0 {
		db = db.Where("id < ?", f.Before)
	}
	if f.User != "" {
		db = db.Where("user_name LIKE ? ESCAPE '!'", "%"+escapeLike(f.User)+"%")
	}
	if f.CaseNumber != "" {
		db = db.Where("case_number = ?", f.CaseNumber)
	}
	if f.Kind != "" {
		db = db.Where("kind = ?", f.Kind)
	}
	if f.From != 0 {
		db = db.Where("at >= ?", f.From)
	}
	if f.To != 0 {
		db = db.Where("at < ?", f.To)
	}
	return out, db.Order("id DESC").Limit(pageSize(f.Limit)).Find(&out).Error
}

// PruneReads removes records from before an instant, so many at most, and gives how many.
func (s *Store) PruneReads(ctx context.Context, before models.Instant, limit int) (n int64, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		var ids []int64
		if err := tx.db.Model(&models.ReadRecord{}).Where("at < ?", before).Order("at").Limit(limit).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
			n = 0
			return err
		}
		n = int64(len(ids))
		return tx.db.Where("id IN ?", ids).Delete(&models.ReadRecord{}).Error
	})
	return n, err
}
