package cases

import (
	"onestop.internal/models"
)

// askInfo is F02: what is missing, all of it and with guidance; or the body that is competent.
func (w *work) askInfo(in *MoveInput) error {
	if in.CompetentBody == "" {
		if err := checkDefects(in.Defects); err != nil {
			return err
		}
	}
	p := Payload{Round: w.c.Round, Defects: in.Defects, CompetentBody: in.CompetentBody}
	if err := w.transit(models.VerbAskInfo, p, because(in.Reason)); err != nil {
		return err
	}
	w.c.ReceiverID = w.actor.UserID
	if err := w.voidUnowed(); err != nil {
		return err
	}
	if err := w.markDefects(in.Defects); err != nil {
		return err
	}
	if err := w.finishReceipt("INFO_INCOMPLETE"); err != nil {
		return err
	}
	return w.paper("DOC-15G", func(f *paperFacts) { f.guidance(in) })
}

// voidUnowed voids the drafts of cards for a late filing: without all the information none was owed, so none
// was late (673号 art 13).
func (w *work) voidUnowed() error {
	for _, kind := range []models.ClockKind{models.ClockL, models.ClockP} {
		if err := w.tx.VoidDraftCards(w.c.ID, overdueRules[kind]); err != nil {
			return err
		}
	}
	return nil
}

// register is F04: complete on receipt of all the information, dated by that day whenever it is
// clicked (国务院令673号 art 13). No review, no refusal. While what the law asks for before it is not there, the
// information is not complete (F02).
func (w *work) register(in *MoveInput) error {
	if err := w.complete(); err != nil {
		return err
	}
	if err := w.mayBegin(); err != nil {
		return err
	}
	code, err := w.recordCode(in, models.Granted)
	if err != nil {
		return err
	}
	on := w.c.ReceivedOn
	w.c.ReceiverID = w.actor.UserID
	if err := w.transit(models.VerbRegister, Payload{ProjectCode: code}, because(in.Reason), legally(w.filedAt(on))); err != nil {
		return err
	}
	w.c.DecidedOn, w.c.Outcome = on, models.Granted
	if err := w.voidOverdue(); err != nil { // in law it was complete then, and nothing was late
		return err
	}
	if err := w.checkMaterials(); err != nil {
		return err
	}
	if err := w.doneWith("FILED", ""); err != nil {
		return err
	}
	return w.paper("DOC-15F", func(f *paperFacts) { f.filing(on) })
}

// filedAt gives the legal instant of a filing: the instant of receipt of its last round.
func (w *work) filedAt(on models.Date) models.Instant {
	for i := len(w.events) - 1; i >= 0; i-- {
		if e := &w.events[i]; (e.Code == "F01" || e.Code == "F01d" || e.Code == "F03") && e.LegalAt.Date() == on {
			return e.LegalAt
		}
	}
	return w.tx.Now
}

// reportChange is F05 (673号 art 14).
func (w *work) reportChange(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.transit(models.VerbReportChange, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	return w.paper("DOC-15U", func(f *paperFacts) { f.filingChange(in.Reason, w.on()) })
}

// orderCorrection is F06: on grounds of law, with what is to be done and by when.
func (w *work) orderCorrection(in *MoveInput) error {
	e := models.E(models.Invalid, "case.invalid")
	if in.Reason == "" {
		e.At("reason", "required")
	}
	if in.Decision == nil || in.Decision.Articles == "" {
		e.At("decision.articles", "required")
	}
	if in.Order == nil || in.Order.Requirement == "" {
		e.At("order.requirement", "required")
	}
	if in.Order == nil || in.Order.DueOn < w.on() {
		e.At("order.dueOn", "case.date_past")
	}
	if len(e.Fields) > 0 {
		return e
	}
	if err := w.transit(models.VerbOrderCorrection, Payload{Decision: in.Decision, Order: in.Order}, because(in.Reason)); err != nil {
		return err
	}
	return w.paper("DOC-15O", func(f *paperFacts) { f.filingOrder(in) })
}

// confirmCorrection is F07.
func (w *work) confirmCorrection(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.transit(models.VerbConfirmChange, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	return w.paper("DOC-15C", func(f *paperFacts) { f.filingCorrected(in.Reason) })
}

// cancel is F08, with two persons, and K04.
func (w *work) cancel(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if w.c.Flow == models.FlowTask {
		if err := w.transit(models.VerbCancel, Payload{}, because(in.Reason)); err != nil {
			return err
		}
		return w.cancelOpen()
	}
	if err := w.second(in.SecondID); err != nil {
		return err
	}
	if err := w.transit(models.VerbCancel, Payload{}, because(in.Reason), withSecond(in.SecondID)); err != nil {
		return err
	}
	return w.paper("DOC-15X", func(f *paperFacts) { f.filingCancelled(in, w.on()) })
}
