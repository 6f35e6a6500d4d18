package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"onestop.internal/models"
)

// Bulk writes many rows in one transaction, past the use cases: for the loader of measurements, whose
// rows the checker accepts. Nothing else may write meanwhile.
type Bulk struct {
	ctx   context.Context
	store *Store
	tx    *sql.Tx
}

// Bulk runs f in one transaction.
func (s *Store) Bulk(ctx context.Context, f func(*Bulk) error) error {
	db, err := s.write.DB()
	if err != nil {
		return err
	}
	if s.Dialect == SQLite {
		if _, err := db.ExecContext(ctx, "PRAGMA cache_size = -262144"); err != nil {
			return err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(&Bulk{ctx: ctx, store: s, tx: tx}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Rows and variables of one statement, at most.
const (
	bulkRows = 500
	bulkVars = 30_000
)

// BulkInsert writes the rows of one table; a zero id is given by the database.
func BulkInsert[T any](b *Bulk, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	fields, table, err := b.fields(&rows[0])
	if err != nil {
		return err
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.DBName
	}
	head := "INSERT INTO " + table + " (" + strings.Join(names, ",") + ") VALUES "
	w := bulkWriter{b: b, head: head}
	for part := range slices.Chunk(rows, min(bulkRows, bulkVars/len(fields))) {
		w.begin()
		for i := range part {
			v := reflect.ValueOf(&part[i]).Elem()
			for k, f := range fields {
				x, _ := f.ValueOf(b.ctx, v)
				if err := w.value(k, x); err != nil {
					return fmt.Errorf("rows of %s: %s: %w", table, f.DBName, err)
				}
			}
			w.row()
		}
		if err := w.end(); err != nil {
			return fmt.Errorf("rows of %s: %w", table, err)
		}
	}
	return nil
}

// bulkWriter makes one statement of many rows. On SQLite the values stand in the text, because its driver
// looks each variable up in a list of them all; on MySQL they are variables, which the driver puts in.
type bulkWriter struct {
	b    *Bulk
	head string
	text []byte
	args []any
}

func (w *bulkWriter) begin() {
	w.text, w.args = append(w.text[:0], w.head...), w.args[:0]
}

func (w *bulkWriter) row() { w.text = append(w.text, "),"...) }

func (w *bulkWriter) value(column int, x any) error {
	sep := byte(',')
	if column == 0 {
		sep = '('
	}
	w.text = append(w.text, sep)
	if w.b.store.Dialect == MySQL {
		w.text, w.args = append(w.text, '?'), append(w.args, x)
		return nil
	}
	if v, ok := x.(driver.Valuer); ok {
		var err error
		if x, err = v.Value(); err != nil {
			return err
		}
	}
	w.text = literal(w.text, x)
	return nil
}

func (w *bulkWriter) end() error {
	_, err := w.b.tx.ExecContext(w.b.ctx, string(w.text[:len(w.text)-1]), w.args...)
	return err
}

// literal writes a value as SQLite reads it.
func literal(to []byte, x any) []byte {
	v := reflect.ValueOf(x)
	switch {
	case x == nil:
		return append(to, "NULL"...)
	case v.CanInt():
		return strconv.AppendInt(to, v.Int(), 10)
	case v.Kind() == reflect.Bool:
		if v.Bool() {
			return append(to, '1')
		}
		return append(to, '0')
	case v.Kind() == reflect.String && strings.IndexByte(v.String(), 0) < 0:
		to = append(to, '\'')
		to = append(to, strings.ReplaceAll(v.String(), "'", "''")...)
		return append(to, '\'')
	case v.Kind() == reflect.String:
		return fmt.Appendf(to, "CAST(X'%x' AS TEXT)", v.String())
	case v.Kind() == reflect.Slice && v.IsNil():
		return append(to, "NULL"...)
	}
	return fmt.Appendf(to, "X'%x'", x)
}

// fields gives the columns of a model, without an id that is zero.
func (b *Bulk) fields(row any) (out []*schema.Field, table string, err error) {
	stmt := &gorm.Statement{DB: b.store.write}
	if err := stmt.Parse(row); err != nil {
		return nil, "", err
	}
	v := reflect.ValueOf(row).Elem()
	for _, f := range stmt.Schema.Fields {
		if f.DBName == "" {
			continue
		}
		if _, zero := f.ValueOf(b.ctx, v); zero && f.DBName == "id" {
			continue
		}
		out = append(out, f)
	}
	return out, stmt.Schema.Table, nil
}

// Counters writes counter rows that are not there yet.
func (b *Bulk) Counters(rows iter.Seq[CounterRow]) error {
	w := bulkWriter{b: b, head: "INSERT INTO counters (period, starts_on, region, dim, dim_key, " + strings.Join(metrics, ", ") + ") VALUES "}
	most := bulkVars / (5 + len(metrics))
	have := 0
	for row := range rows {
		if have == 0 {
			w.begin()
		}
		if err := w.counter(&row); err != nil {
			return err
		}
		if have++; have < most {
			continue
		}
		if err := w.end(); err != nil {
			return fmt.Errorf("counters: %w", err)
		}
		have = 0
	}
	if have == 0 {
		return nil
	}
	return w.end()
}

func (w *bulkWriter) counter(r *CounterRow) error {
	for k, x := range []string{r.Period, r.StartsOn, r.Region, r.Dim, r.Key} {
		if err := w.value(k, x); err != nil {
			return err
		}
	}
	for k, n := range r.Tally {
		if err := w.value(5+k, n); err != nil {
			return err
		}
	}
	w.row()
	return nil
}

// NumbersUsed notes how many case numbers of a day are used.
func (b *Bulk) NumbersUsed(region6 string, on models.Date, n int) error {
	_, err := b.tx.ExecContext(b.ctx, "INSERT INTO number_blocks (region, on_date, next_serial) VALUES (?, ?, ?)", region6, on, n+1)
	return err
}

// SerialsUsed notes the last number of an issuer, kind and year.
func (b *Bulk) SerialsUsed(rows []models.Serial) error { return BulkInsert(b, rows) }
