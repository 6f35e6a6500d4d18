package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Pending is what a session must do before it may do anything else.
type Pending string

// What a session may have to do first. Until then its actor has no role and may nothing.
const (
	PendingFactor   Pending = "FACTOR"   // give the code of the second factor
	PendingPassword Pending = "PASSWORD" // choose a new password
	PendingEnrol    Pending = "ENROL"    // enrol a second factor, or go to a post that asks for none
	PendingPost     Pending = "POST"     // choose another post: this one has ended
)

// Session is one signed-in browser, as its pages know it.
type Session struct {
	ID           int64               `json:"id"`
	UserID       int64               `json:"userId"`
	Login        string              `json:"login"`
	Name         string              `json:"name"`
	Post         models.Post         `json:"post"`
	Pending      Pending             `json:"pending"`
	SecondFactor models.SecondFactor `json:"secondFactor"` // EXEMPT is shown on the page
	CSRF         string              `json:"csrf"`
	CreatedAt    models.Instant      `json:"createdAt"`
	ExpiresAt    models.Instant      `json:"expiresAt"`
	IdleMinutes  int                 `json:"idleMinutes"`
}

// CheckCSRF tells whether a request carried this session's token.
func (s *Session) CheckCSRF(token string) bool {
	return s.CSRF != "" && subtle.ConstantTimeCompare([]byte(s.CSRF), []byte(token)) == 1
}

// actor is the person without a post, for the journal.
func (s *Session) actor() policy.Actor {
	return policy.Actor{UserID: s.UserID, Name: s.Name, Role: policy.Person, Source: models.SourceWeb}
}

// SignedIn is a session with its token, which goes into the cookie and nowhere else.
type SignedIn struct {
	Token   string  `json:"-"`
	Session Session `json:"session"`
}

// Limits of sessions. Staff sit in offices that others enter.
const (
	staffIdle      = 30 * time.Minute
	staffMost      = 12 * time.Hour
	enterpriseIdle = 12 * time.Hour
	enterpriseMost = 7 * 24 * time.Hour
	factorIdle     = 10 * time.Minute // while the second factor is awaited
	touchEvery     = time.Minute
)

func limits(grantID, enterpriseID int64, f models.SecondFactor) (idle, most time.Duration) {
	idle, most = enterpriseIdle, staffMost
	switch {
	case grantID != 0:
		idle = staffIdle
	case enterpriseID != 0:
		most = enterpriseMost
	}
	if f == models.FactorWanted {
		idle = factorIdle
	}
	return idle, most
}

// newToken gives a token of 256 random bits and the hash under which it is stored.
func newToken() (token string, hash models.Bytes) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	token = base64.RawURLEncoding.EncodeToString(b[:])
	return token, hashToken(token)
}

func hashToken(token string) models.Bytes {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// csrfOf binds the token against forged requests to the session's token: it changes with it.
func csrfOf(token string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("csrf"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

func ended() error { return models.E(models.Unauthenticated, "session.ended") }

// Authenticate gives who asks: one indexed read, and at most once a minute a note that the session
// was seen. Unauthenticated with the key session.ended where the token is of no session that holds.
// Where the session is pending the actor has no role and may nothing.
func (s *Service) Authenticate(ctx context.Context, token string, now models.Instant) (policy.Actor, Session, error) {
	row, err := s.held(ctx, token, now)
	if err != nil {
		return policy.Actor{}, Session{}, err
	}
	if older := now.Add(-touchEvery); row.LastSeenAt <= older {
		if err := s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.TouchSession(row.ID, older) }); err != nil {
			return policy.Actor{}, Session{}, err
		}
	}
	a, sess := signedInAs(row, token, now)
	return a, sess, nil
}

// Watch is Authenticate for what a page asks by itself: it is no sign that somebody sits before it, and
// leaves the session to end with idleness.
func (s *Service) Watch(ctx context.Context, token string, now models.Instant) (policy.Actor, Session, error) {
	row, err := s.held(ctx, token, now)
	if err != nil {
		return policy.Actor{}, Session{}, err
	}
	a, sess := signedInAs(row, token, now)
	return a, sess, nil
}

// held gives the session of a token where it holds.
func (s *Service) held(ctx context.Context, token string, now models.Instant) (*store.SignedIn, error) {
	if token == "" || len(token) > 64 {
		return nil, ended()
	}
	row, err := s.Store.SignedIn(ctx, hashToken(token))
	if models.CodeOf(err) == models.NotFound {
		err = ended()
	}
	if err != nil {
		return nil, err
	}
	idle, _ := limits(row.GrantID, row.EnterpriseID, row.SecondFactor)
	if row.RevokedAt != 0 || row.UserStatus != models.UserActive || row.ExpiresAt <= now || row.LastSeenAt.Add(idle) <= now {
		return nil, ended()
	}
	return row, nil
}

func signedInAs(row *store.SignedIn, token string, now models.Instant) (policy.Actor, Session) {
	a, sess := sessionOf(row, now.Date())
	idle, _ := limits(row.GrantID, row.EnterpriseID, row.SecondFactor)
	sess.CSRF, sess.IdleMinutes = csrfOf(token), int(idle/time.Minute)
	return a, sess
}

// sessionOf gives the actor and the session of a row that holds.
func sessionOf(row *store.SignedIn, today models.Date) (policy.Actor, Session) {
	a := policy.Actor{UserID: row.UserID, Name: row.UserName, Source: models.SourceWeb, Today: today}
	sess := Session{
		ID: row.ID, UserID: row.UserID, Login: row.Login, Name: row.UserName, SecondFactor: row.SecondFactor,
		CreatedAt: row.CreatedAt, ExpiresAt: row.ExpiresAt,
	}
	post, holds := postOf(row, today)
	sess.Post, sess.Pending = post, pendingOf(row, holds)
	if sess.Pending != "" {
		return a, sess
	}
	a.Role, a.Region, a.Dept = policy.Role(post.Role), post.Region, post.DeptCode
	a.EnterpriseID, a.EnterpriseName = post.EnterpriseID, post.EnterpriseName
	a.ForUserID, a.ForName = post.ForUserID, post.ForName
	return a, sess
}

func pendingOf(row *store.SignedIn, holds bool) Pending {
	switch {
	case row.SecondFactor == models.FactorWanted:
		return PendingFactor
	case row.MustChangePassword:
		return PendingPassword
	case !holds:
		return PendingPost
	case row.SecondFactor == models.FactorEnrol:
		return PendingEnrol
	}
	return ""
}

// postOf gives the post of a session, and whether it may still be used.
func postOf(row *store.SignedIn, today models.Date) (models.Post, bool) {
	p := models.Post{
		GrantID: row.GrantID, AbsenceID: row.AbsenceID, EnterpriseID: row.EnterpriseID,
		Role: row.Role, Region: row.Region, DeptCode: row.DeptCode,
	}
	switch {
	case row.GrantID != 0:
		g := models.Grant{Status: row.GrantStatus, ValidFrom: row.ValidFrom, ValidTo: row.ValidTo}
		if row.AbsenceID == 0 {
			return p, g.InForce(today) && row.GrantUserID == row.UserID
		}
		p.ForUserID, p.ForName = row.AbsentID, row.AbsentName
		away := models.Absence{FromOn: row.FromOn, ToOn: row.ToOn, EndedAt: row.AbsenceEndsAt}
		return p, g.InForce(today) && away.InForce(today) && row.GrantUserID == row.AbsentID &&
			row.SubstituteID == row.UserID && !policy.IsAdministrator(policy.Role(row.Role))
	case row.EnterpriseID != 0:
		p.Role, p.Region, p.EnterpriseName = string(policy.Enterprise), row.EnterpriseRegion, row.EnterpriseName
		p.MemberRole = row.MemberRole
		return p, row.MemberStatus == models.MemberActive
	}
	p.Role, p.Region = string(policy.Person), row.UserRegion
	return p, true
}

// open begins a session for a person at the first post, and gives its token.
func (s *Service) open(tx *store.Tx, u *models.User, ip, agent string) (string, error) {
	posts, err := tx.Posts(u.ID, tx.Today())
	if err != nil {
		return "", err
	}
	row := models.Session{UserID: u.ID, IP: clip(ip, 45), UserAgent: clip(agent, 300)}
	var p models.Post
	if len(posts) > 0 && posts[0].AbsenceID == 0 {
		p = posts[0]
	}
	s.sit(tx, &row, u, p, false)
	token, hash := newToken()
	row.TokenHash = hash
	return token, tx.CreateSession(&row)
}

// sit puts a session at a post: its second factor and its end follow from it.
func (s *Service) sit(tx *store.Tx, row *models.Session, u *models.User, p models.Post, passed bool) {
	row.GrantID, row.AbsenceID, row.EnterpriseID = p.GrantID, p.AbsenceID, p.EnterpriseID
	row.SecondFactor = s.factorFor(u, policy.Role(p.Role), passed)
	began := row.CreatedAt
	if began == 0 {
		began = tx.Now
	}
	_, most := limits(p.GrantID, p.EnterpriseID, row.SecondFactor)
	row.ExpiresAt = began.Add(most)
}

// clip cuts s to at most n runes of valid text.
func clip(s string, n int) string {
	out := make([]rune, 0, min(n, len(s)))
	for _, r := range s {
		if len(out) == n {
			break
		}
		out = append(out, r)
	}
	return string(out)
}

// rotate gives a session a new token: what the old one opened is shut.
func rotate(tx *store.Tx, row *models.Session) (string, error) {
	token, hash := newToken()
	row.TokenHash, row.LastSeenAt = hash, tx.Now
	return token, tx.SaveSession(row)
}

// signedIn reads the session of a token that was just made.
func (s *Service) signedIn(ctx context.Context, token string, err error) (SignedIn, error) {
	if err != nil {
		return SignedIn{}, err
	}
	_, sess, err := s.Authenticate(ctx, token, s.Store.Now())
	return SignedIn{Token: token, Session: sess}, err
}

// Posts gives everything the person may act as today.
func (s *Service) Posts(ctx context.Context, sess Session) ([]models.Post, error) {
	return s.Store.Posts(ctx, sess.UserID, s.Store.Now().Date())
}

// PostInput names one of the posts that Posts gives. All zero: no post.
type PostInput struct {
	GrantID      int64 `json:"grantId"`
	AbsenceID    int64 `json:"absenceId"`
	EnterpriseID int64 `json:"enterpriseId"`
}

// SwitchPost moves a session to another post, under a new token. NotFound where the person has no
// such post today.
func (s *Service) SwitchPost(ctx context.Context, sess Session, in PostInput) (SignedIn, error) {
	if sess.Pending == PendingFactor || sess.Pending == PendingPassword {
		return SignedIn{}, models.E(models.Denied, "session.pending")
	}
	var token string
	err := s.Store.InTx(ctx, func(tx *store.Tx) error {
		p, err := findPost(tx, sess.UserID, in)
		if err != nil {
			return err
		}
		u, err := tx.User(everyone, sess.UserID)
		if err != nil {
			return err
		}
		row, err := tx.Session(sess.UserID, sess.ID)
		if err != nil {
			return err
		}
		if row.RevokedAt != 0 {
			return ended()
		}
		s.sit(tx, row, u, p, row.SecondFactor == models.FactorPassed)
		if row.ExpiresAt <= tx.Now { // signed in too long ago for a post of staff
			return ended()
		}
		token, err = rotate(tx, row)
		return err
	})
	return s.signedIn(ctx, token, err)
}

func findPost(tx *store.Tx, userID int64, in PostInput) (models.Post, error) {
	if in == (PostInput{}) {
		return models.Post{}, nil
	}
	posts, err := tx.Posts(userID, tx.Today())
	if err != nil {
		return models.Post{}, err
	}
	for _, p := range posts {
		if in == (PostInput{p.GrantID, p.AbsenceID, p.EnterpriseID}) {
			return p, nil
		}
	}
	return models.Post{}, models.E(models.NotFound, "post.not_found")
}

// Sessions lists the person's sessions that have not ended, newest first.
func (s *Service) Sessions(ctx context.Context, sess Session) ([]models.Session, error) {
	now := s.Store.Now()
	all, err := s.Store.SessionsOf(ctx, sess.UserID, now)
	out := all[:0]
	for _, row := range all {
		if idle, _ := limits(row.GrantID, row.EnterpriseID, row.SecondFactor); row.LastSeenAt.Add(idle) > now {
			out = append(out, row)
		}
	}
	return out, err
}

// RevokeSession ends one of the person's own sessions.
func (s *Service) RevokeSession(ctx context.Context, sess Session, id int64) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.RevokeSession(sess.UserID, id, "by its owner") })
}

// RevokeOtherSessions ends all of the person's sessions but this one.
func (s *Service) RevokeOtherSessions(ctx context.Context, sess Session) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.RevokeSessionsOf(sess.UserID, sess.ID, "by its owner") })
}

// Logout ends the session.
func (s *Service) Logout(ctx context.Context, sess Session) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.RevokeSession(sess.UserID, sess.ID, "signed out") })
}

// Prune removes what ended more than thirty days ago: sessions, links, counts of tries.
func (s *Service) Prune(ctx context.Context) error {
	return s.Store.InTx(ctx, func(tx *store.Tx) error { return tx.PruneSessions(tx.Now.Add(-30 * 24 * time.Hour)) })
}
