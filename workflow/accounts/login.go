package accounts

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/store"
)

// LoginInput is what a person gives to sign in.
type LoginInput struct {
	Login     string `json:"login"`
	Password  string `json:"password"`
	IP        string `json:"-"`
	UserAgent string `json:"-"`
}

// Login signs a person in with login name and password. The answer to a wrong password, an unknown
// name, an account without a password and a disabled one is the same, after the same work:
// Unauthenticated with the key login.failed. Limited after too many failures of a name or an address.
// What the session must do next is in its Pending.
func (s *Service) Login(ctx context.Context, in LoginInput) (SignedIn, error) {
	login := normalLogin(in.Login)
	tries := loginTries(login, in.IP)
	if err := s.Store.InTx(ctx, func(tx *store.Tx) error { return countTry(tx, tries...) }); err != nil {
		return SignedIn{}, err
	}
	u, again, err := s.checkLogin(ctx, login, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	var rehashed string
	if again {
		if rehashed, err = s.Hasher.Hash(ctx, in.Password); err != nil {
			return SignedIn{}, err
		}
	}
	var token string
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		now, err := tx.User(everyone, u.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != u.PasswordHash || now.Status != models.UserActive { // changed while we checked
			return loginFailed()
		}
		now.LastLoginAt = tx.Now
		if rehashed != "" {
			now.PasswordHash = rehashed
		}
		if err := tx.SaveUser(now); err != nil {
			return err
		}
		if token, err = s.open(tx, now, in.IP, in.UserAgent); err != nil {
			return err
		}
		return forgive(tx, tries...)
	})
	return s.signedIn(ctx, token, err)
}

func loginFailed() error { return models.E(models.Unauthenticated, "login.failed") }

// checkLogin gives the account that login and password are of. It hashes once, whatever there is.
func (s *Service) checkLogin(ctx context.Context, login, password string) (u *models.User, again bool, err error) {
	u, err = s.Store.UserByLogin(ctx, login)
	switch {
	case models.CodeOf(err) == models.NotFound:
		u = &models.User{}
	case err != nil:
		return nil, false, err
	}
	if len(password) > maxPassword {
		password = ""
	}
	ok, again, err := s.Hasher.Check(ctx, u.PasswordHash, password)
	if err != nil {
		return nil, false, err
	}
	if !ok || u.Status != models.UserActive {
		return nil, false, loginFailed()
	}
	return u, again, nil
}

// PasswordInput is a change of one's own password.
type PasswordInput struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// ChangePassword sets the person's own password and ends all other sessions; this one gets a new
// token. Invalid where the old one is wrong or the new one is bad.
func (s *Service) ChangePassword(ctx context.Context, sess Session, in PasswordInput) (SignedIn, error) {
	if sess.Pending == PendingFactor {
		return SignedIn{}, models.E(models.Denied, "session.pending")
	}
	tries := loginTries(sess.Login, "")
	if err := s.Store.InTx(ctx, func(tx *store.Tx) error { return countTry(tx, tries...) }); err != nil {
		return SignedIn{}, err
	}
	u, _, err := s.checkLogin(ctx, sess.Login, in.Old)
	if models.CodeOf(err) == models.Unauthenticated {
		err = models.E(models.Invalid, "password.invalid").At("old", "password.wrong")
	}
	if err != nil {
		return SignedIn{}, err
	}
	if in.New == in.Old {
		return SignedIn{}, models.E(models.Invalid, "password.invalid").At("new", "password.same")
	}
	hash, err := s.newPassword(ctx, "new", in.New, sess.Login)
	if err != nil {
		return SignedIn{}, err
	}
	var token string
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		now, err := tx.User(everyone, u.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != u.PasswordHash {
			return models.E(models.Conflict, "user.changed_meanwhile")
		}
		if err := setPassword(tx, now, hash, sess.ID, "password"); err != nil {
			return err
		}
		row, err := tx.Session(sess.UserID, sess.ID)
		if err != nil {
			return err
		}
		if token, err = rotate(tx, row); err != nil {
			return err
		}
		if err := forgive(tx, tries...); err != nil {
			return err
		}
		return note(ctx, tx, sess.actor(), act{action: "password.change", kind: "user", id: u.ID, region: now.Region})
	})
	return s.signedIn(ctx, token, err)
}

// setPassword stores a new hash and ends the account's sessions, but for one.
func setPassword(tx *store.Tx, u *models.User, hash string, but int64, why string) error {
	u.PasswordHash, u.MustChangePassword = hash, false
	if u.Status == models.UserInvited {
		u.Status = models.UserActive
	}
	if err := tx.SaveUser(u); err != nil {
		return err
	}
	return tx.RevokeSessionsOf(u.ID, but, why)
}
