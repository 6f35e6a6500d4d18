// Package agents is the desk of an agent (帮办代办员, FLOWS §1.2): clients, the log of calls and visits,
// dated tasks, the cases by what is due; and on every case the notes and the thread of questions.
package agents

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// Actions.
const (
	Read  policy.Action = "agentwork:read"
	Log   policy.Action = "agentwork:log"
	Tasks policy.Action = "agentwork:task"
	Note  policy.Action = "note:add"
	Ask   policy.Action = "thread:post"
	Hear  policy.Action = "thread:read"
)

// Service is what one may do at the desk.
type Service struct{ Cases *cases.Service }

// self is whose desk it is: one's own, or that of the absent person one stands in for.
func self(a policy.Actor) int64 {
	if a.ForUserID != 0 {
		return a.ForUserID
	}
	return a.UserID
}

// desk gives whose desk is looked at: an agent's own, also by 0; for those above agents any of their
// division. Another's is NotFound.
func (s *Service) desk(ctx context.Context, a policy.Actor, agentID int64) (policy.Scope, int64, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return scope, 0, err
	}
	if a.Role == policy.Agent {
		if agentID != 0 && agentID != self(a) {
			return scope, 0, models.E(models.NotFound, "agent.not_found")
		}
		return scope, self(a), nil
	}
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		p, err := tx.AgentProfile(scope, agentID)
		if err == nil && p == nil {
			return models.E(models.NotFound, "agent.not_found")
		}
		return err
	})
	return scope, agentID, err
}

// RhythmDays is after how many working days without a contact a client counts as forgotten.
const RhythmDays = 10

// Client is a client with the rhythm of contacts.
type Client struct {
	store.Client
	SilentDays int  `json:"silentDays"` // working days since the last contact; 0 where there was none
	Never      bool `json:"never"`      // no contact yet
	Forgotten  bool `json:"forgotten"`  // never spoken with, or silent for more than RhythmDays
}

// Clients gives the enterprises whose mandate an agent holds today, the longest silent first.
func (s *Service) Clients(ctx context.Context, a policy.Actor, agentID int64) ([]Client, error) {
	_, agentID, err := s.desk(ctx, a, agentID)
	if err != nil {
		return nil, err
	}
	today := s.Cases.Store.Now().Date()
	rows, err := s.Cases.Store.Clients(ctx, agentID, today)
	if err != nil {
		return nil, err
	}
	cal := s.Cases.County.Now().Calendar
	out := make([]Client, len(rows))
	for i, r := range rows {
		out[i] = Client{Client: r, Never: r.LastContact == 0}
		if r.LastContact != 0 {
			out[i].SilentDays = max(0, cal.Count(r.LastContact.Date(), today))
		}
		out[i].Forgotten = out[i].Never || out[i].SilentDays > RhythmDays
	}
	return out, nil
}

// Page is where a list by due day goes on: after the last line seen.
type Page struct {
	AfterDue models.Date `json:"afterDue"`
	AfterID  int64       `json:"afterId"`
	Limit    int         `json:"limit"`
}

// Queue gives the open cases that an agent helps with, by what is due.
func (s *Service) Queue(ctx context.Context, a policy.Actor, agentID int64, p Page) ([]store.CaseLine, error) {
	scope, agentID, err := s.desk(ctx, a, agentID)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.AgentCases(ctx, scope, agentID, p.AfterDue, p.AfterID, p.Limit)
}

// Kinds are the facts that Handle hears.
func Kinds() []string { return []string{"case.agent"} }

// Handle gives the new agent of a case the task to speak with the enterprise within one working day.
func (s *Service) Handle(_ context.Context, tx *store.Tx, fact *models.Outbox) error {
	c, err := tx.CaseBrief(fact.CaseID)
	if err != nil || c.AgentID == 0 {
		return err
	}
	had, err := tx.HasTodo(c.AgentID, c.ID, models.TodoFirstContact)
	if err != nil || had {
		return err
	}
	return tx.CreateTodo(&models.Todo{
		OwnerID: c.AgentID, Kind: models.TodoFirstContact, EnterpriseID: c.EnterpriseID, ProjectID: c.ProjectID, CaseID: c.ID,
		Title: c.ItemName, DueOn: s.Cases.County.Now().Calendar.Next(fact.CreatedAt.Date()), CreatedBy: fact.ActorID,
	})
}
