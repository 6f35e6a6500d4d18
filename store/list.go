package store

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Work is one line of a queue: an open step with what a row shows of its case.
type Work struct {
	StepID       int64            `json:"stepId"`
	StepName     string           `json:"stepName"`
	StepKind     models.StepKind  `json:"stepKind"`
	StepState    models.StepState `json:"stepState"`
	StepDueAt    models.Instant   `json:"stepDueAt"`
	HolderID     int64            `json:"holderId"`
	SortOn       models.Date      `json:"sortOn"`
	DoneAt       models.Instant   `json:"doneAt"` // of work that is done
	CaseID       int64            `json:"caseId"`
	Number       models.Text      `json:"number"`
	ItemCode     string           `json:"itemCode"`
	ItemName     string           `json:"itemName"`
	Status       models.Status    `json:"status"`
	Flow         models.Flow      `json:"flow"`
	Version      int64            `json:"version"`
	EnterpriseID int64            `json:"enterpriseId"`
	Enterprise   string           `json:"enterprise"`
	ProjectID    int64            `json:"projectId"`
	DeptCode     string           `json:"deptCode"`
	AgentID      int64            `json:"agentId"`
	ReceivedOn   models.Date      `json:"receivedOn"`
	PromisedDue  models.Date      `json:"promisedDue"`
	LegalDue     models.Date      `json:"legalDue"`
	WindowDue    models.Date      `json:"windowDue"`
	DueOn        models.Date      `json:"dueOn"`
	BlueOn       models.Date      `json:"-"`
	YellowOn     models.Date      `json:"-"`
	RedOn        models.Date      `json:"-"`
	Paused       bool             `json:"paused"`
	Deemed       bool             `json:"deemed"`
	Provisional  bool             `json:"provisional"`
}

// workColumns are read for a line of a queue: one join, no second statement.
const workColumns = `s.id AS step_id, s.name AS step_name, s.kind AS step_kind, s.state AS step_state, s.due_at AS step_due_at,
 s.holder_id, s.sort_on, c.id AS case_id, c.number, c.item_code, c.item_name, c.status, c.flow, c.version, c.enterprise_id,
 e.name AS enterprise, c.project_id, c.dept_code, c.agent_id, c.received_on, c.promised_due, c.legal_due, c.window_due, c.due_on,
 c.blue_on, c.yellow_on, c.red_on, c.paused, c.deemed, c.provisional`

// WorkAfter says where a page of a queue begins: after this row. Its zero value is the beginning.
type WorkAfter struct {
	SortOn models.Date
	StepID int64
}

// OpenWork gives the open steps under some keys, the earliest due first. Each key is one range of the
// open-only index; the ranges are merged by the database.
func (s *Store) OpenWork(ctx context.Context, keys []string, after WorkAfter, limit int) (out []Work, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	var parts []string
	var args []any
	for _, k := range keys {
		part := "SELECT s.id FROM steps s WHERE s.open_key = ?"
		args = append(args, k)
		if after.StepID != 0 {
			part += " AND (s.sort_on > ? OR (s.sort_on = ? AND s.id > ?))"
			args = append(args, after.SortOn, after.SortOn, after.StepID)
		}
		part += " ORDER BY s.sort_on, s.id LIMIT ?"
		args = append(args, limit)
		parts = append(parts, "SELECT id FROM ("+part+") x"+itoa(len(parts)))
	}
	args = append(args, limit)
	sql := "SELECT " + workColumns + " FROM (" + strings.Join(parts, " UNION ALL ") + ") k JOIN steps s ON s.id = k.id" +
		" JOIN cases c ON c.id = s.case_id JOIN enterprises e ON e.id = c.enterprise_id ORDER BY s.sort_on, s.id LIMIT ?"
	return out, s.q(ctx).Raw(sql, args...).Scan(&out).Error
}

func itoa(n int) string { return string(rune('a' + n)) }

// CountOpenWork counts the open steps under some keys, and those due up to a day and overdue on it.
func (s *Store) CountOpenWork(ctx context.Context, keys []string, today models.Date) (open, dueToday, overdue int64, err error) {
	row := struct{ Open, Due, Overdue int64 }{}
	err = s.q(ctx).Raw(`SELECT COUNT(*) AS open, COALESCE(SUM(sort_on = ?), 0) AS due, COALESCE(SUM(sort_on < ?), 0) AS overdue
 FROM steps WHERE open_key IN ?`, today, today, keys).Scan(&row).Error
	return row.Open, row.Due, row.Overdue, err
}

// DoneAfter says where a page of what is done begins: after this row. Its zero value is the beginning.
type DoneAfter struct {
	DoneAt models.Instant
	StepID int64
}

// DoneWork gives the steps that a person has done, newest first.
func (s *Store) DoneWork(ctx context.Context, holder int64, after DoneAfter, limit int) (out []Work, err error) {
	db := s.q(ctx).Table("steps s").Select(workColumns+", s.done_at").Joins("JOIN cases c ON c.id = s.case_id").
		Joins("JOIN enterprises e ON e.id = c.enterprise_id").Where("s.holder_id = ? AND s.done_at IS NOT NULL", holder)
	if after.StepID != 0 {
		db = db.Where("(s.done_at < ? OR (s.done_at = ? AND s.id < ?))", after.DoneAt, after.DoneAt, after.StepID)
	}
	return out, db.Order("s.done_at DESC, s.id DESC").Limit(limit).Scan(&out).Error
}

// CaseFilter narrows a list of cases. Zero fields do not narrow.
type CaseFilter struct {
	IDs          []int64 // these alone
	Status       []models.Status
	Open         bool // open ones only
	Lamp         models.Lamp
	Today        models.Date // for Lamp and Overdue
	Overdue      string      // "PROMISE", "LEGAL"
	DeptCode     string
	ItemCode     string
	EnterpriseID int64
	ProjectID    int64
	AgentID      int64
	ReceiverID   int64
	Region       string
	ReceivedFrom models.Date
	ReceivedTo   models.Date
	DecidedFrom  models.Date
	DecidedTo    models.Date
	AcceptedFrom models.Date
	AcceptedTo   models.Date
	Late         string // of decided ones, "PROMISE", "LEGAL": those past it
	Kept         string // of decided ones, "PROMISE", "LEGAL": those within it
	Judged       string // of decided ones, "PROMISE", "LEGAL": those that had such a limit
	Outcome      models.Outcome
	Deemed       bool   // accepted by silence
	Paused       bool   // open ones on which the clock stands still
	Sets         bool   // joint sets alone
	UsedFrom     int    // decided ones that took at least so many working days of the agency's time
	Division     string // exactly this division, without what lies below it
	Text         string // part of number, item name, or enterprise name
	BeforeID     int64  // keyset: newest first
	Limit        int
}

// CaseLine is one line of a list of cases.
type CaseLine struct {
	models.Case `gorm:"embedded"`
	Enterprise  string `json:"enterprise"`
	Project     string `json:"project"`
}

// Cases gives a page of cases within the scope, newest first, in one statement.
func (s *Store) Cases(ctx context.Context, in policy.Scope, f CaseFilter) (out []CaseLine, err error) {
	db := s.q(ctx).Model(&models.Case{}).Scopes(within(in)).
		Select("cases.*, e.name AS enterprise, COALESCE(pr.name, '') AS project").
		Joins("JOIN enterprises e ON e.id = cases.enterprise_id").Joins("LEFT JOIN projects pr ON pr.id = cases.project_id")
	db = f.narrow(db)
	if f.BeforeID != 0 {
		db = db.Where("cases.id < ?", f.BeforeID)
	}
	return out, db.Order("cases.id DESC").Limit(f.Limit).Scan(&out).Error
}

// CountCases counts the cases that a filter finds within the scope, up to most; it reads no more than so many.
func (s *Store) CountCases(ctx context.Context, in policy.Scope, f CaseFilter, most int) (int, error) {
	found := f.narrow(s.q(ctx).Model(&models.Case{}).Scopes(within(in)).Joins("JOIN enterprises e ON e.id = cases.enterprise_id")).
		Select("cases.id").Limit(most)
	var n int64
	err := s.q(ctx).Table("(?) AS found", found).Count(&n).Error
	return int(n), err
}

func (f *CaseFilter) narrow(db *gorm.DB) *gorm.DB {
	eq := func(col string, v any, zero bool) {
		if !zero {
			db = db.Where("cases."+col+" = ?", v)
		}
	}
	eq("dept_code", f.DeptCode, f.DeptCode == "")
	eq("item_code", f.ItemCode, f.ItemCode == "")
	eq("enterprise_id", f.EnterpriseID, f.EnterpriseID == 0)
	eq("project_id", f.ProjectID, f.ProjectID == 0)
	eq("agent_id", f.AgentID, f.AgentID == 0)
	eq("receiver_id", f.ReceiverID, f.ReceiverID == 0)
	if len(f.IDs) > 0 {
		db = db.Where("cases.id IN ?", f.IDs)
	}
	if len(f.Status) > 0 {
		db = db.Where("cases.status IN ?", f.Status)
	}
	if f.Open {
		db = db.Where("cases.open_dept IS NOT NULL")
	}
	if f.Region != "" {
		db = db.Where("cases.region BETWEEN ? AND ?", regionLow(f.Region), regionHigh(f.Region))
	}
	eq("region", f.Division, f.Division == "")
	eq("outcome", f.Outcome, f.Outcome == "")
	if f.Deemed {
		db = db.Where("cases.deemed")
	}
	if f.Paused {
		db = db.Where("cases.open_dept IS NOT NULL AND cases.paused")
	}
	if f.Sets {
		db = db.Where("cases.flow = ?", models.FlowComposite)
	}
	if f.UsedFrom > 0 {
		db = db.Where("cases.decided_on IS NOT NULL AND cases.used_days >= ?", f.UsedFrom)
	}
	return f.byText(f.byLimits(f.byDates(f.byLamp(db))))
}

// byLamp asks for the colour that the lamp days give on Today.
func (f *CaseFilter) byLamp(db *gorm.DB) *gorm.DB {
	t := f.Today
	switch f.Lamp {
	case models.LampRed:
		db = db.Where("cases.open_dept IS NOT NULL AND cases.red_on <= ?", t)
	case models.LampPaused:
		db = db.Where("cases.open_dept IS NOT NULL AND cases.paused AND (cases.red_on IS NULL OR cases.red_on > ?) AND (cases.yellow_on IS NULL OR cases.yellow_on > ?)", t, t)
	case models.LampYellow:
		db = db.Where("cases.open_dept IS NOT NULL AND cases.yellow_on <= ? AND (cases.red_on IS NULL OR cases.red_on > ?)", t, t)
	case models.LampBlue:
		db = db.Where("cases.open_dept IS NOT NULL AND cases.blue_on <= ? AND (cases.yellow_on IS NULL OR cases.yellow_on > ?) AND (cases.red_on IS NULL OR cases.red_on > ?)", t, t, t)
	case models.LampGreen:
		db = db.Where(`cases.open_dept IS NOT NULL AND NOT cases.paused AND (cases.red_on IS NULL OR cases.red_on > ?)
 AND (cases.yellow_on IS NULL OR cases.yellow_on > ?) AND (cases.blue_on IS NULL OR cases.blue_on > ?)`, t, t, t)
	}
	switch f.Overdue {
	case "PROMISE":
		db = db.Where("cases.open_dept IS NOT NULL AND cases.promised_due < ? AND cases.decided_on IS NULL", t)
	case "LEGAL":
		db = db.Where("cases.open_dept IS NOT NULL AND cases.legal_due < ? AND cases.decided_on IS NULL", t)
	}
	return db
}

func (f *CaseFilter) byDates(db *gorm.DB) *gorm.DB {
	for _, r := range []struct {
		col, op string
		d       models.Date
	}{
		{"first_received", ">=", f.ReceivedFrom},
		{"first_received", "<=", f.ReceivedTo},
		{"decided_on", ">=", f.DecidedFrom},
		{"decided_on", "<=", f.DecidedTo},
		{"accepted_on", ">=", f.AcceptedFrom},
		{"accepted_on", "<=", f.AcceptedTo},
	} {
		if r.d != 0 {
			db = db.Where("cases."+r.col+" "+r.op+" ?", r.d)
		}
	}
	return db
}

// byLimits asks for decided cases by the day that counts against a limit: that of the decision, or of
// the forwarding where another level decides.
func (f *CaseFilter) byLimits(db *gorm.DB) *gorm.DB {
	due := map[string]string{"PROMISE": "cases.promised_due", "LEGAL": "cases.legal_due"}
	const counted = "COALESCE(cases.forwarded_on, cases.decided_on)"
	if col := due[f.Late]; col != "" {
		db = db.Where("cases.decided_on IS NOT NULL AND " + counted + " > " + col)
	}
	if col := due[f.Kept]; col != "" {
		db = db.Where("cases.decided_on IS NOT NULL AND " + counted + " <= " + col)
	}
	if col := due[f.Judged]; col != "" {
		db = db.Where("cases.decided_on IS NOT NULL AND " + col + " IS NOT NULL")
	}
	return db
}

func (f *CaseFilter) byText(db *gorm.DB) *gorm.DB {
	text := strings.TrimSpace(f.Text)
	if text == "" {
		return db
	}
	digits := strings.ReplaceAll(text, "-", "")
	if len(digits) >= 14 && strings.Trim(digits, "0123456789") == "" {
		return db.Where("cases.number >= ? AND cases.number < ?", digits, digits+":")
	}
	like := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
	return db.Where("(cases.item_name LIKE ? ESCAPE '!' OR e.name LIKE ? ESCAPE '!' OR cases.number LIKE ? ESCAPE '!')", like, like, like)
}
