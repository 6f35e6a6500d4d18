package projects

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// DirectInput is what the county decides about a project.
type DirectInput struct {
	Version     int64  `json:"version"`
	Class       string `json:"class"`
	IsKey       bool   `json:"isKey"`
	KeyDocNo    string `json:"keyDocNo"`    // the document that made it a key project
	LeaderID    int64  `json:"leaderId"`    // 包抓领导
	UnitCode    string `json:"unitCode"`    // 责任单位
	PersonID    int64  `json:"personId"`    // 责任人
	AgentID     int64  `json:"agentId"`     // 领办员
	TaskforceID int64  `json:"taskforceId"` // 专班长
	Reason      string `json:"reason"`
}

func (in *DirectInput) check() error {
	e := models.E(models.Invalid, "project.invalid")
	switch in.Class {
	case ClassMajor, ClassLivelihood, ClassOrdinary:
	default:
		e.At("class", "field.choice")
	}
	in.KeyDocNo = e.Line("keyDocNo", in.KeyDocNo, in.IsKey, 100)
	in.Reason = e.Line("reason", in.Reason, false, 1000)
	if !in.IsKey && in.KeyDocNo != "" {
		e.At("keyDocNo", "project.not_key")
	}
	return e.OrNil()
}

// directed is what the journal keeps of such a change.
type directed struct {
	Class, KeyDocNo, UnitCode                string
	LeaderID, PersonID, AgentID, TaskforceID int64
}

func directedOf(p *models.Project) directed {
	return directed{p.Class, p.KeyDocNo, p.UnitCode, p.LeaderID, p.PersonID, p.AgentID, p.TaskforceID}
}

// Direct sets class, key flag and the responsible persons. A key project needs the document that made
// it one; each person must hold the post that the part asks for. Cases keep the agent they have.
func (s *Service) Direct(ctx context.Context, a policy.Actor, id int64, in DirectInput) (*models.Project, error) {
	scope, err := s.begin(ctx, a, Direct)
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	return s.change(ctx, scope, id, in.Version, func(tx *store.Tx, p *models.Project) error {
		if err := s.checkPeople(tx, &in, p); err != nil {
			return err
		}
		was := directedOf(p)
		p.Class, p.IsKey, p.KeyDocNo, p.UnitCode = in.Class, in.IsKey, in.KeyDocNo, in.UnitCode
		p.LeaderID, p.PersonID, p.TaskforceID = in.LeaderID, in.PersonID, in.TaskforceID
		takeOn(p, a)
		if in.AgentID != p.AgentID {
			p.AgentID = in.AgentID
			if err := s.Cases.FirstContact(tx, a, p); err != nil {
				return err
			}
		}
		return journal(tx, a, p, "project.direct", in.Reason, was, directedOf(p))
	})
}

// takeOn makes the lead of a task force (专班) that of a project which has none: who directs it or gives
// it its agent has it, and reads its cases from then on.
func takeOn(p *models.Project, a policy.Actor) {
	if a.Role == policy.TaskforceLead && p.TaskforceID == 0 {
		p.TaskforceID = a.UserID
	}
}

// checkPeople: those that stay are not asked again, so that a project outlives a change of posts.
func (s *Service) checkPeople(tx *store.Tx, in *DirectInput, p *models.Project) error {
	e := models.E(models.Invalid, "project.invalid")
	county := s.Cases.County.Now().Settings.Region
	for _, one := range []struct {
		path    string
		id, was int64
		roles   []policy.Role
	}{
		{"leaderId", in.LeaderID, p.LeaderID, []policy.Role{policy.Leader}},
		{"personId", in.PersonID, p.PersonID, staff},
		{"agentId", in.AgentID, p.AgentID, []policy.Role{policy.Agent}},
		{"taskforceId", in.TaskforceID, p.TaskforceID, []policy.Role{policy.TaskforceLead}},
	} {
		if one.id == 0 || one.id == one.was {
			continue
		}
		ok, err := tx.HoldsRole(one.id, county, tx.Today(), names(one.roles))
		if err != nil {
			return err
		}
		if !ok {
			e.At(one.path, "project.holds_no_such_post")
		}
	}
	if in.UnitCode != "" && in.UnitCode != p.UnitCode {
		known, err := tx.DepartmentExists(county, in.UnitCode)
		if err != nil {
			return err
		}
		if !known {
			e.At("unitCode", "department.not_found")
		}
	}
	return e.OrNil()
}

// staff may be the person who answers for a project: anybody with a post but agents and administrators.
var staff = []policy.Role{
	policy.Window, policy.Reviewer, policy.SectionHead, policy.Approver, policy.AgencyLeader, policy.AgencyPrincipalHead,
	policy.LeadDept, policy.TaskforceLead, policy.Leader, policy.Supervisor,
}

func names(roles []policy.Role) (out []string) {
	for _, r := range roles {
		out = append(out, string(r))
	}
	return out
}
