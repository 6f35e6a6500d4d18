package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"onestop.internal/store"
)

// kind is SQLite or MariaDB, and makes databases on it.
type kind struct {
	name   string
	dsn    string // of the MySQL server, without a database; "" is SQLite
	dir    string
	prefix string
	server int // the process of the database's server, 0 where it is not to be seen from here
	made   []string
}

func (k *kind) sqlite() bool { return k.dsn == "" }

// make creates an empty database with the portal's schema and gives its address.
func (k *kind) make(ctx context.Context, name string, now func() time.Time) (string, error) {
	url := "sqlite:" + filepath.Join(k.dir, name+".db")
	if !k.sqlite() {
		name = k.prefix + "_" + name
		if err := k.admin(ctx, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"); err != nil {
			return "", err
		}
		k.made = append(k.made, name)
		url = "mysql://" + strings.TrimSuffix(k.dsn, "/") + "/" + name
	}
	st, err := store.Open(url, now, store.Options{})
	if err != nil {
		return "", err
	}
	_, _, err = st.Migrate(ctx)
	return url, errors.Join(err, st.Close())
}

// clear drops the databases that were made; SQLite's lie in the run's own folder.
func (k *kind) clear(ctx context.Context) error {
	var errs []error
	for _, name := range k.made {
		errs = append(errs, k.admin(ctx, "DROP DATABASE "+name))
	}
	return errors.Join(errs...)
}

func (k *kind) admin(ctx context.Context, statement string) error {
	db, err := k.open("mysql://" + strings.TrimSuffix(k.dsn, "/") + "/")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// find looks for the server's process, so that its CPU can be told.
func (k *kind) find(ctx context.Context) {
	db, err := k.open("mysql://" + strings.TrimSuffix(k.dsn, "/") + "/")
	if err != nil {
		return
	}
	defer db.Close()
	var path string
	if db.QueryRowContext(ctx, "SELECT @@pid_file").Scan(&path) != nil {
		return // its CPU is not told then
	}
	b, err := os.ReadFile(path)
	if err == nil {
		k.server, _ = strconv.Atoi(strings.TrimSpace(string(b))) // 0: not told
	}
}

// open opens a database as a bare program would, with the portal's durability and isolation.
func (k *kind) open(url string) (*sql.DB, error) {
	if k.sqlite() {
		q := "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)" +
			"&_pragma=temp_store(MEMORY)&_pragma=cache_size(-16000)"
		return sql.Open("sqlite", "file:"+strings.TrimPrefix(url, "sqlite:")+q)
	}
	conf, err := store.MySQLConfig(strings.TrimPrefix(url, "mysql://"))
	if err != nil {
		return nil, err
	}
	conf.Params["tx_isolation"] = "'READ-COMMITTED'"
	con, err := mysql.NewConnector(conf)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	db := sql.OpenDB(con)
	db.SetMaxOpenConns(40)
	db.SetMaxIdleConns(40)
	return db, nil
}
