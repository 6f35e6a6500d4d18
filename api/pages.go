package api

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// pages serves the built web application from memory.
type pages struct {
	files    map[string]*page
	document func(path string) string // the name of the document of an address
}

// page is one file with its packed twins.
type page struct {
	kind       string
	etag       string
	plain      []byte
	br, gz     []byte
	unchanging bool
}

// newPages reads the pages; nil is a portal without pages, which answers the API alone.
func newPages(from fs.FS, document func(path string) string) *pages {
	p := &pages{files: map[string]*page{}, document: document}
	if document == nil {
		p.document = func(string) string { return "index.html" }
	}
	if from == nil {
		return p
	}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && name != "." && strings.HasPrefix(d.Name(), ".") { // the build's own
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		if ext := path.Ext(name); ext == ".br" || ext == ".gz" {
			return nil
		}
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		g := &page{kind: kindOf(name), etag: hex.EncodeToString(sum[:12]), plain: b, unchanging: strings.HasPrefix(name, "assets/")}
		g.br, _ = fs.ReadFile(from, name+".br") // there only where packing pays
		g.gz, _ = fs.ReadFile(from, name+".gz")
		p.files["/"+name] = g
		return nil
	})
	if err != nil {
		panic("api: pages: " + err.Error())
	}
	return p
}

func kindOf(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	default:
		if k := mime.TypeByExtension(ext); k != "" {
			return k
		}
		return "application/octet-stream"
	}
}

// serve gives a file, or the application itself for an address of one of its pages: one without an
// ending that no other route has.
func (p *pages) serve(c echo.Context) error {
	name := path.Clean("/" + c.Request().URL.Path)
	f := p.files[name]
	if f == nil && path.Ext(name) == "" && !strings.HasPrefix(name, "/api/") && name != "/api" {
		f = p.files["/"+p.document(name)]
	}
	if f == nil {
		return echo.ErrNotFound
	}
	return f.write(c)
}

func (f *page) write(c echo.Context) error {
	h, b := c.Response().Header(), f.plain
	tag := f.etag
	h.Add("Vary", "Accept-Encoding")
	switch accepts := c.Request().Header.Get("Accept-Encoding"); {
	case f.br != nil && takes(accepts, "br"):
		b, tag = f.br, tag+"-br"
		h.Set("Content-Encoding", "br")
	case f.gz != nil && takes(accepts, "gzip"):
		b, tag = f.gz, tag+"-gz"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	h.Set("Cache-Control", "no-cache")
	if f.unchanging {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if strings.Contains(c.Request().Header.Get("If-None-Match"), `"`+tag+`"`) {
		h.Del("Content-Encoding")
		return c.NoContent(http.StatusNotModified)
	}
	h.Set("Content-Length", strconv.Itoa(len(b)))
	if c.Request().Method == http.MethodHead {
		h.Set("Content-Type", f.kind)
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, f.kind, b)
}

// takes tells whether Accept-Encoding names a coding and does not refuse it.
func takes(accepts, coding string) bool {
	for part := range strings.SplitSeq(accepts, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
