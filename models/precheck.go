package models

// PreCheckStatus is where a pre-check stands.
type PreCheckStatus string

// States of a pre-check.
const (
	PreCheckAsked     PreCheckStatus = "ASKED"
	PreCheckAnswered  PreCheckStatus = "ANSWERED"
	PreCheckWithdrawn PreCheckStatus = "WITHDRAWN"
	PreCheckClosed    PreCheckStatus = "CLOSED" // the draft was handed in or discarded before it was answered
)

// PointVerdict is what a look at one point of a draft says.
type PointVerdict string

// Verdicts of a point.
const (
	PointOK     PointVerdict = "OK"
	PointChange PointVerdict = "CHANGE" // should be changed before it is handed in
	PointNote   PointVerdict = "NOTE"   // a remark, nothing to do
)

// PreCheckPoint is one point of an answer: on a material, on a field of the form, or on the whole.
type PreCheckPoint struct {
	Material string       `json:"material,omitempty"` // its code
	Field    string       `json:"field,omitempty"`    // its name in the form
	Verdict  PointVerdict `json:"verdict"`
	Text     string       `json:"text"`
	HowTo    string       `json:"howTo,omitempty"`
	Was      RawJSON      `json:"was,omitempty"` // what the field said when it was looked at
	Done     bool         `json:"done"`          // of CHANGE: the applicant has changed it since; derived, never stored
}

// PreCheck (预审) is a look at a draft that its applicant asked for (FLOWS §2): it starts no clock of the law and
// binds nobody. It is to be answered by the end of the next working day.
type PreCheck struct {
	ID           int64          `json:"id"`
	CaseID       int64          `json:"caseId"`
	EnterpriseID int64          `json:"enterpriseId"`
	Region       string         `json:"region"`
	DeptCode     string         `json:"deptCode"`   // whose item it is
	WindowCode   string         `json:"windowCode"` // whose window takes it in; either may answer
	ItemCode     string         `json:"itemCode"`
	ItemName     string         `json:"itemName"`
	Status       PreCheckStatus `json:"status"`
	Question     string         `json:"question"`
	AskedBy      int64          `json:"askedBy"`
	AskedName    string         `json:"askedName"`
	ActingFor    string         `json:"actingFor"` // the enterprise, where its agent asked
	AskedAt      Instant        `json:"askedAt"`
	DueOn        Date           `json:"dueOn"`
	Points       RawJSON        `json:"-"`
	Advice       string         `json:"advice"`
	AnsweredBy   int64          `json:"answeredBy"`
	AnsweredName string         `json:"answeredName"`
	AnsweredAt   Instant        `json:"answeredAt"`
	EndedAt      Instant        `json:"endedAt"` // answered, withdrawn or closed
	Version      int64          `json:"version"`
}

// TableName gives the table of pre-checks.
func (PreCheck) TableName() string { return "prechecks" }

// Late tells whether the answer came, or is still to come, after its day.
func (p *PreCheck) Late(today Date) bool {
	if p.Status == PreCheckAnswered {
		return p.AnsweredAt.Date() > p.DueOn
	}
	return p.Status == PreCheckAsked && today > p.DueOn
}
