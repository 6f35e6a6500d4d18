// Package policy answers two questions: may this person do this at all (Can, by Casbin), and to
// which rows (Scope). The third, whether the thing's state allows it now, is models' and workflow's.
package policy

import (
	"slices"

	"onestop.internal/models"
)

// Action is something one may be allowed to do, as "object:verb".
type Action string

// Public is the action of routes that anybody may call without signing in.
const Public Action = "public"

// Role is what a person may be, within a region and a department.
type Role string

// Roles. Those that are only inherited from stand in the rules alone.
const (
	// Person is somebody signed in who has no post, or has not chosen one.
	Person Role = "PERSON"

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

// inherited are the names in the rules that nobody is granted.
var inherited = []Role{Person, "APPLICANT", "STAFF", "OVERSEER"}

// Staffed are the roles that an administrator grants; ENTERPRISE comes from a membership.
func Staffed(r Role) bool { return r != Enterprise && slices.Contains(Roles, r) }

// NeedsDept tells whether a post of this role is in a department.
func NeedsDept(r Role) bool {
	switch r {
	case Window, Reviewer, SectionHead, Approver, AgencyLeader, AgencyPrincipalHead, LeadDept:
		return true
	}
	return false
}

// NeedsSecondFactor tells whether a post of this role asks for a second factor: administrators, and
// those who sign decisions.
func NeedsSecondFactor(r Role) bool {
	switch r {
	case Approver, AgencyLeader, AgencyPrincipalHead:
		return true
	}
	return three(r)
}

// IsAdministrator tells whether r is one of the three administrators, who are kept apart: nobody is
// two of them, and none has a substitute.
func IsAdministrator(r Role) bool { return three(r) }

func three(r Role) bool { return r == SystemAdmin || r == SecurityAdmin || r == Auditor }

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

// IsStaff tells whether the actor works at a desk: neither an enterprise's, nor an agent, nor a timer.
func (a Actor) IsStaff() bool { return a.Role != Agent && Staffed(a.Role) }

// System is the actor of timers and jobs.
func System(source models.Source) Actor { return Actor{Name: "system", Source: source} }
