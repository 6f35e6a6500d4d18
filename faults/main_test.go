package faults_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/seed"
)

var (
	work    string // a folder of this run
	program string // the portal, built once
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if work, err = os.MkdirTemp("", "faults"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(work) }()
	program = filepath.Join(work, "onestop")
	build := exec.Command("go", "build", "-o", program, "onestop.internal/cmd/onestop")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// onMySQL tells whether this run is on the server of TEST_DSN.
func onMySQL() bool { return os.Getenv("TEST_DSN") != "" }

// item is what enterprises apply for: a permit with one material, not of a project.
const item = "KB-05"

// seeded is the last day of the demo that counties begin with; opens is when the portal opens there.
var seeded = models.MustDate("2024-01-12")

const opens = "2024-01-15T09:00:00+08:00"

// county makes a small demo county in a database of its own and gives its address.
func county(t *testing.T) string {
	t.Helper()
	url := storetest.URL(t)
	if onMySQL() {
		must(t, populate(t.Context(), url))
		return url
	}
	b, err := template()
	must(t, err)
	must(t, os.WriteFile(strings.TrimPrefix(url, "sqlite:"), b, 0o600))
	return url
}

// template is a SQLite file with the county.
var template = sync.OnceValues(func() ([]byte, error) {
	path := filepath.Join(work, "county.db")
	if err := populate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// populate fills an empty database.
func populate(ctx context.Context, url string) error {
	open := func(now func() time.Time, o store.Options) (*store.Store, error) { return store.Open(url, now, o) }
	st, err := open(time.Now, store.Options{Synchronous: "OFF"})
	if err != nil {
		return err
	}
	if _, _, err := st.Migrate(ctx); err != nil {
		return err
	}
	if err := st.Close(); err != nil {
		return err
	}
	if _, err := seed.Demo(ctx, seed.Deps{Open: open}, seed.Options{Date: seeded, Seed: 1, Cases: 1}); err != nil {
		return err
	}
	if st, err = open(time.Now, store.Options{Synchronous: "OFF"}); err != nil {
		return err
	}
	for _, handler := range []string{"notices", "agents", "ratings"} { // what the seed did is not told
		if err := st.SkipDeliveries(ctx, handler, st.Now()+1); err != nil {
			return err
		}
	}
	if err := st.Checkpoint(ctx); err != nil {
		return err
	}
	return st.Close()
}

// sample gives complete answers to an item's form.
var sample = sync.OnceValue(func() models.RawJSON {
	c, err := catalog.Load()
	if err != nil {
		panic(err)
	}
	return c.Sample(item)
})

// raw opens a portal's database beside it, past the store; close it.
func raw(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, dsn := "sqlite", "file:"+strings.TrimPrefix(url, "sqlite:")+"?_pragma=busy_timeout(10000)"
	if rest, ok := strings.CutPrefix(url, "mysql://"); ok {
		conf, err := store.MySQLConfig(rest)
		must(t, err)
		driver, dsn = "mysql", conf.FormatDSN()
	}
	db, err := sql.Open(driver, dsn)
	must(t, err)
	return db
}

// texts reads one column.
func texts(t testing.TB, url, query string, args ...any) (out []string) {
	t.Helper()
	db := raw(t, url)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query, args...)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var v string
		must(t, rows.Scan(&v))
		out = append(out, v)
	}
	must(t, rows.Err())
	return out
}

// longest is how long anything may take on a machine that is very busy.
const longest = time.Minute

// eventually waits until f holds, and fails the test where that takes too long.
func eventually(t testing.TB, what string, f func() bool) {
	t.Helper()
	deadline := time.After(longest)
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for !f() {
		select {
		case <-again.C:
		case <-deadline:
			t.Fatalf("after %s still not: %s", longest, what)
		}
	}
}
