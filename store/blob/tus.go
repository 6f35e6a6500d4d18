package blob

import (
	"crypto/sha1" //nolint:gosec // tus asks every server for it; it guards against accidents only
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"onestop.internal/models"
)

// What a server says of itself in tus 1.0.0: POST creates, HEAD tells the offset, PATCH appends,
// DELETE aborts.
const (
	TusVersion          = "1.0.0"
	TusExtensions       = "creation,expiration,termination,checksum"
	TusChecksums        = "sha1,sha256"
	TusContentType      = "application/offset+octet-stream"
	TusChecksumMismatch = 460 // status of upload.checksum_mismatch
)

// maxMetadata is the longest Upload-Metadata header, in bytes; maxPairs the most pairs in it.
const (
	maxMetadata = 8 << 10
	maxPairs    = 32
)

// ParseMetadata reads Upload-Metadata: pairs of a key and a value in base64, parted by commas. The
// value may be missing. Invalid upload.bad_metadata for anything else, for a key twice and for a
// value that is not UTF-8.
func ParseMetadata(header string) (map[string]string, error) {
	out := map[string]string{}
	if strings.Trim(header, " \t") == "" {
		return out, nil
	}
	pairs := strings.Split(header, ",")
	if len(header) > maxMetadata || len(pairs) > maxPairs {
		return nil, badMetadata()
	}
	for _, pair := range pairs {
		key, coded, _ := strings.Cut(strings.Trim(pair, " \t"), " ")
		value, err := base64.StdEncoding.Strict().DecodeString(strings.Trim(coded, " \t"))
		if _, twice := out[key]; err != nil || twice || !isMetadataKey(key) || strings.ContainsAny(coded, "\r\n") || !utf8.Valid(value) {
			return nil, badMetadata()
		}
		out[key] = string(value)
	}
	return out, nil
}

func badMetadata() error { return models.E(models.Invalid, "upload.bad_metadata") }

func isMetadataKey(key string) bool {
	for i := range len(key) {
		if key[i] <= ' ' || key[i] > '~' || key[i] == ',' {
			return false
		}
	}
	return key != ""
}

// FormatMetadata writes Upload-Metadata, keys in order.
func FormatMetadata(meta map[string]string) string {
	var pairs []string
	for k, v := range meta {
		pair := k
		if v != "" {
			pair += " " + base64.StdEncoding.EncodeToString([]byte(v))
		}
		pairs = append(pairs, pair)
	}
	slices.Sort(pairs)
	return strings.Join(pairs, ",")
}

// ParseCount reads Upload-Length, Upload-Offset and the like: digits alone, in bytes. Invalid
// upload.bad_header, with the header's name.
func ParseCount(header, value string) (int64, error) {
	n, err := strconv.ParseUint(value, 10, 63)
	if err != nil || strings.HasPrefix(value, "+") {
		return 0, models.E(models.Invalid, "upload.bad_header").With("header", header)
	}
	return int64(n), nil
}

// FormatExpires writes Upload-Expires (RFC 9110 date).
func FormatExpires(at models.Instant) string {
	return at.Time().Format(time.RFC1123[:len(time.RFC1123)-3] + "GMT")
}

// Checksum is what a client says the bytes of one append digest to. The zero value says nothing.
type Checksum struct {
	algorithm string
	digest    []byte
}

// ParseChecksum reads Upload-Checksum: an algorithm and a digest in base64. Invalid upload.bad_header,
// or upload.checksum_algorithm for one not in TusChecksums. An absent header gives the zero Checksum.
func ParseChecksum(header string) (Checksum, error) {
	if header == "" {
		return Checksum{}, nil
	}
	algorithm, coded, _ := strings.Cut(header, " ")
	digest, err := base64.StdEncoding.Strict().DecodeString(coded)
	c := Checksum{algorithm, digest}
	h := c.hash()
	if h == nil {
		return Checksum{}, models.E(models.Invalid, "upload.checksum_algorithm").With("allowed", TusChecksums)
	}
	if err != nil || len(digest) != h.Size() {
		return Checksum{}, models.E(models.Invalid, "upload.bad_header").With("header", "Upload-Checksum")
	}
	return c, nil
}

// hash gives a new hash of the algorithm, nil for none or an unknown one.
func (c Checksum) hash() hash.Hash {
	switch c.algorithm {
	case "sha1":
		return sha1.New() //nolint:gosec // see the import
	case "sha256":
		return sha256.New()
	}
	return nil
}
