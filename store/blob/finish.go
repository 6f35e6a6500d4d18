package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"onestop.internal/models"
)

// Finish turns a whole upload into an object of the store: its digest is taken from what lies on the
// disk, its type from its bytes. Asked again it gives the same answer until the upload expires or is
// aborted, so a caller that crashed before writing down the result asks once more.
//
// Illegal upload.incomplete with "offset" and "size"; Conflict upload.busy. Refused for good: Invalid
// upload.digest_mismatch, material.type_mismatch, material.unreadable. Unavailable storage.full and
// storage.unreachable leave the upload as it is: ask again later.
func (u *Uploads) Finish(ctx context.Context, owner int64, id string) (Finished, error) {
	s, err := u.hold(owner, id)
	if err != nil {
		return Finished{}, err
	}
	defer s.release()
	switch {
	case s.Refused != nil:
		return Finished{}, s.Refused
	case s.Finished != nil:
		return *s.Finished, nil
	case s.Offset < s.Size:
		return Finished{}, models.E(models.Illegal, "upload.incomplete").With("offset", s.Offset).With("size", s.Size)
	}
	if err := s.finish(ctx); err != nil {
		return Finished{}, fmt.Errorf("finish upload %s: %w", id, diskError(err))
	}
	return *s.Finished, nil
}

func (s *staged) finish(ctx context.Context) error {
	part, err := s.openPart()
	if err != nil {
		return err
	}
	defer part.Close()
	done, err := s.inspect(ctx, part)
	if why := new(models.Error); errors.As(err, &why) {
		return s.refuse(why)
	}
	if err != nil {
		return err
	}
	// The record first: once the part has gone, it says what became of it.
	s.Finished = &done
	if err := s.u.save(s.Upload); err != nil {
		return err
	}
	if err := s.hand(ctx, part); err != nil {
		return err
	}
	return s.u.removeFile(s.part())
}

// inspect takes digest and type of the bytes; a models.Error says what is wrong with them.
func (s *staged) inspect(ctx context.Context, part *os.File) (Finished, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, ctxReader{ctx, io.NewSectionReader(part, 0, s.Size)}); err != nil {
		return Finished{}, err
	}
	key := Key(hex.EncodeToString(sum.Sum(nil)))
	if s.SHA256 != "" && s.SHA256 != key {
		return Finished{}, models.E(models.Invalid, "upload.digest_mismatch")
	}
	kind, err := KindOf(s.Name)
	if err != nil {
		return Finished{}, err
	}
	if err := kind.Check(part, s.Size); err != nil {
		return Finished{}, err
	}
	return Finished{Key: key, Name: s.Name, Size: s.Size, MIME: kind.MIME}, nil
}

// hand gives the bytes to the store: moved where it is a folder of the same file system, else copied.
func (s *staged) hand(ctx context.Context, part *os.File) error {
	if d, ok := s.u.store.(*Disk); ok {
		if err := part.Sync(); err != nil {
			return err
		}
		err := d.adopt(s.Finished.Key, filepath.Join(s.u.root.Name(), filepath.FromSlash(s.part())))
		if !errors.Is(err, syscall.EXDEV) {
			return err
		}
	}
	return s.u.store.Put(ctx, s.Finished.Key, io.NewSectionReader(part, 0, s.Size), s.Size)
}
