package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// CheckBatch is everything that hangs on a range of cases, for the checker.
type CheckBatch struct {
	Cases   []models.Case // without form and attributes
	Events  map[int64][]models.Event
	Steps   map[int64][]models.Step
	Clocks  map[int64][]models.ClockRow
	Parties map[int64][]models.CaseParty
	Papers  map[int64][]models.Paper
	Alerts  map[int64][]models.Alert
	Cards   map[int64][]models.Card
	Credit  map[int64][]models.CreditRecord
}

// CheckBatch reads the cases with an id from first to last, both included, and what hangs on them.
func (s *Store) CheckBatch(ctx context.Context, first, last int64) (*CheckBatch, error) {
	b := &CheckBatch{}
	db := s.q(ctx)
	if err := db.Omit("form", "attrs").Where("id BETWEEN ? AND ?", first, last).Order("id").Find(&b.Cases).Error; err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	var err error
	if b.Events, err = byCase(db, first, last, "case_id, seq", func(e *models.Event) int64 { return e.CaseID }); err != nil {
		return nil, err
	}
	if b.Steps, err = byCase(db, first, last, "case_id, ord, id", func(x *models.Step) int64 { return x.CaseID }); err != nil {
		return nil, err
	}
	if b.Clocks, err = byCase(db, first, last, "case_id, kind", func(x *models.ClockRow) int64 { return x.CaseID }); err != nil {
		return nil, err
	}
	if b.Parties, err = byCase(db, first, last, "case_id", func(x *models.CaseParty) int64 { return x.CaseID }); err != nil {
		return nil, err
	}
	if b.Papers, err = byCase(db, first, last, "case_id, id", func(x *models.Paper) int64 { return x.CaseID }); err != nil {
		return nil, err
	}
	if b.Alerts, err = byCase(db, first, last, "case_id, id", func(x *models.Alert) int64 { return x.CaseID }); err != nil {
		return nil, err
	}
	if b.Cards, err = byCase(db, first, last, "case_id, id", func(x *models.Card) int64 { return x.CaseID }); err != nil {
		return nil, err
	}
	b.Credit, err = byCase(db, first, last, "case_id, id", func(x *models.CreditRecord) int64 { return x.CaseID })
	return b, err
}

// byCase reads the rows of a table that belong to a range of cases.
func byCase[T any](db *gorm.DB, first, last int64, order string, of func(*T) int64) (map[int64][]T, error) {
	var rows []T
	if err := db.Where("case_id BETWEEN ? AND ?", first, last).Order(order).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("%T of cases %d to %d: %w", rows, first, last, err)
	}
	out := map[int64][]T{}
	for i := range rows {
		id := of(&rows[i])
		out[id] = append(out[id], rows[i])
	}
	return out, nil
}

// MaxCaseID gives the highest id of a case, 0 where there is none.
func (s *Store) MaxCaseID(ctx context.Context) (id int64, err error) {
	return id, s.q(ctx).Model(&models.Case{}).Select("COALESCE(MAX(id), 0)").Scan(&id).Error
}

// Orphan is a row whose other end is missing.
type Orphan struct {
	Table string
	ID    int64
	Of    string // the table in which the other end is missing
	Ref   int64
}

// ref is a column that must lead to a row; 0 is none.
type ref struct{ table, id, column, to string }

var refs = []ref{
	{"events", "id", "case_id", "cases"},
	{"steps", "id", "case_id", "cases"},
	{"clocks", "case_id", "case_id", "cases"},
	{"case_parties", "case_id", "case_id", "cases"},
	{"materials", "id", "case_id", "cases"},
	{"papers", "id", "case_id", "cases"},
	{"papers", "id", "licence_id", "licences"},
	{"alerts", "id", "case_id", "cases"},
	{"cards", "id", "case_id", "cases"},
	{"credit_records", "id", "case_id", "cases"},
	{"credit_records", "id", "enterprise_id", "enterprises"},
	{"files", "id", "case_id", "cases"},
	{"files", "id", "enterprise_id", "enterprises"},
	{"files", "id", "material_id", "materials"},
	{"licences", "id", "case_id", "cases"},
	{"licences", "id", "enterprise_id", "enterprises"},
	{"licences", "id", "replaces_id", "licences"},
	{"cases", "id", "enterprise_id", "enterprises"},
	{"cases", "id", "project_id", "projects"},
	{"cases", "id", "parent_id", "cases"},
	{"cases", "id", "prior_case_id", "cases"},
	{"cases", "id", "licence_id", "licences"},
	{"cases", "id", "item_version", "item_versions"},
	{"cases", "id", "operator_id", "users"},
	{"cases", "id", "agent_id", "users"},
	{"projects", "id", "enterprise_id", "enterprises"},
	{"steps", "id", "from_step_id", "steps"},
	{"steps", "id", "holder_id", "users"},
	{"grants", "id", "user_id", "users"},
	{"memberships", "id", "user_id", "users"},
	{"memberships", "id", "enterprise_id", "enterprises"},
	{"mandates", "id", "enterprise_id", "enterprises"},
	{"mandates", "id", "agent_id", "users"},
	{"sessions", "id", "user_id", "users"},
	{"opinion_requests", "id", "case_id", "cases"},
	{"ratings", "id", "case_id", "cases"},
}

// Orphans gives every row whose other end is missing, one reference after another.
func (s *Store) Orphans(ctx context.Context, tell func(Orphan)) error {
	for _, r := range refs {
		rows, err := s.q(ctx).Raw(fmt.Sprintf("SELECT t.%s, t.%s FROM %s t LEFT JOIN %s o ON o.id = t.%s WHERE t.%s <> 0 AND o.id IS NULL ORDER BY 1, 2",
			r.id, r.column, r.table, r.to, r.column, r.column)).Rows()
		if err != nil {
			return fmt.Errorf("%s.%s: %w", r.table, r.column, err)
		}
		err = each(rows, func() error {
			o := Orphan{Table: r.table, Of: r.to}
			if err := rows.Scan(&o.ID, &o.Ref); err != nil {
				return err
			}
			tell(o)
			return nil
		})
		if err != nil {
			return fmt.Errorf("%s.%s: %w", r.table, r.column, err)
		}
	}
	return nil
}

// each calls f for every row and closes them.
func each(rows *sql.Rows, f func() error) error {
	for rows.Next() {
		if err := f(); err != nil {
			_ = rows.Close() // the first error is the one to tell
			return err
		}
	}
	if err := rows.Err(); err != nil {
		_ = rows.Close()
		return err
	}
	return rows.Close()
}

// StoredCounter is one figure of a counter row, as it is stored.
type StoredCounter struct {
	CounterKey
	Metric string
	N      int64
}

// EachCounter streams the figures of the counters that are not 0.
func (s *Store) EachCounter(ctx context.Context, f func(StoredCounter)) error {
	return s.eachCounter(ctx, allColumns, func(r *CounterRow) {
		for i, n := range r.Tally {
			if n != 0 {
				f(StoredCounter{r.CounterKey, metrics[i], n})
			}
		}
	}, "")
}

// SerialUse is what the papers of an issuer, kind and year use of their numbers, beside the last one
// that was given.
type SerialUse struct {
	Issuer                            string
	Kind                              string
	Year                              int
	Papers, Distinct, Low, High, Last int64
}

// SerialUses gives every issuer, kind and year that has papers with a number, or was given one.
func (s *Store) SerialUses(ctx context.Context) ([]SerialUse, error) {
	var used []SerialUse
	err := s.q(ctx).Raw(`SELECT issuer, serial_kind AS kind, serial_year AS year, COUNT(*) AS papers, COUNT(DISTINCT serial) AS ` + "`distinct`" + `,
 MIN(serial) AS low, MAX(serial) AS high, 0 AS last FROM papers WHERE serial <> 0 GROUP BY issuer, serial_kind, serial_year`).Scan(&used).Error
	if err != nil {
		return nil, fmt.Errorf("serials in use: %w", err)
	}
	var given []models.Serial
	if err := s.q(ctx).Find(&given).Error; err != nil {
		return nil, fmt.Errorf("serials: %w", err)
	}
	type key struct {
		issuer, kind string
		year         int
	}
	at := map[key]int{}
	for i, u := range used {
		at[key{u.Issuer, u.Kind, u.Year}] = i
	}
	for _, g := range given {
		k := key{g.Issuer, g.Kind, g.Year}
		if i, ok := at[k]; ok {
			used[i].Last = int64(g.Last)
			continue
		}
		used = append(used, SerialUse{Issuer: g.Issuer, Kind: g.Kind, Year: g.Year, Last: int64(g.Last)})
	}
	return used, nil
}

// Licences gives licences after an id, in order.
func (s *Store) Licences(ctx context.Context, after int64, limit int) (out []models.Licence, err error) {
	return out, s.q(ctx).Where("id > ?", after).Order("id").Limit(limit).Find(&out).Error
}

// StoredFile is a file's content as the rows name it.
type StoredFile struct {
	ID     int64
	SHA256 string `gorm:"column:sha256"`
	Size   int64
}

// StoredFiles gives one row for each content that files name, in order of content, after one.
func (s *Store) StoredFiles(ctx context.Context, after string, limit int) (out []StoredFile, err error) {
	return out, s.q(ctx).Raw(`SELECT MIN(id) AS id, sha256, size FROM files WHERE removed_at IS NULL AND sha256 > ?
 GROUP BY sha256, size ORDER BY sha256 LIMIT ?`, after, limit).Scan(&out).Error
}
