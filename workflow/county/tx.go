package county

import (
	"context"
	"errors"

	"onestop.internal/store"
)

// errMoved says that the configuration moved between the snapshot and the transaction.
var errMoved = errors.New("county: the configuration has moved")

// InTx runs f in one transaction on the snapshot that is in force in it: where the revision in the
// database is another than the snapshot's, the snapshot is read again and the transaction restarted.
func (c *County) InTx(ctx context.Context, f func(*store.Tx, *Snapshot) error) error {
	for {
		snap := c.Now()
		err := c.Store.InTx(ctx, func(tx *store.Tx) error {
			rev, err := tx.ConfigRev()
			if err != nil {
				return err
			}
			if rev != snap.Rev {
				return errMoved
			}
			return f(tx, snap)
		})
		if !errors.Is(err, errMoved) {
			return err
		}
		if err := c.Reload(ctx); err != nil {
			return err
		}
	}
}
