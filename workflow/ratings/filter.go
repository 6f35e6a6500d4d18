package ratings

import "onestop.internal/store"

// Filter narrows a list of rectifications; Line is a line of it.
type (
	Filter = store.RectifyFilter
	Line   = store.RectifyLine
)
