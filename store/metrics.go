package store

import (
	"context"
	"database/sql"

	"onestop.internal/models"
)

// Pool gives the figures of the pool of connections that requests read with; on MySQL it is the only one.
func (s *Store) Pool() sql.DBStats {
	db, err := s.read.DB()
	if err != nil {
		return sql.DBStats{}
	}
	return db.Stats()
}

// Undelivered gives how many deliveries of these handlers are not done, and when the oldest of their facts
// was stored.
func (s *Store) Undelivered(ctx context.Context, handlers []string) (n int64, oldest models.Instant, err error) {
	row := struct {
		N      int64
		Oldest models.Instant
	}{}
	err = s.q(ctx).Raw(`SELECT COUNT(*) AS n, MIN(o.created_at) AS oldest FROM deliveries d JOIN outbox o ON o.id = d.outbox_id
 WHERE d.handler IN ? AND d.done_at IS NULL`, handlers).Scan(&row).Error
	return row.N, row.Oldest, err
}
