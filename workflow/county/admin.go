package county

import (
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Admin is what the system administrator does with the county's calendar and catalogue.
type Admin struct {
	County *County
	Policy *policy.Policy
}

// Actions of the administration.
const (
	writeCalendar  policy.Action = "calendar:write"
	readCatalogue  policy.Action = "catalogue:read"
	writeCatalogue policy.Action = "catalogue:write"
)

func (m *Admin) may(a policy.Actor, act policy.Action) error {
	if !m.Policy.Can(a, act) {
		return models.E(models.Denied, "denied").With("action", string(act))
	}
	return nil
}

// journal writes what was done into the journal of administration.
func journal(tx *store.Tx, a policy.Actor, action, kind string, id int64, reason string, before, after any) error {
	e := models.AdminEvent{
		Region: a.Region, ActorID: a.UserID, ActorName: a.Name, ActorRole: string(a.Role), ForUserID: a.ForUserID, Action: action,
		SubjectKind: kind, SubjectID: id, Reason: reason,
	}
	if before != nil {
		e.StateBefore = models.JSONOf(before)
	}
	if after != nil {
		e.StateAfter = models.JSONOf(after)
	}
	return tx.NoteAdmin(e)
}
