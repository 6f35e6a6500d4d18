package api_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
)

func TestAChangeNeedsTheTokenOfItsOwnSession(t *testing.T) {
	p := newPortal(t)
	firm, other := p.as(t, p.Applicant()), p.as(t, p.Stranger())
	draft := map[string]any{"itemCode": "LX-13"}
	for name, token := range map[string]string{"none": "", "of another session": other.csrf, "made up": strings.Repeat("A", 43)} {
		forged := *firm
		forged.csrf = token
		if got := forged.call("create-draft", nil, draft); got.Code != 403 || got.problem() != "request.forged" {
			t.Errorf("token %s: %d %s", name, got.Code, got.problem())
		}
	}
	firm.call("create-draft", nil, draft).is(201, "")
	login := map[string]any{"login": "nobody", "password": "nothing"}
	bare := &client{portal: p, t: t}
	bare.call("login", nil, login).is(403, "request.forged")
	visitor := p.visitor(t)
	visitor.call("login", nil, login).is(401, "login.failed")
	stolen := &client{portal: p, t: t, csrf: visitor.csrf} // the token without the cookie that it is bound to
	stolen.call("login", nil, login).is(403, "request.forged")
}

func TestAChangeIsTakenFromPagesOfThePortalAlone(t *testing.T) {
	p := newPortal(t)
	firm, draft := p.as(t, p.Applicant()), map[string]any{"itemCode": "LX-13"}
	for _, foreign := range [][]string{
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
		{"Origin", "http://example.com:8081"},
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
	} {
		if got := firm.call("create-draft", nil, draft, foreign...); got.Code != 403 || got.problem() != "request.forged" {
			t.Errorf("%v: %d %s", foreign, got.Code, got.problem())
		}
		firm.call("get-session", nil, nil, foreign...).is(200, "")
	}
	firm.call("create-draft", nil, draft, "Origin", "http://example.com").is(201, "")
	firm.call("create-draft", nil, draft, "Sec-Fetch-Site", "same-origin").is(201, "")
	conf := p.conf
	conf.URL = "https://portal.example/"
	behind := *firm
	behind.portal = &portal{World: p.World, conf: conf, routes: p.routes, server: api.New(p.server.Services, conf)}
	behind.call("create-draft", nil, draft, "Origin", "https://portal.example").is(201, "")
	behind.call("create-draft", nil, draft, "Origin", "https://portal.example.evil.example").is(403, "request.forged")
}

func TestAnEnterpriseBeginsNoCaseForAnother(t *testing.T) {
	p := newPortal(t)
	mine, other := p.Applicant(), p.Stranger()
	got := p.as(t, mine).call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": other.EnterpriseID})
	got.is(422, "case.invalid")
	if !namesField(got, "enterpriseId") {
		t.Errorf("the field is not named: %s", got.Body)
	}
	p.as(t, mine).call("create-draft", nil, map[string]any{"itemCode": "LX-13", "enterpriseId": mine.EnterpriseID}).is(201, "")
}

func TestAKeyedRequestIsDoneOnce(t *testing.T) {
	p := newPortal(t)
	firm := p.as(t, p.Applicant())
	body := map[string]any{"itemCode": "LX-13", "projectId": p.Project().ID}
	first := firm.call("create-draft", nil, body, "Idempotency-Key", "k1").is(201, "")
	again := firm.call("create-draft", nil, body, "Idempotency-Key", "k1").is(201, "")
	if again.Body.String() != first.Body.String() || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("the second answer is %s (%q), the first was %s", again.Body, again.Header().Get("Idempotent-Replayed"), first.Body)
	}
	firm.call("create-draft", nil, map[string]any{"itemCode": "LX-01"}, "Idempotency-Key", "k1").is(422, "idempotency.body_differs")
	var made, another models.Case
	first.into(&made)
	firm.call("create-draft", nil, body, "Idempotency-Key", "k2").into(&another)
	if another.ID == made.ID {
		t.Error("another key gave the first case")
	}
	stranger := p.as(t, p.Stranger())
	stranger.call("create-draft", nil, map[string]any{"itemCode": "LX-13"}, "Idempotency-Key", "k1").is(201, "").into(&another)
	if another.ID == made.ID {
		t.Error("another person's key gave the first person's case")
	}
	p.HandInAll(made.ID)
	firm.call("edit-draft", at{"id": made.ID}, map[string]any{"form": p.County.Base.Sample("LX-13"), "version": made.Version}).is(200, "")
	var in, replayed models.Case
	firm.call("submit-case", at{"id": made.ID}, map[string]any{}, "Idempotency-Key", "s1").is(200, "").into(&in)
	firm.call("submit-case", at{"id": made.ID}, map[string]any{}, "Idempotency-Key", "s1").is(200, "").into(&replayed)
	if in.Number == "" || in.Number != replayed.Number || in.Version != replayed.Version {
		t.Errorf("submitted as %s v%d, repeated as %s v%d", in.Number, in.Version, replayed.Number, replayed.Version)
	}
	firm.call("submit-case", at{"id": made.ID}, map[string]any{}, "Idempotency-Key", "s2").is(409, "case.move_not_allowed")
}

func TestTwinsOfAKeyedRequestGetOneAnswer(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Draft(a, "LX-13", nil)
	firm := p.as(t, a)
	answers := make([]*reply, 8)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() {
			answers[i] = firm.call("submit-case", at{"id": c.ID}, map[string]any{}, "Idempotency-Key", "twin")
		})
	}
	wait.Wait()
	for _, got := range answers {
		if got.is(200, ""); got.Body.String() != answers[0].Body.String() {
			t.Errorf("%s and %s", got.Body, answers[0].Body)
		}
	}
	if n := len(must1(p.Store.Events(t.Context(), c.ID))(t)); n != 2 {
		t.Errorf("%d events, want its beginning and one submission", n)
	}
}

// must1 gives the value of a call that must not fail.
func must1[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func TestAnOldVersionIsAConflict(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Submit(a, p.Draft(a, "LX-13", nil))
	window := p.as(t, p.Window())
	window.call("move-accept", at{"id": c.ID}, map[string]any{"version": c.Version + 7}).is(409, "case.changed_meanwhile")
	window.call("move-accept", at{"id": c.ID}, map[string]any{"version": c.Version}).is(200, "")
	window.call("move-accept", at{"id": c.ID}, map[string]any{"version": c.Version}).is(409, "case.changed_meanwhile")
}

// caller gives, once for each role, a browser of somebody who may call a route; nil where nobody may.
func (p *portal) callers(t *testing.T) func(api.Route) *client {
	visitor, known := p.visitor(t), map[policy.Role]*client{}
	return func(r api.Route) *client {
		if r.Action == policy.Public {
			return visitor
		}
		for _, role := range policy.Roles {
			a := p.person(role)
			if !p.Policy.Can(a, r.Action) {
				continue
			}
			if known[role] == nil {
				known[role] = p.as(t, a)
			}
			return known[role]
		}
		return nil
	}
}

func TestAFieldThatIsNotKnownIsRefused(t *testing.T) {
	p := newPortal(t)
	caller := p.callers(t)
	n := 0
	for _, r := range p.server.Routes() {
		if !takesBody(p.server, r) || r.Limited {
			continue
		}
		c := caller(r)
		if c == nil {
			continue
		}
		n++
		got := c.call(r.ID, filled(r, 1), map[string]any{"noSuchField": 1})
		if got.Code != 422 || !strings.Contains(got.Body.String(), `"request.unexpected"`) {
			t.Errorf("%s: %d %s", r.ID, got.Code, got.Body)
		}
	}
	if n < 80 {
		t.Errorf("only %d routes take a body", n)
	}
}

func TestAParameterThatIsNotKnownIsRefused(t *testing.T) {
	c := newPortal(t).visitor(t)
	got := c.call("list-items", at{"limt": 5}, nil).is(422, "request.invalid")
	var p api.Problem
	got.into(&p)
	if len(p.Errors) != 1 || p.Errors[0].Path != "query.limt" {
		t.Errorf("%+v", p.Errors)
	}
}

func TestAProblemIsInTheLanguageOfItsReader(t *testing.T) {
	c := newPortal(t).visitor(t)
	for _, tt := range []struct{ header, cookie, want string }{
		{"zh-CN", "", "没有这个地址。"},
		{"en-GB,en;q=0.9", "", "There is nothing at this address."},
		{"fr, en;q=0.5", "", "There is nothing at this address."},
		{"fr", "", "没有这个地址。"},
		{"zh-CN", "lang=en", "There is nothing at this address."},
	} {
		c.cookie = tt.cookie
		got := c.raw(get, api.Prefix+"/nothing", nil, "Accept-Language", tt.header).is(404, "request.no_such_route")
		var p api.Problem
		got.into(&p)
		if p.Detail != tt.want || p.Type != "/problems/request.no_such_route" || p.RequestID != got.Header().Get("X-Request-ID") {
			t.Errorf("%+v: %+v", tt, p)
		}
	}
}

func TestWhatIsNoRequestIsToldApart(t *testing.T) {
	p := newPortal(t)
	firm := p.as(t, p.Applicant())
	for _, tt := range []struct {
		name, method, path string
		body               []byte
		kind               string
		status             int
		code               string
	}{
		{"another method", http.MethodPut, "/items", nil, "application/json", 405, "request.method"},
		{"broken JSON", post, "/cases", []byte(`{"itemCode":`), "application/json", 400, "request.unreadable"},
		{"no UTF-8", post, "/cases", []byte("{\"itemCode\":\"\xff\"}"), "application/json", 400, "request.unreadable"},
		{"no body", post, "/cases", nil, "application/json", 400, "request.unreadable"},
		{"a form", post, "/cases", []byte("itemCode=LX-13"), "application/x-www-form-urlencoded", 415, "request.media_type"},
		{"too much", post, "/cases", []byte(`{"form":"` + strings.Repeat("x", 1<<20) + `"}`), "application/json", 413, "request.too_large"},
		{"an id that is none", get, "/cases/abc", nil, "", 422, "request.invalid"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := *firm
			c.t = t
			c.raw(tt.method, api.Prefix+tt.path, tt.body, "Content-Type", tt.kind).is(tt.status, tt.code)
		})
	}
}

// bodies are those of a test suite for JSON parsers: expect is accept, reject or either.
func bodies(t *testing.T) (out []struct{ Name, Expect, B64 string }) {
	t.Helper()
	var file struct {
		Cases []struct{ Name, Expect, B64 string }
	}
	must(t, json.Unmarshal(must1(os.ReadFile("testdata/json_parsing.json"))(t), &file))
	return file.Cases
}

// proxied is the portal behind a proxy, so that each request may come from an address of its own and none is
// one too many.
func (p *portal) proxied() *portal {
	conf := p.conf
	conf.Trusted = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}
	return &portal{World: p.World, conf: conf, routes: p.routes, server: api.New(p.server.Services, conf)}
}

func onMySQL() bool { return os.Getenv("TEST_DSN") != "" }

// sampled is all of a list; on MariaDB, where each request costs more, every sixth from the n-th on.
func sampled[T any](list []T, n int) (out []T) {
	if !onMySQL() {
		return list
	}
	for i := n % 6; i < len(list); i += 6 {
		out = append(out, list[i])
	}
	return out
}

// from is an address of its own for the n-th request.
func from(n int) string { return fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255) }

func TestNoBodyBringsARouteDown(t *testing.T) {
	p := newPortal(t).proxied()
	d := readDocument(t, p.server)
	routes, asked := 0, 0
	for _, r := range p.server.Routes() {
		c := p.callers(t)(r)  // anew: a route may have ended the sessions of a person
		if r.ID == "logout" { // a body that it takes would end the session of all that follow
			c = p.visitor(t)
		}
		if c == nil || r.Method == get || d.body(r) == nil {
			continue
		}
		routes++
		for _, b := range sampled(bodies(t), routes) {
			raw, err := base64.StdEncoding.DecodeString(b.B64)
			must(t, err)
			asked++
			got := c.call(r.ID, filled(r, 1), raw, "X-Forwarded-For", from(asked))
			if got.Code >= 500 || got.Code == 429 || b.Expect == "reject" && got.Code != 400 && r.ID != "logout" {
				t.Errorf("%s to %s: %d %s", b.Name, r.ID, got.Code, got.Body)
			}
		}
	}
	if routes < 90 || asked < 25_000 && !onMySQL() {
		t.Errorf("only %d bodies to %d routes", asked, routes)
	}
}

// texts are the names of a body's fields that take any text.
func (d *document) texts(s *shape) (out []string) {
	for name, f := range s.Properties {
		if f = d.resolve(f); f != nil && f.is("string") && f.Format == "" && len(f.Enum) == 0 {
			out = append(out, name)
		}
	}
	return out
}

func TestNoTextBringsAFieldDown(t *testing.T) {
	p := newPortal(t).proxied()
	caller, d := p.callers(t), readDocument(t, p.server)
	known, asked := map[string]bool{}, 0
	for _, r := range p.server.Routes() {
		c, s := caller(r), d.body(r)
		if c == nil || s == nil {
			continue
		}
		names := d.texts(s)
		if !slices.ContainsFunc(names, func(name string) bool { return !known[name] }) {
			continue // fields like these have been filled elsewhere
		}
		whole, ok := d.plain(s, 0).(map[string]any)
		if !ok {
			continue
		}
		for _, text := range sampled(naughty(t), len(known)) {
			for _, name := range names {
				known[name], whole[name] = true, text
			}
			asked++
			if got := c.call(r.ID, filled(r, 1), whole, "X-Forwarded-For", from(asked)); got.Code >= 500 || got.Code == 429 && !strings.HasPrefix(r.Path, "/session/") {
				t.Errorf("%q in %v of %s: %d %s", text, names, r.ID, got.Code, got.Body)
			}
		}
	}
	if len(known) < 60 {
		t.Errorf("only %d kinds of text fields", len(known))
	}
}

func naughty(t *testing.T) []string {
	t.Helper()
	var file struct{ Strings []string }
	must(t, json.Unmarshal(must1(os.ReadFile("testdata/naughty_strings.json"))(t), &file))
	return file.Strings
}

func TestATextComesBackAsItWasWrittenOrIsRefused(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Submit(a, p.Draft(a, "LX-13", nil))
	draft := p.Draft(a, "LX-13", nil)
	firm := p.as(t, a)
	visitor := p.visitor(t)
	kept := 0
	for _, s := range naughty(t) {
		got := firm.call("post-message", at{"id": c.ID}, map[string]any{"body": s})
		switch got.Code {
		case 201:
			var m models.Message
			got.into(&m)
			if want := strings.TrimSpace(strings.ReplaceAll(s, "\r", "")); m.Body != want {
				t.Errorf("%q came back as %q", want, m.Body)
			}
			kept++
		case 422:
		default:
			t.Errorf("%q: %d %s", s, got.Code, got.Body)
		}
		var d models.Case
		if got := firm.call("edit-draft", at{"id": draft.ID}, map[string]any{"version": draft.Version, "form": map[string]any{"remark": s}}); got.Code == 200 {
			got.into(&d)
			var form map[string]string
			if must(t, json.Unmarshal(d.Form, &form)); form["remark"] != s {
				t.Errorf("%q came back in the form as %q", s, form["remark"])
			}
			draft.Version = d.Version
		} else {
			got.is(422, "")
		}
		firm.raw(get, api.Prefix+"/cases?q="+escape(s), nil).below(500)
		visitor.raw(get, api.Prefix+"/items?q="+escape(s), nil).below(500)
	}
	if kept < 400 {
		t.Errorf("only %d of the texts were kept", kept)
	}
	var thread struct{ Rows []models.Message }
	firm.call("list-thread", at{"id": c.ID, "limit": 200}, nil).is(200, "").into(&thread)
	if len(thread.Rows) != 200 {
		t.Errorf("%d messages", len(thread.Rows))
	}
}

// below fails the test where the answer is the server's fault.
func (r *reply) below(status int) {
	r.t.Helper()
	if r.Code >= status {
		r.t.Errorf("%d %s", r.Code, r.Body)
	}
}

const hexDigits = "0123456789ABCDEF"

// escape writes every byte of a query as %XX.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte('%')
		b.WriteByte(hexDigits[s[i]>>4])
		b.WriteByte(hexDigits[s[i]&15])
	}
	return b.String()
}
