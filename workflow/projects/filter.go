package projects

import "onestop.internal/store"

// Filter narrows a list of projects; Line is a line of it, PoolAgent one of the agents' pool.
type (
	Filter    = store.ProjectFilter
	Line      = store.ProjectLine
	PoolAgent = store.PoolAgent
)
