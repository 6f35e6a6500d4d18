package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"onestop.internal/models"
)

// Once is a request that carries a key: done the first time, answered from what was kept the next
// times. It is good for one request.
type Once struct {
	ActorID  int64
	Route    string // what is done to what: the same key on another route is another request
	Key      string
	BodyHash models.Bytes
	Status   int // of the answer

	// Kept is the first answer, where this request turned out to repeat another.
	Kept *models.Idempotency
}

type onceKey struct{}

// errRepeated ends a transaction whose request was answered before.
var errRepeated = errors.New("store: this request was answered before")

// WithOnce gives the context of a keyed request. The first transaction that runs under it looks for
// the kept answer, in the same transaction as the change; Tx.Answer keeps a new one.
func WithOnce(ctx context.Context, o *Once) context.Context {
	return context.WithValue(ctx, onceKey{}, o)
}

func onceOf(ctx context.Context) *Once {
	o, _ := ctx.Value(onceKey{}).(*Once)
	return o
}

// doOnce runs f unless its request was answered before: then it fails, with o.Kept set. A request with
// the same key and another body is Invalid. Where f was refused because a twin of the request has
// changed the row meanwhile, the twin's answer is this one's.
func (s *Store) doOnce(ctx context.Context, o *Once, f func(*Tx) error) error {
	err := s.try(ctx, func(tx *Tx) error {
		tx.once = nil
		if err := o.repeats(tx); err != nil {
			return err
		}
		tx.once = o
		return f(tx)
	})
	switch models.CodeOf(err) {
	case models.Conflict, models.Illegal, models.Invalid:
		if again := s.try(ctx, o.repeats); again != nil {
			return again
		}
	}
	return err
}

// repeats tells by its error whether the request was answered before.
func (o *Once) repeats(tx *Tx) error {
	kept, err := tx.KeptAnswer(o.ActorID, o.Route, o.Key)
	if err != nil || kept == nil {
		return err
	}
	if !bytes.Equal(kept.BodyHash, o.BodyHash) {
		return models.E(models.Invalid, "idempotency.body_differs")
	}
	o.Kept = kept
	return errRepeated
}

// Answer keeps v as the answer to the request of this transaction: the first v that is given. It does
// nothing where the request has no key.
func (tx *Tx) Answer(v any) error {
	if tx.once == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keep the answer of %s: %w", tx.once.Route, err)
	}
	o := tx.once
	tx.once = nil
	return tx.KeepAnswer(&models.Idempotency{
		ActorID: o.ActorID, Route: o.Route, Key: o.Key, BodyHash: o.BodyHash, Status: o.Status, Answer: b,
	})
}

// PruneAnswers forgets the answers kept before an instant.
func (tx *Tx) PruneAnswers(before models.Instant) error {
	return tx.db.Where("created_at < ?", before).Delete(&models.Idempotency{}).Error
}
