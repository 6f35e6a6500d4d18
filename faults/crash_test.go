package faults_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onestop.internal/models"
)

// deed is one request that is safe to repeat, and what it was answered.
type deed struct {
	name string
	ask  func(at *portal) answer
	got  answer
}

// history is what clients did and heard.
type history struct {
	portal    *portal
	mu        sync.Mutex
	deeds     []*deed
	confirmed atomic.Int64
	refused   atomic.Int64 // rounds that came to no end
}

// do asks once and writes down what came.
func (h *history) do(name string, ask func(at *portal) answer) answer {
	d := &deed{name: name, ask: ask}
	h.mu.Lock()
	h.deeds = append(h.deeds, d)
	h.mu.Unlock()
	d.got = ask(h.portal)
	if d.got.ok() {
		h.confirmed.Add(1)
	}
	return d.got
}

// applicant hands requests in, one after another, and a clerk accepts them.
type applicant struct {
	t           *testing.T
	name        string
	firm, clerk *client
	file        string
	cases       []int64
	files       []int64
	sent        map[string]int // bytes confirmed of each upload
}

// parts is in how many pieces a file is sent.
const parts = 3

// round plays one request up to its acceptance; false where an answer was missing.
func (a *applicant) round(h *history, n int) bool {
	key := fmt.Sprintf("%s-%d", a.name, n)
	var c models.Case
	got := h.do("draft "+key, func(p *portal) answer { return a.firm.at(p).draft("d" + key) })
	if !got.ok() {
		return false
	}
	got.into(a.t, &c)
	a.cases = append(a.cases, c.ID)
	begun := a.firm.at(h.portal).begin(c.ID, len(a.file))
	if !begun.ok() || !a.upload(h.portal, begun.place()) {
		return false
	}
	got = h.do("finish "+key, func(p *portal) answer { return a.firm.at(p).finish(begun.place()) })
	if !got.ok() {
		return false
	}
	var f models.File
	got.into(a.t, &f)
	a.files = append(a.files, f.ID)
	if got = h.do("submit "+key, func(p *portal) answer { return a.firm.at(p).submit(c.ID, "s"+key) }); !got.ok() {
		return false
	}
	got.into(a.t, &c)
	return h.do("accept "+key, func(p *portal) answer { return a.clerk.at(p).move(c.ID, "accept", c.Version, "a"+key) }).ok()
}

// rounds plays one after another until the end; after one that was refused it waits a little.
func (a *applicant) rounds(h *history, ends chan struct{}) {
	for n := 0; ; n++ {
		pause := time.Duration(0)
		if !a.round(h, n) {
			h.refused.Add(1)
			pause = 20 * time.Millisecond
		}
		select {
		case <-ends:
			return
		case <-time.After(pause):
		}
	}
}

// upload sends the file in parts.
func (a *applicant) upload(p *portal, place string) bool {
	for at := a.sent[place]; at < len(a.file); {
		end := min(len(a.file), at+len(a.file)/parts+1)
		if !a.firm.at(p).send(place, at, a.file[at:end]).ok() {
			return false
		}
		at = end
		a.sent[place] = at
	}
	return true
}

// bigPDF is a file of about so many bytes, like no other.
func bigPDF(name string, size int) string {
	return strings.Replace(pdf, "trailer", "% "+strings.Repeat(name+" ", size/(len(name)+1))+"\ntrailer", 1)
}

// applicants sign in, each of an enterprise of its own.
func applicants(t *testing.T, p *portal, n int) (out []*applicant) {
	clerk := p.login(t, "window")
	for i, firm := range p.firms(t, n) {
		name := fmt.Sprintf("w%d", i)
		out = append(out, &applicant{t: t, name: name, firm: firm, clerk: clerk, file: bigPDF(name, 100<<10), sent: map[string]int{}})
	}
	return out
}

func TestAPortalThatIsKilledUnderLoadKeepsEachAnswerThatItGave(t *testing.T) {
	t.Parallel()
	home := newHome(t)
	first := home.start(t, opens)
	all := applicants(t, first, 6)
	h := &history{portal: first}
	eventually(t, "the first instance sweeps", first.sweeps)
	var load sync.WaitGroup
	for _, a := range all {
		load.Go(func() {
			for n := 0; a.round(h, n); n++ {
			}
		})
	}
	eventually(t, "150 answers", func() bool { return h.confirmed.Load() >= 150 })
	first.kill(t)
	load.Wait()

	second := home.start(t, "2024-01-15T09:10:00+08:00") // what the dead one had leased has run out by then
	eventually(t, "the second instance sweeps", second.sweeps)
	h.portal = second
	kept := repeats(t, h)
	for _, a := range all {
		for place, sent := range a.sent {
			a.resumes(t, second, place, sent)
		}
	}
	told(t, second, all)
	t.Logf("%d answers before the end, %d repeated", h.confirmed.Load(), kept)
	for i, a := range all { // and work goes on
		if !a.round(h, 1000+i) {
			t.Errorf("%s: nothing goes on", a.name)
		}
	}
	for _, a := range all {
		a.counts(t, second, h)
	}
	second.stop(t)
	home.check(t)
}

// repeats asks everything again: what was answered is answered the same, what was not is done now.
func repeats(t *testing.T, h *history) (kept int) {
	t.Helper()
	for _, d := range h.deeds {
		again := d.ask(h.portal)
		if !again.ok() {
			t.Errorf("%s, asked again: %s (at first: %s)", d.name, again, d.got)
			continue
		}
		if !d.got.ok() {
			d.got = again
			continue
		}
		kept++
		if string(again.body) != string(d.got.body) || again.status != d.got.status {
			t.Errorf("%s: at first %s, again %s", d.name, d.got, again)
		}
	}
	return kept
}

// resumes goes on with an upload where it stands, which is nowhere before what was confirmed.
func (a *applicant) resumes(t *testing.T, p *portal, place string, sent int) {
	t.Helper()
	firm := a.firm.at(p)
	got := firm.do(http.MethodHead, place, nil)
	if got.status == http.StatusNotFound && sent == len(a.file) {
		return // it has become a file
	}
	var at int
	if _, err := fmt.Sscan(got.header.Get("Upload-Offset"), &at); !got.ok() || err != nil || at < sent {
		t.Errorf("upload %s: %d bytes were confirmed, now %s at %d", place, sent, got, at)
		return
	}
	a.sent[place] = at
	if !a.upload(p, place) {
		t.Errorf("upload %s does not go on at %d", place, at)
	}
	firm.finish(place).is(t, 200, "")
}

// counts compares what the enterprise has with what it was told: a case for each key, a file for each
// upload, each with the bytes that were sent.
func (a *applicant) counts(t *testing.T, p *portal, h *history) {
	t.Helper()
	ids := map[string]bool{}
	for _, d := range h.deeds {
		if name, ok := strings.CutPrefix(d.name, "draft "+a.name+"-"); ok {
			ids[name] = true
		}
	}
	var page struct{ Rows []struct{ ID int64 } }
	a.firm.at(p).do(http.MethodGet, "/cases?limit=200&item="+item, nil).is(t, 200, "").into(t, &page)
	mine := slices.DeleteFunc(page.Rows, func(r struct{ ID int64 }) bool { return r.ID < slices.Min(a.cases) })
	if len(mine) != len(ids) {
		t.Errorf("%s asked for %d cases and has %d", a.name, len(ids), len(mine))
	}
	for _, id := range a.files {
		got := a.firm.at(p).do(http.MethodGet, fmt.Sprintf("/files/%d/content", id), nil)
		if !got.ok() || string(got.body) != a.file {
			t.Errorf("file %d of %s: %d with %d bytes", id, a.name, got.status, len(got.body))
		}
	}
	var files struct{ Rows []models.File }
	a.firm.at(p).do(http.MethodGet, "/files?limit=200", nil).is(t, 200, "").into(t, &files)
	seen := map[int64]int{}
	for _, f := range files.Rows {
		seen[f.CaseID]++
	}
	for _, id := range a.cases {
		if seen[id] > 1 {
			t.Errorf("case %d has %d files, one was sent", id, seen[id])
		}
	}
}

// told waits until each accepted case was told to its applicant, and once.
func told(t *testing.T, p *portal, all []*applicant) {
	t.Helper()
	for _, a := range all {
		accepted := map[string]bool{}
		for _, id := range texts(t, p.url, "SELECT id FROM cases WHERE status = 'ACCEPTED' AND id >= ? AND operator_id = (SELECT operator_id FROM cases WHERE id = ?)", a.cases[0], a.cases[0]) {
			accepted[id] = true
		}
		eventually(t, a.name+" was told of every acceptance", func() bool {
			got := map[string]int{}
			for _, id := range texts(t, p.url, `SELECT n.case_id FROM notices n JOIN cases c ON c.id = n.case_id
 WHERE n.text_key = 'notice.case.moved' AND n.args LIKE '%ACCEPTED%' AND c.operator_id = (SELECT operator_id FROM cases WHERE id = ?)`, a.cases[0]) {
				got[id]++
			}
			for id, n := range got {
				if n > 1 {
					t.Fatalf("case %s was told %d times", id, n)
				}
			}
			for id := range accepted {
				if got[id] == 0 {
					return false
				}
			}
			return true
		})
	}
}
