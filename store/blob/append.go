package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"onestop.internal/models"
)

// checkpoint is how many bytes of one append may be under way unconfirmed.
const checkpoint = 8 << 20

// Append adds the bytes of r from offset on, and gives the upload as it is afterwards: what its
// Offset says is flushed. It may be called with any part of the file, however small or large; of a
// long r every 8 MiB are confirmed, so that little is sent twice after a crash.
//
// Conflict upload.offset where offset is not the confirmed one and upload.busy where another append
// is under way, both with the argument "offset"; Invalid upload.broken_off where r fails: what came
// before is confirmed; Invalid upload.checksum_mismatch: nothing of r is kept; TooLarge
// upload.beyond_size: the upload is refused for good, its announced size was not true; Illegal
// upload.finished; Unavailable storage.full: what was confirmed stays. After an error the Upload given
// back tells the offset too, unless it was not found or busy.
func (u *Uploads) Append(ctx context.Context, owner int64, id string, offset int64, r io.Reader, sum Checksum) (Upload, error) {
	s, err := u.hold(owner, id)
	if err != nil {
		return Upload{}, err
	}
	defer s.release()
	if err := s.takes(offset); err != nil {
		return s.Upload, err
	}
	part, err := s.openPart()
	if err != nil {
		return s.Upload, fmt.Errorf("append to upload %s: %w", id, diskError(err))
	}
	defer part.Close()
	a := &appending{staged: s, part: part, want: sum, sum: sum.hash(), at: s.Offset}
	if err := a.receive(ctxReader{ctx, r}); err != nil {
		_ = part.Truncate(s.Offset) // gives room back; the next append does it again
		return s.Upload, fmt.Errorf("append to upload %s: %w", id, diskError(err))
	}
	return s.Upload, nil
}

// takes tells whether bytes at offset may be added.
func (s *staged) takes(offset int64) error {
	switch {
	case s.Refused != nil:
		return s.Refused
	case s.Finished != nil:
		return models.E(models.Illegal, "upload.finished")
	case offset != s.Offset:
		return models.E(models.Conflict, "upload.offset").With("offset", s.Offset)
	}
	return nil
}

// openPart opens the bytes and cuts off what was written after the last confirmation.
func (s *staged) openPart() (*os.File, error) {
	f, err := s.u.root.OpenFile(s.part(), os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	err = f.Truncate(s.Offset) // also renews the time of the last change
	if err == nil && s.Offset < s.last.Offset {
		err = s.move(s.Offset)
	}
	if err != nil {
		_ = f.Close() // the error before it says more
		return nil, err
	}
	return f, nil
}

// appending is one append: at is where its next byte goes, Offset what is confirmed.
type appending struct {
	*staged
	part *os.File
	want Checksum
	sum  hash.Hash // nil where the client gave none
	at   int64
}

func (a *appending) receive(r io.Reader) error {
	buf := make([]byte, 256<<10)
	for {
		n, rerr := r.Read(buf)
		if a.at+int64(n) > a.Size {
			return a.refuse(models.E(models.TooLarge, "upload.beyond_size").With("size", a.Size))
		}
		if err := a.write(buf[:n]); err != nil {
			return err
		}
		switch {
		case errors.Is(rerr, io.EOF):
			return a.end()
		case rerr != nil:
			return a.brokenOff(rerr)
		}
	}
}

// write adds b. With a checksum nothing is confirmed before the end, for it may all have to go again.
func (a *appending) write(b []byte) error {
	if _, err := a.part.WriteAt(b, a.at); err != nil {
		return err
	}
	a.at += int64(len(b))
	if a.sum != nil {
		a.sum.Write(b)
		return nil
	}
	if a.at-a.Offset >= checkpoint {
		return a.confirm()
	}
	return nil
}

func (a *appending) end() error {
	if a.sum != nil && hex.EncodeToString(a.sum.Sum(nil)) != hex.EncodeToString(a.want.digest) {
		return models.E(models.Invalid, "upload.checksum_mismatch")
	}
	return a.confirm()
}

// brokenOff keeps what came, unless its checksum can no longer be told.
func (a *appending) brokenOff(cause error) error {
	if a.sum == nil {
		if err := a.confirm(); err != nil {
			return err
		}
	}
	return fmt.Errorf("%w (%w)", models.E(models.Invalid, "upload.broken_off").With("offset", a.Offset), cause)
}

// confirm flushes the bytes, then the position. Only then does Offset move.
func (a *appending) confirm() error {
	if a.at == a.Offset {
		return nil
	}
	if err := a.part.Sync(); err != nil {
		return err
	}
	return a.move(a.at)
}
