package models

// SecondFactor says how a session stands with the second factor.
type SecondFactor string

// States of the second factor.
const (
	FactorNone   SecondFactor = "NONE"   // neither enrolled nor required
	FactorWanted SecondFactor = "WANTED" // enrolled; the code has not been given
	FactorEnrol  SecondFactor = "ENROL"  // required and not enrolled: the session may only enrol
	FactorPassed SecondFactor = "PASSED"
	FactorExempt SecondFactor = "EXEMPT" // a demo account of a demo database
)

// Session is one signed-in browser. Exactly one of GrantID and EnterpriseID names the post it acts
// at; both are 0 for a person without a post. With AbsenceID the post is an absent colleague's.
type Session struct {
	ID           int64        `json:"id"`
	TokenHash    Bytes        `json:"-"` // SHA-256 of the token, which is not stored
	UserID       int64        `json:"userId"`
	GrantID      int64        `json:"grantId"`
	AbsenceID    int64        `json:"absenceId"`
	EnterpriseID int64        `json:"enterpriseId"`
	SecondFactor SecondFactor `json:"secondFactor"`
	EnrolSecret  Bytes        `json:"-"` // a TOTP secret that waits for its first code, sealed
	IP           string       `json:"ip" gorm:"column:ip"`
	UserAgent    string       `json:"userAgent"`
	CreatedAt    Instant      `json:"createdAt"`
	LastSeenAt   Instant      `json:"lastSeenAt"`
	ExpiresAt    Instant      `json:"expiresAt"`
	RevokedAt    Instant      `json:"revokedAt"`
	RevokeReason string       `json:"revokeReason"`
}

// Post is one thing a person may act as: at a grant, as a member of an enterprise, or at the grant of
// an absent colleague.
type Post struct {
	GrantID        int64      `json:"grantId"`
	AbsenceID      int64      `json:"absenceId"`
	EnterpriseID   int64      `json:"enterpriseId"`
	Role           string     `json:"role"`
	Region         string     `json:"region"`
	DeptCode       string     `json:"deptCode"`
	EnterpriseName string     `json:"enterpriseName"`
	MemberRole     MemberRole `json:"memberRole,omitempty"`
	ForUserID      int64      `json:"forUserId"`
	ForName        string     `json:"forName"`
}
