// Package bench measures the portal against bare bases in the same run: a plain program that does
// exactly the durable work with prepared statements and no framework. Figures drift with the machine;
// the ratios do not.
package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver that the portal uses
)

// shape says how many rows the portal's submit writes, by table, beside one of the case, the event, the
// paper and the outbox. It is counted in the portal's database and printed beside the figures.
type shape struct{ Steps, Parties, Clocks, Counters int }

func (s shape) String() string {
	return fmt.Sprintf("case 1, event 1, steps %d, parties %d, paper 1, clocks %d, outbox 1, counters %d", s.Steps, s.Parties, s.Clocks, s.Counters)
}

// base is the bare program on one database.
type base struct {
	db     *sql.DB
	sqlite bool
	shape  shape
	queue  chan *bareJob // SQLite: one writer with group commit
	done   chan struct{}
}

// bareJob is what one request writes.
type bareJob struct {
	work  []statement
	reply chan error
}

// executor runs a statement: a transaction of MySQL, whose driver puts the arguments into the text, or
// SQLite's one connection with its prepared statements.
type executor func(ctx context.Context, sql string, args ...any) error

func newBase(db *sql.DB, sqlite bool, s shape) *base {
	b := &base{db: db, sqlite: sqlite, shape: s}
	if sqlite {
		b.queue, b.done = make(chan *bareJob, 256), make(chan struct{})
		go b.writer()
	}
	return b
}

func (b *base) close() {
	if b.queue != nil {
		close(b.queue)
		<-b.done
	}
}

// submit writes the rows of one submit of the n-th case, durable when it returns.
func (b *base) submit(ctx context.Context, n int64) error { return b.write(ctx, b.submission(n)) }

// step writes the rows of one act on a step.
func (b *base) step(ctx context.Context, n int64) error { return b.write(ctx, b.act(n)) }

func (b *base) write(ctx context.Context, work []statement) error {
	if b.queue != nil {
		j := &bareJob{work, make(chan error, 1)}
		b.queue <- j
		return <-j.reply
	}
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	err = perform(ctx, work, func(ctx context.Context, sql string, args ...any) error {
		_, err := tx.ExecContext(ctx, sql, args...)
		return err
	})
	if err != nil {
		_ = tx.Rollback() // the first error is the one to tell
		return err
	}
	return tx.Commit()
}

func perform(ctx context.Context, work []statement, do executor) error {
	for _, st := range work {
		if err := do(ctx, st.sql, st.args...); err != nil {
			return fmt.Errorf("base: %.40s: %w", st.sql, err)
		}
	}
	return nil
}

// writer drains its queue into one transaction, a savepoint for each request.
func (b *base) writer() {
	defer close(b.done)
	ctx := context.Background()
	do, end := b.prepared(ctx)
	defer end()
	for first := range b.queue {
		group := []*bareJob{first}
		for more := true; more && len(group) < 64; {
			select {
			case j, ok := <-b.queue:
				if more = ok; ok {
					group = append(group, j)
				}
			default:
				more = false
			}
		}
		err := together(ctx, do, group)
		for _, j := range group {
			j.reply <- err
		}
	}
}

// prepared gives SQLite's writing connection, on which a statement is prepared once.
func (b *base) prepared(ctx context.Context) (do executor, end func()) {
	conn, err := b.db.Conn(ctx)
	if err != nil {
		return func(context.Context, string, ...any) error { return err }, func() {}
	}
	stmts := map[string]*sql.Stmt{}
	do = func(ctx context.Context, sql string, args ...any) error {
		st := stmts[sql]
		if st == nil {
			if st, err = conn.PrepareContext(ctx, sql); err != nil {
				return err
			}
			stmts[sql] = st
		}
		_, err := st.ExecContext(ctx, args...)
		return err
	}
	return do, func() { _ = conn.Close() } // its statements go with it
}

func together(ctx context.Context, do executor, jobs []*bareJob) error {
	if err := do(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range jobs {
		work := append(append([]statement{{sql: "SAVEPOINT r"}}, j.work...), statement{sql: "RELEASE r"})
		if err := perform(ctx, work, do); err != nil {
			return errors.Join(err, do(ctx, "ROLLBACK"))
		}
	}
	return do(ctx, "COMMIT")
}

type statement struct {
	sql  string
	args []any
}

// began is when the first case of the base came in: Monday 2026-03-02, 09:00.
const began = 1_772_413_200_000

// submission is the durable work of a submit: the steps in one insert, as every other list.
func (b *base) submission(n int64) []statement {
	now := began + n
	number := fmt.Sprintf("140999202603%09d", n)
	out := []statement{
		{"UPDATE cases SET number = ?, status = 'SUBMITTED', version = version + 1, round = 1, received_on = '2026-03-02'," +
			" first_received = '2026-03-02', window_due = '2026-03-09', due_on = '2026-03-09', blue_on = '2026-03-05', yellow_on = '2026-03-06', red_on = '2026-03-10'," +
			" open_dept = 'SLJ', next_timer_at = ?, next_alert_at = ?, updated_at = ? WHERE id = ?", []any{number, now, now, now, n}},
		{
			"INSERT INTO events (case_id, seq, code, verb, from_status, to_status, legal_at, recorded_at, actor_id, actor_name, actor_role," +
				" acting_for, reason, source, corrects, second_id, step_id, payload, salt, digest, prev_hash, hash, algo)" +
				" VALUES (?, 2, 'T01', 'submit', 'DRAFT', 'SUBMITTED', ?, ?, 1, '经办人', 'ENTERPRISE', '', '', 'web', 0, 0, 0, '{\"round\":1}', ?, ?, ?, ?, 'sha256/1')",
			[]any{n, now, now, hash16, hash32, hash32, hash32},
		},
	}
	return append(out,
		many("INSERT INTO steps (case_id, region, ord, code, name, kind, dept_code, role, state, mode, holder_id, from_step_id, limit_minutes, assigned_at, due_at, result, remark, open_key, sort_on) VALUES ",
			"(?, '140999000000', ?, 'S1', '收件受理', 'RECEIVE', 'SPJ', 'WINDOW', 'ASSIGNED', 'ALL', 0, 0, 420, ?, ?, '', '', ?, '2026-03-09')",
			b.shape.Steps, func(i int) []any { return []any{n, i, now, now, openKey(i)} }),
		many("INSERT INTO case_parties (case_id, kind, party, party_right) VALUES ", "(?, 'DEPT', ?, 'WORK')", b.shape.Parties,
			func(i int) []any { return []any{n, fmt.Sprintf("D%d", i)} }),
		statement{
			"INSERT INTO papers (case_id, licence_id, region, enterprise_id, event_seq, kind, title, issuer, serial, serial_kind, serial_year, template_version," +
				" fields, fields_hash, verify_code, status, issued_on, sealed_at, served_how) VALUES (?, 0, '140999000000', 1, 2, 'DOC-01', '收件回执', 'SLJ', 0, '', 0, 1, ?, ?, ?, 'SEALED', '2026-03-02', ?, 'ELECTRONIC')",
			[]any{n, paperFields, hash32, fmt.Sprintf("V%07d", n), now},
		},
		many("INSERT INTO clocks (case_id, kind, state, start_on, due_on, value, unit, provisional, warn_at, due_at, overdue_at, escalate_at, next_alert_at) VALUES ",
			"(?, ?, 'RUNNING', '2026-03-02', '2026-03-09', 5, 'WORKING_DAY', false, ?, ?, ?, ?, ?)",
			b.shape.Clocks, func(i int) []any { return []any{n, "WLPDG"[i%5 : i%5+1], now, now, now, now, now} }),
		statement{"INSERT INTO outbox (kind, region, case_id, actor_id, payload, created_at) VALUES ('case.submit', '140999000000', ?, 1, '{\"seq\":2}', ?)", []any{n, now}},
		b.counters(),
	)
}

// openKey is that of the first step, which waits at the window; the others are not open yet.
func openKey(i int) any {
	if i > 0 {
		return nil
	}
	return "q140999000000:SPJ:WINDOW"
}

// act is the durable work of taking a step: the step, its event, the case and the outbox.
func (b *base) act(n int64) []statement {
	now := began + n
	return []statement{
		{"UPDATE steps SET state = 'IN_PROGRESS', holder_id = 1, started_at = ?, open_key = 'u1' WHERE case_id = ? AND ord = 0", []any{now, n}},
		{
			"INSERT INTO events (case_id, seq, code, verb, from_status, to_status, legal_at, recorded_at, actor_id, actor_name, actor_role," +
				" acting_for, reason, source, corrects, second_id, step_id, payload, salt, digest, prev_hash, hash, algo)" +
				" VALUES (?, 3, 'V10', 'claim', 'SUBMITTED', 'SUBMITTED', ?, ?, 1, '窗口', 'WINDOW', '', '', 'web', 0, 0, 1, '{\"step\":{\"code\":\"S1\"}}', ?, ?, ?, ?, 'sha256/1')",
			[]any{n, now, now, hash16, hash32, hash32, hash32},
		},
		{"UPDATE cases SET version = version + 1, seq = 3, head_hash = ?, updated_at = ? WHERE id = ?", []any{hash32, now, n}},
		{"INSERT INTO outbox (kind, region, case_id, actor_id, payload, created_at) VALUES ('case.claim', '140999000000', ?, 1, '{\"seq\":3}', ?)", []any{n, now}},
	}
}

// drafts enters n bare drafts, so that a submit has a row to change.
func (b *base) drafts(ctx context.Context, n int) error {
	const row = "(?, '140999000000', 'PERMIT', 'KB-05', '许可', 1, '', 'DRAFT', 1, ?, 0, 0, 0, 0, '', 'SWJ', 1, 0, 0, 0, 0, 'web', ?, '{}'," +
		" 0, false, false, '', false, false, '', 0, '', 0, '', 0, false, false, 0, 0, 0, ?, 1, ?, '', ?, ?)"
	const head = "INSERT INTO cases (id, region, flow, item_code, item_name, item_version, variant, status, version, enterprise_id, project_id, parent_id," +
		" prior_case_id, licence_id, change_kind, dept_code, operator_id, agent_id, receiver_id, reviewer_id, approver_id, source, form, attrs," +
		" round, deemed, tolerant, outcome, joint, complex, bare_day_unit, legal_value, legal_unit, promise_value, promise_unit, calendar_rev," +
		" provisional, paused, used_days, special_days, applicant_days, next_timer_at, seq, head_hash, query_code, created_at, updated_at) VALUES "
	for from := 0; from < n; from += 200 {
		st := many(head, row, min(200, n-from), func(i int) []any {
			id := int64(from + i + 1)
			return []any{id, 1 + id%firms, formText, began + id, hash32, began, began}
		})
		if _, err := b.db.ExecContext(ctx, st.sql, st.args...); err != nil {
			return fmt.Errorf("base: drafts: %w", err)
		}
	}
	return nil
}

// counters adds to the counter rows, in key order, in one statement.
func (b *base) counters() statement {
	end := " ON CONFLICT (period, starts_on, region, dim, dim_key) DO UPDATE SET open = counters.open + excluded.open, received = counters.received + excluded.received"
	if !b.sqlite {
		end = " ON DUPLICATE KEY UPDATE open = open + VALUES(open), received = received + VALUES(received)"
	}
	st := many("INSERT INTO counters (period, starts_on, region, dim, dim_key, open, received) VALUES ", "('D', '2026-03-02', '140999000000', 'dept', ?, 0, 1)",
		b.shape.Counters, func(i int) []any { return []any{fmt.Sprintf("K%02d", i)} })
	st.sql += end
	return st
}

func many(head, row string, n int, args func(int) []any) statement {
	st := statement{sql: head + strings.TrimSuffix(strings.Repeat(row+", ", n), ", ")}
	for i := range n {
		st.args = append(st.args, args(i)...)
	}
	return st
}

var (
	hash16      = make([]byte, 16)
	hash32      = make([]byte, 32)
	formText    = `{"applicantName":"` + strings.Repeat("一", 60) + `","contact":"` + strings.Repeat("二", 60) + `"}`
	paperFields = `{"facts":"` + strings.Repeat("一", 500) + `"}`
)
