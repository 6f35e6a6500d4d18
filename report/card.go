package report

import (
	"context"

	"onestop.internal/policy"
	"onestop.internal/store"
)

// ReadCards is the action of the list of red and yellow cards.
const ReadCards policy.Action = "card:read"

// CardFilter narrows the list of cards.
type CardFilter = store.CardFilter

// CardLine is one card with the case that it follows.
type CardLine = store.CardLine

// Cards gives the red and yellow cards within what the actor may see, newest first. A card follows a
// violation, never a lamp (R-CARD-04).
func (s *Service) Cards(ctx context.Context, a policy.Actor, f CardFilter) ([]CardLine, error) {
	scope, err := s.Policy.Scope(a, ReadCards)
	if err != nil {
		return nil, err
	}
	return s.Store.Cards(ctx, scope, f)
}
