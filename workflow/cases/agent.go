package cases

import (
	"context"
	"fmt"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// SetAgent names the agent who helps with a case, or changes it, which needs a reason: the new one works on, the old
// one sees it no more. Both are told, and the enterprise (FLOWS §1.2).
func (s *Service) SetAgent(ctx context.Context, a policy.Actor, caseID, agentID int64, reason string) (*models.Case, error) {
	return s.do(ctx, a, "agentwork:assign", caseID, 0, func(w *work) error {
		name, err := w.tx.PersonName(agentID)
		if err != nil {
			return err
		}
		if err := w.isAgent("agentId", agentID); err != nil {
			return err
		}
		old := w.c.AgentID
		if old == agentID {
			return nil
		}
		if old != 0 && strings.TrimSpace(reason) == "" {
			return models.E(models.Invalid, "case.invalid").At("reason", "required")
		}
		w.c.AgentID = agentID
		p := models.CaseParty{CaseID: caseID, Kind: models.PartyUser, Party: store.UserParty(agentID), Right: models.RightWork}
		if err := w.tx.AddParties(p); err != nil {
			return err
		}
		return w.note(codeAgent, "agent", 0, reason, Payload{AgentID: agentID, OldAgentID: old, To: []string{name}})
	})
}

// isAgent refuses a person who is no agent today.
func (w *work) isAgent(path string, id int64) error {
	ok, err := w.tx.HoldsRole(id, w.snap.Settings.Region, w.tx.Today(), []string{string(policy.Agent)})
	if err == nil && !ok {
		return models.E(models.Invalid, "case.invalid").At(path, "case.not_an_agent")
	}
	return err
}

// HandOver moves all open work of one person to another in one step, or none of it: the open steps that the
// person holds, the open cases that an agent helps with, and the agent's projects and dated tasks. Each case writes
// its event, each project the journal of administration; it gives how many cases moved. A head hands over the desks of the own department, its window's with them, to
// somebody who stands there; an agent hands over what is the agent's own, to another agent (FLOWS §1.2).
func (s *Service) HandOver(ctx context.Context, a policy.Actor, fromID, toID int64, reason string) (moved int, err error) {
	if err := s.mayHandOver(a, fromID, toID, reason); err != nil {
		return 0, err
	}
	scope, err := s.Policy.Scope(a, "case:handover")
	if err != nil {
		return 0, err
	}
	ids, err := s.Store.CasesHeldBy(ctx, fromID, string(userKey(fromID)))
	if err != nil {
		return 0, err
	}
	err = s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		moved = 0 // the function may run again
		for _, id := range ids {
			w, err := s.open(ctx, tx, snap, a, scope, id)
			if models.CodeOf(err) == models.NotFound { // of another department
				continue
			}
			if err != nil {
				return err
			}
			did, err := w.handOverSettled(fromID, toID, reason)
			if err != nil {
				return fmt.Errorf("hand over case %d: %w", id, err)
			}
			if did {
				moved++
			}
		}
		if a.Role != policy.Agent {
			return nil
		}
		if err := handOverTodos(tx, a, fromID, toID); err != nil {
			return err
		}
		return s.handOverProjects(tx, a, fromID, toID, reason)
	})
	if err != nil {
		return 0, err
	}
	return moved, nil
}

func (s *Service) mayHandOver(a policy.Actor, fromID, toID int64, reason string) error {
	if !s.Policy.Can(a, "case:handover") || a.Role == policy.Agent && (fromID != a.UserID || a.ForUserID != 0) {
		return models.E(models.Denied, "denied").With("action", "case:handover")
	}
	e := models.E(models.Invalid, "handover.invalid")
	if fromID == 0 {
		e.At("fromId", "required")
	}
	if toID == 0 || toID == fromID {
		e.At("toId", "step.another_person")
	}
	if reason == "" {
		e.At("reason", "required")
	}
	return e.OrNil()
}

func handOverTodos(tx *store.Tx, a policy.Actor, fromID, toID int64) error {
	ok, err := tx.HoldsRole(toID, a.Region, tx.Today(), []string{string(policy.Agent)})
	if err != nil {
		return err
	}
	if !ok {
		return models.E(models.Invalid, "handover.invalid").At("toId", "case.not_an_agent")
	}
	return tx.MoveTodos(fromID, toID)
}

// handOverProjects gives an agent's projects (领办) to the one who takes the work over.
func (s *Service) handOverProjects(tx *store.Tx, a policy.Actor, fromID, toID int64, reason string) error {
	led, err := tx.ProjectsLed(fromID)
	if err != nil {
		return err
	}
	for i := range led {
		p := &led[i]
		p.AgentID = toID
		if err := tx.SaveProject(p); err != nil {
			return err
		}
		err := tx.NoteAdmin(models.AdminEvent{
			Region: p.Region, ActorID: a.UserID, ActorName: a.Name, ActorRole: string(a.Role), ForUserID: a.ForUserID, Action: "project.handover",
			SubjectKind: "project", SubjectID: p.ID, StateBefore: models.JSONOf(fromID), StateAfter: models.JSONOf(toID), Reason: reason,
		})
		if err != nil {
			return err
		}
		if err := s.FirstContact(tx, a, p); err != nil {
			return err
		}
	}
	return nil
}

// FirstContact gives the new agent of a project its first task, to speak with the enterprise within one working day,
// unless it came along with the project; and tells both (FLOWS §1.2).
func (s *Service) FirstContact(tx *store.Tx, a policy.Actor, p *models.Project) error {
	if p.AgentID == 0 {
		return nil
	}
	due := s.County.Now().Calendar.Next(tx.Today())
	had, err := tx.HasProjectTodo(p.AgentID, p.ID, models.TodoFirstContact)
	if err != nil {
		return err
	}
	if !had {
		err = tx.CreateTodo(&models.Todo{
			OwnerID: p.AgentID, Kind: models.TodoFirstContact, EnterpriseID: p.EnterpriseID, ProjectID: p.ID, Title: p.Name, DueOn: due, CreatedBy: a.UserID,
		})
	}
	if err != nil {
		return err
	}
	return tx.Emit(models.Outbox{
		Kind: "project.agent", Region: p.Region, ActorID: a.UserID, Payload: models.JSONOf(models.Tell{
			To:   []string{models.UserKey(p.AgentID), models.EnterpriseKey(p.EnterpriseID)},
			Args: map[string]any{"projectId": p.ID, "number": p.Number, "project": p.Name, "due": due},
		}),
	})
}

// handOverSettled hands a case over and stores it; false where the person has nothing in it any more.
func (w *work) handOverSettled(fromID, toID int64, reason string) (did bool, err error) {
	if err := w.settle(w.tx.Now); err != nil {
		return false, err
	}
	if did, err = w.handOver(fromID, toID, reason); err != nil {
		return false, err
	}
	return did, w.finish()
}

func (w *work) handOver(fromID, toID int64, reason string) (did bool, err error) {
	for _, s := range w.steps {
		if s.HolderID != fromID || !begun(s) {
			continue
		}
		if w.actor.Role != policy.Agent && s.DeptCode != w.actor.Dept { // the case is in reach, the desk is another's
			return false, models.E(models.Invalid, "handover.invalid").At("toId", "step.not_of_department")
		}
		name, err := w.atDesk("toId", toID, s)
		if err != nil {
			return false, err
		}
		did = true
		s.HolderID = toID
		if s.IsOpen() { // a delegated one comes back to whom it is handed
			s.OpenKey = userKey(toID)
		}
		if err := w.tx.SaveStep(s); err != nil {
			return false, err
		}
		c := StepChange{Code: s.Code, From: s.State, To: s.State, Holder: name, HolderID: toID}
		if err := w.note(codeTransfer, "hand_over", s.ID, reason, Payload{Step: &c}); err != nil {
			return false, err
		}
	}
	if w.c.AgentID == fromID {
		did = true
		if err := w.isAgent("toId", toID); err != nil {
			return false, err
		}
		name, err := w.tx.PersonName(toID)
		if err != nil {
			return false, err
		}
		w.c.AgentID = toID
		if err := w.note(codeAgent, "agent", 0, reason, Payload{AgentID: toID, OldAgentID: fromID, To: []string{name}}); err != nil {
			return false, err
		}
	}
	if !did {
		return false, nil
	}
	return true, w.joinUser(toID)
}
