package store

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// forChange locks what is read until the transaction ends; SQLite has one writer and needs no lock.
func (tx *Tx) forChange() *gorm.DB {
	if tx.Dialect == MySQL {
		return tx.db.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	return tx.db
}

// saveVersion stores a changed row unless it changed since it was read (Conflict). It is not gorm's
// Save, which inserts the row again where the update finds none.
func saveVersion(db *gorm.DB, row any, read int64, what string) error {
	res := db.Select("*").Where("version = ?", read).Updates(row)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, what+".changed_meanwhile")
	}
	return res.Error
}

// accountsWithin keeps a query of accounts, posts, departments and their journal inside the division
// that an administrator looks after.
func accountsWithin(in policy.Scope, column string) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		region, all := in.Accounts()
		switch {
		case all:
			return db
		case region == "":
			return db.Where("1 = 0")
		}
		return db.Where(column+" BETWEEN ? AND ?", regionLow(region), regionHigh(region))
	}
}

// UserFilter narrows a list of users. After is the id of the last one already seen.
type UserFilter struct {
	Query  string // the beginning of a login, or a part of a name
	Status models.UserStatus
	After  int64
	Limit  int
}

// Users lists accounts within the scope, by id.
func (s *Store) Users(ctx context.Context, in policy.Scope, f UserFilter) (out []models.User, err error) {
	db := s.q(ctx).Scopes(accountsWithin(in, "users.region")).Where("id > ?", f.After)
	if f.Query != "" {
		db = db.Where("(login LIKE ? ESCAPE '!' OR name LIKE ? ESCAPE '!')", escapeLike(f.Query)+"%", "%"+escapeLike(f.Query)+"%")
	}
	if f.Status != "" {
		db = db.Where("status = ?", f.Status)
	}
	return out, db.Order("id").Limit(pageSize(f.Limit)).Find(&out).Error
}

// pageSize bounds what one page may ask for.
func pageSize(n int) int {
	if n <= 0 || n > 200 {
		return 50
	}
	return n
}

// escapeLike takes the wildcards out of what a person typed; the escape is "!".
func escapeLike(s string) string { return likeEscapes.Replace(s) }

// User reads an account within the scope.
func (s *Store) User(ctx context.Context, in policy.Scope, id int64) (*models.User, error) {
	return oneUser(s.q(ctx).Scopes(accountsWithin(in, "users.region")), "id = ?", id)
}

// User reads an account within the scope, for a change.
func (tx *Tx) User(in policy.Scope, id int64) (*models.User, error) {
	return oneUser(tx.forChange().Scopes(accountsWithin(in, "users.region")), "id = ?", id)
}

// UsersReachedBy gives the accounts with this telephone number or this email; an empty one is nobody's.
func (tx *Tx) UsersReachedBy(phone, email string) (out []models.User, err error) {
	if phone == "" && email == "" {
		return nil, nil
	}
	return out, tx.db.Where("(phone <> '' AND phone = ?) OR (email <> '' AND email = ?)", phone, email).Order("id").Find(&out).Error
}

// SamePerson tells whether one of some accounts is of the person whom an account is of.
func (tx *Tx) SamePerson(id int64, others []int64) (bool, error) {
	if slices.Contains(others, id) {
		return true, nil
	}
	var all []models.User
	if err := tx.db.Where("id = ? OR id IN ?", id, others).Find(&all).Error; err != nil {
		return false, err
	}
	at := slices.IndexFunc(all, func(u models.User) bool { return u.ID == id })
	return at >= 0 && slices.ContainsFunc(all, func(u models.User) bool { return u.ID != id && u.SamePerson(&all[at]) }), nil
}

// UserByLogin reads an account by its login name, for signing in.
func (s *Store) UserByLogin(ctx context.Context, login string) (*models.User, error) {
	return oneUser(s.q(ctx), "login = ?", login)
}

func oneUser(db *gorm.DB, where string, arg any) (*models.User, error) {
	var u models.User
	err := db.Where(where, arg).Take(&u).Error
	return &u, found(err, "user")
}

// Names gives the names of users, by id.
func (s *Store) Names(ctx context.Context, ids ...int64) (map[int64]string, error) {
	out := map[int64]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var users []models.User
	if err := s.q(ctx).Select("id", "name").Where("id IN ?", ids).Find(&users).Error; err != nil {
		return nil, err
	}
	for _, u := range users {
		out[u.ID] = u.Name
	}
	return out, nil
}

// AnyUser tells whether there is any account.
func (tx *Tx) AnyUser() (bool, error) {
	var ids []int64
	err := tx.db.Model(&models.User{}).Limit(1).Pluck("id", &ids).Error
	return len(ids) > 0, err
}

// CreateUser stores a new account; Conflict with the key login.taken where the login name is in use.
func (tx *Tx) CreateUser(u *models.User) error {
	u.CreatedAt, u.UpdatedAt, u.Version = tx.Now, tx.Now, 1
	err := tx.db.Create(u).Error
	if isDuplicate(err) {
		return models.E(models.Conflict, "login.taken").At("login", "login.taken")
	}
	return err
}

// SaveUser stores a changed account, unless it changed since it was read (Conflict).
func (tx *Tx) SaveUser(u *models.User) error {
	read := u.Version
	u.Version++
	u.UpdatedAt = tx.Now
	return saveVersion(tx.db, u, read, "user")
}

// SetRecoveryCodes replaces the recovery codes of a user.
func (tx *Tx) SetRecoveryCodes(userID int64, hashes []models.Bytes) error {
	if err := tx.db.Where("user_id = ?", userID).Delete(&models.RecoveryCode{}).Error; err != nil {
		return err
	}
	if len(hashes) == 0 {
		return nil
	}
	rows := make([]models.RecoveryCode, len(hashes))
	for i, h := range hashes {
		rows[i] = models.RecoveryCode{UserID: userID, CodeHash: h}
	}
	return tx.db.Create(&rows).Error
}

// UseRecoveryCode uses a recovery code up; false where there is none or it was used.
func (tx *Tx) UseRecoveryCode(userID int64, hash models.Bytes) (bool, error) {
	res := tx.db.Model(&models.RecoveryCode{}).
		Where("user_id = ? AND code_hash = ? AND used_at IS NULL", userID, hash).Update("used_at", tx.Now)
	return res.RowsAffected == 1, res.Error
}

// RecoveryCodesLeft counts the codes that a user has not used.
func (s *Store) RecoveryCodesLeft(ctx context.Context, userID int64) (n int64, err error) {
	return n, s.q(ctx).Model(&models.RecoveryCode{}).Where("user_id = ? AND used_at IS NULL", userID).Count(&n).Error
}

// NoteAdmin writes an act of administration into its journal.
func (tx *Tx) NoteAdmin(e models.AdminEvent) error {
	e.At = tx.Now
	return tx.db.Create(&e).Error
}

// AdminEventFilter narrows the journal of administration: from From up to, not including, To. Before is
// the id of the last one seen.
type AdminEventFilter struct {
	Action      string
	ActorID     int64
	Actor       string // part of the actor's name
	From, To    models.Instant
	SubjectKind string
	SubjectID   int64
	Before      int64
	Limit       int
}

// AdminEvents lists the journal of administration within the scope, newest first.
func (s *Store) AdminEvents(ctx context.Context, in policy.Scope, f AdminEventFilter) (out []models.AdminEvent, err error) {
	db := s.q(ctx).Scopes(accountsWithin(in, "admin_events.region"))
	if f.Before > 0 {
		db = db.Where("id < ?", f.Before)
	}
	if f.Action != "" {
		db = db.Where("action = ?", f.Action)
	}
	if f.ActorID != 0 {
		db = db.Where("actor_id = ?", f.ActorID)
	}
	if f.Actor != "" {
		db = db.Where("actor_name LIKE ? ESCAPE '!'", "%"+escapeLike(f.Actor)+"%")
	}
	if f.SubjectKind != "" {
		db = db.Where("subject_kind = ?", f.SubjectKind)
	}
	if f.SubjectID != 0 {
		db = db.Where("subject_id = ?", f.SubjectID)
	}
	if f.From != 0 {
		db = db.Where("at >= ?", f.From)
	}
	if f.To != 0 {
		db = db.Where("at < ?", f.To)
	}
	return out, db.Order("id DESC").Limit(pageSize(f.Limit)).Find(&out).Error
}
