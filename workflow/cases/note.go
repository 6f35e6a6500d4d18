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
	return s.noteAt(ctx, tx, a, in, caseID, 0, code, verb, reason, p)
}

// NoteLapse writes, inside tx, what time alone brought about in another area, with the instant at which it
// took legal effect, however late the sweep (R-EVT-02).
func (s *Service) NoteLapse(ctx context.Context, tx *store.Tx, caseID int64, at models.Instant, code, verb string, p Payload) error {
	return s.noteAt(ctx, tx, policy.System(models.SourceTimer), policy.Everything("what lapsed"), caseID, at, code, verb, "", p)
}

func (s *Service) noteAt(
	ctx context.Context, tx *store.Tx, a policy.Actor, in policy.Scope, caseID int64, at models.Instant, code, verb, reason string, p Payload,
) error {
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
	w.at = at
	if err := w.note(code, verb, 0, reason, p); err != nil {
		return err
	}
	w.at = 0
	return w.finish()
}
