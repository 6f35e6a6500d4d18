package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
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
