package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// bareRead gives the bare read of rows by a key, or by several parted by "|". On MariaDB it is a prepared statement and nothing
// else; on SQLite, which lives in the portal's own process, it stands behind a bare handler of net/http.
func (r *run) bareRead(ctx context.Context, k *kind, url, query string) (read func(ctx context.Context, client int, key any) error, end func(), err error) {
	db, err := k.open(url)
	if err != nil {
		return nil, nil, err
	}
	st, err := db.PrepareContext(ctx, query)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if !k.sqlite() {
		return func(ctx context.Context, _ int, key any) error { return consume(ctx, st, key) }, func() { _ = db.Close() }, nil
	}
	db.SetMaxOpenConns(2 * r.report.Cores) // as the portal's readers
	db.SetMaxIdleConns(2 * r.report.Cores)
	return r.behind(st, db)
}

// behind serves the read by HTTP, for the clients that the portal has.
func (r *run) behind(st *sql.Stmt, db *sql.DB) (read func(ctx context.Context, client int, key any) error, end func(), err error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // ended by end
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	srv := &http.Server{Handler: handler(st)} //nolint:gosec // asked by this program alone
	go func() { _ = srv.Serve(ln) }()         // ends with end
	clients := make([]*client, 64)
	for i := range clients {
		clients[i] = newClient(ln.Addr().String())
	}
	read = func(_ context.Context, client int, key any) error {
		_, err := clients[client].send(http.MethodGet, fmt.Sprint("/", key), nil)
		return err
	}
	return read, func() {
		for _, c := range clients {
			c.close()
		}
		_ = srv.Close() // a measurement ends
		_ = db.Close()
	}, nil
}

func handler(st *sql.Stmt) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var key any = strings.TrimPrefix(q.URL.Path, "/")
		if n, err := strconv.ParseInt(key.(string), 10, 64); err == nil {
			key = n
		}
		if err := consume(q.Context(), st, key); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// arguments gives the parts of a key.
func arguments(key any) (out []any) {
	text, ok := key.(string)
	if !ok {
		return []any{key}
	}
	for part := range strings.SplitSeq(text, "|") {
		out = append(out, part)
	}
	return out
}

// consume reads every column of every row.
func consume(ctx context.Context, st *sql.Stmt, key any) error {
	rows, err := st.QueryContext(ctx, arguments(key)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	cells := make([]any, len(cols))
	for i := range cells {
		cells[i] = new(sql.RawBytes)
	}
	for rows.Next() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
	}
	return rows.Err()
}
