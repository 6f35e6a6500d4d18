package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"

	"onestop.internal/models"
)

// verifier passes on exactly the announced bytes. It keeps back the last of them until the digest
// is known to be right, so that a receiver that counts never has a whole object of wrong bytes.
type verifier struct {
	r    io.Reader
	left int64
	want Key
	sum  hash.Hash
	err  error
}

func verify(ctx context.Context, r io.Reader, key Key, size int64) *verifier {
	return &verifier{r: ctxReader{ctx, r}, left: size, want: key, sum: sha256.New()}
}

func (v *verifier) Read(p []byte) (int, error) {
	if v.err != nil {
		return 0, v.err
	}
	if int64(len(p)) > v.left {
		p = p[:v.left]
	}
	n := 0
	if len(p) > 0 {
		var err error
		n, err = v.r.Read(p)
		v.sum.Write(p[:n])
		v.left -= int64(n)
		if v.left > 0 {
			v.err = tooShort(err)
			return n, v.err
		}
	}
	if v.left > 0 {
		return 0, nil
	}
	if v.err = v.end(); !errors.Is(v.err, io.EOF) {
		return 0, v.err
	}
	return n, v.err
}

// end gives io.EOF where nothing follows and the digest is right.
func (v *verifier) end() error {
	var one [1]byte
	n, err := io.ReadFull(v.r, one[:])
	if n > 0 {
		return models.E(models.Invalid, "storage.size_mismatch")
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	if hex.EncodeToString(v.sum.Sum(nil)) != string(v.want) {
		return models.E(models.Invalid, "storage.digest_mismatch")
	}
	return io.EOF
}

func tooShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return models.E(models.Invalid, "storage.size_mismatch")
	}
	return err
}

// ctxReader ends with the context's error once it is done.
type ctxReader struct {
	ctx context.Context // of the one call it was made for
	r   io.Reader
}

func (c ctxReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
