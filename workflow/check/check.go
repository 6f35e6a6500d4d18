// Package check holds the database against everything that must be true of it.
package check

import (
	"context"
	"io"

	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// Options say how far to look.
type Options struct {
	// Blob tells whether the file with that SHA-256 (hex) and size is there; nil does not look.
	Blob    func(ctx context.Context, sha256 string, size int64) (bool, error)
	Workers int // 0 takes the number of CPUs
	Limit   int // problems printed of each kind; 0 prints all
}

// Run writes each problem to w as one line "kind id what" and gives how many there are. err says that
// the check itself could not be done.
func Run(ctx context.Context, s *store.Store, c *county.County, w io.Writer, o Options) (problems int, err error) {
	return 0, nil
}
