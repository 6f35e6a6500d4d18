package cases

import (
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
)

// outside tells whether the item is decided above the county: here it is received and reviewed first
// (PRELIMINARY), handed on (RELAY), or only followed (TRACK_ONLY).
func (w *work) outside() bool {
	r := w.item.CountyRole
	return r == models.RolePreliminary || r == models.RoleRelay || r == models.RoleTrackOnly
}

// handedUp tells whether the decision is the upper body's: the county only records it.
func (w *work) handedUp() bool { return w.outside() }

// forward is V30 (转报): the county's part is done, its clocks end, and the upper body has the file.
// That step belongs to nobody here and its time counts for nobody here.
func (w *work) forward(in *MoveInput) error {
	if !w.outside() {
		return models.E(models.Illegal, "case.decided_here")
	}
	if w.c.ForwardedOn != 0 {
		return models.E(models.Illegal, "case.forwarded_already").With("on", w.c.ForwardedOn.String())
	}
	if w.c.Tolerant && w.c.GapClosedOn == 0 {
		return models.E(models.Illegal, "case.gap_open")
	}
	if s := w.unreviewed(); s != nil {
		return models.E(models.Illegal, "case.steps_open").With("step", s.Name)
	}
	if err := w.opinionsIn(); err != nil {
		return err
	}
	if err := w.takeUp(); err != nil {
		return err
	}
	w.c.ForwardedOn = w.on()
	p := Payload{CompetentBody: in.CompetentBody, Decision: in.Decision}
	if err := w.transit(models.VerbForward, p, because(in.Reason)); err != nil {
		return err
	}
	if err := w.finishSteps("FORWARDED", in.Reason, models.StepForward); err != nil {
		return err
	}
	return w.openUpper()
}

// openUpper begins the upper body's step: open, in nobody's queue and without a limit.
func (w *work) openUpper() error {
	for _, s := range w.steps {
		if s.Kind != models.StepUpper || s.State != models.StepWaiting {
			continue
		}
		s.State, s.AssignedAt = models.StepAssigned, w.tx.Now
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// upperDecided checks what the county must know of the upper body's decision: the body, the number and
// the date of its document.
func (w *work) upperDecided(d *Decision) error {
	if w.c.ForwardedOn == 0 {
		return models.E(models.Illegal, "case.not_forwarded")
	}
	e := models.E(models.Invalid, "case.invalid")
	if d == nil {
		return e.At("decision", "required")
	}
	if d.Upper == "" {
		e.At("decision.upper", "required")
	}
	if d.UpperNo == "" {
		e.At("decision.upperNo", "required")
	}
	switch {
	case d.UpperOn == 0:
		e.At("decision.upperOn", "required")
	case d.UpperOn < w.c.ForwardedOn || d.UpperOn > w.on():
		e.At("decision.upperOn", "case.upper_date")
	}
	return e.OrNil()
}

// recordUpper is T15 of an item decided above: the case follows the upper body's decision, of the date
// on its document. The county writes no decision of its own.
func (w *work) recordUpper(verb models.Verb, outcome models.Outcome, in *MoveInput) error {
	if err := w.upperDecided(in.Decision); err != nil {
		return err
	}
	code, err := w.recordCode(in, outcome)
	if err != nil {
		return err
	}
	w.c.ApproverID, w.c.Outcome, w.c.DecidedOn = w.actor.UserID, outcome, in.Decision.UpperOn
	if err := w.transit(verb, Payload{Decision: in.Decision, ProjectCode: code}, because(in.Reason)); err != nil {
		return err
	}
	return w.finishUpper(string(outcome), in.Reason)
}

func (w *work) finishUpper(result, remark string) error {
	for _, s := range w.steps {
		if s.Kind != models.StepUpper || !s.IsOpen() {
			continue
		}
		w.closeStep(s, models.StepDone, result, remark)
		s.HolderID = 0
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return w.advance()
}

// planUpper makes the two steps of handing up: the county's own, and the upper body's, which stands for
// all that the catalogue lists there.
func (w *work) planUpper(ord int, s catalog.Step) []*models.Step {
	f := &models.Step{
		CaseID: w.c.ID, Region: w.stepRegion(), Ord: ord, Code: s.Code + "F", Name: "转报上级机关", Kind: models.StepForward,
		DeptCode: w.c.DeptCode, Role: string(policy.Reviewer), State: models.StepWaiting, Mode: "ALL",
	}
	u := *f
	u.Ord, u.Code, u.Name, u.Kind, u.Role = ord+1, s.Code, "上级机关办理", models.StepUpper, "UPPER"
	return []*models.Step{f, &u}
}
