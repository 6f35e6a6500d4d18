package policy

import (
	"strings"

	"onestop.internal/models"
)

// Scope is the set of rows one may touch. Only this package makes one that holds any: its zero value
// holds none.
type Scope struct {
	rows     Rows
	accounts string // the division whose accounts an administrator looks after: never cases
}

// Rows says in plain values what a Scope holds; store turns it into SQL. Exactly one of All, Region,
// Dept, User, TaskforceID, AgentID and EnterpriseID chooses the kind; Region narrows Dept, User and
// TaskforceID as well.
type Rows struct {
	All          bool
	Region       string      // a division and all below it
	Dept         string      // cases in which this department (or window) has a part
	Window       bool        // of Dept: the cases at its window as well
	User         string      // cases in which this person has a part
	Person       int64       // of Dept: a single case that was sent to this person (抄送) may be read as well
	TaskforceID  int64       // cases of the projects whose task force (专班) this person leads
	AgentID      int64       // cases this agent is assigned to, and those of enterprises whose mandate it holds
	EnterpriseID int64       // the enterprise's own
	Today        models.Date // which mandates are in force
}

// Rows gives what s holds; ok is false where it holds nothing.
func (s Scope) Rows() (r Rows, ok bool) {
	r = s.rows
	return r, r.All || r.Region != "" || r.EnterpriseID != 0 || r.AgentID != 0
}

// Accounts gives the division whose users, posts, departments and journal of administration s holds;
// all is set for the system's own jobs. An administrator's scope holds these and no other rows.
func (s Scope) Accounts() (region string, all bool) { return s.accounts, s.rows.All }

// Everything is for the system's own jobs; why is there to be read and searched for.
func Everything(why string) Scope { return Scope{rows: Rows{All: why != ""}} }

// WindowParty is the party of a department's window: its clerks see what is handed in there, not what
// the department reviews.
func WindowParty(dept string) string { return dept + "#WINDOW" }

// scopeOf gives the rows that a's post reaches.
func scopeOf(a Actor) Scope {
	switch a.Role {
	case Enterprise:
		return Scope{rows: Rows{EnterpriseID: a.EnterpriseID}}
	case Agent:
		return Scope{rows: Rows{AgentID: post(a), Today: a.Today}}
	case Window:
		return deptScope(a, WindowParty(a.Dept))
	case Reviewer, SectionHead, Approver, AgencyLeader, AgencyPrincipalHead, LeadDept:
		return deptScope(a, a.Dept)
	case TaskforceLead:
		if a.Region == "" || a.UserID == 0 {
			return Scope{}
		}
		return Scope{rows: Rows{Region: a.Region, TaskforceID: a.UserID}}
	case Leader, Supervisor:
		return Scope{rows: Rows{Region: a.Region}}
	case SystemAdmin, SecurityAdmin, Auditor:
		return Scope{accounts: a.Region}
	}
	return Scope{}
}

// handOver is the one act for which the head of a department reaches its window's cases too: what a clerk
// there leaves undone is the head's to hand over, not to read.
const handOver Action = "case:handover"

func (s Scope) withWindow() Scope {
	s.rows.Window = s.rows.Dept != "" && !strings.Contains(s.rows.Dept, "#")
	return s
}

// post is whose post the actor is at: one's own, or that of the absent person one stands in for. It gives
// sight of the work; what needs a mandate needs one in the actor's own name (民法典 169).
func post(a Actor) int64 {
	if a.ForUserID != 0 {
		return a.ForUserID
	}
	return a.UserID
}

func deptScope(a Actor, party string) Scope {
	if a.Dept == "" || a.Region == "" {
		return Scope{}
	}
	return Scope{rows: Rows{Region: a.Region, Dept: party, Person: a.UserID}}
}
