package models

import "slices"

// EnterpriseStatus is where an enterprise account stands.
type EnterpriseStatus string

// States of an enterprise: one that is not VERIFIED may draft and not submit.
const (
	EnterpriseUnverified EnterpriseStatus = "UNVERIFIED"
	EnterpriseVerified   EnterpriseStatus = "VERIFIED"
	EnterpriseSuspended  EnterpriseStatus = "SUSPENDED"
)

// Enterprise is an applicant, known by its 统一社会信用代码.
type Enterprise struct {
	ID                  int64            `json:"id"`
	USCC                string           `json:"uscc" gorm:"column:uscc"`
	Name                string           `json:"name"`
	Kind                OrgKind          `json:"kind"`
	Region              string           `json:"region"` // 12 digits: where it is served
	LegalPerson         string           `json:"legalPerson"`
	ContactName         string           `json:"contactName"`
	ContactPhone        string           `json:"contactPhone"`
	Address             string           `json:"address"`
	Industry            string           `json:"industry"`
	Scale               string           `json:"scale"` // MICRO, SMALL, MEDIUM, LARGE or ""
	Status              EnterpriseStatus `json:"status"`
	LicenceFileID       int64            `json:"licenceFileId"`
	AuthorisationFileID int64            `json:"authorisationFileId"`
	AskedAt             Instant          `json:"askedAt"` // when it asked to be verified; 0: it waits for nobody
	VerifiedBy          int64            `json:"verifiedBy"`
	VerifiedAt          Instant          `json:"verifiedAt"`
	VerifiedHow         string           `json:"verifiedHow"`  // CLERK, or the name of an identity provider
	StatusReason        string           `json:"statusReason"` // why it was returned or suspended
	CreatedAt           Instant          `json:"createdAt"`
	UpdatedAt           Instant          `json:"updatedAt" gorm:"autoUpdateTime:false"`
	Version             int64            `json:"version"`
}

// MayDraft tells whether the enterprise may prepare cases.
func (e *Enterprise) MayDraft() bool { return e.Status != EnterpriseSuspended }

// MaySubmit tells whether the enterprise may hand in cases.
func (e *Enterprise) MaySubmit() bool { return e.Status == EnterpriseVerified }

// MemberRole is what a person is in an enterprise.
type MemberRole string

// Roles in an enterprise: the owner is its administrator, the operator its 经办人.
const (
	MemberOwner    MemberRole = "OWNER"
	MemberOperator MemberRole = "OPERATOR"
)

// MemberStatus is where a membership stands.
type MemberStatus string

// States of a membership.
const (
	MemberRequested MemberStatus = "REQUESTED"
	MemberActive    MemberStatus = "ACTIVE"
	MemberRemoved   MemberStatus = "REMOVED"
)

// Membership lets a person act for an enterprise.
type Membership struct {
	ID           int64        `json:"id"`
	EnterpriseID int64        `json:"enterpriseId"`
	UserID       int64        `json:"userId"`
	Role         MemberRole   `json:"role"`
	Status       MemberStatus `json:"status"`
	Note         string       `json:"note"`
	CreatedAt    Instant      `json:"createdAt"`
	DecidedBy    int64        `json:"decidedBy"`
	DecidedAt    Instant      `json:"decidedAt"`
}

// MandateStatus is where a mandate stands.
type MandateStatus string

// States of a mandate.
const (
	MandateRequested MandateStatus = "REQUESTED" // by the agent; the enterprise has yet to sign
	MandateGranted   MandateStatus = "GRANTED"
	MandateRefused   MandateStatus = "REFUSED"
	MandateRevoked   MandateStatus = "REVOKED"
)

// Power is one thing that a mandate lets an agent do for the enterprise. Signing promises, taking
// money and rating are never among them (行政许可法 29(2), FLOWS §1).
type Power string

// Powers.
const (
	PowerPrepare Power = "PREPARE" // draft, fill, upload
	PowerSubmit  Power = "SUBMIT"  // hand in and correct
	PowerReceive Power = "RECEIVE" // take delivery of papers
	PowerInquire Power = "INQUIRE" // see progress and ask
)

// Powers are all powers, in the order of the form.
var Powers = []Power{PowerPrepare, PowerSubmit, PowerReceive, PowerInquire}

// Mandate (委托书) lets an agent act for an enterprise, for some or all items, for a term. Before it is
// granted it has no ValidFrom and so is never in force.
type Mandate struct {
	ID           int64         `json:"id"`
	EnterpriseID int64         `json:"enterpriseId"`
	AgentID      int64         `json:"agentId"`
	Status       MandateStatus `json:"status"`
	AllItems     bool          `json:"allItems"`
	Items        []string      `json:"items" gorm:"-"` // codes; kept in mandate_items
	Powers       RawJSON       `json:"powers"`         // []Power
	AskedFrom    Date          `json:"askedFrom"`
	AskedTo      Date          `json:"askedTo"`
	ValidFrom    Date          `json:"validFrom"`
	ValidTo      Date          `json:"validTo"`
	FileID       int64         `json:"fileId"` // the signed paper, where there is one
	Note         string        `json:"note"`
	CreatedBy    int64         `json:"createdBy"`
	CreatedAt    Instant       `json:"createdAt"`
	GrantedBy    int64         `json:"grantedBy"`
	GrantedAt    Instant       `json:"grantedAt"`
	RevokedBy    int64         `json:"revokedBy"`
	RevokedAt    Instant       `json:"revokedAt"`
	RevokeReason string        `json:"revokeReason"`
}

// InForce tells whether the mandate holds on a day.
func (m *Mandate) InForce(on Date) bool {
	return m.Status == MandateGranted && m.RevokedAt == 0 && m.ValidFrom != 0 && m.ValidFrom <= on && on <= m.ValidTo
}

// Gives tells whether the mandate covers an item with a power. It says nothing of the term.
func (m *Mandate) Gives(item string, p Power) bool {
	if !m.AllItems && !slices.Contains(m.Items, item) {
		return false
	}
	var powers []Power
	return m.Powers.Into(&powers) == nil && slices.Contains(powers, p)
}

// MandateItem is one item that a mandate covers.
type MandateItem struct {
	MandateID int64
	ItemCode  string
}
