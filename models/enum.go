package models

// Unit is the unit of a time limit (R-CAL-09).
type Unit string

// Units.
const (
	WorkingDay  Unit = "WORKING_DAY"
	CalendarDay Unit = "CALENDAR_DAY"
	DayBare     Unit = "DAY_BARE" // the law says 日 only; resolved by the county's setting and stored on the case
	Month       Unit = "MONTH"
	Year        Unit = "YEAR" // void_if_not_started only
	Immediate   Unit = "IMMEDIATE"
	NoUnit      Unit = "NONE"
)

// StartsOn says from which legal date a limit runs.
type StartsOn string

// Starts of a limit.
const (
	FromReceived StartsOn = "RECEIVED"
	FromAccepted StartsOn = "ACCEPTED"
)

// Flow chooses the transition table of a case.
type Flow string

// Flows.
const (
	FlowPermit    Flow = "PERMIT"
	FlowFiling    Flow = "FILING"
	FlowService   Flow = "SERVICE"
	FlowTask      Flow = "TASK"
	FlowComposite Flow = "COMPOSITE"
)

// ClockKind names one of the nine clocks of a case.
type ClockKind string

// Clocks.
const (
	ClockW ClockKind = "W" // 收件: the window of the one-time notice
	ClockL ClockKind = "L" // 法定
	ClockP ClockKind = "P" // 承诺
	ClockS ClockKind = "S" // 环节
	ClockD ClockKind = "D" // 送达
	ClockJ ClockKind = "J" // 联合
	ClockH ClockKind = "H" // 听证
	ClockG ClockKind = "G" // 容缺
	ClockI ClockKind = "I" // 检验指派
)

// ClockState is where a clock stands; it is derived from events, never set by a job.
type ClockState string

// States of a clock.
const (
	ClockNotStarted ClockState = "NOT_STARTED"
	ClockRunning    ClockState = "RUNNING"
	ClockPaused     ClockState = "PAUSED"
	ClockStopped    ClockState = "STOPPED"
)

// Lamp is the computed colour of a running case. It deducts nothing and is not a card.
type Lamp string

// Lamps.
const (
	LampGreen  Lamp = "GREEN"
	LampBlue   Lamp = "BLUE"
	LampYellow Lamp = "YELLOW"
	LampRed    Lamp = "RED"
	LampPaused Lamp = "PAUSED"
)

// LampPreset chooses the rule of the lamps.
type LampPreset string

// Presets: A looks at the promise (R-CARD-02), B at the legal limit (R-CARD-03).
const (
	PresetA LampPreset = "A"
	PresetB LampPreset = "B"
)

// PauseReason is a ground on which the legal clock stands still.
type PauseReason string

// The eight of 行政许可法 art 45, then those that an item's own law may add.
const (
	PauseHearing             PauseReason = "HEARING"
	PauseTender              PauseReason = "TENDER"
	PauseAuction             PauseReason = "AUCTION"
	PauseInspection          PauseReason = "INSPECTION"
	PauseTesting             PauseReason = "TESTING"
	PauseQuarantine          PauseReason = "QUARANTINE"
	PauseAppraisal           PauseReason = "APPRAISAL"
	PauseExpertReview        PauseReason = "EXPERT_REVIEW"
	PauseEntrustedEvaluation PauseReason = "ENTRUSTED_EVALUATION"
	PauseTechReview          PauseReason = "TECH_REVIEW"
	PauseTechAssessment      PauseReason = "TECH_ASSESSMENT"
	PauseConsultOtherDepts   PauseReason = "CONSULT_OTHER_DEPTS"
	PauseApplicantRevision   PauseReason = "APPLICANT_REVISION"
	PauseReReview            PauseReason = "RE_REVIEW"
	PauseSuspension          PauseReason = "SUSPENSION"   // T20 only
	PauseConfirmation        PauseReason = "CONFIRMATION" // R10 only: a solved request lay with its enterprise
)

// Approver is who may approve an extension.
type Approver string

// Approvers.
const (
	AgencyLeader        Approver = "AGENCY_LEADER"
	AgencyPrincipalHead Approver = "AGENCY_PRINCIPAL_HEAD"
	GovLeader           Approver = "GOV_LEADER"
)

// CountyRole is what the county does with an item.
type CountyRole string

// County roles.
const (
	RoleDecide      CountyRole = "DECIDE"
	RolePreliminary CountyRole = "PRELIMINARY"
	RoleRelay       CountyRole = "RELAY"
	RoleTrackOnly   CountyRole = "TRACK_ONLY"
)

// OnDefect is what the window answers to incomplete materials.
type OnDefect string

// Answers to a defect.
const (
	OnDefectCorrection  OnDefect = "CORRECTION"
	OnDefectReturn      OnDefect = "RETURN"
	OnDefectNotAccepted OnDefect = "NOT_ACCEPTED_WITH_LIST"
	OnDefectGuidance    OnDefect = "GUIDANCE"
)

// Lapse is what a window that passed in silence brings about.
type Lapse string

// Lapses.
const (
	LapseDeemed Lapse = "DEEMED_ACCEPTED"
	LapseAlert  Lapse = "ALERT"
	LapseNone   Lapse = "NONE"
)

// Limit is a length of time with its unit.
type Limit struct {
	Value int  `json:"value"`
	Unit  Unit `json:"unit"`
}
