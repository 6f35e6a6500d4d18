package check_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/check"
	"onestop.internal/workflow/county"
	"onestop.internal/workflow/seed"
)

// world is a small demo county and a way past the store into its database.
type world struct {
	*testing.T
	store  *store.Store
	county *county.County
	db     *sql.DB
}

func newWorld(t *testing.T) *world {
	t.Helper()
	url := storetest.URL(t)
	open := func(now func() time.Time, o store.Options) (*store.Store, error) { return store.Open(url, now, o) }
	s, err := open(time.Now, store.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	date := models.MustDate("2024-04-15")
	if _, err := seed.Demo(t.Context(), seed.Deps{Open: open}, seed.Options{Date: date, Seed: 2, Cases: 110}); err != nil {
		t.Fatal(err)
	}
	w := &world{T: t}
	if w.store, err = open(date.Start().Time, store.Options{Synchronous: "OFF"}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	if w.county, err = county.Open(t.Context(), w.store); err != nil {
		t.Fatal(err)
	}
	driver, dsn := "sqlite", strings.TrimPrefix(url, "sqlite:")
	if rest, ok := strings.CutPrefix(url, "mysql://"); ok {
		conf, err := store.MySQLConfig(rest)
		if err != nil {
			t.Fatal(err)
		}
		driver, dsn = "mysql", conf.FormatDSN()
	}
	if w.db, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.db.Close() })
	return w
}

// run gives what the check prints.
func (w *world) run(o check.Options) (int, string) {
	w.Helper()
	var out strings.Builder
	n, err := check.Run(w.Context(), w.store, w.county, &out, o)
	if err != nil {
		w.Fatal(err)
	}
	if lines := strings.Count(out.String(), "\n"); o.Limit == 0 && lines != n {
		w.Errorf("%d problems in %d lines", n, lines)
	}
	return n, out.String()
}

func (w *world) exec(query string, args ...any) {
	w.Helper()
	if _, err := w.db.ExecContext(w.Context(), query, args...); err != nil {
		w.Fatalf("%s: %v", query, err)
	}
}

// one reads one value.
func (w *world) one(query string) any {
	w.Helper()
	var v any
	if err := w.db.QueryRowContext(w.Context(), query).Scan(&v); err != nil {
		w.Fatalf("%s: %v", query, err)
	}
	if b, ok := v.([]byte); ok { // the driver may use it again
		return append([]byte{}, b...)
	}
	return v
}

// row reads a whole row, to put it back.
func (w *world) row(table, where string) (columns []string, values []any) {
	w.Helper()
	rows, err := w.db.QueryContext(w.Context(), "SELECT * FROM "+table+" WHERE "+where)
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	if columns, err = rows.Columns(); err != nil || !rows.Next() {
		w.Fatalf("%s where %s: no row (%v)", table, where, err)
	}
	values = make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		w.Fatal(err)
	}
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			values[i] = append([]byte{}, b...)
		}
	}
	if err := rows.Err(); err != nil {
		w.Fatal(err)
	}
	return columns, values
}

func TestACleanDatabaseHasNoProblem(t *testing.T) {
	w := newWorld(t)
	if n, out := w.run(check.Options{}); n != 0 {
		t.Errorf("%d problems:\n%s", n, out)
	}
	for _, workers := range []int{1, 3} {
		if n, out := w.run(check.Options{Workers: workers}); n != 0 {
			t.Errorf("with %d workers: %d problems:\n%s", workers, n, out)
		}
	}
	t.Run("each thing that is broken is named", func(t *testing.T) { w.T = t; brokenThings(t, w) })
}

// Conditions that choose one row of a table.
const (
	delivered = "id = (SELECT * FROM (SELECT MIN(id) FROM cases WHERE status = 'DELIVERED' AND legal_due IS NOT NULL) x)"
	limited   = "id = (SELECT * FROM (SELECT MIN(id) FROM cases WHERE status = 'DELIVERED' AND legal_due IS NOT NULL AND legal_unit = 'WORKING_DAY' AND legal_value > 3) x)"
	open      = "id = (SELECT * FROM (SELECT MIN(id) FROM cases WHERE open_dept IS NOT NULL AND status = 'UNDER_REVIEW' AND yellow_on IS NOT NULL) x)"
	ofCase    = "case_id = (SELECT MIN(id) FROM cases WHERE status = 'DELIVERED' AND legal_due IS NOT NULL)"
	liveAlert = "id = (SELECT * FROM (SELECT MIN(a.id) FROM alerts a JOIN clocks k ON k.case_id = a.case_id AND k.kind = a.clock AND k.due_at = a.due_at WHERE a.superseded_at IS NULL) x)"
	lateCard  = "id = (SELECT * FROM (SELECT MIN(id) FROM cards WHERE rule = 'PROMISE_OVERDUE' AND status = 'DRAFT') x)"
	inQueue   = "id = (SELECT * FROM (SELECT MIN(id) FROM steps WHERE open_key IS NOT NULL AND sort_on IS NOT NULL) x)"
)

// brokenThings breaks each thing by SQL, runs the check, and puts it back.
func brokenThings(t *testing.T, w *world) {
	for _, b := range []struct {
		name, table, where, column string
		value                      any
		kind, says                 string
	}{
		{"legal due date", "cases", delivered, "legal_due", "2031-01-01", "dates", "legal_due is 2031-01-01"},
		{"promised due date", "cases", delivered, "promised_due", nil, "dates", "promised_due is none"},
		{"receipt", "cases", delivered, "received_on", "2023-01-01", "dates", "received_on is 2023-01-01"},
		{"first receipt", "cases", delivered, "first_received", "2023-01-01", "dates", "first_received is 2023-01-01"},
		{"acceptance", "cases", delivered, "accepted_on", "2023-01-01", "dates", "accepted_on is 2023-01-01"},
		{"deemed acceptance", "cases", delivered, "deemed", true, "dates", "deemed is true"},
		{"round", "cases", delivered, "round", 9, "dates", "round is 9"},
		{"decision", "cases", delivered, "decided_on", "2031-01-01", "dates", "decided_on is 2031-01-01"},
		{"outcome", "cases", delivered, "outcome", "", "dates", "outcome is "},
		{"delivery", "cases", delivered, "delivered_on", nil, "dates", "delivered_on is none"},
		{"day of the end", "cases", delivered, "ended_on", "2031-01-01", "dates", "ended_on is 2031-01-01"},
		{"limit of the law", "cases", limited, "legal_value", 3, "clock", "its journal makes"},
		{"lamp day", "cases", open, "yellow_on", "2023-01-01", "dates", "yellow_on is 2023-01-01"},
		{"queue's date", "cases", open, "due_on", "2031-01-01", "dates", "due_on is 2031-01-01"},
		{"pause", "cases", open, "paused", true, "dates", "paused is true"},
		{"days used", "cases", delivered, "used_days", 99, "dates", "used_days is 99"},
		{"open-only key", "cases", delivered, "open_dept", "FGJ", "dates", "open_dept is FGJ"},
		{"timer", "cases", delivered, "next_timer_at", 1, "dates", "next_timer_at is 1970"},
		{"next alert", "cases", delivered, "next_alert_at", 1, "clock", "next_alert_at is 1970"},
		{"clock", "clocks", ofCase + " AND kind = 'L'", "due_on", "2031-01-01", "clock", "clock L is STOPPED"},
		{
			"clock's alert", "clocks", "case_id = (SELECT MIN(id) FROM cases WHERE open_dept IS NOT NULL AND status = 'UNDER_REVIEW' AND yellow_on IS NOT NULL) AND kind = 'P'",
			"next_alert_at", 7, "clock", "waits for an alert at 1970",
		},
		{"status", "cases", delivered, "status", "WITHDRAWN", "path", "stands in WITHDRAWN, its journal ends in DELIVERED"},
		{"end", "cases", delivered, "ended_on", nil, "path", "is in DELIVERED and ended on"},
		{"number", "cases", delivered, "number", "140999202401020000010", "number", "case_number.check"},
		{"missing number", "cases", delivered, "number", nil, "number", "has no number"},
		{"counter", "counters", "period = 'M' AND dim = 'region' AND received > 0 ORDER BY starts_on, region LIMIT 1", "received", 100000, "counter", "stands at 100000"},
		{"reason of an event", "events", ofCase + " AND seq = 2", "reason", "another reason", "chain", "event 2: payload, reason or a name was changed"},
		{"time of an event", "events", ofCase + " AND seq = 2", "recorded_at", 1, "chain", "event 2: was changed"},
		{"legal time of an event", "events", ofCase + " AND seq = 2", "legal_at", 1, "chain", "event 2: was changed"},
		{"actor of an event", "events", ofCase + " AND seq = 2", "actor_id", 987654, "chain", "event 2: was changed"},
		{"name of its actor", "events", ofCase + " AND seq = 2", "actor_name", "另一人", "chain", "a name was changed"},
		{"post of its actor", "events", ofCase + " AND seq = 2", "actor_role", "AUDITOR", "chain", "event 2: was changed"},
		{"for whom", "events", ofCase + " AND seq = 2", "acting_for", "另一人", "chain", "a name was changed"},
		{"second person", "events", ofCase + " AND seq = 2", "second_id", 987654, "chain", "event 2: was changed"},
		{"code of an event", "events", ofCase + " AND seq = 2", "code", "T99", "chain", "event 2: was changed"},
		{"source of an event", "events", ofCase + " AND seq = 2", "source", "import", "chain", "event 2: was changed"},
		{"what an event corrects", "events", ofCase + " AND seq = 2", "corrects", 1, "chain", "event 2: was changed"},
		{"step of an event", "events", ofCase + " AND seq = 2", "step_id", 987654, "chain", "event 2: was changed"},
		{"payload of an event", "events", ofCase + " AND seq = 2", "payload", `{"round":7}`, "chain", "event 2: payload, reason or a name was changed"},
		{"head", "cases", delivered, "head_hash", []byte("x"), "chain", "its head is not the hash"},
		{"root", "daily_roots", "on_date = '2024-02-20'", "root", []byte("x"), "root", "2024-02-20"},
		{"serial", "serials", "issuer = 'SPJ' OR issuer = (SELECT * FROM (SELECT MIN(issuer) FROM serials) x)", "last", 5000, "serial", "5000 were given"},
		{"paper", "papers", ofCase + " AND kind = 'DOC-01'", "fields", `{"kind":"DOC-01"}`, "paper", "not those that were hashed"},
		{"paper's number", "papers", ofCase + " AND kind = 'DOC-02'", "number", "示审受〔2024〕999999号", "paper", "is not serial"},
		{"paper's event", "papers", ofCase + " AND kind = 'DOC-02'", "event_seq", 900, "paper", "written with event 900"},
		{"open step of an ended case", "steps", ofCase + " AND ord = 1", "state", "ASSIGNED", "step", "is ASSIGNED, the case is DELIVERED"},
		{"queue of a step", "steps", inQueue, "open_key", "u999", "step", "stands in queue"},
		{"order of a step", "steps", inQueue, "sort_on", "2031-01-01", "step", "is sorted by 2031-01-01"},
		{"case of a step", "steps", ofCase + " AND ord = 1", "case_id", 999999, "orphan", "of steps leads to cases 999999"},
		{"enterprise of a case", "cases", delivered, "enterprise_id", 999999, "orphan", "of cases leads to enterprises 999999"},
		{"project of a case", "cases", delivered, "project_id", 999999, "orphan", "of cases leads to projects 999999"},
		{"alert told of another date", "alerts", liveAlert, "due_at", 7, "alert", "speaks of 1970"},
		{"alert lost", "alerts", liveAlert, "kind", "ESCALATE_9", "alert", "stands 0 times"},
		{"alert of a date that stands", "alerts", liveAlert, "superseded_at", 7, "alert", "is superseded at 1970"},
		{"card without its violation", "cards", lateCard, "on_date", "2030-01-01", "card", "follows no violation"},
		{"card of another rule", "cards", lateCard, "rule", "DEEMED_ACCEPTANCE", "card", "follows no violation"},
		{"timer of a licence", "licences", "id = (SELECT * FROM (SELECT MIN(id) FROM licences WHERE status = 'VALID') x)", "next_timer_at", 5, "licence", "is looked at on 1970"},
		{"end of a licence", "licences", "id = (SELECT * FROM (SELECT MIN(id) FROM licences WHERE status = 'VALID') x)", "expires_on", "2020-01-01", "licence", "is valid from"},
	} {
		t.Run(b.name, func(t *testing.T) {
			w.T = t
			old := w.one("SELECT " + b.column + " FROM " + b.table + " WHERE " + b.where)
			columns, before := w.row(b.table, b.where)
			key, args := keyOf(b.table, columns, before)
			w.exec("UPDATE "+b.table+" SET "+b.column+" = ? WHERE "+key, append([]any{b.value}, args...)...)
			n, out := w.run(check.Options{})
			if b.column == "case_id" {
				args[0] = before[0]
			}
			w.exec("UPDATE "+b.table+" SET "+b.column+" = ? WHERE "+key, append([]any{old}, args...)...)
			named(t, n, out, b.kind, b.says)
		})
	}
	missingRows(t, w)
}

// keys are the columns that find a row again.
var keys = map[string][]string{
	"clocks": {"case_id", "kind"}, "counters": {"period", "starts_on", "region", "dim", "dim_key"}, "daily_roots": {"on_date"},
	"serials": {"issuer", "kind", "year"}, "case_parties": {"kind", "party", "case_id"},
}

func keyOf(table string, columns []string, values []any) (where string, args []any) {
	names := keys[table]
	if names == nil {
		names = []string{"id"}
	}
	var parts []string
	for _, name := range names {
		for i, c := range columns {
			if c == name {
				parts, args = append(parts, c+" = ?"), append(args, values[i])
			}
		}
	}
	return strings.Join(parts, " AND "), args
}

func named(t *testing.T, n int, out, kind, says string) {
	t.Helper()
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, kind+" ") && strings.Contains(line, says) {
			return
		}
	}
	t.Errorf("%d problems, none is %q with %q:\n%s", n, kind, says, out)
}

// missingRows takes rows away, one at a time.
func missingRows(t *testing.T, w *world) {
	for _, b := range []struct{ name, table, where, kind, says string }{
		{"missing clock", "clocks", ofCase + " AND kind = 'P'", "clock", "has no row of clock P"},
		{"missing event", "events", ofCase + " AND seq = 3", "chain", "event 4: stands at place 3"},
		{"missing counter", "counters", "period = 'Y' AND dim = 'region' AND received > 0 ORDER BY starts_on, region LIMIT 1", "counter", "is not there"},
		{"missing part of a department", "case_parties", ofCase + " AND kind = 'DEPT' AND party = 'SPJ#WINDOW'", "party", "SPJ#WINDOW has step"},
		{"missing paper", "papers", ofCase + " AND kind = 'DOC-02'", "serial", "were given"},
		{"missing user", "users", "id = (SELECT receiver_id FROM cases WHERE " + strings.ReplaceAll(delivered, "id = ", "cases.id = ") + ")", "orphan", "of grants leads to users"},
		{"missing day of roots", "daily_roots", "on_date = '2024-02-20'", "root", "a day is missing"},
	} {
		t.Run(b.name, func(t *testing.T) {
			w.T = t
			columns, values := w.row(b.table, b.where)
			key, args := keyOf(b.table, columns, values)
			w.exec("DELETE FROM "+b.table+" WHERE "+key, args...)
			n, out := w.run(check.Options{})
			marks := strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",")
			w.exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", b.table, strings.Join(columns, ","), marks), values...)
			named(t, n, out, b.kind, b.says)
		})
	}
	t.Run("file without content", func(t *testing.T) {
		w.T = t
		w.exec(`INSERT INTO files (enterprise_id, case_id, material_id, name, size, mime, sha256, version_no, replaced_by, reused_from, round, uploaded_by, uploaded_at)
 VALUES (1, 1, 0, 'a.pdf', 7, 'application/pdf', 'abc', 1, 0, 0, 1, 1, 1)`)
		n, out := w.run(check.Options{Blob: func(_ context.Context, sum string, size int64) (bool, error) { return sum != "abc" || size != 7, nil }})
		named(t, n, out, "file", "has no content abc of 7 bytes")
		if n, out := w.run(check.Options{Blob: func(context.Context, string, int64) (bool, error) { return true, nil }}); n != 0 {
			t.Errorf("%d problems though the file is there:\n%s", n, out)
		}
		w.exec("DELETE FROM files")
	})
	t.Run("broken promises on record", func(t *testing.T) {
		w.T = t
		w.exec("INSERT INTO credit_records (enterprise_id, case_id, kind, case_number, item_code, item_name, dept_code, broken_at, reason, repaired_by, second_id, repair_reason, created_at)" +
			" SELECT enterprise_id, id, 'GAP', number, item_code, item_name, dept_code, 1, '', 0, 0, '', 1 FROM cases WHERE " + delivered)
		n, out := w.run(check.Options{})
		w.exec("DELETE FROM credit_records WHERE broken_at = 1")
		named(t, n, out, "credit", "that its journal does not have")
		verified := "case_id = " + strings.TrimPrefix(delivered, "id = ") + " AND ord = 1"
		w.exec("UPDATE steps SET code = 'VERIFY', result = 'OBJECT' WHERE " + verified)
		n, out = w.run(check.Options{})
		w.exec("UPDATE steps SET code = 'S1', result = '' WHERE " + verified)
		named(t, n, out, "credit", "a FALSE_PROMISE is not on record")
	})
	t.Run("a limit prints less and counts all", func(t *testing.T) {
		w.T = t
		w.exec("UPDATE counters SET received = received + 1")
		n, out := w.run(check.Options{Limit: 2})
		w.exec("UPDATE counters SET received = received - 1")
		if lines := strings.Count(out, "\n"); lines != 2 || n < 100 {
			t.Errorf("%d lines of %d problems", lines, n)
		}
	})
	t.Run("everything was put back", func(t *testing.T) {
		w.T = t
		if n, out := w.run(check.Options{}); n != 0 {
			t.Errorf("%d problems:\n%s", n, out)
		}
	})
}

func TestTheLampsOfAnOlderSchemaAreWhatTheCasesMake(t *testing.T) {
	w := newWorld(t)
	before := w.one("SELECT SUM(open) + 1000 * SUM(paused) FROM counters WHERE period = 'L'")
	w.exec("DELETE FROM counters WHERE period = 'L'")
	if n, out := w.run(check.Options{}); n == 0 || !strings.Contains(out, "counter L/") {
		t.Fatalf("%d problems without the lamps' rows: %s", n, out)
	}
	dialect := "sqlite"
	if w.store.Dialect == store.MySQL {
		dialect = "mysql"
	}
	sqls, err := os.ReadFile(filepath.Join("..", "..", "store", "migrations", dialect, "0007_lamps.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for statement := range strings.SplitSeq(regexp.MustCompile("(?m)^--.*$").ReplaceAllString(string(sqls), ""), ";") {
		if strings.TrimSpace(statement) != "" {
			w.exec(statement)
		}
	}
	if n, out := w.run(check.Options{}); n != 0 {
		t.Fatalf("after the migration: %s", out)
	}
	if after := w.one("SELECT SUM(open) + 1000 * SUM(paused) FROM counters WHERE period = 'L'"); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the migration counts %v, the moves had counted %v", after, before)
	}
}

func TestPrunedLampsAreMissedByNobody(t *testing.T) {
	w := newWorld(t)
	today := w.store.Now().Date()
	stock := func() store.Lamps {
		l, err := w.store.LampStock(t.Context(), "140999000000", today)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	rows := "SELECT COUNT(*) FROM counters WHERE period = 'L' AND open = 0"
	before, was := fmt.Sprint(w.one(rows)), stock()
	if before == "0" {
		t.Fatal("no day has lost its lamps: nothing to prune")
	}
	if err := w.store.InTx(t.Context(), func(tx *store.Tx) error { return tx.PruneLamps(today) }); err != nil {
		t.Fatal(err)
	}
	if after := fmt.Sprint(w.one(rows + " AND starts_on < '" + today.String() + "'")); after != "0" || stock() != was {
		t.Errorf("%s rows left, the stock went from %v to %v", after, was, stock())
	}
	if n, out := w.run(check.Options{}); n != 0 {
		t.Error(out)
	}
}
