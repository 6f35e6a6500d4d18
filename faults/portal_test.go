package faults_test

import (
	"bufio"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// home is what portals that belong together share: the database, the files, the key.
type home struct {
	url, dir string
}

func newHome(t *testing.T) home {
	t.Helper()
	return home{county(t), t.TempDir()}
}

// command is the program with the home's database and folders.
func (h home) command(t *testing.T, verb string, args ...string) *exec.Cmd {
	args = append([]string{verb, "--db", h.url, "--files", filepath.Join(h.dir, "files"), "--state", h.dir}, args...)
	return exec.CommandContext(t.Context(), program, args...)
}

// check runs `onestop check`, which must find nothing.
func (h home) check(t *testing.T) {
	t.Helper()
	if out, err := h.command(t, "check").CombinedOutput(); err != nil {
		t.Errorf("check: %v\n%s", err, out)
	}
}

// portal is the real program, serving.
type portal struct {
	home
	cmd  *exec.Cmd
	base string
	told chan struct{} // closed once its output has ended
	mu   sync.Mutex
	said strings.Builder
}

// start serves the home on a free port with its clock at an RFC 3339 time, and ends with the test.
func (h home) start(t *testing.T, at string, args ...string) *portal {
	t.Helper()
	p := &portal{home: h, told: make(chan struct{})}
	if at != "" {
		args = append(args, "--sim-clock", at)
	}
	p.cmd = h.command(t, "serve", append(args, "--addr", "127.0.0.1:0")...)
	r, w, err := os.Pipe()
	must(t, err)
	p.cmd.Stdout, p.cmd.Stderr = w, w
	must(t, p.cmd.Start())
	must(t, w.Close())
	serving := make(chan string, 1)
	go func() {
		defer close(p.told)
		defer close(serving)
		defer r.Close()
		for lines := bufio.NewScanner(r); lines.Scan(); {
			p.mu.Lock()
			p.said.WriteString(lines.Text() + "\n")
			p.mu.Unlock()
			if _, addr, ok := strings.Cut(lines.Text(), "serving: "); ok {
				serving <- addr
			}
		}
	}()
	t.Cleanup(func() {
		p.kill(t)
		if t.Failed() {
			t.Logf("the portal's log:\n%s", p.log())
		}
	})
	select {
	case p.base = <-serving:
	case <-time.After(longest):
	}
	if p.base == "" {
		t.Fatalf("the portal does not serve:\n%s", p.log())
	}
	return p
}

// output is everything that it has printed.
func (p *portal) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// log is what it has to say that is out of the ordinary.
func (p *portal) log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for line := range strings.Lines(p.said.String()) {
		if !strings.Contains(line, "level=INFO") {
			out = append(out, line)
		}
	}
	return strings.Join(out[max(0, len(out)-30):], "")
}

// kill ends the portal without a warning (kill -9). One that has ended already is left alone.
func (p *portal) kill(t *testing.T) {
	t.Helper()
	if p.cmd.ProcessState != nil {
		return
	}
	_ = p.cmd.Process.Kill() // it may have ended by itself
	_ = p.cmd.Wait()         // killed
	<-p.told
}

// stop tells the portal to end (SIGTERM) and waits; it must end well.
func (p *portal) stop(t *testing.T) {
	t.Helper()
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	p.ended(t)
}

// ended waits until a portal that was told to end has done so.
func (p *portal) ended(t *testing.T) {
	t.Helper()
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, p.log())
	}
	<-p.told
}

// status asks an address that needs nobody to be signed in; 0 where there is no answer.
func (p *portal) status(path string) int {
	res, err := http.Get(p.base + path)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	return res.StatusCode
}

// figure reads a gauge of /metrics; 0 where it is not there.
func (p *portal) figure(name string) string {
	res, err := http.Get(p.base + "/metrics")
	if err != nil {
		return ""
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if v, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			return v
		}
	}
	return ""
}

// sweeps tells whether this instance has the sweep.
func (p *portal) sweeps() bool {
	v := p.figure("onestop_sweep_age_seconds")
	return v != "" && v != "0"
}

// refused tells whether a command ended with a failure, and gives what it said.
func refused(cmd *exec.Cmd) (string, bool) {
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	return string(out), errors.As(err, &exit) && exit.ExitCode() == 1
}
