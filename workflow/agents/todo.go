package agents

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// TodoInput is a task of one's own.
type TodoInput struct {
	Version      int64       `json:"version"` // for a change
	EnterpriseID int64       `json:"enterpriseId"`
	CaseID       int64       `json:"caseId"`
	Title        string      `json:"title"`
	DueOn        models.Date `json:"dueOn"`
}

func (in *TodoInput) check(today models.Date) error {
	e := models.E(models.Invalid, "todo.invalid")
	in.Title = e.Line("title", in.Title, true, 500)
	switch {
	case in.DueOn == 0:
		e.At("dueOn", "field.required")
	case in.DueOn < today:
		e.At("dueOn", "todo.day_past")
	}
	return e.OrNil()
}

// Todos gives a page of one's tasks, by what is due.
func (s *Service) Todos(ctx context.Context, a policy.Actor, f store.TodoFilter) ([]models.Todo, error) {
	scope, err := s.Cases.Policy.Scope(a, Tasks)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Todos(ctx, scope, self(a), f)
}

// AddTodo enters a task of one's own, on a client or a case of one's own where it names one.
func (s *Service) AddTodo(ctx context.Context, a policy.Actor, in TodoInput) (*models.Todo, error) {
	scope, err := s.Cases.Policy.Scope(a, Tasks)
	if err != nil {
		return nil, err
	}
	if err := in.check(s.Cases.Store.Now().Date()); err != nil {
		return nil, err
	}
	var t *models.Todo
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		about := ContactInput{EnterpriseID: in.EnterpriseID, CaseID: in.CaseID}
		if in.EnterpriseID != 0 || in.CaseID != 0 {
			if err := reachable(tx, scope, &about); err != nil {
				return err
			}
		}
		t = &models.Todo{
			OwnerID: self(a), Kind: models.TodoOwn, EnterpriseID: about.EnterpriseID, CaseID: in.CaseID, Title: in.Title, DueOn: in.DueOn, CreatedBy: a.UserID,
		}
		return tx.CreateTodo(t)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// EditTodo changes what an open task of one's own says and when it is due. What a promise said stays:
// only its day moves.
func (s *Service) EditTodo(ctx context.Context, a policy.Actor, id int64, in TodoInput) (*models.Todo, error) {
	if err := in.check(s.Cases.Store.Now().Date()); err != nil {
		return nil, err
	}
	return s.changeTodo(ctx, a, id, in.Version, func(_ *store.Tx, t *models.Todo) error {
		if t.Kind != models.TodoOwn && in.Title != t.Title {
			return models.E(models.Illegal, "todo.words_stay")
		}
		t.Title, t.DueOn = in.Title, in.DueOn
		return nil
	})
}

// EndInput is how a task ended.
type EndInput struct {
	Version int64  `json:"version"`
	Note    string `json:"note"`
}

// DoneTodo ends a task as done, CancelTodo as given up with a reason.
func (s *Service) DoneTodo(ctx context.Context, a policy.Actor, id int64, in EndInput) (*models.Todo, error) {
	return s.endTodo(ctx, a, id, in, models.Done)
}

// CancelTodo gives a task up; the note says why.
func (s *Service) CancelTodo(ctx context.Context, a policy.Actor, id int64, in EndInput) (*models.Todo, error) {
	return s.endTodo(ctx, a, id, in, models.Cancelled)
}

func (s *Service) endTodo(ctx context.Context, a policy.Actor, id int64, in EndInput, to models.Status) (*models.Todo, error) {
	e := models.E(models.Invalid, "todo.invalid")
	in.Note = e.Line("note", in.Note, to == models.Cancelled, 1000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.changeTodo(ctx, a, id, in.Version, func(tx *store.Tx, t *models.Todo) error {
		t.Status, t.DoneAt, t.DoneNote = to, tx.Now, in.Note
		return nil
	})
}

func (s *Service) changeTodo(ctx context.Context, a policy.Actor, id, version int64, f func(*store.Tx, *models.Todo) error) (*models.Todo, error) {
	if _, err := s.Cases.Policy.Scope(a, Tasks); err != nil {
		return nil, err
	}
	var t *models.Todo
	err := s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if t, err = tx.Todo(self(a), id); err != nil {
			return err
		}
		if t.Status != models.Open {
			return models.E(models.Illegal, "todo.not_open").With("status", string(t.Status))
		}
		if version != t.Version {
			return models.E(models.Conflict, "todo.changed_meanwhile")
		}
		if err := f(tx, t); err != nil {
			return err
		}
		return tx.SaveTodo(t)
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}
