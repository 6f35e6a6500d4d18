package store

import (
	"context"

	"onestop.internal/models"
)

// Lease is the right of one instance to do a job, until it ends or is given up. Progress is how far the
// job has come; it outlives the holder.
type Lease struct {
	Name     string
	Holder   string
	UntilAt  models.Instant
	Progress models.RawJSON
}

// Take gets a lease for holder up to an instant: it is free, has run out, or is holder's already. nil
// means that another has it.
func (tx *Tx) Take(name, holder string, until models.Instant) (*Lease, error) {
	var have []Lease
	if err := tx.forChange().Table("leases").Where("name = ?", name).Find(&have).Error; err != nil {
		return nil, err
	}
	if len(have) == 0 {
		l := &Lease{Name: name, Holder: holder, UntilAt: until}
		err := tx.db.Exec("INSERT INTO leases (name, holder, until_at) VALUES (?, ?, ?)", name, holder, int64(until)).Error
		if isDuplicate(err) {
			return nil, errRunAgain
		}
		return l, err
	}
	l := &have[0]
	if l.Holder != holder && l.UntilAt > tx.Now {
		return nil, nil
	}
	l.Holder, l.UntilAt = holder, until
	return l, tx.db.Exec("UPDATE leases SET holder = ?, until_at = ? WHERE name = ?", holder, int64(until), name).Error
}

// Advance stores how far a job has come. It is a Conflict where holder has lost the lease.
func (tx *Tx) Advance(name, holder string, progress models.RawJSON) error {
	res := tx.db.Exec("UPDATE leases SET progress = ? WHERE name = ? AND holder = ?", progress, name, holder)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, "lease.lost")
	}
	return res.Error
}

// GiveUp ends a lease of holder's.
func (tx *Tx) GiveUp(name, holder string) error {
	return tx.db.Exec("UPDATE leases SET until_at = 0 WHERE name = ? AND holder = ?", name, holder).Error
}

// LeaseProgress gives how far a job has come; nil where it never began.
func (s *Store) LeaseProgress(ctx context.Context, name string) (models.RawJSON, error) {
	var have []Lease
	err := s.q(ctx).Table("leases").Where("name = ?", name).Find(&have).Error
	if err != nil || len(have) == 0 {
		return nil, err
	}
	return have[0].Progress, nil
}
