package accounts

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// IdentityProvider says who an enterprise is from the register of another authority, where a county
// has a connection to one. It is asked before a clerk is; what it confirms needs no clerk.
type IdentityProvider interface {
	// Name is kept with what it confirmed, 16 letters at most.
	Name() string
	// Confirm tells whether the register holds an enterprise of this code, name and legal person. An
	// error leaves the matter to a clerk.
	Confirm(ctx context.Context, e models.Enterprise) (bool, error)
}

// Enterprise reads an enterprise within the actor's scope.
func (s *Service) Enterprise(ctx context.Context, a policy.Actor, id int64) (*models.Enterprise, error) {
	in, err := s.may(a, EnterpriseRead)
	if err != nil {
		return nil, err
	}
	return s.Store.Enterprise(ctx, in, id)
}

// Enterprises lists enterprises within the actor's scope.
func (s *Service) Enterprises(ctx context.Context, a policy.Actor, f store.EnterpriseFilter) ([]models.Enterprise, error) {
	in, err := s.may(a, EnterpriseRead)
	if err != nil {
		return nil, err
	}
	return s.Store.Enterprises(ctx, in, f)
}

// EnterpriseInput is a change of an enterprise's own data. Version is that of the copy looked at.
type EnterpriseInput struct {
	Version      int64  `json:"version"`
	Name         string `json:"name"`
	LegalPerson  string `json:"legalPerson"`
	ContactName  string `json:"contactName"`
	ContactPhone string `json:"contactPhone"`
	Address      string `json:"address"`
	Industry     string `json:"industry"`
	Scale        string `json:"scale"`
}

// EditEnterprise changes the actor's own enterprise; its administrator alone may. A verified
// enterprise that changes its name or its legal person is unverified again until a clerk has seen the
// new licence.
func (s *Service) EditEnterprise(ctx context.Context, a policy.Actor, in EnterpriseInput) (*models.Enterprise, error) {
	bad := models.E(models.Invalid, "enterprise.invalid")
	in.Name = text(bad, "name", in.Name, true, 200)
	in.LegalPerson = text(bad, "legalPerson", in.LegalPerson, true, 100)
	in.ContactName = text(bad, "contactName", in.ContactName, true, 100)
	in.ContactPhone = phone(bad, "contactPhone", in.ContactPhone, true)
	in.Address = text(bad, "address", in.Address, false, 300)
	in.Industry = text(bad, "industry", in.Industry, false, 100)
	in.Scale = scale(bad, "scale", in.Scale)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return s.ownEnterprise(ctx, a, EnterpriseEdit, in.Version, "enterprise.edit", func(_ *store.Tx, e *models.Enterprise) error {
		if e.Status == models.EnterpriseVerified && (e.Name != in.Name || e.LegalPerson != in.LegalPerson) {
			e.Status, e.AskedAt, e.VerifiedBy, e.VerifiedAt, e.VerifiedHow = models.EnterpriseUnverified, 0, 0, 0, ""
			e.LicenceFileID, e.StatusReason = 0, ""
		}
		e.Name, e.LegalPerson, e.ContactName, e.ContactPhone = in.Name, in.LegalPerson, in.ContactName, in.ContactPhone
		e.Address, e.Industry, e.Scale = in.Address, in.Industry, in.Scale
		return nil
	})
}

// ownEnterprise changes the enterprise that the actor administers.
func (s *Service) ownEnterprise(
	ctx context.Context, a policy.Actor, what policy.Action, version int64, name string, f func(*store.Tx, *models.Enterprise) error,
) (out *models.Enterprise, err error) {
	in, err := s.may(a, what)
	if err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := owner(tx, a); err != nil {
			return err
		}
		e, err := tx.Enterprise(in, a.EnterpriseID)
		if err != nil {
			return err
		}
		before := *e
		if e.Version != version {
			return models.E(models.Conflict, "enterprise.changed_meanwhile")
		}
		if err := f(tx, e); err != nil {
			return err
		}
		if err := tx.SaveEnterprise(e); err != nil {
			return err
		}
		out = e
		return note(ctx, tx, a, act{action: name, kind: "enterprise", id: e.ID, region: e.Region, before: before, after: e})
	})
}

// VerificationInput asks for verification with the images of the licence and of the authorisation.
type VerificationInput struct {
	Version             int64 `json:"version"`
	LicenceFileID       int64 `json:"licenceFileId"`
	AuthorisationFileID int64 `json:"authorisationFileId"`
}

// AskVerification hands in the images by which a clerk verifies the enterprise. Both files must be
// the enterprise's own. Where an identity provider confirms it, it is verified at once.
func (s *Service) AskVerification(ctx context.Context, a policy.Actor, in VerificationInput) (*models.Enterprise, error) {
	bad := models.E(models.Invalid, "enterprise.invalid")
	if err := s.ownFile(ctx, a, bad, "licenceFileId", in.LicenceFileID); err != nil {
		return nil, err
	}
	if err := s.ownFile(ctx, a, bad, "authorisationFileId", in.AuthorisationFileID); err != nil {
		return nil, err
	}
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	confirmed := s.confirmed(ctx, a)
	return s.ownEnterprise(ctx, a, EnterpriseEdit, in.Version, "enterprise.ask_verification", func(tx *store.Tx, e *models.Enterprise) error {
		if e.Status != models.EnterpriseUnverified {
			return models.E(models.Illegal, "enterprise.not_unverified").With("status", string(e.Status))
		}
		e.LicenceFileID, e.AuthorisationFileID, e.AskedAt, e.StatusReason = in.LicenceFileID, in.AuthorisationFileID, tx.Now, ""
		if confirmed != nil && confirmed.Version == e.Version {
			e.Status, e.VerifiedAt, e.VerifiedHow, e.AskedAt = models.EnterpriseVerified, tx.Now, s.Identity.Name(), 0
		}
		return nil
	})
}

// confirmed gives the actor's enterprise as an identity provider confirmed it; nil where there is no
// provider, or it does not confirm, or cannot say: then a clerk looks.
func (s *Service) confirmed(ctx context.Context, a policy.Actor) *models.Enterprise {
	if s.Identity == nil {
		return nil
	}
	e, err := s.Enterprise(ctx, a, a.EnterpriseID)
	if err != nil {
		return nil
	}
	if ok, err := s.Identity.Confirm(ctx, *e); err != nil || !ok {
		return nil
	}
	return e
}

// ownFile checks that a file was uploaded by the actor's enterprise and is there.
func (s *Service) ownFile(ctx context.Context, a policy.Actor, bad *models.Error, path string, id int64) error {
	if id == 0 {
		bad.At(path, "field.required")
		return nil
	}
	f, err := s.Store.File(ctx, id)
	if err == nil && f.EnterpriseID == a.EnterpriseID && a.EnterpriseID != 0 && f.RemovedAt == 0 {
		return nil
	}
	if err == nil || models.CodeOf(err) == models.NotFound {
		bad.At(path, "file.not_found")
		return nil
	}
	return err
}

// VerifyInput is a clerk's answer to an enterprise that asks to be verified.
type VerifyInput struct {
	Version int64  `json:"version"`
	Confirm bool   `json:"confirm"`
	Reason  string `json:"reason"` // needed where it is returned
}

// VerifyEnterprise confirms or returns an enterprise that asks to be verified. A clerk does it who
// has no part in that enterprise.
func (s *Service) VerifyEnterprise(ctx context.Context, a policy.Actor, id int64, in VerifyInput) (*models.Enterprise, error) {
	bad := models.E(models.Invalid, "enterprise.invalid")
	in.Reason = paragraph(bad, "reason", in.Reason, !in.Confirm)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return s.clerkChange(ctx, a, id, in.Version, "enterprise.verify", in.Reason, func(tx *store.Tx, e *models.Enterprise) error {
		if e.Status != models.EnterpriseUnverified || e.AskedAt == 0 {
			return models.E(models.Illegal, "enterprise.does_not_ask")
		}
		e.AskedAt, e.StatusReason = 0, in.Reason
		if in.Confirm {
			e.Status, e.VerifiedBy, e.VerifiedAt, e.VerifiedHow, e.StatusReason = models.EnterpriseVerified, a.UserID, tx.Now, "CLERK", ""
		}
		return tx.Emit(memberFact("enterprise.verified", e, a.UserID))
	})
}

// SuspendInput suspends an enterprise's account, or ends its suspension.
type SuspendInput struct {
	Version int64  `json:"version"`
	Suspend bool   `json:"suspend"`
	Reason  string `json:"reason"`
}

// SuspendEnterprise suspends an enterprise or ends its suspension; it is then unverified again.
func (s *Service) SuspendEnterprise(ctx context.Context, a policy.Actor, id int64, in SuspendInput) (*models.Enterprise, error) {
	bad := models.E(models.Invalid, "enterprise.invalid")
	in.Reason = paragraph(bad, "reason", in.Reason, true)
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	return s.clerkChange(ctx, a, id, in.Version, "enterprise.suspend", in.Reason, func(_ *store.Tx, e *models.Enterprise) error {
		if in.Suspend == (e.Status == models.EnterpriseSuspended) {
			return models.E(models.Illegal, "enterprise.already").With("status", string(e.Status))
		}
		e.Status, e.StatusReason, e.AskedAt = models.EnterpriseUnverified, in.Reason, 0
		if in.Suspend {
			e.Status = models.EnterpriseSuspended
		}
		return nil
	})
}

// clerkChange is a window clerk's change of an enterprise that is not the clerk's own.
func (s *Service) clerkChange(
	ctx context.Context, a policy.Actor, id, version int64, name, reason string, f func(*store.Tx, *models.Enterprise) error,
) (out *models.Enterprise, err error) {
	in, err := s.may(a, EnterpriseCheck)
	if err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		e, err := tx.Enterprise(in, id)
		if err != nil {
			return err
		}
		if e.Version != version {
			return models.E(models.Conflict, "enterprise.changed_meanwhile")
		}
		if err := noPart(tx, a, id); err != nil {
			return err
		}
		before := *e
		if err := f(tx, e); err != nil {
			return err
		}
		if err := tx.SaveEnterprise(e); err != nil {
			return err
		}
		out = e
		return note(ctx, tx, a, act{action: name, kind: "enterprise", id: e.ID, region: e.Region, before: before, after: e, reason: reason})
	})
}

// noPart refuses a clerk who is a member of the enterprise, or asks to be.
func noPart(tx *store.Tx, a policy.Actor, enterpriseID int64) error {
	m, err := tx.Membership(enterpriseID, a.UserID)
	switch {
	case models.CodeOf(err) == models.NotFound:
		return nil
	case err == nil && m.Status != models.MemberRemoved:
		return models.E(models.Denied, "enterprise.own_interest")
	}
	return err
}
