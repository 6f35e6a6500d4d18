package store

import (
	"context"
	"errors"

	"gorm.io/gorm/clause"

	"onestop.internal/models"
)

// errRunAgain asks InTx to run the whole transaction again.
var errRunAgain = errors.New("store: lost a race, run again")

// Emit puts facts in the outbox: they are told only if the transaction commits.
func (tx *Tx) Emit(facts ...models.Outbox) error {
	for i := range facts {
		facts[i].CreatedAt = tx.Now
	}
	_, err := put(tx, pointers(facts), "")
	return err
}

// OutboxAfter gives the facts with an id above the given one, in order.
func (s *Store) OutboxAfter(ctx context.Context, after int64, limit int) (out []models.Outbox, err error) {
	return out, s.q(ctx).Where("id > ?", after).Order("id").Limit(limit).Find(&out).Error
}

// OutboxHead gives the newest id of the outbox, 0 where it is empty.
func (s *Store) OutboxHead(ctx context.Context) (id int64, err error) {
	return id, s.q(ctx).Model(&models.Outbox{}).Select("COALESCE(MAX(id), 0)").Scan(&id).Error
}

// KeptAnswer gives the first answer to a keyed request, nil where there is none.
func (tx *Tx) KeptAnswer(actorID int64, route, key string) (*models.Idempotency, error) {
	var rows []models.Idempotency
	err := tx.db.Where("actor_id = ? AND route = ? AND idem_key = ?", actorID, route, key).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// KeepAnswer stores the first answer to a keyed request. Where another request with the same key was
// first, the transaction is run again and then finds that answer.
func (tx *Tx) KeepAnswer(a *models.Idempotency) error {
	a.CreatedAt = tx.Now
	err := tx.db.Create(a).Error
	if isDuplicate(err) {
		return errRunAgain
	}
	return err
}

// Settings gives all county settings.
func (s *Store) Settings(ctx context.Context) (out []models.Setting, err error) {
	return out, s.q(ctx).Order("setting_key").Find(&out).Error
}

// PutSetting stores a setting and moves the revision of the configuration.
func (tx *Tx) PutSetting(v models.Setting) error {
	v.UpdatedAt = tx.Now
	if err := tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&v).Error; err != nil {
		return err
	}
	_, err := tx.BumpConfig()
	return err
}

// BumpConfig moves the revision of calendar, catalogue and policy and gives the new one.
func (tx *Tx) BumpConfig() (rev int64, err error) {
	if err := tx.db.Exec("UPDATE config_revs SET rev = rev + 1 WHERE name = 'config'").Error; err != nil {
		return 0, err
	}
	return rev, tx.db.Raw("SELECT rev FROM config_revs WHERE name = 'config'").Scan(&rev).Error
}

// ConfigRev gives the revision of the configuration.
func (s *Store) ConfigRev(ctx context.Context) (rev int64, err error) {
	return rev, s.q(ctx).Raw("SELECT rev FROM config_revs WHERE name = 'config'").Scan(&rev).Error
}

// ConfigRev gives the revision of the configuration that this transaction runs on.
func (tx *Tx) ConfigRev() (rev int64, err error) {
	return rev, tx.db.Raw("SELECT rev FROM config_revs WHERE name = 'config'").Scan(&rev).Error
}
