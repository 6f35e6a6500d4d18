package blob

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"onestop.internal/models"
)

// An upload is three files in its owner's folder. The position is made first, carries the lock and
// goes last; with the record the upload begins and ends to be.
const (
	recordExt   = ".json"
	newExt      = ".new" // the record being written
	partExt     = ".part"
	positionExt = ".pos"
)

// stage makes the files of a new upload and flushes them.
func (u *Uploads) stage(up Upload) (err error) {
	if err := makeDir(u.root, ownerDir(up.Owner)); err != nil {
		return err
	}
	pos, err := u.root.OpenFile(uploadPath(up.Owner, up.ID, positionExt), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer pos.Close()
	defer func() {
		if err != nil {
			_ = u.remove(up.Owner, up.ID) // what stays is Expire's
		}
	}()
	if err := flock(pos); err != nil {
		return err
	}
	// Both slots now: a full disk cannot refuse to confirm later.
	for seq := range int64(2) {
		if err := writePosition(pos, position{Seq: seq, At: up.CreatedAt}); err != nil {
			return err
		}
	}
	if err := writeNew(u.root, uploadPath(up.Owner, up.ID, partExt), bytes.NewReader(nil)); err != nil {
		return err
	}
	return u.save(up)
}

// save writes the record whole or not at all.
func (u *Uploads) save(up Upload) error {
	b, err := json.Marshal(up)
	if err != nil {
		return err
	}
	tmp := uploadPath(up.Owner, up.ID, newExt)
	if err := u.removeFile(tmp); err != nil {
		return err
	}
	if err := writeNew(u.root, tmp, bytes.NewReader(b)); err != nil {
		return err
	}
	if err := u.root.Rename(tmp, uploadPath(up.Owner, up.ID, recordExt)); err != nil {
		return err
	}
	return syncDir(u.root, ownerDir(up.Owner))
}

// load reads an upload that has not expired.
func (u *Uploads) load(owner int64, id string) (Upload, error) {
	up, err := u.read(owner, id)
	if errors.Is(err, fs.ErrNotExist) {
		return Upload{}, notFound()
	}
	if err != nil {
		return Upload{}, fmt.Errorf("upload %s: %w", id, err)
	}
	if u.conf.Now() >= up.ExpiresAt {
		return Upload{}, notFound()
	}
	return up, nil
}

// read puts an upload together from its files. The record names what it becomes before the file is
// moved, so it is finished once the part has gone. A part shorter than its position was cut back
// after the position could not be written: its length is what holds.
func (u *Uploads) read(owner int64, id string) (Upload, error) {
	var up Upload
	b, err := u.root.ReadFile(uploadPath(owner, id, recordExt))
	if err != nil {
		return up, err
	}
	if err := json.Unmarshal(b, &up); err != nil {
		return up, err
	}
	pos, err := u.root.Open(uploadPath(owner, id, positionExt))
	if err != nil {
		return up, err
	}
	defer pos.Close()
	p, err := readPosition(pos)
	if err != nil {
		return up, err
	}
	up.Offset, up.ExpiresAt = p.Offset, p.At.Add(u.conf.TTL)
	part, err := u.root.Lstat(uploadPath(owner, id, partExt))
	if err == nil {
		up.Finished, up.Offset = nil, min(up.Offset, part.Size())
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return up, err
}

// remove deletes the files of an upload, in the order that lets Expire go on after a crash.
func (u *Uploads) remove(owner int64, id string) error {
	for _, ext := range []string{recordExt, newExt, partExt, positionExt} {
		if err := u.removeFile(uploadPath(owner, id, ext)); err != nil {
			return err
		}
	}
	return syncDir(u.root, ownerDir(owner))
}

func (u *Uploads) removeFile(name string) error {
	if err := u.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// staged is an upload that this call alone works on.
type staged struct {
	Upload
	u    *Uploads
	pos  *os.File // locked
	last position // as it was written last
}

// hold locks an upload and reads it. Conflict upload.busy with the confirmed offset where another
// call has it.
func (u *Uploads) hold(owner int64, id string) (*staged, error) {
	if !validID(owner, id) {
		return nil, notFound()
	}
	pos, err := u.lock(owner, id)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, u.busy(owner, id)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound()
	}
	if err != nil {
		return nil, fmt.Errorf("upload %s: %w", id, err)
	}
	s := &staged{u: u, pos: pos}
	if s.Upload, err = u.load(owner, id); err == nil {
		s.last, err = readPosition(pos)
	}
	if err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

func (u *Uploads) busy(owner int64, id string) error {
	up, err := u.load(owner, id)
	if err != nil {
		return err
	}
	return models.E(models.Conflict, "upload.busy").With("offset", up.Offset)
}

// release lets the next call have it: the lock goes with the file.
func (s *staged) release() { s.pos.Close() }

func (u *Uploads) lock(owner int64, id string) (*os.File, error) {
	f, err := u.root.OpenFile(uploadPath(owner, id, positionExt), os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := flock(f); err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// flock gives syscall.EWOULDBLOCK where another open file has the lock, of this process or another.
func flock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// move writes down that the first offset bytes are flushed.
func (s *staged) move(offset int64) error {
	p := position{Seq: s.last.Seq + 1, Offset: offset, At: s.u.conf.Now()}
	if err := writePosition(s.pos, p); err != nil {
		return err
	}
	s.last, s.Offset, s.ExpiresAt = p, offset, p.At.Add(s.u.conf.TTL)
	return nil
}

func (s *staged) part() string { return uploadPath(s.Owner, s.ID, partExt) }

// refuse ends an upload for good: every later call gets the same answer, and its bytes go.
func (s *staged) refuse(why *models.Error) error {
	s.Refused, s.Finished = why, nil
	err := s.u.save(s.Upload)
	if err == nil {
		err = s.u.removeFile(s.part())
	}
	if err != nil {
		return fmt.Errorf("refuse upload %s (%s): %w", s.ID, why.Key, diskError(err))
	}
	return why
}
