package api

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/labstack/echo/v4"
)

// request is what is known of a request before anybody is identified.
type request struct {
	id   string
	lang string // zh, en
}

type requestKey struct{}

// requestOf gives the request of a context; outside of one, a Chinese request without an id.
func requestOf(ctx context.Context) request {
	r, ok := ctx.Value(requestKey{}).(request)
	if !ok {
		return request{lang: "zh"}
	}
	return r
}

// begin gives a request its id and its language, counts it and logs it: by its route, never by its
// address, its query or its caller, so that no personal data comes into the log.
func (s *Server) begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := request{id: requestID(c.Request()), lang: langOf(c.Request())}
		ctx := context.WithValue(c.Request().Context(), requestKey{}, r)
		c.SetRequest(c.Request().WithContext(ctx))
		c.Response().Header().Set("X-Request-ID", r.id)
		from := s.conf.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		took := int64(s.conf.Now() - from)
		route := c.Path()
		if !strings.HasPrefix(route, "/api/") {
			route = "pages"
		}
		s.metrics.count(c.Request().Method, route, c.Response().Status, float64(took)/1000)
		s.conf.Log.InfoContext(ctx, "request", "request", r.id, "method", c.Request().Method, "route", route,
			"status", c.Response().Status, "ms", took, "bytes", c.Response().Size)
		return nil
	}
}

// requestID takes the id of a proxy before us where it is one, else makes one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-ID")
	if len(id) >= 8 && len(id) <= 64 && strings.Trim(strings.ToLower(id), "abcdefghijklmnopqrstuvwxyz0123456789-_") == "" {
		return id
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// langOf gives the reader's language: chosen on a page, else asked for by the browser, else Chinese.
func langOf(r *http.Request) string {
	if k, err := r.Cookie("lang"); err == nil && (k.Value == "en" || k.Value == "zh") {
		return k.Value
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(strings.ToLower(part)), ";")
		switch first, _, _ := strings.Cut(tag, "-"); first {
		case "zh", "en":
			return first
		}
	}
	return "zh"
}

// recover turns a panic of a handler into an answer that says nothing of it.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if e, ok := p.(error); ok && errors.Is(e, http.ErrAbortHandler) {
				panic(p) // the server itself ends the connection
			}
			s.conf.Log.Error("panic", "request", requestOf(c.Request().Context()).id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}()
		return next(c)
	}
}

// policyOfContent lets a page load from the portal alone, and run no script that is not a file of it.
const policyOfContent = "default-src 'self'; script-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// headers are set on every answer.
func (s *Server) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policyOfContent)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if s.conf.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(c.Request().URL.Path, "/api/") {
			h.Set("Cache-Control", "no-store")
		}
		return next(c)
	}
}

// compress packs the JSON of the API, at the cheapest level: a higher one saves a tenth of the bytes and
// was a quarter of the CPU of a case's page. What the first packets take as it is goes as it is, and so do
// files and the stream; pages lie packed already. What holds a token is never packed beside what a client chose.
func (s *Server) compress() echo.MiddlewareFunc {
	pack, err := gzhttp.NewWrapper(gzhttp.MinSize(4096), gzhttp.CompressionLevel(gzip.BestSpeed))
	if err != nil {
		panic(err) // the options stand above
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if !packed(c.Request().URL.Path) {
				return next(c)
			}
			pack(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				c.SetResponse(echo.NewResponse(w, c.Echo()))
				if err := next(c); err != nil {
					c.Error(err) // here, since what is packed ends with this function
				}
			})).ServeHTTP(c.Response(), c.Request())
			return nil
		}
	}
}

// packed tells of a path whether its answers are packed.
func packed(path string) bool {
	rest, ok := strings.CutPrefix(path, Prefix+"/")
	return ok && !strings.HasPrefix(rest, "session") && !strings.HasPrefix(rest, "uploads") && !strings.HasPrefix(rest, "stream") &&
		!strings.HasSuffix(rest, "/content")
}

// extractor tells a client's address: the peer's, or what a trusted proxy says.
func (s *Server) extractor() echo.IPExtractor {
	if len(s.conf.Trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	opts := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range s.conf.Trusted {
		opts = append(opts, echo.TrustIPRange(ipNet(p)))
	}
	return echo.ExtractIPFromXFFHeader(opts...)
}
