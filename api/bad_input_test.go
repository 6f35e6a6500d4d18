package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"onestop.internal/api"
)

// shape is a schema of the document, as far as is needed to write bodies that break it.
type shape struct {
	Ref        string `json:"$ref"`
	Type       any
	Format     string
	Enum       []any
	Properties map[string]*shape
	Items      *shape
	Required   []string
}

// parameter is one of an operation's.
type parameter struct {
	Name, In string
	Schema   shape
}

// operation is one of the document's.
type operation struct {
	Parameters  []parameter
	RequestBody *struct {
		Content map[string]struct{ Schema shape }
	}
}

type document struct {
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]*shape }
}

func readDocument(t *testing.T, s *api.Server) *document {
	t.Helper()
	d := &document{}
	must(t, json.Unmarshal(s.Spec(), d))
	return d
}

func (d *document) of(r api.Route) operation {
	return d.Paths[api.Prefix+r.Path][strings.ToLower(r.Method)]
}

// resolve follows references.
func (d *document) resolve(s *shape) *shape {
	for s != nil && s.Ref != "" {
		s = d.Components.Schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	return s
}

// body is the schema of an operation's body, nil where it has none.
func (d *document) body(r api.Route) *shape {
	b := d.of(r).RequestBody
	if b == nil {
		return nil
	}
	c, ok := b.Content["application/json"]
	if !ok {
		return nil
	}
	return d.resolve(&c.Schema)
}

// is tells whether a value of the schema may be of a type.
func (s *shape) is(kind string) bool {
	if list, ok := s.Type.([]any); ok {
		return slices.Contains(list, any(kind))
	}
	return s.Type == kind
}

// plain is a value that the schema takes.
func (d *document) plain(s *shape, depth int) any {
	s = d.resolve(s)
	switch {
	case s == nil || depth > 6:
		return nil
	case len(s.Enum) > 0:
		return s.Enum[len(s.Enum)-1]
	case s.Format == "date":
		return "2026-03-02"
	case s.Format == "date-time":
		return "2026-03-02T09:30:00+08:00"
	case s.is("string"):
		return "文"
	case s.is("integer"), s.is("number"):
		return 1
	case s.is("boolean"):
		return false
	case s.is("array"):
		return []any{d.plain(s.Items, depth+1)}
	case s.is("object"):
		out := map[string]any{}
		for name, p := range s.Properties {
			out[name] = d.plain(p, depth+1)
		}
		return out
	}
	return nil
}

// raw JSON that no field may bring the portal down with.
var wrong = map[string]string{
	"a text": `"x"`, "an object": `{"a":{}}`, "a list": `[[]]`, "a number": `7`, "a negative number": `-1`, "a truth": `true`, "nothing": `null`,
	"a number without end": `1e400`, "a large number": `9223372036854775808`, "a fraction": `0.5`, "a day that is none": `"2026-02-30"`,
	"an instant that is none": `"2026-02-30T25:00:00Z"`, "a zero byte": `"a\u0000b"`, "half a character": `"\ud800"`,
	"a very long text": `"` + strings.Repeat("长", 70_000) + `"`, "a long line": `"` + strings.Repeat("x", 300) + `"`,
	"a deep list": strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000), "beyond the astral": `"😀\u202e\uffff"`,
}

// object writes a body with one field replaced.
func object(whole map[string]any, name, value string) []byte {
	parts := make([]string, 0, len(whole))
	for _, key := range slices.Sorted(maps.Keys(whole)) {
		b, err := json.Marshal(whole[key])
		if err != nil {
			panic(err)
		}
		if key == name {
			b = []byte(value)
		}
		parts = append(parts, fmt.Sprintf("%q:%s", key, b))
	}
	return []byte("{" + strings.Join(parts, ",") + "}")
}

func TestAFieldOfAnyOtherKindIsRefusedAtThatFieldOrTaken(t *testing.T) {
	p := newPortal(t)
	caller, d := p.callers(t), readDocument(t, p.server)
	first := p.Draft(p.Applicant(), "LX-13", nil).ID // so that an id of 1 leads somewhere
	fields := 0
	for _, r := range p.server.Routes() {
		c, s := caller(r), d.body(r)
		if c == nil || s == nil || r.Limited || r.ID == "logout" || r.ID == "set-demo-clock" {
			continue
		}
		whole, ok := d.plain(s, 0).(map[string]any)
		if !ok {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			fields++
			for what, value := range wrong {
				if len(value) > 10_000 && fields%6 != 0 {
					continue // as good at some fields as at all
				}
				got := c.raw(r.Method, fill(r, first), object(whole, name, value))
				if got.Code >= 500 {
					t.Errorf("%s with %s as %s: %d %s", r.ID, what, name, got.Code, got.Body)
				}
				prop := d.resolve(s.Properties[name])
				if got.Code == 422 && prop != nil && !fits(prop, value) && got.problem() == "request.invalid" && !namesField(got, name) {
					t.Errorf("%s with %s as %s: the field is not named: %s", r.ID, what, name, got.Body)
				}
			}
		}
	}
	if fields < 250 {
		t.Errorf("only %d fields", fields)
	}
}

// fits tells whether a raw value is of the schema's type.
func fits(s *shape, value string) bool {
	if s.Type == nil { // of any kind
		return true
	}
	switch value[0] {
	case '"':
		return s.is("string")
	case '{':
		return s.is("object")
	case '[':
		return s.is("array")
	case 't':
		return s.is("boolean")
	case 'n':
		return true // none is told as absent
	}
	return s.is("number") || s.is("integer")
}

// namesField tells whether a problem names a field or one below it.
func namesField(got *reply, name string) bool {
	var p api.Problem
	got.into(&p)
	return slices.ContainsFunc(p.Errors, func(f api.ProblemField) bool {
		return f.Path == name || strings.HasPrefix(f.Path, name+".") || strings.HasPrefix(f.Path, name+"[") || f.Path == ""
	})
}

// fill writes an address with every hole filled.
func fill(r api.Route, id int64) string {
	path := api.Prefix + r.Path
	for name, v := range filled(r, id) {
		path = strings.ReplaceAll(path, "{"+name+"}", fmt.Sprint(v))
	}
	return path
}

func TestAnAddressWithAnotherIDIsRefused(t *testing.T) {
	p := newPortal(t)
	caller := p.callers(t)
	n := 0
	for _, r := range p.server.Routes() {
		c := caller(r)
		if c == nil || r.Limited || !strings.Contains(r.Path, "{id}") || r.ID == "revoke-session" {
			continue
		}
		n++
		for _, id := range []string{"0", "-1", "9223372036854775808", "1e3", "abc", "1.5", "%00", "%EF%BC%91", "%ff", "0x10", " 1", "9223372036854775807"} {
			path := strings.ReplaceAll(fill(r, 1), "/1", "/"+strings.ReplaceAll(id, " ", "%20"))
			got := c.raw(r.Method, path, map[string]any{})
			if got.Code >= 500 { // the largest number is an id: of nothing, and what hangs on it is an empty list
				t.Errorf("%s of %q: %d %s", r.ID, id, got.Code, got.Body)
			}
			if id != "9223372036854775807" && got.Code != 422 && got.Code != 404 {
				t.Errorf("%s of %q: %d %s", r.ID, id, got.Code, got.Body)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d routes have an id", n)
	}
}

func TestAParameterThatIsNoneIsRefusedAtThatParameter(t *testing.T) {
	p := newPortal(t)
	caller, d := p.callers(t), readDocument(t, p.server)
	n := 0
	for _, r := range p.server.Routes() {
		c := caller(r)
		if c == nil || r.Limited || r.ID == "follow-stream" || r.Method != get {
			continue
		}
		for _, q := range d.of(r).Parameters {
			if q.In != "query" {
				continue
			}
			n++
			for _, value := range []string{
				"x", "-1", "0", "1e9", "99999999999999999999", "2026-02-30", "2026-13-01", "0000-00-00", "99999-01-01", "2026-02-30_1", "_", "1_x",
				"%00", "%ff", "%ED%A0%80", strings.Repeat("9", 300), strings.Repeat("%E9%95%BF", 3000), "%27%22%3B--", "%25_%5C",
			} {
				got := c.raw(get, fill(r, 1)+"?"+q.Name+"="+value, nil)
				if got.Code >= 500 {
					t.Errorf("%s?%s=%.40s: %d %s", r.ID, q.Name, value, got.Code, got.Body)
				}
				isDay := d.resolve(&q.Schema).Format == "date" && value == "2026-02-30"
				tooMany := q.Name == "limit" && (value == "0" || value == "-1" || value == "99999999999999999999")
				if (isDay || tooMany) && (got.Code != 422 || !namesField(got, "query."+q.Name)) {
					t.Errorf("%s?%s=%s is not refused at the parameter: %d %s", r.ID, q.Name, value, got.Code, got.Body)
				}
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d parameters", n)
	}
}

func TestNoHeaderBringsARouteDown(t *testing.T) {
	p := newPortal(t)
	firm := p.as(t, p.Applicant())
	odd := []string{"", "\xff\xfe", strings.Repeat("k", 81), strings.Repeat("字", 30), "a b", "'; --", strings.Repeat("9", 400), "-1", "{}", "sha256 !!!", "x y,z"}
	for _, name := range []string{
		"Idempotency-Key", "Accept-Language", "X-Request-ID", "Cookie", "User-Agent", "Range", "Accept-Encoding", "X-Forwarded-For", "Last-Event-ID",
	} {
		for _, v := range odd {
			got := firm.raw(post, api.Prefix+"/cases", map[string]any{"itemCode": "LX-13"}, name, v)
			if got.Code >= 500 || name == "Idempotency-Key" && (len(v) > 80 || strings.Contains(v, " ") || !utf8.ValidString(v)) && got.Code != 422 {
				t.Errorf("%s: %.40q: %d %s", name, v, got.Code, got.Body)
			}
		}
	}
	for _, name := range []string{"Upload-Length", "Upload-Metadata", "Tus-Resumable"} {
		for _, v := range odd {
			got := firm.raw(post, api.Prefix+"/uploads", nil, "Upload-Length", "10", "Upload-Metadata", meta("case", "1", "material", "M1", "filename", "a.pdf"), name, v)
			if absent := name == "Tus-Resumable" && v == ""; !absent && (got.Code < 400 || got.Code >= 500) {
				t.Errorf("%s: %.40q: %d %s", name, v, got.Code, got.Body)
			}
		}
	}
	for _, name := range []string{"Upload-Offset", "Upload-Checksum", "Content-Type"} {
		for _, v := range odd {
			got := firm.raw(http.MethodPatch, api.Prefix+"/uploads/"+strings.Repeat("a", 32), []byte("x"), "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream", name, v)
			if got.Code < 400 || got.Code >= 500 {
				t.Errorf("%s: %.40q: %d %s", name, v, got.Code, got.Body)
			}
		}
	}
}

// FuzzABodyIsAnsweredOrRefused: whatever is sent as a draft, the portal answers in JSON and it is no fault of its own.
func FuzzABodyIsAnsweredOrRefused(f *testing.F) {
	for _, seed := range []string{
		`{"itemCode":"LX-13"}`, `{"itemCode":"LX-13","form":{"a":[1,2,{"b":null}]},"attrs":{"x":true}}`, `{"itemCode":"LX-13","form":"text"}`,
		`{"itemCode":"\u0000","projectId":-1}`, `{"ITEMCODE":"LX-13"}`, `{"itemCode":"LX-13","itemCode":"KB-05"}`, `[]`, `"x"`, `{"form":1e999}`, "\xff", "",
		`{"changeKind":"CHANGE","licenceId":9223372036854775807}`, `{"itemCode":"LX-13","attrs":{"":{"":[[[[]]]]}}}`,
	} {
		f.Add([]byte(seed))
	}
	p := newPortal(f)
	firm := p.as(f, p.Applicant())
	f.Fuzz(func(t *testing.T, b []byte) {
		c := *firm
		c.t = t
		got := c.raw(post, api.Prefix+"/cases", b)
		if got.Code >= 500 || !json.Valid(got.Body.Bytes()) {
			t.Fatalf("%q: %d %s", b, got.Code, got.Body)
		}
	})
}
