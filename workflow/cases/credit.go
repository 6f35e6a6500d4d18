package cases

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Actions on credit records.
const (
	CreditRead   policy.Action = "enterprise:read" // whoever may see the enterprise sees what it broke
	CreditRepair policy.Action = "credit:repair"
)

// breaksPromise records that the enterprise broke a promise in this case (信用记录: T10 of R-TOL-01, the check of a
// commitment of R-COM-01).
func (w *work) breaksPromise(kind models.CreditKind, reason string) error {
	r := &models.CreditRecord{
		EnterpriseID: w.c.EnterpriseID, CaseID: w.c.ID, Kind: kind, CaseNumber: string(w.c.Number),
		ItemCode: w.c.ItemCode, ItemName: w.c.ItemName, DeptCode: w.c.DeptCode, BrokenAt: w.legal(), Reason: reason,
	}
	if err := w.tx.CreateCreditRecord(r); err != nil {
		return err
	}
	return w.note(codeCreditRecord, "credit_record", 0, reason, Payload{CreditID: r.ID, Ground: string(kind)})
}

// keptItsPromises refuses an applicant with a broken promise on record that was not repaired (R-TOL-01).
func (w *work) keptItsPromises() error {
	r, err := w.tx.StandingCreditRecord(w.c.EnterpriseID)
	if err != nil || r == nil {
		return err
	}
	return models.E(models.Illegal, "case.tolerance_excluded").With("number", r.CaseNumber).With("since", r.BrokenAt.Date().String())
}

// Credit gives the credit records of an enterprise within the actor's scope, the newest first, repaired ones too.
func (s *Service) Credit(ctx context.Context, a policy.Actor, enterpriseID int64) ([]models.CreditRecord, error) {
	scope, err := s.Policy.Scope(a, CreditRead)
	if err != nil {
		return nil, err
	}
	if _, err := s.Store.Enterprise(ctx, scope, enterpriseID); err != nil {
		return nil, err
	}
	return s.Store.CreditRecords(ctx, enterpriseID)
}

// RepairInput is what the department says when it repairs a credit record (信用修复).
type RepairInput struct {
	Reason   string `json:"reason"` // how the enterprise made good
	SecondID int64  `json:"secondId"`
}

// RepairCredit ends the effect of a credit record: by the department that recorded it and a second person. The record
// stays, with who repaired it and why; the act stands in the journal of its case.
func (s *Service) RepairCredit(ctx context.Context, a policy.Actor, id int64, in *RepairInput) (*models.CreditRecord, error) {
	if !s.Policy.Can(a, CreditRepair) {
		return nil, models.E(models.Denied, "denied").With("action", string(CreditRepair))
	}
	r, err := s.Store.CreditRecord(ctx, id)
	if err != nil {
		return nil, err
	}
	_, err = s.do(ctx, a, CreditRepair, r.CaseID, 0, func(w *work) error {
		r, err = w.repairCredit(id, in)
		return err
	})
	if models.CodeOf(err) == models.NotFound {
		err = models.E(models.NotFound, "credit.not_found") // of another department's case
	}
	return r, err
}

func (w *work) repairCredit(id int64, in *RepairInput) (*models.CreditRecord, error) {
	if in.Reason == "" {
		return nil, models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	r, err := w.tx.CreditRecord(id)
	if err != nil {
		return nil, err
	}
	if !r.Stands() {
		return nil, models.E(models.Conflict, "credit.repaired_already")
	}
	if w.actor.Dept != r.DeptCode { // another department that took part in the case
		return nil, models.E(models.Denied, "credit.other_department")
	}
	if err := w.second(in.SecondID); err != nil {
		return nil, err
	}
	r.RepairedAt, r.RepairedBy, r.SecondID, r.RepairReason = w.tx.Now, w.actor.UserID, in.SecondID, in.Reason
	if err := w.tx.RepairCreditRecord(r); err != nil {
		return nil, err
	}
	e := w.event(codeCreditRepair, "repair_credit", Payload{CreditID: r.ID, Ground: string(r.Kind)})
	e.Reason, e.SecondID = in.Reason, in.SecondID
	return r, w.append(e)
}

// BrokenPromises gives the kinds of credit records that a case must have: what its journal and steps say. For the
// checker.
func BrokenPromises(events []models.Event, steps []models.Step) (out []models.CreditKind) {
	void := voided(events)
	if slices.ContainsFunc(events, func(e models.Event) bool { return e.Code == "T10" && !void[e.Seq] }) {
		out = append(out, models.BrokenGap)
	}
	if slices.ContainsFunc(steps, func(s models.Step) bool {
		return s.Code == verifyCode && s.State == models.StepDone && s.Result == objects
	}) {
		out = append(out, models.FalsePromise)
	}
	return out
}
