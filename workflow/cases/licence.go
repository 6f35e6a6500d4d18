package cases

import (
	"context"
	"errors"
	"fmt"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// LicenceRead is to see licences.
const LicenceRead policy.Action = "licence:read"

// Licences gives those of the actor's enterprise, newest first, as they stand today; none for others.
func (s *Service) Licences(ctx context.Context, a policy.Actor) ([]models.Licence, error) {
	if !s.Policy.Can(a, LicenceRead) {
		return nil, models.E(models.Denied, "denied").With("action", string(LicenceRead))
	}
	if a.EnterpriseID == 0 {
		return []models.Licence{}, nil
	}
	rows, err := s.Store.LicencesOf(ctx, a.EnterpriseID)
	if err != nil {
		return nil, err
	}
	late := false
	for i := range rows {
		if rows[i].NextTimerAt == 0 || rows[i].NextTimerAt > s.Store.Now() {
			continue
		}
		if err := s.SettleLicence(ctx, rows[i].ID); err != nil {
			return nil, err
		}
		late = true
	}
	if !late {
		return rows, nil
	}
	return s.Store.LicencesOf(ctx, a.EnterpriseID)
}

// LicencesOfCase gives the licences that a case within the actor's rows brought, as they stand today.
func (s *Service) LicencesOfCase(ctx context.Context, a policy.Actor, caseID int64) ([]models.Licence, error) {
	scope, err := s.Policy.Scope(a, LicenceRead)
	if err != nil {
		return nil, err
	}
	if _, err := s.Store.Case(ctx, scope, caseID); err != nil {
		return nil, err
	}
	rows, err := s.Store.LicencesBorn(ctx, caseID)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].NextTimerAt == 0 || rows[i].NextTimerAt > s.Store.Now() {
			continue
		}
		if err := s.SettleLicence(ctx, rows[i].ID); err != nil {
			return nil, err
		}
		if rows, err = s.Store.LicencesBorn(ctx, caseID); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// sweepLicences lets the licences whose expiry has come expire, or be deemed renewed (N02, N03).
func (s *Service) sweepLicences(ctx context.Context, limit int) (int, error) {
	ids, err := s.Store.DueLicences(ctx, s.Store.Now(), limit)
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, id := range ids {
		if err := s.SettleLicence(ctx, id); err != nil {
			errs = append(errs, fmt.Errorf("licence %d: %w", id, err))
		}
	}
	return len(ids) - len(errs), errors.Join(errs...)
}

// SettleLicence brings one licence up to date: what the sweep does.
func (s *Service) SettleLicence(ctx context.Context, id int64) error {
	return s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		_, err := s.settleLicence(ctx, tx, snap, id)
		return err
	})
}

// settleLicence brings a licence up to date: at its expiry, 24:00, it is deemed renewed where a
// renewal was received in time and is neither withdrawn nor decided (行政许可法 50(2)), else expired.
// Never a deemed grant of a first application.
func (s *Service) settleLicence(ctx context.Context, tx *store.Tx, snap *county.Snapshot, id int64) (*models.Licence, error) {
	l, err := tx.Licence(id)
	if err != nil {
		return nil, err
	}
	for l.Status.InForce() && l.ExpiresOn != 0 && l.NextTimerAt != 0 && l.NextTimerAt <= tx.Now {
		if l.NextTimerAt < l.ExpiresOn.End() {
			err = tellRenewal(tx, snap, l)
		} else {
			err = s.expire(ctx, tx, snap, l)
		}
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

// renewalLead gives how long before its expiry a licence's renewal is applied for; zero: as the law has it.
func renewalLead(snap *county.Snapshot, l *models.Licence) models.Limit {
	if v, err := snap.InForce(l.ItemCode, l.ExpiresOn); err == nil && v.Item.Renewal != nil {
		return models.Limit{Value: v.Item.Renewal.Value, Unit: v.Item.Renewal.Unit}
	}
	return models.Limit{}
}

// renewalTimes stores the last day to apply for renewal, and what comes first: the alert of a renewal still
// undecided, or the expiry.
func renewalTimes(l *models.Licence, r sla.Renewal, now models.Instant) {
	l.RenewBy, l.NextTimerAt = r.LastDay, r.Ends
	if r.AlertAt > now {
		l.NextTimerAt = r.AlertAt
	}
}

// tellRenewal tells the department, ten working days before the expiry, of a renewal that was received in
// time and is still undecided: silence renews the licence (行政许可法 50(2), R-CLK-11).
func tellRenewal(tx *store.Tx, snap *county.Snapshot, l *models.Licence) error {
	received, open, caseID, err := tx.RenewalCase(l, l.NextTimerAt)
	if err != nil {
		return err
	}
	l.NextTimerAt = l.ExpiresOn.End()
	if err := tx.SaveLicence(l); err != nil {
		return err
	}
	r := sla.RenewalOf(snap.Calendar, l.ExpiresOn, renewalLead(snap, l), snap.Settings.BareDayUnit)
	if !open || !r.InTime(received) {
		return nil
	}
	return tx.Emit(models.Outbox{
		Kind: "licence.renewal_due", Region: l.Region, CaseID: caseID,
		Payload: models.JSONOf(models.Tell{To: licenceDesks(snap, l), Args: map[string]any{
			"number": l.Number, "itemName": l.Name, "licence": l.ID, "due": l.ExpiresOn,
		}}),
	})
}

// lateRenewal tells the department and the holder of a renewal applied for after its last day: it is decided like
// any other case, and silence renews nothing (R-CLK-11).
func lateRenewal(snap *county.Snapshot, l *models.Licence, caseID int64) models.Outbox {
	return models.Outbox{
		Kind: "licence.renewal_late", Region: l.Region, CaseID: caseID,
		Payload: models.JSONOf(models.Tell{
			To:   append(licenceDesks(snap, l), models.EnterpriseKey(l.EnterpriseID)),
			Args: map[string]any{"number": l.Number, "itemName": l.Name, "licence": l.ID, "last": l.RenewBy, "due": l.ExpiresOn},
		}),
	}
}

func (s *Service) expire(ctx context.Context, tx *store.Tx, snap *county.Snapshot, l *models.Licence) error {
	lead := renewalLead(snap, l)
	received, open, caseID, err := tx.RenewalCase(l, l.ExpiresOn.End())
	if err != nil {
		return err
	}
	t, ok := sla.LicenceTimer(snap.Calendar, l.ExpiresOn, lead, snap.Settings.BareDayUnit, received, open)
	if !ok {
		return nil
	}
	if t.Kind == sla.TimerN03 {
		l.Status, l.EndedOn, l.NextTimerAt = models.LicenceExpired, l.ExpiresOn, 0
		if err := tx.SaveLicence(l); err != nil {
			return err
		}
		if err := tx.Emit(cancellationDue(snap, l, l.ExpiresOn)); err != nil {
			return err
		}
		return s.licenceEvent(ctx, tx, snap, l, t)
	}
	months := termMonths(l)
	l.Status, l.RenewalCase = models.LicenceDeemedRenewed, caseID
	l.ExpiresOn = sla.TermEnd(l.ExpiresOn+1, months)
	renewalTimes(l, sla.RenewalOf(snap.Calendar, l.ExpiresOn, lead, snap.Settings.BareDayUnit), tx.Now)
	if err := tx.SaveLicence(l); err != nil {
		return err
	}
	if err := s.licenceEvent(ctx, tx, snap, l, t); err != nil {
		return err
	}
	return tx.CreateCard(&models.Card{
		CaseID: caseID, Region: l.Region, DeptCode: l.DeptCode, Colour: models.CardRed, Rule: "DEEMED_RENEWAL",
		OnDate: t.FiresAt.Date(), Facts: models.JSONOf(map[string]any{"licence": l.Number}),
	})
}

// termMonths gives the length of a licence in months: deemed renewal gives the same again.
func termMonths(l *models.Licence) int {
	y1, m1, _ := l.ValidFrom.YMD()
	y2, m2, _ := (l.ExpiresOn + 1).YMD()
	n := (y2-y1)*12 + int(m2-m1)
	if n > 1 && sla.TermEnd(l.ValidFrom, n-1) >= l.ExpiresOn { // it began on a day that its last month has not
		n--
	}
	return max(1, n)
}

// licenceEvent writes what time did to a licence into the journal of the case it was born of, at the
// instant at which it took effect in law.
func (s *Service) licenceEvent(ctx context.Context, tx *store.Tx, snap *county.Snapshot, l *models.Licence, t sla.Timer) error {
	if l.CaseID == 0 {
		return nil
	}
	w, err := s.open(ctx, tx, snap, policy.System(models.SourceTimer), policy.Everything("the case of a licence"), l.CaseID)
	if err != nil {
		return err
	}
	e := w.event(string(t.Kind), "licence", Payload{LicenceID: l.ID})
	e.LegalAt = t.FiresAt
	byTimer(e)
	if err := w.append(e); err != nil {
		return err
	}
	return w.finish()
}
