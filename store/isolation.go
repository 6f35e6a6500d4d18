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
	for _, set := range []string{"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", consecutive} {
		if _, err := conn.(driver.ExecerContext).ExecContext(ctx, set, nil); err != nil {
			_ = conn.Close()
			return nil, fmt.Errorf("set up a connection: %w", err)
		}
	}
	return conn, nil
}

// consecutive lets the rows of one statement have consecutive ids: of several, the driver tells the first.
// Galera spreads ids over its nodes otherwise.
const consecutive = "SET SESSION auto_increment_increment = 1"
