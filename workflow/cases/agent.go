package cases

import (
	"context"
	"fmt"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// SetAgent names the agent who helps with a case, or changes it: the old one keeps reading what was,
// the new one works on.
func (s *Service) SetAgent(ctx context.Context, a policy.Actor, caseID, agentID int64, reason string) (*models.Case, error) {
	return s.do(ctx, a, "agentwork:assign", caseID, 0, func(w *work) error {
		name, err := w.tx.PersonName(agentID)
		if err != nil {
			return err
		}
		if err := w.isAgent("agentId", agentID); err != nil {
			return err
		}
		if w.c.AgentID == agentID {
			return nil
		}
		w.c.AgentID = agentID
		p := models.CaseParty{CaseID: caseID, Kind: models.PartyUser, Party: store.UserParty(agentID), Right: models.RightWork}
		if err := w.tx.AddParties(p); err != nil {
			return err
		}
		return w.note(codeAgent, "agent", 0, reason, Payload{AgentID: agentID, To: []string{name}})
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

// HandOver moves all open work of one person to another in one step: the open steps that the person
// holds, the open cases that an agent helps with, and the agent's dated tasks. Each case writes its event;
// it gives how many cases moved. Both must stand at the actor's department; an agent hands over what is
// the agent's own, to another agent (FLOWS §1.2).
func (s *Service) HandOver(ctx context.Context, a policy.Actor, fromID, toID int64, reason string) (int, error) {
	if !s.Policy.Can(a, "case:handover") {
		return 0, models.E(models.Denied, "denied").With("action", "case:handover")
	}
	e := models.E(models.Invalid, "handover.invalid")
	if fromID == 0 {
		e.At("fromId", "required")
	}
	if a.Role == policy.Agent && (fromID != a.UserID || a.ForUserID != 0) {
		return 0, models.E(models.Denied, "denied").With("action", "case:handover")
	}
	if toID == 0 || toID == fromID {
		e.At("toId", "step.another_person")
	}
	if reason == "" {
		e.At("reason", "required")
	}
	if err := e.OrNil(); err != nil {
		return 0, err
	}
	ids, err := s.Store.CasesHeldBy(ctx, fromID, string(userKey(fromID)))
	if err != nil {
		return 0, err
	}
	scope, err := s.Policy.Scope(a, "case:handover")
	if err != nil {
		return 0, err
	}
	moved := 0
	for _, id := range ids {
		_, err := s.run(ctx, a, scope, id, 0, func(w *work) error { return w.handOver(fromID, toID, reason) })
		switch {
		case models.CodeOf(err) == models.NotFound: // of another department
		case err != nil:
			return moved, fmt.Errorf("hand over case %d: %w", id, err)
		default:
			moved++
		}
	}
	if a.Role != policy.Agent {
		return moved, nil
	}
	return moved, s.Store.InTx(ctx, func(tx *store.Tx) error {
		ok, err := tx.HoldsRole(toID, a.Region, tx.Today(), []string{string(policy.Agent)})
		if err != nil {
			return err
		}
		if !ok {
			return models.E(models.Invalid, "handover.invalid").At("toId", "case.not_an_agent")
		}
		return tx.MoveTodos(fromID, toID)
	})
}

func (w *work) handOver(fromID, toID int64, reason string) error {
	for _, s := range w.steps {
		if s.HolderID != fromID || !begun(s) {
			continue
		}
		name, err := w.colleague(toID, s)
		if err != nil {
			return err
		}
		s.HolderID = toID
		if s.IsOpen() { // a delegated one comes back to whom it is handed
			s.OpenKey = userKey(toID)
		}
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
		if err := w.change(codeTransfer, "hand_over", s, s.State, reason, name); err != nil {
			return err
		}
	}
	if w.c.AgentID == fromID {
		if err := w.isAgent("toId", toID); err != nil {
			return err
		}
		w.c.AgentID = toID
		if err := w.note(codeAgent, "agent", 0, reason, Payload{AgentID: toID}); err != nil {
			return err
		}
	}
	return w.joinUser(toID)
}
