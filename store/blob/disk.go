package blob

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"onestop.internal/models"
)

// Disk keeps objects in a folder: objects/ab/abcd… and, while they are written, tmp/. Several
// processes may share the folder.
type Disk struct{ root *os.Root }

var _ Store = (*Disk)(nil)

const (
	objectsDir = "objects"
	tmpDir     = "tmp"
)

// NewDisk opens the folder and makes it where it is missing. Close it when done.
func NewDisk(dir string) (*Disk, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, err
	}
	for _, d := range []string{objectsDir, tmpDir} {
		if err := makeDir(root, d); err != nil {
			_ = root.Close() // the error before it says more
			return nil, err
		}
	}
	return &Disk{root: root}, nil
}

// Close lets go of the folder.
func (d *Disk) Close() error { return d.root.Close() }

func objectPath(key Key) string { return path.Join(objectsDir, string(key[:2]), string(key)) }

// Put writes a file in tmp/, flushes it and renames it: the object is there whole or not at all.
func (d *Disk) Put(ctx context.Context, key Key, r io.Reader, size int64) error {
	if err := key.check(); err != nil {
		return err
	}
	tmp := path.Join(tmpDir, randomID())
	err := writeNew(d.root, tmp, verify(ctx, r, key, size))
	if err == nil {
		err = d.place(key, func(target string) error { return d.root.Rename(tmp, target) })
	}
	if err != nil {
		_ = d.root.Remove(tmp) // a leftover is Clean's; the error before it says more
		return fmt.Errorf("put object %s: %w", key, diskError(err))
	}
	return nil
}

// adopt takes over the flushed file at name, which must hold the bytes of key. It gives
// syscall.EXDEV where the file lies on another file system.
func (d *Disk) adopt(key Key, name string) error {
	err := d.place(key, func(target string) error {
		return os.Rename(name, filepath.Join(d.root.Name(), filepath.FromSlash(target)))
	})
	if err != nil {
		return fmt.Errorf("adopt object %s: %w", key, diskError(err))
	}
	return nil
}

func (d *Disk) place(key Key, move func(target string) error) error {
	target := objectPath(key)
	if err := makeDir(d.root, path.Dir(target)); err != nil {
		return err
	}
	if err := move(target); err != nil {
		return err
	}
	return syncDir(d.root, path.Dir(target))
}

// Open gives the file.
func (d *Disk) Open(_ context.Context, key Key) (io.ReadSeekCloser, Info, error) {
	if err := key.check(); err != nil {
		return nil, Info{}, err
	}
	f, err := d.root.Open(objectPath(key))
	if err != nil {
		return nil, Info{}, fmt.Errorf("open object %s: %w", key, diskError(err))
	}
	st, err := f.Stat()
	if err != nil {
		_ = f.Close() // nothing was read
		return nil, Info{}, fmt.Errorf("open object %s: %w", key, err)
	}
	return f, diskInfo(key, st), nil
}

// Stat gives size and age.
func (d *Disk) Stat(_ context.Context, key Key) (Info, error) {
	if err := key.check(); err != nil {
		return Info{}, err
	}
	st, err := d.root.Stat(objectPath(key))
	if err != nil {
		return Info{}, fmt.Errorf("stat object %s: %w", key, diskError(err))
	}
	return diskInfo(key, st), nil
}

// Delete removes the file.
func (d *Disk) Delete(_ context.Context, key Key) error {
	if err := key.check(); err != nil {
		return err
	}
	err := d.root.Remove(objectPath(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncDir(d.root, path.Dir(objectPath(key)))
	}
	if err != nil {
		return fmt.Errorf("delete object %s: %w", key, err)
	}
	return nil
}

// Walk reads one folder at a time. An object deleted meanwhile is passed over.
func (d *Disk) Walk(ctx context.Context, fn func(Info) error) error {
	dirs, err := fs.ReadDir(d.root.FS(), objectsDir)
	if err != nil {
		return fmt.Errorf("walk objects: %w", err)
	}
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue // not ours
		}
		if err := d.walkDir(ctx, path.Join(objectsDir, dir.Name()), fn); err != nil {
			return err
		}
	}
	return nil
}

func (d *Disk) walkDir(ctx context.Context, dir string, fn func(Info) error) error {
	files, err := fs.ReadDir(d.root.FS(), dir)
	if err != nil {
		return fmt.Errorf("walk objects: %w", err)
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		key := Key(f.Name())
		if key.check() != nil {
			continue // not ours
		}
		st, err := f.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("walk objects: %w", err)
		}
		if err := fn(diskInfo(key, st)); err != nil {
			return err
		}
	}
	return nil
}

// Clean removes files in tmp/ last written before the instant.
func (d *Disk) Clean(ctx context.Context, before models.Instant) error {
	files, err := fs.ReadDir(d.root.FS(), tmpDir)
	if err != nil {
		return fmt.Errorf("clean objects: %w", err)
	}
	for _, f := range files {
		st, err := f.Info()
		if err != nil || models.At(st.ModTime()) >= before {
			continue // gone meanwhile, or still young
		}
		if err := d.root.Remove(path.Join(tmpDir, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("clean objects: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// Ready writes a byte and removes it.
func (d *Disk) Ready(context.Context) error {
	name := path.Join(tmpDir, randomID())
	err := d.root.WriteFile(name, []byte{1}, 0o600)
	if rm := d.root.Remove(name); err == nil {
		err = rm
	}
	if err != nil {
		return fmt.Errorf("files folder: %w", diskError(err))
	}
	return nil
}

func diskInfo(key Key, st fs.FileInfo) Info {
	return Info{Key: key, Size: st.Size(), ModifiedAt: models.At(st.ModTime())}
}

// diskError gives a full disk (or quota, or file size limit) and an absent file their types.
func diskError(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return fmt.Errorf("%w (%w)", &models.Error{Code: models.Unavailable, Key: "storage.full", RetryAfter: 60}, err)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (%w)", models.E(models.NotFound, "storage.not_found"), err)
	}
	return err
}

func openRoot(dir string) (*os.Root, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("files folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("files folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("files folder: %w", err)
	}
	return root, nil
}

// makeDir makes a folder durable; one that is there is no error.
func makeDir(root *os.Root, name string) error {
	err := root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(root, path.Dir(name))
}

func syncDir(root *os.Root, name string) error {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// writeNew writes and flushes a new file; what it leaves on an error is the caller's to remove.
func writeNew(root *os.Root, name string, r io.Reader) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	// The plain Writer keeps the copy at this buffer's size.
	_, err = io.CopyBuffer(struct{ io.Writer }{f}, r, make([]byte, 256<<10))
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// randomID gives 32 hexadecimal digits that cannot be guessed.
func randomID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: the runtime ends the program instead
	return hex.EncodeToString(b[:])
}
