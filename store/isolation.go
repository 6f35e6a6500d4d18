package store

import (
	"context"
	"database/sql/driver"
	"fmt"
)

// readCommitted gives every new connection the isolation that the store relies on. It is said in SQL,
// because the name of the variable differs between MySQL and MariaDB.
type readCommitted struct{ driver.Connector }

// Connect opens a connection and sets it up.
func (c readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	const set = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
	if _, err := conn.(driver.ExecerContext).ExecContext(ctx, set, nil); err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("set isolation: %w", err)
	}
	return conn, nil
}
