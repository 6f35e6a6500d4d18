package agents

import "onestop.internal/store"

// Filters of the lists, and lines that only a list has.
type (
	ContactFilter = store.ContactFilter
	TodoFilter    = store.TodoFilter
	CaseLine      = store.CaseLine
)
