package store

import (
	"context"
	"database/sql"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CaseBrief reads a case without locking it, for handlers that only tell of it.
func (tx *Tx) CaseBrief(id int64) (*models.Case, error) { return oneCase(tx.db, "cases.id = ?", id) }

// CaseTold is what of a case is told in a notice.
type CaseTold struct {
	ID           int64
	Number       models.Text
	Flow         models.Flow
	ItemCode     string
	ItemName     string
	EnterpriseID int64
	AgentID      int64
	DeptCode     string
	DueOn        models.Date
}

// Told is what a notice is made of.
type Told struct {
	Case CaseTold
	Role string // in which the event was done, "" where there is none with that seq
	Open []models.Step
}

const toldSQL = `SELECT c.number, c.flow, c.item_code, c.item_name, c.enterprise_id, c.agent_id, c.dept_code, c.due_on, COALESCE(e.actor_role, ''),
 COALESCE(s.id, 0), COALESCE(s.name, ''), s.open_key, s.assigned_at
FROM cases c LEFT JOIN events e ON e.case_id = c.id AND e.seq = ? LEFT JOIN steps s ON s.case_id = c.id AND s.state IN (?, ?)
WHERE c.id = ? ORDER BY s.ord, s.id`

// Told reads what is told of a case and of one of its events: the steps that somebody has to do now come in
// order, with their id, name, box and since when. NotFound where the case is gone.
func (tx *Tx) Told(id, seq int64) (*Told, error) {
	t := &Told{Case: CaseTold{ID: id}}
	c, found := &t.Case, false
	err := tx.query(func(rows *sql.Rows) error {
		found = true
		s := models.Step{CaseID: id}
		err := rows.Scan(&c.Number, &c.Flow, &c.ItemCode, &c.ItemName, &c.EnterpriseID, &c.AgentID, &c.DeptCode, &c.DueOn, &t.Role,
			&s.ID, &s.Name, &s.OpenKey, &s.AssignedAt)
		if s.ID != 0 {
			t.Open = append(t.Open, s)
		}
		return err
	}, toldSQL, seq, models.StepAssigned, models.StepInProgress, id)
	if err == nil && !found {
		err = models.E(models.NotFound, "case.not_found")
	}
	return t, err
}

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
		var one int
		same, err := tx.take(sameNotice, n.OutboxID, n.ToKey, n.CaseID, n.ToKey, n.TextKey, n.CreatedAt)(&one)
		if err != nil {
			return nil, err
		}
		if same == 0 {
			fresh = append(fresh, n)
		}
	}
	end := " ON CONFLICT DO NOTHING"
	if tx.Dialect == MySQL {
		end = " ON DUPLICATE KEY UPDATE to_key=to_key"
	}
	_, err = put(tx, pointers(fresh), end)
	return fresh, err
}

const sameNotice = `SELECT 1 FROM notices WHERE outbox_id = ? AND to_key = ?
UNION ALL SELECT 1 FROM notices WHERE case_id = ? AND case_id <> 0 AND to_key = ? AND text_key = ? AND created_at = ? LIMIT 1`

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
