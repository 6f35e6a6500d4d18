package models

// ProjectStatus is where a project stands in its life (FLOWS §2).
type ProjectStatus string

// States of a project.
const (
	ProjectIntent    ProjectStatus = "INTENT"
	ProjectSigned    ProjectStatus = "SIGNED"
	ProjectLanded    ProjectStatus = "LANDED"
	ProjectPrelim    ProjectStatus = "PRELIM"
	ProjectStarted   ProjectStatus = "STARTED"
	ProjectBuilding  ProjectStatus = "BUILDING"
	ProjectCompleted ProjectStatus = "CONSTRUCTION_COMPLETED"
	ProjectOperating ProjectStatus = "OPERATING"
	ProjectOnTarget  ProjectStatus = "ON_TARGET"
	ProjectUnder     ProjectStatus = "UNDERPERFORM"
	ProjectRectify   ProjectStatus = "RECTIFY"
	ProjectExit      ProjectStatus = "EXIT"
	ProjectPaused    ProjectStatus = "PAUSED"
	ProjectDropped   ProjectStatus = "DROPPED"
)

// ProjectStatuses are all of them, in the order of a project's life.
var ProjectStatuses = []ProjectStatus{
	ProjectIntent, ProjectSigned, ProjectLanded, ProjectPrelim, ProjectStarted, ProjectBuilding, ProjectCompleted, ProjectOperating,
	ProjectOnTarget, ProjectUnder, ProjectRectify, ProjectExit, ProjectPaused, ProjectDropped,
}

// Project is what an enterprise wants to build; its cases hang on it.
type Project struct {
	ID           int64         `json:"id"`
	Number       string        `json:"number"` // XM20260012, before the national code and beside it
	Code         Text          `json:"code"`   // 24-character national project code; "" until it is issued
	Name         string        `json:"name"`
	EnterpriseID int64         `json:"enterpriseId"`
	Region       string        `json:"region"` // where it lies: park or town
	Class        string        `json:"class"`  // MAJOR_INDUSTRY, LIVELIHOOD, ORDINARY
	Industry     string        `json:"industry"`
	Status       ProjectStatus `json:"status"`
	IsKey        bool          `json:"isKey"`
	KeyDocNo     string        `json:"keyDocNo"` // the document that made it a key project
	InvestFen    int64         `json:"investFen"`
	LandM2       int64         `json:"landM2" gorm:"column:land_m2"`
	Address      string        `json:"address"`
	Scale        string        `json:"scale"`       // scale and content, in words
	LeaderID     int64         `json:"leaderId"`    // 包抓领导
	UnitCode     string        `json:"unitCode"`    // 责任单位
	PersonID     int64         `json:"personId"`    // 责任人
	AgentID      int64         `json:"agentId"`     // 领办员
	TaskforceID  int64         `json:"taskforceId"` // 专班长
	Attrs        RawJSON       `json:"attrs"`       // attributes that decide which items apply
	PlannedStart Date          `json:"plannedStart"`
	StartedOn    Date          `json:"startedOn"`
	PlannedEnd   Date          `json:"plannedEnd"`
	Version      int64         `json:"version"`
	CreatedBy    int64         `json:"createdBy"`
	CreatedAt    Instant       `json:"createdAt"`
	UpdatedAt    Instant       `json:"updatedAt" gorm:"autoUpdateTime:false"`
}
