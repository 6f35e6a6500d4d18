package files

import (
	"onestop.internal/models"
	"onestop.internal/store/blob"
)

// ParseCount reads a header that holds a number of bytes.
func ParseCount(header, value string) (int64, error) { return blob.ParseCount(header, value) }

// ParseMetadata reads what a client says of a file (tus Upload-Metadata).
func ParseMetadata(header string) (map[string]string, error) { return blob.ParseMetadata(header) }

// ParseChecksum reads what a client says a part digests to (tus Upload-Checksum).
func ParseChecksum(header string) (Checksum, error) { return blob.ParseChecksum(header) }

// FormatExpires writes when an upload is forgotten (tus Upload-Expires).
func FormatExpires(at models.Instant) string { return blob.FormatExpires(at) }
