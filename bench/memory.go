package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// memory is T10: what an idle portal holds, a minute after its start and one page of the hall.
func (r *run) memory(ctx context.Context) (err error) {
	p, err := r.found(ctx, r.kinds[0], "memory")
	if err != nil {
		return err
	}
	if err := p.close(); err != nil {
		return err
	}
	srv, _, err := r.start(ctx, p.url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, srv.stop()) }()
	c := newClient(srv.addr)
	defer c.close()
	size := 0
	for _, path := range []string{"/", "/api/v1/items"} {
		b, err := c.do(http.MethodGet, path, nil)
		if err != nil {
			return err
		}
		size += len(b)
	}
	span := time.Minute
	if r.Quick {
		span = 10 * time.Second
	}
	if err := wait(ctx, span); err != nil {
		return err
	}
	kib, err := pssOf(srv.pid)
	if err != nil {
		return err
	}
	r.add(atMost("T10", "idle memory, pages embedded", "SQLite", "MB", 40, 30).
		is(float64(kib)/1024, fmt.Sprintf("PSS %s after the start and one page of the hall (%d bytes)", span, size)))
	return nil
}
