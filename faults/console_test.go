package faults_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"onestop.internal/store/storetest"
)

// ended is how a command of the program went: its status and all that it said.
func ended(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func TestACommandThatCannotBeDoneSaysWhyAndLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args   string
		status int
		says   string
	}{
		{"serve --adr x", 2, "unknown flag --adr"},
		{"versions", 2, `did you mean "version"?`},
		{"user create wang", 2, "missing flags: --name=STRING"},
		{"seed --cases many", 2, "--cases: expected a valid 64 bit int"},
		{"seed --cases=-5", 1, "--cases -5: want a number of cases"},
		{"seed --date 2026-02-30", 1, "want YYYY-MM-DD"},
		{"seed --date 1999-01-01", 1, "日期须晚于 2024年1月2日。"},
		{"serve --db oracle", 1, "want sqlite:PATH or mysql://"},
		{"serve --db mysql://nobody", 1, "missing the slash separating the database name"},
		{"migrate --db mysql://root@127.0.0.1:1/x", 1, "connection refused"},
		{"check", 1, "no database: stat data/onestop.db"},
		{"healthcheck http://127.0.0.1:1/healthz", 1, "connection refused"},
	} {
		dir := t.TempDir()
		status, said := ended(t, dir, strings.Fields(tt.args)...)
		if status != tt.status || !strings.Contains(said, tt.says) {
			t.Errorf("%s: %d\n%s", tt.args, status, said)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s leaves %v %v", tt.args, left, err)
		}
	}
}

func TestAnAccountIsRefusedAtTheConsoleInBothLanguages(t *testing.T) {
	t.Parallel()
	h := home{storetest.URL(t), t.TempDir()}
	user := func(args ...string) (int, string) {
		return ended(t, h.dir, append([]string{"user", args[0], "--db", h.url, "--files", filepath.Join(h.dir, "files"), "--state", h.dir}, args[1:]...)...)
	}
	if status, said := user("create", "wang", "--name", "王"); status != 0 || !strings.HasPrefix(said, "http://127.0.0.1:8080/redeem#") {
		t.Fatalf("%d %s", status, said)
	}
	if status, said := user("create", "wang", "--name", "王"); status != 1 || !strings.Contains(said, "login: 这个登录名已被使用。") || !strings.Contains(said, "login: This login name is taken.") {
		t.Errorf("a name that is taken: %d %s", status, said)
	}
	if status, said := user("grant", "wang", "--role", "KING", "--reason", "x"); status != 1 || !strings.Contains(said, "role: ") {
		t.Errorf("a role that is none: %d %s", status, said)
	}
}

func TestAPortalThatCannotServeEndsAtOnceAndSaysWhy(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = taken.Close() })
	h := newHome(t)
	for name, tt := range map[string]struct{ args, says string }{
		"a port that is taken":      {"--addr " + taken.Addr().String(), "choose another with --addr"},
		"an address that is none":   {"--addr 8080", "--addr: "},
		"a proxy that is none":      {"--addr 127.0.0.1:0 --trusted proxy", "--trusted proxy: want an address or a range"},
		"a clock that is none":      {"--addr 127.0.0.1:0 --sim-clock today", "--sim-clock: "},
		"a folder that is a file":   {"--addr 127.0.0.1:0 --files " + program, "not a directory"},
		"a text that is no logging": {"--addr 127.0.0.1:0 --log xml", "--log must be one of"},
	} {
		out, err := h.command(t, "serve", strings.Fields(tt.args)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), tt.says) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestADatabaseThatMayOnlyBeReadIsNotServed(t *testing.T) {
	if onMySQL() || os.Getuid() != 0 {
		t.Skip("needs an embedded database, and root to be somebody else")
	}
	t.Parallel()
	b, err := template()
	must(t, err)
	dir := filepath.Join(work, "readonly")
	must(t, os.Mkdir(dir, 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "county.db"), b, 0o600))
	h := home{"sqlite:" + filepath.Join(dir, "county.db"), dir}
	for path, mode := range map[string]os.FileMode{work: 0o755, dir: 0o777, filepath.Join(dir, "county.db"): 0o444} {
		must(t, os.Chmod(path, mode))
	}
	cmd := h.command(t, "serve", "--addr", "127.0.0.1:0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, no := refused(cmd); !no || !strings.Contains(out, "readonly") {
		t.Errorf("%v\n%s", no, out)
	}
}
