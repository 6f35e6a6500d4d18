package models

// Status is where a case stands. Which values may occur depends on its Flow (RULES §10).
type Status string

// States of a permit case (CaseStatus); the other flows share some of them.
const (
	Draft              Status = "DRAFT"
	Abandoned          Status = "ABANDONED"
	Pending            Status = "PENDING"
	Submitted          Status = "SUBMITTED"
	CorrectionRequired Status = "CORRECTION_REQUIRED"
	NotAccepted        Status = "NOT_ACCEPTED"
	NotRequired        Status = "NOT_REQUIRED"
	Returned           Status = "RETURNED"
	Accepted           Status = "ACCEPTED"
	UnderReview        Status = "UNDER_REVIEW"
	InSpecialProcedure Status = "SPECIAL_PROCEDURE"
	Suspended          Status = "SUSPENDED"
	Approved           Status = "APPROVED"
	Refused            Status = "REFUSED"
	CertificateMaking  Status = "CERTIFICATE_MAKING"
	Delivered          Status = "DELIVERED"
	Withdrawn          Status = "WITHDRAWN"
	Terminated         Status = "TERMINATED"
)

// States of a filing (FilingStatus) beyond the shared ones.
const (
	InfoIncomplete    Status = "INFO_INCOMPLETE"
	Filed             Status = "FILED"
	Updated           Status = "UPDATED"
	CorrectionOrdered Status = "CORRECTION_ORDERED"
	Cancelled         Status = "CANCELLED"
)

// States of a service or factor request (FactorRequestStatus).
const (
	Raised       Status = "RAISED"
	Triaged      Status = "TRIAGED"
	Assigned     Status = "ASSIGNED"
	Answered     Status = "ANSWERED"
	Construction Status = "CONSTRUCTION"
	Connected    Status = "CONNECTED"
	Satisfied    Status = "SATISFIED"
	NotPossible  Status = "NOT_POSSIBLE"
	Confirmed    Status = "CONFIRMED"
	Reopened     Status = "REOPENED"
)

// States of a task (TaskStatus) and of a composite (CompositeStatus).
const (
	Open       Status = "OPEN"
	InProgress Status = "IN_PROGRESS"
	Done       Status = "DONE"
	Closed     Status = "CLOSED"
)

// Outcome is what a permit case was decided to.
type Outcome string

// Outcomes.
const (
	Granted        Outcome = "GRANTED"
	OutcomeRefused Outcome = "REFUSED"
)

// Source says by which way an event came in.
type Source string

// Sources.
const (
	SourceWeb     Source = "web"
	SourceCounter Source = "counter"
	SourceImport  Source = "import"
	SourceTimer   Source = "timer"
	SourceSeed    Source = "seed"
)

// Case is one request by an enterprise for one service item.
//
// The dates and limits on the row are derived from its events by sla and stored so that lists,
// lamps and boards are indexed SQL; they can always be recomputed (`onestop check` does).
type Case struct {
	ID           int64  `json:"id"`
	Number       Text   `json:"number"` // 21 digits; "" for a draft
	Region       string `json:"region"`
	Flow         Flow   `json:"flow"`
	ItemCode     string `json:"itemCode"`
	ItemName     string `json:"itemName"`
	ItemVersion  int64  `json:"itemVersion"` // bound at submission
	Variant      string `json:"variant"`
	Status       Status `json:"status"`
	Version      int64  `json:"version"` // counts changes; a change on an older copy is refused
	EnterpriseID int64  `json:"enterpriseId"`
	ProjectID    int64  `json:"projectId"`
	ParentID     int64  `json:"parentId"` // the composite or joint set this is a part of
	PriorCaseID  int64  `json:"priorCaseId"`
	LicenceID    int64  `json:"licenceId"`  // the licence this case acts on
	ChangeKind   string `json:"changeKind"` // "", CHANGE, RENEWAL: what it does to that licence
	DeptCode     string `json:"deptCode"`   // the department that answers for it
	OperatorID   int64  `json:"operatorId"` // who hands it in
	AgentID      int64  `json:"agentId"`    // the agent who helps; 0 for none
	ReceiverID   int64  `json:"receiverId"` // who accepted, or whose window it stands in
	ReviewerID   int64  `json:"reviewerId"`
	ApproverID   int64  `json:"approverId"`
	Source       Source `json:"source"`

	Form  RawJSON `json:"form"`  // the filled form, checked against the item version's schema
	Attrs RawJSON `json:"attrs"` // project and case attributes that decide materials and preconditions

	Round         int     `json:"round"`
	Deemed        bool    `json:"deemed"`
	Tolerant      bool    `json:"tolerant"`
	GapDue        Date    `json:"gapDue"`
	GapClosedOn   Date    `json:"gapClosedOn"`
	SupplementOn  Date    `json:"supplementOn"` // when the last material was asked for that has not come; 0: none is
	Outcome       Outcome `json:"outcome"`
	Joint         bool    `json:"joint"`   // accepted in a joint set under 行政许可法 26(2): clock J runs
	Complex       bool    `json:"complex"` // recorded as complex: a waivable pause cap may be passed
	BareDayUnit   Unit    `json:"bareDayUnit"`
	LegalValue    int     `json:"legalValue"`
	LegalUnit     Unit    `json:"legalUnit"`
	PromiseValue  int     `json:"promiseValue"`
	PromiseUnit   Unit    `json:"promiseUnit"`
	CalendarRev   int64   `json:"calendarRev"`
	Provisional   bool    `json:"provisional"`
	Paused        bool    `json:"paused"`
	ReceivedOn    Date    `json:"receivedOn"` // of the current round
	FirstReceived Date    `json:"firstReceived"`
	AcceptedOn    Date    `json:"acceptedOn"`
	WindowDue     Date    `json:"windowDue"`
	LegalDue      Date    `json:"legalDue"`
	PromisedDue   Date    `json:"promisedDue"`
	DeliverDue    Date    `json:"deliverDue"`
	ForwardedOn   Date    `json:"forwardedOn"` // handed up to the upper body (转报): the county's clocks end
	DecidedOn     Date    `json:"decidedOn"`   // by the upper body where it was handed up
	DeliveredOn   Date    `json:"deliveredOn"`
	EndedOn       Date    `json:"endedOn"`       // the day it became terminal
	UsedDays      int     `json:"usedDays"`      // agency working days used, at the decision
	SpecialDays   int     `json:"specialDays"`   // working days in special procedures and suspension, until the decision
	ApplicantDays int     `json:"applicantDays"` // working days with the applicant (corrections), until the decision

	// DueOn is the date that the running work must meet first: of the window, the promise, the law
	// or the delivery, in this order. The open-only index sorts by it; 0 where nothing runs.
	DueOn       Date    `json:"dueOn"`
	BlueOn      Date    `json:"blueOn"` // from this day the lamp is blue … ; 0 while paused or closed
	YellowOn    Date    `json:"yellowOn"`
	RedOn       Date    `json:"redOn"`
	OpenDept    Text    `json:"-"` // DeptCode while the case is open, else NULL: the open-only index
	NextTimerAt Instant `json:"-"` // when the next legal timer takes effect
	NextAlertAt Instant `json:"-"` // when the next alert is due

	Seq       int64   `json:"seq"` // of its newest event
	HeadHash  Bytes   `json:"-"`
	QueryCode string  `json:"-"` // 8 characters; with the number it opens the public look-up
	CreatedAt Instant `json:"createdAt"`
	UpdatedAt Instant `json:"updatedAt" gorm:"autoUpdateTime:false"`
}

// SourceUnknown guards a switch: an empty Source is never stored.
const SourceUnknown Source = ""

// StepState is where a step stands.
type StepState string

// States of a step.
const (
	StepWaiting     StepState = "WAITING"
	StepAssigned    StepState = "ASSIGNED"
	StepInProgress  StepState = "IN_PROGRESS"
	StepDelegated   StepState = "DELEGATED"
	StepDone        StepState = "DONE"
	StepSentBack    StepState = "SENT_BACK"
	StepRecalled    StepState = "RECALLED"
	StepTransferred StepState = "TRANSFERRED"
	StepCancelled   StepState = "CANCELLED"
)

// StepKind is what is done at a step.
type StepKind string

// Kinds of step.
const (
	StepReceive   StepKind = "RECEIVE"
	StepReview    StepKind = "REVIEW"
	StepSiteCheck StepKind = "SITE_CHECK"
	StepOpinion   StepKind = "OPINION"
	StepApprove   StepKind = "APPROVE"
	StepIssue     StepKind = "ISSUE"
	StepForward   StepKind = "FORWARD" // the county hands the file up (转报)
	StepUpper     StepKind = "UPPER"   // the upper body has it: nobody's time here
	// StepCoordinate is the 协调 of a joint set of which a part was refused (R-PAR-06); it outlives the set.
	StepCoordinate StepKind = "COORDINATE"
	// StepVerify is the check of what an applicant committed to, after the certificate (R-COM-02).
	StepVerify StepKind = "VERIFY"
)

// Outlives tells whether a step is worked on after its case has ended.
func (k StepKind) Outlives() bool { return k == StepCoordinate || k == StepVerify }

// Step is one piece of work on a case, for one person or one desk's queue.
type Step struct {
	ID           int64     `json:"id"`
	CaseID       int64     `json:"caseId"`
	Region       string    `json:"region"`
	Ord          int       `json:"ord"`  // order in the case; parallel signers share it
	Code         string    `json:"code"` // S1 … of the item version; S2+1 for an added signer, S2> for a delegate
	Name         string    `json:"name"`
	Kind         StepKind  `json:"kind"`
	DeptCode     string    `json:"deptCode"`
	Role         string    `json:"role"` // the role that may do it
	State        StepState `json:"state"`
	Mode         string    `json:"mode"` // ALL 会签 or ANY 或签 among steps of the same Ord
	HolderID     int64     `json:"holderId"`
	FromStepID   int64     `json:"fromStepId"` // the step it was delegated, transferred or sent back from
	LimitMinutes int       `json:"limitMinutes"`
	AssignedAt   Instant   `json:"assignedAt"`
	StartedAt    Instant   `json:"startedAt"`
	DoneAt       Instant   `json:"doneAt"`
	DueAt        Instant   `json:"dueAt"` // clock S
	Result       string    `json:"result"`
	Remark       string    `json:"remark"`
	// OpenKey is who has it now: "u<user id>" or "q<region>:<dept>:<role>"; "" (NULL) where it is not
	// open. SortOn is the case's SortOn while open, else NULL.
	OpenKey Text `json:"-"`
	SortOn  Date `json:"-"`
}

// IsOpen tells whether somebody has it to do now.
func (s *Step) IsOpen() bool { return s.State == StepAssigned || s.State == StepInProgress }

// Event is one fact of a case's journal. Seq is the only order within its case.
type Event struct {
	ID         int64   `json:"id"`
	CaseID     int64   `json:"caseId"`
	Seq        int64   `json:"seq"`
	Code       string  `json:"code"` // of the transition (T02, F04 …), of the verb (V01 …), of the timer
	Verb       string  `json:"verb"`
	FromStatus Status  `json:"from"`
	ToStatus   Status  `json:"to"`
	LegalAt    Instant `json:"legalAt"`
	RecordedAt Instant `json:"recordedAt"`
	ActorID    int64   `json:"actorId"` // 0 for a timer
	ActorName  string  `json:"actorName"`
	ActorRole  string  `json:"actorRole"`
	ActingFor  string  `json:"actingFor"` // the enterprise or the absent person that the actor acts for
	Reason     string  `json:"reason"`
	Source     Source  `json:"source"`
	Corrects   int64   `json:"corrects"` // seq of the event that this one corrects
	SecondID   int64   `json:"secondId"` // the second person of a dual-control act
	StepID     int64   `json:"stepId"`   // the step it belongs to; 0 for a move of the case
	Payload    RawJSON `json:"payload"`  // facts of this kind of event
	Salt       Bytes   `json:"-"`        // erased with the payload where the law asks for it
	Digest     Bytes   `json:"digest"`   // SHA-256(salt ‖ payload, reason, names)
	PrevHash   Bytes   `json:"prevHash"` // of the event before
	Hash       Bytes   `json:"hash"`     // SHA-256 over the fields above
	Algo       string  `json:"algo"`     // "sha256/2"
}

// PartyKind says what a party of a case is.
type PartyKind string

// Kinds of party.
const (
	PartyDept PartyKind = "DEPT"
	PartyUser PartyKind = "USER"
)

// Right is what a party may do with a case.
type Right string

// Rights of parties.
const (
	RightRead    Right = "READ"
	RightWork    Right = "WORK"
	RightOpinion Right = "OPINION"
	RightSibling Right = "SIBLING" // sees state and dates only (joint review)
)

// CaseParty says that a department or a person has a part in a case; a list is one join over it.
type CaseParty struct {
	CaseID int64     `json:"caseId"`
	Kind   PartyKind `json:"kind"`
	Party  string    `json:"party"` // department code, or user id
	Right  Right     `json:"right" gorm:"column:party_right"`
}

// ClockRow is one clock of a case as it was last derived.
type ClockRow struct {
	CaseID      int64      `json:"caseId"`
	Kind        ClockKind  `json:"kind"`
	State       ClockState `json:"state"`
	StartOn     Date       `json:"startOn"`
	DueOn       Date       `json:"dueOn"`
	StoppedOn   Date       `json:"stoppedOn"`
	Value       int        `json:"value"`
	Unit        Unit       `json:"unit"`
	Provisional bool       `json:"provisional"`
	WarnAt      Instant    `json:"warnAt"`
	DueAt       Instant    `json:"dueAt"`
	OverdueAt   Instant    `json:"overdueAt"`
	EscalateAt  Instant    `json:"escalateAt"` // of the next escalation
	NextAlertAt Instant    `json:"nextAlertAt"`
}

// TableName names the table of clocks.
func (ClockRow) TableName() string { return "clocks" }

// Alert is one warning, unique on (case, clock, kind, due instant): a moved due date supersedes it.
type Alert struct {
	ID           int64     `json:"id"`
	CaseID       int64     `json:"caseId"`
	Region       string    `json:"region"`
	DeptCode     string    `json:"deptCode"`
	Clock        ClockKind `json:"clock"`
	Kind         string    `json:"kind"` // WARN, DUE, OVERDUE, ESCALATE_0 … ESCALATE_3
	DueAt        Instant   `json:"dueAt"`
	FiredAt      Instant   `json:"firedAt"`
	SupersededAt Instant   `json:"supersededAt"`
}

// NoDue is the day by which queues sort what has no due date: after all that has one.
var NoDue = Day(9999, 12, 31)

// SortOn is the day by which queues sort the case's open steps: its DueOn, or NoDue.
func (c *Case) SortOn() Date {
	if c.DueOn == 0 {
		return NoDue
	}
	return c.DueOn
}
