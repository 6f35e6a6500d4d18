// Package storetest gives tests a migrated database of their own: SQLite by default, and the MySQL
// server of TEST_DSN (a go-sql-driver address without a database name) where that is set.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the server of TEST_DSN

	"onestop.internal/store"
)

// Clock is a clock that a test sets.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock starts a clock at an RFC 3339 time; it panics where at is none.
func NewClock(at string) *Clock {
	c := &Clock{}
	c.Set(at)
	return c
}

// Now reads the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Set puts the clock to an RFC 3339 time, such as "2026-03-02T09:00:00+08:00".
func (c *Clock) Set(at string) {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// New opens a fresh, migrated database that is closed with the test. Migrating takes longer than most
// tests, so it is done once: SQLite files are copies of a template, MySQL databases are emptied and
// used again.
func New(t testing.TB, now func() time.Time) *store.Store {
	t.Helper()
	url := migratedURL(t)
	s, err := store.Open(url, now, store.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// migratedURL gives the address of a migrated database that nobody else uses.
func migratedURL(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv("TEST_DSN"); dsn != "" {
		return takeMySQL(t, dsn)
	}
	b, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "onestop.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// template is a migrated SQLite file.
var template = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "storetest")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(url string) error {
	s, err := store.Open(url, func() time.Time { return time.Unix(0, 0) }, store.Options{Synchronous: "OFF"})
	if err != nil {
		return err
	}
	_, _, err = s.Migrate(context.Background())
	return errors.Join(err, s.Close())
}

// pool holds the migrated MySQL databases of this process that no test uses now.
var pool struct {
	sync.Mutex
	free []string
}

// takeMySQL takes an emptied database, or makes and migrates another.
func takeMySQL(t testing.TB, dsn string) string {
	t.Helper()
	dsn = strings.TrimSuffix(dsn, "/") + "/"
	pool.Lock()
	var name string
	if n := len(pool.free); n > 0 {
		name, pool.free = pool.free[n-1], pool.free[:n-1]
	}
	pool.Unlock()
	if name == "" {
		name = "t_" + randomName()
		must(t, onServer(dsn, func(db *sql.DB) error {
			_, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
			return err
		}))
		must(t, migrate("mysql://"+dsn+name))
	}
	t.Cleanup(func() { giveBack(t, dsn, name) })
	return "mysql://" + dsn + name
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// giveBack empties a database for the next test. It runs after the test's store was closed.
func giveBack(t testing.TB, dsn, name string) {
	must(t, onServer(dsn+name, empty))
	pool.Lock()
	defer pool.Unlock()
	pool.free = append(pool.free, name)
}

func onServer(dsn string, f func(*sql.DB) error) error {
	conf, err := store.MySQLConfig(dsn)
	if err != nil {
		return err
	}
	db, err := sql.Open("mysql", conf.FormatDSN())
	if err != nil {
		return err
	}
	return errors.Join(f(db), db.Close())
}

// empty takes the rows out of every table and begins the ids anew; what the migrations put in stays as
// they put it.
func empty(db *sql.DB) error {
	ctx := context.Background()
	rows, err := db.QueryContext(ctx, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // read to its end
	var parts []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return err
		}
		if table != "goose_db_version" && table != "config_revs" {
			parts = append(parts, "(SELECT '"+table+"' FROM `"+table+"` LIMIT 1)")
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	full, err := db.QueryContext(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return err
	}
	defer func() { _ = full.Close() }() // read to its end
	var tables []string
	for full.Next() {
		var table string
		if err := full.Scan(&table); err != nil {
			return err
		}
		tables = append(tables, table)
	}
	errs := []error{full.Err()}
	for _, table := range tables {
		_, err := db.ExecContext(ctx, "TRUNCATE TABLE `"+table+"`")
		errs = append(errs, err)
	}
	_, err = db.ExecContext(ctx, "UPDATE config_revs SET rev = 1")
	return errors.Join(append(errs, err)...)
}

// URL makes an empty database for one test and gives its address.
func URL(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv("TEST_DSN"); dsn != "" {
		return newMySQL(t, dsn)
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "onestop.db")
}

func newMySQL(t testing.TB, dsn string) string {
	t.Helper()
	name := "t_" + randomName()
	conf, err := store.MySQLConfig(strings.TrimSuffix(dsn, "/") + "/")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("mysql", conf.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = db.ExecContext(context.WithoutCancel(t.Context()), "DROP DATABASE "+name)
		_ = db.Close()
	})
	return "mysql://" + strings.TrimSuffix(dsn, "/") + "/" + name
}

func randomName() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
