package faults_test

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/sla/calendar"
)

func TestTwoPortalsOnOneDatabaseAreOnePortal(t *testing.T) {
	if !onMySQL() {
		t.Skip("an embedded database has one portal")
	}
	t.Parallel()
	h := newHome(t)
	w := &pair{home: h, a: h.start(t, opens), b: h.start(t, "2024-01-15T08:59:30+08:00")} // whose clocks differ
	w.all = applicants(t, w.a, 6)
	w.clerk = w.a.login(t, "window")
	for _, part := range []struct {
		name string
		do   func(*testing.T, *pair)
	}{
		{"of two moves at once one wins and the other is told", oneWins},
		{"numbers are unique and each fact is told once under load on both", loadOnBoth},
		{"a change on one is seen in the stream of the other", seenOnTheOther},
		{"who signed in on one is signed in on both, until signing out", oneSession},
		{"calendar, catalogue, rules and settings changed on one hold on the other", oneConfiguration},
		{"one sweeps, and the other once that one stops", oneSweeps},
	} {
		t.Run(part.name, func(t *testing.T) { part.do(t, w) })
	}
	h.check(t)
}

type pair struct {
	home
	a, b  *portal
	all   []*applicant
	clerk *client
}

func oneWins(t *testing.T, w *pair) {
	firm := w.all[0].firm
	for i := range 10 {
		var c models.Case
		firm.submit(firm.ready(t, fmt.Sprintf("one%d", i)).ID, fmt.Sprintf("one%d", i)).is(t, 200, "").into(t, &c)
		var both sync.WaitGroup
		got := make([]answer, 2)
		for k, p := range []*portal{w.a, w.b} {
			both.Go(func() { got[k] = w.clerk.at(p).move(c.ID, "accept", c.Version, fmt.Sprintf("one%d-%d", i, k)) })
		}
		both.Wait()
		slices.SortFunc(got, func(x, y answer) int { return x.status - y.status })
		got[0].is(t, 200, "")
		got[1].is(t, 409, "case.changed_meanwhile")
		var won models.Case
		got[0].into(t, &won)
		if now := firm.read(t, c.ID); now.Status != models.Accepted || now.Version != won.Version {
			t.Errorf("it is %s v%d, the winner was told %s v%d", now.Status, now.Version, won.Status, won.Version)
		}
	}
}

func loadOnBoth(t *testing.T, w *pair) {
	histories := []*history{{portal: w.a}, {portal: w.b}}
	ends := make(chan struct{})
	var load sync.WaitGroup
	for i, a := range w.all {
		a.t = t
		load.Go(func() { a.rounds(histories[i%2], ends) })
	}
	eventually(t, "80 answers of each", func() bool {
		return histories[0].confirmed.Load() >= 80 && histories[1].confirmed.Load() >= 80
	})
	close(ends)
	load.Wait()
	numbers := map[models.Text]bool{}
	for i, h := range histories {
		for _, d := range h.deeds {
			if !d.got.ok() {
				t.Errorf("%s: %s", d.name, d.got)
				continue
			}
			if !strings.HasPrefix(d.name, "submit") {
				continue
			}
			var c models.Case
			d.got.into(t, &c)
			if numbers[c.Number] {
				t.Errorf("number %s was given twice", c.Number)
			}
			numbers[c.Number] = true
		}
		h.portal = []*portal{w.b, w.a}[i] // what one answered the other knows
		repeats(t, h)
	}
	if len(numbers) < 20 {
		t.Errorf("only %d numbers", len(numbers))
	}
	if gaps := texts(t, w.url, `SELECT CONCAT(issuer, ' ', serial_kind, ' ', serial_year, ': ', COUNT(*), ' papers up to ', MAX(serial)) FROM papers
 WHERE serial > 0 GROUP BY issuer, serial_kind, serial_year HAVING COUNT(*) <> MAX(serial) OR COUNT(DISTINCT serial) <> COUNT(*)`); len(gaps) > 0 {
		t.Errorf("serials: %v", gaps)
	}
	told(t, w.b, w.all)
}

func seenOnTheOther(t *testing.T, w *pair) {
	firm := w.all[1].firm
	heard := listen(t, firm.at(w.b))
	var c models.Case
	firm.draft("seen").is(t, 201, "").into(t, &c)
	var took []time.Duration
	for i := range 5 {
		made := firm.ready(t, fmt.Sprintf("seen%d", i))
		from := time.Now()
		firm.submit(made.ID, fmt.Sprintf("seen%d", i)).is(t, 200, "")
		want := fmt.Sprintf(`"kind":"case.submit","caseId":%d`, made.ID)
		for line := range heard {
			if strings.Contains(line, want) {
				break
			}
		}
		took = append(took, time.Since(from))
	}
	slices.Sort(took)
	if took[len(took)/2] > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}

// listen gives the lines of a client's stream.
func listen(t *testing.T, c *client) <-chan string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.portal.base+api+"/stream", nil)
	must(t, err)
	req.Header.Set("Cookie", c.cookie)
	res, err := http.DefaultClient.Do(req) //nolint:bodyclose // by its reader below
	must(t, err)
	lines := make(chan string, 1000)
	begun := make(chan struct{})
	go func() {
		defer res.Body.Close()
		defer close(lines)
		once := sync.OnceFunc(func() { close(begun) })
		defer once()
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			if strings.Contains(in.Text(), "stream.open") {
				once()
			}
			lines <- in.Text()
		}
	}()
	<-begun
	return lines
}

func oneSession(t *testing.T, w *pair) {
	c := w.a.login(t, "leader")
	c.at(w.b).do(http.MethodGet, "/board", nil).is(t, 200, "")
	c.at(w.b).do(http.MethodPost, "/session/logout", nil).is(t, 204, "")
	c.do(http.MethodGet, "/board", nil).is(t, 401, "session.ended")
}

func oneConfiguration(t *testing.T, w *pair) {
	admin, second := w.a.login(t, "sysadmin"), w.a.login(t, "secadmin")
	var settings map[string]any
	admin.do(http.MethodGet, "/admin/settings", nil).is(t, 200, "").into(t, &settings)
	settings["name"] = "换名县"
	admin.do(http.MethodPut, "/admin/settings", map[string]any{"settings": settings, "reason": "试验"}).is(t, 200, "")
	var entry struct{ ID int64 }
	admin.do(http.MethodPost, "/admin/calendar/local-days", calendar.LocalDay{
		Date: models.MustDate("2024-03-06"), Off: true, DocNo: "示政办〔2024〕1号", Name: "地方节日",
	}).is(t, 200, "").into(t, &entry)
	admin.do(http.MethodPost, fmt.Sprintf("/admin/calendar/entries/%d/apply", entry.ID), nil).is(t, 200, "")
	var rule struct{ ID int64 }
	second.do(http.MethodPost, "/rules", map[string]any{
		"role": "LEADER", "region": "*", "object": "board", "verb": "*", "effect": "deny", "reason": "试验",
	}).is(t, 200, "").into(t, &rule)
	db := raw(t, w.url) // the demo has one security administrator, and nobody confirms what is their own
	_, err := db.ExecContext(t.Context(), "UPDATE policy_rules SET proposed_by = 1 WHERE id = ?", rule.ID)
	must(t, err)
	must(t, db.Close())
	leader := w.b.login(t, "leader")
	leader.do(http.MethodGet, "/board", nil).is(t, 200, "")
	second.do(http.MethodPost, fmt.Sprintf("/rules/%d/confirm", rule.ID), nil).is(t, 200, "")
	var item struct {
		Versions []models.ItemVersion
		InForce  int64
	}
	admin.do(http.MethodGet, "/admin/items/KB-07", nil).is(t, 200, "").into(t, &item)
	var copied models.ItemVersion
	admin.do(http.MethodPost, fmt.Sprintf("/admin/item-versions/%d/copy", item.InForce), map[string]any{"note": "试验"}).is(t, 200, "").into(t, &copied)
	admin.do(http.MethodPost, fmt.Sprintf("/admin/item-versions/%d/publish", copied.ID), map[string]any{"inForceFrom": "2024-01-15", "note": "试验"}).is(t, 200, "")

	visitor := w.b.visitor(t)
	eventually(t, "the other portal has the new version", func() bool {
		admin.at(w.b).do(http.MethodGet, "/admin/items/KB-07", nil).is(t, 200, "").into(t, &item)
		return item.InForce == copied.ID
	})
	eventually(t, "the other portal has the new rule", func() bool { return leader.do(http.MethodGet, "/board", nil).status == 403 })
	eventually(t, "the other portal has the new name", func() bool {
		var p struct{ County struct{ Name string } }
		visitor.do(http.MethodGet, "/session", nil).is(t, 200, "").into(t, &p)
		return p.County.Name == "换名县"
	})
	eventually(t, "the other portal has the day off", func() bool {
		var d struct{ Working bool }
		visitor.do(http.MethodGet, "/calendar/days/2024-03-06", nil).is(t, 200, "").into(t, &d)
		return !d.Working
	})
}

func oneSweeps(t *testing.T, w *pair) {
	eventually(t, "one of them sweeps", func() bool { return w.a.sweeps() || w.b.sweeps() })
	first, other := w.a, w.b
	if w.b.sweeps() {
		first, other = w.b, w.a
	}
	if other.sweeps() {
		t.Error("both sweep")
	}
	first.stop(t)
	if held := texts(t, w.url, "SELECT holder FROM leases WHERE name = 'sweep' AND until_at > 0 AND holder LIKE ?", fmt.Sprintf("%%-%d", first.cmd.ProcessState.Pid())); len(held) > 0 {
		t.Errorf("the one that stopped keeps the sweep as %v", held)
	}
	eventually(t, "the other one sweeps", other.sweeps)
	other.stop(t)
}
