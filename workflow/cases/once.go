package cases

import (
	"context"
	"maps"
	"slices"

	"onestop.internal/store"
)

// CaseFilter narrows a list of cases.
type CaseFilter = store.CaseFilter

// WorkAfter says where a page of a queue begins.
type WorkAfter = store.WorkAfter

// DoneAfter says where a page of what is done begins.
type DoneAfter = store.DoneAfter

// Once makes a keyed request happen once: what the first one answered is kept with the change.
type Once = store.Once

// WithOnce gives the context of a keyed request: the first transaction under it that changes
// something keeps its answer, a repeated request changes nothing and finds that answer.
func WithOnce(ctx context.Context, o *Once) context.Context { return store.WithOnce(ctx, o) }

// StepVerbs gives the verbs of steps, in order.
func StepVerbs() []string { return slices.Sorted(maps.Keys(stepVerbs)) }
