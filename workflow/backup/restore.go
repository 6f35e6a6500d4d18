package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"onestop.internal/store"
	"onestop.internal/store/blob"
)

// Verify reads a whole copy and tells what is not as it was written; nil where all is.
func Verify(ctx context.Context, dir string) (m *Manifest, err error) {
	if m, err = Read(dir); err != nil {
		return nil, err
	}
	for i := range m.Tables {
		t := &m.Tables[i]
		sum, err := hashOf(tablePath(dir, t.Name))
		if err != nil {
			return m, fmt.Errorf("backup: table %s: %w", t.Name, err)
		}
		if sum != t.SHA256 {
			return m, fmt.Errorf("backup: table %s is not as it was written", t.Name)
		}
	}
	if err := (&reader{dir: dir, m: m}).Each(func(string, []string) error { return nil }, func([]any) error { return ctx.Err() }); err != nil {
		return m, err
	}
	return m, verifyFiles(ctx, dir, m)
}

func hashOf(name string) (_ string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// verifyFiles looks whether every file is there and is what its name says.
func verifyFiles(ctx context.Context, dir string, m *Manifest) (err error) {
	files, err := blob.NewDisk(filepath.Join(dir, "files"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, files.Close()) }()
	n := 0
	err = files.Walk(ctx, func(i blob.Info) error {
		n++
		r, _, err := files.Open(ctx, i.Key)
		if err != nil {
			return err
		}
		h := sha256.New()
		_, err = io.Copy(h, r)
		if err := errors.Join(err, r.Close()); err != nil {
			return err
		}
		if hex.EncodeToString(h.Sum(nil)) != string(i.Key) {
			return fmt.Errorf("backup: file %s is not as it was written", i.Key)
		}
		return nil
	})
	if err == nil && n != m.Files {
		err = fmt.Errorf("backup: %d files, the manifest says %d", n, m.Files)
	}
	return err
}

// Restore makes a portal of a copy: in a database that nobody has used and a file store. The copy is
// verified first; the schema ends as this program's. Everybody signs in anew.
func Restore(ctx context.Context, dir string, st *store.Store, files blob.Store) (*Manifest, error) {
	m, err := Verify(ctx, dir)
	if err != nil {
		return m, err
	}
	empty, err := st.Empty(ctx)
	if err != nil {
		return m, err
	}
	if !empty {
		return m, errors.New("restore: the database is in use; give an empty one")
	}
	if err := st.Load(ctx, m.Schema, &reader{dir: dir, m: m}); err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	return m, restoreFiles(ctx, dir, files)
}

func restoreFiles(ctx context.Context, dir string, to blob.Store) (err error) {
	from, err := blob.NewDisk(filepath.Join(dir, "files"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	return from.Walk(ctx, func(i blob.Info) error {
		_, err := copyFile(ctx, from, to, i.Key)
		return err
	})
}

// reader gives the rows of a copy.
type reader struct {
	dir string
	m   *Manifest
}

// signedIn are the tables of those who are signed in, or have a link to do so: a restored portal has none.
var signedIn = map[string]bool{"sessions": true, "one_time_links": true, "login_tries": true}

// Each gives table after table; of those who are signed in no rows.
func (r *reader) Each(table func(string, []string) error, row func([]any) error) error {
	for i := range r.m.Tables {
		t := &r.m.Tables[i]
		if err := table(t.Name, t.Columns); err != nil {
			return err
		}
		take := row
		if signedIn[t.Name] {
			take = func([]any) error { return nil }
		}
		if err := r.rows(t, take); err != nil {
			return fmt.Errorf("backup: table %s: %w", t.Name, err)
		}
	}
	return nil
}

func (r *reader) rows(t *Table, row func([]any) error) (err error) {
	f, err := os.Open(tablePath(r.dir, t.Name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		return err
	}
	d := json.NewDecoder(z)
	d.UseNumber()
	n := int64(0)
	for {
		var values []any
		if err := d.Decode(&values); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("row %d: %w", n+1, err)
		}
		n++
		if len(values) != len(t.Columns) {
			return fmt.Errorf("row %d has %d values for %d columns", n, len(values), len(t.Columns))
		}
		for i := range values {
			if values[i], err = restored(values[i]); err != nil {
				return fmt.Errorf("row %d, %s: %w", n, t.Columns[i], err)
			}
		}
		if err := row(values); err != nil {
			return err
		}
	}
	if n != t.Rows {
		return fmt.Errorf("%d rows, the manifest says %d", n, t.Rows)
	}
	return nil
}

// restored is a value as the database had it.
func restored(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n, nil
		}
		return v.Float64()
	case map[string]any:
		s, ok := v["base64"].(string)
		if !ok {
			return nil, errors.New("an unknown value")
		}
		return base64.StdEncoding.DecodeString(s)
	case nil, string:
		return v, nil
	}
	return nil, fmt.Errorf("an unknown value of type %T", v)
}
