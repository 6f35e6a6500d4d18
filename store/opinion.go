package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// OpenOpinions counts the requests for an opinion on a case that still hold up its decision: neither
// answered, withdrawn nor deemed. One whose silence counts is deemed with the end of its due day,
// whether or not that has been marked yet.
func (tx *Tx) OpenOpinions(caseID int64) (int, error) {
	var n int64
	err := tx.db.Model(&models.OpinionRequest{}).Where("case_id = ? AND status = ?", caseID, models.OpinionOpen).
		Where("NOT (silence_effect = ? AND due_on < ?)", models.SilenceDeemed, tx.Today()).Count(&n).Error
	return int(n), err
}

// CreateOpinion stores a request for an opinion.
func (tx *Tx) CreateOpinion(o *models.OpinionRequest) error {
	o.CreatedAt, o.Version = tx.Now, 1
	return tx.db.Create(o).Error
}

// Opinion reads a request on a case within the scope, for a change.
func (tx *Tx) Opinion(in policy.Scope, id int64) (*models.OpinionRequest, error) {
	db := tx.db.Where("id = ?", id).Scopes(ofCase("opinion_requests", in))
	if tx.Dialect == MySQL {
		db = db.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	var o models.OpinionRequest
	err := db.Take(&o).Error
	return &o, found(err, "opinion")
}

// SaveOpinion stores a changed request, unless it changed since it was read (Conflict).
func (tx *Tx) SaveOpinion(o *models.OpinionRequest) error {
	read := o.Version
	o.Version++
	return changed(tx.db.Select("*").Where("version = ?", read).Updates(o), "opinion")
}

// Opinions gives the requests on a case within the scope, oldest first.
func (s *Store) Opinions(ctx context.Context, in policy.Scope, caseID int64) (out []models.OpinionRequest, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Scopes(ofCase("opinion_requests", in)).Order("id").Find(&out).Error
}

// OpinionsAsked gives the open requests to a department within the scope, by what is due.
func (s *Store) OpinionsAsked(ctx context.Context, in policy.Scope, dept string, limit int) (out []models.OpinionRequest, err error) {
	return out, s.q(ctx).Where("dept_code = ? AND status = ?", dept, models.OpinionOpen).Scopes(ofCase("opinion_requests", in)).
		Order("due_on, id").Limit(limit).Find(&out).Error
}

// LapsedOpinions gives the ids of requests whose silence has come to count and is not yet marked.
func (s *Store) LapsedOpinions(ctx context.Context, today models.Date, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.OpinionRequest{}).
		Where("silence_effect = ? AND status = ? AND due_on < ?", models.SilenceDeemed, models.OpinionOpen, today).
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

// changed tells of a guarded update that found no row: somebody else changed it first.
func changed(res *gorm.DB, what string) error {
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, what+".changed_meanwhile")
	}
	return res.Error
}
