package faults_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/seed"
)

const api = "/api/v1"

// client is one browser at one portal.
type client struct {
	t      testing.TB
	portal *portal
	cookie string
	csrf   string
}

// answer is what came back; err is set where nothing did.
type answer struct {
	status int
	header http.Header
	body   []byte
	err    error
}

// do asks an address of the API. The body is marshalled, unless it is bytes.
func (c *client) do(method, path string, body any, headers ...string) answer {
	b, isBytes := body.([]byte)
	if !isBytes && body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			return answer{err: err}
		}
	}
	// Not the test's context: a request that is under way when the test fails says why itself.
	req, err := http.NewRequestWithContext(context.WithoutCancel(c.t.Context()), method, c.portal.base+api+path, bytes.NewReader(b))
	if err != nil {
		return answer{err: err}
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Cookie", c.cookie)
	req.Header.Set("X-CSRF-Token", c.csrf)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, got, err}
}

// problem is the code of the problem; "" where it is none.
func (a answer) problem() string {
	var p struct{ Code string }
	if !strings.Contains(a.header.Get("Content-Type"), "problem+json") || json.Unmarshal(a.body, &p) != nil {
		return ""
	}
	return p.Code
}

func (a answer) String() string {
	return fmt.Sprintf("%d %s %.400s %v", a.status, a.problem(), a.body, a.err)
}

func (a answer) ok() bool { return a.err == nil && a.status/100 == 2 }

// is fails the test where the answer has another status, or another code.
func (a answer) is(t testing.TB, status int, code string) answer {
	t.Helper()
	if a.err != nil || a.status != status || code != "" && a.problem() != code {
		t.Fatalf("%s, want %d %s", a, status, code)
	}
	return a
}

// into reads the body.
func (a answer) into(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%s: %v", a, err)
	}
}

// visitor is a browser where nobody has signed in.
func (p *portal) visitor(t testing.TB) *client {
	t.Helper()
	c := &client{t: t, portal: p}
	c.keep(c.do(http.MethodGet, "/session", nil).is(t, 200, ""))
	return c
}

// keep takes the cookies of an answer.
func (c *client) keep(a answer) {
	res := http.Response{Header: a.header}
	for _, k := range res.Cookies() {
		if k.Name == "onestop_csrf" {
			c.csrf = k.Value
		} else if k.Value != "" {
			c.cookie = k.Name + "=" + k.Value
		}
	}
}

// login signs a person of the demo in.
func (p *portal) login(t testing.TB, login string) *client {
	t.Helper()
	c := p.visitor(t)
	c.keep(c.do(http.MethodPost, "/session/login", map[string]string{"login": login, "password": seed.Accounts()[0].Password}).is(t, 200, ""))
	return c
}

// at is the same browser at another portal.
func (c *client) at(p *portal) *client {
	other := *c
	other.portal = p
	return &other
}

// firms signs people of n verified enterprises in.
func (p *portal) firms(t *testing.T, n int) []*client {
	t.Helper()
	var out []*client
	for _, login := range texts(t, p.url, `SELECT MIN(u.login) FROM enterprises e JOIN memberships m ON m.enterprise_id = e.id JOIN users u ON u.id = m.user_id
 WHERE e.status = 'VERIFIED' AND m.status = 'ACTIVE' GROUP BY e.id ORDER BY e.id LIMIT `+fmt.Sprint(n)) {
		out = append(out, p.login(t, login))
	}
	if len(out) != n {
		t.Fatalf("%d enterprises, want %d", len(out), n)
	}
	return out
}

// pdf is a small file that is what it says.
const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// metadata describes an upload as tus does.
func metadata(caseID int64, name string) string {
	var out []string
	for _, kv := range [][2]string{{"case", fmt.Sprint(caseID)}, {"material", "M1"}, {"filename", name}} {
		out = append(out, kv[0]+" "+base64.StdEncoding.EncodeToString([]byte(kv[1])))
	}
	return strings.Join(out, ",")
}

// draft begins a case with a complete form.
func (c *client) draft(key string) answer {
	return c.do(http.MethodPost, "/cases", map[string]any{"itemCode": item, "form": sample()}, "Idempotency-Key", key)
}

// begin starts an upload of so many bytes; its place stands in the answer's Location.
func (c *client) begin(caseID int64, size int) answer {
	return c.do(http.MethodPost, "/uploads", nil, "Tus-Resumable", "1.0.0", "Upload-Length", fmt.Sprint(size), "Upload-Metadata", metadata(caseID, "a.pdf"))
}

// place is where an upload lies, below the API.
func (a answer) place() string { return strings.TrimPrefix(a.header.Get("Location"), api) }

// send adds to an upload.
func (c *client) send(place string, from int, part string) answer {
	return c.do(http.MethodPatch, place, []byte(part), "Content-Type", "application/offset+octet-stream", "Upload-Offset", fmt.Sprint(from), "Tus-Resumable", "1.0.0")
}

func (c *client) finish(place string) answer { return c.do(http.MethodPost, place+"/finish", nil) }

func (c *client) submit(id int64, key string) answer {
	return c.do(http.MethodPost, fmt.Sprintf("/cases/%d/submit", id), map[string]any{}, "Idempotency-Key", key)
}

func (c *client) move(id int64, verb string, version int64, key string) answer {
	return c.do(http.MethodPost, fmt.Sprintf("/cases/%d/moves/%s", id, verb), map[string]any{"version": version}, "Idempotency-Key", key)
}

// read gives a case as it is.
func (c *client) read(t testing.TB, id int64) models.Case {
	t.Helper()
	var got struct{ Case models.Case }
	c.do(http.MethodGet, fmt.Sprintf("/cases/%d", id), nil).is(t, 200, "").into(t, &got)
	return got.Case
}

// ready makes a draft with its material handed in.
func (c *client) ready(t testing.TB, key string) models.Case {
	t.Helper()
	var made models.Case
	c.draft(key).is(t, 201, "").into(t, &made)
	place := c.begin(made.ID, len(pdf)).is(t, 201, "").place()
	c.send(place, 0, pdf).is(t, 204, "")
	c.finish(place).is(t, 200, "")
	return made
}
