package agents

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// ContactInput is a call or visit.
type ContactInput struct {
	EnterpriseID int64              `json:"enterpriseId"`
	ProjectID    int64              `json:"projectId"`
	CaseID       int64              `json:"caseId"`
	Kind         models.ContactKind `json:"kind"`
	HappenedAt   models.Instant     `json:"happenedAt"` // 0: now
	WithWhom     string             `json:"withWhom"`
	Summary      string             `json:"summary"`
	Promise      string             `json:"promise"`
	NextOn       models.Date        `json:"nextOn"` // by when the promise is kept, or the next contact is
}

func (in *ContactInput) check(now models.Instant) error {
	e := models.E(models.Invalid, "contact.invalid")
	switch in.Kind {
	case models.ContactCall, models.ContactVisit, models.ContactMeeting, models.ContactOther:
	default:
		e.At("kind", "field.choice")
	}
	if in.HappenedAt == 0 {
		in.HappenedAt = now
	}
	if in.HappenedAt > now {
		e.At("happenedAt", "contact.in_future")
	}
	in.WithWhom = e.Line("withWhom", in.WithWhom, true, 100)
	in.Summary = e.Paragraph("summary", in.Summary, true, 4000)
	in.Promise = e.Line("promise", in.Promise, false, 500)
	if in.Promise != "" && in.NextOn == 0 {
		e.At("nextOn", "contact.promise_needs_day")
	}
	if in.NextOn != 0 && in.NextOn < now.Date() {
		e.At("nextOn", "contact.day_past")
	}
	return e.OrNil()
}

// LogContact writes a call or visit into the log. A promise made in it becomes a task with its day;
// so does the next contact that was agreed. The task of the first contact is done with it.
func (s *Service) LogContact(ctx context.Context, a policy.Actor, in ContactInput) (*models.Contact, error) {
	scope, err := s.Cases.Policy.Scope(a, Log)
	if err != nil {
		return nil, err
	}
	if err := in.check(s.Cases.Store.Now()); err != nil {
		return nil, err
	}
	var c *models.Contact
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		if err := reachable(tx, scope, &in); err != nil {
			return err
		}
		c = &models.Contact{
			AgentID: self(a), EnterpriseID: in.EnterpriseID, ProjectID: in.ProjectID, CaseID: in.CaseID, Kind: in.Kind,
			HappenedAt: in.HappenedAt, WithWhom: in.WithWhom, Summary: in.Summary, Promise: in.Promise, NextOn: in.NextOn,
		}
		if err := tx.CreateContact(c); err != nil {
			return err
		}
		if err := tx.DoneTodos(c.AgentID, c.EnterpriseID, models.TodoFirstContact, c.Summary[:cut(c.Summary, 300)]); err != nil {
			return err
		}
		return promise(tx, a, c)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// cut gives the length in bytes of the first n runes of s.
func cut(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// reachable refuses a contact with an enterprise, a case or a project that is not the agent's: NotFound.
func reachable(tx *store.Tx, scope policy.Scope, in *ContactInput) error {
	if in.CaseID != 0 {
		c, err := tx.Case(scope, in.CaseID)
		if err != nil {
			return err
		}
		if in.EnterpriseID == 0 {
			in.EnterpriseID = c.EnterpriseID
		}
		if c.EnterpriseID != in.EnterpriseID {
			return models.E(models.NotFound, "case.not_found")
		}
	} else if _, err := tx.Enterprise(scope, in.EnterpriseID); err != nil {
		return err
	}
	if in.ProjectID == 0 {
		return nil
	}
	p, err := tx.ProjectIn(scope, in.ProjectID)
	if err == nil && p.EnterpriseID != in.EnterpriseID {
		return models.E(models.NotFound, "project.not_found")
	}
	return err
}

// promise makes the task that a contact leaves behind.
func promise(tx *store.Tx, a policy.Actor, c *models.Contact) error {
	if c.NextOn == 0 {
		return nil
	}
	t := &models.Todo{
		OwnerID: c.AgentID, Kind: models.TodoNextContact, EnterpriseID: c.EnterpriseID, ProjectID: c.ProjectID, CaseID: c.CaseID,
		ContactID: c.ID, Title: c.WithWhom, DueOn: c.NextOn, CreatedBy: a.UserID,
	}
	if c.Promise != "" {
		t.Kind, t.Title = models.TodoPromise, c.Promise
	}
	return tx.CreateTodo(t)
}

// Contacts gives a page of the log, newest first: an agent's own lines with its present clients, those
// of the division for those above.
func (s *Service) Contacts(ctx context.Context, a policy.Actor, f store.ContactFilter) ([]models.Contact, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Contacts(ctx, scope, f)
}
