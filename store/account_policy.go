package store

import (
	"context"

	"onestop.internal/models"
)

// PolicyRules lists the administrators' changes of the rules that stand at status, or all, by id.
func (s *Store) PolicyRules(ctx context.Context, status models.Decided) (out []models.PolicyRule, err error) {
	db := s.q(ctx).Order("id")
	if status != "" {
		db = db.Where("status = ?", status)
	}
	return out, db.Find(&out).Error
}

// CreatePolicyRule stores a proposed change of the rules.
func (tx *Tx) CreatePolicyRule(r *models.PolicyRule) error {
	r.ProposedAt = tx.Now
	return tx.db.Create(r).Error
}

// PolicyRule reads a change of the rules, for a change.
func (tx *Tx) PolicyRule(id int64) (*models.PolicyRule, error) {
	var r models.PolicyRule
	err := tx.forChange().Where("id = ?", id).Take(&r).Error
	return &r, found(err, "policy_rule")
}

// SavePolicyRule stores that a change was confirmed, rejected or revoked, if it still stood at was,
// and moves the revision of the configuration, so that every instance reads the rules again.
func (tx *Tx) SavePolicyRule(r *models.PolicyRule, was models.Decided) error {
	res := tx.db.Select("*").Where("status = ?", was).Updates(r)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 0 {
		return models.E(models.Conflict, "policy_rule.changed_meanwhile")
	}
	_, err := tx.BumpConfig()
	return err
}
