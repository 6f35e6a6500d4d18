package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// portal is the real program, started as a process of its own.
type portal struct {
	cmd  *exec.Cmd
	log  *os.File
	addr string
	pid  int
}

// start serves a database and waits for the first answer; it gives how long that took from the start
// of the process.
func (r *run) start(ctx context.Context, dbURL string) (*portal, time.Duration, error) {
	addr, err := freeAddr()
	if err != nil {
		return nil, 0, err
	}
	state := filepath.Join(r.dir, "state")
	log, err := os.OpenFile(filepath.Join(r.dir, "portal.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, 0, err
	}
	p := &portal{log: log, addr: addr}
	p.cmd = exec.CommandContext(ctx, r.Program, "serve", "--db", dbURL, "--addr", addr, "--files", filepath.Join(state, "files"), "--state", state) //nolint:gosec // this program itself
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = 30 * time.Second
	began := r.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, 0, errors.Join(err, log.Close())
	}
	p.pid = p.cmd.Process.Pid
	if err := p.answers(ctx, r.Now, began.Add(time.Minute)); err != nil {
		return nil, 0, errors.Join(err, p.stop())
	}
	return p, r.Now().Sub(began), nil
}

// answers waits until the portal gives a page's session, which needs the database.
func (p *portal) answers(ctx context.Context, now func() time.Time, until time.Time) error {
	for {
		c := newClient(p.addr)
		_, err := c.do(http.MethodGet, "/api/v1/session", nil)
		c.close()
		if err == nil {
			return nil
		}
		if now().After(until) {
			return fmt.Errorf("the portal does not answer; its log is %s: %w", p.log.Name(), err)
		}
		if err := wait(ctx, time.Millisecond); err != nil {
			return err
		}
	}
}

// settle waits until the portal has caught up with what a fresh database leaves it to do: timers, daily
// roots and letters of the demo's years. It is quiet once it has used a twentieth of a core for a second.
func (r *run) settle(ctx context.Context, p *portal) error {
	for from := r.Now(); r.Now().Sub(from) < 2*time.Minute; {
		before := cpuOf(p.pid)
		if err := wait(ctx, time.Second); err != nil {
			return err
		}
		if cpuOf(p.pid)-before < 50*time.Millisecond {
			return nil
		}
	}
	return errors.New("the portal does not come to rest")
}

// stop tells the portal to end and waits until it has.
func (p *portal) stop() error {
	err := p.cmd.Process.Signal(syscall.SIGTERM)
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	end := p.cmd.Wait()
	return errors.Join(err, end, p.log.Close())
}

// freeAddr finds a free port of this machine.
func freeAddr() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // ends at once
	if err != nil {
		return "", err
	}
	return ln.Addr().String(), ln.Close()
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
