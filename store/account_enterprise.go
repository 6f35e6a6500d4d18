package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// enterprisesWithin keeps a query of enterprises inside a scope: the enterprise itself, an agent's
// clients by a mandate in force, or all that are served in the division of a post. A department sees
// the enterprises of its division, with or without a case there.
func enterprisesWithin(in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		r, ok := in.Rows()
		switch {
		case !ok:
			return db.Where("1 = 0")
		case r.All:
			return db
		case r.EnterpriseID != 0:
			return db.Where("enterprises.id = ?", r.EnterpriseID)
		case r.AgentID != 0:
			return db.Where("EXISTS (SELECT 1 FROM mandates m WHERE m.enterprise_id = enterprises.id AND m.agent_id = ?"+
				" AND m.revoked_at IS NULL AND m.valid_from <= ? AND m.valid_to >= ?)", r.AgentID, r.Today, r.Today)
		}
		return db.Where("enterprises.region BETWEEN ? AND ?", regionLow(r.Region), regionHigh(r.Region))
	}
}

// Enterprise reads an enterprise within the scope.
func (s *Store) Enterprise(ctx context.Context, in policy.Scope, id int64) (*models.Enterprise, error) {
	return oneEnterprise(s.q(ctx).Scopes(enterprisesWithin(in)), "enterprises.id = ?", id)
}

// Enterprise reads an enterprise within the scope, for a change.
func (tx *Tx) Enterprise(in policy.Scope, id int64) (*models.Enterprise, error) {
	return oneEnterprise(tx.forChange().Scopes(enterprisesWithin(in)), "enterprises.id = ?", id)
}

// EnterpriseByUSCC reads an enterprise by its code, within the scope.
func (s *Store) EnterpriseByUSCC(ctx context.Context, in policy.Scope, code string) (*models.Enterprise, error) {
	return oneEnterprise(s.q(ctx).Scopes(enterprisesWithin(in)), "enterprises.uscc = ?", code)
}

// EnterpriseByUSCC reads an enterprise by its code, for a change.
func (tx *Tx) EnterpriseByUSCC(in policy.Scope, code string) (*models.Enterprise, error) {
	return oneEnterprise(tx.forChange().Scopes(enterprisesWithin(in)), "enterprises.uscc = ?", code)
}

func oneEnterprise(db *gorm.DB, where string, arg any) (*models.Enterprise, error) {
	var e models.Enterprise
	err := db.Where(where, arg).Take(&e).Error
	return &e, found(err, "enterprise")
}

// EnterpriseFilter narrows a list of enterprises. After is the id of the last one already seen.
type EnterpriseFilter struct {
	Query   string // the beginning of a code, or a part of a name
	Status  models.EnterpriseStatus
	Waiting bool // has asked to be verified and was not answered
	After   int64
	Limit   int
}

// Enterprises lists enterprises within the scope, by id.
func (s *Store) Enterprises(ctx context.Context, in policy.Scope, f EnterpriseFilter) (out []models.Enterprise, err error) {
	db := s.q(ctx).Scopes(enterprisesWithin(in)).Where("enterprises.id > ?", f.After)
	if f.Query != "" {
		db = db.Where("(uscc LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!')", escapeLike(f.Query)+"%", "%"+escapeLike(f.Query)+"%")
	}
	if f.Status != "" {
		db = db.Where("status = ?", f.Status)
	}
	if f.Waiting {
		db = db.Where("status = ? AND asked_at IS NOT NULL", models.EnterpriseUnverified)
	}
	return out, db.Order("enterprises.id").Limit(pageSize(f.Limit)).Find(&out).Error
}

// CreateEnterprise stores a new enterprise. Where another transaction registered the code first, the
// whole is run again and then finds it.
func (tx *Tx) CreateEnterprise(e *models.Enterprise) error {
	e.CreatedAt, e.UpdatedAt, e.Version = tx.Now, tx.Now, 1
	err := tx.db.Create(e).Error
	if isDuplicate(err) {
		return errRunAgain
	}
	return err
}

// SaveEnterprise stores a changed enterprise, unless it changed since it was read (Conflict).
func (tx *Tx) SaveEnterprise(e *models.Enterprise) error {
	read := e.Version
	e.Version++
	e.UpdatedAt = tx.Now
	return saveVersion(tx.db, e, read, "enterprise")
}

// Member is a person in an enterprise.
type Member struct {
	models.Membership
	Login       string            `json:"login"`
	Name        string            `json:"name"`
	Phone       string            `json:"phone"`
	UserStatus  models.UserStatus `json:"userStatus"`
	LastLoginAt models.Instant    `json:"lastLoginAt"`
}

// Members lists the persons of an enterprise who are not removed. That the enterprise may be seen is
// checked by reading it.
func (s *Store) Members(ctx context.Context, in policy.Scope, enterpriseID int64) (out []Member, err error) {
	if _, err := s.Enterprise(ctx, in, enterpriseID); err != nil {
		return nil, err
	}
	return out, s.q(ctx).Table("memberships m").
		Select("m.*, u.login, u.name, u.phone, u.status AS user_status, u.last_login_at").
		Joins("JOIN users u ON u.id = m.user_id").
		Where("m.enterprise_id = ? AND m.status <> ?", enterpriseID, models.MemberRemoved).Order("m.id").Scan(&out).Error
}

// Membership reads what a person is in an enterprise, for a change; NotFound where nothing.
func (tx *Tx) Membership(enterpriseID, userID int64) (*models.Membership, error) {
	var m models.Membership
	err := tx.forChange().Where("enterprise_id = ? AND user_id = ?", enterpriseID, userID).Take(&m).Error
	return &m, found(err, "member")
}

// MembershipsOf gives the enterprises that a person is in or asks to be in.
func (tx *Tx) MembershipsOf(userID int64) (out []models.Membership, err error) {
	return out, tx.db.Where("user_id = ? AND status <> ?", userID, models.MemberRemoved).Order("id").Find(&out).Error
}

// MembershipsOf gives the enterprises that a person is in or asks to be in.
func (s *Store) MembershipsOf(ctx context.Context, userID int64) (out []models.Membership, err error) {
	return out, s.q(ctx).Where("user_id = ? AND status <> ?", userID, models.MemberRemoved).Order("id").Find(&out).Error
}

// CreateMembership stores a new membership. Where the pair is there already, the whole is run again.
func (tx *Tx) CreateMembership(m *models.Membership) error {
	m.CreatedAt = tx.Now
	err := tx.db.Create(m).Error
	if isDuplicate(err) {
		return errRunAgain
	}
	return err
}

// SaveMembership stores a changed membership, if it still stood at was.
func (tx *Tx) SaveMembership(m *models.Membership, was models.MemberStatus) error {
	res := tx.db.Select("*").Where("status = ?", was).Updates(m)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, "member.changed_meanwhile")
	}
	return res.Error
}

// Owners gives the ids of the active administrators of an enterprise, for a change.
func (tx *Tx) Owners(enterpriseID int64) (ids []int64, err error) {
	return ids, tx.forChange().Model(&models.Membership{}).
		Where("enterprise_id = ? AND role = ? AND status = ?", enterpriseID, models.MemberOwner, models.MemberActive).
		Where("EXISTS (SELECT 1 FROM users u WHERE u.id = memberships.user_id AND u.status = ?)", models.UserActive).
		Order("user_id").Pluck("user_id", &ids).Error
}
