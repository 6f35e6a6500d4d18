package accounts

import (
	"context"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// MandateInput is a mandate (委托书): of the enterprise to an agent, or an agent's request for one.
type MandateInput struct {
	AgentID  int64          `json:"agentId"` // in a grant
	USCC     string         `json:"uscc"`    // in a request: of the enterprise
	AllItems bool           `json:"allItems"`
	Items    []string       `json:"items"`
	Powers   []models.Power `json:"powers"`
	From     models.Date    `json:"from"` // 0: today
	To       models.Date    `json:"to"`
	FileID   int64          `json:"fileId"` // the signed paper, where there is one
	Note     string         `json:"note"`
}

// longestMandate is how many days a mandate may last: three years, a convention of the portal.
const longestMandate = 3 * 366

// mandate checks the scope, the powers and the term, which a mandate must state (行政许可法 29(2) and
// R-RGT-04), and gives the row.
func (s *Service) mandate(bad *models.Error, in MandateInput) models.Mandate {
	today := s.Store.Now().Date()
	if in.From == 0 {
		in.From = today
	}
	switch {
	case in.From < today:
		bad.At("from", "field.past")
	case in.To == 0:
		bad.At("to", "field.required")
	case in.To < in.From:
		bad.At("to", "field.before_start")
	case in.To-in.From > longestMandate:
		bad.At("to", "mandate.too_long")
	}
	m := models.Mandate{
		AllItems: in.AllItems, Items: slices.Compact(slices.Sorted(slices.Values(in.Items))),
		AskedFrom: in.From, AskedTo: in.To, FileID: in.FileID, Note: paragraph(bad, "note", in.Note, false),
	}
	s.checkItems(bad, m.AllItems, m.Items)
	powers := slices.Compact(slices.Sorted(slices.Values(in.Powers)))
	if len(powers) == 0 {
		bad.At("powers", "field.required")
	}
	for _, p := range powers {
		if !slices.Contains(models.Powers, p) {
			bad.At("powers", "field.choice")
		}
	}
	m.Powers = models.JSONOf(powers)
	return m
}

func (s *Service) checkItems(bad *models.Error, all bool, items []string) {
	switch {
	case all && len(items) > 0:
		bad.At("items", "mandate.all_and_some")
	case !all && len(items) == 0:
		bad.At("items", "field.required")
	case len(items) > 500:
		bad.At("items", "field.too_long")
	}
	for _, code := range items {
		if len(code) > 16 || strings.TrimSpace(code) == "" || s.KnownItem != nil && !s.KnownItem(code) {
			bad.At("items", "item.not_found")
			return
		}
	}
}

// GrantMandate gives an agent a mandate of the actor's enterprise; its administrator alone may.
func (s *Service) GrantMandate(ctx context.Context, a policy.Actor, in MandateInput) (out *models.Mandate, err error) {
	if _, err := s.may(a, MandateGrant); err != nil {
		return nil, err
	}
	bad := models.E(models.Invalid, "mandate.invalid")
	m := s.mandate(bad, in)
	if in.FileID != 0 {
		if err := s.ownFile(ctx, a, bad, "fileId", in.FileID); err != nil {
			return nil, err
		}
	}
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	m.EnterpriseID, m.AgentID, m.Status = a.EnterpriseID, in.AgentID, models.MandateGranted
	m.ValidFrom, m.ValidTo, m.CreatedBy, m.GrantedBy = m.AskedFrom, m.AskedTo, a.UserID, a.UserID
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		row := m // the function may run again
		out = &row
		if err := owner(tx, a); err != nil {
			return err
		}
		if err := isAgent(tx, in.AgentID, a.Region); err != nil {
			return err
		}
		row.GrantedAt = tx.Now
		if err := tx.CreateMandate(&row); err != nil {
			return err
		}
		return s.mandateDone(ctx, tx, a, "mandate.grant", nil, &row, in.Note)
	})
}

// isAgent refuses who is no agent for a division today.
func isAgent(tx *store.Tx, userID int64, where string) error {
	grants, err := tx.GrantsOf(userID, tx.Today())
	if err != nil {
		return err
	}
	for _, g := range grants {
		if policy.Role(g.Role) == policy.Agent && policy.Covers(g.Region, where) {
			return nil
		}
	}
	return models.E(models.Invalid, "mandate.invalid").At("agentId", "mandate.not_an_agent")
}

// mandateDone writes the journal and tells both sides.
func (s *Service) mandateDone(ctx context.Context, tx *store.Tx, a policy.Actor, name string, before any, m *models.Mandate, reason string) error {
	fact := models.Outbox{Kind: name, Region: a.Region, ActorID: a.UserID, Payload: models.JSONOf(map[string]int64{
		"mandateId": m.ID, "enterpriseId": m.EnterpriseID, "agentId": m.AgentID,
	})}
	if err := tx.Emit(fact); err != nil {
		return err
	}
	return note(ctx, tx, a, act{action: name, kind: "mandate", id: m.ID, before: before, after: m, reason: reason})
}

// RequestMandate asks an enterprise of the agent's division for a mandate. It is not in force until
// the enterprise's administrator has confirmed it. The answer is the same whether or not there is such an
// enterprise, and the agent's list shows the mandate once the enterprise has decided.
func (s *Service) RequestMandate(ctx context.Context, a policy.Actor, in MandateInput) error {
	if _, err := s.may(a, MandateRequest); err != nil {
		return err
	}
	bad := models.E(models.Invalid, "mandate.invalid")
	code, err := models.ParseUSCC(in.USCC)
	if err != nil {
		bad.At("uscc", models.KeyOf(err))
	}
	in.FileID = 0 // the enterprise signs, not the agent
	m := s.mandate(bad, in)
	if err := bad.OrNil(); err != nil {
		return err
	}
	m.AgentID, m.Status, m.CreatedBy = a.UserID, models.MandateRequested, a.UserID
	return s.Store.InTx(ctx, func(tx *store.Tx) error {
		row := m // the function may run again
		e, err := tx.EnterpriseByUSCC(everyone, code.Code)
		if models.CodeOf(err) == models.NotFound || err == nil && !policy.Covers(a.Region, e.Region) {
			return nil
		}
		if err != nil {
			return err
		}
		row.EnterpriseID = e.ID
		if err := tx.CreateMandate(&row); err != nil {
			return err
		}
		return s.mandateDone(ctx, tx, a, "mandate.request", nil, &row, in.Note)
	})
}

// ConfirmMandate grants what an agent asked for; its term begins today at the earliest. The
// enterprise's administrator does it.
func (s *Service) ConfirmMandate(ctx context.Context, a policy.Actor, id int64) (*models.Mandate, error) {
	return s.changeMandate(ctx, a, MandateGrant, id, models.MandateRequested, "mandate.grant", "", func(tx *store.Tx, m *models.Mandate) error {
		if err := owner(tx, a); err != nil {
			return err
		}
		if m.AskedTo < tx.Today() {
			return models.E(models.Illegal, "mandate.lapsed")
		}
		if err := isAgent(tx, m.AgentID, a.Region); err != nil {
			return err
		}
		m.Status, m.GrantedBy, m.GrantedAt = models.MandateGranted, a.UserID, tx.Now
		m.ValidFrom, m.ValidTo = max(m.AskedFrom, tx.Today()), m.AskedTo
		return nil
	})
}

// RefuseMandate refuses what an agent asked for.
func (s *Service) RefuseMandate(ctx context.Context, a policy.Actor, id int64, reason string) (*models.Mandate, error) {
	return s.changeMandate(ctx, a, MandateGrant, id, models.MandateRequested, "mandate.refuse", reason, func(tx *store.Tx, m *models.Mandate) error {
		if err := owner(tx, a); err != nil {
			return err
		}
		m.Status = models.MandateRefused
		return nil
	})
}

// RevokeMandate ends a mandate at once: by the enterprise's administrator, or by the agent who lays
// it down.
func (s *Service) RevokeMandate(ctx context.Context, a policy.Actor, id int64, reason string) (*models.Mandate, error) {
	return s.changeMandate(ctx, a, MandateRevoke, id, models.MandateGranted, "mandate.revoke", reason, func(tx *store.Tx, m *models.Mandate) error {
		if a.Role == policy.Enterprise {
			if err := owner(tx, a); err != nil {
				return err
			}
		}
		m.Status, m.RevokedBy, m.RevokedAt, m.RevokeReason = models.MandateRevoked, a.UserID, tx.Now, strings.TrimSpace(reason)
		return nil
	})
}

// changeMandate changes a mandate of the actor's that stands at was.
func (s *Service) changeMandate(
	ctx context.Context, a policy.Actor, what policy.Action, id int64, was models.MandateStatus, name, reason string,
	f func(*store.Tx, *models.Mandate) error,
) (out *models.Mandate, err error) {
	bad := models.E(models.Invalid, "mandate.invalid")
	reason = paragraph(bad, "reason", reason, name == "mandate.refuse")
	if err := bad.OrNil(); err != nil {
		return nil, err
	}
	in, err := s.may(a, what)
	if err != nil {
		return nil, err
	}
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		m, err := tx.Mandate(in, id)
		if err != nil {
			return err
		}
		if m.Status != was {
			return models.E(models.Illegal, "mandate.status").With("status", string(m.Status))
		}
		before := *m
		if err := f(tx, m); err != nil {
			return err
		}
		if err := tx.SaveMandate(m, was); err != nil {
			return err
		}
		out = m
		return s.mandateDone(ctx, tx, a, name, before, m, reason)
	})
}

// Mandates lists mandates within the actor's scope, newest first; for an agent those that the enterprise
// has decided about, since a request tells whether there is one.
func (s *Service) Mandates(ctx context.Context, a policy.Actor, f store.MandateFilter) ([]models.Mandate, error) {
	in, err := s.may(a, MandateRead)
	if err != nil {
		return nil, err
	}
	f.Decided = a.Role == policy.Agent
	return s.Store.Mandates(ctx, in, f)
}

// Agent is one whom an enterprise may mandate.
type Agent struct {
	UserID int64  `json:"userId"`
	Name   string `json:"name"`
}

// Agents gives those who serve the actor's division today, by name.
func (s *Service) Agents(ctx context.Context, a policy.Actor) ([]Agent, error) {
	if _, err := s.may(a, MandateRead); err != nil {
		return nil, err
	}
	all, err := s.Store.Colleagues(ctx, s.settings().Region, "", string(policy.Agent), s.Store.Now().Date())
	if err != nil {
		return nil, err
	}
	out := []Agent{}
	for _, c := range all {
		twice := slices.ContainsFunc(out, func(o Agent) bool { return o.UserID == c.UserID })
		if !twice && policy.Covers(c.Region, a.Region) {
			out = append(out, Agent{c.UserID, c.Name})
		}
	}
	return out, nil
}
