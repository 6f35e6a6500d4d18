package cases

import (
	"slices"
	"strings"

	"onestop.internal/models"
)

// unfinished tells whether a step is still to be done by somebody: it waits, is open, or was delegated.
func unfinished(s *models.Step) bool {
	return s.IsOpen() || s.State == models.StepWaiting || s.State == models.StepDelegated
}

// begun tells whether a step is on somebody's desk, or was delegated from it.
func begun(s *models.Step) bool { return s.IsOpen() || s.State == models.StepDelegated }

// sendBack is 退回: to an earlier step, never to the applicant. What lies between is to be done again, and who
// was to sign beside the sender has nothing to sign before that.
func (w *work) sendBack(s *models.Step, in *StepInput) error {
	if err := w.mine(s); err != nil {
		return err
	}
	if isAnswer(s) {
		return models.E(models.Illegal, "step.delegate_answers")
	}
	to, err := w.step(in.ToStep)
	if err != nil || to.Ord >= s.Ord || to.Kind == models.StepReceive || to.State != models.StepDone {
		return models.E(models.Invalid, "step.invalid").At("toStep", "step.not_earlier")
	}
	if in.Remark == "" {
		return models.E(models.Invalid, "step.invalid").At("remark", "required")
	}
	again := w.again(to.Ord, s)
	from := s.State
	w.closeStep(s, models.StepSentBack, "SENT_BACK", in.Remark)
	if err := w.tx.SaveStep(s); err != nil {
		return err
	}
	if err := w.change(codeSendBack, "send_back", s, from, in.Remark, to.Name); err != nil {
		return err
	}
	for _, x := range w.steps {
		if x == s || x.Ord < to.Ord || x.Ord > s.Ord || !unfinished(x) {
			continue
		}
		if err := w.endBeside(x, in.Remark); err != nil {
			return err
		}
	}
	for _, x := range again {
		if x.Ord == to.Ord {
			w.openStep(x, x.HolderID)
		} else {
			x.HolderID = 0
		}
	}
	if err := w.tx.CreateSteps(again...); err != nil {
		return err
	}
	w.steps = append(w.steps, again...)
	return nil
}

// again makes the steps from a place to the sender's anew, all waiting.
func (w *work) again(first int, sender *models.Step) (out []*models.Step) {
	for _, x := range w.steps {
		if x.Ord < first || x.Ord > sender.Ord || !w.repeats(x, sender) {
			continue
		}
		c := *x
		c.ID, c.State, c.FromStepID, c.AssignedAt, c.StartedAt, c.DoneAt, c.DueAt = 0, models.StepWaiting, x.ID, 0, 0, 0, 0
		c.Result, c.Remark, c.OpenKey, c.SortOn = "", "", "", 0
		out = append(out, &c)
	}
	return out
}

// repeats tells whether a step is done again: the one that sends back, those beside it and between that were
// done or were to be done. A delegate's is not: its delegator's is.
func (w *work) repeats(x, sender *models.Step) bool {
	if isAnswer(x) {
		return false
	}
	return x == sender || unfinished(x) || x.State == models.StepDone && !w.superseded(x)
}

// endBeside ends what somebody had to do at a step, because another's act has made it void.
func (w *work) endBeside(x *models.Step, why string) error {
	from := x.State
	w.closeStep(x, models.StepCancelled, "", why)
	if err := w.tx.SaveStep(x); err != nil {
		return err
	}
	return w.change(codeDropSigner, "drop_signer", x, from, why, "")
}

// superseded tells whether a step that was done is done again, after 退回. An added signer and a delegate have codes
// of their own.
func (w *work) superseded(x *models.Step) bool {
	return x.State == models.StepDone &&
		slices.ContainsFunc(w.steps, func(y *models.Step) bool { return y.FromStepID == x.ID && y.Code == x.Code })
}

// addedSigner tells whether a step is an added signer's own.
func addedSigner(s *models.Step) bool {
	return s.Kind == models.StepOpinion && strings.Contains(s.Code, "+") && !isAnswer(s)
}

// ownPlace refuses 或签 where another department signs too: one signature would stand for its own.
func (w *work) ownPlace(s *models.Step, asked string) error {
	if asked != s.DeptCode {
		return models.E(models.Illegal, "step.others_sign").With("dept", asked)
	}
	for _, x := range w.steps {
		if x.Ord == s.Ord && x.DeptCode != s.DeptCode && unfinished(x) {
			return models.E(models.Illegal, "step.others_sign").With("dept", x.DeptCode)
		}
	}
	return nil
}
