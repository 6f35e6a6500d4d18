package cases

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// StepOverdue is the rule of the card of a step that took longer than its limit: a card only where the county has
// chosen so, else the lamp says it (R-CARD-04).
const StepOverdue = "STEP_OVERDUE"

// stepCards drafts the cards of steps: of one that is ended too late now, and of one that still runs from the hour of
// the card on.
func (w *work) stepCards() error {
	if !w.snap.Settings.StepCards {
		return nil
	}
	for _, s := range w.steps {
		late := s.DoneAt == w.tx.Now && s.DoneAt > s.DueAt && s.State != models.StepCancelled
		if s.IsOpen() {
			late = sla.CardAt(w.snap.Calendar, s.DueAt.Date()) <= w.tx.Now
		}
		if s.DueAt == 0 || !late {
			continue
		}
		err := w.tx.CreateCard(&models.Card{
			CaseID: w.c.ID, Region: w.c.Region, DeptCode: s.DeptCode, Colour: models.CardYellow, Rule: StepOverdue, Clock: models.ClockS,
			PostID: s.HolderID, OnDate: s.DueAt.Date() + 1,
			Facts: models.JSONOf(map[string]any{"number": w.c.Number, "item": w.c.ItemName, "step": s.Name, "due": s.DueAt, "status": w.c.Status}),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cardSteps drafts the cards of the steps whose hour has come since it was last asked for; those of before the
// program started are looked at once more, and written once all the same.
func (s *Service) cardSteps(ctx context.Context, limit int) error {
	snap := s.County.Now()
	if !snap.Settings.StepCards {
		return nil
	}
	from, until := models.Instant(s.stepsCarded.Load()), s.cardedUntil(snap)
	if from >= until {
		return nil
	}
	var errs []error
	for after := int64(0); ; {
		ids, err := s.Store.LateSteps(ctx, from, until, after, limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.cardStepsOf(ctx, id); err != nil {
				errs = append(errs, fmt.Errorf("steps of case %d: %w", id, err))
			}
			after = id
		}
		if len(ids) < limit {
			break
		}
	}
	if len(errs) == 0 {
		s.stepsCarded.Store(int64(until))
	}
	return errors.Join(errs...)
}

// cardedUntil is the last instant on which a step may have been due whose card's hour has come.
func (s *Service) cardedUntil(snap *county.Snapshot) models.Instant {
	day := s.Store.Now().Date()
	for sla.CardAt(snap.Calendar, day) > s.Store.Now() {
		day--
	}
	return day.End() - 1
}

func (s *Service) cardStepsOf(ctx context.Context, id int64) error {
	return s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.open(ctx, tx, snap, policy.System(models.SourceTimer), policy.Everything("cards of steps"), id)
		if err != nil {
			return err
		}
		return w.stepCards()
	})
}

// StepOverran tells whether what the card of a step says did happen: one of the case's steps was due on the day
// before and ended later, or ran on when the card was drafted.
func StepOverran(card *models.Card, steps []models.Step) bool {
	return slices.ContainsFunc(steps, func(s models.Step) bool {
		late := s.DoneAt > s.DueAt || s.DoneAt == 0 && card.CreatedAt > s.DueAt
		return s.DueAt != 0 && s.DueAt.Date()+1 == card.OnDate && late
	})
}
