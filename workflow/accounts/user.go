package accounts

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// UserLine is an account with the posts that it may be used at today.
type UserLine struct {
	models.User
	Posts []models.Grant `json:"posts" nullable:"false"`
}

// Users lists the accounts of the actor's division with their posts.
func (s *Service) Users(ctx context.Context, a policy.Actor, f store.UserFilter) ([]UserLine, error) {
	in, err := s.may(a, UserRead)
	if err != nil {
		return nil, err
	}
	users, err := s.Store.Users(ctx, in, f)
	if err != nil {
		return nil, err
	}
	out, at, ids := make([]UserLine, len(users)), map[int64]int{}, make([]int64, len(users))
	for i, u := range users {
		out[i], at[u.ID], ids[i] = UserLine{User: u, Posts: []models.Grant{}}, i, u.ID
	}
	posts, err := s.Store.GrantsOfMany(ctx, ids, s.Store.Now().Date())
	for _, g := range posts {
		line := &out[at[g.UserID]]
		line.Posts = append(line.Posts, g)
	}
	return out, err
}

// User reads an account of the actor's division.
func (s *Service) User(ctx context.Context, a policy.Actor, id int64) (*models.User, error) {
	in, err := s.may(a, UserRead)
	if err != nil {
		return nil, err
	}
	return s.Store.User(ctx, in, id)
}

// AdminEvents lists the journal of administration of the actor's division, newest first.
func (s *Service) AdminEvents(ctx context.Context, a policy.Actor, f store.AdminEventFilter) ([]models.AdminEvent, error) {
	in, err := s.may(a, AuditRead)
	if err != nil {
		return nil, err
	}
	return s.Store.AdminEvents(ctx, in, f)
}

// Roots lists the daily roots of the cases' journals before a day (0: all), newest first.
func (s *Service) Roots(ctx context.Context, a policy.Actor, before models.Date, limit int) ([]models.DailyRoot, error) {
	if _, err := s.may(a, AuditRead); err != nil {
		return nil, err
	}
	return s.Store.RootsBefore(ctx, before, limit)
}

// UserInput is a new account of staff, or a change of one. Version is that of the copy looked at.
type UserInput struct {
	Version int64  `json:"version"`
	Login   string `json:"login"` // of a new account; it never changes
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	Region  string `json:"region"` // of a new account
	Demo    bool   `json:"-"`      // marks a demo account; heeded in a demo database only
}

// CreateUser makes an account without a password or a post, and the link by which its person chooses
// the first password. What the person may do is granted apart.
func (s *Service) CreateUser(ctx context.Context, a policy.Actor, in UserInput) (u *models.User, token string, err error) {
	if _, err := s.may(a, UserCreate); err != nil {
		return nil, "", err
	}
	if in.Region == "" {
		in.Region = a.Region
	}
	bad := models.E(models.Invalid, "user.invalid")
	row := models.User{
		Login: loginName(bad, "login", in.Login), Region: in.Region, Status: models.UserInvited,
		Demo: in.Demo && s.settings().Demo,
	}
	checkUser(bad, &row, in)
	region(bad, in.Region, a.Region)
	if err := bad.OrNil(); err != nil {
		return nil, "", err
	}
	return u, token, s.Store.InTx(ctx, func(tx *store.Tx) error {
		fresh := row // the function may run again
		u = &fresh
		if err := tx.CreateUser(u); err != nil {
			return err
		}
		token, err = newLink(tx, models.OneTimeLink{Purpose: models.LinkInvite, UserID: u.ID, CreatedBy: a.UserID}, inviteFor)
		if err != nil {
			return err
		}
		return note(ctx, tx, a, act{action: "user.create", kind: "user", id: u.ID, region: u.Region, after: u})
	})
}

func checkUser(bad *models.Error, u *models.User, in UserInput) {
	u.Name = text(bad, "name", in.Name, true, 100)
	u.Phone = phone(bad, "phone", in.Phone, false)
	u.Email = email(bad, "email", in.Email)
}

// EditUser changes name, phone and email of an account.
func (s *Service) EditUser(ctx context.Context, a policy.Actor, id int64, in UserInput) (*models.User, error) {
	bad := models.E(models.Invalid, "user.invalid")
	var wanted models.User
	checkUser(bad, &wanted, in)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return s.changeUser(ctx, a, UserEdit, id, "user.edit", "", func(_ *store.Tx, u *models.User) error {
		if u.Version != in.Version {
			return models.E(models.Conflict, "user.changed_meanwhile")
		}
		u.Name, u.Phone, u.Email = wanted.Name, wanted.Phone, wanted.Email
		return nil
	})
}

// DisableUser shuts an account and ends its sessions. Nobody disables himself, nor the last holder of
// an administrator's role.
func (s *Service) DisableUser(ctx context.Context, a policy.Actor, id int64, reason string) (*models.User, error) {
	bad := models.E(models.Invalid, "user.invalid")
	reason = paragraph(bad, "reason", reason, true)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return s.changeUser(ctx, a, UserDisable, id, "user.disable", reason, func(tx *store.Tx, u *models.User) error {
		if err := s.notLastAdministrator(tx, u.ID); err != nil {
			return err
		}
		u.Status = models.UserDisabled
		return endAll(tx, u.ID, "account disabled")
	})
}

// endAll ends a person's sessions and those of substitutes at the person's posts.
func endAll(tx *store.Tx, userID int64, why string) error {
	grants, err := tx.OpenGrantsOf(userID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := tx.RevokeSessionsAtGrant(g.ID, why); err != nil {
			return err
		}
	}
	return tx.RevokeSessionsOf(userID, 0, why)
}

// EnableUser opens an account again.
func (s *Service) EnableUser(ctx context.Context, a policy.Actor, id int64) (*models.User, error) {
	return s.changeUser(ctx, a, UserDisable, id, "user.enable", "", func(_ *store.Tx, u *models.User) error {
		if u.Status != models.UserDisabled {
			return models.E(models.Illegal, "user.not_disabled")
		}
		u.Status = models.UserActive
		if u.PasswordHash == "" {
			u.Status = models.UserInvited
		}
		return nil
	})
}

// changeUser changes an account of the actor's division that is not the actor's own.
func (s *Service) changeUser(
	ctx context.Context, a policy.Actor, what policy.Action, id int64, name, reason string, f func(*store.Tx, *models.User) error,
) (out *models.User, err error) {
	in, err := s.may(a, what)
	if err != nil {
		return nil, err
	}
	if id == a.UserID {
		return nil, models.E(models.Denied, "user.own_account")
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		u, err := tx.User(in, id)
		if err != nil {
			return err
		}
		before := *u
		if err := f(tx, u); err != nil {
			return err
		}
		if err := tx.SaveUser(u); err != nil {
			return err
		}
		out = u
		return note(ctx, tx, a, act{action: name, kind: "user", id: u.ID, region: u.Region, before: before, after: u, reason: reason})
	})
}

// notLastAdministrator refuses to take away the last system or security administrator.
func (s *Service) notLastAdministrator(tx *store.Tx, userID int64, only ...string) error {
	grants, err := tx.GrantsOf(userID, tx.Today())
	if err != nil {
		return err
	}
	for _, g := range grants {
		role := policy.Role(g.Role)
		if role != policy.SystemAdmin && role != policy.SecurityAdmin || len(only) > 0 && only[0] != g.Role {
			continue
		}
		holders, err := tx.Holders(g.Role, tx.Today())
		if err != nil {
			return err
		}
		if len(holders) == 1 && holders[0] == userID {
			return models.E(models.Illegal, "grant.last_administrator").With("role", g.Role)
		}
	}
	return nil
}

// EndSessions ends every session of a person of the division, and those of substitutes at the person's
// posts, as after a lost device. The account stays open.
func (s *Service) EndSessions(ctx context.Context, a policy.Actor, id int64, reason string) error {
	bad := models.E(models.Invalid, "user.invalid")
	reason = paragraph(bad, "reason", reason, true)
	if err := bad.OrNil(); err != nil {
		return err
	}
	_, err := s.changeUser(ctx, a, UserEndSessions, id, "user.end_sessions", reason, func(tx *store.Tx, u *models.User) error {
		return endAll(tx, u.ID, "ended by an administrator")
	})
	return err
}

// ResetPassword makes the link by which a person of the division chooses a new password: again the
// first one where the invitation ran out. The second factor stays; a security administrator or auditor who
// has none yet is let in anew from the console, since the link alone would open the account.
func (s *Service) ResetPassword(ctx context.Context, a policy.Actor, id int64, reason string) (token string, err error) {
	bad := models.E(models.Invalid, "user.invalid")
	reason = paragraph(bad, "reason", reason, true)
	if err := bad.OrNil(); err != nil {
		return "", err
	}
	in, err := s.may(a, UserReset)
	if err != nil {
		return "", err
	}
	if id == a.UserID {
		return "", models.E(models.Denied, "user.own_account")
	}
	return token, s.Store.InTx(ctx, func(tx *store.Tx) error {
		u, err := tx.User(in, id)
		if err != nil {
			return err
		}
		if a.UserID != 0 { // the console is nobody's account
			if err := noTakeover(tx, u); err != nil {
				return err
			}
		}
		token, err = resetLink(ctx, tx, a, id, reason)
		return err
	})
}

// noTakeover refuses a link that would open the account of another of the three administrators by itself.
func noTakeover(tx *store.Tx, u *models.User) error {
	if u.TOTPSince != 0 {
		return nil
	}
	posts, err := tx.GrantsOf(u.ID, tx.Today())
	if err != nil {
		return err
	}
	for _, g := range posts {
		if r := policy.Role(g.Role); r == policy.SecurityAdmin || r == policy.Auditor {
			return models.E(models.Denied, "user.no_factor")
		}
	}
	return nil
}

// ResetFactor takes a lost second factor from an account and ends its sessions; its person enrols
// anew. The security administrator does it, who cannot reset passwords: neither opens an account
// alone.
func (s *Service) ResetFactor(ctx context.Context, a policy.Actor, id int64, reason string) error {
	bad := models.E(models.Invalid, "user.invalid")
	reason = paragraph(bad, "reason", reason, true)
	if err := bad.OrNil(); err != nil {
		return err
	}
	_, err := s.changeUser(ctx, a, FactorReset, id, "factor.reset", reason, func(tx *store.Tx, u *models.User) error {
		if u.TOTPSince == 0 {
			return models.E(models.Illegal, "factor.none")
		}
		u.TOTPSecret, u.TOTPSince, u.TOTPStep = nil, 0, 0
		if err := tx.SetRecoveryCodes(u.ID, nil); err != nil {
			return err
		}
		return tx.RevokeSessionsOf(u.ID, 0, "factor reset")
	})
	return err
}
