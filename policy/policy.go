// Package policy answers two questions: may this person do this at all (Can, by Casbin), and to
// which rows (Scope). The third, whether the thing's state allows it now, is models' and workflow's.
package policy

import "onestop.internal/models"

// Action is something one may be allowed to do, as "object:verb".
type Action string

// Public is the action of routes that anybody may call without signing in.
const Public Action = "public"

// Role is what a person may be, within a region and a department.
type Role string

// Roles (FLOWS §1). APPLICANT, STAFF, OVERSEER and PERSON are only inherited from.
const (
	Enterprise          Role = "ENTERPRISE"
	Agent               Role = "AGENT"
	Window              Role = "WINDOW"
	Reviewer            Role = "REVIEWER"
	SectionHead         Role = "SECTION_HEAD"
	Approver            Role = "APPROVER"
	AgencyLeader        Role = "AGENCY_LEADER"
	AgencyPrincipalHead Role = "AGENCY_PRINCIPAL_HEAD"
	LeadDept            Role = "LEAD_DEPT"
	TaskforceLead       Role = "TASKFORCE_LEAD"
	Leader              Role = "LEADER"
	Supervisor          Role = "SUPERVISOR"
	SystemAdmin         Role = "SYSTEM_ADMIN"
	SecurityAdmin       Role = "SECURITY_ADMIN"
	Auditor             Role = "AUDITOR"
)

// Roles are all that can be granted, in the order of the access matrix.
var Roles = []Role{
	Enterprise, Agent, Window, Reviewer, SectionHead, Approver, AgencyLeader, AgencyPrincipalHead, LeadDept,
	TaskforceLead, Leader, Supervisor, SystemAdmin, SecurityAdmin, Auditor,
}

// Actor is the person, at one post, or the job that asks. A person with several posts acts at one at
// a time.
type Actor struct {
	UserID         int64
	Name           string
	Role           Role
	Region         string // 12-digit division code of the post
	Dept           string
	EnterpriseID   int64
	EnterpriseName string
	ForUserID      int64 // the absent person whose post this is, 0 for one's own
	ForName        string
	Source         models.Source
	Today          models.Date // for mandates: which are in force
}

// System is the actor of timers and jobs.
func System(source models.Source) Actor { return Actor{Name: "system", Source: source} }
