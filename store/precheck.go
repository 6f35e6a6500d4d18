package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// prechecksWithin keeps a query of pre-checks inside a scope: the applicant's own drafts, an agent's, or
// those that a department of a division is asked for.
func prechecksWithin(in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		r, ok := in.Rows()
		switch {
		case !ok:
			return db.Where("1 = 0")
		case r.All:
			return db
		case r.EnterpriseID != 0, r.AgentID != 0:
			return db.Scopes(ofCase("prechecks", in))
		case r.Dept == "":
			return db.Where("1 = 0")
		}
		dept, window := strings.CutSuffix(r.Dept, policy.WindowParty(""))
		column := "prechecks.dept_code"
		if window {
			column = "prechecks.window_code"
		}
		return db.Where(column+" = ? AND prechecks.region BETWEEN ? AND ?", dept, regionLow(r.Region), regionHigh(r.Region))
	}
}

// CreatePreCheck stores a pre-check.
func (tx *Tx) CreatePreCheck(p *models.PreCheck) error {
	p.Version = 1
	return tx.db.Create(p).Error
}

// PreCheck reads a pre-check within the scope, for a change.
func (tx *Tx) PreCheck(in policy.Scope, id int64) (*models.PreCheck, error) {
	var p models.PreCheck
	err := tx.forChange().Where("prechecks.id = ?", id).Scopes(prechecksWithin(in)).Take(&p).Error
	return &p, found(err, "precheck")
}

// SavePreCheck stores a changed pre-check, unless it changed since it was read (Conflict).
func (tx *Tx) SavePreCheck(p *models.PreCheck) error {
	read := p.Version
	p.Version++
	return saveVersion(tx.db, p, read, "precheck")
}

// PreChecksOf gives the pre-checks of a case, oldest first.
func (tx *Tx) PreChecksOf(caseID int64) (out []models.PreCheck, err error) {
	return out, tx.db.Where("case_id = ?", caseID).Order("id").Find(&out).Error
}

// ClosePreChecks ends what is still asked of a draft that is one no more.
func (tx *Tx) ClosePreChecks(caseID int64) error {
	return tx.db.Exec("UPDATE prechecks SET status = ?, ended_at = ?, version = version + 1 WHERE case_id = ? AND status = ?",
		models.PreCheckClosed, tx.Now, caseID, models.PreCheckAsked).Error
}

// PreCheck reads a pre-check within the scope.
func (s *Store) PreCheck(ctx context.Context, in policy.Scope, id int64) (*models.PreCheck, error) {
	var p models.PreCheck
	err := s.q(ctx).Where("prechecks.id = ?", id).Scopes(prechecksWithin(in)).Take(&p).Error
	return &p, found(err, "precheck")
}

// PreChecks gives the pre-checks of a case within the scope, oldest first.
func (s *Store) PreChecks(ctx context.Context, in policy.Scope, caseID int64) (out []models.PreCheck, err error) {
	return out, s.q(ctx).Where("prechecks.case_id = ?", caseID).Scopes(prechecksWithin(in)).Order("id").Find(&out).Error
}

// PreChecksAsked gives a page of what waits for an answer within the scope, by what is due.
func (s *Store) PreChecksAsked(ctx context.Context, in policy.Scope, after models.Date, afterID int64, limit int) (out []models.PreCheck, err error) {
	db := s.q(ctx).Where("prechecks.status = ?", models.PreCheckAsked).Scopes(prechecksWithin(in))
	if afterID != 0 {
		db = db.Where("(prechecks.due_on > ? OR (prechecks.due_on = ? AND prechecks.id > ?))", after, after, afterID)
	}
	return out, db.Order("prechecks.due_on, prechecks.id").Limit(pageSize(limit)).Find(&out).Error
}

// PreCheckOpens tells whether a pre-check within the scope that still waits lets its department read the
// draft and its files.
func (s *Store) PreCheckOpens(ctx context.Context, in policy.Scope, caseID int64) (bool, error) {
	var n int64
	err := s.q(ctx).Model(&models.PreCheck{}).Where("prechecks.case_id = ? AND prechecks.status = ?", caseID, models.PreCheckAsked).
		Scopes(prechecksWithin(in)).Count(&n).Error
	return n > 0, err
}

// Returned is what a one-time notice said of an application.
type Returned struct {
	CaseID  int64
	Payload models.RawJSON
}

// RecentlyReturned gives how many of the latest applications of an item, received on or after a day and at most
// limit of them, there are, and what their notices (events of these codes) said.
func (s *Store) RecentlyReturned(ctx context.Context, item string, since models.Date, codes []string, limit int) (applications int, out []Returned, err error) {
	recent := func() *gorm.DB {
		return s.q(ctx).Model(&models.Case{}).Where("item_code = ? AND received_on >= ? AND number IS NOT NULL", item, since).
			Order("received_on DESC, id DESC").Limit(limit)
	}
	var ids []int64
	if err := recent().Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, nil, err
	}
	err = s.q(ctx).Table("(?) AS recent", recent().Select("id")).Joins("JOIN events e ON e.case_id = recent.id AND e.code IN ?", codes).
		Select("e.case_id, e.payload").Scan(&out).Error
	return len(ids), out, err
}
