package store

import (
	"context"
	"fmt"
)

// Pages gives how many pages SQLite's file has.
func (s *Store) Pages(ctx context.Context) (n int, err error) {
	return n, s.q(ctx).Raw("PRAGMA page_count").Scan(&n).Error
}

// LimitPages sets how many pages SQLite's file may have: the disk is full then.
func (s *Store) LimitPages(ctx context.Context, n int) error {
	return s.InTx(ctx, func(tx *Tx) error {
		var now int
		return tx.db.Raw(fmt.Sprintf("PRAGMA max_page_count = %d", n)).Scan(&now).Error
	})
}
