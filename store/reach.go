package store

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Reach is what decides who may see a case. Within is the same question as the one that every query
// of cases asks in SQL, for many readers of one case at once; a test holds the two together.
type Reach struct {
	Region       string
	EnterpriseID int64
	AgentID      int64
	handedIn     bool                      // else it is the applicant's alone
	TaskforceID  int64                     // who leads the project's task force
	parties      map[models.CaseParty]bool // by kind and party
	mandated     map[int64]bool            // agents whose mandate covers it today
	dismissed    map[int64]bool            // agents from whom one that covers it was taken back
}

// Within tells whether the scope holds the case.
func (r *Reach) Within(in policy.Scope) bool {
	rows, ok := in.Rows()
	switch {
	case !ok || r == nil:
		return false
	case rows.All:
		return true
	case rows.EnterpriseID != 0:
		return r.EnterpriseID == rows.EnterpriseID
	case rows.AgentID != 0:
		return r.mandated[rows.AgentID] || r.AgentID == rows.AgentID && !r.dismissed[rows.AgentID]
	}
	if r.Region < regionLow(rows.Region) || r.Region > regionHigh(rows.Region) {
		return false
	}
	if rows.Dept == "" && rows.User == "" {
		return r.handedIn && (rows.TaskforceID == 0 || r.TaskforceID == rows.TaskforceID)
	}
	return (rows.Dept == "" || r.parties[models.CaseParty{Kind: models.PartyDept, Party: rows.Dept}]) &&
		(rows.User == "" || r.parties[models.CaseParty{Kind: models.PartyUser, Party: rows.User}])
}

// Reach gives who may see some cases on a day, by case, in three statements however many there are.
func (s *Store) Reach(ctx context.Context, ids []int64, on models.Date) (map[int64]*Reach, error) {
	out := map[int64]*Reach{}
	if len(ids) == 0 {
		return out, nil
	}
	var cases []struct {
		ID, EnterpriseID, AgentID, TaskforceID int64
		Region                                 string
		HandedIn                               bool
	}
	err := s.q(ctx).Table("cases").Select("cases.id, cases.region, cases.enterprise_id, cases.agent_id, cases.number IS NOT NULL AS handed_in, p.taskforce_id").
		Joins("LEFT JOIN projects p ON p.id = cases.project_id").Where("cases.id IN ?", ids).Scan(&cases).Error
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		out[c.ID] = &Reach{
			Region: c.Region, EnterpriseID: c.EnterpriseID, AgentID: c.AgentID, TaskforceID: c.TaskforceID, handedIn: c.HandedIn, parties: map[models.CaseParty]bool{},
			mandated: map[int64]bool{}, dismissed: map[int64]bool{},
		}
	}
	var parties []models.CaseParty
	if err := s.q(ctx).Where("case_id IN ? AND party_right IN ?", ids, fullRights).Find(&parties).Error; err != nil {
		return nil, err
	}
	for _, p := range parties {
		if r := out[p.CaseID]; r != nil {
			r.parties[models.CaseParty{Kind: p.Kind, Party: p.Party}] = true
		}
	}
	var agents []struct {
		CaseID, AgentID int64
		RevokedAt       models.Instant
	}
	err = s.q(ctx).Raw("SELECT cases.id AS case_id, m.agent_id, m.revoked_at FROM cases JOIN mandates m ON m.enterprise_id = cases.enterprise_id"+
		" WHERE cases.id IN ? AND (m.revoked_at IS NOT NULL OR m.valid_from <= ? AND m.valid_to >= ?)"+coversItem, ids, on, on).Scan(&agents).Error
	for _, a := range agents {
		if a.RevokedAt != 0 {
			out[a.CaseID].dismissed[a.AgentID] = true
		} else {
			out[a.CaseID].mandated[a.AgentID] = true
		}
	}
	return out, err
}
