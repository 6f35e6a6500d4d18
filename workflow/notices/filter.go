package notices

import "onestop.internal/store"

// Filter narrows a list of notices.
type Filter = store.NoticeFilter
