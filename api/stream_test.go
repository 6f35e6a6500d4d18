package api_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

func draftOf(p *portal, item string) *cases.DraftInput {
	return &cases.DraftInput{ItemCode: item, Form: p.County.Base.Sample(item), ProjectID: p.Project().ID}
}

func TestTheStreamTellsWhatConcernsItsReaderAndGoesOnWhereItStopped(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Draft(a, "LX-13", nil) // before the stream begins, so that there is something to have seen
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { p.stream.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	srv := httptest.NewServer(p.server)
	t.Cleanup(srv.Close)

	mine, theirs := p.listen(t, srv, p.as(t, a), ""), p.listen(t, srv, p.as(t, p.Stranger()), "")
	mine.until("stream.open")
	theirs.until("stream.open")
	p.Submit(a, c)
	id := mine.until("case.submit")
	p.Submit(p.Stranger(), p.other(t))
	if seen := theirs.seen("case.submit"); seen != 1 {
		t.Errorf("the stranger heard of %d submissions, want its own", seen)
	}
	p.Move(p.Window(), p.Reload(c), models.VerbAccept, cases.MoveInput{})
	mine.until("case.accept")
	resumed := p.listen(t, srv, p.as(t, a), id) // the submission was the last that it saw
	resumed.until("case.accept")
}

// other begins a case of the other enterprise.
func (p *portal) other(t *testing.T) *models.Case {
	t.Helper()
	c, err := p.Cases.CreateDraft(t.Context(), p.Stranger(), &cases.DraftInput{ItemCode: "KB-01", Form: p.County.Base.Sample("KB-01")})
	must(t, err)
	p.HandInAll(c.ID)
	return c
}

// ear reads a stream.
type ear struct {
	t     testing.TB
	lines *bufio.Scanner
	last  string
	heard []string
}

func (p *portal) listen(t *testing.T, srv *httptest.Server, c *client, lastID string) *ear {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), get, srv.URL+api.Prefix+"/stream", nil)
	must(t, err)
	req.Header.Set("Cookie", c.cookie)
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	res, err := srv.Client().Do(req)
	must(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s %v", res.Status, res.Header)
	}
	return &ear{t: t, lines: bufio.NewScanner(res.Body)}
}

// until reads up to an event of a kind and gives the id of the event before it.
func (e *ear) until(kind string) string {
	e.t.Helper()
	before := e.last
	for e.lines.Scan() {
		line := e.lines.Text()
		if id, ok := strings.CutPrefix(line, "id: "); ok {
			before, e.last = e.last, id
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			e.heard = append(e.heard, data)
			if strings.Contains(data, `"`+kind+`"`) {
				return before
			}
		}
	}
	e.t.Fatalf("the stream ended without %s: %v", kind, e.lines.Err())
	return ""
}

// seen counts the events of a kind up to the first, and with it.
func (e *ear) seen(kind string) (n int) {
	e.t.Helper()
	e.until(kind)
	for _, data := range e.heard {
		if strings.Contains(data, `"`+kind+`"`) {
			n++
		}
	}
	return n
}

func TestTheStreamEndsWithTheSessionOrThePostThatItBeganWith(t *testing.T) {
	p := newPortal(t)
	p.conf.Beat = 5 * time.Millisecond
	p.server = api.New(p.server.Services, p.conf)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { p.stream.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	srv := httptest.NewServer(p.server)
	t.Cleanup(srv.Close)
	for name, end := range map[string]func(c *client, who policy.Actor){
		"signed out": func(c *client, _ policy.Actor) { c.call("logout", nil, nil).is(204, "") },
		"the post is over": func(_ *client, who policy.Actor) {
			must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
				g := must1(tx.GrantsOf(who.UserID, tx.Today()))(t)[0]
				g.ValidTo = models.MustDate("2026-03-01")
				return tx.SaveGrant(&g, models.Active)
			}))
		},
		"idle too long": func(*client, policy.Actor) { p.Clock.Advance(31 * time.Minute) }, // the open stream is no sign of a person
	} {
		who := p.Staff(policy.Reviewer, "SPJ", name)
		c := p.as(t, who)
		e := p.listen(t, srv, c, "")
		e.until("stream.open")
		end(c, who)
		for e.lines.Scan() { // up to its end; the test's own limit else
		}
	}
}
