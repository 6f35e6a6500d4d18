package faults_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/store/storetest"
)

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	db := raw(t, h.url)
	_, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied, tstamp) VALUES (9999, 1, '2030-01-01 00:00:00')")
	must(t, err)
	must(t, db.Close())
	for _, verb := range []string{"serve", "migrate", "check"} {
		args := []string{}
		if verb == "serve" {
			args = append(args, "--addr", "127.0.0.1:0")
		}
		cmd := h.command(t, verb, args...)
		if verb == "migrate" {
			cmd.Args = []string{program, verb, "--db", h.url}
		}
		out, no := refused(cmd)
		if !no || !strings.Contains(out, "the database has schema 9999, this program") {
			t.Errorf("%s: %v\n%s", verb, no, out)
		}
	}
}

func TestAnEmptyDatabaseAsksForItsFirstAdministratorByALinkThatWorksOnce(t *testing.T) {
	t.Parallel()
	h := home{storetest.URL(t), t.TempDir()}
	p := h.start(t, "")
	link := regexp.MustCompile(`http://\S+/redeem#(\S+)`).FindStringSubmatch(p.output())
	if link == nil {
		t.Fatalf("no link is shown:\n%s", p.output())
	}
	if strings.Contains(p.output(), "demo accounts") {
		t.Error("a real portal has demo accounts")
	}
	visitor := p.visitor(t)
	who := map[string]any{"token": link[1], "login": "first", "name": "第一人", "password": "Zheng-que-de-ma-9"}
	visitor.do(http.MethodPost, "/links/redeem", who).is(t, 422, "register.invalid") // of which county?
	who["county"], who["division"] = "清源县", "140998"
	visitor.do(http.MethodPost, "/links/redeem", who).is(t, 200, "")
	if n := texts(t, h.url, "SELECT COUNT(*) FROM departments WHERE region = '140998000000'")[0]; n != "34" {
		t.Errorf("%s departments", n)
	}
	who["login"] = "second"
	p.visitor(t).do(http.MethodPost, "/links/redeem", who).is(t, 409, "link.used")
	p.stop(t)

	out, no := refused(h.command(t, "serve", "--addr", "127.0.0.1:0", "--sim-clock", opens))
	if !no || !strings.Contains(out, "this database is no demo") {
		t.Errorf("a simulated clock on a real portal: %v\n%s", no, out)
	}
	again := h.start(t, "")
	if strings.Contains(again.output(), "/redeem#") {
		t.Error("a link is shown though there is an administrator")
	}
	again.stop(t)
}

func TestTheCheckerNamesAFileWhoseContentIsGoneOrShort(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	p := h.start(t, opens)
	firm := p.firms(t, 1)[0]
	c := firm.ready(t, "k")
	p.stop(t)
	h.check(t)
	var file struct {
		sum string
		at  string
	}
	file.sum = texts(t, h.url, "SELECT sha256 FROM files WHERE case_id = "+fmt.Sprint(c.ID))[0]
	file.at = filepath.Join(h.dir, "files", "objects", file.sum[:2], file.sum)
	content, err := os.ReadFile(file.at)
	must(t, err)
	for name, spoil := range map[string]func() error{
		"gone":  func() error { return os.Remove(file.at) },
		"short": func() error { return os.WriteFile(file.at, content[:10], 0o600) },
	} {
		must(t, spoil())
		out, no := refused(h.command(t, "check"))
		if !no || !strings.Contains(out, "has no content "+file.sum) {
			t.Errorf("%s: %v\n%s", name, no, out)
		}
		must(t, os.WriteFile(file.at, content, 0o600))
	}
	h.check(t)
}

func TestASessionThatEndsInTheMiddleOfAFormLosesNothingThatWasSaved(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	p := h.start(t, opens)
	firm := p.firms(t, 1)[0]
	var c models.Case
	firm.draft("k").is(t, 201, "").into(t, &c)
	saved := func(c models.Case, note string) map[string]any {
		return map[string]any{"version": c.Version, "form": map[string]any{"applicant": note}}
	}
	path := fmt.Sprintf("/cases/%d", c.ID)
	firm.do(http.MethodPatch, path, saved(c, "一")).is(t, 200, "").into(t, &c)
	later, err := time.Parse(time.RFC3339, opens)
	must(t, err)
	p.visitor(t).clock(t, later.Add(13*time.Hour))
	firm.do(http.MethodPatch, path, saved(c, "二")).is(t, 401, "session.ended")
	firm.do(http.MethodGet, path, nil).is(t, 401, "session.ended")
	again := p.firms(t, 1)[0]
	if now := again.read(t, c.ID); now.Version != c.Version || !strings.Contains(string(now.Form), "一") {
		t.Errorf("the draft is v%d %s, it was saved as v%d", now.Version, now.Form, c.Version)
	}
	firm.cookie = again.cookie // the page signs in again beside the form, and its token is the old one
	firm.do(http.MethodPatch, path, saved(c, "二")).is(t, 403, "request.forged")
	again.do(http.MethodPatch, path, saved(c, "二")).is(t, 200, "")
	again.do(http.MethodPatch, path, saved(c, "三")).is(t, 409, "case.changed_meanwhile")
}

// clock puts the simulated clock on.
func (c *client) clock(t *testing.T, to time.Time) {
	t.Helper()
	c.do(http.MethodPut, "/demo/clock", map[string]any{"now": to.Format(time.RFC3339)}).is(t, 200, "")
}
