package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"onestop.internal/models"
)

// notDumped are the tables that a copy leaves out: the schema's version is told beside it.
var notDumped = []string{"goose_db_version"}

// DumpSink takes one table after another, in the order of their names, each with its columns, then its rows. A
// value is nil, int64, float64, string or []byte.
type DumpSink interface {
	Table(name string, columns []string) error
	Row(values []any) error
}

// Position is where a copy stands in MySQL's binary log, empty where there is none.
type Position struct {
	File string `json:"file,omitempty"`
	Pos  string `json:"pos,omitempty"`
	GTID string `json:"gtid,omitempty"`
}

// Schema gives the version of the database's schema.
func (s *Store) Schema(ctx context.Context) (int64, error) {
	p, err := s.migrator()
	if err != nil {
		return 0, err
	}
	return p.GetDBVersion(ctx)
}

// Dump gives every row of every table as of one instant, while others go on writing: SQLite's read transaction
// and MySQL's consistent snapshot. It holds nothing in memory.
func (s *Store) Dump(ctx context.Context, sink DumpSink) (pos Position, err error) {
	raw, err := s.read.DB()
	if err != nil {
		return pos, err
	}
	conn, err := raw.Conn(ctx)
	if err != nil {
		return pos, fmt.Errorf("dump: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	begin := []string{"BEGIN"}
	if s.Dialect == MySQL {
		begin = []string{"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT"}
	}
	for _, q := range begin {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			return pos, fmt.Errorf("dump: %w", err)
		}
	}
	defer func() {
		_, end := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // nothing was written
		err = errors.Join(err, end)
	}()
	if s.Dialect == MySQL {
		if pos, err = binlogPosition(ctx, conn); err != nil {
			return pos, err
		}
	}
	names, err := s.tableNames(ctx, conn)
	if err != nil {
		return pos, err
	}
	for _, name := range names {
		if err := dumpTable(ctx, conn, name, sink); err != nil {
			return pos, fmt.Errorf("dump %s: %w", name, err)
		}
	}
	return pos, nil
}

// binlogPosition is where the snapshot stands in MariaDB's binary log.
func binlogPosition(ctx context.Context, conn *sql.Conn) (pos Position, err error) {
	rows, err := conn.QueryContext(ctx, "SHOW STATUS LIKE 'binlog_snapshot_%'")
	if err != nil {
		return pos, fmt.Errorf("dump: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return pos, err
		}
		switch strings.ToLower(name) {
		case "binlog_snapshot_file":
			pos.File = value
		case "binlog_snapshot_position":
			pos.Pos = value
		case "binlog_snapshot_gtid", "binlog_snapshot_gtid_executed":
			pos.GTID = value
		}
	}
	if pos.File == "" {
		pos = Position{} // no binary log is written
	}
	return pos, rows.Err()
}

type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

// tableNames gives the tables of the schema in the order of their names.
func (s *Store) tableNames(ctx context.Context, db querier) (names []string, err error) {
	q := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
	if s.Dialect == MySQL {
		q = "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
	}
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if !slices.Contains(notDumped, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, rows.Err()
}

func dumpTable(ctx context.Context, conn *sql.Conn, name string, sink DumpSink) (err error) {
	rows, err := conn.QueryContext(ctx, "SELECT * FROM `"+name+"`") //nolint:gosec // a name of the schema itself
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	columns, kinds := make([]string, len(types)), make([]string, len(types))
	for i, t := range types {
		columns[i], kinds[i] = t.Name(), strings.ToUpper(t.DatabaseTypeName())
	}
	if err := sink.Table(name, columns); err != nil {
		return err
	}
	values, at := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		at[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(at...); err != nil {
			return err
		}
		for i := range values {
			if values[i], err = plainValue(values[i], kinds[i]); err != nil {
				return fmt.Errorf("column %s: %w", columns[i], err)
			}
		}
		if err := sink.Row(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// plainValue makes of what a driver gives for a column what both databases have in common.
func plainValue(v any, kind string) (any, error) {
	switch v := v.(type) {
	case nil, int64, float64, string:
		return v, nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case []byte:
		switch {
		case strings.Contains(kind, "BLOB") || strings.Contains(kind, "BINARY"):
			return slices.Clone(v), nil
		case strings.Contains(kind, "INT"):
			return strconv.ParseInt(string(v), 10, 64)
		case kind == "DOUBLE" || kind == "FLOAT":
			return strconv.ParseFloat(string(v), 64)
		}
		return string(v), nil
	}
	return nil, fmt.Errorf("a value of type %T", v)
}

// Empty tells whether nobody has used the database yet: no account, no enterprise and no case. A database
// without a schema is empty too.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	v, err := s.Schema(ctx)
	if err != nil || v == 0 {
		return err == nil, err
	}
	for _, table := range []any{&models.User{}, &models.Enterprise{}, &models.Case{}} {
		var n int64
		if err := s.q(ctx).Model(table).Limit(1).Count(&n).Error; err != nil || n > 0 {
			return false, err
		}
	}
	return true, nil
}

// LoadSource gives the tables of a copy and their rows, as Dump gave them.
type LoadSource interface {
	// Each calls table for every table, then row for each of its rows.
	Each(table func(name string, columns []string) error, row func(values []any) error) error
}

// loadBatch is how many variables a statement of Load has at most.
const loadBatch = 2000

// Load fills the database with a copy that was taken at a schema, which it makes first: every row that is
// there is removed. Then it brings the schema up to the program's. A newer schema is refused.
func (s *Store) Load(ctx context.Context, at int64, src LoadSource) (err error) {
	p, err := s.migrator()
	if err != nil {
		return err
	}
	if n := newest(p); at > n {
		return fmt.Errorf("the copy has schema %d, this program knows %d: use a newer program", at, n)
	}
	if v, err := p.GetDBVersion(ctx); err != nil || v > at {
		return errors.Join(err, fmt.Errorf("the database has schema %d already, the copy %d: restore into an empty database", v, at))
	}
	if _, err := p.UpTo(ctx, at); err != nil {
		return fmt.Errorf("schema of the copy: %w", err)
	}
	raw, err := s.write.DB()
	if err != nil {
		return err
	}
	conn, err := raw.Conn(ctx)
	if err != nil {
		return err
	}
	l := &loader{ctx: ctx, conn: conn, mysql: s.Dialect == MySQL}
	err = l.load(s, src)
	if err := errors.Join(err, conn.Close()); err != nil {
		return err
	}
	_, _, err = s.Migrate(ctx)
	return err
}

// loader puts rows into tables, many at once.
type loader struct {
	ctx     context.Context
	conn    *sql.Conn
	mysql   bool
	head    string // INSERT INTO … VALUES
	one     string // (?,?,…)
	columns int
	args    []any
	rows    int
}

func (l *loader) load(s *Store, src LoadSource) error {
	names, err := s.tableNames(l.ctx, l.conn)
	if err != nil {
		return err
	}
	begin := "BEGIN"
	if l.mysql {
		begin = "START TRANSACTION"
	}
	if err := l.exec(begin); err != nil {
		return err
	}
	for _, name := range names {
		if err := l.exec("DELETE FROM `" + name + "`"); err != nil {
			return err
		}
	}
	err = src.Each(func(name string, columns []string) error {
		if err := l.flush(); err != nil {
			return err
		}
		if !slices.Contains(names, name) {
			return fmt.Errorf("the copy has a table %s that its schema does not have", name)
		}
		l.columns = len(columns)
		l.head = "INSERT INTO `" + name + "` (`" + strings.Join(columns, "`,`") + "`) VALUES "
		l.one = "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
		return nil
	}, func(values []any) error {
		l.args, l.rows = append(l.args, values...), l.rows+1
		if len(l.args)+l.columns > loadBatch {
			return l.flush()
		}
		return nil
	})
	if err == nil {
		err = l.flush()
	}
	if err != nil {
		return errors.Join(err, l.exec("ROLLBACK"))
	}
	return l.exec("COMMIT")
}

func (l *loader) exec(q string, args ...any) error {
	_, err := l.conn.ExecContext(l.ctx, q, args...)
	return err
}

func (l *loader) flush() error {
	if l.rows == 0 {
		return nil
	}
	q := l.head + strings.TrimSuffix(strings.Repeat(l.one+",", l.rows), ",")
	err := l.exec(q, l.args...)
	l.args, l.rows = l.args[:0], 0
	return err
}
