package projects

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// CodeInput is the national code of a project (项目代码, 企业投资项目核准和备案管理条例 4).
type CodeInput struct {
	Version  int64  `json:"version"`
	Code     string `json:"code"`
	SecondID int64  `json:"secondId"` // the second person, where a code is replaced
	Reason   string `json:"reason"`
}

// SetCode gives a project its national code once. It is Invalid where the shape is wrong or another
// project has it, Illegal where the project has one already: that is Recode's.
func (s *Service) SetCode(ctx context.Context, a policy.Actor, id int64, in CodeInput) (*models.Project, error) {
	scope, err := s.begin(ctx, a, Edit)
	if err != nil {
		return nil, err
	}
	code, err := parseCode(in.Code)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, scope, id, in.Version, func(tx *store.Tx, p *models.Project) error {
		if p.Code != "" {
			return models.E(models.Illegal, "project.code_set")
		}
		return setCode(tx, a, p, code, "project.code", in.Reason)
	})
}

// Recode replaces a national code that was entered wrongly: two persons and a reason.
func (s *Service) Recode(ctx context.Context, a policy.Actor, id int64, in CodeInput) (*models.Project, error) {
	scope, err := s.begin(ctx, a, Recode)
	if err != nil {
		return nil, err
	}
	code, err := parseCode(in.Code)
	if err != nil {
		return nil, err
	}
	e := models.E(models.Invalid, "project.invalid")
	in.Reason = e.Line("reason", in.Reason, true, 1000)
	if in.SecondID == 0 || in.SecondID == a.UserID {
		e.At("secondId", "project.second_person")
	}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, scope, id, in.Version, func(tx *store.Tx, p *models.Project) error {
		if p.Code == "" {
			return models.E(models.Illegal, "project.code_not_set")
		}
		if err := s.second(tx, in.SecondID); err != nil {
			return err
		}
		return setCode(tx, a, p, code, "project.recode", in.Reason+" (second: "+store.UserParty(in.SecondID)+")")
	})
}

func parseCode(s string) (models.Text, error) {
	c, err := models.ParseProjectCode(s)
	if err != nil {
		return "", models.E(models.Invalid, "project.invalid").At("code", models.KeyOf(err))
	}
	return models.Text(c.Code), nil
}

// seconders may be the second person of a dual-control act on a project.
var seconders = []string{
	string(policy.SectionHead), string(policy.Approver), string(policy.AgencyLeader), string(policy.AgencyPrincipalHead), string(policy.Leader),
}

func (s *Service) second(tx *store.Tx, id int64) error {
	ok, err := tx.HoldsRole(id, s.Cases.County.Now().Settings.Region, tx.Today(), seconders)
	if err == nil && !ok {
		return models.E(models.Invalid, "project.invalid").At("secondId", "project.second_person")
	}
	return err
}

func setCode(tx *store.Tx, a policy.Actor, p *models.Project, code models.Text, action, reason string) error {
	taken, err := tx.ProjectCodeTaken(code, p.ID)
	if err != nil {
		return err
	}
	if taken {
		return models.E(models.Invalid, "project.invalid").At("code", "project_code.taken")
	}
	was := p.Code
	p.Code = code
	return journal(tx, a, p, action, reason, was, code)
}
