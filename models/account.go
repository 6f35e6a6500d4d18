package models

// UserStatus is where an account stands.
type UserStatus string

// States of an account.
const (
	UserInvited  UserStatus = "INVITED" // has no password yet
	UserActive   UserStatus = "ACTIVE"
	UserDisabled UserStatus = "DISABLED"
)

// User is one person who may sign in. What the person may do comes from grants and memberships.
type User struct {
	ID                 int64      `json:"id"`
	Login              string     `json:"login"` // lower case, unique
	Name               string     `json:"name"`
	Phone              string     `json:"phone"`
	Email              string     `json:"email"`
	Region             string     `json:"region"` // whose administrators look after the account
	Status             UserStatus `json:"status"`
	Demo               bool       `json:"demo"`
	PasswordHash       string     `json:"-"` // argon2id, in the PHC form; "" before the first
	MustChangePassword bool       `json:"mustChangePassword"`
	TOTPSecret         Bytes      `json:"-" gorm:"column:totp_secret"` // sealed with the program's key
	TOTPSince          Instant    `json:"totpSince" gorm:"column:totp_since"`
	TOTPStep           int64      `json:"-" gorm:"column:totp_step"` // of the last code used: none is used twice
	LastLoginAt        Instant    `json:"lastLoginAt"`
	CreatedAt          Instant    `json:"createdAt"`
	UpdatedAt          Instant    `json:"updatedAt" gorm:"autoUpdateTime:false"`
	Version            int64      `json:"version"`
}

// SamePerson tells whether two accounts are one person's: they have the same mobile number, or the same
// name with the same telephone or email, which an office may share.
func (u *User) SamePerson(o *User) bool {
	if u.ID == o.ID || u.Phone != "" && u.Phone == o.Phone && IsMobile(u.Phone) {
		return true
	}
	return u.Name == o.Name && (u.Phone != "" && u.Phone == o.Phone || u.Email != "" && u.Email == o.Email)
}

// RecoveryCode stands in for a TOTP code once.
type RecoveryCode struct {
	ID       int64
	UserID   int64
	CodeHash Bytes // SHA-256
	UsedAt   Instant
}

// Decided is where something stands that one person proposes and another one confirms.
type Decided string

// States of a proposal.
const (
	Proposed Decided = "PROPOSED"
	Active   Decided = "ACTIVE"
	Rejected Decided = "REJECTED"
	Revoked  Decided = "REVOKED"
)

// Grant is a post: a role in a division and a department, for a term. One administrator proposes it,
// another confirms it, neither for himself.
type Grant struct {
	ID         int64   `json:"id"`
	UserID     int64   `json:"userId"`
	Role       string  `json:"role"`
	Region     string  `json:"region"`
	DeptCode   string  `json:"deptCode"`
	ValidFrom  Date    `json:"validFrom"`
	ValidTo    Date    `json:"validTo"` // last day; 0: no end
	Status     Decided `json:"status"`
	Reason     string  `json:"reason"`
	ProposedBy int64   `json:"proposedBy"`
	ProposedAt Instant `json:"proposedAt"`
	DecidedBy  int64   `json:"decidedBy"`
	DecidedAt  Instant `json:"decidedAt"`
	RevokedBy  int64   `json:"revokedBy"`
	RevokedAt  Instant `json:"revokedAt"`
}

// InForce tells whether the post may be used on a day.
func (g *Grant) InForce(on Date) bool {
	return g.Status == Active && g.ValidFrom <= on && (g.ValidTo == 0 || on <= g.ValidTo)
}

// Absence hands the posts of a person to a substitute from one day to another, both included.
type Absence struct {
	ID           int64   `json:"id"`
	UserID       int64   `json:"userId"`
	SubstituteID int64   `json:"substituteId"`
	FromOn       Date    `json:"fromOn"`
	ToOn         Date    `json:"toOn"`
	Reason       string  `json:"reason"`
	CreatedBy    int64   `json:"createdBy"`
	CreatedAt    Instant `json:"createdAt"`
	EndedBy      int64   `json:"endedBy"`
	EndedAt      Instant `json:"endedAt"`
}

// InForce tells whether the substitute stands in on a day.
func (a *Absence) InForce(on Date) bool { return a.EndedAt == 0 && a.FromOn <= on && on <= a.ToOn }

// LoginTry counts failures of one account or one address, whether or not the account exists.
type LoginTry struct {
	TryKey       string `gorm:"primaryKey"`
	Failures     int
	LastAt       Instant
	BlockedUntil Instant
}

// LinkPurpose says what a one-time link is for.
type LinkPurpose string

// Purposes of links.
const (
	LinkFirstAdmin    LinkPurpose = "FIRST_ADMIN"
	LinkPasswordReset LinkPurpose = "PASSWORD_RESET"
	LinkInvite        LinkPurpose = "INVITE" // into a staff account, or into an enterprise
)

// OneTimeLink lets its holder do one thing once. The token itself is not stored.
type OneTimeLink struct {
	ID           int64       `json:"id"`
	TokenHash    Bytes       `json:"-"`
	Purpose      LinkPurpose `json:"purpose"`
	UserID       int64       `json:"userId"` // 0 where the account is still to be made
	EnterpriseID int64       `json:"enterpriseId"`
	Role         string      `json:"role"`
	CreatedBy    int64       `json:"createdBy"`
	CreatedAt    Instant     `json:"createdAt"`
	ExpiresAt    Instant     `json:"expiresAt"`
	UsedAt       Instant     `json:"usedAt"`
}

// AdminEvent is one act on accounts, rights, enterprises or departments.
type AdminEvent struct {
	ID          int64   `json:"id"`
	At          Instant `json:"at"`
	Region      string  `json:"region"`
	ActorID     int64   `json:"actorId"` // 0 for the console
	ActorName   string  `json:"actorName"`
	ActorRole   string  `json:"actorRole"`
	ForUserID   int64   `json:"forUserId"`
	Action      string  `json:"action"`
	SubjectKind string  `json:"subjectKind"`
	SubjectID   int64   `json:"subjectId"`
	StateBefore RawJSON `json:"before"`
	StateAfter  RawJSON `json:"after"`
	Reason      string  `json:"reason"`
	IP          string  `json:"ip" gorm:"column:ip"`
}

// PolicyRule is an administrator's change of the rules: within a division, a role may, or may no
// longer, do a verb to an object. It holds once a second person has confirmed it.
type PolicyRule struct {
	ID         int64   `json:"id"`
	Role       string  `json:"role"`
	Region     string  `json:"region"` // a division and all below it; "*" for everywhere
	Object     string  `json:"object"`
	Verb       string  `json:"verb"`   // "*" for every verb
	Effect     string  `json:"effect"` // allow, deny
	Status     Decided `json:"status"`
	Reason     string  `json:"reason"`
	ProposedBy int64   `json:"proposedBy"`
	ProposedAt Instant `json:"proposedAt"`
	DecidedBy  int64   `json:"decidedBy"`
	DecidedAt  Instant `json:"decidedAt"`
	RevokedBy  int64   `json:"revokedBy"`
	RevokedAt  Instant `json:"revokedAt"`
}

// Department is what the county has set for one of its departments.
type Department struct {
	ID              int64   `json:"id"`
	Region          string  `json:"region"`
	Code            string  `json:"code"`
	NameZh          string  `json:"nameZh"`
	NameEn          string  `json:"nameEn"`
	BodyType        string  `json:"bodyType"`
	ActsInNameOf    string  `json:"actsInNameOf"`    // "": the county has yet to say
	Reconsideration RawJSON `json:"reconsideration"` // [{body, basis}]; empty: papers with remedies are blocked
	Word            string  `json:"word"`            // 机关代字 of its document numbers
	Hall            string  `json:"hall"`
	WindowNo        string  `json:"windowNo"`
	Hours           string  `json:"hours"`
	Address         string  `json:"address"`
	Phone           string  `json:"phone"`
	Origin          string  `json:"origin"` // default, county
	Active          bool    `json:"active"`
	UpdatedBy       int64   `json:"updatedBy"`
	UpdatedAt       Instant `json:"updatedAt" gorm:"autoUpdateTime:false"`
	Version         int64   `json:"version"`
}
