package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CreateTodo stores a dated task.
func (tx *Tx) CreateTodo(t *models.Todo) error {
	t.CreatedAt, t.Status, t.Version = tx.Now, models.Open, 1
	return tx.db.Create(t).Error
}

// Todo reads a task of a person, for a change.
func (tx *Tx) Todo(owner, id int64) (*models.Todo, error) {
	var t models.Todo
	err := tx.forChange().Where("id = ? AND owner_id = ?", id, owner).Take(&t).Error
	return &t, found(err, "todo")
}

// SaveTodo stores a changed task, unless it changed since it was read (Conflict).
func (tx *Tx) SaveTodo(t *models.Todo) error {
	read := t.Version
	t.Version++
	return saveVersion(tx.db, t, read, "todo")
}

// HasTodo tells whether a person was given a task of this kind on a case before.
func (tx *Tx) HasTodo(owner, caseID int64, kind string) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Todo{}).Where("case_id = ? AND owner_id = ? AND kind = ?", caseID, owner, kind).Count(&n).Error
	return n > 0, err
}

// HasProjectTodo tells whether a person has an open task of this kind on a project itself.
func (tx *Tx) HasProjectTodo(owner, projectID int64, kind string) (bool, error) {
	var n int64
	err := tx.db.Model(&models.Todo{}).
		Where("project_id = ? AND case_id = 0 AND owner_id = ? AND kind = ? AND status = ?", projectID, owner, kind, models.Open).Count(&n).Error
	return n > 0, err
}

// TodoFilter narrows a list of tasks. Zero fields do not narrow.
type TodoFilter struct {
	Status       models.Status
	DueTo        models.Date
	EnterpriseID int64
	CaseID       int64
	AfterDue     models.Date // keyset: by due day, then id
	AfterID      int64
	Limit        int
}

// Todos gives a page of a person's tasks, by what is due: those of nobody's, and those with an
// enterprise, on a case or on a project that the scope still holds.
func (s *Store) Todos(ctx context.Context, in policy.Scope, owner int64, f TodoFilter) (out []models.Todo, err error) {
	db := s.q(ctx).Where("owner_id = ? AND (enterprise_id = 0 OR EXISTS (?) OR EXISTS (?) OR EXISTS (?))", owner,
		s.q(ctx).Model(&models.Enterprise{}).Select("1").Where("enterprises.id = todos.enterprise_id").Scopes(enterprisesWithin(in)),
		s.q(ctx).Model(&models.Case{}).Select("1").Where("cases.id = todos.case_id").Scopes(within(in)),
		s.q(ctx).Model(&models.Project{}).Select("1").Where("projects.id = todos.project_id").Scopes(projectsWithin(in)))
	if f.Status != "" {
		db = db.Where("status = ?", f.Status)
	}
	if f.DueTo != 0 {
		db = db.Where("due_on <= ?", f.DueTo)
	}
	if f.EnterpriseID != 0 {
		db = db.Where("enterprise_id = ?", f.EnterpriseID)
	}
	if f.CaseID != 0 {
		db = db.Where("case_id = ?", f.CaseID)
	}
	if f.AfterID != 0 {
		db = db.Where("(due_on > ? OR (due_on = ? AND id > ?))", f.AfterDue, f.AfterDue, f.AfterID)
	}
	return out, db.Order("due_on, id").Limit(pageSize(f.Limit)).Find(&out).Error
}

// MoveTodos gives the open tasks of one person to another.
func (tx *Tx) MoveTodos(from, to int64) error {
	return tx.db.Model(&models.Todo{}).Where("owner_id = ? AND status = ?", from, models.Open).
		Updates(map[string]any{"owner_id": to, "version": gorm.Expr("version + 1")}).Error
}

// DoneTodos marks a person's open tasks of a kind with an enterprise as done.
func (tx *Tx) DoneTodos(owner, enterpriseID int64, kind, note string) error {
	return tx.db.Model(&models.Todo{}).
		Where("owner_id = ? AND status = ? AND enterprise_id = ? AND kind = ?", owner, models.Open, enterpriseID, kind).
		UpdateColumns(map[string]any{"status": models.Done, "done_at": tx.Now, "done_note": note, "version": gorm.Expr("version + 1")}).Error
}
