package accounts

import "onestop.internal/store"

// Filters of the lists, and lines that only a list has.
type (
	UserFilter       = store.UserFilter
	GrantFilter      = store.GrantFilter
	EnterpriseFilter = store.EnterpriseFilter
	MandateFilter    = store.MandateFilter
	AdminEventFilter = store.AdminEventFilter
	Colleague        = store.Colleague
	Member           = store.Member
)
