package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"onestop.internal/models"
)

// Upload is a file on its way in. Offset bytes of Size are confirmed: they are flushed to the disk
// and outlive a crash.
type Upload struct {
	ID        string            `json:"id"` // 32 hexadecimal digits, random
	Owner     int64             `json:"owner"`
	Name      string            `json:"name"` // as the client sent it
	Size      int64             `json:"size"`
	SHA256    Key               `json:"sha256"` // as announced; "" where it was not
	Meta      map[string]string `json:"meta"`   // as the client sent it
	CreatedAt models.Instant    `json:"createdAt"`
	Offset    int64             `json:"-"`
	ExpiresAt models.Instant    `json:"-"` // TTL after the last confirmation

	Finished *Finished     `json:"finished"` // what it became; nil until Finish has stored it
	Refused  *models.Error `json:"refused"`  // why it can never be finished; nil where it can
}

// Finished is an upload that has become an object of the store.
type Finished struct {
	Key  Key    `json:"key"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	MIME string `json:"mime"` // by its bytes
}

// Spec is what a client announces.
type Spec struct {
	Owner  int64 // who may go on with it: any id of the caller's kind above 0
	Name   string
	Size   int64
	SHA256 string // optional; upper or lower case
	Meta   map[string]string
}

// UploadsConfig has a good value for each zero, except for Now.
type UploadsConfig struct {
	MaxSize int64                 // bytes of a file; 200 MiB
	MaxOpen int                   // uploads under way of one owner; 64
	TTL     time.Duration         // of an upload nobody goes on with; 7 days
	Now     func() models.Instant // required
}

// DefaultMaxSize is the limit of one file: 200 MiB.
const DefaultMaxSize = 200 << 20

// Uploads stages files on a local disk until they are whole and right, then gives them to the store.
// Several processes may share the folder; each upload is held by one of them at a time (flock).
//
// An upload of another owner, an expired one and one that never was all answer NotFound
// upload.not_found.
type Uploads struct {
	root  *os.Root
	store Store
	conf  UploadsConfig
}

// NewUploads opens the staging folder and makes it where it is missing. On the same file system as a
// Disk store a finished file is moved, not copied.
func NewUploads(dir string, store Store, conf UploadsConfig) (*Uploads, error) {
	if conf.Now == nil {
		return nil, errors.New("uploads: no clock")
	}
	if conf.MaxSize == 0 {
		conf.MaxSize = DefaultMaxSize
	}
	if conf.MaxOpen == 0 {
		conf.MaxOpen = 64
	}
	if conf.TTL == 0 {
		conf.TTL = 7 * 24 * time.Hour
	}
	root, err := openRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Uploads{root: root, store: store, conf: conf}, nil
}

// Close lets go of the folder.
func (u *Uploads) Close() error { return u.root.Close() }

// MaxSize is the limit of one file, in bytes (Tus-Max-Size).
func (u *Uploads) MaxSize() int64 { return u.conf.MaxSize }

// Create begins an upload. Invalid upload.bad_name, upload.bad_digest, upload.empty,
// material.type_not_allowed; TooLarge upload.too_large; Limited upload.too_many; Unavailable
// storage.full.
func (u *Uploads) Create(_ context.Context, s Spec) (Upload, error) {
	if err := u.check(s); err != nil {
		return Upload{}, err
	}
	if err := u.checkOpen(s.Owner); err != nil {
		return Upload{}, err
	}
	up := Upload{
		ID: randomID(), Owner: s.Owner, Name: s.Name, Size: s.Size,
		SHA256: Key(strings.ToLower(s.SHA256)), Meta: s.Meta, CreatedAt: u.conf.Now(),
	}
	up.ExpiresAt = up.CreatedAt.Add(u.conf.TTL)
	if err := u.stage(up); err != nil {
		return Upload{}, fmt.Errorf("create upload: %w", diskError(err))
	}
	return up, nil
}

func (u *Uploads) check(s Spec) error {
	if s.Owner <= 0 {
		return errors.New("create upload: no owner")
	}
	if err := CheckName(s.Name); err != nil {
		return err
	}
	if _, err := KindOf(s.Name); err != nil {
		return err
	}
	if s.SHA256 != "" && Key(strings.ToLower(s.SHA256)).check() != nil {
		return models.E(models.Invalid, "upload.bad_digest")
	}
	if s.Size <= 0 {
		return models.E(models.Invalid, "upload.empty")
	}
	if s.Size > u.conf.MaxSize {
		return models.E(models.TooLarge, "upload.too_large").With("size", s.Size).With("max", u.conf.MaxSize)
	}
	return nil
}

// checkOpen counts the owner's files on their way. Two at once may pass the limit by one.
func (u *Uploads) checkOpen(owner int64) error {
	files, err := fs.ReadDir(u.root.FS(), ownerDir(owner))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("create upload: %w", err)
	}
	open := 0
	for _, f := range files {
		if strings.HasSuffix(f.Name(), partExt) {
			open++
		}
	}
	if open >= u.conf.MaxOpen {
		return models.E(models.Limited, "upload.too_many").With("max", u.conf.MaxOpen)
	}
	return nil
}

// Status tells how far an upload is confirmed. It waits for nobody.
func (u *Uploads) Status(_ context.Context, owner int64, id string) (Upload, error) {
	if !validID(owner, id) {
		return Upload{}, notFound()
	}
	return u.load(owner, id)
}

// Abort forgets an upload; the object of a finished one stays. Conflict upload.busy while an append
// or Finish is under way.
func (u *Uploads) Abort(_ context.Context, owner int64, id string) error {
	s, err := u.hold(owner, id)
	if err != nil {
		return err
	}
	defer s.release()
	if err := u.remove(owner, id); err != nil {
		return fmt.Errorf("abort upload %s: %w", id, err)
	}
	return nil
}

// Expire removes the uploads that nobody went on with for the TTL before now, and what a crash
// left of one being created or removed. It gives the number removed; one being worked on is passed over.
func (u *Uploads) Expire(ctx context.Context, now models.Instant) (int, error) {
	removed := 0
	owners, err := fs.ReadDir(u.root.FS(), ".")
	if err != nil {
		return 0, fmt.Errorf("expire uploads: %w", err)
	}
	for _, dir := range owners {
		owner, err := strconv.ParseInt(dir.Name(), 10, 64)
		if err != nil || !dir.IsDir() {
			continue // not ours
		}
		n, err := u.expireOwner(ctx, owner, now)
		removed += n
		if err != nil {
			return removed, fmt.Errorf("expire uploads: %w", err)
		}
	}
	return removed, nil
}

func (u *Uploads) expireOwner(ctx context.Context, owner int64, now models.Instant) (int, error) {
	files, err := fs.ReadDir(u.root.FS(), ownerDir(owner))
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, f := range files {
		id, isPosition := strings.CutSuffix(f.Name(), positionExt)
		if !isPosition || !validID(owner, id) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return removed, err
		}
		done, err := u.expireOne(owner, id, now)
		if err != nil {
			return removed, err
		}
		if done {
			removed++
		}
	}
	return removed, nil
}

func (u *Uploads) expireOne(owner int64, id string, now models.Instant) (bool, error) {
	lock, err := u.lock(owner, id)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, fs.ErrNotExist) {
		return false, nil // somebody works on it, or it has gone
	}
	if err != nil {
		return false, err
	}
	defer lock.Close()
	up, err := u.read(owner, id)
	// Unreadable is unusable: a crash in the middle of creating or removing it.
	if err == nil && now < up.ExpiresAt {
		return false, nil
	}
	return true, u.remove(owner, id)
}

func ownerDir(owner int64) string { return strconv.FormatInt(owner, 10) }

func uploadPath(owner int64, id, ext string) string { return path.Join(ownerDir(owner), id+ext) }

func validID(owner int64, id string) bool { return owner > 0 && len(id) == 32 && isHex(id) }

func notFound() error { return models.E(models.NotFound, "upload.not_found") }
