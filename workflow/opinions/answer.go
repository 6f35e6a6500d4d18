package opinions

import (
	"context"
	"fmt"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// GiveInput is what the asked department says.
type GiveInput struct {
	Version int64          `json:"version"`
	Verdict models.Verdict `json:"verdict"`
	Answer  string         `json:"answer"`
}

// Give answers a request, by the department that was asked. After the due day an answer still counts,
// unless silence has counted first (Illegal).
func (s *Service) Give(ctx context.Context, a policy.Actor, id int64, in GiveInput) (*models.OpinionRequest, error) {
	e := models.E(models.Invalid, "opinion.invalid")
	switch in.Verdict {
	case models.VerdictNoObjection, models.VerdictConditions, models.VerdictObjection:
	default:
		e.At("verdict", "field.choice")
	}
	in.Answer = e.Paragraph("answer", in.Answer, in.Verdict != models.VerdictNoObjection, 4000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, a, Give, id, in.Version, func(w *work) error {
		if a.Dept != w.o.DeptCode {
			return models.E(models.Denied, "opinion.not_asked")
		}
		w.o.Status, w.o.Verdict, w.o.Answer = models.OpinionAnswered, in.Verdict, in.Answer
		w.o.AnsweredBy, w.o.AnsweredAt = a.UserID, w.tx.Now
		return w.store(codeGive, "give_opinion", in.Answer, "opinion.answered", models.UserKey(w.o.AskerID))
	})
}

// WithdrawInput is why a request is taken back.
type WithdrawInput struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason"`
}

// Withdraw takes a request back, by the department that asked.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, id int64, in WithdrawInput) (*models.OpinionRequest, error) {
	e := models.E(models.Invalid, "opinion.invalid")
	in.Reason = e.Line("reason", in.Reason, true, 1000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return s.change(ctx, a, Withdraw, id, in.Version, func(w *work) error {
		if a.Dept != w.o.AskerDept {
			return models.E(models.Denied, "opinion.not_yours")
		}
		w.o.Status, w.o.WithdrawnBy, w.o.WithdrawnAt, w.o.WithdrawReason = models.OpinionWithdrawn, a.UserID, w.tx.Now, in.Reason
		region := s.Cases.County.Now().Settings.Region
		return w.store(cases.CodeOpinionWithdrawn, "withdraw_opinion", in.Reason, "opinion.withdrawn", models.DeskKey(region, w.o.DeptCode, string(policy.Reviewer)))
	})
}

// work is one request in one transaction.
type work struct {
	*Service
	ctx   context.Context
	tx    *store.Tx
	actor policy.Actor
	scope policy.Scope
	o     *models.OpinionRequest
	c     *models.Case
}

// change runs f on an open request.
func (s *Service) change(ctx context.Context, a policy.Actor, act policy.Action, id, version int64, f func(*work) error) (*models.OpinionRequest, error) {
	scope, err := s.Cases.Policy.Scope(a, act)
	if err != nil {
		return nil, err
	}
	if err := s.Cases.County.Fresh(ctx); err != nil {
		return nil, err
	}
	var w *work
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		w, err = s.open(ctx, tx, a, scope, id)
		if err != nil {
			return err
		}
		switch {
		case w.o.Lapsed(tx.Now):
			return models.E(models.Illegal, "opinion.deemed").With("due", w.o.DueOn.String())
		case w.o.Status != models.OpinionOpen:
			return models.E(models.Illegal, "opinion.not_open").With("status", string(w.o.Status))
		case version != 0 && version != w.o.Version:
			return models.E(models.Conflict, "opinion.changed_meanwhile")
		}
		return f(w)
	})
	if err != nil {
		return nil, err
	}
	return w.o, nil
}

// open reads a request with its case, the case first: whoever changes both takes them in this order.
func (s *Service) open(ctx context.Context, tx *store.Tx, a policy.Actor, scope policy.Scope, id int64) (*work, error) {
	caseID, err := tx.CaseOfOpinion(scope, id)
	if err != nil {
		return nil, err
	}
	w := &work{Service: s, ctx: ctx, tx: tx, actor: a, scope: scope}
	if w.c, err = tx.Case(scope, caseID); err != nil {
		return nil, err
	}
	w.o, err = tx.Opinion(scope, id)
	return w, err
}

// store saves the request with its event and its fact.
func (w *work) store(code, verb, reason, kind, to string) error {
	if err := w.tx.SaveOpinion(w.o); err != nil {
		return err
	}
	p := cases.Payload{To: []string{w.o.DeptCode}, Basis: w.o.Rule}
	if err := w.Cases.NoteIn(w.ctx, w.tx, w.actor, w.scope, w.c.ID, code, verb, reason, p); err != nil {
		return err
	}
	return w.tx.Emit(w.o.Fact(kind, w.c, w.actor.UserID, to))
}

// Of gives the requests on a case, oldest first. One whose silence has come to count is shown so,
// whether or not the sweep has marked it.
func (s *Service) Of(ctx context.Context, a policy.Actor, caseID int64) ([]models.OpinionRequest, error) {
	scope, err := s.Cases.ScopeOn(ctx, a, Read, caseID)
	if err != nil {
		return nil, err
	}
	out, err := s.Cases.Store.Opinions(ctx, scope, caseID)
	return shown(out, s.Cases.Store.Now()), err
}

// Asked gives the requests that wait for the actor's department, by what is due.
func (s *Service) Asked(ctx context.Context, a policy.Actor, limit int) ([]models.OpinionRequest, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	now := s.Cases.Store.Now()
	return s.Cases.Store.OpinionsAsked(ctx, scope, a.Dept, now.Date(), limit)
}

func shown(out []models.OpinionRequest, now models.Instant) []models.OpinionRequest {
	for i := range out {
		if out[i].Lapsed(now) {
			out[i].Deem()
		}
	}
	return out
}

// Sweep marks the requests whose silence has come to count, at most limit of them, and gives how many.
// Run late or never it changes nothing that may be done: the guard of the decision looks at the dates.
func (s *Service) Sweep(ctx context.Context, limit int) (int, error) {
	if err := s.Cases.County.Fresh(ctx); err != nil {
		return 0, err
	}
	ids, err := s.Cases.Store.LapsedOpinions(ctx, s.Cases.Store.Now().Date(), limit)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := s.deem(ctx, id); err != nil {
			return 0, fmt.Errorf("opinion %d: %w", id, err)
		}
	}
	return len(ids), nil
}

func (s *Service) deem(ctx context.Context, id int64) error {
	return s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		w, err := s.open(ctx, tx, policy.System(models.SourceTimer), policy.Everything("silence of opinions"), id)
		if err != nil || !w.o.Lapsed(tx.Now) { // another instance was first
			return err
		}
		if !w.c.IsOpen() { // it ended before its end took the requests back with it
			w.o.Status, w.o.WithdrawnAt = models.OpinionWithdrawn, tx.Now
			return tx.SaveOpinion(w.o)
		}
		w.o.Deem()
		if err := tx.SaveOpinion(w.o); err != nil {
			return err
		}
		p := cases.Payload{To: []string{w.o.DeptCode}, Basis: w.o.Rule}
		if err := s.Cases.NoteLapse(ctx, tx, w.c.ID, w.o.DueOn.End(), cases.CodeOpinionDeemed, "deem_opinion", p); err != nil {
			return err
		}
		return tx.Emit(w.o.Fact("opinion.deemed", w.c, w.actor.UserID, models.UserKey(w.o.AskerID)))
	})
}
