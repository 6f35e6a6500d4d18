package accounts

import (
	"context"
	"fmt"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// RuleInput proposes a change of the rules.
type RuleInput struct {
	Role   policy.Role `json:"role"`
	Region string      `json:"region"` // a division and all below it; "*" for everywhere
	Object string      `json:"object"`
	Verb   string      `json:"verb"`   // "*" for every verb
	Effect string      `json:"effect"` // allow, deny
	Reason string      `json:"reason"`
}

// Rules lists the changes of the rules that stand at status, or all.
func (s *Service) Rules(ctx context.Context, a policy.Actor, status models.Decided) ([]models.PolicyRule, error) {
	if _, err := s.may(a, RuleRead); err != nil {
		return nil, err
	}
	return s.Store.PolicyRules(ctx, status)
}

// ProposeRule proposes a change of the rules. It holds once another person has confirmed it. The
// three administrators and what keeps them apart cannot be changed.
func (s *Service) ProposeRule(ctx context.Context, a policy.Actor, in RuleInput) (out *models.PolicyRule, err error) {
	if _, err := s.may(a, RulePropose); err != nil {
		return nil, err
	}
	row := models.PolicyRule{
		Role: string(in.Role), Region: in.Region, Object: in.Object, Verb: in.Verb, Effect: in.Effect,
		Status: models.Proposed, ProposedBy: a.UserID,
	}
	bad := models.E(models.Invalid, "policy_rule.invalid")
	row.Reason = paragraph(bad, "reason", in.Reason, true)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	if err := policy.CheckRule(row); err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		r := row // the function may run again
		out = &r
		if err := tx.CreatePolicyRule(&r); err != nil {
			return err
		}
		return note(ctx, tx, a, act{action: "rule.propose", kind: "rule", id: r.ID, after: r, reason: r.Reason})
	})
}

// ConfirmRule makes a proposed change hold, by another person than proposed it.
func (s *Service) ConfirmRule(ctx context.Context, a policy.Actor, id int64) (*models.PolicyRule, error) {
	return s.changeRule(ctx, a, id, models.Proposed, "rule.confirm", "", func(tx *store.Tx, r *models.PolicyRule) error {
		if err := policy.CheckRule(*r); err != nil {
			return err
		}
		r.Status, r.DecidedBy, r.DecidedAt = models.Active, a.UserID, tx.Now
		return nil
	})
}

// RejectRule refuses a proposed change, by another person than proposed it.
func (s *Service) RejectRule(ctx context.Context, a policy.Actor, id int64, reason string) (*models.PolicyRule, error) {
	return s.changeRule(ctx, a, id, models.Proposed, "rule.reject", reason, func(tx *store.Tx, r *models.PolicyRule) error {
		r.Status, r.DecidedBy, r.DecidedAt = models.Rejected, a.UserID, tx.Now
		return nil
	})
}

// RevokeRule takes a change back, by another person than proposed it.
func (s *Service) RevokeRule(ctx context.Context, a policy.Actor, id int64, reason string) (*models.PolicyRule, error) {
	return s.changeRule(ctx, a, id, models.Active, "rule.revoke", reason, func(tx *store.Tx, r *models.PolicyRule) error {
		r.Status, r.RevokedBy, r.RevokedAt = models.Revoked, a.UserID, tx.Now
		return nil
	})
}

// changeRule changes a rule that stands at was and reads the rules again.
func (s *Service) changeRule(
	ctx context.Context, a policy.Actor, id int64, was models.Decided, name, reason string, f func(*store.Tx, *models.PolicyRule) error,
) (out *models.PolicyRule, err error) {
	if _, err := s.may(a, RuleConfirm); err != nil {
		return nil, err
	}
	bad := models.E(models.Invalid, "policy_rule.invalid")
	reason = paragraph(bad, "reason", reason, name != "rule.confirm")
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	err = s.Store.InTx(ctx, func(tx *store.Tx) error {
		r, err := tx.PolicyRule(id)
		if err != nil {
			return err
		}
		if r.Status != was {
			return models.E(models.Illegal, "policy_rule.status").With("status", string(r.Status))
		}
		if err := secondPerson(tx, a, 0, r.ProposedBy); err != nil {
			return err
		}
		before := *r
		if err := f(tx, r); err != nil {
			return err
		}
		if err := tx.SavePolicyRule(r, was); err != nil {
			return err
		}
		out = r
		return note(ctx, tx, a, act{action: name, kind: "rule", id: r.ID, before: before, after: r, reason: reason})
	})
	if err != nil {
		return nil, err
	}
	return out, s.LoadRules(ctx)
}

// LoadRules reads the rules with the changes that hold: at the start, and whenever the revision of
// the configuration has moved.
func (s *Service) LoadRules(ctx context.Context) error {
	rules, err := s.Store.PolicyRules(ctx, models.Active)
	if err != nil {
		return fmt.Errorf("rules: %w", err)
	}
	var b strings.Builder
	for _, r := range rules {
		b.WriteString(policy.Line(r))
	}
	return s.Policy.Load(b.String())
}
