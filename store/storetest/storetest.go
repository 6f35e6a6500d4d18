// Package storetest gives tests a migrated database of their own: SQLite by default, and the MySQL
// server of TEST_DSN (a go-sql-driver address without a database name) where that is set.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
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

// New opens a fresh, migrated database that is closed and dropped with the test.
func New(t testing.TB, now func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(URL(t), now, store.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
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
		_, _ = db.ExecContext(context.Background(), "DROP DATABASE "+name)
		_ = db.Close()
	})
	return "mysql://" + strings.TrimSuffix(dsn, "/") + "/" + name
}

func randomName() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
