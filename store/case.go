package store

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// CaseSeen reads a case of which the scope may hold no more than its state and its dates: a sibling of a
// joint set. What else of it is shown is the caller's question.
func (s *Store) CaseSeen(ctx context.Context, in policy.Scope, id int64) (*models.Case, error) {
	return s.caseFor(ctx, in, id, seenRights...)
}

// CaseToMove reads the case with this id for a move, within the scope: of a department's, only a case
// that it works on.
func (tx *Tx) CaseToMove(in policy.Scope, id int64) (*models.Case, error) {
	return tx.caseFor(in, id, models.RightWork)
}

// Case reads the case with this id, within the scope, or a copy of which was sent to the person (抄送).
func (s *Store) Case(ctx context.Context, in policy.Scope, id int64) (*models.Case, error) {
	return s.caseFor(ctx, in, id)
}

func (s *Store) caseFor(ctx context.Context, in policy.Scope, id int64, rights ...models.Right) (*models.Case, error) {
	c, err := oneCase(s.often(ctx).Scopes(within(in, rights...)), "cases.id = ?", id)
	if r, ok := in.Rows(); ok && r.Person != 0 && models.CodeOf(err) == models.NotFound {
		db := s.q(ctx).Where("cases.region BETWEEN ? AND ?", regionLow(r.Region), regionHigh(r.Region))
		return oneCase(partOf(db, models.PartyUser, []string{UserParty(r.Person)}, fullRights), "cases.id = ?", id)
	}
	return c, err
}

// CaseForm reads the form of the case with this id, and the version of its item, within the scope.
func (s *Store) CaseForm(ctx context.Context, in policy.Scope, id int64) (version int64, form models.RawJSON, err error) {
	var row struct {
		ItemVersion int64
		Form        models.RawJSON
	}
	err = s.often(ctx).Table("cases").Select("cases.item_version, cases.form").Scopes(within(in)).Where("cases.id = ?", id).Take(&row).Error
	return row.ItemVersion, row.Form, found(err, "case")
}

// CaseByNumber reads the case with this number, within the scope.
func (s *Store) CaseByNumber(ctx context.Context, in policy.Scope, number string) (*models.Case, error) {
	return oneCase(s.q(ctx).Scopes(within(in)), "cases.number = ?", number)
}

// Case reads the case with this id, within the scope, for a change: on MySQL the row is locked until
// the transaction ends, on SQLite there is one writer.
func (tx *Tx) Case(in policy.Scope, id int64) (*models.Case, error) { return tx.caseFor(in, id) }

func (tx *Tx) caseFor(in policy.Scope, id int64, rights ...models.Right) (*models.Case, error) {
	db := tx.db.Scopes(within(in, rights...))
	if tx.Dialect == MySQL {
		db = db.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	c, err := oneCase(db, "cases.id = ?", id)
	if err == nil {
		tx.keep(c)
	}
	return c, err
}

// keep remembers a row as the database has it, so that a change of it writes what changed.
func (tx *Tx) keep(c *models.Case) {
	if tx.cases == nil {
		tx.cases = map[int64]models.Case{}
	}
	tx.cases[c.ID] = *c
}

func oneCase(db *gorm.DB, where string, arg any) (*models.Case, error) {
	var c models.Case
	err := takeFirst(db.Where(where, arg), &c)
	return &c, found(err, "case")
}

// CreateCase stores a new case and gives it its id.
func (tx *Tx) CreateCase(c *models.Case) error {
	c.CreatedAt, c.UpdatedAt, c.Version = tx.Now, tx.Now, 1
	err := tx.db.Create(c).Error
	if err == nil {
		tx.keep(c)
	}
	return err
}

// SaveCase stores a changed case, unless it changed since it was read (Conflict). Of a case that this
// transaction has read it writes the columns that changed: a move leaves the form alone, which is most
// of the row.
//
// It is not gorm's Save, which inserts the row again where the update finds none.
func (tx *Tx) SaveCase(c *models.Case) error {
	read := c.Version
	c.Version++
	c.UpdatedAt = tx.Now
	var columns []string // all
	if was, known := tx.cases[c.ID]; known && was.Version == read {
		columns = changed(&was, c)
	}
	n, err := set(tx, c, columns, "version=? AND id=?", read, c.ID)
	if err == nil && n == 0 {
		return models.E(models.Conflict, "case.changed_meanwhile")
	}
	if err == nil {
		tx.keep(c)
	}
	return err
}

// changed names the fields in which two cases differ.
func changed(was, is *models.Case) []string {
	var out []string
	a, b := reflect.ValueOf(was).Elem(), reflect.ValueOf(is).Elem()
	for i := range a.NumField() {
		x, y := a.Field(i), b.Field(i)
		var same bool
		if x.Kind() == reflect.Slice {
			same = bytes.Equal(x.Bytes(), y.Bytes()) && x.IsNil() == y.IsNil()
		} else {
			same = x.Equal(y)
		}
		if !same {
			out = append(out, a.Type().Field(i).Name)
		}
	}
	return out
}

// Children gives the parts of a composite or joint set, by id.
func (s *Store) Children(ctx context.Context, in policy.Scope, parent int64) ([]models.Case, error) {
	return children(s.q(ctx).Scopes(within(in)), parent)
}

// CasesByID gives the cases of these ids that are within a scope, without form and attributes.
func (s *Store) CasesByID(ctx context.Context, in policy.Scope, ids []int64) (out []models.Case, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return out, s.q(ctx).Omit("form", "attrs").Scopes(within(in)).Where("id IN ?", ids).Find(&out).Error
}

// Children gives the parts of a composite or joint set, by id.
func (tx *Tx) Children(parent int64) ([]models.Case, error) { return children(tx.db, parent) }

func children(db *gorm.DB, parent int64) (out []models.Case, err error) {
	if parent == 0 {
		return nil, nil
	}
	return out, db.Where("parent_id = ?", parent).Order("id").Find(&out).Error
}

// PendingCases gives the ids of the cases that wait for a result of this project, or of this enterprise
// where the result is of no project; the given one is left out.
func (tx *Tx) PendingCases(enterpriseID, projectID, except int64) (ids []int64, err error) {
	db := tx.db.Model(&models.Case{}).Where("enterprise_id = ? AND status = ? AND id <> ?", enterpriseID, models.Pending, except)
	if projectID != 0 {
		db = db.Where("project_id = ?", projectID)
	}
	return ids, db.Order("id").Pluck("id", &ids).Error
}

// OnTheirWay gives the ids of the cases of these items that may still bring a result: handed in or
// pending, and neither ended nor refused.
func (tx *Tx) OnTheirWay(enterpriseID, projectID int64, items []string) (ids []int64, err error) {
	gone := []models.Status{
		models.Draft, models.Abandoned, models.NotAccepted, models.NotRequired, models.Returned, models.Refused, models.Withdrawn,
		models.Terminated, models.Cancelled, models.Delivered,
	}
	return ids, tx.db.Model(&models.Case{}).
		Where("enterprise_id = ? AND item_code IN ? AND status NOT IN ? AND outcome <> ?", enterpriseID, items, gone, models.OutcomeRefused).
		Where("(project_id = ? OR project_id = 0)", projectID).Order("id").Pluck("id", &ids).Error
}

// rank orders the rights of a party, the weakest first.
var rank = map[models.Right]int{models.RightSibling: 1, models.RightRead: 2, models.RightOpinion: 3, models.RightWork: 4}

// strongerWins ends an insert of parties where a part that is there keeps its stronger right.
var strongerWins = func() map[Dialect]string {
	ranked := func(of string) string {
		out := "CASE " + of
		for _, r := range slices.Sorted(maps.Keys(rank)) {
			out += fmt.Sprintf(" WHEN '%s' THEN %d", r, rank[r])
		}
		return out + " ELSE 0 END"
	}
	end := func(head, old, fresh string) string {
		return fmt.Sprintf("%sparty_right = CASE WHEN %s > %s THEN %s ELSE %s END", head, ranked(fresh), ranked(old), fresh, old)
	}
	return map[Dialect]string{
		SQLite: end(" ON CONFLICT (kind, party, case_id) DO UPDATE SET ", "case_parties.party_right", "excluded.party_right"),
		MySQL:  end(" ON DUPLICATE KEY UPDATE ", "party_right", "VALUES(party_right)"),
	}
}()

// AddParties gives departments and persons their part in a case; a part that is there already keeps
// its stronger right.
func (tx *Tx) AddParties(parties ...models.CaseParty) error {
	_, err := put(tx, pointers(parties), strongerWins[tx.Dialect])
	return err
}

// SetRight changes the right of a party.
func (tx *Tx) SetRight(p models.CaseParty) error {
	if err := tx.AddParties(p); err != nil {
		return err
	}
	return tx.db.Model(&models.CaseParty{}).Where("case_id = ? AND kind = ? AND party = ?", p.CaseID, p.Kind, p.Party).
		Update("party_right", p.Right).Error
}

// Parties gives who has a part in a case.
func (s *Store) Parties(ctx context.Context, caseID int64) (out []models.CaseParty, err error) {
	return out, s.q(ctx).Where("case_id = ?", caseID).Order("kind, party").Find(&out).Error
}

// ItemsHeld gives the codes of items whose result the enterprise or the project already has: granted
// or filed cases, and licences in force. A filing that was cancelled, and a licence that has expired or
// was annulled, withdrawn or cancelled, is held no more.
func (s *Store) ItemsHeld(ctx context.Context, enterpriseID, projectID int64) (map[string]bool, error) {
	return itemsHeld(s.q(ctx), enterpriseID, projectID)
}

// ItemsHeld gives the codes of items whose result the enterprise or the project already has.
func (tx *Tx) ItemsHeld(enterpriseID, projectID int64) (map[string]bool, error) {
	return itemsHeld(tx.db, enterpriseID, projectID)
}

func itemsHeld(db *gorm.DB, enterpriseID, projectID int64) (map[string]bool, error) {
	held := map[string]bool{}
	if enterpriseID == 0 {
		return held, nil
	}
	ended := []models.LicenceStatus{models.LicenceExpired, models.LicenceAnnulled, models.LicenceWithdrawn, models.LicenceCancelled}
	var codes []string
	err := db.Model(&models.Case{}).Where("enterprise_id = ? AND outcome = ? AND status <> ?", enterpriseID, models.Granted, models.Cancelled).
		Where("(project_id = ? OR project_id = 0)", projectID).
		Where("NOT EXISTS (SELECT 1 FROM licences l WHERE l.case_id = cases.id AND l.status IN ?)", ended).
		Distinct().Pluck("item_code", &codes).Error
	if err != nil {
		return nil, err
	}
	var licences []string
	err = db.Model(&models.Licence{}).Where("enterprise_id = ? AND status IN ?", enterpriseID,
		[]models.LicenceStatus{models.LicenceValid, models.LicenceDeemedRenewed}).Distinct().Pluck("item_code", &licences).Error
	for _, c := range append(codes, licences...) {
		held[c] = true
	}
	return held, err
}

// DueCases gives the ids of cases whose next legal timer has come, oldest first.
func (s *Store) DueCases(ctx context.Context, now models.Instant, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.Case{}).Where("next_timer_at <= ?", now).Order("next_timer_at").Limit(limit).Pluck("id", &ids).Error
}

// AlertCases gives the ids of cases whose next alert has come, oldest first.
func (s *Store) AlertCases(ctx context.Context, now models.Instant, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.Case{}).Where("next_alert_at <= ?", now).Order("next_alert_at").Limit(limit).Pluck("id", &ids).Error
}

// AllCaseIDs gives ids after the given one, for the checker and for jobs that walk all cases.
func (s *Store) AllCaseIDs(ctx context.Context, after int64, limit int) (ids []int64, err error) {
	return ids, s.q(ctx).Model(&models.Case{}).Where("id > ?", after).Order("id").Limit(limit).Pluck("id", &ids).Error
}

// OpenCases gives open cases with an id above the given one, in order, for jobs that walk them.
func (s *Store) OpenCases(ctx context.Context, after int64, limit int) (out []models.Case, err error) {
	return out, s.q(ctx).Where("id > ? AND open_dept IS NOT NULL", after).Order("id").Limit(limit).Find(&out).Error
}

// CountOpen counts the open cases, and those of them with an id up to one.
func (s *Store) CountOpen(ctx context.Context, upTo int64) (all, until int64, err error) {
	var row struct{ Total, Until int64 }
	err = s.q(ctx).Model(&models.Case{}).Where("open_dept IS NOT NULL").
		Select("COUNT(*) AS total, COALESCE(SUM(CASE WHEN id <= ? THEN 1 ELSE 0 END), 0) AS until", upTo).Scan(&row).Error
	return row.Total, row.Until, err
}

// SetCalendarRev stores that a case was looked at under a revision of the calendar that moved none of
// its dates, without touching its version.
func (tx *Tx) SetCalendarRev(id, rev int64) error {
	return tx.db.Model(&models.Case{}).Where("id = ?", id).UpdateColumn("calendar_rev", rev).Error
}

// SetNextAlert stores when the next alert of a case is due, without touching its version.
func (tx *Tx) SetNextAlert(id int64, at models.Instant) error {
	return tx.db.Model(&models.Case{}).Where("id = ?", id).UpdateColumn("next_alert_at", at).Error
}

// CasesHeldBy gives the open cases in which a person holds an open step, waits for a delegated one to come back,
// or helps as the agent.
func (s *Store) CasesHeldBy(ctx context.Context, userID int64, openKey string) (ids []int64, err error) {
	return ids, s.q(ctx).Raw(`SELECT case_id AS id FROM steps WHERE open_key = ?
 UNION SELECT case_id FROM steps WHERE holder_id = ? AND done_at IS NULL AND state = ?
 UNION SELECT id FROM cases WHERE agent_id = ? AND open_dept IS NOT NULL ORDER BY id`, openKey, userID, models.StepDelegated, userID).Scan(&ids).Error
}
