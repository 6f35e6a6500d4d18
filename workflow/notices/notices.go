// Package notices tells people what concerns them: notices in the app, written by a handler of the
// facts in the outbox, and the live stream of facts. It also runs the handlers of the other areas.
package notices

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// Actions.
const (
	Read   policy.Action = "notice:read"
	Follow policy.Action = "stream:read"
)

// Service is what one may do with notices.
type Service struct{ Cases *cases.Service }

// boxes are the keys of the boxes that are the actor's: one's own, those of the person one stands in
// for, the enterprise's, the desk's.
func boxes(a policy.Actor) []string {
	keys := []string{models.UserKey(a.UserID)}
	if a.ForUserID != 0 {
		keys = append(keys, models.UserKey(a.ForUserID))
	}
	switch {
	case a.EnterpriseID != 0 && a.Role == policy.Enterprise:
		keys = append(keys, models.EnterpriseKey(a.EnterpriseID))
	case policy.Staffed(a.Role) && a.Role != policy.Agent:
		keys = append(keys, models.DeskKey(a.Region, a.Dept, string(a.Role)))
	}
	return keys
}

// caseScope gives the cases whose notices may be shown: none for one who reads no cases, and no longer
// those of an agent whose mandate has ended.
func (s *Service) caseScope(a policy.Actor) (policy.Scope, error) {
	if !s.Cases.Policy.Can(a, Read) {
		return policy.Scope{}, models.E(models.Denied, "denied").With("action", string(Read))
	}
	scope, err := s.Cases.Policy.Scope(a, cases.Read)
	if models.CodeOf(err) == models.Denied {
		return policy.Scope{}, nil
	}
	return scope, err
}

// List gives a page of the actor's notices, newest first.
func (s *Service) List(ctx context.Context, a policy.Actor, f store.NoticeFilter) ([]models.Notice, error) {
	scope, err := s.caseScope(a)
	if err != nil {
		return nil, err
	}
	return s.Cases.Store.Notices(ctx, boxes(a), scope, f)
}

// MaxUnread is where counting stops: pages show 99+.
const MaxUnread = 100

// Unread counts the actor's unread notices, up to MaxUnread.
func (s *Service) Unread(ctx context.Context, a policy.Actor) (int64, error) {
	scope, err := s.caseScope(a)
	if err != nil {
		return 0, err
	}
	return s.Cases.Store.CountUnread(ctx, boxes(a), scope, MaxUnread)
}

// MarkInput says what was read: the named ones, or without names all up to an id.
type MarkInput struct {
	IDs  []int64 `json:"ids"`
	UpTo int64   `json:"upTo"`
}

// Mark marks notices in the actor's boxes as read and gives how many were not yet. Those of an
// enterprise or a desk are read for all who share the box.
func (s *Service) Mark(ctx context.Context, a policy.Actor, in MarkInput) (n int64, err error) {
	if _, err := s.caseScope(a); err != nil {
		return 0, err
	}
	if len(in.IDs) > 500 {
		return 0, models.E(models.Invalid, "notice.invalid").At("ids", "field.too_long")
	}
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.ReadNotices(boxes(a), a.UserID, in.IDs, in.UpTo)
		return err
	})
	return n, err
}
