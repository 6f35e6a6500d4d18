package projects

import (
	"cmp"
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// choose picks the agent for work of an item in a division on a day: among those who are there, take
// assignments and have room, the one who knows the item best, then who is least loaded for what he or
// she can carry, then who has been longest in the pool. nil where nobody has room.
func choose(pool []store.PoolAgent, region, item, stage string) *store.PoolAgent {
	var free []*store.PoolAgent
	for i := range pool {
		p := &pool[i]
		if p.Active && !p.NoAuto && p.AwayUntil == 0 && p.OpenCases < p.MaxLoad && policy.Covers(p.Region, region) {
			free = append(free, p)
		}
	}
	if len(free) == 0 {
		return nil
	}
	return slices.MinFunc(free, func(a, b *store.PoolAgent) int {
		return cmp.Or(
			cmp.Compare(b.Skill(item, stage), a.Skill(item, stage)),
			cmp.Compare(a.OpenCases*b.MaxLoad, b.OpenCases*a.MaxLoad),
			cmp.Compare(a.OpenProjects, b.OpenProjects),
			cmp.Compare(a.UserID, b.UserID),
		)
	})
}

// AssignCase gives a case its agent: the project's, where there is one who works today, else by load
// and skill. A case that has an agent keeps it. Illegal where nobody has room.
func (s *Service) AssignCase(ctx context.Context, a policy.Actor, caseID int64) (*models.Case, error) {
	scope, err := s.begin(ctx, a, Assign)
	if err != nil {
		return nil, err
	}
	c, err := s.Cases.Store.Case(ctx, scope, caseID)
	if err != nil || c.AgentID != 0 {
		return c, err
	}
	pick, err := s.pickFor(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.Cases.SetAgent(ctx, a, caseID, pick, "")
}

func (s *Service) pickFor(ctx context.Context, c *models.Case) (pick int64, err error) {
	stage := ""
	if v, err := s.Cases.County.Now().Version(c.ItemVersion); err == nil {
		stage = v.Item.Stage
	}
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		pool, err := tx.AgentPool(tx.Today())
		if err != nil {
			return err
		}
		if pick, err = ofProject(tx, c.ProjectID, pool); err != nil || pick != 0 {
			return err
		}
		p := choose(pool, c.Region, c.ItemCode, stage)
		if p == nil {
			return models.E(models.Illegal, "agent.none_free")
		}
		pick = p.UserID
		return nil
	})
	return pick, err
}

// ofProject gives the agent of the project where he or she is active and not away, whatever the load:
// one project, one agent.
func ofProject(tx *store.Tx, projectID int64, pool []store.PoolAgent) (int64, error) {
	if projectID == 0 {
		return 0, nil
	}
	p, err := tx.Project(projectID)
	if err != nil {
		return 0, err
	}
	for i := range pool {
		if pool[i].UserID == p.AgentID && pool[i].Active && pool[i].AwayUntil == 0 {
			return p.AgentID, nil
		}
	}
	return 0, nil
}

// AssignProject gives a project its agent (领办员) by load and skill. A project that has one keeps it.
func (s *Service) AssignProject(ctx context.Context, a policy.Actor, id int64) (*models.Project, error) {
	scope, err := s.begin(ctx, a, Assign)
	if err != nil {
		return nil, err
	}
	var p *models.Project
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		if p, err = tx.ProjectIn(scope, id); err != nil || p.AgentID != 0 {
			return err
		}
		pool, err := tx.AgentPool(tx.Today())
		if err != nil {
			return err
		}
		pick := choose(pool, p.Region, "", "INVEST")
		if pick == nil {
			return models.E(models.Illegal, "agent.none_free")
		}
		p.AgentID = pick.UserID
		takeOn(p, a)
		if err := s.Cases.FirstContact(tx, a, p); err != nil {
			return err
		}
		if err := journal(tx, a, p, "project.assign_agent", "", 0, pick.UserID); err != nil {
			return err
		}
		return tx.SaveProject(p)
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// PoolInput is an agent's place in the pool.
type PoolInput struct {
	Version int64    `json:"version"` // 0 for one who is not in it yet
	Region  string   `json:"region"`
	Skills  []string `json:"skills"` // stages or item codes
	MaxLoad int      `json:"maxLoad"`
	Active  bool     `json:"active"`
	NoAuto  bool     `json:"noAuto"`
	Note    string   `json:"note"`
}

// Pool gives the agents of the division with their load and absence.
func (s *Service) Pool(ctx context.Context, a policy.Actor) ([]store.PoolAgent, error) {
	scope, err := s.Cases.Policy.Scope(a, PoolRead)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.AgentPool(ctx, scope, s.Cases.Store.Now().Date())
}

// PutInPool enters an agent into the pool or changes the entry. The person must hold the post of an
// agent.
func (s *Service) PutInPool(ctx context.Context, a policy.Actor, userID int64, in PoolInput) (*models.AgentProfile, error) {
	scope, err := s.begin(ctx, a, PoolEdit)
	if err != nil {
		return nil, err
	}
	if err := s.checkPool(a, &in); err != nil {
		return nil, err
	}
	var p *models.AgentProfile
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		ok, err := tx.HoldsRole(userID, a.Region, tx.Today(), []string{string(policy.Agent)})
		if err != nil {
			return err
		}
		if !ok {
			return models.E(models.NotFound, "agent.not_found")
		}
		if p, err = tx.AgentProfile(scope, userID); err != nil {
			return err
		}
		fresh := p == nil
		if fresh {
			p = &models.AgentProfile{UserID: userID}
		}
		if p.Version != in.Version {
			return models.E(models.Conflict, "agent_profile.changed_meanwhile")
		}
		p.Region, p.Skills, p.MaxLoad, p.Active, p.NoAuto, p.Note = in.Region, models.JSONOf(in.Skills), in.MaxLoad, in.Active, in.NoAuto, in.Note
		p.UpdatedBy = a.UserID
		if fresh {
			return tx.CreateAgentProfile(p)
		}
		return tx.SaveAgentProfile(p)
	})
	return p, err
}

func (s *Service) checkPool(a policy.Actor, in *PoolInput) error {
	e := models.E(models.Invalid, "agent_profile.invalid")
	if !policy.Covers(a.Region, in.Region) {
		e.At("region", "region.outside")
	}
	if in.MaxLoad < 1 || in.MaxLoad > 1000 {
		e.At("maxLoad", "field.range")
	}
	in.Note = e.Paragraph("note", in.Note, false, 1000)
	base := s.Cases.County.Now().Base
	for _, skill := range in.Skills {
		if base.Item(skill) == nil && !slices.ContainsFunc(base.Stages, func(st catalog.Stage) bool { return st.Code == skill }) {
			e.At("skills", "agent_profile.skill_unknown")
		}
	}
	return e.OrNil()
}
