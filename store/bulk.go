package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"slices"
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
	mark := "(" + strings.TrimSuffix(strings.Repeat("?,", len(fields)), ",") + ")"
	var args []any
	for part := range slices.Chunk(rows, min(bulkRows, bulkVars/len(fields))) {
		args = args[:0]
		for i := range part {
			v := reflect.ValueOf(&part[i]).Elem()
			for _, f := range fields {
				x, _ := f.ValueOf(b.ctx, v)
				args = append(args, x)
			}
		}
		query := head + strings.TrimSuffix(strings.Repeat(mark+",", len(part)), ",")
		if _, err := b.tx.ExecContext(b.ctx, query, args...); err != nil {
			return fmt.Errorf("rows of %s: %w", table, err)
		}
	}
	return nil
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

// Counters writes counters that are not there yet.
func (b *Bulk) Counters(rows []StoredCounter) error {
	for part := range slices.Chunk(rows, bulkRows) {
		args := make([]any, 0, 7*len(part))
		for _, r := range part {
			args = append(args, r.Period, r.StartsOn, r.Region, r.Dim, r.Key, r.Metric, r.N)
		}
		query := "INSERT INTO counters (period, starts_on, region, dim, dim_key, metric, n) VALUES " +
			strings.TrimSuffix(strings.Repeat("(?,?,?,?,?,?,?),", len(part)), ",")
		if _, err := b.tx.ExecContext(b.ctx, query, args...); err != nil {
			return fmt.Errorf("counters: %w", err)
		}
	}
	return nil
}

// NumbersUsed notes how many case numbers of a day are used.
func (b *Bulk) NumbersUsed(region6 string, on models.Date, n int) error {
	_, err := b.tx.ExecContext(b.ctx, "INSERT INTO number_blocks (region, on_date, next_serial) VALUES (?, ?, ?)", region6, on, n+1)
	return err
}

// SerialsUsed notes the last number of an issuer, kind and year.
func (b *Bulk) SerialsUsed(rows []models.Serial) error { return BulkInsert(b, rows) }
