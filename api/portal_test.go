package api_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/report"
	"onestop.internal/store"
	"onestop.internal/store/blob"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/agents"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/files"
	"onestop.internal/workflow/notices"
	"onestop.internal/workflow/opinions"
	"onestop.internal/workflow/prechecks"
	"onestop.internal/workflow/projects"
	"onestop.internal/workflow/ratings"
	"onestop.internal/workflow/reads"
)

// portal is a test county served over HTTP, without a network. Every answer is held against the
// OpenAPI document.
type portal struct {
	*casestest.World
	server *api.Server
	conf   api.Config
	routes map[string]api.Route // by id
	stream *notices.Stream
}

func newPortal(t testing.TB) *portal {
	t.Helper()
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	now := func() models.Instant { return models.At(w.Clock.Now()) }
	disk, err := blob.NewDisk(t.TempDir())
	must(t, err)
	up, err := blob.NewUploads(t.TempDir(), disk, blob.UploadsConfig{Now: now})
	must(t, err)
	t.Cleanup(func() { _ = up.Close(); _ = disk.Close() })
	n := &notices.Service{Cases: w.Cases}
	p := &portal{World: w, routes: map[string]api.Route{}, stream: &notices.Stream{Cases: n, Every: 5 * time.Millisecond}}
	p.conf = api.Config{Version: "test", Now: now, Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))}
	p.server = api.New(api.Services{
		Policy: w.Policy, County: w.County, Cases: w.Cases,
		Accounts: &accounts.Service{
			Store: w.Store, Policy: w.Policy, Hasher: accounts.NewHasher(), Key: bytes.Repeat([]byte{7}, 32),
			Settings: func() accounts.Settings { return accounts.Settings{Region: casestest.Region, Issuer: "示范县"} },
		},
		Projects: &projects.Service{Cases: w.Cases}, Opinions: &opinions.Service{Cases: w.Cases}, PreChecks: &prechecks.Service{Cases: w.Cases}, Reads: &reads.Service{Store: w.Store, Policy: w.Policy}, Agents: &agents.Service{Cases: w.Cases},
		Ratings: &ratings.Service{Cases: w.Cases}, Notices: n, Stream: p.stream,
		Files:  &files.Service{Store: w.Store, Policy: w.Policy, Cases: w.Cases, Blob: disk, Uploads: up},
		Report: &report.Service{Store: w.Store, Policy: w.Policy, County: w.County},
	}, p.conf)
	for _, r := range p.server.Routes() {
		p.routes[r.ID] = r
	}
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// client is one browser.
type client struct {
	*portal
	t      testing.TB
	cookie string
	csrf   string
}

// visitor is a browser where nobody has signed in.
func (p *portal) visitor(t testing.TB) *client {
	t.Helper()
	c := &client{portal: p, t: t}
	r := c.call("get-session", nil, nil)
	for _, k := range r.Result().Cookies() {
		if k.Name == "onestop_csrf" {
			c.csrf = k.Value
		} else {
			c.cookie = k.Name + "=" + k.Value
		}
	}
	return c
}

// as is a browser in which an actor has signed in, at the actor's post.
func (p *portal) as(t testing.TB, a policy.Actor) *client {
	t.Helper()
	var b [32]byte
	_, _ = rand.Read(b[:])
	token := hex.EncodeToString(b[:])
	sum := sha256.Sum256([]byte(token))
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		s := &models.Session{
			TokenHash: sum[:], UserID: a.UserID, SecondFactor: models.FactorPassed, LastSeenAt: tx.Now, ExpiresAt: tx.Now.Add(time.Hour),
			EnterpriseID: a.EnterpriseID,
		}
		if a.EnterpriseID != 0 {
			m, err := tx.Membership(a.EnterpriseID, a.UserID)
			if err != nil || m.Status != models.MemberActive {
				err = tx.CreateMembership(&models.Membership{
					EnterpriseID: a.EnterpriseID, UserID: a.UserID, Role: models.MemberOwner, Status: models.MemberActive,
				})
			}
			if err != nil {
				return err
			}
			return tx.CreateSession(s)
		}
		posts, err := tx.Posts(a.UserID, tx.Today())
		if err != nil {
			return err
		}
		for _, post := range posts {
			if post.Role == string(a.Role) {
				s.GrantID = post.GrantID
			}
		}
		return tx.CreateSession(s)
	}))
	c := &client{portal: p, t: t, cookie: "onestop=" + token}
	var who struct{ Session struct{ CSRF string } }
	c.call("get-session", nil, nil).into(&who)
	if who.Session.CSRF == "" {
		t.Fatalf("%s could not sign in", a.Role)
	}
	c.csrf = who.Session.CSRF
	return c
}

// at are the parameters of a path.
type at map[string]any

// reply is an answer.
type reply struct {
	*httptest.ResponseRecorder
	t testing.TB
}

// call asks an operation by its id. Parameters that the path does not have go into the query. The body
// is marshalled, unless it is bytes.
func (c *client) call(id string, params at, body any, headers ...string) *reply {
	c.t.Helper()
	r, ok := c.routes[id]
	if !ok {
		c.t.Fatalf("no operation %q", id)
	}
	path, query := api.Prefix+r.Path, []string{}
	for name, v := range params {
		hole := "{" + name + "}"
		if strings.Contains(path, hole) {
			path = strings.ReplaceAll(path, hole, fmt.Sprint(v))
			continue
		}
		query = append(query, name+"="+fmt.Sprint(v))
	}
	if len(query) > 0 {
		path += "?" + strings.Join(query, "&")
	}
	got := c.raw(r.Method, path, body, headers...)
	checkAnswer(c.t, c.server, r, got)
	return got
}

// raw asks any address.
func (c *client) raw(method, path string, body any, headers ...string) *reply {
	c.t.Helper()
	var b []byte
	switch v := body.(type) {
	case nil:
	case []byte:
		b = v
	default:
		var err error
		if b, err = json.Marshal(v); err != nil {
			c.t.Fatal(err)
		}
	}
	req := httptest.NewRequestWithContext(c.t.Context(), method, path, bytes.NewReader(b))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-CSRF-Token", c.csrf)
	if c.cookie != "" {
		req.Header.Set("Cookie", c.cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, req)
	return &reply{w, c.t}
}

// into reads the body.
func (r *reply) into(v any) {
	r.t.Helper()
	if err := json.Unmarshal(r.Body.Bytes(), v); err != nil {
		r.t.Fatalf("%d %s: %v", r.Code, r.Body, err)
	}
}

// problem gives the code of the problem; "" where the answer is none.
func (r *reply) problem() string {
	var p api.Problem
	if json.Unmarshal(r.Body.Bytes(), &p) != nil {
		return ""
	}
	return p.Code
}

// is fails the test where the answer has another status, or another code.
func (r *reply) is(status int, code string) *reply {
	r.t.Helper()
	if r.Code != status || code != "" && r.problem() != code {
		r.t.Fatalf("%d %s, want %d %s", r.Code, r.Body, status, code)
	}
	return r
}

var schemas = struct {
	sync.Mutex
	compiler *jsonschema.Compiler
	known    map[string]*jsonschema.Schema
}{known: map[string]*jsonschema.Schema{}}

// checkAnswer holds an answer against the document.
func checkAnswer(t testing.TB, s *api.Server, r api.Route, got *reply) {
	t.Helper()
	kind := got.Header().Get("Content-Type")
	if !strings.Contains(kind, "json") || got.Body.Len() == 0 {
		return
	}
	status := fmt.Sprint(got.Code)
	if got.Code >= http.StatusInternalServerError {
		status = "default" // every 4xx is named in the document
	}
	ptr := "/paths/" + strings.ReplaceAll(api.Prefix+r.Path, "/", "~1") + "/" + strings.ToLower(r.Method) + "/responses/" + status +
		"/content/" + strings.ReplaceAll(kind, "/", "~1") + "/schema"
	schema := compiled(t, s, ptr)
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(got.Body.Bytes()))
	must(t, err)
	if err := schema.Validate(v); err != nil {
		t.Errorf("%s: the answer is not what the document says: %v", r.ID, err)
	}
}

func compiled(t testing.TB, s *api.Server, ptr string) *jsonschema.Schema {
	t.Helper()
	schemas.Lock()
	defer schemas.Unlock()
	if got := schemas.known[ptr]; got != nil {
		return got
	}
	if schemas.compiler == nil {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.Spec()))
		must(t, err)
		schemas.compiler = jsonschema.NewCompiler()
		schemas.compiler.AssertFormat()
		must(t, schemas.compiler.AddResource("openapi.json", doc))
	}
	got, err := schemas.compiler.Compile("openapi.json#" + ptr)
	if err != nil {
		t.Fatalf("the document has no such answer: %v", err)
	}
	schemas.known[ptr] = got
	return got
}

// filled gives parameters for every hole of a route's path.
func filled(r api.Route, id int64) at {
	out := at{}
	for part := range strings.SplitSeq(r.Path, "/") {
		if name := strings.Trim(part, "{}"); name != part {
			out[name] = id
		}
	}
	switch {
	case strings.Contains(r.Path, "{kind}"):
		out["kind"] = "L"
	case strings.Contains(r.Path, "{date}"):
		out["date"] = "2026-03-02"
	case strings.Contains(r.Path, "{year}"):
		out["year"] = 2026
	case strings.Contains(r.Path, "{code}"):
		out["code"] = "M1"
	case strings.Contains(r.Path, "{verb}"):
		out["verb"] = "accept"
	}
	return out
}

// takesBody tells whether a route's operation has a JSON body.
func takesBody(s *api.Server, r api.Route) bool {
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody *struct {
				Content map[string]any
			}
		}
	}
	if json.Unmarshal(s.Spec(), &doc) != nil {
		return false
	}
	b := doc.Paths[api.Prefix+r.Path][strings.ToLower(r.Method)].RequestBody
	return b != nil && b.Content["application/json"] != nil
}

const (
	post = http.MethodPost
	get  = http.MethodGet
)
