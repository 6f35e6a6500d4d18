package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Project reads a project for a change.
func (tx *Tx) Project(id int64) (*models.Project, error) { return project(tx.db, id) }

// ProjectByID reads a project; the caller has checked that it may be seen.
func (s *Store) ProjectByID(ctx context.Context, id int64) (*models.Project, error) {
	return project(s.q(ctx), id)
}

func project(db *gorm.DB, id int64) (*models.Project, error) {
	var p models.Project
	err := db.Take(&p, id).Error
	return &p, found(err, "project")
}

// CreateProject stores a new project and gives it its id.
func (tx *Tx) CreateProject(p *models.Project) error {
	p.CreatedAt, p.UpdatedAt, p.Version = tx.Now, tx.Now, 1
	return tx.db.Create(p).Error
}

// projectsWithin keeps a query of projects inside a scope: an enterprise's own, those of an agent or
// of a client whose mandate is in force, those whose task force one leads or that have none yet, or
// those of a division.
func projectsWithin(in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		r, ok := in.Rows()
		switch {
		case !ok:
			return db.Where("1 = 0")
		case r.All:
			return db
		case r.EnterpriseID != 0:
			return db.Where("projects.enterprise_id = ?", r.EnterpriseID)
		case r.AgentID != 0:
			return db.Where("(projects.agent_id = ? AND NOT EXISTS (SELECT 1 FROM mandates m WHERE m.enterprise_id = projects.enterprise_id"+
				" AND m.agent_id = ? AND m.revoked_at IS NOT NULL) OR EXISTS (SELECT 1 FROM mandates m WHERE m.enterprise_id = projects.enterprise_id"+
				" AND m.agent_id = ? AND m.revoked_at IS NULL AND m.valid_from <= ? AND m.valid_to >= ?))",
				r.AgentID, r.AgentID, r.AgentID, r.Today, r.Today)
		}
		if r.TaskforceID != 0 {
			db = db.Where("projects.taskforce_id IN ?", []int64{r.TaskforceID, 0})
		}
		return db.Where("projects.region BETWEEN ? AND ?", regionLow(r.Region), regionHigh(r.Region))
	}
}

// ProjectIn reads a project within the scope, for a change.
func (tx *Tx) ProjectIn(in policy.Scope, id int64) (*models.Project, error) {
	return project(tx.forChange().Scopes(projectsWithin(in)), id)
}

// ProjectIn reads a project within the scope.
func (s *Store) ProjectIn(ctx context.Context, in policy.Scope, id int64) (*models.Project, error) {
	return project(s.q(ctx).Scopes(projectsWithin(in)), id)
}

// ProjectsLed gives the projects of an agent (领办员) that go on, for a change.
func (tx *Tx) ProjectsLed(agentID int64) (out []models.Project, err error) {
	ended := []models.ProjectStatus{models.ProjectExit, models.ProjectDropped}
	return out, tx.forChange().Where("agent_id = ? AND status NOT IN ?", agentID, ended).Order("id").Find(&out).Error
}

// SaveProject stores a changed project, unless it changed since it was read (Conflict), or another
// project has its national code already (Invalid).
func (tx *Tx) SaveProject(p *models.Project) error {
	read := p.Version
	p.Version++
	p.UpdatedAt = tx.Now
	err := saveVersion(tx.db, p, read, "project")
	if isDuplicate(err) {
		return models.E(models.Invalid, "project.invalid").At("code", "project_code.taken")
	}
	return err
}

// ProjectCodeTaken tells whether a project other than this one has the national code.
func (tx *Tx) ProjectCodeTaken(code models.Text, but int64) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Project{}).Where("code = ? AND id <> ?", code, but).Count(&n).Error
	return n > 0, err
}

// NextProject gives the next serial of a year. It moves by compare-and-set in this transaction; one
// that lost the race runs again.
func (tx *Tx) NextProject(year int) (int, error) {
	var last int
	q := tx.db.Raw("SELECT last FROM project_counters WHERE year = ?", year).Scan(&last)
	if q.Error != nil {
		return 0, q.Error
	}
	if q.RowsAffected == 0 {
		err := tx.db.Exec("INSERT INTO project_counters (year, last) VALUES (?, 1)", year).Error
		if isDuplicate(err) {
			return 0, errRunAgain
		}
		return 1, err
	}
	res := tx.db.Exec("UPDATE project_counters SET last = ? WHERE year = ? AND last = ?", last+1, year, last)
	if res.Error == nil && res.RowsAffected == 0 {
		return 0, errRunAgain
	}
	return last + 1, res.Error
}

// ProjectFilter narrows a list of projects. Zero fields do not narrow.
type ProjectFilter struct {
	Status       models.ProjectStatus
	Class        string
	Key          bool // key projects only
	EnterpriseID int64
	AgentID      int64
	Region       string
	Text         string // part of the name, number or code, or of the enterprise's name
	BeforeID     int64  // keyset: newest first
	Limit        int
}

// ProjectLine is one line of a list of projects.
type ProjectLine struct {
	models.Project `gorm:"embedded"`
	Enterprise     string `json:"enterprise"`
	OpenCases      int    `json:"openCases"`
}

// Projects gives a page of projects within the scope, newest first.
func (s *Store) Projects(ctx context.Context, in policy.Scope, f ProjectFilter) (out []ProjectLine, err error) {
	db := s.q(ctx).Model(&models.Project{}).Scopes(projectsWithin(in)).
		Select("projects.*, e.name AS enterprise, (SELECT COUNT(*) FROM cases c WHERE c.project_id = projects.id AND c.open_dept IS NOT NULL) AS open_cases").
		Joins("JOIN enterprises e ON e.id = projects.enterprise_id")
	return out, f.narrow(db).Order("projects.id DESC").Limit(pageSize(f.Limit)).Scan(&out).Error
}

func (f *ProjectFilter) narrow(db *gorm.DB) *gorm.DB {
	eq := func(col string, v any, zero bool) {
		if !zero {
			db = db.Where("projects."+col+" = ?", v)
		}
	}
	eq("status", f.Status, f.Status == "")
	eq("class", f.Class, f.Class == "")
	eq("is_key", true, !f.Key)
	eq("enterprise_id", f.EnterpriseID, f.EnterpriseID == 0)
	eq("agent_id", f.AgentID, f.AgentID == 0)
	if f.Region != "" {
		db = db.Where("projects.region BETWEEN ? AND ?", regionLow(f.Region), regionHigh(f.Region))
	}
	if f.BeforeID != 0 {
		db = db.Where("projects.id < ?", f.BeforeID)
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		like := "%" + escapeLike(text) + "%"
		db = db.Where("(projects.name LIKE ? ESCAPE '!' OR projects.number LIKE ? ESCAPE '!' OR projects.code LIKE ? ESCAPE '!' OR e.name LIKE ? ESCAPE '!')",
			like, like, like, like)
	}
	return db
}
