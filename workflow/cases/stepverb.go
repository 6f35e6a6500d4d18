package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// StepInput is what a person says when doing something to a step.
type StepInput struct {
	Version int64    `json:"version"`
	Remark  string   `json:"remark"`
	UserID  int64    `json:"userId"` // to whom it is handed, delegated, copied
	Dept    string   `json:"dept"`
	ToStep  int64    `json:"toStep"` // the earlier step that it goes back to
	Mode    string   `json:"mode"`   // ALL 会签, ANY 或签
	Result  string   `json:"result"` // AGREE, OBJECT, PASS
	With    []string `json:"with"`   // who else checked on site: two staff or more (行政许可法 34(3))
}

// Verbs of steps (RULES §2.1): each writes an event with its remark and moves the step and clock S
// only; never the status of the case nor a clock of the law.
var stepVerbs = map[string]func(*work, *models.Step, *StepInput) error{
	"claim":       (*work).claim,
	"done":        (*work).stepDone,
	"transfer":    (*work).transfer,
	"delegate":    (*work).delegate,
	"send_back":   (*work).sendBack,
	"recall":      (*work).recall,
	"add_signer":  (*work).addSigner,
	"drop_signer": (*work).dropSigner,
	"copy":        (*work).copyTo,
	"remind":      (*work).remind,
}

// StepMove does verb to a step of a case.
func (s *Service) StepMove(ctx context.Context, a policy.Actor, caseID, stepID int64, verb string, in *StepInput) (*models.Case, error) {
	f, ok := stepVerbs[verb]
	if !ok {
		return nil, models.E(models.NotFound, "step.verb_unknown")
	}
	return s.do(ctx, a, policy.Action("step:"+verb), caseID, in.Version, func(w *work) error {
		step, err := w.step(stepID)
		if err != nil {
			return err
		}
		if w.c.IsTerminal() && !step.Kind.Outlives() { // nothing moves any more
			return models.E(models.Illegal, "case.move_not_allowed").With("verb", verb).With("status", string(w.c.Status))
		}
		if !models.StepAllows(step.State, verb) {
			return models.E(models.Illegal, refusedVerb(verb)).With("state", string(step.State))
		}
		return f(w, step, in)
	})
}

// refusedVerb gives the key of what the table of step verbs does not allow.
func refusedVerb(verb string) string {
	switch verb {
	case "recall":
		return "step.not_recallable"
	case "drop_signer":
		return "step.not_added"
	}
	return "step.not_open"
}

// mine tells whether the actor may work on an open step: the holder, the substitute of the holder, or
// anybody at its desk while it waits there.
func (w *work) mine(s *models.Step) error {
	if !s.IsOpen() || s.Kind == models.StepUpper {
		return models.E(models.Illegal, "step.not_open").With("state", string(s.State))
	}
	me := max(w.actor.UserID, 0)
	if s.HolderID != 0 && (s.HolderID == me || s.HolderID == w.actor.ForUserID) {
		return nil
	}
	if s.HolderID == 0 && s.DeptCode == w.actor.Dept && roleMatches(s.Role, w.actor.Role) {
		return nil
	}
	if s.DeptCode == w.actor.Dept && (w.actor.Role == policy.SectionHead) {
		return nil
	}
	return models.E(models.Denied, "step.not_yours")
}

// roleMatches: an agency's leaders may do what its approvers do.
func roleMatches(need string, have policy.Role) bool {
	if need == string(have) {
		return true
	}
	return need == string(policy.Approver) && (have == policy.AgencyLeader || have == policy.AgencyPrincipalHead)
}

func (w *work) change(code, verb string, s *models.Step, from models.StepState, remark, holder string) error {
	return w.note(code, verb, s.ID, remark, Payload{Step: &StepChange{Code: s.Code, From: from, To: s.State, Holder: holder, Result: s.Result}})
}

// claim takes a waiting step: from here on it is worked on, no longer waiting.
func (w *work) claim(s *models.Step, in *StepInput) error {
	if err := w.mine(s); err != nil {
		return err
	}
	if s.Kind == models.StepReview && w.chaired(w.actor.UserID) {
		return models.E(models.Illegal, "case.reviewer_chairs")
	}
	from := s.State
	s.State, s.HolderID, s.StartedAt, s.OpenKey = models.StepInProgress, w.actor.UserID, w.tx.Now, userKey(w.actor.UserID)
	if err := w.tx.SaveStep(s); err != nil {
		return err
	}
	if s.Kind != models.StepReceive && s.Kind != models.StepIssue {
		if err := w.takeUp(); err != nil {
			return err
		}
		if s.Kind == models.StepReview {
			w.c.ReviewerID = w.actor.UserID
		}
	}
	return w.change(codeClaim, "claim", s, from, in.Remark, w.actor.Name)
}

// stepDone ends a step of review, site check or opinion; the window's and the approver's steps end
// with their move of the case.
func (w *work) stepDone(s *models.Step, in *StepInput) error {
	if err := w.mine(s); err != nil {
		return err
	}
	if s.Kind == models.StepReceive || s.Kind == models.StepForward || s.Kind == models.StepUpper ||
		s.Kind == models.StepApprove && !isAnswer(s) || s.Kind == models.StepIssue {
		return models.E(models.Illegal, "step.ends_with_move").With("kind", string(s.Kind))
	}
	if w.c.Paused {
		return models.E(models.Illegal, "step.case_paused")
	}
	if s.Kind == models.StepReview && w.chaired(w.actor.UserID) {
		return models.E(models.Illegal, "case.reviewer_chairs")
	}
	from := s.State
	if err := w.takeUp(); err != nil {
		return err
	}
	if s.StartedAt == 0 {
		s.StartedAt = w.tx.Now
	}
	s.HolderID = w.actor.UserID
	if s.Kind == models.StepReview {
		w.c.ReviewerID = w.actor.UserID
	}
	w.closeStep(s, models.StepDone, in.Result, in.Remark)
	if err := w.tx.SaveStep(s); err != nil {
		return err
	}
	done := Payload{Step: &StepChange{Code: s.Code, From: from, To: s.State, Holder: w.actor.Name, Result: s.Result}, To: in.With}
	if err := w.note(codeStepDone, "done", s.ID, in.Remark, done); err != nil {
		return err
	}
	if back, err := w.returnDelegated(s); err != nil || back {
		return err
	}
	if err := errors.Join(w.firstSigned(s), w.foundFalse(s)); err != nil {
		return err
	}
	return w.advance()
}

// firstSigned ends, with 或签, what the others at the same place had to do: the first who signs is enough.
func (w *work) firstSigned(s *models.Step) error {
	if s.Mode != "ANY" {
		return nil
	}
	for _, x := range w.steps {
		if x == s || x.Ord != s.Ord || !unfinished(x) {
			continue
		}
		if err := w.endBeside(x, ""); err != nil {
			return err
		}
	}
	return nil
}

// returnDelegated gives a delegated step back to who delegated it, also where the delegate handed it on.
func (w *work) returnDelegated(s *models.Step) (bool, error) {
	from := s
	for from.FromStepID != 0 {
		before, err := w.step(from.FromStepID)
		if err != nil {
			return false, err
		}
		if from = before; from.State != models.StepTransferred {
			break
		}
	}
	if from.State != models.StepDelegated {
		return false, nil // a transferred step has no one to go back to
	}
	from.State, from.OpenKey, from.SortOn = models.StepInProgress, userKey(from.HolderID), w.c.SortOn()
	if err := w.tx.SaveStep(from); err != nil {
		return false, err
	}
	return true, w.change(codeDelegated, "delegate_answered", from, models.StepDelegated, s.Remark, w.actor.Name)
}

// delegateMark ends the code of a step that somebody was asked to do for another: it is answered and never
// stands for the step itself.
const delegateMark = ">"

// isAnswer tells whether a step is a delegate's.
func isAnswer(s *models.Step) bool { return strings.HasSuffix(s.Code, delegateMark) }

// transfer is 转办: the step moves to another person of the department, its clock begins anew and the
// one who had it is off.
func (w *work) transfer(s *models.Step, in *StepInput) error {
	return w.pass(s, in, models.StepTransferred, codeTransfer, "transfer")
}

// delegate is 委派: it comes back to the delegator.
func (w *work) delegate(s *models.Step, in *StepInput) error {
	if s.HolderID == 0 {
		s.HolderID = w.actor.UserID
	}
	return w.pass(s, in, models.StepDelegated, codeDelegate, "delegate")
}

func (w *work) pass(s *models.Step, in *StepInput, state models.StepState, code, verb string) error {
	if err := w.mine(s); err != nil {
		return err
	}
	name, err := w.colleague(in.UserID, s)
	if err != nil {
		return err
	}
	from := s.State
	next := *s
	next.ID, next.FromStepID, next.State, next.StartedAt, next.Remark, next.Result = 0, s.ID, models.StepWaiting, 0, "", ""
	if state == models.StepDelegated && !isAnswer(s) {
		next.Code += delegateMark
	}
	w.openStep(&next, in.UserID)
	s.State, s.OpenKey, s.SortOn, s.Remark = state, "", 0, in.Remark
	if state == models.StepTransferred {
		s.DoneAt = w.tx.Now
	}
	if err := w.tx.SaveStep(s); err != nil {
		return err
	}
	if err := w.tx.CreateSteps(&next); err != nil {
		return err
	}
	w.steps = append(w.steps, &next)
	if err := w.joinUser(in.UserID); err != nil {
		return err
	}
	return w.change(code, verb, s, from, in.Remark, name)
}

// colleague checks that somebody else may take the step, and gives the name.
func (w *work) colleague(id int64, s *models.Step) (string, error) {
	if id == 0 || id == w.actor.UserID {
		return "", models.E(models.Invalid, "step.invalid").At("userId", "step.another_person")
	}
	return w.atDesk("userId", id, s)
}

// atDesk checks that somebody may take the step, active and at the step's department, and gives the name;
// path is the field that named the person.
func (w *work) atDesk(path string, id int64, s *models.Step) (string, error) {
	ok, err := w.tx.AtDesk(id, s.DeptCode, w.tx.Today())
	if err != nil {
		return "", err
	}
	if !ok {
		return "", models.E(models.Invalid, "step.invalid").At(path, "step.not_of_department")
	}
	return w.tx.PersonName(id)
}

func (w *work) joinUser(id int64) error {
	return w.tx.AddParties(models.CaseParty{CaseID: w.c.ID, Kind: models.PartyUser, Party: store.UserParty(id), Right: models.RightWork})
}

// recall is 撤回: one's own step, only while the next has not begun.
func (w *work) recall(s *models.Step, in *StepInput) error {
	if s.HolderID != w.actor.UserID || s.Kind == models.StepReceive || s.Kind == models.StepApprove {
		return models.E(models.Illegal, "step.not_recallable")
	}
	for _, x := range w.steps {
		if x.Ord <= s.Ord {
			continue
		}
		if x.State == models.StepInProgress || x.State == models.StepDelegated || x.StartedAt >= s.DoneAt {
			return models.E(models.Illegal, "step.next_begun").With("step", x.Name)
		}
		if x.State == models.StepAssigned {
			x.State, x.OpenKey, x.SortOn, x.AssignedAt, x.DueAt = models.StepWaiting, "", 0, 0, 0
			if err := w.tx.SaveStep(x); err != nil {
				return err
			}
		}
	}
	again := *s
	again.ID, again.FromStepID, again.State, again.StartedAt, again.DoneAt, again.Result = 0, s.ID, models.StepWaiting, 0, 0, ""
	w.openStep(&again, s.HolderID)
	again.State, again.StartedAt = models.StepInProgress, w.tx.Now
	s.State = models.StepRecalled
	if err := w.tx.SaveStep(s); err != nil {
		return err
	}
	if err := w.tx.CreateSteps(&again); err != nil {
		return err
	}
	w.steps = append(w.steps, &again)
	return w.change(codeRecall, "recall", s, models.StepDone, in.Remark, w.actor.Name)
}

// addSigner is 加签: a parallel signer at the same place, 会签 (all) or 或签 (any).
func (w *work) addSigner(s *models.Step, in *StepInput) error {
	if err := w.mine(s); err != nil {
		return err
	}
	name, err := w.colleague(in.UserID, &models.Step{DeptCode: orText(in.Dept, s.DeptCode)})
	if err != nil {
		return err
	}
	mode := "ALL"
	if in.Mode == "ANY" {
		mode = "ANY"
		if err := w.ownPlace(s, orText(in.Dept, s.DeptCode)); err != nil {
			return err
		}
	}
	n := 0
	for _, x := range w.steps {
		if x.Ord == s.Ord {
			n++
			x.Mode = mode
			if err := w.tx.SaveStep(x); err != nil {
				return err
			}
		}
	}
	added := &models.Step{
		CaseID: w.c.ID, Region: s.Region, Ord: s.Ord, Code: fmt.Sprintf("%s+%d", s.Code, n), Name: s.Name, Kind: models.StepOpinion,
		DeptCode: orText(in.Dept, s.DeptCode), Role: s.Role, State: models.StepWaiting, Mode: mode, FromStepID: s.ID, LimitMinutes: s.LimitMinutes,
	}
	w.openStep(added, in.UserID)
	if err := w.tx.CreateSteps(added); err != nil {
		return err
	}
	w.steps = append(w.steps, added)
	if err := w.joinUser(in.UserID); err != nil {
		return err
	}
	return w.change(codeAddSigner, "add_signer", added, models.StepWaiting, in.Remark, name)
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// dropSigner is 减签: an added signer who has not signed.
func (w *work) dropSigner(s *models.Step, in *StepInput) error {
	if !addedSigner(s) {
		return models.E(models.Illegal, "step.not_added")
	}
	if s.DeptCode != w.actor.Dept {
		return models.E(models.Denied, "step.not_yours")
	}
	from := s.State
	w.closeStep(s, models.StepCancelled, "", in.Remark)
	if err := w.tx.SaveStep(s); err != nil {
		return err
	}
	if err := w.change(codeDropSigner, "drop_signer", s, from, in.Remark, ""); err != nil {
		return err
	}
	return w.advance()
}

// copyTo is 抄送: somebody may read the case and is told.
func (w *work) copyTo(s *models.Step, in *StepInput) error {
	name, err := w.tx.PersonName(in.UserID)
	if err != nil {
		return err
	}
	if name == "" {
		return models.E(models.Invalid, "step.invalid").At("userId", "user.not_found")
	}
	p := models.CaseParty{CaseID: w.c.ID, Kind: models.PartyUser, Party: store.UserParty(in.UserID), Right: models.RightRead}
	if err := w.tx.AddParties(p); err != nil {
		return err
	}
	return w.note(codeCopy, "copy", s.ID, in.Remark, Payload{To: []string{name}})
}

// remind is 催办.
func (w *work) remind(s *models.Step, in *StepInput) error {
	holder, err := w.tx.PersonName(s.HolderID)
	if err != nil {
		return err
	}
	return w.note(codeRemind, "remind", s.ID, in.Remark, Payload{To: []string{holder}})
}

// distinct gives the names without blanks, each once, in their order.
func distinct(names []string) []string {
	var out []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// AssignInspectors notes that two staff were assigned to inspect (行政许可法 55(2)).
func (s *Service) AssignInspectors(ctx context.Context, a policy.Actor, caseID, version int64, names []string) (*models.Case, error) {
	return s.do(ctx, a, "case:review", caseID, version, func(w *work) error {
		if names = distinct(names); len(names) < 2 {
			return models.E(models.Invalid, "case.invalid").At("names", "case.two_inspectors")
		}
		if !w.c.InReview() {
			return models.E(models.Illegal, "case.move_not_allowed").With("verb", "inspectors").With("status", string(w.c.Status))
		}
		return w.note(codeInspectors, "inspectors", 0, "", Payload{To: names})
	})
}

// CheckMaterial records the window's look at one material: accepted, or with a defect to be noted.
func (s *Service) CheckMaterial(ctx context.Context, a policy.Actor, caseID int64, code, defect string) (*models.Case, error) {
	return s.do(ctx, a, "material:check", caseID, 0, func(w *work) error {
		if filledIn(w.c) || w.c.IsTerminal() || w.c.DecidedOn != 0 { // with the applicant, or over
			return models.E(models.Illegal, "case.move_not_allowed").With("verb", "check_material").With("status", string(w.c.Status))
		}
		mats, err := w.materials()
		if err != nil {
			return err
		}
		m := materialOf(mats, code)
		if m == nil {
			return models.E(models.NotFound, "material.not_found")
		}
		m.State, m.Defect, m.CheckedBy, m.CheckedAt = models.MaterialAccepted, defect, w.actor.UserID, w.tx.Now
		if defect != "" {
			m.State = models.MaterialDefective
		}
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
		return w.note(codeMaterial, "check_material", 0, defect, Payload{Material: code})
	})
}
