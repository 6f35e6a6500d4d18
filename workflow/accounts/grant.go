package accounts

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// GrantLine is a post with the names of those who have to do with it.
type GrantLine struct {
	models.Grant
	UserName     string `json:"userName"`
	ProposerName string `json:"proposerName"`
	DeciderName  string `json:"deciderName"`
}

// Grants lists the posts of the actor's division.
func (s *Service) Grants(ctx context.Context, a policy.Actor, f store.GrantFilter) ([]GrantLine, error) {
	in, err := s.may(a, GrantRead)
	if err != nil {
		return nil, err
	}
	grants, err := s.Store.Grants(ctx, in, f)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, 3*len(grants))
	for _, g := range grants {
		ids = append(ids, g.UserID, g.ProposedBy, g.DecidedBy)
	}
	names, err := s.Store.Names(ctx, ids...)
	out := make([]GrantLine, len(grants))
	for i, g := range grants {
		out[i] = GrantLine{Grant: g, UserName: names[g.UserID], ProposerName: names[g.ProposedBy], DeciderName: names[g.DecidedBy]}
	}
	return out, err
}

// GrantInput proposes a post.
type GrantInput struct {
	UserID    int64       `json:"userId"`
	Role      policy.Role `json:"role"`
	Region    string      `json:"region"`
	DeptCode  string      `json:"deptCode"`
	ValidFrom models.Date `json:"validFrom"` // 0: today
	ValidTo   models.Date `json:"validTo"`   // last day; 0: no end
	Reason    string      `json:"reason"`
}

// ProposeGrant proposes a post for somebody else. It holds once ConfirmGrant was done by another
// person.
func (s *Service) ProposeGrant(ctx context.Context, a policy.Actor, in GrantInput) (out *models.Grant, err error) {
	scope, err := s.may(a, GrantPropose)
	if err != nil {
		return nil, err
	}
	if in.UserID == a.UserID {
		return nil, models.E(models.Denied, "grant.own_rights")
	}
	if in.ValidFrom == 0 {
		in.ValidFrom = s.Store.Now().Date()
	}
	if in.Reason, err = checkGrant(a, in); err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		u, err := tx.User(scope, in.UserID)
		if err != nil {
			return err
		}
		if err := secondPerson(tx, a, in.UserID, 0); err != nil {
			return err
		}
		if u.Status == models.UserDisabled {
			return models.E(models.Illegal, "user.disabled")
		}
		if err := knownDept(tx, in); err != nil {
			return err
		}
		g := models.Grant{
			UserID: in.UserID, Role: string(in.Role), Region: in.Region, DeptCode: in.DeptCode, ValidFrom: in.ValidFrom,
			ValidTo: in.ValidTo, Status: models.Proposed, Reason: in.Reason, ProposedBy: a.UserID,
		}
		if err := fits(tx, &g); err != nil {
			return err
		}
		if err := tx.CreateGrant(&g); err != nil {
			return err
		}
		out = &g
		return note(ctx, tx, a, act{action: "grant.propose", kind: "grant", id: g.ID, region: g.Region, after: g, reason: g.Reason})
	})
}

// checkGrant checks a proposal by itself and gives its reason in normal form.
func checkGrant(a policy.Actor, in GrantInput) (string, error) {
	bad := models.E(models.Invalid, "grant.invalid")
	reason := paragraph(bad, "reason", in.Reason, true)
	if !policy.Staffed(in.Role) {
		bad.At("role", "field.choice")
	}
	region(bad, in.Region, a.Region)
	if policy.NeedsDept(in.Role) && in.DeptCode == "" {
		bad.At("deptCode", "field.required")
	}
	if policy.IsAdministrator(in.Role) && in.DeptCode != "" {
		bad.At("deptCode", "grant.no_department")
	}
	if in.ValidTo != 0 && in.ValidTo < in.ValidFrom {
		bad.At("validTo", "field.before_start")
	}
	return reason, bad.OrNil()
}

func knownDept(tx *store.Tx, in GrantInput) error {
	if in.DeptCode == "" {
		return nil
	}
	ok, err := tx.DepartmentExists(in.Region, in.DeptCode)
	if err == nil && !ok {
		return models.E(models.Invalid, "grant.invalid").At("deptCode", "department.not_found")
	}
	return err
}

// fits refuses a post that the person has or is proposed for already, and one beside an
// administrator's: the three are apart from each other and from the departments, whichever account of
// the person's they are given to.
func fits(tx *store.Tx, g *models.Grant) error {
	accounts, err := accountsOf(tx, g.UserID)
	if err != nil {
		return err
	}
	for _, id := range accounts {
		if err := fitsBeside(tx, id, g); err != nil {
			return err
		}
	}
	return nil
}

// fitsBeside holds a post against those of one account.
func fitsBeside(tx *store.Tx, userID int64, g *models.Grant) error {
	open, err := tx.OpenGrantsOf(userID)
	if err != nil {
		return err
	}
	for _, o := range open {
		switch {
		case o.ID == g.ID || o.ValidTo != 0 && o.ValidTo < tx.Today():
		case o.UserID == g.UserID && o.Role == g.Role && o.Region == g.Region && o.DeptCode == g.DeptCode:
			return models.E(models.Conflict, "grant.exists")
		case o.Role != g.Role && (policy.IsAdministrator(policy.Role(o.Role)) || policy.IsAdministrator(policy.Role(g.Role))):
			return models.E(models.Denied, "grant.administrators_apart").With("role", o.Role)
		}
	}
	return nil
}

// ConfirmGrant makes a proposed post hold. It is done by somebody who neither proposed it nor gets
// it. The person's sessions end, so that the next begins with the new posts.
func (s *Service) ConfirmGrant(ctx context.Context, a policy.Actor, id int64) (*models.Grant, error) {
	return s.changeGrant(ctx, a, GrantConfirm, id, models.Proposed, "grant.confirm", "", func(tx *store.Tx, g *models.Grant) error {
		if err := secondPerson(tx, a, g.UserID, g.ProposedBy); err != nil {
			return err
		}
		if err := fits(tx, g); err != nil {
			return err
		}
		g.Status, g.DecidedBy, g.DecidedAt = models.Active, a.UserID, tx.Now
		return tx.RevokeSessionsOf(g.UserID, 0, "rights changed")
	})
}

// secondPerson refuses one who decides about his own rights or his own proposal, with whichever of his
// accounts.
func secondPerson(tx *store.Tx, a policy.Actor, subject, proposer int64) error {
	mine, err := accountsOf(tx, a.UserID)
	switch {
	case err != nil:
		return err
	case slices.Contains(mine, subject):
		return models.E(models.Denied, "grant.own_rights")
	case slices.Contains(mine, proposer):
		return models.E(models.Denied, "grant.own_proposal")
	}
	return nil
}

// accountsOf gives the accounts of the person whom an account is of: those with the same mobile number,
// and those of the same name with the same telephone or email, which an office may share.
func accountsOf(tx *store.Tx, userID int64) ([]int64, error) {
	if userID == 0 { // the console
		return nil, nil
	}
	u, err := tx.User(everyone, userID)
	if err != nil {
		return nil, err
	}
	alike, err := tx.UsersReachedBy(u.Phone, u.Email)
	out := []int64{userID}
	for _, o := range alike {
		if o.ID != userID && u.SamePerson(&o) {
			out = append(out, o.ID)
		}
	}
	return out, err
}

// RejectGrant refuses a proposed post.
func (s *Service) RejectGrant(ctx context.Context, a policy.Actor, id int64, reason string) (*models.Grant, error) {
	return s.changeGrant(ctx, a, GrantConfirm, id, models.Proposed, "grant.reject", reason, func(tx *store.Tx, g *models.Grant) error {
		g.Status, g.DecidedBy, g.DecidedAt = models.Rejected, a.UserID, tx.Now
		return nil
	})
}

// RevokeGrant takes a post away at once, and ends the sessions of its holder and of a substitute. One
// person may do it: it gives nobody a right. The last system or security administrator stays.
func (s *Service) RevokeGrant(ctx context.Context, a policy.Actor, id int64, reason string) (*models.Grant, error) {
	return s.changeGrant(ctx, a, GrantRevoke, id, models.Active, "grant.revoke", reason, func(tx *store.Tx, g *models.Grant) error {
		if err := s.notLastAdministrator(tx, g.UserID, g.Role); err != nil {
			return err
		}
		g.Status, g.RevokedBy, g.RevokedAt = models.Revoked, a.UserID, tx.Now
		if err := tx.RevokeSessionsAtGrant(g.ID, "rights changed"); err != nil {
			return err
		}
		return tx.RevokeSessionsOf(g.UserID, 0, "rights changed")
	})
}

// changeGrant changes a post of the actor's division that stands at was; all but a confirmation want
// a reason.
func (s *Service) changeGrant(
	ctx context.Context, a policy.Actor, what policy.Action, id int64, was models.Decided, name, reason string,
	f func(*store.Tx, *models.Grant) error,
) (out *models.Grant, err error) {
	bad := models.E(models.Invalid, "grant.invalid")
	reason = paragraph(bad, "reason", reason, name != "grant.confirm")
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	in, err := s.may(a, what)
	if err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		g, err := tx.Grant(in, id)
		if err != nil {
			return err
		}
		if g.Status != was {
			return models.E(models.Illegal, "grant.status").With("status", string(g.Status))
		}
		before := *g
		if err := f(tx, g); err != nil {
			return err
		}
		if err := tx.SaveGrant(g, was); err != nil {
			return err
		}
		out = g
		return note(ctx, tx, a, act{action: name, kind: "grant", id: g.ID, region: g.Region, before: before, after: g, reason: reason})
	})
}

// Colleagues gives who holds a post in the actor's own division, by department and role, with who
// stands in for the absent: for assigning work.
func (s *Service) Colleagues(ctx context.Context, a policy.Actor, dept string, role policy.Role) ([]store.Colleague, error) {
	if _, err := s.may(a, "step:read"); err != nil {
		return nil, err
	}
	return s.Store.Colleagues(ctx, a.Region, dept, string(role), s.Store.Now().Date())
}
