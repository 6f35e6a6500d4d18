package accounts

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// owner refuses an actor who does not administer the enterprise that it acts for (Denied).
func owner(tx *store.Tx, a policy.Actor) error {
	m, err := tx.Membership(a.EnterpriseID, a.UserID)
	if models.CodeOf(err) == models.NotFound || err == nil && (m.Status != models.MemberActive || m.Role != models.MemberOwner) {
		return models.E(models.Denied, "member.not_owner")
	}
	return err
}

// Members lists the persons of an enterprise: one's own, or, for a clerk, one of the division.
func (s *Service) Members(ctx context.Context, a policy.Actor, enterpriseID int64) ([]store.Member, error) {
	what := MemberRecover
	if a.Role == policy.Enterprise {
		what = MemberManage
	}
	in, err := s.may(a, what)
	if err != nil {
		return nil, err
	}
	return s.Store.Members(ctx, in, enterpriseID)
}

// MemberInput decides about a person who asks to be let in.
type MemberInput struct {
	UserID int64             `json:"userId"`
	Admit  bool              `json:"admit"`
	Role   models.MemberRole `json:"role"`
}

// DecideMember lets a person in who asks, or refuses. The enterprise's administrator does it.
func (s *Service) DecideMember(ctx context.Context, a policy.Actor, in MemberInput) error {
	if in.Admit && in.Role != models.MemberOwner && in.Role != models.MemberOperator {
		return models.E(models.Invalid, "member.invalid").At("role", "field.choice")
	}
	return s.ownMember(ctx, a, in.UserID, "member.decide", func(tx *store.Tx, m *models.Membership) error {
		if m.Status != models.MemberRequested {
			return models.E(models.Illegal, "member.not_requested")
		}
		m.Status = models.MemberRemoved
		if in.Admit {
			m.Status, m.Role = models.MemberActive, in.Role
		}
		return nil
	})
}

// SetMemberRole makes a member an administrator or an operator. The last administrator stays one.
func (s *Service) SetMemberRole(ctx context.Context, a policy.Actor, userID int64, role models.MemberRole) error {
	if role != models.MemberOwner && role != models.MemberOperator {
		return models.E(models.Invalid, "member.invalid").At("role", "field.choice")
	}
	return s.ownMember(ctx, a, userID, "member.role", func(tx *store.Tx, m *models.Membership) error {
		if m.Status != models.MemberActive {
			return models.E(models.Illegal, "member.not_active")
		}
		if role == models.MemberOperator {
			if err := notLastOwner(tx, m); err != nil {
				return err
			}
		}
		m.Role = role
		return tx.RevokeSessionsOf(userID, 0, "member role")
	})
}

// RemoveMember takes a person out of the enterprise and ends the person's sessions. The last
// administrator cannot be removed.
func (s *Service) RemoveMember(ctx context.Context, a policy.Actor, userID int64) error {
	return s.ownMember(ctx, a, userID, "member.remove", func(tx *store.Tx, m *models.Membership) error {
		if m.Status == models.MemberRemoved {
			return models.E(models.NotFound, "member.not_found")
		}
		if err := notLastOwner(tx, m); err != nil {
			return err
		}
		m.Status = models.MemberRemoved
		return tx.RevokeSessionsOf(userID, 0, "member removed")
	})
}

func notLastOwner(tx *store.Tx, m *models.Membership) error {
	owners, err := tx.Owners(m.EnterpriseID)
	if err == nil && len(owners) == 1 && owners[0] == m.UserID {
		return models.E(models.Illegal, "member.last_owner")
	}
	return err
}

// ownMember changes a membership of the enterprise that the actor administers.
func (s *Service) ownMember(
	ctx context.Context, a policy.Actor, userID int64, name string, f func(*store.Tx, *models.Membership) error,
) error {
	if _, err := s.may(a, MemberManage); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := owner(tx, a); err != nil {
			return err
		}
		m, err := tx.Membership(a.EnterpriseID, userID)
		if err != nil {
			return err
		}
		before := *m
		if err := f(tx, m); err != nil {
			return err
		}
		m.DecidedBy, m.DecidedAt = a.UserID, tx.Now
		if err := tx.SaveMembership(m, before.Status); err != nil {
			return err
		}
		return note(ctx, tx, a, act{action: name, kind: "member", id: m.ID, before: before, after: m})
	})
}

// InviteMember makes a link by which a person joins the actor's enterprise, once, within seven days.
func (s *Service) InviteMember(ctx context.Context, a policy.Actor, role models.MemberRole) (token string, err error) {
	if role != models.MemberOwner && role != models.MemberOperator {
		return "", models.E(models.Invalid, "member.invalid").At("role", "field.choice")
	}
	if _, err := s.may(a, MemberManage); err != nil {
		return "", err
	}
	return token, s.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := owner(tx, a); err != nil {
			return err
		}
		token, err = newLink(tx, models.OneTimeLink{
			Purpose: models.LinkInvite, EnterpriseID: a.EnterpriseID, Role: string(role), CreatedBy: a.UserID,
		}, inviteFor)
		if err != nil {
			return err
		}
		return note(ctx, tx, a, act{action: "member.invite", kind: "enterprise", id: a.EnterpriseID, after: map[string]string{"role": string(role)}})
	})
}

// ResetMember makes a link by which a member of the actor's enterprise chooses a new password. It is
// Denied for one who has a post or is in another enterprise as well: that password opens more than
// this enterprise's doors.
func (s *Service) ResetMember(ctx context.Context, a policy.Actor, userID int64) (token string, err error) {
	if _, err := s.may(a, MemberManage); err != nil {
		return "", err
	}
	return token, s.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := owner(tx, a); err != nil {
			return err
		}
		m, err := tx.Membership(a.EnterpriseID, userID)
		if err != nil {
			return err
		}
		if m.Status != models.MemberActive || userID == a.UserID {
			return models.E(models.Illegal, "member.not_active")
		}
		if err := onlyIn(tx, userID, a.EnterpriseID); err != nil {
			return err
		}
		token, err = resetLink(ctx, tx, a, userID, "by the enterprise's administrator")
		return err
	})
}

// onlyIn refuses a person who has a post, or a part in another enterprise.
func onlyIn(tx *store.Tx, userID, enterpriseID int64) error {
	grants, err := tx.OpenGrantsOf(userID)
	if err != nil {
		return err
	}
	all, err := tx.MembershipsOf(userID)
	if err != nil {
		return err
	}
	elsewhere := slices.ContainsFunc(all, func(m models.Membership) bool { return m.EnterpriseID != enterpriseID })
	if len(grants) > 0 || elsewhere {
		return models.E(models.Denied, "member.belongs_elsewhere")
	}
	return nil
}

// CounterInput is a clerk's act for an enterprise whose people are at the counter.
type CounterInput struct {
	EnterpriseID int64  `json:"enterpriseId"`
	UserID       int64  `json:"userId"`
	Reason       string `json:"reason"` // who came, with which papers
}

// RecoverOwner makes a link by which the last administrator of an enterprise, at the counter with
// papers, chooses a new password. Illegal where the person is not the last one.
func (s *Service) RecoverOwner(ctx context.Context, a policy.Actor, in CounterInput) (token string, err error) {
	return token, s.atCounter(ctx, a, in, func(tx *store.Tx, e *models.Enterprise, reason string) error {
		owners, err := tx.Owners(e.ID)
		if err != nil {
			return err
		}
		if !slices.Equal(owners, []int64{in.UserID}) {
			return models.E(models.Illegal, "member.ask_own_owner")
		}
		if err := onlyIn(tx, in.UserID, e.ID); err != nil {
			return err
		}
		token, err = resetLink(ctx, tx, a, in.UserID, reason)
		return err
	})
}

// TransferOwnership makes a person who is in an enterprise, or asks to be, its only administrator:
// where it has none, or where it was never verified and somebody else registered its code first. The
// clerk has seen the licence and the authorisation.
func (s *Service) TransferOwnership(ctx context.Context, a policy.Actor, in CounterInput) error {
	return s.atCounter(ctx, a, in, func(tx *store.Tx, e *models.Enterprise, reason string) error {
		owners, err := tx.Owners(e.ID)
		if err != nil {
			return err
		}
		if len(owners) > 0 && (e.Status != models.EnterpriseUnverified || e.VerifiedAt != 0) {
			return models.E(models.Illegal, "member.ask_own_owner")
		}
		m, err := tx.Membership(e.ID, in.UserID)
		if err != nil {
			return err
		}
		for _, id := range owners {
			if id != in.UserID {
				if err := oust(tx, a, e.ID, id); err != nil {
					return err
				}
			}
		}
		before := *m
		m.Role, m.Status, m.DecidedBy, m.DecidedAt = models.MemberOwner, models.MemberActive, a.UserID, tx.Now
		if err := tx.SaveMembership(m, before.Status); err != nil {
			return err
		}
		return note(ctx, tx, a, act{
			action: "member.transfer", kind: "enterprise", id: e.ID, region: e.Region, before: owners, after: m, reason: reason,
		})
	})
}

// oust removes an administrator from an enterprise.
func oust(tx *store.Tx, a policy.Actor, enterpriseID, userID int64) error {
	m, err := tx.Membership(enterpriseID, userID)
	if err != nil {
		return err
	}
	was := m.Status
	m.Status, m.DecidedBy, m.DecidedAt = models.MemberRemoved, a.UserID, tx.Now
	if err := tx.SaveMembership(m, was); err != nil {
		return err
	}
	return tx.RevokeSessionsOf(userID, 0, "member removed")
}

// atCounter checks a clerk's act for an enterprise and does it.
func (s *Service) atCounter(
	ctx context.Context, a policy.Actor, in CounterInput, f func(*store.Tx, *models.Enterprise, string) error,
) error {
	bad := models.E(models.Invalid, "member.invalid")
	reason := paragraph(bad, "reason", in.Reason, true)
	if err := bad.OrNil(); err != nil {
		return err
	}
	scope, err := s.may(a, MemberRecover)
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		e, err := tx.Enterprise(scope, in.EnterpriseID)
		if err != nil {
			return err
		}
		if in.UserID == a.UserID {
			return models.E(models.Denied, "enterprise.own_interest")
		}
		if err := noPart(tx, a, e.ID); err != nil {
			return err
		}
		return f(tx, e, reason)
	})
}
