package catalog

import "onestop.internal/models"

// Kind is what an item is in law; it fixes the flow of its cases.
type Kind string

// Kinds.
const (
	Permit               Kind = "PERMIT"                // 行政许可
	Filing               Kind = "FILING"                // 备案
	Confirmation         Kind = "CONFIRMATION"          // 行政确认
	OtherPower           Kind = "OTHER_POWER"           // 其他行政权力
	PublicService        Kind = "PUBLIC_SERVICE"        // 公共服务
	TechReview           Kind = "TECH_REVIEW"           // 技术审查
	InternalCoordination Kind = "INTERNAL_COORDINATION" // 政府内部协作
	Composite            Kind = "COMPOSITE"             // 一件事、联合办理
	FactorRequest        Kind = "FACTOR_REQUEST"        // 要素保障诉求
)

// flowOf says which flow follows from which kind.
var flowOf = map[Kind]models.Flow{
	Permit: models.FlowPermit, OtherPower: models.FlowPermit, Confirmation: models.FlowPermit,
	Filing: models.FlowFiling, PublicService: models.FlowService, FactorRequest: models.FlowService,
	TechReview: models.FlowTask, InternalCoordination: models.FlowTask, Composite: models.FlowComposite,
}

// DecidedBy says whose decision an item's paper carries; it decides the body of review.
type DecidedBy string

// Deciders. The empty one: nobody decides, or the county has yet to say who.
const (
	ByDepartment DecidedBy = "DEPARTMENT"
	ByCountyGov  DecidedBy = "COUNTY_GOV"
	ByUpper      DecidedBy = "UPPER"
)

// Origin says whether a value was taken from the text cited or chosen by judgement.
type Origin string

// Origins.
const (
	FromSource  Origin = "source"
	FromDefault Origin = "default" // the county may change it
)

// Evidence says how well the basis and the statutory limit are known.
type Evidence string

// Strengths of evidence.
const (
	Verified   Evidence = "VERIFIED"
	Partial    Evidence = "PARTIAL"
	Unverified Evidence = "UNVERIFIED"
	LocalRule  Evidence = "LOCAL_RULE"
)

// DeptRole says which of an item's departments does a step.
type DeptRole string

// Department roles.
const (
	AtWindow   DeptRole = "WINDOW"
	Lead       DeptRole = "LEAD"
	CoApprover DeptRole = "CO_APPROVER"
	Consulted  DeptRole = "CONSULTED"
	Upper      DeptRole = "UPPER"
)

// Strength says when a precondition must be met.
type Strength string

// Strengths.
const (
	Hard        Strength = "HARD"        // the law forbids acceptance before it
	Conditional Strength = "CONDITIONAL" // HARD while its condition is true
	Soft        Strength = "SOFT"        // may arrive before the decision
)

// Mode says how an item's pause reason stands to 行政许可法 art 45.
type Mode string

// Modes.
const (
	Base    Mode = "BASE"    // one of the eight of art 45
	Add     Mode = "ADD"     // sector law adds it
	Replace Mode = "REPLACE" // sector law caps one of the eight
)

// VoidEffect is what becomes of a grant that was not started in time.
type VoidEffect string

// Effects.
const (
	Void      VoidEffect = "VOID"
	Reexamine VoidEffect = "REEXAMINE"
)

// AttrType is the type of an attribute's values.
type AttrType string

// Types of attribute.
const (
	Bool    AttrType = "BOOL"
	Enum    AttrType = "ENUM"
	Int     AttrType = "INT"
	Decimal AttrType = "DECIMAL"
)

// Scope says to what an attribute belongs.
type Scope string

// Scopes.
const (
	OfProject Scope = "PROJECT"
	OfCase    Scope = "CASE"
)

// The closed lists of values that a catalogue file may use.
var (
	units           = []models.Unit{models.WorkingDay, models.CalendarDay, models.DayBare, models.Month, models.Year, models.Immediate, models.NoUnit}
	startsOn        = []models.StartsOn{models.FromReceived, models.FromAccepted}
	approvers       = []models.Approver{models.AgencyLeader, models.AgencyPrincipalHead, models.GovLeader}
	countyRoles     = []models.CountyRole{models.RoleDecide, models.RolePreliminary, models.RoleRelay, models.RoleTrackOnly}
	onDefects       = []models.OnDefect{models.OnDefectCorrection, models.OnDefectReturn, models.OnDefectNotAccepted, models.OnDefectGuidance}
	lapses          = []models.Lapse{models.LapseDeemed, models.LapseAlert, models.LapseNone}
	stepKinds       = []models.StepKind{models.StepReceive, models.StepReview, models.StepSiteCheck, models.StepOpinion, models.StepApprove, models.StepIssue}
	deciders        = []DecidedBy{ByDepartment, ByCountyGov, ByUpper}
	origins         = []Origin{FromSource, FromDefault}
	evidences       = []Evidence{Verified, Partial, Unverified, LocalRule}
	deptRoles       = []DeptRole{AtWindow, Lead, CoApprover, Consulted, Upper}
	strengths       = []Strength{Hard, Conditional, Soft}
	modes           = []Mode{Base, Add, Replace}
	voidEffects     = []VoidEffect{Void, Reexamine}
	attrTypes       = []AttrType{Bool, Enum, Int, Decimal}
	scopes          = []Scope{OfProject, OfCase}
	needs           = []Need{Required, Optional, IfWhen}
	levels          = []string{"COUNTY", "CITY", "CITY_USUALLY", "CITY_OR_PROVINCE", "PROVINCE", "PROVINCE_USUALLY", "PROVINCE_OR_STATE_COUNCIL", "SAME_LEVEL_AS_UNIT", "BY_ROUTE"}
	actsInNameOf    = []string{"SELF", "COUNTY_GOV", "CITY_BUREAU", "PARENT_DEPARTMENT"}
	reviewBodies    = []string{"COUNTY_GOV", "CITY_GOV", "UPPER_TAX_AUTHORITY", "UPPER_COMPETENT_AUTHORITY"}
	bodyTypes       = []string{"COUNTY_DEPARTMENT", "MUNICIPAL_BRANCH", "VERTICAL", "UPPER_LEVEL", "INSTITUTION", "DISPATCHED", "ENTERPRISE", "THIRD_PARTY"}
	anchors         = []string{"WINNER_DETERMINED", "COMPLETION_PASSED", "PUT_INTO_USE", "PROJECT_APPROVAL_EXPIRY", "RESOLUTION_MADE"}
	directions      = []string{"WITHIN_AFTER", "AT_LEAST_BEFORE"}
	bounds          = []string{"MIN", "MAX"}
	suspendReasons  = []string{"DISPUTE_OR_LITIGATION"}
	renewalAnchors  = []string{"EXPIRY"}
	renewalsOnLate  = []string{"ORDINARY_CASE"}
	parallelGroups  = []string{"COMPANY", "FACTOR", "INVEST", "JOINT_ACCEPTANCE", "SECTOR", "STAGE1_LAND_PLANNING", "STAGE2_PROJECT_PERMIT", "STAGE3_CONSTRUCTION_PERMIT", "STAGE4_COMPLETION_ACCEPTANCE", "START_BUSINESS", "UTILITY_CONNECTION"}
	supervisedTypes = []string{"COUNTY_DEPARTMENT", "INSTITUTION", "DISPATCHED"}
)
