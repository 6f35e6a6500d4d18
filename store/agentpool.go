package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// PoolAgent is an agent of the pool with what there is to do.
type PoolAgent struct {
	models.AgentProfile `gorm:"embedded"`
	Name                string      `json:"name"`
	OpenCases           int         `json:"openCases"`
	OpenProjects        int         `json:"openProjects"`
	AwayUntil           models.Date `json:"awayUntil"` // 0: not absent
}

// poolColumns: who may no longer sign in or holds no post of an agent on the day is not in the pool.
const poolColumns = `agent_profiles.*, u.name AS name,
 (SELECT COUNT(*) FROM cases c WHERE c.agent_id = agent_profiles.user_id AND c.open_dept IS NOT NULL) AS open_cases,
 (SELECT COUNT(*) FROM projects p WHERE p.agent_id = agent_profiles.user_id) AS open_projects,
 (SELECT MAX(a.to_on) FROM absences a WHERE a.user_id = agent_profiles.user_id AND a.ended_at IS NULL AND a.from_on <= ? AND a.to_on >= ?) AS away_until`

func agentPool(db *gorm.DB, on models.Date) *gorm.DB {
	return db.Model(&models.AgentProfile{}).Select(poolColumns, on, on).
		Joins("JOIN users u ON u.id = agent_profiles.user_id AND u.status = ?", models.UserActive).
		Where(`EXISTS (SELECT 1 FROM grants g WHERE g.user_id = agent_profiles.user_id AND g.role = ? AND g.status = ?
 AND (g.valid_from IS NULL OR g.valid_from <= ?) AND (g.valid_to IS NULL OR g.valid_to >= ?))`, string(policy.Agent), models.Active, on, on).
		Order("agent_profiles.user_id")
}

// AgentPool gives the agents that serve a division or a part of it.
func (s *Store) AgentPool(ctx context.Context, in policy.Scope, on models.Date) (out []PoolAgent, err error) {
	return out, agentPool(s.q(ctx), on).Scopes(poolWithin(in)).Scan(&out).Error
}

// AgentPool gives all agents, for a choice among them.
func (tx *Tx) AgentPool(on models.Date) (out []PoolAgent, err error) {
	return out, agentPool(tx.db, on).Scan(&out).Error
}

func poolWithin(in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		r, ok := in.Rows()
		switch {
		case ok && r.All:
			return db
		case ok && r.Region != "":
			return db.Where("agent_profiles.region BETWEEN ? AND ?", regionLow(r.Region), regionHigh(r.Region))
		case ok && r.AgentID != 0:
			return db.Where("agent_profiles.user_id = ?", r.AgentID)
		}
		return db.Where("1 = 0")
	}
}

// AgentProfile reads an agent's place in the pool within the scope; nil where there is none yet.
func (tx *Tx) AgentProfile(in policy.Scope, userID int64) (*models.AgentProfile, error) {
	var p []models.AgentProfile
	err := tx.forChange().Where("user_id = ?", userID).Scopes(poolWithin(in)).Limit(1).Find(&p).Error
	if err != nil || len(p) == 0 {
		return nil, err
	}
	return &p[0], nil
}

// CreateAgentProfile puts an agent into the pool.
func (tx *Tx) CreateAgentProfile(p *models.AgentProfile) error {
	p.UpdatedAt, p.Version = tx.Now, 1
	err := tx.db.Create(p).Error
	if isDuplicate(err) {
		return models.E(models.Conflict, "agent_profile.changed_meanwhile")
	}
	return err
}

// SaveAgentProfile stores a changed place in the pool, unless it changed since it was read (Conflict).
func (tx *Tx) SaveAgentProfile(p *models.AgentProfile) error {
	read := p.Version
	p.Version++
	p.UpdatedAt = tx.Now
	return saveVersion(tx.db, p, read, "agent_profile")
}
