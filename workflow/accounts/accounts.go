// Package accounts is about people: registration, signing in, sessions and posts, enterprises and
// their members, mandates, absences, and the three administrators.
package accounts

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Service is what one may do with accounts.
type Service struct {
	Store  *store.Store
	Policy *policy.Policy
	Hasher *Hasher
	// Key seals the secrets of second factors at rest; every instance on one database needs the same.
	// Empty: they are stored as they are.
	Key []byte
	// Settings gives what the county has set; it is asked anew each time.
	Settings func() Settings
	// Found begins a county whose settings say of no division yet, and Fresh reads what another instance has
	// set meanwhile; nil where there is a county from the start.
	Found func(tx *store.Tx, in Founding, by policy.Actor) error
	Fresh func(context.Context) error
	// KnownItem tells whether a code names a service item, for the scope of mandates; nil: any may.
	KnownItem func(code string) bool
	// Identity, where there is one, is asked before a clerk is.
	Identity IdentityProvider
}

// Settings are what the county has set, as far as accounts are concerned.
type Settings struct {
	Region string // the county's 12-digit division code; "" before somebody has said which
	Issuer string // the portal's name in an authenticator
	Demo   bool   // the database was marked by the seed as a demo
	// DemoExempt lets the demo accounts of a demo database sign in without a second factor. The page
	// says so.
	DemoExempt bool
}

// Actions.
const (
	UserRead        policy.Action = "user:read"
	UserCreate      policy.Action = "user:create"
	UserEdit        policy.Action = "user:edit"
	UserDisable     policy.Action = "user:disable"
	UserReset       policy.Action = "user:reset"
	UserEndSessions policy.Action = "user:end_sessions"
	FactorReset     policy.Action = "factor:reset"
	GrantRead       policy.Action = "grant:read"
	GrantPropose    policy.Action = "grant:propose"
	GrantConfirm    policy.Action = "grant:confirm"
	GrantRevoke     policy.Action = "grant:revoke"
	RulePropose     policy.Action = "policy:propose"
	RuleConfirm     policy.Action = "policy:confirm"
	RuleRead        policy.Action = "policy:read"
	AuditRead       policy.Action = "audit:read"
	DepartmentRead  policy.Action = "department:read"
	DepartmentEdit  policy.Action = "department:edit"
	EnterpriseRead  policy.Action = "enterprise:read"
	EnterpriseEdit  policy.Action = "enterprise:edit"
	EnterpriseCheck policy.Action = "enterprise:verify"
	MemberManage    policy.Action = "member:manage"
	MemberRecover   policy.Action = "member:recover"
	MandateGrant    policy.Action = "mandate:grant"
	MandateRequest  policy.Action = "mandate:request"
	MandateRevoke   policy.Action = "mandate:revoke"
	MandateRead     policy.Action = "mandate:read"
	AbsenceEdit     policy.Action = "absence:edit"
	SessionUse      policy.Action = "session:use"
)

// everyone is the scope of the acts that look a person up before anybody is signed in, and of links.
var everyone = policy.Everything("signing in and one-time links")

func (s *Service) settings() Settings {
	if s.Settings == nil {
		return Settings{}
	}
	return s.Settings()
}

// may gives the scope of an act, or Denied.
func (s *Service) may(a policy.Actor, act policy.Action) (policy.Scope, error) {
	return s.Policy.Scope(a, act)
}

type ipKey struct{}

// WithIP notes the address a request came from, for the journal of administration.
func WithIP(ctx context.Context, ip string) context.Context {
	return context.WithValue(ctx, ipKey{}, ip)
}

// act is one line for the journal of administration.
type act struct {
	action string
	kind   string // of the subject: user, grant, enterprise, member, mandate, absence, department, rule
	id     int64
	region string // of the subject; "" for the actor's
	before any
	after  any
	reason string
}

// note writes an act into the journal of administration.
func note(ctx context.Context, tx *store.Tx, a policy.Actor, what act) error {
	e := models.AdminEvent{
		Region: what.region, ActorID: a.UserID, ActorName: a.Name, ActorRole: string(a.Role), ForUserID: a.ForUserID,
		Action: what.action, SubjectKind: what.kind, SubjectID: what.id, Reason: what.reason,
	}
	if e.Region == "" {
		e.Region = a.Region
	}
	if what.before != nil {
		e.StateBefore = models.JSONOf(what.before)
	}
	if what.after != nil {
		e.StateAfter = models.JSONOf(what.after)
	}
	e.IP, _ = ctx.Value(ipKey{}).(string)
	return tx.NoteAdmin(e)
}

// console is the actor of what is done at the machine itself.
var console = policy.Actor{Name: "console", Source: "console"}

// text checks a line that a person typed: trimmed, without control characters, at most limit runes.
// It notes what is wrong in e and gives the trimmed line.
func text(e *models.Error, path, s string, needed bool, limit int) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "" && needed:
		e.At(path, "field.required")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		e.At(path, "field.characters")
	case utf8.RuneCountInString(s) > limit:
		e.At(path, "field.too_long")
	}
	return s
}

// paragraph is text that may have several lines, and up to 1,000 letters: a reason, a note.
func paragraph(e *models.Error, path, s string, needed bool) string {
	flat := strings.NewReplacer("\n", " ", "\r", "", "\t", " ").Replace(s)
	text(e, path, flat, needed, 1000)
	return strings.TrimSpace(strings.ReplaceAll(s, "\r", ""))
}

// region checks a 12-digit division code that must lie in outer.
func region(e *models.Error, code, outer string) {
	switch {
	case !policy.Covers(code, code):
		e.At("region", "region.shape")
	case outer != "" && !policy.Covers(outer, code):
		e.At("region", "region.outside")
	}
}

// phone checks a telephone number and gives it in its normal form.
func phone(e *models.Error, path, s string, needed bool) string {
	s = text(e, path, s, needed, 32)
	if s == "" {
		return ""
	}
	normal, err := models.ParsePhone(s)
	if err != nil {
		e.At(path, models.KeyOf(err))
		return s
	}
	return normal
}

// email checks an address loosely: one @ with something on both sides.
func email(e *models.Error, path, s string) string {
	s = text(e, path, s, false, 200)
	before, after, ok := strings.Cut(s, "@")
	if s != "" && (!ok || before == "" || !strings.Contains(after, ".") || strings.ContainsAny(s, " <>,;\"") || strings.Contains(after, "@")) {
		e.At(path, "email.shape")
	}
	return s
}

// loginName checks a login name and gives it in lower case.
func loginName(e *models.Error, path, s string) string {
	s = normalLogin(s)
	if len(s) < 3 || len(s) > 64 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789._-@") != "" || strings.ContainsAny(s[:1], "._-@") {
		e.At(path, "login.shape")
	}
	return s
}

// normalLogin gives a login name as it is stored, however it was typed: full-width forms become
// half-width, letters small, blanks around it vanish.
func normalLogin(s string) string {
	narrow := strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
	return strings.ToLower(strings.TrimSpace(narrow))
}
