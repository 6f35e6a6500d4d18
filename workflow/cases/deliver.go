package cases

import (
	"fmt"
	"regexp"
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/sla"
)

// makeCertificate is T16: only for items with a result document; the certificate is DOC-12.
func (w *work) makeCertificate(in *MoveInput) error {
	if !w.hasCertificate() {
		return models.E(models.Illegal, "case.item_has_no_certificate")
	}
	if err := w.transit(models.VerbMakeCertificate, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	if w.outside() {
		return nil // the upper body's own document
	}
	terms, err := w.licenceTerms()
	if err != nil {
		return err
	}
	return w.paper("DOC-12", func(f *paperFacts) { f.certificate(terms) })
}

// hasCertificate tells whether a grant leaves a document behind: a licence or an official reply.
func (w *work) hasCertificate() bool { return w.item.Licence != nil || w.item.Result != "" }

// deliver is T17: with the proof of service. A grant creates its licence (N01).
func (w *work) deliver(in *MoveInput) error {
	if err := checkDelivery(in.Delivery); err != nil {
		return err
	}
	if w.c.Status == models.Approved && w.hasCertificate() {
		return models.E(models.Illegal, "case.certificate_first")
	}
	if err := w.transit(models.VerbDeliver, Payload{Delivery: in.Delivery}, because(in.Reason)); err != nil {
		return err
	}
	w.c.DeliveredOn = w.on()
	if err := w.serveDecision(in.Delivery); err != nil {
		return err
	}
	if err := w.finishSteps("DELIVERED", in.Reason, models.StepIssue); err != nil {
		return err
	}
	if err := w.cancelOpen(); err != nil {
		return err
	}
	if w.c.Outcome == models.Granted {
		if err := w.bearLicence(); err != nil {
			return err
		}
	}
	if err := w.verify(); err != nil {
		return err
	}
	return w.paper("DOC-13", func(f *paperFacts) { f.delivery(in.Delivery) })
}

// Ways of service (DOCUMENTS, DOC-13).
var deliveryWays = map[string]bool{"ELECTRONIC": true, "DIRECT": true, "MAIL": true, "LEFT": true, "NOTICE": true}

// A signature on the screen: strokes of at least two points, and not more of them than a hand makes.
var strokes = regexp.MustCompile(`^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$`)

const maxSignature = 16000

func checkDelivery(d *Delivery) error {
	e := models.E(models.Invalid, "case.invalid")
	if d == nil {
		return e.At("delivery", "required")
	}
	if !deliveryWays[d.How] {
		e.At("delivery.how", "case.delivery_way")
	}
	if d.Recipient == "" && d.How != document.ServeNotice {
		e.At("delivery.recipient", "required")
	}
	if d.How != document.ServeDirect && d.Proof == "" {
		e.At("delivery.proof", "required")
	}
	d.IDTail = strings.ToUpper(strings.TrimSpace(d.IDTail))
	if d.IDTail != "" && !isTail(d.IDTail) || d.IDTail == "" && d.Signature != "" {
		e.At("delivery.idTail", "counter.id_tail")
	}
	if d.Signature != "" && (len(d.Signature) > maxSignature || !strokes.MatchString(d.Signature)) {
		e.At("delivery.signature", "case.signature")
	}
	if d.How == document.ServeLeft && d.Place == "" {
		e.At("delivery.place", "required")
	}
	if d.How == document.ServeLeft && len(d.Witnesses) == 0 && d.Record == "" {
		e.At("delivery.witnesses", "case.delivery_witness")
	}
	return e.OrNil()
}

// serveDecision marks the decision and the certificate as served.
func (w *work) serveDecision(d *Delivery) error {
	papers, err := w.tx.PapersOf(w.c.ID)
	if err != nil {
		return err
	}
	for i := range papers {
		p := &papers[i]
		if !isDecision(p.Kind) {
			continue
		}
		p.ServedAt, p.ServedHow, p.ServedProof = w.legal(), d.How, models.JSONOf(d)
		if err := w.tx.SavePaper(p); err != nil {
			return err
		}
	}
	return nil
}

// licenceTerms gives the licence that this case's grant creates, not yet stored. A change (行政许可法 49)
// keeps the end of the licence that it changes: only a renewal (50) gives a new term.
func (w *work) licenceTerms() (*models.Licence, error) {
	l := &models.Licence{
		Region: w.c.Region, EnterpriseID: w.c.EnterpriseID, ProjectID: w.c.ProjectID, ItemCode: w.c.ItemCode,
		Name: w.item.Result, DeptCode: w.c.DeptCode, CaseID: w.c.ID, Status: models.LicenceValid, ValidFrom: w.c.DecidedOn,
		Number: models.Text(fmt.Sprintf("%s-%s", w.c.ItemCode, w.c.Number)),
	}
	d := w.decision()
	l.Conditions = d.Conditions
	months := d.ValidMonths
	if t := w.item.Licence; t != nil {
		if t.NameZh != "" {
			l.Name = t.NameZh
		}
		if months == 0 {
			months = t.Months
		}
	}
	if months > 0 {
		l.ExpiresOn = sla.TermEnd(w.c.DecidedOn, months)
	}
	if w.c.LicenceID != 0 && w.c.ChangeKind == changeTerms {
		old, err := w.actsOn()
		if err != nil {
			return nil, err
		}
		l.ExpiresOn = old.ExpiresOn
	}
	if l.ExpiresOn != 0 {
		w.renewal(l)
	}
	return l, nil
}

// renewal stores the last day to apply for renewal and what time does to the licence first.
func (w *work) renewal(l *models.Licence) {
	lead := w.item.Renewal
	if lead == nil {
		l.NextTimerAt = l.ExpiresOn.End()
		return
	}
	renewalTimes(l, sla.RenewalOf(w.snap.Calendar, l.ExpiresOn, models.Limit{Value: lead.Value, Unit: lead.Unit}, w.c.BareDayUnit), w.tx.Now)
}

// decision gives what T15 said.
func (w *work) decision() Decision {
	if e := w.lastEvent("T15"); e != nil {
		if d := decode(e).Decision; d != nil {
			return *d
		}
	}
	return Decision{}
}

// bearLicence is N01, or N04/N05 where the case changes or renews one: the new licence is VALID and
// the old one closed.
func (w *work) bearLicence() error {
	if !w.hasCertificate() {
		return nil
	}
	l, err := w.licenceTerms()
	if err != nil {
		return err
	}
	var old *models.Licence
	if w.c.LicenceID != 0 && w.c.ChangeKind != "" {
		if old, err = w.actsOn(); err != nil {
			return err
		}
		l.ReplacesID = old.ID
	}
	if err := w.tx.CreateLicence(l); err != nil {
		return err
	}
	if old != nil {
		if err := w.closeLicence(old); err != nil {
			return err
		}
	}
	return w.note("N01", "licence", 0, "", Payload{LicenceID: l.ID})
}

// actsOn gives the licence that a change or a renewal acts on, up to date: the one that was asked for,
// or the one that has replaced it since.
func (w *work) actsOn() (*models.Licence, error) {
	l, err := w.settleLicence(w.ctx, w.tx, w.snap, w.c.LicenceID)
	for err == nil && (l.Status == models.LicenceChanged || l.Status == models.LicenceRenewed) {
		next, err := w.tx.LicenceAfter(l.ID)
		if err != nil || next == nil {
			return l, err
		}
		if l, err = w.settleLicence(w.ctx, w.tx, w.snap, next.ID); err != nil {
			return nil, err
		}
	}
	return l, err
}

// mayGrantOn: a change needs a licence in force when it is granted; a renewal may come after its expiry
// too, as an ordinary case (R-CLK-11), but not after an annulment.
func (w *work) mayGrantOn() error {
	if w.c.LicenceID == 0 || w.c.ChangeKind == "" {
		return nil
	}
	l, err := w.actsOn()
	if err != nil || l.Status.InForce() || w.c.ChangeKind == changeRenewal && l.Status == models.LicenceExpired {
		return err
	}
	return models.E(models.Illegal, "licence.not_in_force").With("status", string(l.Status))
}

// closeLicence is N04 and N05. Where the old licence expired while the case ran, it stays EXPIRED unless
// the grant came before: a late renewal is an ordinary case (R-CLK-11).
func (w *work) closeLicence(old *models.Licence) error {
	intime := old.Status == models.LicenceExpired && w.c.DecidedOn <= old.ExpiresOn
	if !old.Status.InForce() && !intime {
		return nil
	}
	code, status := "N05", models.LicenceChanged
	if w.c.ChangeKind == changeRenewal {
		code, status = "N04", models.LicenceRenewed
	}
	old.Status, old.EndedOn, old.NextTimerAt = status, w.on(), 0
	if err := w.tx.SaveLicence(old); err != nil {
		return err
	}
	return w.note(code, "licence", 0, "", Payload{LicenceID: old.ID})
}

// What a case does to the licence that it acts on.
const (
	changeRenewal = "RENEWAL" // 延续 (行政许可法 50)
	changeTerms   = "CHANGE"  // 变更 (49)
)
