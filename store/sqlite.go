package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteDialect is gorm's way of speaking to SQLite. The dialectors that there are bring a driver along
// which parses every statement each time it runs; this one goes with the driver that keeps them.
type sqliteDialect struct{ conn gorm.ConnPool }

// Name is what gorm knows the dialect by.
func (sqliteDialect) Name() string { return "sqlite" }

// Initialize gives gorm the connection and the clauses that SQLite knows.
func (d sqliteDialect) Initialize(db *gorm.DB) error {
	db.ConnPool = d.conn
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses:        []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses:        []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses:        []string{"DELETE", "FROM", "WHERE", "RETURNING"},
		LastInsertIDReversed: true,
	})
	db.ClauseBuilders["LIMIT"] = limitClause
	db.ClauseBuilders["FOR"] = func(clause.Clause, clause.Builder) {} // one writer needs no row locks
	return nil
}

// limitClause writes LIMIT and OFFSET; SQLite has no OFFSET alone.
func limitClause(c clause.Clause, b clause.Builder) {
	l, ok := c.Expression.(clause.Limit)
	if !ok {
		return
	}
	n := -1
	if l.Limit != nil {
		n = *l.Limit
	}
	if n >= 0 || l.Offset > 0 {
		_, _ = b.WriteString("LIMIT " + strconv.Itoa(n)) // into memory
	}
	if l.Offset > 0 {
		_, _ = b.WriteString(" OFFSET " + strconv.Itoa(l.Offset))
	}
}

// Migrator is gorm's own; the schema is goose's matter.
func (d sqliteDialect) Migrator(db *gorm.DB) gorm.Migrator {
	return migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d}}
}

// DataTypeOf is asked for by gorm's migrator alone.
func (sqliteDialect) DataTypeOf(f *schema.Field) string { return string(f.DataType) }

// DefaultValueOf stands for a value that the database gives.
func (sqliteDialect) DefaultValueOf(*schema.Field) clause.Expression {
	return clause.Expr{SQL: "NULL"}
}

// BindVarTo writes a variable.
func (sqliteDialect) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') } // into memory

// QuoteTo writes a name, its parts quoted.
func (sqliteDialect) QuoteTo(w clause.Writer, name string) {
	for i, part := range strings.Split(strings.ReplaceAll(name, "`", ""), ".") {
		if i > 0 {
			_ = w.WriteByte('.')
		}
		_, _ = w.WriteString("`" + part + "`") // into memory
	}
}

// Explain writes a statement for people.
func (sqliteDialect) Explain(q string, vars ...any) string {
	return logger.ExplainSQL(q, nil, `"`, vars...)
}

// Translate turns the driver's errors into gorm's and ours.
func (sqliteDialect) Translate(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return outage(err)
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return gorm.ErrDuplicatedKey
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return gorm.ErrForeignKeyViolated
	}
	return outage(err)
}

// openFile opens connections to a SQLite file, so many at most, which stay open where keep is set.
func openFile(path, synchronous string, conns int, keep bool, extra ...string) (*sql.DB, error) {
	q := url.Values{"_pragma": append([]string{
		"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(" + synchronous + ")", "temp_store(MEMORY)", "cache_size(-16000)",
	}, extra...)}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_txlock=immediate&"+q.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(0)
	if keep {
		db.SetMaxIdleConns(conns)
	}
	return db, nil
}

// heldConn is the writer's one connection, on which a statement is parsed once. It is not for two at once.
type heldConn struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// maxStmts bounds the statements that are kept; most are of a few dozen kinds.
const maxStmts = 500

func (h *heldConn) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := h.stmts[query]; st != nil {
		return st, nil
	}
	if len(h.stmts) >= maxStmts {
		for q, st := range h.stmts {
			if err := st.Close(); err != nil {
				return nil, err
			}
			delete(h.stmts, q)
		}
	}
	st, err := h.conn.PrepareContext(ctx, query)
	if err == nil {
		h.stmts[query] = st
	}
	return st, err
}

// PrepareContext prepares a statement that is not kept.
func (h *heldConn) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return h.conn.PrepareContext(ctx, query)
}

// ExecContext runs a statement without rows.
func (h *heldConn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	st, err := h.stmt(ctx, query) //nolint:sqlclosecheck // kept for the next time
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

// QueryContext runs a statement with rows.
func (h *heldConn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	st, err := h.stmt(ctx, query) //nolint:sqlclosecheck // kept for the next time
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// QueryRowContext runs a statement with one row.
func (h *heldConn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return h.conn.QueryRowContext(ctx, query, args...)
}
