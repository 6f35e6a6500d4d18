package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

var likeEscapes = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// inForce keeps a query of grants to those that may be used on a day.
func inForce(on models.Date) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		return db.Where("grants.status = ? AND (grants.valid_from IS NULL OR grants.valid_from <= ?)"+
			" AND (grants.valid_to IS NULL OR grants.valid_to >= ?)", models.Active, on, on)
	}
}

// GrantFilter narrows a list of posts. After is the id of the last one already seen.
type GrantFilter struct {
	UserID int64
	Role   string
	Dept   string
	Status models.Decided
	After  int64
	Limit  int
}

// Grants lists posts within the scope, by id.
func (s *Store) Grants(ctx context.Context, in policy.Scope, f GrantFilter) (out []models.Grant, err error) {
	db := s.q(ctx).Scopes(accountsWithin(in, "grants.region")).Where("id > ?", f.After)
	if f.UserID != 0 {
		db = db.Where("user_id = ?", f.UserID)
	}
	if f.Role != "" {
		db = db.Where("role = ?", f.Role)
	}
	if f.Dept != "" {
		db = db.Where("dept_code = ?", f.Dept)
	}
	if f.Status != "" {
		db = db.Where("status = ?", f.Status)
	}
	return out, db.Order("id").Limit(pageSize(f.Limit)).Find(&out).Error
}

// GrantsOf gives all posts of a person that may be used on a day.
func (s *Store) GrantsOf(ctx context.Context, userID int64, on models.Date) ([]models.Grant, error) {
	return grantsOf(s.q(ctx), userID, on)
}

// GrantsOf gives all posts of a person that may be used on a day.
func (tx *Tx) GrantsOf(userID int64, on models.Date) ([]models.Grant, error) {
	return grantsOf(tx.db, userID, on)
}

func grantsOf(db *gorm.DB, userID int64, on models.Date) (out []models.Grant, err error) {
	return out, db.Scopes(inForce(on)).Where("user_id = ?", userID).Order("id").Find(&out).Error
}

// GrantsOfMany gives the posts of some people that may be used on a day.
func (s *Store) GrantsOfMany(ctx context.Context, userIDs []int64, on models.Date) (out []models.Grant, err error) {
	if len(userIDs) == 0 {
		return nil, nil
	}
	return out, s.q(ctx).Scopes(inForce(on)).Where("user_id IN ?", userIDs).Order("id").Find(&out).Error
}

// OpenGrantsOf gives the posts of a person that are proposed or active, whatever their term.
func (tx *Tx) OpenGrantsOf(userID int64) (out []models.Grant, err error) {
	return out, tx.forChange().Where("user_id = ? AND status IN ?", userID, []models.Decided{models.Proposed, models.Active}).
		Order("id").Find(&out).Error
}

// CreateGrant stores a proposed post.
func (tx *Tx) CreateGrant(g *models.Grant) error {
	g.ProposedAt = tx.Now
	return tx.db.Create(g).Error
}

// Grant reads a post within the scope, for a change.
func (tx *Tx) Grant(in policy.Scope, id int64) (*models.Grant, error) {
	var g models.Grant
	err := tx.forChange().Scopes(accountsWithin(in, "grants.region")).Where("id = ?", id).Take(&g).Error
	return &g, found(err, "grant")
}

// SaveGrant stores that a post was confirmed, rejected or revoked, if it still stood at was.
func (tx *Tx) SaveGrant(g *models.Grant, was models.Decided) error {
	res := tx.db.Select("*").Where("status = ?", was).Updates(g)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, "grant.changed_meanwhile")
	}
	return res.Error
}

// Holders gives the ids of persons who hold a role anywhere on a day and may sign in, for a change.
func (tx *Tx) Holders(role string, on models.Date) (ids []int64, err error) {
	return ids, tx.forChange().Model(&models.Grant{}).Scopes(inForce(on)).
		Where("role = ? AND EXISTS (SELECT 1 FROM users u WHERE u.id = grants.user_id AND u.status = ?)", role, models.UserActive).
		Order("grants.user_id").Pluck("grants.user_id", &ids).Error
}

// Colleague is a person at a post, as other staff see it.
type Colleague struct {
	GrantID        int64       `json:"grantId"`
	UserID         int64       `json:"userId"`
	Name           string      `json:"name"`
	Role           string      `json:"role"`
	DeptCode       string      `json:"deptCode"`
	Region         string      `json:"region"`
	AwayUntil      models.Date `json:"awayUntil"`
	SubstituteID   int64       `json:"substituteId"`
	SubstituteName string      `json:"substituteName"`
}

// Colleagues gives who holds a post in a department on a day, with who stands in for the absent.
// An empty role is any role, an empty department any.
func (s *Store) Colleagues(ctx context.Context, region, dept, role string, on models.Date) (out []Colleague, err error) {
	db := s.q(ctx).Model(&models.Grant{}).Scopes(inForce(on)).
		Select("grants.id AS grant_id, grants.user_id, u.name, grants.role, grants.dept_code, grants.region,"+
			" a.to_on AS away_until, COALESCE(a.substitute_id, 0) AS substitute_id, COALESCE(su.name, '') AS substitute_name").
		Joins("JOIN users u ON u.id = grants.user_id AND u.status = ?", models.UserActive).
		Joins("LEFT JOIN absences a ON a.user_id = u.id AND a.ended_at IS NULL AND a.from_on <= ? AND a.to_on >= ?", on, on).
		Joins("LEFT JOIN users su ON su.id = a.substitute_id").
		Where("grants.region BETWEEN ? AND ?", regionLow(region), regionHigh(region))
	if dept != "" {
		db = db.Where("grants.dept_code = ?", dept)
	}
	if role != "" {
		db = db.Where("grants.role = ?", role)
	}
	return out, db.Order("u.name, grants.id").Scan(&out).Error
}

// Posts gives everything a person may act as on a day: own posts, enterprises, and the posts of
// absent colleagues. The three administrators have no substitute.
func (s *Store) Posts(ctx context.Context, userID int64, on models.Date) ([]models.Post, error) {
	return posts(s.q(ctx), userID, on)
}

// Posts gives everything a person may act as on a day.
func (tx *Tx) Posts(userID int64, on models.Date) ([]models.Post, error) {
	return posts(tx.db, userID, on)
}

func posts(db *gorm.DB, userID int64, on models.Date) (out []models.Post, err error) {
	const columns = "grants.id AS grant_id, grants.role, grants.region, grants.dept_code"
	db = db.Session(&gorm.Session{})
	own := db.Model(&models.Grant{}).Scopes(inForce(on)).Select(columns).Where("grants.user_id = ?", userID).Order("grants.id")
	mine := db.Table("memberships m").
		Select("e.id AS enterprise_id, e.name AS enterprise_name, e.region, m.role AS member_role, ? AS role", string(policy.Enterprise)).
		Joins("JOIN enterprises e ON e.id = m.enterprise_id").
		Where("m.user_id = ? AND m.status = ?", userID, models.MemberActive).Order("m.id")
	theirs := db.Model(&models.Grant{}).Scopes(inForce(on)).
		Select(columns+", a.id AS absence_id, a.user_id AS for_user_id, u.name AS for_name").
		Joins("JOIN absences a ON a.user_id = grants.user_id AND a.substitute_id = ? AND a.ended_at IS NULL AND a.from_on <= ? AND a.to_on >= ?",
			userID, on, on).
		Joins("JOIN users u ON u.id = a.user_id AND u.status = ?", models.UserActive).
		Where("grants.role NOT IN ?", administrators).Order("grants.id")
	for _, q := range []*gorm.DB{own, mine, theirs} {
		var more []models.Post
		if err := q.Scan(&more).Error; err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

var administrators = []policy.Role{policy.SystemAdmin, policy.SecurityAdmin, policy.Auditor}
