package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// Keyed is the header of a request that is safe to repeat.
type Keyed struct {
	Key string `header:"Idempotency-Key" maxLength:"80" pattern:"^[!-~]*$" doc:"kept 7 days for this person and this act: a repeated request gets the first answer and changes nothing; with another body, or at another post, it is refused"`
}

// kept is an answer that may be a repeated one.
type kept[T any] struct {
	Status   int
	Repeated string `header:"Idempotent-Replayed" doc:"true where this is the first request's answer"`
	Body     T
}

// once does f for the first request with a key, and gives its answer to the others. act names what is
// done to what; in is what the client sent.
func once[T any](ctx context.Context, key, act string, in any, status int, f func(context.Context) (*T, error)) (*kept[*T], error) {
	if key == "" {
		v, err := f(ctx)
		if err != nil {
			return nil, err
		}
		return &kept[*T]{Status: status, Body: v}, nil
	}
	b, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("hash the request: %w", err)
	}
	a := actorOf(ctx)
	sum := sha256.Sum256(fmt.Appendf(b, "\n%s %s %s %d", a.Role, a.Region, a.Dept, a.EnterpriseID)) // what one post was told is not told to another
	o := &cases.Once{ActorID: a.UserID, Route: act, Key: key, BodyHash: models.Bytes(sum[:]), Status: status}
	v, err := f(cases.WithOnce(ctx, o))
	if o.Kept == nil {
		if err != nil {
			return nil, err
		}
		return &kept[*T]{Status: status, Body: v}, nil
	}
	first := new(T)
	if err := o.Kept.Answer.Into(first); err != nil {
		return nil, fmt.Errorf("read the kept answer: %w", err)
	}
	return &kept[*T]{Status: o.Kept.Status, Repeated: "true", Body: first}, nil
}

const created = http.StatusCreated
