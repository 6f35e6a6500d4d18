package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/report"
	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
	"onestop.internal/workflow/files"
)

// database is the flags of every command that opens one.
type database struct {
	DB string `help:"The database: sqlite:PATH, or mysql://user:password@host:port/name." default:"sqlite:data/onestop.db" env:"ONESTOP_DB"`
}

func (d database) open(now func() time.Time) (*store.Store, error) {
	return store.Open(d.DB, now, store.Options{})
}

// existing opens a database that must be there: SQLite would make an empty one.
func (d database) existing(now func() time.Time) (*store.Store, error) {
	if path, ok := strings.CutPrefix(d.DB, "sqlite:"); ok {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("no database: %w", err)
		}
	}
	return d.open(now)
}

// migrated opens the database and brings its schema up.
func (d database) migrated(ctx context.Context, now func() time.Time) (*store.Store, error) {
	st, err := d.open(now)
	if err != nil {
		return nil, err
	}
	if _, _, err := st.Migrate(ctx); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// core is the use cases that every command may need.
type core struct {
	store  *store.Store
	policy *policy.Policy
	county *county.County
	cases  *cases.Service
}

// newCore brings the catalogue into the database and reads what is in force.
func newCore(ctx context.Context, st *store.Store) (*core, error) {
	pol, err := policy.New()
	if err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	if _, _, err := county.Install(ctx, st); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	c, err := county.Open(ctx, st)
	if err != nil {
		return nil, err
	}
	return &core{st, pol, c, &cases.Service{Store: st, Policy: pol, County: c, Random: rand.Reader}}, nil
}

func (c *core) accounts(key []byte) *accounts.Service {
	return &accounts.Service{
		Store: c.store, Policy: c.policy, Hasher: accounts.NewHasher(), Key: key,
		Settings: func() accounts.Settings {
			s := c.county.Now().Settings
			set := accounts.Settings{Issuer: s.Name + "一站办", Demo: s.Demo, DemoExempt: s.Demo}
			if s.Founded() {
				set.Region = s.Region
			}
			return set
		},
		Found: func(tx *store.Tx, in accounts.Founding, by policy.Actor) error {
			return c.county.Found(tx, in.Name, in.NameEn, in.Region, by)
		},
		Fresh: c.county.Fresh,
		KnownItem: func(code string) bool {
			_, err := c.county.Now().InForce(code, c.store.Now().Date())
			return err == nil
		},
	}
}

func (c *core) report() *report.Service {
	return &report.Service{Store: c.store, Policy: c.policy, County: c.county}
}

// storage is where files lie.
type storage struct {
	Files string `help:"Where files lie: a folder, or s3://BUCKET?endpoint=URL&region=R (keys from ONESTOP_S3_KEY and ONESTOP_S3_SECRET)." default:"data/files" env:"ONESTOP_FILES"`
	State string `help:"Folder of unfinished uploads and of the key that seals secrets." default:"data" env:"ONESTOP_STATE"`
}

func (s storage) blob() (blob.Store, error) {
	if !strings.HasPrefix(s.Files, "s3://") {
		return blob.NewDisk(s.Files)
	}
	u, err := url.Parse(s.Files)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	q := u.Query()
	return blob.NewS3(blob.S3Config{
		Endpoint: q.Get("endpoint"), Region: q.Get("region"), Bucket: u.Host, Prefix: strings.Trim(u.Path, "/"),
		AccessKey: os.Getenv("ONESTOP_S3_KEY"), SecretKey: os.Getenv("ONESTOP_S3_SECRET"), PathStyle: q.Get("style") != "host",
	})
}

func (s storage) service(c *core) (*files.Service, error) {
	b, err := s.blob()
	if err != nil {
		return nil, err
	}
	now := func() models.Instant { return c.store.Now() }
	up, err := blob.NewUploads(filepath.Join(s.State, "uploads"), b, blob.UploadsConfig{Now: now})
	if err != nil {
		return nil, err
	}
	return &files.Service{Store: c.store, Policy: c.policy, Cases: c.cases, Blob: b, Uploads: up}, nil
}

const keySize = 32

// key is the key that seals secrets at rest: from ONESTOP_KEY (base64), which instances that share a
// database need, or a file made at the first start.
func (s storage) key() ([]byte, error) {
	if env := os.Getenv("ONESTOP_KEY"); env != "" {
		k, err := base64.StdEncoding.DecodeString(env)
		if err != nil || len(k) != keySize {
			return nil, fmt.Errorf("ONESTOP_KEY: want %d bytes in base64", keySize)
		}
		return k, nil
	}
	path := filepath.Join(s.State, "secret.key")
	k, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := os.MkdirAll(s.State, 0o700); err != nil {
		return nil, err
	}
	if err := makeKey(path); err != nil {
		return nil, err
	}
	return readKey(path)
}

func readKey(path string) ([]byte, error) {
	k, err := os.ReadFile(path)
	if err == nil && len(k) != keySize {
		return nil, fmt.Errorf("%s: want %d bytes", path, keySize)
	}
	return k, err
}

// makeKey leaves one whole key at path whoever else makes one there at the same time: instances
// that share the folder and start together get the same.
func makeKey(path string) error {
	k := make([]byte, keySize)
	_, _ = rand.Read(k)                                      // never fails (crypto/rand)
	f, err := os.CreateTemp(filepath.Dir(path), ".secret-*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(k)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
