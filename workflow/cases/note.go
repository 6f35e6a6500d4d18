package cases

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// NoteIn writes, inside tx, an event of another area about a case: it moves no state of the case. The
// case is settled first, as before any act.
func (s *Service) NoteIn(ctx context.Context, tx *store.Tx, a policy.Actor, in policy.Scope, caseID int64, code, verb, reason string, p Payload) error {
	c, err := tx.Case(in, caseID)
	if err != nil {
		return err
	}
	w, err := s.loadWork(ctx, tx, s.County.Now(), a, c)
	if err != nil {
		return err
	}
	if err := w.settle(tx.Now); err != nil {
		return err
	}
	if err := w.note(code, verb, 0, reason, p); err != nil {
		return err
	}
	return w.finish()
}

// opinionsIn refuses a decision while an opinion that was asked for is open (R-PAR-05).
func (w *work) opinionsIn() error {
	n, err := w.tx.OpenOpinions(w.c.ID)
	if err != nil {
		return err
	}
	if n > 0 {
		return models.E(models.Illegal, "case.opinions_open").With("open", n)
	}
	return nil
}
