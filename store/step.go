package store

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
)

// CreateSteps stores new steps and gives them their ids.
func (tx *Tx) CreateSteps(steps ...*models.Step) error {
	_, err := put(tx, steps, "")
	return err
}

// SaveStep stores a changed step. Its case is saved in the same transaction, whose version guards it.
func (tx *Tx) SaveStep(s *models.Step) error {
	_, err := set(tx, s, nil, "id=?", s.ID)
	return err
}

// Steps gives the steps of a case, in order.
func (s *Store) Steps(ctx context.Context, caseID int64) ([]models.Step, error) {
	return steps(s.often(ctx), caseID)
}

// Steps gives the steps of a case, in order.
func (tx *Tx) Steps(caseID int64) ([]models.Step, error) { return steps(tx.db, caseID) }

func steps(db *gorm.DB, caseID int64) ([]models.Step, error) {
	return findAll[models.Step](db.Where("case_id = ?", caseID).Order("ord, id"))
}

// SortOpenSteps gives the open steps of a case the date by which queues sort them.
func (tx *Tx) SortOpenSteps(caseID int64, on models.Date) error {
	return tx.db.Model(&models.Step{}).Where("case_id = ? AND open_key IS NOT NULL", caseID).Update("sort_on", on).Error
}

// Clocks gives the clocks of a case as last derived.
func (s *Store) Clocks(ctx context.Context, caseID int64) (out []models.ClockRow, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Order("kind").Find(&out).Error
}

// Clocks gives the clocks of a case as last derived.
func (tx *Tx) Clocks(caseID int64) (out []models.ClockRow, err error) {
	return out, tx.db.Where("case_id = ?", caseID).Order("kind").Find(&out).Error
}

// SaveClocks stores the clocks of a case, replacing those it had.
func (tx *Tx) SaveClocks(rows []models.ClockRow) error {
	_, err := put(tx, pointers(rows), clocksAgain[tx.Dialect])
	return err
}

// clocksAgain ends an insert of clocks where those that are there take the new values.
var clocksAgain = func() map[Dialect]string {
	out := map[Dialect]string{SQLite: " ON CONFLICT (case_id, kind) DO UPDATE SET ", MySQL: " ON DUPLICATE KEY UPDATE "}
	var lite, my []string
	for _, c := range tableOf[models.ClockRow]().columns {
		if c != "case_id" && c != "kind" {
			lite, my = append(lite, c+"=excluded."+c), append(my, c+"=VALUES("+c+")")
		}
	}
	out[SQLite] += strings.Join(lite, ",")
	out[MySQL] += strings.Join(my, ",")
	return out
}()

// DropClock removes the row of a clock that the case no longer has; its alerts are superseded.
func (tx *Tx) DropClock(caseID int64, kind models.ClockKind) error {
	if err := tx.SupersedeAlerts(caseID, kind, 0); err != nil {
		return err
	}
	return tx.db.Where("case_id = ? AND kind = ?", caseID, kind).Delete(&models.ClockRow{}).Error
}

// CreateAlert stores an alert; false where it is there already.
func (tx *Tx) CreateAlert(a *models.Alert) (bool, error) {
	res := tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "case_id"}, {Name: "clock"}, {Name: "kind"}, {Name: "due_at"}},
		DoNothing: true,
	}).Create(a)
	return res.RowsAffected > 0, res.Error
}

// SupersedeAlerts marks the alerts of a clock that spoke of another due date than this one, 0 for none;
// where a date comes back, so do its alerts.
func (tx *Tx) SupersedeAlerts(caseID int64, kind models.ClockKind, due models.Instant) error {
	of := func() *gorm.DB { return tx.db.Model(&models.Alert{}).Where("case_id = ? AND clock = ?", caseID, kind) }
	err := of().Where("due_at <> ? AND superseded_at IS NULL", int64(due)).Update("superseded_at", tx.Now).Error
	if err != nil || due == 0 {
		return err
	}
	return of().Where("due_at = ? AND superseded_at IS NOT NULL", int64(due)).Update("superseded_at", nil).Error
}

// CreateCard stores a card as a draft, once for a violation. One that was voided comes back: its violation has.
func (tx *Tx) CreateCard(c *models.Card) error {
	c.CreatedAt, c.Status = tx.Now, models.CardDraft
	res := tx.db.Model(&models.Card{}).Where("case_id = ? AND rule = ? AND clock = ? AND colour = ? AND on_date = ? AND status = ?",
		c.CaseID, c.Rule, c.Clock, c.Colour, c.OnDate, models.CardVoided).Update("status", models.CardDraft)
	if res.Error != nil || res.RowsAffected > 0 {
		return res.Error
	}
	return tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "case_id"}, {Name: "rule"}, {Name: "clock"}, {Name: "colour"}, {Name: "on_date"}},
		DoNothing: true,
	}).Create(c).Error
}

// VoidDraftCards voids the cards of a rule that are not yet issued: what they followed was taken back.
func (tx *Tx) VoidDraftCards(caseID int64, rule string) error {
	return tx.db.Model(&models.Card{}).Where("case_id = ? AND rule = ? AND status = ?", caseID, rule, models.CardDraft).Update("status", models.CardVoided).Error
}

// VoidOverdueCards voids the drafts of a rule that are dated after a day, but for the one that stands; 0 is no
// such day.
func (tx *Tx) VoidOverdueCards(caseID int64, rule string, after, stands models.Date) error {
	q := tx.db.Model(&models.Card{}).Where("case_id = ? AND rule = ? AND status = ?", caseID, rule, models.CardDraft)
	if after != 0 {
		q = q.Where("on_date > ?", after)
	}
	if stands != 0 {
		q = q.Where("on_date <> ?", stands)
	}
	return q.Update("status", models.CardVoided).Error
}

// CardsOf gives the cards of a case.
func (s *Store) CardsOf(ctx context.Context, caseID int64) (out []models.Card, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Order("id").Find(&out).Error
}

// AlertsOf gives the alerts of a case, oldest first.
func (s *Store) AlertsOf(ctx context.Context, caseID int64) (out []models.Alert, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Order("id").Find(&out).Error
}

// LateSteps gives the cases with an open step that was due after one instant and up to another, in order, after one
// of them; 0 for the first.
func (s *Store) LateSteps(ctx context.Context, since, until models.Instant, after int64, limit int) ([]int64, error) {
	var out []int64
	err := s.q(ctx).Model(&models.Step{}).Where("open_key IS NOT NULL AND due_at > ? AND due_at <= ? AND case_id > ?", int64(since), int64(until), after).
		Distinct().Order("case_id").Limit(limit).Pluck("case_id", &out).Error
	return out, err
}
