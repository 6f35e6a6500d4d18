package agents

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// NoteInput is a remark on a case.
type NoteInput struct {
	Body  string `json:"body"`
	Shown bool   `json:"shown"` // to the enterprise; else to agents and staff alone
}

// AddNote writes a remark on a case. It is not a part of the case's journal and moves nothing.
func (s *Service) AddNote(ctx context.Context, a policy.Actor, caseID int64, in NoteInput) (*models.Note, error) {
	e := models.E(models.Invalid, "note.invalid")
	in.Body = e.Paragraph("body", in.Body, true, 4000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	scope, err := s.Cases.Policy.Scope(a, Note)
	if err != nil {
		return nil, err
	}
	var n *models.Note
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(scope, caseID)
		if err != nil {
			return err
		}
		n = &models.Note{CaseID: c.ID, AuthorID: a.UserID, AuthorName: a.Name, AuthorRole: string(a.Role), Shown: in.Shown, Body: in.Body}
		if err := tx.CreateNote(n); err != nil || !n.Shown {
			return err
		}
		return tx.Emit(about("note.shown", a, c, models.EnterpriseKey(c.EnterpriseID)))
	})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// Notes gives the remarks on a case, oldest first; for its enterprise those shown to it. NotFound for a case that
// is not in sight.
func (s *Service) Notes(ctx context.Context, a policy.Actor, caseID int64) ([]models.Note, error) {
	scope, err := s.Cases.ScopeOn(ctx, a, cases.Read, caseID)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Notes(ctx, scope, caseID)
}

// PostInput is a question or an answer.
type PostInput struct {
	Body    string `json:"body"`
	ReplyTo int64  `json:"replyTo"` // a message of the same case; 0 for a new question
}

// Post writes a line into the thread of a case, which enterprise, agent and staff share.
func (s *Service) Post(ctx context.Context, a policy.Actor, caseID int64, in PostInput) (*models.Message, error) {
	e := models.E(models.Invalid, "message.invalid")
	in.Body = e.Paragraph("body", in.Body, true, 4000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	scope, err := s.Cases.Policy.Scope(a, Ask)
	if err != nil {
		return nil, err
	}
	var m *models.Message
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(scope, caseID)
		if err != nil {
			return err
		}
		if m, err = s.post(tx, a, c, in); err != nil {
			return err
		}
		to, err := s.readers(tx, c, m)
		if err != nil {
			return err
		}
		return tx.Emit(about("thread.message", a, c, to...))
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (s *Service) post(tx *store.Tx, a policy.Actor, c *models.Case, in PostInput) (*models.Message, error) {
	if in.ReplyTo != 0 {
		if _, err := tx.Message(c.ID, in.ReplyTo); err != nil {
			return nil, err
		}
	}
	m := &models.Message{
		CaseID: c.ID, AuthorID: a.UserID, AuthorName: a.Name, AuthorRole: string(a.Role), ActingFor: a.ForName, Side: models.SideStaff,
		ReplyTo: in.ReplyTo, Body: in.Body,
	}
	switch a.Role {
	case policy.Enterprise:
		m.Side = models.SideEnterprise
	case policy.Agent:
		m.Side = models.SideAgent
		client, err := tx.Applicant(c.EnterpriseID)
		if err != nil {
			return nil, err
		}
		m.ActingFor = client.Name
	}
	return m, tx.CreateMessage(m)
}

// readers are those whom a message is for: the other sides. On the staff's side whoever holds an open
// step, else the reviewers' desk of the department.
func (s *Service) readers(tx *store.Tx, c *models.Case, m *models.Message) ([]string, error) {
	var to []string
	if m.Side != models.SideEnterprise {
		to = append(to, models.EnterpriseKey(c.EnterpriseID))
	}
	if m.Side != models.SideAgent && c.AgentID != 0 {
		to = append(to, models.UserKey(c.AgentID))
	}
	if m.Side == models.SideStaff || c.Status == models.Draft {
		return to, nil
	}
	steps, err := tx.Steps(c.ID)
	if err != nil {
		return nil, err
	}
	held := false
	for i := range steps {
		if steps[i].IsOpen() {
			to, held = append(to, string(steps[i].OpenKey)), true
		}
	}
	if !held {
		to = append(to, models.DeskKey(s.Cases.County.Now().Settings.Region, c.DeptCode, string(policy.Reviewer)))
	}
	return to, nil
}

func about(kind string, a policy.Actor, c *models.Case, to ...string) models.Outbox {
	return models.Outbox{
		Kind: kind, Region: c.Region, CaseID: c.ID, ActorID: a.UserID, Payload: models.JSONOf(models.Tell{To: to, Args: map[string]any{
			"number": c.Number, "item": c.ItemCode, "itemName": c.ItemName, "by": a.Name,
		}}),
	}
}

// Thread gives a page of the thread of a case, oldest first, after the last message seen. NotFound
// for a case that is not in sight.
func (s *Service) Thread(ctx context.Context, a policy.Actor, caseID, after int64, limit int) ([]models.Message, error) {
	scope, err := s.Cases.ScopeOn(ctx, a, Hear, caseID)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Messages(ctx, scope, caseID, after, limit)
}
