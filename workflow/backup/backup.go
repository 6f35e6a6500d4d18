// Package backup copies a whole portal while it serves, checks such a copy, and makes a portal of one again.
// A copy is a folder: manifest.json with its SHA-256 beside it, tables/NAME.jsonl.gz with a row a line, and
// files/ as the file store keeps them. It is the same for every database, so a copy of one can be restored
// into another. Keys are not in it: they are kept elsewhere.
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
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/store/blob"
)

// Format is the version of the layout of a copy.
const Format = 1

// Manifest says what a copy holds.
type Manifest struct {
	Format   int            `json:"format"`
	Program  string         `json:"program"`
	Schema   int64          `json:"schema"`
	Dialect  string         `json:"dialect"`
	TakenAt  models.Instant `json:"takenAt"`
	Position store.Position `json:"position"` // in MySQL's binary log, for point-in-time recovery
	Tables   []Table        `json:"tables"`
	Files    int            `json:"files"`
	Bytes    int64          `json:"bytes"`             // of the files
	Missing  []string       `json:"missing,omitempty"` // files that the store itself had lost
}

// Table is one table of a copy.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Rows    int64    `json:"rows"`
	SHA256  string   `json:"sha256"` // of the compressed file
}

// Write copies the portal into a folder that is not there yet. It is complete or not there: it grows
// under another name, which is removed where something fails.
func Write(ctx context.Context, st *store.Store, files blob.Store, dir, program string) (*Manifest, error) {
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		return nil, errors.Join(err, fmt.Errorf("backup: %s is there already", dir))
	}
	part := dir + ".partial"
	if err := os.RemoveAll(part); err != nil {
		return nil, err
	}
	m, err := write(ctx, st, files, part, program)
	if err == nil {
		err = errors.Join(syncDir(part), os.Rename(part, dir), syncDir(filepath.Dir(dir)))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("backup: %w", err), os.RemoveAll(part))
	}
	return m, nil
}

func write(ctx context.Context, st *store.Store, files blob.Store, dir, program string) (*Manifest, error) {
	if err := os.MkdirAll(filepath.Join(dir, "tables"), 0o700); err != nil {
		return nil, err
	}
	schema, err := st.Schema(ctx)
	if err != nil {
		return nil, err
	}
	m := &Manifest{Format: Format, Program: program, Schema: schema, Dialect: string(st.Dialect), TakenAt: st.Now()}
	w := &writer{dir: dir, m: m, keys: map[string]bool{}}
	if m.Position, err = st.Dump(ctx, w); err != nil {
		return nil, errors.Join(err, w.close())
	}
	if err := w.close(); err != nil {
		return nil, err
	}
	if err := w.copyFiles(ctx, files); err != nil {
		return nil, err
	}
	return m, writeManifest(dir, m)
}

// writer puts the rows of a dump into files.
type writer struct {
	dir  string
	m    *Manifest
	keys map[string]bool // SHA-256 of the files that the rows name
	hash int             // the column that names one, -1 for none

	file *os.File
	sum  hash.Hash
	zip  *gzip.Writer
	buf  *bufio.Writer
}

// Table begins the next table.
func (w *writer) Table(name string, columns []string) (err error) {
	if err := w.close(); err != nil {
		return err
	}
	w.m.Tables = append(w.m.Tables, Table{Name: name, Columns: slices.Clone(columns)})
	w.hash = -1
	if name == "files" {
		w.hash = slices.Index(columns, "sha256")
	}
	if w.file, err = os.OpenFile(tablePath(w.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	w.sum = sha256.New()
	w.zip = gzip.NewWriter(io.MultiWriter(w.file, w.sum))
	w.buf = bufio.NewWriterSize(w.zip, 1<<16)
	return nil
}

// Row writes one line.
func (w *writer) Row(values []any) error {
	t := &w.m.Tables[len(w.m.Tables)-1]
	t.Rows++
	if w.hash >= 0 {
		if key, ok := values[w.hash].(string); ok && key != "" {
			w.keys[key] = true
		}
	}
	line := make([]any, len(values))
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			v = map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
		}
		line[i] = v
	}
	b, err := json.Marshal(line)
	if err != nil {
		return err
	}
	_, err = w.buf.Write(append(b, '\n'))
	return err
}

// close ends the table that is being written.
func (w *writer) close() error {
	if w.file == nil {
		return nil
	}
	err := errors.Join(w.buf.Flush(), w.zip.Close(), w.file.Sync(), w.file.Close())
	w.m.Tables[len(w.m.Tables)-1].SHA256 = hex.EncodeToString(w.sum.Sum(nil))
	w.file = nil
	return err
}

// copyFiles copies what the rows name: a file never changes and is found by its hash, so those written since
// the snapshot are simply not in it.
func (w *writer) copyFiles(ctx context.Context, from blob.Store) (err error) {
	to, err := blob.NewDisk(filepath.Join(w.dir, "files"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	keys := make([]string, 0, len(w.keys))
	for k := range w.keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		n, err := copyFile(ctx, from, to, blob.Key(k))
		if models.CodeOf(err) == models.NotFound {
			w.m.Missing = append(w.m.Missing, k)
			continue
		}
		if err != nil {
			return err
		}
		w.m.Files++
		w.m.Bytes += n
	}
	return nil
}

func copyFile(ctx context.Context, from, to blob.Store, key blob.Key) (n int64, err error) {
	r, info, err := from.Open(ctx, key)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return info.Size, to.Put(ctx, key, r, info.Size)
}

const (
	manifestName = "manifest.json"
	sumName      = "manifest.json.sha256"
)

func tablePath(dir, name string) string { return filepath.Join(dir, "tables", name+".jsonl.gz") }

func writeManifest(dir string, m *Manifest) error {
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	return errors.Join(
		writeFile(filepath.Join(dir, manifestName), b),
		writeFile(filepath.Join(dir, sumName), []byte(hex.EncodeToString(sum[:])+"  "+manifestName+"\n")),
	)
}

func writeFile(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Read gives what a copy says of itself: an error where the manifest is not as it was written.
func Read(dir string) (*Manifest, error) {
	b, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	told, err := os.ReadFile(filepath.Join(dir, sumName))
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if sum := sha256.Sum256(b); !strings.HasPrefix(string(told), hex.EncodeToString(sum[:])) {
		return nil, errors.New("backup: manifest.json is not as it was written")
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if m.Format != Format {
		return nil, fmt.Errorf("backup: format %d, this program knows %d", m.Format, Format)
	}
	return &m, nil
}
