package models

// PaperStatus is where a paper stands.
type PaperStatus string

// States of a paper. A number once allocated stays: a voided paper keeps its number as 作废.
const (
	PaperSealed PaperStatus = "SEALED"
	PaperVoided PaperStatus = "VOIDED"
)

// Paper is an official document as it was written: its fields are frozen with their hash, so that any
// renderer draws the same page later.
type Paper struct {
	ID              int64       `json:"id"`
	CaseID          int64       `json:"caseId"`
	LicenceID       int64       `json:"licenceId"`
	Region          string      `json:"region"`
	EnterpriseID    int64       `json:"enterpriseId"`
	EventSeq        int64       `json:"eventSeq"`
	Kind            string      `json:"kind"` // DOC-02 …
	Title           string      `json:"title"`
	Issuer          string      `json:"issuer"` // department code
	Number          Text        `json:"number"` // 示审受〔2026〕17号; "" where the kind takes none
	Serial          int         `json:"serial"`
	SerialKind      string      `json:"serialKind"`
	SerialYear      int         `json:"serialYear"`
	TemplateVersion int         `json:"templateVersion"`
	Fields          RawJSON     `json:"fields"`
	FieldsHash      Bytes       `json:"fieldsHash"`
	VerifyCode      Text        `json:"verifyCode"`
	Status          PaperStatus `json:"status"`
	IssuedOn        Date        `json:"issuedOn"`
	SealedAt        Instant     `json:"sealedAt"`
	ServedAt        Instant     `json:"servedAt"`
	ServedHow       string      `json:"servedHow"` // ELECTRONIC, DIRECT, MAIL, LEFT, NOTICE
	ServedProof     RawJSON     `json:"servedProof"`
}

// Serial is the last number given to an issuer, kind and year. It moves only in the transaction that
// seals the paper, so there are no gaps.
type Serial struct {
	Issuer string
	Kind   string
	Year   int
	Last   int
}

// LicenceStatus is where a licence stands (RULES §2.3).
type LicenceStatus string

// States of a licence.
const (
	LicenceValid         LicenceStatus = "VALID"
	LicenceDeemedRenewed LicenceStatus = "DEEMED_RENEWED"
	LicenceRenewed       LicenceStatus = "RENEWED"
	LicenceChanged       LicenceStatus = "CHANGED"
	LicenceExpired       LicenceStatus = "EXPIRED"
	LicenceAnnulled      LicenceStatus = "ANNULLED"
	LicenceWithdrawn     LicenceStatus = "WITHDRAWN_BY_AGENCY"
	LicenceCancelled     LicenceStatus = "CANCELLED"
)

// InForce tells whether a licence in this state may be used.
func (s LicenceStatus) InForce() bool { return s == LicenceValid || s == LicenceDeemedRenewed }

// Licence is what a granted case leaves behind: it has a life of its own.
type Licence struct {
	ID           int64         `json:"id"`
	Region       string        `json:"region"`
	EnterpriseID int64         `json:"enterpriseId"`
	ProjectID    int64         `json:"projectId"`
	ItemCode     string        `json:"itemCode"`
	Name         string        `json:"name"`
	DeptCode     string        `json:"deptCode"`
	Number       Text          `json:"number"`
	CaseID       int64         `json:"caseId"`
	ReplacesID   int64         `json:"replacesId"`
	Status       LicenceStatus `json:"status"`
	ValidFrom    Date          `json:"validFrom"`
	ExpiresOn    Date          `json:"expiresOn"` // 0: no term
	Conditions   string        `json:"conditions"`
	RenewBy      Date          `json:"renewBy"` // last day to apply for renewal; 0 where it is not renewed
	RenewalCase  int64         `json:"renewalCase"`
	NextTimerAt  Instant       `json:"-"`
	Version      int64         `json:"version"`
	CreatedAt    Instant       `json:"createdAt"`
	EndedOn      Date          `json:"endedOn"`
	EndReason    string        `json:"endReason"`
}

// CardColour is the colour of a card.
type CardColour string

// Colours of cards.
const (
	CardYellow CardColour = "YELLOW"
	CardRed    CardColour = "RED"
)

// Card follows a violation, never a lamp (R-CARD-04). Here it is born as a draft; serving, appeal and
// deduction come later.
type Card struct {
	ID        int64      `json:"id"`
	CaseID    int64      `json:"caseId"`
	Region    string     `json:"region"`
	DeptCode  string     `json:"deptCode"`
	Colour    CardColour `json:"colour"`
	Rule      string     `json:"rule"` // LEGAL_OVERDUE, PROMISE_OVERDUE, DEEMED_ACCEPTANCE, …
	Clock     ClockKind  `json:"clock"`
	PostID    int64      `json:"postId"`   // the person whose post answers for it; 0 for the desk
	PostName  string     `json:"postName"` // as it was then
	Facts     RawJSON    `json:"facts"`
	Status    string     `json:"status"` // DRAFT, VOIDED
	OnDate    Date       `json:"onDate"`
	CreatedAt Instant    `json:"createdAt"`
}

// States of a card, as far as they go here.
const (
	CardDraft  = "DRAFT"
	CardVoided = "VOIDED" // what it followed was none, on the dates as they are now
)

// Material is one line of a case's list of materials.
type Material struct {
	ID         int64   `json:"id"`
	CaseID     int64   `json:"caseId"`
	Code       string  `json:"code"` // M1 … of the item version
	Name       string  `json:"name"`
	Required   bool    `json:"required"`
	MayFollow  bool    `json:"mayFollow"`
	State      string  `json:"state"` // MISSING, HANDED_IN, HELD (免提交), PROMISED (容缺), ACCEPTED, DEFECTIVE
	HeldBy     string  `json:"heldBy"`
	Defect     string  `json:"defect"`
	HowTo      string  `json:"howTo"`
	Basis      string  `json:"basis"`
	NotedRound int     `json:"notedRound"` // the round in which the defect was noted
	ExpiresOn  Date    `json:"expiresOn"`
	CheckedBy  int64   `json:"checkedBy"`
	CheckedAt  Instant `json:"checkedAt"`
	// What was handed in on paper at the counter: ORIGINAL or COPY, "" for nothing; how many, of how many pages each.
	PaperForm   PaperForm `json:"paperForm"`
	PaperCopies int       `json:"paperCopies"`
	PaperPages  int       `json:"paperPages"`
}

// PaperForm says in which form a material came on paper.
type PaperForm string

// Forms of paper.
const (
	PaperOriginal PaperForm = "ORIGINAL"
	PaperCopy     PaperForm = "COPY"
)

// States of a material.
const (
	MaterialMissing   = "MISSING"
	MaterialHandedIn  = "HANDED_IN"
	MaterialHeld      = "HELD"
	MaterialPromised  = "PROMISED"
	MaterialAccepted  = "ACCEPTED"
	MaterialDefective = "DEFECTIVE"
	// After the acceptance: asked for (补充材料), and what came; no clock waits for it.
	MaterialAsked    = "ASKED"
	MaterialSupplied = "SUPPLIED"
)

// File is one uploaded file. The bytes lie in the blob store under their SHA-256.
type File struct {
	ID           int64   `json:"id"`
	EnterpriseID int64   `json:"enterpriseId"`
	CaseID       int64   `json:"caseId"`
	MaterialID   int64   `json:"materialId"`
	Name         string  `json:"name"`
	Size         int64   `json:"size"`
	MIME         string  `json:"mime" gorm:"column:mime"`
	SHA256       string  `json:"sha256" gorm:"column:sha256"`
	VersionNo    int     `json:"versionNo"`
	ReplacedBy   int64   `json:"replacedBy"`
	ReusedFrom   int64   `json:"reusedFrom"` // the file of an earlier case that it repeats
	ExpiresOn    Date    `json:"expiresOn"`
	Round        int     `json:"round"`
	UploadedBy   int64   `json:"uploadedBy"`
	UploadedAt   Instant `json:"uploadedAt"`
	RemovedAt    Instant `json:"removedAt"`
}
