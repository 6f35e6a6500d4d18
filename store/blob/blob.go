// Package blob keeps the bytes of materials: objects named by their SHA-256, on a local disk or in
// an S3-compatible store, and uploads that can be broken off and resumed before they become one.
//
// A file's own name is data and never part of a path: what lies on the disk is named by a Key or by
// a random id, both checked for their shape and opened below one root.
package blob

import (
	"context"
	"io"

	"onestop.internal/models"
)

// Key is the SHA-256 of an object's bytes, 64 lower-case hexadecimal digits.
type Key string

const keyLen = 64

// ParseKey gives s as a key; Invalid storage.bad_key where it is none.
func ParseKey(s string) (Key, error) {
	if len(s) != keyLen || !isHex(s) {
		return "", models.E(models.Invalid, "storage.bad_key")
	}
	return Key(s), nil
}

func (k Key) check() error {
	_, err := ParseKey(string(k))
	return err
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Info is what a store knows of an object. ModifiedAt is the last Put by the clock of the storage.
type Info struct {
	Key        Key
	Size       int64
	ModifiedAt models.Instant
}

// Store keeps objects by key. An object is there whole or not at all.
//
// Errors: Invalid storage.bad_key for a key of the wrong shape; NotFound storage.not_found; Unavailable
// storage.full where there is no room and storage.unreachable where the store does not answer.
// Anything else is an operator's mistake and of no type.
type Store interface {
	// Put keeps the size bytes of r as key. Invalid storage.size_mismatch or storage.digest_mismatch
	// where r is not what was announced; nothing is kept then. Putting an object again renews its
	// ModifiedAt, so that a sweep of unreferenced objects may spare young ones.
	Put(ctx context.Context, key Key, r io.Reader, size int64) error
	// Open gives the object for reading at any position; ctx must last until it is closed.
	Open(ctx context.Context, key Key) (io.ReadSeekCloser, Info, error)
	Stat(ctx context.Context, key Key) (Info, error)
	// Delete removes the object; one that is not there is no error.
	Delete(ctx context.Context, key Key) error
	// Walk calls fn for each object in the order of keys and stops at its first error.
	Walk(ctx context.Context, fn func(Info) error) error
	// Clean removes what a Put broken off before the instant has left behind. No object is touched.
	Clean(ctx context.Context, before models.Instant) error
	// Ready tells whether the store answers now.
	Ready(ctx context.Context) error
}
