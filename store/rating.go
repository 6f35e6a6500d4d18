package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// RatingLink reads the invitation of a case for a change; nil where there is none yet.
func (tx *Tx) RatingLink(caseID int64) (*models.RatingLink, error) {
	var rows []models.RatingLink
	err := tx.forChange().Where("case_id = ?", caseID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// CreateRatingLink stores an invitation; false where the case has one.
func (tx *Tx) CreateRatingLink(l *models.RatingLink) (bool, error) {
	l.CreatedAt = tx.Now
	res := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(l)
	return res.RowsAffected > 0, res.Error
}

// SetRatingToken replaces the token of an invitation.
func (tx *Tx) SetRatingToken(caseID int64, hash models.Bytes) error {
	return tx.db.Model(&models.RatingLink{}).Where("case_id = ?", caseID).
		UpdateColumns(map[string]any{"token_hash": hash, "issued_at": tx.Now}).Error
}

// CaseOfRatingToken gives the case that a token invites to rate; NotFound for any other token.
func (tx *Tx) CaseOfRatingToken(hash models.Bytes) (*models.Case, error) {
	return caseOfRatingToken(tx.db, hash)
}

// CaseOfRatingToken gives the case that a token invites to rate; NotFound for any other token.
func (s *Store) CaseOfRatingToken(ctx context.Context, hash models.Bytes) (*models.Case, error) {
	return caseOfRatingToken(s.q(ctx), hash)
}

func caseOfRatingToken(db *gorm.DB, hash models.Bytes) (*models.Case, error) {
	var l models.RatingLink
	if err := db.Where("token_hash = ?", hash).Take(&l).Error; err != nil {
		return nil, found(err, "rating_link")
	}
	return oneCase(db, "cases.id = ?", l.CaseID)
}

// CreateRating stores a rating; Illegal where the case was rated before.
func (tx *Tx) CreateRating(r *models.Rating) error {
	r.LockedAt, r.OnDate = tx.Now, tx.Today()
	err := tx.db.Create(r).Error
	if isDuplicate(err) {
		return models.E(models.Illegal, "rating.given")
	}
	return err
}

// SetCounted stores whether a rating counts. Nothing else of a rating ever changes.
func (tx *Tx) SetCounted(id int64, counted bool) error {
	return tx.db.Model(&models.Rating{}).Where("id = ?", id).UpdateColumn("counted", counted).Error
}

// RatingOf gives the rating of a case within the scope; nil where it was not rated.
func (s *Store) RatingOf(ctx context.Context, in policy.Scope, caseID int64) (*models.Rating, error) {
	return ratingOf(s.q(ctx).Scopes(ofCase("ratings", in)), caseID)
}

// RatingOf gives the rating of a case; nil where it was not rated.
func (tx *Tx) RatingOf(caseID int64) (*models.Rating, error) { return ratingOf(tx.db, caseID) }

func ratingOf(db *gorm.DB, caseID int64) (*models.Rating, error) {
	var rows []models.Rating
	err := db.Where("case_id = ?", caseID).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// CreateRectification stores the work that a bad rating opens.
func (tx *Tx) CreateRectification(r *models.Rectification) error {
	r.CreatedAt, r.Version = tx.Now, 1
	return tx.db.Create(r).Error
}

// RectificationCase gives the case that a rectification within the scope is of.
func (tx *Tx) RectificationCase(in policy.Scope, id int64) (int64, error) {
	var r models.Rectification
	err := tx.db.Select("case_id").Where("id = ?", id).Scopes(ofCase("rectifications", in)).Take(&r).Error
	return r.CaseID, found(err, "rectification")
}

// Rectification reads one within the scope, for a change.
func (tx *Tx) Rectification(in policy.Scope, id int64) (*models.Rectification, error) {
	var r models.Rectification
	err := tx.forChange().Where("id = ?", id).Scopes(ofCase("rectifications", in)).Take(&r).Error
	return &r, found(err, "rectification")
}

// RectificationOf reads the one of a case, for a change; NotFound where there is none.
func (tx *Tx) RectificationOf(caseID int64) (*models.Rectification, error) {
	var r models.Rectification
	err := tx.forChange().Where("case_id = ?", caseID).Take(&r).Error
	return &r, found(err, "rectification")
}

// SaveRectification stores a change, unless it changed since it was read (Conflict).
func (tx *Tx) SaveRectification(r *models.Rectification) error {
	read := r.Version
	r.Version++
	return saveVersion(tx.db, r, read, "rectification")
}

// RectifyFilter narrows a list of rectifications. Zero fields do not narrow.
type RectifyFilter struct {
	Open     bool
	LateOn   models.Date // past its day on this one
	CaseID   int64
	DeptCode string
	AfterDue models.Date // keyset: by due day, then id
	AfterID  int64
	Limit    int
}

// RectifyLine is one line of a list of rectifications.
type RectifyLine struct {
	models.Rectification `gorm:"embedded"`
	Level                models.RatingLevel `json:"level"`
	Comment              string             `json:"comment"`
	Number               models.Text        `json:"number"`
	ItemCode             string             `json:"itemCode"`
	ItemName             string             `json:"itemName"`
}

// Rectifications gives a page within the scope, by what is due.
func (s *Store) Rectifications(ctx context.Context, in policy.Scope, f RectifyFilter) (out []RectifyLine, err error) {
	db := s.q(ctx).Model(&models.Rectification{}).Scopes(ofCase("rectifications", in)).
		Select("rectifications.*, r.level, r.comment, c.number, c.item_code, c.item_name").
		Joins("JOIN ratings r ON r.id = rectifications.rating_id").Joins("JOIN cases c ON c.id = rectifications.case_id")
	if f.Open {
		db = db.Where("rectifications.status <> ?", models.RectifyClosed)
	}
	if f.LateOn != 0 {
		db = db.Where("((rectifications.status = ? AND rectifications.start_due < ?) OR (rectifications.status IN ? AND rectifications.due_on < ?))",
			models.RectifyOpen, f.LateOn, []models.RectifyStatus{models.RectifyStarted, models.RectifyClassified}, f.LateOn)
	}
	if f.CaseID != 0 {
		db = db.Where("rectifications.case_id = ?", f.CaseID)
	}
	if f.DeptCode != "" {
		db = db.Where("rectifications.dept_code = ?", f.DeptCode)
	}
	if f.AfterID != 0 {
		db = db.Where("(rectifications.due_on > ? OR (rectifications.due_on = ? AND rectifications.id > ?))", f.AfterDue, f.AfterDue, f.AfterID)
	}
	return out, db.Order("rectifications.due_on, rectifications.id").Limit(pageSize(f.Limit)).Scan(&out).Error
}

// RatingCount is the ratings of one level in one department.
type RatingCount struct {
	DeptCode string
	Level    models.RatingLevel
	Counted  bool
	N        int
}

// RatingCounts counts the ratings of a division between two days, both included.
func (s *Store) RatingCounts(ctx context.Context, region string, from, to models.Date) (out []RatingCount, err error) {
	return out, s.q(ctx).Model(&models.Rating{}).Select("dept_code, level, counted, COUNT(*) AS n").
		Where("on_date BETWEEN ? AND ? AND region BETWEEN ? AND ?", from, to, regionLow(region), regionHigh(region)).
		Group("dept_code, level, counted").Order("dept_code, level").Scan(&out).Error
}

// DeptCount is a number of one department.
type DeptCount struct {
	DeptCode string
	N        int
	Rated    int
}

// InvitedCounts counts the cases that might be rated since a day between two, and those of them that
// were.
func (s *Store) InvitedCounts(ctx context.Context, region string, from, to models.Date) (out []DeptCount, err error) {
	return out, s.q(ctx).Model(&models.RatingLink{}).Select("rating_links.dept_code, COUNT(*) AS n, COUNT(r.id) AS rated").
		Joins("LEFT JOIN ratings r ON r.case_id = rating_links.case_id").
		Where("rating_links.on_date BETWEEN ? AND ? AND rating_links.region BETWEEN ? AND ?", from, to, regionLow(region), regionHigh(region)).
		Group("rating_links.dept_code").Order("rating_links.dept_code").Scan(&out).Error
}

// RectifiedCounts counts the bad ratings of a division between two days and those of them whose
// rectification is closed; Rated holds the closed.
func (s *Store) RectifiedCounts(ctx context.Context, region string, from, to models.Date) (out []DeptCount, err error) {
	return out, s.q(ctx).Model(&models.Rectification{}).
		Select("dept_code, COUNT(*) AS n, COALESCE(SUM(CASE WHEN status = ? THEN 1 ELSE 0 END), 0) AS rated", models.RectifyClosed).
		Where("opened_on BETWEEN ? AND ? AND region BETWEEN ? AND ?", from, to, regionLow(region), regionHigh(region)).
		Group("dept_code").Order("dept_code").Scan(&out).Error
}
