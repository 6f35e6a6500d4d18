package accounts

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"net/url"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

const (
	totpPeriod    = 30 // seconds (RFC 6238)
	secretBytes   = 20
	recoveryCodes = 10
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// Enrolment is what an authenticator needs to know. URL is what the QR code holds.
type Enrolment struct {
	Secret string `json:"secret"`
	URL    string `json:"url"`
}

// seal hides a secret at rest: AES-256-GCM under the key, or as it is without one.
func (s *Service) seal(secret []byte) models.Bytes {
	if len(s.Key) == 0 {
		return append(models.Bytes{0}, secret...)
	}
	gcm := s.gcm()
	nonce := make([]byte, gcm.NonceSize())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return gcm.Seal(append(models.Bytes{1}, nonce...), nonce, secret, nil)
}

var errSealed = errors.New("second factor: the secret cannot be opened with this key")

func (s *Service) unseal(b models.Bytes) ([]byte, error) {
	switch {
	case len(b) > 1 && b[0] == 0:
		return b[1:], nil
	case len(b) > 13 && b[0] == 1 && len(s.Key) > 0:
		out, err := s.gcm().Open(nil, b[1:13], b[13:], nil)
		if err == nil {
			return out, nil
		}
	}
	return nil, errSealed
}

func (s *Service) gcm() cipher.AEAD {
	key := sha256.Sum256(s.Key)
	block, err := aes.NewCipher(key[:])
	if err == nil {
		var gcm cipher.AEAD
		if gcm, err = cipher.NewGCM(block); err == nil {
			return gcm
		}
	}
	panic("accounts: " + err.Error()) // the key always has 32 bytes
}

// step is the number of the period that an instant falls in.
func step(at models.Instant) int64 { return int64(at) / 1000 / totpPeriod }

// matching gives the step that a code is of, this one or a neighbour, and later than last; 0 for none.
func matching(secret []byte, code string, now models.Instant, last int64) (int64, error) {
	code = strings.Join(strings.Fields(code), "")
	opts := hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}
	for n := step(now) - 1; n <= step(now)+1; n++ {
		want, err := hotp.GenerateCodeCustom(base32Text.EncodeToString(secret), uint64(n), opts)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && n > last {
			return n, nil
		}
	}
	return 0, nil
}

// factorFor tells how a session at a post with this role stands with the second factor.
func (s *Service) factorFor(u *models.User, role policy.Role, passed bool) models.SecondFactor {
	set := s.settings()
	switch {
	case u.TOTPSince != 0 && passed:
		return models.FactorPassed
	case u.TOTPSince != 0:
		return models.FactorWanted
	case !policy.NeedsSecondFactor(role):
		return models.FactorNone
	case u.Demo && set.Demo && set.DemoExempt:
		return models.FactorExempt
	}
	return models.FactorEnrol
}

func wrongCode() error { return models.E(models.Invalid, "factor.wrong").At("code", "factor.wrong") }

// PassFactor gives the code of the second factor, or a recovery code, to a session that waits for it.
// Invalid with the key factor.wrong; Limited after too many.
func (s *Service) PassFactor(ctx context.Context, sess Session, code string) (SignedIn, error) {
	if sess.Pending != PendingFactor {
		return SignedIn{}, models.E(models.Illegal, "factor.not_wanted")
	}
	if err := s.countFactor(ctx, sess.UserID); err != nil {
		return SignedIn{}, err
	}
	var out SignedIn
	err := s.Store.InTx(ctx, func(tx *store.Tx) error {
		u, err := tx.User(everyone, sess.UserID)
		if err != nil {
			return err
		}
		if err := s.useCode(ctx, tx, u, code, true); err != nil {
			return err
		}
		row, err := tx.Session(sess.UserID, sess.ID)
		if err != nil {
			return err
		}
		row.SecondFactor = models.FactorPassed
		if out.Token, err = rotate(tx, row); err != nil {
			return err
		}
		return tx.ForgetTries(factorKey(u.ID))
	})
	return s.signedIn(ctx, out.Token, err)
}

func (s *Service) countFactor(ctx context.Context, userID int64) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		return countTry(tx, try{factorKey(userID), accountBrake})
	})
}

// useCode uses a code of the authenticator up or, where they may stand in, a recovery code.
func (s *Service) useCode(ctx context.Context, tx *store.Tx, u *models.User, code string, recovery bool) error {
	secret, err := s.unseal(u.TOTPSecret)
	if err != nil {
		return err
	}
	n, err := matching(secret, code, tx.Now, u.TOTPStep)
	if err != nil {
		return err
	}
	if n > 0 {
		u.TOTPStep = n
		return tx.SaveUser(u)
	}
	if !recovery {
		return wrongCode()
	}
	used, err := tx.UseRecoveryCode(u.ID, recoveryHash(code))
	if err == nil && !used {
		err = wrongCode()
	}
	if err != nil {
		return err
	}
	return note(ctx, tx, policy.Actor{UserID: u.ID, Name: u.Name}, act{action: "factor.recovery_code", kind: "user", id: u.ID, region: u.Region})
}

func recoveryHash(code string) models.Bytes {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// EnrolFactor begins an authenticator: it takes effect with ConfirmFactor. Illegal where one is
// enrolled already.
func (s *Service) EnrolFactor(ctx context.Context, sess Session) (Enrolment, error) {
	if sess.Pending != "" && sess.Pending != PendingEnrol {
		return Enrolment{}, models.E(models.Denied, "session.pending")
	}
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	err := s.Store.InTx(ctx, func(tx *store.Tx) error {
		u, err := tx.User(everyone, sess.UserID)
		if err != nil {
			return err
		}
		if u.TOTPSince != 0 {
			return models.E(models.Illegal, "factor.enrolled")
		}
		row, err := tx.Session(sess.UserID, sess.ID)
		if err != nil {
			return err
		}
		row.EnrolSecret = s.seal(secret)
		return tx.SaveSession(row)
	})
	if err != nil {
		return Enrolment{}, err
	}
	text := base32Text.EncodeToString(secret)
	issuer := s.settings().Issuer
	if issuer == "" {
		issuer = "Onestop"
	}
	u := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + sess.Login,
		RawQuery: url.Values{"secret": {text}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}.Encode(),
	}
	return Enrolment{Secret: text, URL: u.String()}, nil
}

// ConfirmFactor ends an enrolment with its first code. It gives the recovery codes, which are never
// shown again, and ends the person's other sessions.
func (s *Service) ConfirmFactor(ctx context.Context, sess Session, code string) (SignedIn, []string, error) {
	if sess.Pending != "" && sess.Pending != PendingEnrol {
		return SignedIn{}, nil, models.E(models.Denied, "session.pending")
	}
	if err := s.countFactor(ctx, sess.UserID); err != nil {
		return SignedIn{}, nil, err
	}
	codes, hashes := newRecoveryCodes()
	var token string
	err := s.Store.InTx(ctx, func(tx *store.Tx) error {
		row, err := tx.Session(sess.UserID, sess.ID)
		if err != nil {
			return err
		}
		u, err := tx.User(everyone, sess.UserID)
		if err != nil {
			return err
		}
		if u.TOTPSince != 0 || len(row.EnrolSecret) == 0 {
			return models.E(models.Illegal, "factor.no_enrolment")
		}
		u.TOTPSecret, u.TOTPSince, u.TOTPStep = row.EnrolSecret, tx.Now, 0
		if err := s.useCode(ctx, tx, u, code, false); err != nil {
			return err
		}
		if err := tx.SetRecoveryCodes(u.ID, hashes); err != nil {
			return err
		}
		row.EnrolSecret, row.SecondFactor = nil, models.FactorPassed
		if token, err = rotate(tx, row); err != nil {
			return err
		}
		if err := tx.RevokeSessionsOf(u.ID, row.ID, "factor"); err != nil {
			return err
		}
		if err := tx.ForgetTries(factorKey(u.ID)); err != nil {
			return err
		}
		return note(ctx, tx, sess.actor(), act{action: "factor.enrol", kind: "user", id: u.ID, region: u.Region})
	})
	out, err := s.signedIn(ctx, token, err)
	if err != nil {
		return out, nil, err
	}
	return out, codes, nil
}

func newRecoveryCodes() (codes []string, hashes []models.Bytes) {
	for range recoveryCodes {
		c := rand.Text()[:16] // 80 bits
		codes = append(codes, c[:4]+"-"+c[4:8]+"-"+c[8:12]+"-"+c[12:])
		hashes = append(hashes, recoveryHash(c))
	}
	return codes, hashes
}

// RenewRecoveryCodes replaces the recovery codes, for a code of the authenticator.
func (s *Service) RenewRecoveryCodes(ctx context.Context, sess Session, code string) ([]string, error) {
	codes, hashes := newRecoveryCodes()
	return codes, s.withCode(ctx, sess, code, "factor.renew_codes", func(tx *store.Tx, u *models.User) error {
		return tx.SetRecoveryCodes(u.ID, hashes)
	})
}

// DisableFactor takes the second factor away, for a code of the authenticator. Illegal where one of
// the person's posts asks for it.
func (s *Service) DisableFactor(ctx context.Context, sess Session, code string) error {
	return s.withCode(ctx, sess, code, "factor.disable", func(tx *store.Tx, u *models.User) error {
		grants, err := tx.OpenGrantsOf(u.ID)
		if err != nil {
			return err
		}
		for _, g := range grants {
			if policy.NeedsSecondFactor(policy.Role(g.Role)) {
				return models.E(models.Illegal, "factor.required").With("role", g.Role)
			}
		}
		return dropFactor(tx, u)
	})
}

// dropFactor takes the second factor from an account.
func dropFactor(tx *store.Tx, u *models.User) error {
	u.TOTPSecret, u.TOTPSince, u.TOTPStep = nil, 0, 0
	if err := tx.SaveUser(u); err != nil {
		return err
	}
	return tx.SetRecoveryCodes(u.ID, nil)
}

// withCode does f for a signed-in person who gives a code of the authenticator.
func (s *Service) withCode(ctx context.Context, sess Session, code, action string, f func(*store.Tx, *models.User) error) error {
	if sess.Pending != "" {
		return models.E(models.Denied, "session.pending")
	}
	if err := s.countFactor(ctx, sess.UserID); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		u, err := tx.User(everyone, sess.UserID)
		if err != nil {
			return err
		}
		if u.TOTPSince == 0 {
			return models.E(models.Illegal, "factor.none")
		}
		if err := s.useCode(ctx, tx, u, code, false); err != nil {
			return err
		}
		if err := f(tx, u); err != nil {
			return err
		}
		if err := tx.ForgetTries(factorKey(u.ID)); err != nil {
			return err
		}
		return note(ctx, tx, sess.actor(), act{action: action, kind: "user", id: u.ID, region: u.Region})
	})
}
