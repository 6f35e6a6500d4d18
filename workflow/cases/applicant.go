package cases

import (
	"context"
	"slices"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
)

// Actions of the applicant's side that move no state.
const (
	Urge policy.Action = "case:urge"  // 催办 by the enterprise or its agent
	Sign policy.Action = "paper:sign" // 签收 of a paper that was served
)

// Urge is the applicant's 催办: recorded in the journal and told to who holds the case, once a working day.
// It moves no state and no clock. Illegal where the case waits for the applicant or has ended, or where it
// was urged since the last working day began.
func (s *Service) Urge(ctx context.Context, a policy.Actor, caseID int64, reason string) (*models.Case, error) {
	e := models.E(models.Invalid, "case.invalid")
	reason = e.Line("reason", reason, false, 500)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.do(ctx, a, Urge, caseID, 0, func(w *work) error {
		from := urgeFrom(w.snap.Calendar, w.c, w.events, w.tx.Today())
		if from == 0 {
			return models.E(models.Illegal, "case.not_to_urge").With("status", string(w.c.Status))
		}
		if from > w.tx.Today() {
			return models.E(models.Illegal, "case.urged_already").With("from", from.String())
		}
		return w.note(codeUrge, verbUrge, 0, reason, Payload{})
	})
}

const verbUrge = "urge"

// urgeFrom gives the first date, today or later, on which the applicant may urge a case: the working day
// after it was last urged. 0 where nobody of the agency has it in hand.
func urgeFrom(cal *calendar.Calendar, c *models.Case, events []models.Event, today models.Date) models.Date {
	if !c.WithAgency() {
		return 0
	}
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Code == codeUrge {
			return max(today, cal.Next(events[i].LegalAt.Date()))
		}
	}
	return today
}

// ServiceProof is what is kept of how a paper reached its recipient.
type ServiceProof struct {
	Delivery
	Signed *Signature `json:"signed,omitempty"`
}

// Signature is the recipient's receipt in the portal (签收): who, for whom, when.
type Signature struct {
	At  models.Instant `json:"at"`
	By  string         `json:"by"`
	For string         `json:"for,omitempty"` // the enterprise, where its agent signs
}

// SignPaper is the recipient's receipt for a paper that was served (民事诉讼法 87, by analogy): it proves the
// service and when it was seen, and moves neither the date of service nor a clock. An agent needs the power
// to receive. Illegal for a paper that is not served, is void, or was signed before.
func (s *Service) SignPaper(ctx context.Context, a policy.Actor, paperID int64) (*models.Case, error) {
	scope, err := s.Policy.Scope(a, Sign)
	if err != nil {
		return nil, err
	}
	p, err := s.Store.Paper(ctx, scope, paperID)
	if err != nil {
		return nil, err
	}
	return s.do(ctx, a, Sign, p.CaseID, 0, func(w *work) error { return w.signPaper(paperID) })
}

func (w *work) signPaper(id int64) error {
	papers, err := w.tx.PapersOf(w.c.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(papers, func(p models.Paper) bool { return p.ID == id })
	if i < 0 {
		return models.E(models.NotFound, "paper.not_found")
	}
	p := &papers[i]
	proof := ServiceProof{Delivery: Delivery{How: p.ServedHow}}
	if len(p.ServedProof) > 0 {
		if err := p.ServedProof.Into(&proof); err != nil {
			return err
		}
	}
	switch {
	case p.Status == models.PaperVoided:
		return models.E(models.Illegal, "paper.void")
	case p.ServedAt == 0:
		return models.E(models.Illegal, "paper.not_served")
	case proof.Signed != nil:
		return models.E(models.Illegal, "paper.signed_already").With("on", proof.Signed.At.Date().String()).With("by", proof.Signed.By)
	}
	proof.Signed = &Signature{At: w.tx.Now, By: w.actor.Name, For: w.actingFor()}
	p.ServedProof = models.JSONOf(proof)
	if err := w.tx.SavePaper(p); err != nil {
		return err
	}
	return w.note(codeSign, "sign_paper", 0, "", Payload{PaperID: p.ID, Delivery: &Delivery{How: document.ServeElectronic, Recipient: w.actor.Name}})
}
