// Package projects keeps the projects under which cases hang: what is built where, who answers for
// it, and which agent helps.
package projects

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

// Actions.
const (
	Read     policy.Action = "project:read"
	Create   policy.Action = "project:create"
	Edit     policy.Action = "project:edit"
	Direct   policy.Action = "project:direct" // class, key flag, responsible persons
	Recode   policy.Action = "project:recode" // another national code, with a second person
	Assign   policy.Action = "agentwork:assign"
	PoolRead policy.Action = "agentpool:read"
	PoolEdit policy.Action = "agentpool:edit"
)

// Service is what one may do with projects.
type Service struct{ Cases *cases.Service }

// Classes of a project.
const (
	ClassMajor      = "MAJOR_INDUSTRY"
	ClassLivelihood = "LIVELIHOOD"
	ClassOrdinary   = "ORDINARY"
)

// Input is what describes a project.
type Input struct {
	Version      int64         `json:"version"`      // of the copy that was looked at; for an edit
	EnterpriseID int64         `json:"enterpriseId"` // whose it is: for an agent or a task-force lead; never changes
	Name         string        `json:"name"`
	Region       string        `json:"region"` // "": the enterprise's
	Industry     string        `json:"industry"`
	InvestFen    int64         `json:"investFen"`
	LandM2       int64         `json:"landM2"`
	Address      string        `json:"address"`
	Scale        string        `json:"scale"`
	Attrs        catalog.Attrs `json:"attrs"`
	PlannedStart models.Date   `json:"plannedStart"`
	PlannedEnd   models.Date   `json:"plannedEnd"`
}

// The largest sums that a project may name: 10^13 元 and 10^10 ㎡, so that sums of them fit.
const (
	maxFen = 1_000_000_000_000_000
	maxM2  = 10_000_000_000
)

func (s *Service) check(in *Input, county string) error {
	e := models.E(models.Invalid, "project.invalid")
	in.Name = e.Line("name", in.Name, true, 200)
	in.Industry = e.Line("industry", in.Industry, false, 60)
	in.Address = e.Line("address", in.Address, false, 300)
	in.Scale = e.Paragraph("scale", in.Scale, false, 2000)
	if in.InvestFen < 0 || in.InvestFen > maxFen {
		e.At("investFen", "field.range")
	}
	if in.LandM2 < 0 || in.LandM2 > maxM2 {
		e.At("landM2", "field.range")
	}
	if in.Region != "" && !policy.Covers(county, in.Region) {
		e.At("region", "region.outside")
	}
	if in.PlannedEnd != 0 && in.PlannedEnd < in.PlannedStart {
		e.At("plannedEnd", "project.ends_before_start")
	}
	e.Fields = append(e.Fields, s.Cases.County.Now().Base.CheckAttrs(in.Attrs)...)
	return e.OrNil()
}

func (in *Input) fill(p *models.Project) {
	p.Name, p.Industry, p.Address, p.Scale = in.Name, in.Industry, in.Address, in.Scale
	p.InvestFen, p.LandM2, p.PlannedStart, p.PlannedEnd = in.InvestFen, in.LandM2, in.PlannedStart, in.PlannedEnd
	if in.Region != "" {
		p.Region = in.Region
	}
	p.Attrs = models.JSONOf(catalog.Attrs{})
	if in.Attrs != nil {
		p.Attrs = models.JSONOf(in.Attrs)
	}
}

// begin checks the right and the configuration before a change.
func (s *Service) begin(ctx context.Context, a policy.Actor, act policy.Action) (policy.Scope, error) {
	scope, err := s.Cases.Policy.Scope(a, act)
	if err != nil {
		return scope, err
	}
	return scope, s.Cases.County.Fresh(ctx)
}

// Create begins a project: of the enterprise's own, of an agent's client, or by the task-force lead.
// It gets its internal number (XM20260012). An enterprise outside the actor's rows is NotFound.
func (s *Service) Create(ctx context.Context, a policy.Actor, in Input) (*models.Project, error) {
	scope, err := s.begin(ctx, a, Create)
	if err != nil {
		return nil, err
	}
	if err := s.check(&in, s.Cases.County.Now().Settings.Region); err != nil {
		return nil, err
	}
	if a.Role == policy.Enterprise {
		in.EnterpriseID = a.EnterpriseID
	}
	var p *models.Project
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if p, err = create(tx, a, scope, &in); err != nil {
			return err
		}
		return tx.Answer(p)
	})
	return p, err
}

func create(tx *store.Tx, a policy.Actor, scope policy.Scope, in *Input) (*models.Project, error) {
	owner, err := tx.Enterprise(scope, in.EnterpriseID)
	if err != nil {
		return nil, err
	}
	if !owner.MayDraft() {
		return nil, models.E(models.Illegal, "enterprise.suspended")
	}
	year := tx.Today().Year()
	n, err := tx.NextProject(year)
	if err != nil {
		return nil, err
	}
	number, err := models.ProjectNumber(year, n)
	if err != nil {
		return nil, err
	}
	p := &models.Project{
		Number: number, EnterpriseID: owner.ID, Region: owner.Region, Class: ClassOrdinary, Status: models.ProjectIntent, CreatedBy: a.UserID,
	}
	switch a.Role {
	case policy.Agent:
		p.AgentID = a.UserID
	case policy.TaskforceLead:
		p.TaskforceID = a.UserID
	}
	in.fill(p)
	return p, tx.CreateProject(p)
}

// Edit changes what describes a project; whose it is, its number and its code stay.
func (s *Service) Edit(ctx context.Context, a policy.Actor, id int64, in Input) (*models.Project, error) {
	scope, err := s.begin(ctx, a, Edit)
	if err != nil {
		return nil, err
	}
	if err := s.check(&in, s.Cases.County.Now().Settings.Region); err != nil {
		return nil, err
	}
	return s.change(ctx, scope, id, in.Version, func(_ *store.Tx, p *models.Project) error {
		in.fill(p)
		return nil
	})
}

// change runs f on a project and stores it. Conflict on an older copy.
func (s *Service) change(ctx context.Context, scope policy.Scope, id, version int64, f func(*store.Tx, *models.Project) error) (*models.Project, error) {
	var p *models.Project
	err := s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		p, err = tx.ProjectIn(scope, id)
		if err != nil {
			return err
		}
		if version != p.Version {
			return models.E(models.Conflict, "project.changed_meanwhile")
		}
		switch p.Status {
		case models.ProjectExit, models.ProjectDropped:
			return models.E(models.Illegal, "project.ended").With("status", string(p.Status))
		}
		said := string(p.Attrs)
		if err := f(tx, p); err != nil {
			return err
		}
		if err := tx.SaveProject(p); err != nil || said == string(p.Attrs) {
			return err
		}
		return s.Cases.WakeIn(ctx, tx, p)
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// journal writes an act on a project that somebody must answer for.
func journal(tx *store.Tx, a policy.Actor, p *models.Project, action, reason string, before, after any) error {
	return tx.NoteAdmin(models.AdminEvent{
		Region: p.Region, ActorID: a.UserID, ActorName: a.Name, ActorRole: string(a.Role), ForUserID: a.ForUserID,
		Action: action, SubjectKind: "project", SubjectID: p.ID, StateBefore: models.JSONOf(before), StateAfter: models.JSONOf(after), Reason: reason,
	})
}

// List gives a page of projects, newest first: an enterprise's own, an agent's and its clients', those
// of the division for staff.
func (s *Service) List(ctx context.Context, a policy.Actor, f store.ProjectFilter) ([]store.ProjectLine, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Projects(ctx, scope, f)
}

// Page is what the page of a project shows.
type Page struct {
	Project    models.Project   `json:"project"`
	Enterprise string           `json:"enterprise"`
	People     map[int64]string `json:"people"` // names of the responsible persons, by id
	Cases      []store.CaseLine `json:"cases"`  // those the reader may see, newest first
}

// maxPageCases bounds the cases on the page of a project; a catalogue of 93 items fits twice.
const maxPageCases = 200

// Get gives the page of a project. Its cases are those within the reader's own rows.
func (s *Service) Get(ctx context.Context, a policy.Actor, id int64) (*Page, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	p, err := s.Cases.Store.ProjectIn(ctx, scope, id)
	if err != nil {
		return nil, err
	}
	page := &Page{Project: *p}
	owner, err := s.Cases.Store.Applicant(ctx, p.EnterpriseID)
	if err != nil {
		return nil, err
	}
	page.Enterprise = owner.Name
	if page.People, err = s.Cases.Store.Names(ctx, p.LeaderID, p.PersonID, p.AgentID, p.TaskforceID, p.CreatedBy); err != nil {
		return nil, err
	}
	page.Cases, err = s.Cases.Store.Cases(ctx, scope, store.CaseFilter{ProjectID: p.ID, Limit: maxPageCases})
	return page, err
}
