package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// ErrLeaseLost says that a delivery was finished, or taken by somebody else, in the meantime.
var ErrLeaseLost = errors.New("store: the lease of a delivery was lost")

// clock is the database's own clock in milliseconds, in SQL: leases of several instances compare
// with it and with nothing else.
func (d Dialect) clock() string {
	if d == MySQL {
		return "CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)"
	}
	return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
}

// commitLag is how long a transaction may take from drawing an id to its commit: on MySQL ids become visible
// out of order, so the planner looks back this far. SQLite has one writer, and its ids come in order.
const commitLag = 30 * time.Second

// planned is how far the facts have been planned for a handler.
type planned struct {
	Low  int64 `json:"low"`  // every fact up to here has its delivery
	Mark int64 `json:"mark"` // the newest fact when the mark was set; becomes low once it has aged
	At   int64 `json:"at"`   // when, by the database's clock
}

// PlanBatch is how many deliveries are planned at once.
const PlanBatch = 1000

func planName(handler string) string { return "outbox:" + handler }

// scan is how far this instance has looked for facts of a handler. It is a hint: now and then all is looked
// at again from the planner's progress on.
type scan struct {
	near int64          // facts up to here had been planned when it was set
	next int64          // the newest fact a while ago; becomes near
	at   models.Instant // when next was set
	full models.Instant // when all was last looked at
}

// How often an instance moves its scan on, and how often it looks at all since the planner's progress.
// The second bounds how late a fact is heard of whose transaction outlasted the first.
const (
	scanAge   = 2 * time.Second
	scanWhole = 5 * time.Second
)

// PlanDeliveries makes the deliveries of a handler for facts that have none yet, of these kinds (none:
// all), at most PlanBatch, and gives how many. Two instances may do it at once. Where there is nothing to
// do it only reads.
func (s *Store) PlanDeliveries(ctx context.Context, handler string, kinds []string) (n int64, err error) {
	_, p, err := planOf(s.q(ctx), handler)
	if err != nil {
		return 0, err
	}
	head, err := outboxHead(s.q(ctx))
	if err != nil || head == p.Low {
		return 0, err
	}
	from, whole := s.scanFrom(handler, p.Low)
	ids, err := s.unplanned(ctx, handler, kinds, from)
	if err != nil {
		return 0, err
	}
	last, full := head, len(ids) == PlanBatch
	if full {
		last = ids[PlanBatch-1]
	}
	if len(ids) > 0 || whole && s.planMoves(p, last) {
		err = s.InTx(ctx, func(tx *Tx) (err error) {
			if n, err = tx.plan(handler, ids); err != nil || !whole {
				return err
			}
			return tx.advance(handler, p.Low, head, last, full)
		})
	}
	if err == nil {
		s.scanned(handler, last, full, whole)
	}
	return n, err
}

// planMoves tells whether progress is worth a write where there is nothing to plan.
func (s *Store) planMoves(p planned, last int64) bool { return s.lag > 0 || last-p.Low >= PlanBatch }

// scanFrom gives after which fact to look, and whether that is the planner's progress or no less: where
// ids become visible in their order the scan is exact.
func (s *Store) scanFrom(handler string, low int64) (from int64, whole bool) {
	s.scanMu.Lock()
	defer s.scanMu.Unlock()
	h, ok := s.scans[handler]
	if !ok || h.near <= low {
		return low, true
	}
	if s.lag > 0 && s.Now() >= h.full.Add(scanWhole) {
		return low, true
	}
	return h.near, s.lag == 0
}

// scanned notes how far a scan has come.
func (s *Store) scanned(handler string, last int64, more, whole bool) {
	s.scanMu.Lock()
	defer s.scanMu.Unlock()
	if s.scans == nil {
		s.scans = map[string]scan{}
	}
	h, now := s.scans[handler], s.Now()
	switch {
	case s.lag == 0:
		h.near = last
	case more: // a backlog: looked at whole until it is done
		h = scan{}
	default:
		if whole {
			h.full = now
		}
		if now >= h.at.Add(scanAge) {
			h.near, h.next, h.at = h.next, last, now
		}
	}
	s.scans[handler] = h
}

func outboxHead(db *gorm.DB) (id int64, err error) {
	return id, db.Model(&models.Outbox{}).Select("COALESCE(MAX(id), 0)").Scan(&id).Error
}

// planOf reads the progress of a handler, which begins at the first fact; was is "" where there is none.
func planOf(db *gorm.DB, handler string) (was string, p planned, err error) {
	var rows []string
	err = db.Raw("SELECT progress FROM leases WHERE name = ?", planName(handler)).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return "", p, err
	}
	return rows[0], p, json.Unmarshal([]byte(rows[0]), &p)
}

// planOf reads the progress of a handler for a change, and begins it.
func (tx *Tx) planOf(handler string) (was string, p planned, err error) {
	was, p, err = planOf(tx.db, handler)
	if err != nil || was != "" {
		return was, p, err
	}
	err = tx.db.Exec("INSERT INTO leases (name, holder, until_at, progress) VALUES (?, '', 0, '{}')", planName(handler)).Error
	if isDuplicate(err) {
		return "", p, errRunAgain
	}
	return "{}", p, err
}

// StreamOnly begins the kinds of facts that are for the live stream and for no handler.
const StreamOnly = "notice."

// unplanned gives the facts after one that have no delivery yet, at most PlanBatch.
func (s *Store) unplanned(ctx context.Context, handler string, kinds []string, after int64) (ids []int64, err error) {
	db := s.q(ctx).Model(&models.Outbox{}).Where("outbox.id > ?", after)
	if s.lag > 0 { // what lies after it may have been planned
		db = db.Where("NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.handler = ? AND d.outbox_id = outbox.id)", handler)
	}
	if len(kinds) > 0 {
		db = db.Where("outbox.kind IN ?", kinds)
	} else {
		db = db.Where("outbox.kind NOT LIKE ?", StreamOnly+"%")
	}
	return ids, db.Order("outbox.id").Limit(PlanBatch).Pluck("outbox.id", &ids).Error
}

// plan inserts the deliveries of facts, but for those that another instance has made meanwhile.
func (tx *Tx) plan(handler string, ids []int64) (n int64, err error) {
	if len(ids) == 0 {
		return 0, nil
	}
	verb, end := "INSERT INTO", " ON CONFLICT DO NOTHING"
	if tx.Dialect == MySQL {
		verb, end = "INSERT IGNORE INTO", ""
	}
	for part := range slices.Chunk(ids, 100) { // SQLite's driver looks each variable up in a list of them all
		args := make([]any, 0, 2*len(part))
		for _, id := range part {
			args = append(args, id, handler)
		}
		rows := strings.TrimSuffix(strings.Repeat("(?,?,'',0,''),", len(part)), ",")
		res := tx.db.Exec(verb+" deliveries (outbox_id, handler, lease_by, tries, last_error) VALUES "+rows+end, args...)
		if res.Error != nil {
			return n, res.Error
		}
		n += res.RowsAffected
	}
	return n, nil
}

// advance moves the progress on from low, up to the last fact that was looked at. Where another instance
// has moved it meanwhile, its word stands.
func (tx *Tx) advance(handler string, low, head, last int64, more bool) error {
	was, p, err := tx.planOf(handler)
	if err != nil || p.Low != low {
		return err
	}
	if tx.store.lag == 0 {
		return tx.setPlan(handler, was, planned{Low: last})
	}
	var now int64
	if err := tx.db.Raw("SELECT " + tx.Dialect.clock()).Scan(&now).Error; err != nil {
		return err
	}
	aged := now-p.At >= tx.store.lag.Milliseconds()
	switch {
	case p.At == 0:
		p.Mark, p.At = head, now
	case !aged:
		return nil
	case more && last < p.Mark: // a backlog: what is planned of it is done with
		p.Low = last
	default:
		p.Low, p.Mark, p.At = p.Mark, head, now
	}
	return tx.setPlan(handler, was, p)
}

func (tx *Tx) setPlan(handler, was string, p planned) error {
	return tx.db.Exec("UPDATE leases SET progress = ? WHERE name = ? AND progress = ?", string(models.JSONOf(p)), planName(handler), was).Error
}

// SkipDeliveries lets a handler begin after the newest fact that was recorded before an instant: for a
// database that was filled otherwise than by living.
func (s *Store) SkipDeliveries(ctx context.Context, handler string, before models.Instant) error {
	return s.InTx(ctx, func(tx *Tx) error {
		was, p, err := tx.planOf(handler)
		if err != nil {
			return err
		}
		if p.Low, err = outboxHead(tx.db.Where("created_at < ?", before)); err != nil {
			return err
		}
		p.Mark, p.At = p.Low, 0
		return tx.setPlan(handler, was, p)
	})
}

// Leased is a fact that one instance has to deliver now.
type Leased struct {
	models.Outbox `gorm:"embedded"`
	Tries         int // this one included
}

// LeaseDeliveries takes up to limit due deliveries of a handler for a while. by must be another for
// each call: it is how the finisher knows that the lease is still its own. A lease that was not
// finished in time is anybody's again.
func (s *Store) LeaseDeliveries(ctx context.Context, handler, by string, lease time.Duration, limit int) (out []Leased, err error) {
	clock := s.Dialect.clock()
	due := "handler = ? AND done_at IS NULL AND (lease_until IS NULL OR lease_until < " + clock + ")"
	var ids []int64
	err = s.q(ctx).Model(&models.Delivery{}).Where(due, handler).Order("lease_until").Limit(limit).Pluck("outbox_id", &ids).Error // new ones first, by the index
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	slices.Sort(ids)
	err = s.InTx(ctx, func(tx *Tx) error {
		out = nil
		res := tx.db.Exec("UPDATE deliveries SET lease_until = "+clock+" + ?, lease_by = ?, tries = tries + 1 WHERE outbox_id IN ? AND "+due,
			lease.Milliseconds(), by, ids, handler)
		if res.Error != nil || res.RowsAffected == 0 {
			return res.Error
		}
		return tx.db.Table("deliveries d").Select("o.*, d.tries").Joins("JOIN outbox o ON o.id = d.outbox_id").
			Where("d.handler = ? AND d.lease_by = ? AND d.outbox_id IN ? AND d.done_at IS NULL", handler, by, ids).Order("o.id").Scan(&out).Error
	})
	return out, err
}

// FinishDeliveries marks deliveries as done, in the transaction that did what they asked for:
// ErrLeaseLost where one of them is no longer by's, and then nothing of it is stored.
func (tx *Tx) FinishDeliveries(handler, by string, ids ...int64) error {
	res := tx.db.Exec("UPDATE deliveries SET done_at = "+tx.Dialect.clock()+", last_error = '' WHERE handler = ? AND outbox_id IN ? AND lease_by = ? AND done_at IS NULL",
		handler, ids, by)
	if res.Error == nil && res.RowsAffected != int64(len(ids)) {
		return ErrLeaseLost
	}
	return res.Error
}

// FailDelivery notes why a delivery failed and when it is tried again.
func (s *Store) FailDelivery(ctx context.Context, handler, by string, id int64, cause error, again time.Duration) error {
	why := []rune(cause.Error())
	return s.InTx(ctx, func(tx *Tx) error {
		return tx.db.Exec("UPDATE deliveries SET lease_until = "+tx.Dialect.clock()+" + ?, last_error = ? WHERE handler = ? AND outbox_id = ? AND lease_by = ? AND done_at IS NULL",
			again.Milliseconds(), string(why[:min(len(why), 500)]), handler, id, by).Error
	})
}

// DeliveriesOpen counts what a handler has still to deliver.
func (s *Store) DeliveriesOpen(ctx context.Context, handler string) (n int64, err error) {
	return n, s.q(ctx).Model(&models.Delivery{}).Where("handler = ? AND done_at IS NULL", handler).Count(&n).Error
}

const pruneBatch = 500

// PruneOutbox removes facts recorded before an instant that every handler has planned and delivered,
// with their deliveries, and gives how many. Without any handler nothing is removed.
func (s *Store) PruneOutbox(ctx context.Context, before models.Instant) (n int64, err error) {
	for {
		var ids []int64
		err := s.InTx(ctx, func(tx *Tx) error {
			low, err := tx.plannedByAll()
			if err != nil || low == 0 {
				return err
			}
			ids = nil
			err = tx.db.Model(&models.Outbox{}).Where("created_at < ? AND id <= ?", before, low).
				Where("NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.outbox_id = outbox.id AND d.done_at IS NULL)").
				Order("id").Limit(pruneBatch).Pluck("id", &ids).Error
			if err != nil || len(ids) == 0 {
				return err
			}
			return tx.dropFacts(ids)
		})
		n += int64(len(ids))
		if err != nil || len(ids) < pruneBatch {
			return n, err
		}
	}
}

func (tx *Tx) dropFacts(ids []int64) error {
	if err := tx.db.Where("outbox_id IN ?", ids).Delete(&models.Delivery{}).Error; err != nil {
		return err
	}
	return tx.db.Where("id IN ?", ids).Delete(&models.Outbox{}).Error
}

// plannedByAll gives the newest fact up to which all handlers have planned.
func (tx *Tx) plannedByAll() (low int64, err error) {
	var rows []string
	if err := tx.db.Raw("SELECT progress FROM leases WHERE name LIKE 'outbox:%'").Scan(&rows).Error; err != nil {
		return 0, err
	}
	for i, r := range rows {
		var p planned
		if err := json.Unmarshal([]byte(r), &p); err != nil {
			return 0, err
		}
		if i == 0 || p.Low < low {
			low = p.Low
		}
	}
	return low, nil
}

// OutboxIDs gives the ids of facts after one, in order: by the primary key alone.
func (s *Store) OutboxIDs(ctx context.Context, after int64, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.Outbox{}).Where("id > ?", after).Order("id").Limit(limit).Pluck("id", &ids).Error
}

// OutboxBounds gives the oldest and the newest id of the outbox, 0 where it is empty.
func (s *Store) OutboxBounds(ctx context.Context) (first, last int64, err error) {
	row := struct{ First, Last int64 }{}
	err = s.q(ctx).Raw("SELECT COALESCE(MIN(id), 0) AS first, COALESCE(MAX(id), 0) AS last FROM outbox").Scan(&row).Error
	return row.First, row.Last, err
}

// Facts gives facts by their ids, in order.
func (s *Store) Facts(ctx context.Context, ids []int64) (out []models.Outbox, err error) {
	return out, s.q(ctx).Where("id IN ?", ids).Order("id").Find(&out).Error
}
