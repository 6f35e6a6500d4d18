package store

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// What is written with every move of a case goes to the database by statements that are made here, from
// the models as gorm reads them. Gorm itself would build them anew, with as much work as the database has.

// table is a model's place in the database.
type table struct {
	name    string
	columns []string
	fields  []int // of the model, by column
	id      int   // the field that the database numbers, -1: none; it is no column here
	head    string
	at      map[string][]int // the field of each column, the id too; of an embedded model as well
}

var (
	modelTables sync.Map // *table, by the type of the model
	tableSchema sync.Map // gorm's own
)

// tableOf reads a model. It panics where gorm cannot: a mistake in the program.
func tableOf[T any]() *table {
	of := reflect.TypeFor[T]()
	if t, ok := modelTables.Load(of); ok {
		return t.(*table)
	}
	s, err := schema.Parse(new(T), &tableSchema, schema.NamingStrategy{})
	if err != nil {
		panic(fmt.Sprintf("store: %s: %v", of, err))
	}
	t := &table{name: s.Table, id: -1, at: map[string][]int{}}
	for _, f := range s.Fields {
		if f.DBName == "" {
			continue
		}
		t.at[f.DBName] = f.StructField.Index
		switch {
		case len(f.StructField.Index) != 1: // read, never written
		case f.AutoIncrement && f.PrimaryKey:
			t.id = f.StructField.Index[0]
		default:
			t.columns, t.fields = append(t.columns, f.DBName), append(t.fields, f.StructField.Index[0])
		}
	}
	t.head = "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ",") + ") VALUES "
	modelTables.Store(of, t)
	return t
}

// row is "(?,…,?)" for a row of the table.
func (t *table) row() string {
	return "(" + strings.TrimSuffix(strings.Repeat("?,", len(t.columns)), ",") + ")"
}

// values appends a row's values, by column.
func (t *table) values(to []any, row reflect.Value) []any {
	for _, i := range t.fields {
		to = append(to, row.Field(i).Interface())
	}
	return to
}

// put inserts rows in one statement that ends with end, and gives how many it inserted. Where the database
// numbers the rows and end leaves none out, they get their ids.
func put[T any](tx *Tx, rows []*T, end string) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	t := tableOf[T]()
	q := t.head + strings.TrimSuffix(strings.Repeat(t.row()+",", len(rows)), ",") + end
	args := make([]any, 0, len(rows)*len(t.fields))
	for _, r := range rows {
		args = t.values(args, reflect.ValueOf(r).Elem())
	}
	res, err := tx.exec(q, args...)
	if err != nil {
		return 0, err
	}
	if t.id >= 0 && end == "" {
		first, err := res.LastInsertId()
		if err != nil {
			return 0, err
		}
		if tx.Dialect == SQLite { // tells the last one
			first -= int64(len(rows)) - 1
		}
		for i, r := range rows {
			reflect.ValueOf(r).Elem().Field(t.id).SetInt(first + int64(i))
		}
	}
	return res.RowsAffected()
}

// pointers gives those to the elements.
func pointers[T any](rows []T) []*T {
	out := make([]*T, len(rows))
	for i := range rows {
		out[i] = &rows[i]
	}
	return out
}

// set writes columns of a row; all but its id where only is nil, else the fields named. where follows the
// assignments, with its arguments.
func set[T any](tx *Tx, row *T, only []string, where string, args ...any) (int64, error) {
	t, v := tableOf[T](), reflect.ValueOf(row).Elem()
	var b strings.Builder
	b.WriteString("UPDATE " + t.name + " SET ")
	vars := make([]any, 0, len(t.fields)+len(args))
	for k, i := range t.fields {
		if only != nil && !slices.Contains(only, v.Type().Field(i).Name) {
			continue
		}
		if len(vars) > 0 {
			b.WriteByte(',')
		}
		b.WriteString(t.columns[k])
		b.WriteString("=?")
		vars = append(vars, v.Field(i).Interface())
	}
	b.WriteString(" WHERE " + where)
	res, err := tx.exec(b.String(), append(vars, args...)...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// takeFirst reads the one row that db asks for; gorm.ErrRecordNotFound where there is none.
func takeFirst[T any](db *gorm.DB, to *T) error {
	n, err := scanRows(db.Limit(1), func() *T { return to })
	if err == nil && n == 0 {
		return gorm.ErrRecordNotFound
	}
	return err
}

// findAll reads the rows that db asks for.
func findAll[T any](db *gorm.DB) (out []T, err error) {
	out = []T{}
	_, err = scanRows(db, func() *T {
		out = append(out, *new(T))
		return &out[len(out)-1]
	})
	return out, err
}

// scanRows scans rows straight into the model's fields: every column that may be NULL must have a type that
// takes it.
func scanRows[T any](db *gorm.DB, next func() *T) (n int, err error) {
	if db.Statement.SQL.Len() == 0 {
		db = db.Model(new(T))
	}
	rows, err := db.Rows()
	if err != nil {
		return 0, translated(db, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	at := tableOf[T]().order(names)
	into := make([]any, len(names))
	for ; rows.Next(); n++ {
		v := reflect.ValueOf(next()).Elem()
		for i, f := range at {
			if f == nil { // of a newer schema
				into[i] = new(any)
				continue
			}
			into[i] = v.FieldByIndex(f).Addr().Interface()
		}
		if err := rows.Scan(into...); err != nil {
			return n, translated(db, err)
		}
	}
	return n, translated(db, rows.Err())
}

// order gives the fields of the columns that a statement gives, nil for one that the model does not have.
func (t *table) order(names []string) [][]int {
	out := make([][]int, len(names))
	for i, n := range names {
		out[i] = t.at[n]
	}
	return out
}

// exec runs a statement past gorm, in its transaction; errors are told as gorm tells them.
func (tx *Tx) exec(q string, args ...any) (sql.Result, error) {
	res, err := tx.db.Statement.ConnPool.ExecContext(tx.context(), q, args...)
	return res, translated(tx.db, err)
}

// query asks past gorm: each is called for every row.
func (tx *Tx) query(each func(*sql.Rows) error, q string, args ...any) error {
	rows, err := tx.db.Statement.ConnPool.QueryContext(tx.context(), q, args...)
	if err != nil {
		return translated(tx.db, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return translated(tx.db, err)
		}
	}
	return translated(tx.db, rows.Err())
}

// take asks past gorm for one row and scans it; n is 0 where there is none.
func (tx *Tx) take(q string, args ...any) func(to ...any) (n int, err error) {
	return func(to ...any) (n int, err error) {
		err = tx.query(func(rows *sql.Rows) error {
			n++
			return rows.Scan(to...)
		}, q, args...)
		return n, err
	}
}

func (tx *Tx) context() context.Context { return tx.db.Statement.Context }

func translated(db *gorm.DB, err error) error {
	if t, ok := db.Dialector.(gorm.ErrorTranslator); ok && err != nil {
		return t.Translate(err)
	}
	return err
}
