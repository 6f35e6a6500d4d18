package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CaseBrief reads a case without locking it, for handlers that only tell of it.
func (tx *Tx) CaseBrief(id int64) (*models.Case, error) { return oneCase(tx.db, "cases.id = ?", id) }

// EventAt reads one event of a case.
func (tx *Tx) EventAt(caseID, seq int64) (*models.Event, error) {
	var e models.Event
	err := tx.db.Where("case_id = ? AND seq = ?", caseID, seq).Take(&e).Error
	return &e, found(err, "event")
}

// ReadersNamed gives the persons with these names who were given a case to read.
func (tx *Tx) ReadersNamed(caseID int64, names []string) (ids []int64, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	var parties []string
	err = tx.db.Model(&models.CaseParty{}).Where("case_id = ? AND kind = ?", caseID, models.PartyUser).Pluck("party", &parties).Error
	if err != nil || len(parties) == 0 {
		return nil, err
	}
	return ids, tx.db.Model(&models.User{}).Where("id IN ? AND name IN ?", parties, names).Order("id").Pluck("id", &ids).Error
}

// CreateNotices stores notices; one that a fact has made before, or that another fact of the same
// instant has made for the same case, text and box, is left out. It gives those that are new.
func (tx *Tx) CreateNotices(all []models.Notice) (fresh []models.Notice, err error) {
	for _, n := range all {
		var same int64
		err := tx.db.Model(&models.Notice{}).
			Where("(outbox_id = ? AND to_key = ?) OR (case_id = ? AND case_id <> 0 AND to_key = ? AND text_key = ? AND created_at = ?)",
				n.OutboxID, n.ToKey, n.CaseID, n.ToKey, n.TextKey, n.CreatedAt).Count(&same).Error
		if err != nil {
			return nil, err
		}
		if same == 0 {
			fresh = append(fresh, n)
		}
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	return fresh, tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error
}

// NoticeFilter narrows a box of notices.
type NoticeFilter struct {
	Unread   bool
	BeforeID int64 // keyset: newest first
	Limit    int
}

// noticesIn keeps a query to some boxes, and to cases that the reader may still see.
func noticesIn(keys []string, in policy.Scope) func(*gorm.DB) *gorm.DB {
	return func(db *gorm.DB) *gorm.DB {
		db = db.Where("notices.to_key IN ?", keys)
		sub := db.Session(&gorm.Session{NewDB: true}).Model(&models.Case{}).Select("1").
			Where("cases.id = notices.case_id").Scopes(within(in))
		return db.Where("(notices.case_id = 0 OR EXISTS (?))", sub)
	}
}

// Notices gives a page of the boxes, newest first.
func (s *Store) Notices(ctx context.Context, keys []string, in policy.Scope, f NoticeFilter) (out []models.Notice, err error) {
	db := s.q(ctx).Scopes(noticesIn(keys, in))
	if f.Unread {
		db = db.Where("notices.read_at IS NULL")
	}
	if f.BeforeID != 0 {
		db = db.Where("notices.id < ?", f.BeforeID)
	}
	return out, db.Order("notices.id DESC").Limit(pageSize(f.Limit)).Find(&out).Error
}

// CountUnread counts the unread notices of the boxes, up to a number that is enough to be told.
func (s *Store) CountUnread(ctx context.Context, keys []string, in policy.Scope, enough int) (n int64, err error) {
	sub := s.q(ctx).Model(&models.Notice{}).Select("notices.id").Scopes(noticesIn(keys, in)).Where("notices.read_at IS NULL").Limit(enough)
	return n, s.q(ctx).Table("(?) AS some", sub).Count(&n).Error
}

// ReadNotices marks notices of the boxes as read: those named, or all up to an id. It gives how many
// were unread.
func (tx *Tx) ReadNotices(keys []string, by int64, ids []int64, upTo int64) (int64, error) {
	db := tx.db.Model(&models.Notice{}).Where("to_key IN ? AND read_at IS NULL", keys)
	if len(ids) > 0 {
		db = db.Where("id IN ?", ids)
	} else {
		db = db.Where("id <= ?", upTo)
	}
	res := db.UpdateColumns(map[string]any{"read_at": tx.Now, "read_by": by})
	return res.RowsAffected, res.Error
}
