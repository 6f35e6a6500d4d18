package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// silenceHolds keeps the open requests whose silence has not come to count: of the effect, false and today.
const silenceHolds = "NOT (silence_effect = ? AND provisional = ? AND due_on < ?)"

// OpenOpinions counts the requests for an opinion on a case that still hold up its decision: neither
// answered, withdrawn nor deemed. One whose silence counts is deemed with the end of its due day,
// whether or not that has been marked yet.
func (tx *Tx) OpenOpinions(caseID int64) (int, error) {
	var n int64
	err := tx.db.Model(&models.OpinionRequest{}).Where("case_id = ? AND status = ?", caseID, models.OpinionOpen).
		Where(silenceHolds, models.SilenceDeemed, false, tx.Today()).Count(&n).Error
	return int(n), err
}

// CreateOpinion stores a request for an opinion.
func (tx *Tx) CreateOpinion(o *models.OpinionRequest) error {
	o.CreatedAt, o.Version = tx.Now, 1
	return tx.db.Create(o).Error
}

// Opinion reads a request on a case within the scope, for a change.
func (tx *Tx) Opinion(in policy.Scope, id int64) (*models.OpinionRequest, error) {
	var o models.OpinionRequest
	err := tx.forChange().Where("id = ?", id).Scopes(ofCase("opinion_requests", in)).Take(&o).Error
	return &o, found(err, "opinion")
}

// CaseOfOpinion gives the case that a request within the scope is on.
func (tx *Tx) CaseOfOpinion(in policy.Scope, id int64) (int64, error) {
	var o models.OpinionRequest
	err := tx.db.Select("case_id").Where("id = ?", id).Scopes(ofCase("opinion_requests", in)).Take(&o).Error
	return o.CaseID, found(err, "opinion")
}

// OpinionAsked tells whether a department has an open request on a case; one that silence has
// answered is not open.
func (tx *Tx) OpinionAsked(caseID int64, dept string) (bool, error) {
	var n int64
	err := tx.db.Model(&models.OpinionRequest{}).Where("case_id = ? AND dept_code = ? AND status = ?", caseID, dept, models.OpinionOpen).
		Where(silenceHolds, models.SilenceDeemed, false, tx.Today()).Count(&n).Error
	return n > 0, err
}

// HasRight tells whether a party has this right in a case.
func (tx *Tx) HasRight(caseID int64, kind models.PartyKind, party string, right models.Right) (bool, error) {
	var n int64
	err := tx.db.Model(&models.CaseParty{}).
		Where("case_id = ? AND kind = ? AND party = ? AND party_right = ?", caseID, kind, party, right).Count(&n).Error
	return n > 0, err
}

// SaveOpinion stores a changed request, unless it changed since it was read (Conflict).
func (tx *Tx) SaveOpinion(o *models.OpinionRequest) error {
	read := o.Version
	o.Version++
	return saveVersion(tx.db, o, read, "opinion")
}

// WaitingOpinions gives the open requests on a case whose silence has not come to count, oldest first.
func (tx *Tx) WaitingOpinions(caseID int64, today models.Date) (out []models.OpinionRequest, err error) {
	return out, tx.db.Where("case_id = ? AND status = ?", caseID, models.OpinionOpen).
		Where(silenceHolds, models.SilenceDeemed, false, today).Order("id").Find(&out).Error
}

// OpenRequests gives the requests on a case that are marked open, for a change.
func (tx *Tx) OpenRequests(caseID int64) (out []models.OpinionRequest, err error) {
	return out, tx.forChange().Where("case_id = ? AND status = ?", caseID, models.OpinionOpen).Order("id").Find(&out).Error
}

// Opinions gives the requests on a case within the scope, oldest first.
func (s *Store) Opinions(ctx context.Context, in policy.Scope, caseID int64) (out []models.OpinionRequest, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Scopes(ofCase("opinion_requests", in)).Order("id").Find(&out).Error
}

// OpinionsAsked gives the open requests to a department within the scope, by what is due.
func (s *Store) OpinionsAsked(ctx context.Context, in policy.Scope, dept string, today models.Date, limit int) (out []models.OpinionRequest, err error) {
	return out, s.q(ctx).Where("dept_code = ? AND status = ?", dept, models.OpinionOpen).Scopes(ofCase("opinion_requests", in)).
		Where(silenceHolds, models.SilenceDeemed, false, today).
		Order("due_on, id").Limit(pageSize(limit)).Find(&out).Error
}

// LapsedOpinions gives the ids of requests whose silence has come to count and is not yet marked.
func (s *Store) LapsedOpinions(ctx context.Context, today models.Date, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.OpinionRequest{}).
		Where("silence_effect = ? AND status = ? AND provisional = ? AND due_on < ?", models.SilenceDeemed, models.OpinionOpen, false, today).
		Order("due_on, id").Limit(limit).Pluck("id", &ids).Error
}

// ofCase keeps a query of rows that hang on a case (by table.case_id) to cases inside the scope.
func ofCase(table string, in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		if r, ok := in.Rows(); ok && r.All {
			return db
		}
		sub := db.Session(&gorm.Session{NewDB: true}).Model(&models.Case{}).Select("1").
			Where("cases.id = " + table + ".case_id").Scopes(within(in))
		return db.Where("EXISTS (?)", sub)
	}
}
