package api_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"onestop.internal/api"
	"onestop.internal/models"
)

func staffApart(path string) string {
	if strings.HasPrefix(path, "/staff/") {
		return "staff.html"
	}
	return "index.html"
}

func TestPagesComePackedAndUnchanging(t *testing.T) {
	s := api.New(api.Services{}, api.Config{Now: func() models.Instant { return 1 }, Document: staffApart, Pages: fstest.MapFS{
		"index.html":             {Data: []byte("<html>app")},
		"index.html.br":          {Data: []byte("BR")},
		"staff.html":             {Data: []byte("<html>desk")},
		"assets/app-1a2b.js":     {Data: []byte("plain()")},
		"assets/app-1a2b.js.gz":  {Data: []byte("GZ")},
		"assets/app-1a2b.css":    {Data: []byte("a{}")},
		"favicon.svg":            {Data: []byte("<svg/>")},
		".vite/manifest.json":    {Data: []byte("{}")},
		"assets/.hidden":         {Data: []byte("no")},
		"assets/app-1a2b.js.map": {Data: []byte("{}")},
	}})
	for _, tt := range []struct{ name, path, accepts, body, kind, packed, cache string }{
		{"the application", "/", "gzip, br", "BR", "text/html; charset=utf-8", "br", "no-cache"},
		{"an address of a page", "/cases/17", "", "<html>app", "text/html; charset=utf-8", "", "no-cache"},
		{"an address of a page of the staff", "/staff/queue", "", "<html>desk", "text/html; charset=utf-8", "", "no-cache"},
		{"a script", "/assets/app-1a2b.js", "br, gzip", "GZ", "text/javascript; charset=utf-8", "gzip", "public, max-age=31536000, immutable"},
		{"without packing", "/assets/app-1a2b.js", "gzip;q=0", "plain()", "text/javascript; charset=utf-8", "", "public, max-age=31536000, immutable"},
		{"a style", "/assets/app-1a2b.css", "br", "a{}", "text/css; charset=utf-8", "", "public, max-age=31536000, immutable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), get, tt.path, nil)
			r.Header.Set("Accept-Encoding", tt.accepts)
			s.ServeHTTP(w, r)
			h := w.Header()
			if w.Code != 200 || w.Body.String() != tt.body || h.Get("Content-Type") != tt.kind || h.Get("Content-Encoding") != tt.packed || h.Get("Cache-Control") != tt.cache {
				t.Errorf("%d %q %v", w.Code, w.Body, h)
			}
			if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("its policy is %q", csp)
			}
			again := httptest.NewRecorder()
			r.Header.Set("If-None-Match", h.Get("ETag"))
			s.ServeHTTP(again, r)
			if again.Code != 304 || again.Body.Len() != 0 {
				t.Errorf("unchanged, it answers %d %q", again.Code, again.Body)
			}
		})
	}
	for _, path := range []string{"/api/v1/nothing", "/api", "/assets/none.js", "/.vite/manifest.json", "/assets/.hidden", "/../go.mod"} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), get, path, nil))
		if w.Code != 404 {
			t.Errorf("%s answers %d %q", path, w.Code, w.Body)
		}
	}
}

func TestTheMachineryIsAskedApart(t *testing.T) {
	s := api.New(api.Services{}, api.Config{Now: func() models.Instant { return 1 }, MetricsToken: "letmein"})
	for _, tt := range []struct {
		name, path, from string
		headers          []string
		want             int
	}{
		{"health", "/healthz", "203.0.113.9:1", nil, 200},
		{"readiness", "/readyz", "203.0.113.9:1", nil, 200},
		{"figures for this machine", "/metrics", "127.0.0.1:1", nil, 200},
		{"figures through a proxy", "/metrics", "127.0.0.1:1", []string{"X-Forwarded-For", "203.0.113.9"}, 404},
		{"figures for anybody", "/metrics", "203.0.113.9:1", nil, 404},
		{"figures with the token", "/metrics", "203.0.113.9:1", []string{"Authorization", "Bearer letmein"}, 200},
		{"figures with another token", "/metrics", "127.0.0.1:1", []string{"Authorization", "Bearer other"}, 404},
		{"the document", "/api/v1/openapi.json", "203.0.113.9:1", nil, 200},
		{"the page of the document", "/api/docs", "203.0.113.9:1", nil, 200},
		{"its script", "/api/docs/docs.js", "203.0.113.9:1", nil, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), get, tt.path, nil)
			r.RemoteAddr = tt.from
			for i := 0; i+1 < len(tt.headers); i += 2 {
				r.Header.Set(tt.headers[i], tt.headers[i+1])
			}
			s.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

func TestLongAnswersArePackedAndWhatHoldsATokenIsNot(t *testing.T) {
	p := newPortal(t)
	ask := func(path string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		p.server.ServeHTTP(w, r)
		return w
	}
	long := ask("/api/v1/items")
	if h := long.Header(); h.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Accept-Encoding") {
		t.Errorf("the list of items: %v", h)
	}
	z, err := gzip.NewReader(long.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || !json.Valid(body) || len(body) < 10_000 {
		t.Errorf("%d bytes unpacked (%v)", len(body), err)
	}
	for _, path := range []string{"/api/v1/session", "/api/v1/items/none"} {
		if short := ask(path); short.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s is packed", path)
		} else if body, err := io.ReadAll(short.Body); err != nil || !json.Valid(body) {
			t.Errorf("%s: %s (%v)", path, body, err)
		}
	}
}
