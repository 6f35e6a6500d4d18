package cases

import (
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
)

// triage is R02: what kind of request it is and whose.
func (w *work) triage(in *MoveInput) error {
	if err := w.transit(models.VerbTriage, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	w.c.ReceiverID = w.actor.UserID
	if err := w.finishReceipt("TRIAGED"); err != nil {
		return err
	}
	if err := w.transit(models.VerbAssign, Payload{}); err != nil {
		return err
	}
	return w.advance()
}

// guaranteeLevels are how far a request can be met: 全部满足, 部分, 无法 (FLOWS §10).
var guaranteeLevels = []string{"FULL", "PARTIAL", levelNone}

const levelNone = "NONE"

// answer is R04: the plan with its day. Nothing is promised before what the law asks for first is there (R-PAR-08).
func (w *work) answer(in *MoveInput) error {
	e := models.E(models.Invalid, "case.invalid")
	if in.Answer == nil || in.Answer.Plan == "" {
		e.At("answer.plan", "required")
	}
	if in.Answer == nil || in.Answer.SolutionOn < w.on() {
		e.At("answer.solutionOn", "case.date_past")
	}
	if in.Answer == nil || !slices.Contains(guaranteeLevels, in.Answer.Level) {
		e.At("answer.level", "field.choice")
	}
	if len(e.Fields) > 0 {
		return e
	}
	if in.Answer.Level != levelNone { // that it cannot be met may be said all the same
		if err := w.mayBegin(); err != nil {
			return err
		}
	}
	w.c.ReviewerID = w.actor.UserID
	return w.transit(models.VerbAnswer, Payload{Answer: in.Answer}, because(in.Reason))
}

func (w *work) construct(in *MoveInput) error {
	return w.transit(models.VerbConstruct, Payload{}, because(in.Reason))
}

func (w *work) connect(in *MoveInput) error { return w.solved(models.VerbConnect, models.Granted, in) }

func (w *work) satisfy(in *MoveInput) error { return w.solved(models.VerbSatisfy, models.Granted, in) }

// notPossible is R08: with a reason, by a leader.
func (w *work) notPossible(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if !roleIn(w.actor.Role, []policy.Role{policy.Leader, policy.AgencyLeader, policy.AgencyPrincipalHead}) {
		return models.E(models.Denied, "case.leader_only")
	}
	return w.solved(models.VerbNotPossible, models.OutcomeRefused, in)
}

// solved is the department's end of a request; the enterprise has the last word.
func (w *work) solved(verb models.Verb, outcome models.Outcome, in *MoveInput) error {
	if err := w.opinionsIn(); err != nil {
		return err
	}
	if err := w.transit(verb, Payload{Answer: in.Answer}, because(in.Reason)); err != nil {
		return err
	}
	w.c.Outcome, w.c.DecidedOn = outcome, w.on()
	return w.solvedBy(string(verb), "")
}

// confirm is R09: the enterprise agrees that it is solved.
func (w *work) confirm(in *MoveInput) error {
	return w.transit(models.VerbConfirm, Payload{}, because(in.Reason))
}

// reopen is R10: the enterprise does not agree.
func (w *work) reopen(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.transit(models.VerbReopen, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	w.c.Outcome, w.c.DecidedOn = "", 0
	var last *models.Step // who reviewed it, never a delegate
	for _, s := range w.steps {
		if s.State == models.StepDone && !isAnswer(s) && !w.superseded(s) && (s.Kind == models.StepReview || last == nil) {
			last = s
		}
	}
	if last != nil {
		last.DoneAt, last.Result = 0, ""
		w.openStep(last, last.HolderID)
		if err := w.tx.SaveStep(last); err != nil {
			return err
		}
	}
	return w.transit(models.VerbAssign, Payload{})
}

// confirmDays is how long a solved request waits for its enterprise (FLOWS §10).
const confirmDays = 10

// confirmLapsesAt gives when a solved request is confirmed by lapse; 0 where none waits.
func (w *work) confirmLapsesAt() models.Instant {
	switch w.c.Status {
	case models.Connected, models.Satisfied, models.NotPossible:
		due := sla.DueOn(w.snap.Calendar, w.c.DecidedOn, models.Limit{Value: confirmDays, Unit: models.WorkingDay}, nil)
		return due.On.End()
	}
	return 0
}

// start is K02: the department takes the task up, where nothing that must come first is missing; its steps begin. finishTask is K03: technical reviews
// and the government's own coordination.
func (w *work) start(in *MoveInput) error {
	if err := w.mayBegin(); err != nil {
		return err
	}
	w.c.ReviewerID = w.actor.UserID
	if err := w.transit(models.VerbStart, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	if err := w.finishReceipt("STARTED"); err != nil {
		return err
	}
	return w.advance()
}

func (w *work) finishTask(in *MoveInput) error {
	on := w.on()
	if w.outside() {
		if err := w.upperDecided(in.Decision); err != nil {
			return err
		}
		on = in.Decision.UpperOn
	}
	if err := w.opinionsIn(); err != nil {
		return err
	}
	if err := w.transit(models.VerbFinish, Payload{Decision: in.Decision}, because(in.Reason)); err != nil {
		return err
	}
	w.c.Outcome, w.c.DecidedOn = models.Granted, on
	return w.solvedBy("DONE", in.Reason)
}
