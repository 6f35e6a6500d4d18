package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// SignedIn is a session with all that is needed to know who asks, read by one indexed query.
type SignedIn struct {
	models.Session
	Login              string
	UserName           string
	UserRegion         string
	UserStatus         models.UserStatus
	MustChangePassword bool

	GrantUserID int64
	Role        string
	Region      string
	DeptCode    string
	GrantStatus models.Decided
	ValidFrom   models.Date
	ValidTo     models.Date

	AbsentID      int64 // the absent person
	AbsentName    string
	SubstituteID  int64
	FromOn        models.Date
	ToOn          models.Date
	AbsenceEndsAt models.Instant

	EnterpriseName   string
	EnterpriseRegion string
	MemberRole       models.MemberRole
	MemberStatus     models.MemberStatus
}

const signedInSQL = `SELECT s.*, u.login, u.name AS user_name, u.region AS user_region, u.status AS user_status, u.must_change_password,
 COALESCE(g.user_id, 0) AS grant_user_id, COALESCE(g.role, '') AS role, COALESCE(g.region, '') AS region,
 COALESCE(g.dept_code, '') AS dept_code, COALESCE(g.status, '') AS grant_status, g.valid_from, g.valid_to,
 COALESCE(a.user_id, 0) AS absent_id, COALESCE(au.name, '') AS absent_name, COALESCE(a.substitute_id, 0) AS substitute_id,
 a.from_on, a.to_on, a.ended_at AS absence_ends_at,
 COALESCE(e.name, '') AS enterprise_name, COALESCE(e.region, '') AS enterprise_region,
 COALESCE(m.role, '') AS member_role, COALESCE(m.status, '') AS member_status
FROM sessions s JOIN users u ON u.id = s.user_id
LEFT JOIN grants g ON g.id = s.grant_id
LEFT JOIN absences a ON a.id = s.absence_id
LEFT JOIN users au ON au.id = a.user_id
LEFT JOIN enterprises e ON e.id = s.enterprise_id
LEFT JOIN memberships m ON m.enterprise_id = s.enterprise_id AND m.user_id = s.user_id
WHERE s.token_hash = ?`

// SignedIn reads the session with this token hash; NotFound where there is none. It does not judge
// whether the session still holds.
func (s *Store) SignedIn(ctx context.Context, hash models.Bytes) (*SignedIn, error) {
	var out SignedIn
	n, err := scanRows(s.often(ctx).Raw(signedInSQL, hash), func() *SignedIn { return &out })
	if err == nil && n == 0 {
		return nil, models.E(models.NotFound, "session.not_found")
	}
	return &out, err
}

// CreateSession stores a new session.
func (tx *Tx) CreateSession(s *models.Session) error {
	s.CreatedAt, s.LastSeenAt = tx.Now, tx.Now
	return tx.db.Create(s).Error
}

// Session reads a session of a user, for a change.
func (tx *Tx) Session(userID, id int64) (*models.Session, error) {
	var s models.Session
	err := tx.forChange().Where("id = ? AND user_id = ?", id, userID).Take(&s).Error
	return &s, found(err, "session")
}

// SaveSession stores a session whose token, post or second factor changed.
func (tx *Tx) SaveSession(s *models.Session) error {
	return tx.db.Select("*").Where("revoked_at IS NULL").Updates(s).Error
}

// TouchSession notes that a session was seen, unless somebody noted it since older.
func (tx *Tx) TouchSession(id int64, older models.Instant) error {
	return tx.db.Model(&models.Session{}).Where("id = ? AND last_seen_at <= ?", id, older).Update("last_seen_at", tx.Now).Error
}

// SessionsOf lists the sessions of a user that were not revoked and have not expired, newest first.
func (s *Store) SessionsOf(ctx context.Context, userID int64, now models.Instant) (out []models.Session, err error) {
	return out, s.q(ctx).Where("user_id = ? AND revoked_at IS NULL AND expires_at > ?", userID, now).Order("id DESC").Find(&out).Error
}

// RevokeSession ends one session of a user; NotFound where it is not there or has ended.
func (tx *Tx) RevokeSession(userID, id int64, reason string) error {
	n, err := revoke(tx, tx.db.Where("user_id = ? AND id = ?", userID, id), reason)
	if err == nil && n == 0 {
		return models.E(models.NotFound, "session.not_found")
	}
	return err
}

// RevokeSessionsOf ends the sessions of a user, but for one.
func (tx *Tx) RevokeSessionsOf(userID, but int64, reason string) error {
	_, err := revoke(tx, tx.db.Where("user_id = ? AND id <> ?", userID, but), reason)
	return err
}

// RevokeSessionsAt ends the sessions at an absence's posts, whoever has them.
func (tx *Tx) RevokeSessionsAt(absenceID int64, reason string) error {
	_, err := revoke(tx, tx.db.Where("absence_id = ?", absenceID), reason)
	return err
}

// RevokeSessionsAtGrant ends the sessions at a post, the holder's and a substitute's.
func (tx *Tx) RevokeSessionsAtGrant(grantID int64, reason string) error {
	_, err := revoke(tx, tx.db.Where("grant_id = ?", grantID), reason)
	return err
}

func revoke(tx *Tx, db *gorm.DB, reason string) (int64, error) {
	res := db.Model(&models.Session{}).Where("revoked_at IS NULL").
		Updates(map[string]any{"revoked_at": tx.Now, "revoke_reason": reason})
	return res.RowsAffected, res.Error
}

// PruneSessions removes sessions that ended before an instant, and counts of tries and links from
// before it.
func (tx *Tx) PruneSessions(before models.Instant) error {
	if err := tx.db.Where("expires_at < ?", before).Delete(&models.Session{}).Error; err != nil {
		return err
	}
	if err := tx.db.Where("expires_at < ?", before).Delete(&models.OneTimeLink{}).Error; err != nil {
		return err
	}
	return tx.db.Where("last_at < ?", before).Delete(&models.LoginTry{}).Error
}
