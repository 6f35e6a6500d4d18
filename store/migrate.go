package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations
var migrationFiles embed.FS

// Migrate brings the schema up to this program's. It refuses a database that is newer than the
// program. Two instances that start together wait for one another on MySQL; on SQLite one file has
// one writer.
func (s *Store) Migrate(ctx context.Context) (from, to int64, err error) {
	p, err := s.migrator()
	if err != nil {
		return 0, 0, err
	}
	from, err = p.GetDBVersion(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read schema version: %w", err)
	}
	to = newest(p)
	if from > to {
		return from, to, fmt.Errorf("the database has schema %d, this program knows %d: use a newer program", from, to)
	}
	if _, err := p.Up(ctx); err != nil {
		return from, to, fmt.Errorf("migrate: %w", err)
	}
	return from, to, nil
}

// SchemaCurrent tells whether the database has exactly this program's schema.
func (s *Store) SchemaCurrent(ctx context.Context) error {
	p, err := s.migrator()
	if err != nil {
		return err
	}
	v, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if want := newest(p); v != want {
		return fmt.Errorf("the database has schema %d, this program needs %d: run migrate", v, want)
	}
	return nil
}

func newest(p *goose.Provider) (v int64) {
	for _, src := range p.ListSources() {
		v = max(v, src.Version)
	}
	return v
}

func (s *Store) migrator() (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations/"+string(s.Dialect))
	if err != nil {
		return nil, err
	}
	dialect := database.DialectSQLite3
	if s.Dialect == MySQL {
		dialect = database.DialectMySQL
	}
	raw, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, raw, files, goose.WithDisableGlobalRegistry(true))
}
