package accounts

import (
	"context"
	"regexp"
	"strings"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// How long links hold.
const (
	adminFor  = 24 * time.Hour
	resetFor  = 24 * time.Hour
	inviteFor = 7 * 24 * time.Hour
)

// newLink stores a one-time link and gives its token, which is not stored.
func newLink(tx *store.Tx, l models.OneTimeLink, lasts time.Duration) (string, error) {
	token, hash := newToken()
	l.TokenHash, l.ExpiresAt = hash, tx.Now.Add(lasts)
	return token, tx.CreateLink(&l)
}

// resetLink makes a link by which a person chooses a new password; older ones end.
func resetLink(ctx context.Context, tx *store.Tx, a policy.Actor, userID int64, reason string) (string, error) {
	u, err := tx.User(everyone, userID)
	if err != nil {
		return "", err
	}
	if u.Status == models.UserDisabled {
		return "", models.E(models.Illegal, "user.disabled")
	}
	if err := tx.VoidLinks(models.LinkPasswordReset, userID, ""); err != nil {
		return "", err
	}
	token, err := newLink(tx, models.OneTimeLink{Purpose: models.LinkPasswordReset, UserID: userID, CreatedBy: a.UserID}, resetFor)
	if err != nil {
		return "", err
	}
	return token, note(ctx, tx, a, act{action: "password.reset_link", kind: "user", id: userID, region: u.Region, reason: reason})
}

// FirstAdminLink makes the one-time link by which the first administrator of an empty database is
// made; "" where there is any account. A link made before ends.
func (s *Service) FirstAdminLink(ctx context.Context) (token string, err error) {
	return token, s.Store.InTx(ctx, func(tx *store.Tx) error {
		token = ""
		any, err := tx.AnyUser()
		if err != nil || any {
			return err
		}
		token, err = s.adminLink(ctx, tx, console, policy.SystemAdmin)
		return err
	})
}

// AdminLink makes, at the console, the one-time link for one of the three administrators while
// nobody holds that role: where a link was lost, or the last holder. Illegal where somebody does.
func (s *Service) AdminLink(ctx context.Context, role policy.Role) (token string, err error) {
	if !policy.IsAdministrator(role) {
		return "", models.E(models.Invalid, "grant.invalid").At("role", "field.choice")
	}
	return token, s.Store.InTx(ctx, func(tx *store.Tx) error {
		holders, err := tx.Holders(string(role), tx.Today())
		if err != nil {
			return err
		}
		if len(holders) > 0 {
			return models.E(models.Illegal, "grant.has_holder").With("role", string(role))
		}
		token, err = s.adminLink(ctx, tx, console, role)
		return err
	})
}

func (s *Service) adminLink(ctx context.Context, tx *store.Tx, a policy.Actor, role policy.Role) (string, error) {
	if err := tx.VoidLinks(models.LinkFirstAdmin, 0, string(role)); err != nil {
		return "", err
	}
	token, err := newLink(tx, models.OneTimeLink{Purpose: models.LinkFirstAdmin, Role: string(role), CreatedBy: a.UserID}, adminFor)
	if err != nil {
		return "", err
	}
	return token, note(ctx, tx, a, act{
		action: "admin.link", kind: "grant", region: s.settings().Region, after: map[string]string{"role": string(role)},
	})
}

// LinkInfo is what the page of a link shows before it is used.
type LinkInfo struct {
	Purpose        models.LinkPurpose `json:"purpose"`
	Role           string             `json:"role"`
	Login          string             `json:"login"` // of the account it is for; "" where one is to be made
	Name           string             `json:"name"`
	EnterpriseName string             `json:"enterpriseName"`
	Founds         bool               `json:"founds" doc:"who uses it says which county this is"`
	ExpiresAt      models.Instant     `json:"expiresAt"`
}

// Link tells what a link is for. NotFound where there is none; Illegal with link.used or link.expired.
func (s *Service) Link(ctx context.Context, token string) (LinkInfo, error) {
	l, err := s.Store.Link(ctx, hashToken(token))
	if err == nil {
		err = usable(l, s.Store.Now())
	}
	if err != nil {
		return LinkInfo{}, err
	}
	if err := s.fresh(ctx); err != nil {
		return LinkInfo{}, err
	}
	out := LinkInfo{Purpose: l.Purpose, Role: l.Role, Founds: s.founds(l), ExpiresAt: l.ExpiresAt}
	if l.UserID != 0 {
		u, err := s.Store.User(ctx, everyone, l.UserID)
		if err != nil {
			return LinkInfo{}, err
		}
		out.Login, out.Name = u.Login, u.Name
	}
	if l.EnterpriseID != 0 {
		e, err := s.Store.Enterprise(ctx, everyone, l.EnterpriseID)
		if err != nil {
			return LinkInfo{}, err
		}
		out.EnterpriseName = e.Name
	}
	return out, nil
}

func usable(l *models.OneTimeLink, now models.Instant) error {
	switch {
	case l.UsedAt != 0:
		return models.E(models.Illegal, "link.used")
	case l.ExpiresAt <= now:
		return models.E(models.Illegal, "link.expired")
	}
	return nil
}

// RedeemInput is what a person gives with a link: a password, and, where the account is still to be
// made, who he is.
type RedeemInput struct {
	Token    string `json:"token"`
	Login    string `json:"login"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Email    string `json:"email"`
	Password string `json:"password"`
	// Name and division of the county, where there is none yet.
	County   string `json:"county,omitempty"`
	CountyEn string `json:"countyEn,omitempty"`
	Division string `json:"division,omitempty" doc:"six or twelve digits"`
}

// Founding is what the first administrator says of the county (GB/T 2260: the division's code).
type Founding struct {
	Name   string
	NameEn string // "": not said
	Region string // 12 digits
}

// founds tells whether who uses the link says which county this is: the first system administrator.
func (s *Service) founds(l *models.OneTimeLink) bool {
	return s.Found != nil && l.Purpose == models.LinkFirstAdmin && policy.Role(l.Role) == policy.SystemAdmin && s.settings().Region == ""
}

func (s *Service) fresh(ctx context.Context) error {
	if s.Fresh == nil {
		return nil
	}
	return s.Fresh(ctx)
}

var countyCode = regexp.MustCompile(`^[1-9][0-9]{5}$`)

// founding checks what is said of the county.
func founding(bad *models.Error, in RedeemInput) Founding {
	code := strings.TrimSuffix(text(bad, "division", in.Division, true, 12), "000000")
	if in.Division != "" && (!countyCode.MatchString(code) || strings.HasSuffix(code, "00")) {
		bad.At("division", "county.code")
	}
	return Founding{
		Name: text(bad, "county", in.County, true, 60), NameEn: text(bad, "countyEn", in.CountyEn, false, 100), Region: code + "000000",
	}
}

// Redeemed is what came of a link. Links holds, for the first system administrator alone, the links
// for the two other administrators, to be handed to two other persons.
type Redeemed struct {
	UserID int64                  `json:"userId"`
	Login  string                 `json:"login"`
	Links  map[policy.Role]string `json:"links,omitempty"`
}

// Redeem uses a link: it sets the password of an account, or makes one.
func (s *Service) Redeem(ctx context.Context, in RedeemInput) (out Redeemed, err error) {
	l, err := s.Store.Link(ctx, hashToken(in.Token))
	if err == nil {
		err = usable(l, s.Store.Now())
	}
	if err == nil {
		err = s.fresh(ctx)
	}
	if err != nil {
		return out, err
	}
	u, begins, err := s.linkUser(ctx, l, in)
	if err != nil {
		return out, err
	}
	if u.ID == 0 { // a name that is taken is said, so that another can be chosen: not to one who tries many
		tries := try{linkKey(in.Token), linkBrake}
		if err := s.Store.InTx(ctx, func(tx *store.Tx) error { return countTry(tx, tries) }); err != nil {
			return out, err
		}
	}
	if u.PasswordHash, err = s.newPassword(ctx, "password", in.Password, u.Login); err != nil {
		return out, err
	}
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		person := *u // the function may run again
		l, err := tx.Link(hashToken(in.Token))
		if err == nil {
			err = usable(l, tx.Now)
		}
		if err == nil {
			err = tx.UseLink(l.ID)
		}
		if err != nil {
			return err
		}
		if out, err = s.redeem(ctx, tx, l, &person); err != nil || begins == nil {
			return err
		}
		return s.Found(tx, *begins, policy.Actor{UserID: person.ID, Name: person.Name, Role: policy.SystemAdmin, Region: begins.Region})
	})
	if err != nil {
		return Redeemed{}, err
	}
	return out, s.fresh(ctx)
}

// linkUser gives the account that a link is for, or the one that the input asks for, and the county that it
// begins; nil where there is one.
func (s *Service) linkUser(ctx context.Context, l *models.OneTimeLink, in RedeemInput) (*models.User, *Founding, error) {
	if l.UserID != 0 {
		u, err := s.Store.User(ctx, everyone, l.UserID)
		return u, nil, err
	}
	bad := models.E(models.Invalid, "register.invalid")
	var begins *Founding
	u := &models.User{
		Login: loginName(bad, "login", in.Login), Name: text(bad, "name", in.Name, true, 100),
		Phone: phone(bad, "phone", in.Phone, false), Email: email(bad, "email", in.Email),
		Region: s.settings().Region, Status: models.UserActive,
	}
	if s.founds(l) {
		f := founding(bad, in)
		begins, u.Region = &f, f.Region
	}
	return u, begins, bad.OrNil()
}

func (s *Service) redeem(ctx context.Context, tx *store.Tx, l *models.OneTimeLink, u *models.User) (Redeemed, error) {
	out := Redeemed{UserID: u.ID, Login: u.Login}
	who := policy.Actor{UserID: u.ID, Name: u.Name, Role: policy.Person}
	if l.UserID != 0 {
		return out, redeemPassword(ctx, tx, who, l, u)
	}
	if err := tx.CreateUser(u); err != nil {
		return out, err
	}
	out.UserID, who.UserID = u.ID, u.ID
	var err error
	switch l.Purpose {
	case models.LinkFirstAdmin:
		out.Links, err = s.firstGrant(ctx, tx, l, u)
	case models.LinkInvite:
		err = join(ctx, tx, who, l)
	default:
		err = models.E(models.NotFound, "link.not_found")
	}
	return out, err
}

// redeemPassword sets the password of an account that exists.
func redeemPassword(ctx context.Context, tx *store.Tx, who policy.Actor, l *models.OneTimeLink, read *models.User) error {
	u, err := tx.User(everyone, l.UserID)
	if err != nil {
		return err
	}
	if u.Status == models.UserDisabled {
		return models.E(models.Illegal, "user.disabled")
	}
	if err := setPassword(tx, u, read.PasswordHash, 0, "password"); err != nil {
		return err
	}
	if err := tx.ForgetTries(accountKey(u.Login)); err != nil {
		return err
	}
	return note(ctx, tx, who, act{action: "password.by_link", kind: "user", id: u.ID, region: u.Region})
}

// firstGrant gives an administrator who came by a link the role of the link. The first of the three
// gets the links for the other two.
func (s *Service) firstGrant(ctx context.Context, tx *store.Tx, l *models.OneTimeLink, u *models.User) (map[policy.Role]string, error) {
	holders, err := tx.Holders(l.Role, tx.Today())
	if err != nil {
		return nil, err
	}
	if len(holders) > 0 {
		return nil, models.E(models.Illegal, "grant.has_holder").With("role", l.Role)
	}
	g := models.Grant{
		UserID: u.ID, Role: l.Role, Region: u.Region, ValidFrom: tx.Today(), Status: models.Active,
		Reason: "one-time link from the console", DecidedAt: tx.Now,
	}
	if err := fits(tx, &g); err != nil { // another account of one who is an administrator already
		return nil, err
	}
	if err := tx.CreateGrant(&g); err != nil {
		return nil, err
	}
	who := policy.Actor{UserID: u.ID, Name: u.Name, Role: policy.Role(l.Role), Region: u.Region}
	if err := note(ctx, tx, who, act{action: "admin.first", kind: "grant", id: g.ID, after: g}); err != nil {
		return nil, err
	}
	if policy.Role(l.Role) != policy.SystemAdmin {
		return nil, nil
	}
	links := map[policy.Role]string{}
	for _, role := range []policy.Role{policy.SecurityAdmin, policy.Auditor} {
		holders, err := tx.Holders(string(role), tx.Today())
		if err != nil {
			return nil, err
		}
		if len(holders) > 0 {
			continue
		}
		if links[role], err = s.adminLink(ctx, tx, who, role); err != nil {
			return nil, err
		}
	}
	return links, nil
}

// join makes a person a member of the enterprise of an invitation.
func join(ctx context.Context, tx *store.Tx, who policy.Actor, l *models.OneTimeLink) error {
	e, err := tx.Enterprise(everyone, l.EnterpriseID)
	if err != nil {
		return err
	}
	m, err := tx.Membership(l.EnterpriseID, who.UserID)
	switch {
	case models.CodeOf(err) == models.NotFound:
		m = &models.Membership{EnterpriseID: l.EnterpriseID, UserID: who.UserID}
	case err != nil:
		return err
	case m.Status == models.MemberActive:
		return models.E(models.Illegal, "member.already")
	}
	was := m.Status
	m.Role, m.Status, m.DecidedBy, m.DecidedAt = models.MemberRole(l.Role), models.MemberActive, l.CreatedBy, tx.Now
	if m.ID == 0 {
		err = tx.CreateMembership(m)
	} else {
		err = tx.SaveMembership(m, was)
	}
	if err != nil {
		return err
	}
	return note(ctx, tx, who, act{action: "member.join", kind: "member", id: m.ID, region: e.Region, after: m})
}

// JoinByLink uses an invitation into an enterprise for a person who is signed in.
func (s *Service) JoinByLink(ctx context.Context, sess Session, token string) error {
	if sess.Pending != "" && sess.Pending != PendingPost {
		return models.E(models.Denied, "session.pending")
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		l, err := tx.Link(hashToken(token))
		if err == nil && (l.Purpose != models.LinkInvite || l.EnterpriseID == 0) {
			err = models.E(models.NotFound, "link.not_found")
		}
		if err == nil {
			err = usable(l, tx.Now)
		}
		if err == nil {
			err = tx.UseLink(l.ID)
		}
		if err != nil {
			return err
		}
		return join(ctx, tx, sess.actor(), l)
	})
}
