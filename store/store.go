// Package store is the only package that talks to the database. It is one concrete type, tested on
// real databases; there is no interface over it and no mock of it.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"onestop.internal/models"
)

// Dialect is the kind of database.
type Dialect string

// Dialects.
const (
	SQLite Dialect = "sqlite"
	MySQL  Dialect = "mysql"
)

// Store is the database.
type Store struct {
	Dialect Dialect
	read    *gorm.DB // a pool of readers; on MySQL the one pool
	hot     *gorm.DB // the readers, for the few texts that requests ask all the time: prepared once on each connection
	write   *gorm.DB // on SQLite a connection for what is no request: the schema, a bulk load
	writer  *writer  // on SQLite the one that drains its queue into one transaction
	now     func() time.Time
	blocks  numberBlocks
	random  io.Reader     // salts of events
	lag     time.Duration // from drawing an id to its commit; 0 where ids become visible in order

	scanMu sync.Mutex
	scans  map[string]scan // of the planner of deliveries, by handler
}

// Options of Open.
type Options struct {
	// MaxConns bounds the connections on MySQL; 0 takes 32.
	MaxConns int
	// Synchronous is SQLite's durability: FULL (the default), or NORMAL for throw-away databases.
	Synchronous string
	// Random gives the salts of events; nil takes crypto/rand. A seeded demo gives its own, so that it
	// repeats itself.
	Random io.Reader
}

// Open opens the database that url names: sqlite:PATH, or mysql://user:password@host:port/name, or
// mysql://user@unix(/path/to.sock)/name. It does not migrate. The time of every transaction comes
// from now.
func Open(dbURL string, now func() time.Time, opt Options) (*Store, error) {
	s, err := open(dbURL, now, opt)
	if err != nil {
		return nil, err
	}
	if s.random = opt.Random; s.random == nil {
		s.random = rand.Reader
	}
	return s, nil
}

func open(dbURL string, now func() time.Time, opt Options) (*Store, error) {
	switch {
	case strings.HasPrefix(dbURL, "sqlite:"):
		return openSQLite(strings.TrimPrefix(dbURL, "sqlite:"), now, opt)
	case strings.HasPrefix(dbURL, "mysql://"):
		return openMySQL(strings.TrimPrefix(dbURL, "mysql://"), now, opt)
	}
	return nil, fmt.Errorf("database %q: want sqlite:PATH or mysql://user:password@host:port/name", redact(dbURL))
}

// redact hides the password of a database address, for messages.
func redact(dbURL string) string {
	at := strings.LastIndexByte(dbURL, '@')
	if at < 0 {
		return dbURL
	}
	scheme, rest, ok := strings.Cut(dbURL[:at], "://")
	if !ok {
		return "…" + dbURL[at:]
	}
	user, _, _ := strings.Cut(rest, ":")
	return scheme + "://" + user + ":…" + dbURL[at:]
}

func gormConfig(now func() time.Time) *gorm.Config {
	return &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		PrepareStmt:            false,
		PrepareStmtMaxSize:     maxStmts,
		NowFunc:                now,
		Logger:                 logger.Discard,
	}
}

// openGorm opens gorm on a connection. Where rows are asked for, gorm leaves the driver's error as it is:
// that is told like any other.
func openGorm(d gorm.Dialector, conf *gorm.Config) (*gorm.DB, error) {
	db, err := gorm.Open(d, conf)
	if err != nil {
		return nil, err
	}
	return db, db.Callback().Row().After("gorm:row").Register("onestop:outage", func(db *gorm.DB) { db.Error = outage(db.Error) })
}

func openSQLite(path string, now func() time.Time, opt Options) (*Store, error) {
	if path == "" {
		return nil, errors.New("database: sqlite: wants a path")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { //nolint:gosec // the path is the operator's own setting
		return nil, fmt.Errorf("database folder: %w", err)
	}
	if opt.Synchronous == "" {
		opt.Synchronous = "FULL"
	}
	s := &Store{Dialect: SQLite, now: now}
	for _, c := range []struct {
		to    **gorm.DB
		conns int
		keep  bool
		extra []string
	}{
		{&s.write, 1, false, nil},
		{&s.read, 2 * runtime.NumCPU(), true, []string{"query_only(1)"}},
	} {
		raw, err := openFile(path, opt.Synchronous, c.conns, c.keep, c.extra...)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		conf := gormConfig(now)
		conf.PrepareStmt = c.keep
		if *c.to, err = openGorm(sqliteDialect{raw}, conf); err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
	}
	s.hot = s.read
	var err error
	if s.writer, err = newWriter(path, opt.Synchronous, now); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return s, nil
}

func openMySQL(dsn string, now func() time.Time, opt Options) (*Store, error) {
	conf, err := MySQLConfig(dsn)
	if err != nil {
		return nil, err
	}
	connector, err := driver.NewConnector(conf)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	db, err := openGorm(mysqlDialect{&mysql.Dialector{
		Config: &mysql.Config{Conn: sql.OpenDB(readCommitted{connector}), SkipInitializeWithVersion: true},
	}}, gormConfig(now))
	if err != nil {
		return nil, fmt.Errorf("open mysql: %w", err)
	}
	n := opt.MaxConns
	if n <= 0 {
		n = 32
	}
	if err := pool(db, n, n); err != nil {
		return nil, err
	}
	hot := db.Session(&gorm.Session{PrepareStmt: true})
	return &Store{Dialect: MySQL, read: db, hot: hot, write: db, now: now, lag: commitLag}, nil
}

// mysqlDialect is gorm's, whose errors tell also where the database cannot be reached.
type mysqlDialect struct{ *mysql.Dialector }

// Translate turns the driver's errors into gorm's and ours.
func (d mysqlDialect) Translate(err error) error { return outage(d.Dialector.Translate(err)) }

// MySQLConfig reads the part of a mysql address after mysql:// and sets what the store relies on.
func MySQLConfig(dsn string) (*driver.Config, error) {
	user, rest, ok := cutLast(dsn, "@")
	if ok && !strings.Contains(rest, "(") { // host:port/name → tcp(host:port)/name
		host, name, _ := strings.Cut(rest, "/")
		dsn = user + "@tcp(" + host + ")/" + name
	}
	conf, err := driver.ParseDSN(dsn)
	if err != nil {
		return nil, fmt.Errorf("database: mysql address: %w", err)
	}
	conf.ParseTime, conf.InterpolateParams, conf.ClientFoundRows, conf.Loc = true, true, true, time.UTC
	conf.Collation = "utf8mb4_bin"
	if conf.Params == nil {
		conf.Params = map[string]string{}
	}
	conf.Params["sql_mode"] = "'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION'"
	conf.Params["time_zone"] = "'+00:00'"
	return conf, nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func pool(db *gorm.DB, open, idle int) error {
	raw, err := db.DB()
	if err != nil {
		return fmt.Errorf("database pool: %w", err)
	}
	raw.SetMaxOpenConns(open)
	raw.SetMaxIdleConns(idle)
	return nil
}

// Close lets the running transactions finish and closes the database.
func (s *Store) Close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	for _, db := range []*gorm.DB{s.read, s.write} {
		raw, err := db.DB()
		if err == nil {
			err = raw.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	raw, err := s.read.DB()
	if err != nil {
		return err
	}
	return raw.PingContext(ctx)
}

// Now is the present by the clock that the store was given.
func (s *Store) Now() models.Instant { return models.At(s.now()) }

// q starts a read outside a transaction.
func (s *Store) q(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }

// often starts a read outside a transaction whose text is one of a few: a MySQL server parses it once on each
// connection.
func (s *Store) often(ctx context.Context) *gorm.DB { return s.hot.WithContext(ctx) }

// found turns gorm's absence into ours.
func found(err error, what string) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.E(models.NotFound, what+".not_found")
	}
	return err
}

// logSlow notes what a transaction that was retried waited for.
func logRetry(err error, try int) { slog.Warn("transaction retried", "try", try, "err", err) }
