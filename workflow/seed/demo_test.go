package seed

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/check"
	"onestop.internal/workflow/county"
)

// deps opens a fresh database for a seed.
func deps(t testing.TB) (Deps, string) {
	t.Helper()
	url := storetest.URL(t)
	s, err := store.Open(url, time.Now, store.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	disk, err := blob.NewDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = disk.Close() })
	open := func(now func() time.Time, o store.Options) (*store.Store, error) { return store.Open(url, now, o) }
	return Deps{Open: open, Files: disk, Clock: time.Now}, url
}

// reopen opens a seeded database on a clock that stands at a date.
func reopen(t *testing.T, url string, at models.Date) (*store.Store, *county.County) {
	t.Helper()
	s, err := store.Open(url, at.Start().Time, store.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	k, err := county.Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return s, k
}

func clean(t *testing.T, s *store.Store, k *county.County, files blob.Store) {
	t.Helper()
	var out strings.Builder
	n, err := check.Run(t.Context(), s, k, &out, check.Options{Blob: has(files)})
	if err != nil || n != 0 {
		t.Errorf("check: %d problems, %v\n%s", n, err, out.String())
	}
}

// small is a demo of some months.
var small = Options{Date: models.MustDate("2024-06-15"), Seed: 3, Cases: 220}

func TestASmallDemoPassesTheCheck(t *testing.T) {
	d, url := deps(t)
	sum, err := Demo(t.Context(), d, small)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Cases < small.Cases || sum.Enterprises != firmCount || sum.Departments != 34 || sum.Took <= 0 {
		t.Errorf("made %+v", sum)
	}
	s, k := reopen(t, url, small.Date)
	if !k.Now().Settings.Demo {
		t.Error("the database is not marked as a demo")
	}
	pool, err := s.AgentPool(t.Context(), policy.Everything("test"), small.Date)
	if err != nil || len(pool) != 8 {
		t.Errorf("%d agents in the pool (%v), want the 8 of the county", len(pool), err)
	}
	clean(t, s, k, d.Files)
	reads(t, s, d.Files)
	if _, err := Demo(t.Context(), d, small); models.KeyOf(err) != "seed.not_empty" {
		t.Errorf("a second seed into the same database: %v", err)
	}
}

func TestTheSameDateAndNumberMakeTheSameRows(t *testing.T) {
	digests := map[string]string{}
	for _, run := range []struct {
		name string
		seed uint64
	}{{"first", 5}, {"again", 5}, {"other", 6}} {
		d, url := deps(t)
		o := Options{Date: models.MustDate("2024-04-01"), Seed: run.seed, Cases: 90}
		if _, err := Demo(t.Context(), d, o); err != nil {
			t.Fatal(err)
		}
		digests[run.name] = digest(t, url)
	}
	if digests["first"] != digests["again"] {
		t.Error("the same date and number made other rows")
	}
	if digests["first"] == digests["other"] {
		t.Error("another number made the same rows")
	}
}

// A year whose calendar is not published, the Spring Festival, a leap day, the first days of all.
func TestADemoCanBeMadeOnAnyDay(t *testing.T) {
	if os.Getenv("TEST_DSN") != "" {
		t.Skip("the days are the same on either database")
	}
	for _, o := range []Options{
		{Date: models.MustDate("2028-02-29"), Seed: 1, Cases: 100},
		{Date: models.MustDate("2027-01-04"), Seed: 2, Cases: 60},
		{Date: models.MustDate("2026-02-17"), Seed: 3, Cases: 60},
		{Date: models.MustDate("2024-01-03"), Seed: 4, Cases: 20},
	} {
		t.Run(o.Date.String(), func(t *testing.T) {
			d, url := deps(t)
			if _, err := Demo(t.Context(), d, o); err != nil {
				t.Fatal(err)
			}
			s, k := reopen(t, url, o.Date)
			clean(t, s, k, d.Files)
		})
	}
}

func TestAServiceIsNotTerminatedByChance(t *testing.T) {
	was := tableau
	t.Cleanup(func() { tableau = was })
	tableau = append(slices.Clone(was), was[0])
	tableau[len(was)].item, tableau[len(was)].stop, tableau[len(was)].ago = "LX-06", models.Delivered, []int{30, 31, 32, 33}
	tableau[len(was)].fate = fate{terminates: true}
	d, _ := deps(t)
	if _, err := Demo(t.Context(), d, Options{Date: models.MustDate("2024-06-15"), Seed: 3, Cases: 60}); err != nil {
		t.Fatal(err)
	}
}

// digest is over every row of every table, whatever their order.
func digest(t *testing.T, url string) string {
	t.Helper()
	db, tables := raw(t, url)
	defer func() { _ = db.Close() }()
	h := sha256.New()
	for _, table := range tables {
		if table == "goose_db_version" || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		for _, line := range dump(t, db, table) {
			_, _ = fmt.Fprintf(h, "%s|%s\n", table, line)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// raw opens the database beside the store, and lists its tables.
func raw(t *testing.T, url string) (*sql.DB, []string) {
	t.Helper()
	driver, dsn, list := "sqlite", strings.TrimPrefix(url, "sqlite:"), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
	if rest, ok := strings.CutPrefix(url, "mysql://"); ok {
		conf, err := store.MySQLConfig(rest)
		if err != nil {
			t.Fatal(err)
		}
		driver, dsn, list = "mysql", conf.FormatDSN(), "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.QueryContext(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return db, tables
}

func dump(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	cells := make([]sql.NullString, len(columns))
	into := make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	var out []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%v", cells))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func TestTheDemoPasswordOpensItsHash(t *testing.T) {
	ok, _, err := accounts.NewHasher().Check(t.Context(), demoHash, demoPassword)
	if err != nil || !ok {
		t.Errorf("hash and password do not belong together: %v", err)
	}
}

// TestTheWholeDemoShowsEveryState makes the demo as a newcomer sees it. It takes half a minute, so it runs
// where ONESTOP_DEMO is set: make test does, as a step of its own.
func TestTheWholeDemoShowsEveryState(t *testing.T) {
	if os.Getenv("ONESTOP_DEMO") == "" {
		t.Skip("the step test-demo sets ONESTOP_DEMO")
	}
	d, url := deps(t)
	o := Options{Date: models.MustDate("2026-11-23"), Seed: 1}
	sum, err := Demo(t.Context(), d, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases, %d events in %s", sum.Cases, sum.Events, sum.Took)
	if sum.Cases < 1500 || sum.Projects != projectCount {
		t.Errorf("%d cases, %d projects", sum.Cases, sum.Projects)
	}
	s, k := reopen(t, url, o.Date)
	clean(t, s, k, d.Files)
	shows(t, s, o.Date)
}

// shows looks for the states, the lamps and the items that the pages need.
func shows(t *testing.T, s *store.Store, today models.Date) {
	t.Helper()
	states, items, lamps := map[models.Status]int{}, map[string]bool{}, map[string]int{}
	ids, err := s.AllCaseIDs(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		c, err := s.Case(t.Context(), policy.Everything("test"), id)
		if err != nil {
			t.Fatal(err)
		}
		states[c.Status]++
		items[c.ItemCode] = true
		if c.IsOpen() {
			lamps[lamp(c, today)]++
		}
	}
	for _, want := range []models.Status{
		models.Draft, models.Pending, models.Submitted, models.CorrectionRequired, models.Accepted, models.UnderReview, models.InSpecialProcedure,
		models.Suspended, models.Approved, models.CertificateMaking, models.Refused, models.Delivered, models.Withdrawn, models.Terminated,
		models.NotAccepted, models.NotRequired, models.Returned, models.Abandoned, models.Filed, models.InfoIncomplete, models.Updated,
		models.Raised, models.Assigned, models.Answered, models.Construction, models.Confirmed, models.InProgress, models.Done, models.Closed,
	} {
		if states[want] == 0 {
			t.Errorf("no case is %s", want)
		}
	}
	for _, colour := range []string{"green", "blue", "yellow", "red", "paused"} {
		if lamps[colour] == 0 {
			t.Errorf("no lamp is %s: %v", colour, lamps)
		}
	}
	if len(items) < 90 {
		t.Errorf("only %d of 93 items have cases", len(items))
	}
	t.Log(states, lamps, len(items))
}

func lamp(c *models.Case, today models.Date) string {
	switch {
	case c.RedOn != 0 && c.RedOn <= today:
		return "red"
	case c.Paused:
		return "paused"
	case c.YellowOn != 0 && c.YellowOn <= today:
		return "yellow"
	case c.BlueOn != 0 && c.BlueOn <= today:
		return "blue"
	}
	return "green"
}
