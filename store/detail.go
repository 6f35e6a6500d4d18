package store

import (
	"context"
	"errors"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CaseParts is what a case's page shows beside its row.
type CaseParts struct {
	Enterprise string
	Project    *models.Project
	Events     []models.Event
	Steps      []models.Step
	Materials  []models.Material
	Files      []models.File
}

// CaseParts reads what a case's page shows; that the case may be seen has been checked.
func (s *Store) CaseParts(ctx context.Context, c *models.Case) (p CaseParts, err error) {
	var head struct {
		Enterprise string
		models.Project
	}
	err = s.often(ctx).Raw("SELECT e.name AS enterprise, p.* FROM enterprises e LEFT JOIN projects p ON p.id = ? WHERE e.id = ?",
		c.ProjectID, c.EnterpriseID).Scan(&head).Error
	if err != nil {
		return p, err
	}
	p.Enterprise = head.Enterprise
	if head.ID != 0 {
		p.Project = &head.Project
	}
	var errs [4]error
	p.Events, errs[0] = s.Events(ctx, c.ID)
	p.Steps, errs[1] = s.Steps(ctx, c.ID)
	p.Materials, errs[2] = s.Materials(ctx, c.ID)
	p.Files, errs[3] = s.Files(ctx, c.ID)
	return p, errors.Join(errs[:]...)
}

// SentTo tells whether a copy of a case was sent to a person, or the person has a part in it.
func (s *Store) SentTo(ctx context.Context, caseID, userID int64) (bool, error) {
	var n int64
	err := s.q(ctx).Model(&models.CaseParty{}).
		Where("case_id = ? AND kind = ? AND party = ?", caseID, models.PartyUser, UserParty(userID)).Count(&n).Error
	return n > 0, err
}

// PartyRight gives the right of the actor's department in a case, "" where it has none.
func (s *Store) PartyRight(ctx context.Context, caseID int64, a policy.Actor) (models.Right, error) {
	party := a.Dept
	if a.Role == policy.Window {
		party = policy.WindowParty(a.Dept)
	}
	var ps []models.CaseParty
	err := s.q(ctx).Where("case_id = ? AND kind = ? AND party = ?", caseID, models.PartyDept, party).Limit(1).Find(&ps).Error
	if err != nil || len(ps) == 0 {
		return "", err
	}
	return ps[0].Right, nil
}
