package store

import (
	"context"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// mandatesWithin keeps a query of mandates inside a scope: an enterprise's own, an agent's own, or
// those of the enterprises served in the division of a post.
func mandatesWithin(in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		r, ok := in.Rows()
		switch {
		case !ok:
			return db.Where("1 = 0")
		case r.All:
			return db
		case r.EnterpriseID != 0:
			return db.Where("mandates.enterprise_id = ?", r.EnterpriseID)
		case r.AgentID != 0:
			return db.Where("mandates.agent_id = ?", r.AgentID)
		}
		return db.Where("EXISTS (SELECT 1 FROM enterprises e WHERE e.id = mandates.enterprise_id AND e.region BETWEEN ? AND ?)",
			regionLow(r.Region), regionHigh(r.Region))
	}
}

// CreateMandate stores a mandate with its items.
func (tx *Tx) CreateMandate(m *models.Mandate) error {
	m.CreatedAt = tx.Now
	if err := tx.db.Create(m).Error; err != nil {
		return err
	}
	if m.AllItems || len(m.Items) == 0 {
		return nil
	}
	rows := make([]models.MandateItem, len(m.Items))
	for i, code := range m.Items {
		rows[i] = models.MandateItem{MandateID: m.ID, ItemCode: code}
	}
	return tx.db.Create(&rows).Error
}

// SaveMandate stores that a mandate was granted, refused or revoked, if it still stood at was. Its
// items never change.
func (tx *Tx) SaveMandate(m *models.Mandate, was models.MandateStatus) error {
	res := tx.db.Select("*").Where("status = ?", was).Updates(m)
	if res.Error == nil && res.RowsAffected == 0 {
		return models.E(models.Conflict, "mandate.changed_meanwhile")
	}
	return res.Error
}

// Mandate reads a mandate within the scope, for a change.
func (tx *Tx) Mandate(in policy.Scope, id int64) (*models.Mandate, error) {
	return oneMandate(tx.db, tx.forChange().Scopes(mandatesWithin(in)), id)
}

// Mandate reads a mandate within the scope.
func (s *Store) Mandate(ctx context.Context, in policy.Scope, id int64) (*models.Mandate, error) {
	return oneMandate(s.q(ctx), s.q(ctx).Scopes(mandatesWithin(in)), id)
}

func oneMandate(db, q *gorm.DB, id int64) (*models.Mandate, error) {
	out := make([]models.Mandate, 1)
	if err := q.Where("mandates.id = ?", id).Take(&out[0]).Error; err != nil {
		return nil, found(err, "mandate")
	}
	return &out[0], withItems(db, out)
}

// MandateFilter narrows a list of mandates.
type MandateFilter struct {
	EnterpriseID int64
	AgentID      int64
	Status       models.MandateStatus
	Decided      bool        // none that still waits for the enterprise
	On           models.Date // in force on this day
	Before       int64       // id of the last one seen
	Limit        int
}

// Mandates lists mandates within the scope, newest first.
func (s *Store) Mandates(ctx context.Context, in policy.Scope, f MandateFilter) (out []models.Mandate, err error) {
	db := s.q(ctx).Scopes(mandatesWithin(in))
	if f.Before > 0 {
		db = db.Where("mandates.id < ?", f.Before)
	}
	if f.EnterpriseID != 0 {
		db = db.Where("enterprise_id = ?", f.EnterpriseID)
	}
	if f.AgentID != 0 {
		db = db.Where("agent_id = ?", f.AgentID)
	}
	if f.Decided {
		db = db.Where("status <> ?", models.MandateRequested)
	}
	if f.Status != "" {
		db = db.Where("status = ?", f.Status)
	}
	if f.On != 0 {
		db = db.Where("revoked_at IS NULL AND valid_from <= ? AND valid_to >= ?", f.On, f.On)
	}
	if err := db.Order("mandates.id DESC").Limit(pageSize(f.Limit)).Find(&out).Error; err != nil {
		return nil, err
	}
	return out, withItems(s.q(ctx), out)
}

// MandateFor gives a mandate by which an agent may use a power for an enterprise in an item on a day;
// Denied with the key mandate.none where there is none.
func (tx *Tx) MandateFor(agentID, enterpriseID int64, item string, p models.Power, on models.Date) (*models.Mandate, error) {
	return mandateFor(tx.db, agentID, enterpriseID, item, p, on)
}

// MandateFor gives a mandate by which an agent may use a power for an enterprise in an item on a day;
// Denied with the key mandate.none where there is none.
func (s *Store) MandateFor(
	ctx context.Context, agentID, enterpriseID int64, item string, p models.Power, on models.Date,
) (*models.Mandate, error) {
	return mandateFor(s.q(ctx), agentID, enterpriseID, item, p, on)
}

func mandateFor(db *gorm.DB, agentID, enterpriseID int64, item string, p models.Power, on models.Date) (*models.Mandate, error) {
	db = db.Session(&gorm.Session{})
	var all []models.Mandate
	err := db.Where("enterprise_id = ? AND agent_id = ? AND revoked_at IS NULL AND valid_from <= ? AND valid_to >= ?",
		enterpriseID, agentID, on, on).Order("id").Find(&all).Error
	if err != nil {
		return nil, err
	}
	if err := withItems(db, all); err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].InForce(on) && all[i].Gives(item, p) {
			return &all[i], nil
		}
	}
	return nil, models.E(models.Denied, "mandate.none").With("item", item)
}

// withItems fills in the items of mandates, by one query.
func withItems(db *gorm.DB, all []models.Mandate) error {
	ids := make([]int64, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []models.MandateItem
	if err := db.Where("mandate_id IN ?", ids).Order("mandate_id, item_code").Find(&rows).Error; err != nil {
		return err
	}
	by := map[int64][]string{}
	for _, r := range rows {
		by[r.MandateID] = append(by[r.MandateID], r.ItemCode)
	}
	for i := range all {
		all[i].Items = by[all[i].ID]
	}
	return nil
}
