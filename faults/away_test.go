package faults_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"onestop.internal/models"
	"onestop.internal/store"
)

// server is a MariaDB server of one test's own, which it may kill. Its commits reach the disk.
type server struct {
	t   *testing.T
	dir string
}

func newServer(t *testing.T) *server {
	t.Helper()
	if !onMySQL() {
		t.Skip("needs MariaDB (TEST_DSN)")
	}
	s := &server{t, filepath.Join(work, "mariadb")}
	s.script("start")
	t.Cleanup(func() { s.script("stop") })
	return s
}

// script runs scripts/mariadb.sh.
func (s *server) script(verb string) string {
	s.t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(s.t.Context()), "../scripts/mariadb.sh", verb, s.dir)
	cmd.Env = append(os.Environ(), "MARIADB_DURABLE=1", "MARIADB_POOL=64M")
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("mariadb.sh %s: %v\n%s", verb, err, out)
	}
	return strings.TrimSpace(string(out))
}

// home is a county on the server.
func (s *server) home() home {
	s.t.Helper()
	dsn := s.script("dsn")
	conf, err := store.MySQLConfig(dsn)
	must(s.t, err)
	db, err := sql.Open("mysql", conf.FormatDSN())
	must(s.t, err)
	defer db.Close()
	_, err = db.ExecContext(s.t.Context(), "CREATE DATABASE county CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	must(s.t, err)
	h := home{"mysql://" + dsn + "county", s.t.TempDir()}
	must(s.t, populate(s.t.Context(), h.url))
	return h
}

// signal sends the server's process a signal.
func (s *server) signal(sig syscall.Signal) int {
	s.t.Helper()
	b, err := os.ReadFile(filepath.Join(s.dir, "mysqld.pid"))
	must(s.t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	must(s.t, err)
	must(s.t, syscall.Kill(pid, sig))
	return pid
}

// kill ends the server without a warning and waits until it has gone.
func (s *server) kill() {
	s.t.Helper()
	pid := s.signal(syscall.SIGKILL)
	eventually(s.t, "the server is dead", func() bool {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		return err != nil || strings.Contains(string(b), ") Z ")
	})
	must(s.t, os.Remove(filepath.Join(s.dir, "mysqld.pid"))) // where nobody reaps the dead it seems to run
}

func TestADatabaseThatGoesAwayAndComesBackLosesAndDoublesNothing(t *testing.T) {
	db := newServer(t)
	t.Parallel()
	home := db.home()
	p := home.start(t, opens)
	all := applicants(t, p, 4)
	h := &history{portal: p}
	ends := make(chan struct{})
	var load sync.WaitGroup
	for _, a := range all {
		load.Go(func() { a.rounds(h, ends) })
	}
	eventually(t, "40 answers", func() bool { return h.confirmed.Load() >= 40 })
	db.kill()
	eventually(t, "not ready without the database", func() bool { return p.status("/readyz") == 503 })
	if got := p.status("/healthz"); got != 200 {
		t.Errorf("health without the database: %d", got)
	}
	db.script("start")
	eventually(t, "ready again", func() bool { return p.status("/readyz") == 200 })
	before := h.confirmed.Load()
	eventually(t, "40 answers more", func() bool { return h.confirmed.Load() >= before+40 })
	close(ends)
	load.Wait()

	away := 0
	for _, d := range h.deeds {
		if d.got.ok() {
			continue
		}
		away++
		if d.got.status != 503 || d.got.problem() != "database.unavailable" || d.got.header.Get("Retry-After") == "" {
			t.Errorf("%s: %s", d.name, d.got)
		}
	}
	if away == 0 {
		t.Error("no request found the database away")
	}
	kept := repeats(t, h)
	t.Logf("%d answers, %d refusals, %d repeated", h.confirmed.Load(), away, kept)
	for _, a := range all {
		a.counts(t, p, h)
	}
	told(t, p, all)
	stopped(t, db, p, all[0])
	p.stop(t)
	home.check(t)
}

// stopped lets the database hang in the middle of a submission: the portal says that it is not ready, and
// the submission is done once the database goes on.
func stopped(t *testing.T, db *server, p *portal, a *applicant) {
	t.Helper()
	c := a.firm.ready(t, "hung")
	db.signal(syscall.SIGSTOP)
	answered := make(chan answer, 1)
	go func() { answered <- a.firm.submit(c.ID, "hung") }()
	eventually(t, "not ready with a database that hangs", func() bool { return p.status("/readyz") == 503 })
	db.signal(syscall.SIGCONT)
	var in models.Case
	if got := <-answered; got.ok() {
		got.into(t, &in)
	} else if got.status != 503 {
		t.Errorf("a submission to a database that hung: %s", got)
	}
	var again models.Case
	a.firm.submit(c.ID, "hung").is(t, 200, "").into(t, &again)
	if in.Number != "" && again.Number != in.Number {
		t.Errorf("submitted as %s and as %s", in.Number, again.Number)
	}
}
