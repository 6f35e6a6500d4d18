package store

import (
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"onestop.internal/models"
)

// nullable are the types that know NULL; a column of any other type must be NOT NULL.
var nullable = []reflect.Type{
	reflect.TypeFor[models.Instant](), reflect.TypeFor[models.Date](), reflect.TypeFor[models.Text](),
	reflect.TypeFor[models.RawJSON](), reflect.TypeFor[models.Bytes](),
}

func parsed(t *testing.T, model any) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(model, &sync.Map{}, schema.NamingStrategy{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// columns gives the columns of a table as the database has them; true where NULL is allowed.
func columns(t *testing.T, db *gorm.DB, table string) map[string]bool {
	t.Helper()
	var cols []struct {
		Name    string
		NotNull bool
		Pk      int
	}
	q := "SELECT name, \"notnull\" AS not_null, pk FROM pragma_table_info(?)"
	if db.Name() == "mysql" {
		q = "SELECT column_name AS name, is_nullable = 'NO' AS not_null, 0 AS pk FROM information_schema.columns " +
			"WHERE table_schema = DATABASE() AND table_name = ?"
	}
	if err := db.Raw(q, table).Scan(&cols).Error; err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	out := map[string]bool{}
	for _, c := range cols {
		out[c.Name] = !c.NotNull && c.Pk == 0
	}
	return out
}

func TestTheModelsAreTheSchema(t *testing.T) {
	s := openTest(t)
	for _, model := range tables {
		want := parsed(t, model)
		have := columns(t, s.write, want.Table)
		for _, f := range want.Fields {
			if f.DBName == "" {
				continue
			}
			null, ok := have[f.DBName]
			switch {
			case !ok:
				t.Errorf("%s.%s: the model has it, the database does not", want.Table, f.DBName)
			case null && !slices.Contains(nullable, f.FieldType):
				t.Errorf("%s.%s may be NULL, which %s cannot read", want.Table, f.DBName, f.FieldType)
			}
			delete(have, f.DBName)
		}
		for c := range have {
			t.Errorf("%s.%s: the database has it, the model does not", want.Table, c)
		}
	}
}

func TestEveryTableHasAModelOrIsKnownToHaveNone(t *testing.T) {
	s := openTest(t)
	list := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if s.Dialect == MySQL {
		list = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()"
	}
	var names []string
	if err := s.write.Raw(list).Scan(&names).Error; err != nil {
		t.Fatal(err)
	}
	known := slices.Clone(bareTables)
	for _, model := range tables {
		known = append(known, parsed(t, model).Table)
	}
	for _, n := range names {
		if !slices.Contains(known, n) && !strings.HasPrefix(n, "sqlite_") {
			t.Errorf("table %s has no model", n)
		}
	}
	for _, n := range known {
		if !slices.Contains(names, n) {
			t.Errorf("there is no table %s", n)
		}
	}
}

// Times come from the transaction: gorm would write seconds of its own clock into an Instant.
func TestNoTimeIsSetByTheMapper(t *testing.T) {
	for _, model := range tables {
		for _, f := range parsed(t, model).Fields {
			if f.AutoUpdateTime != 0 {
				t.Errorf("%T.%s: tag it gorm:\"autoUpdateTime:false\"", model, f.Name)
			}
		}
	}
}

func TestTheMySQLMigrationsAreTheSQLiteOnesInItsDialect(t *testing.T) {
	derive := strings.NewReplacer(
		"id INTEGER PRIMARY KEY AUTOINCREMENT", "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
		"id INTEGER PRIMARY KEY", "id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY",
		" BLOB", " VARBINARY(64)",
		"\n);", "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;",
	)
	lite, err := migrationFiles.ReadDir("migrations/sqlite")
	if err != nil {
		t.Fatal(err)
	}
	my, err := migrationFiles.ReadDir("migrations/mysql")
	if err != nil || len(my) != len(lite) {
		t.Fatalf("%d migrations for mysql, %d for sqlite (%v)", len(my), len(lite), err)
	}
	for _, f := range lite {
		a, err := migrationFiles.ReadFile("migrations/sqlite/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		b, err := migrationFiles.ReadFile("migrations/mysql/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range strings.Split(derive.Replace(string(a)), "\n") {
			got := strings.Split(string(b)+strings.Repeat("\n", i), "\n")[i]
			if got != want {
				t.Errorf("%s, line %d:\n%s\nwant\n%s", f.Name(), i+1, got, want)
			}
		}
	}
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	s := openTest(t)
	from, to, err := s.Migrate(t.Context())
	if err != nil || from != to || to < 2 {
		t.Fatalf("from %d to %d: %v", from, to, err)
	}
	if err := s.SchemaCurrent(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	s := openTest(t)
	_, to, err := s.Migrate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, ?)", to+1, true).Error; err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "use a newer program") {
		t.Errorf("migrate: %v", err)
	}
	if err := s.SchemaCurrent(t.Context()); err == nil {
		t.Error("a newer schema is called current")
	}
}

func TestAnOlderDatabaseIsNotCurrent(t *testing.T) {
	s := openEmpty(t, fixedTime)
	if err := s.SchemaCurrent(t.Context()); err == nil {
		t.Error("an empty database is called current")
	}
}

func fixedTime() time.Time { return time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC) }

// openTest opens a migrated database of the dialect under test. storetest cannot be used here: it
// imports this package, and these tests look inside it.
func openTest(t testing.TB) *Store {
	t.Helper()
	s := openEmpty(t, fixedTime)
	if _, _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func openEmpty(t testing.TB, now func() time.Time) *Store {
	t.Helper()
	s, err := Open(testURL(t), now, Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func testURL(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("TEST_DSN")
	if dsn == "" {
		return "sqlite:" + path.Join(t.TempDir(), "onestop.db")
	}
	dsn = strings.TrimSuffix(dsn, "/") + "/"
	server, err := Open("mysql://"+dsn, fixedTime, Options{MaxConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	name := "i_" + strings.ToLower(randomText(12))
	if err := server.write.Exec("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin").Error; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.write.Exec("DROP DATABASE " + name).Error
		_ = server.Close()
	})
	return "mysql://" + dsn + name
}

func TestTransactionsReadWhatIsCommitted(t *testing.T) {
	s := openTest(t)
	if s.Dialect != MySQL {
		t.Skip("SQLite has one writer")
	}
	err := s.InTx(t.Context(), func(tx *Tx) error {
		var before, after int64
		if err := tx.db.Raw("SELECT COUNT(*) FROM leases").Scan(&before).Error; err != nil {
			return err
		}
		if err := s.InTx(t.Context(), putLease("other")); err != nil {
			return err
		}
		if err := tx.db.Raw("SELECT COUNT(*) FROM leases").Scan(&after).Error; err != nil {
			return err
		}
		if after != before+1 {
			t.Errorf("sees %d rows, then %d: a snapshot", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheRowsOfOneStatementHaveConsecutiveIDsAlsoWhereACounterSkips(t *testing.T) {
	url := testURL(t)
	if strings.HasPrefix(url, "sqlite:") {
		t.Skip("SQLite has no such setting")
	}
	sep := "?"
	if strings.Contains(url, "?") {
		sep = "&"
	}
	s, err := Open(url+sep+"auto_increment_increment=3&auto_increment_offset=2", fixedTime, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	var step int64
	if err := s.read.Raw("SELECT @@auto_increment_increment").Scan(&step).Error; err != nil || step != 1 {
		t.Errorf("ids go by %d (%v)", step, err)
	}
}
