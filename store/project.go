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
