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
	"sync"

	"github.com/labstack/echo/v4"
)

// pages serves the built web application from memory.
type pages struct {
	from     fs.FS
	files    map[string]*page
	document func(path string) string // the name of the document of an address
}

// page is one file with its packed twins, which are read when it is first asked for.
type page struct {
	name       string
	once       sync.Once
	err        error
	kind       string
	etag       string
	plain      []byte
	br, gz     []byte
	unchanging bool
}

// newPages reads the pages; nil is a portal without pages, which answers the API alone.
func newPages(from fs.FS, document func(path string) string) *pages {
	p := &pages{from: from, files: map[string]*page{}, document: document}
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
		p.files["/"+name] = &page{name: name, kind: kindOf(name), unchanging: strings.HasPrefix(name, "assets/")}
		return nil
	})
	if err != nil {
		panic("api: pages: " + err.Error())
	}
	return p
}

// read reads the file where that was not done.
func (f *page) read(from fs.FS) error {
	f.once.Do(func() {
		if f.plain, f.err = fs.ReadFile(from, f.name); f.err != nil {
			return
		}
		sum := sha256.Sum256(f.plain)
		f.etag = hex.EncodeToString(sum[:12])
		f.br, _ = fs.ReadFile(from, f.name+".br") // there only where packing pays
		f.gz, _ = fs.ReadFile(from, f.name+".gz")
	})
	return f.err
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
	if err := f.read(p.from); err != nil {
		return err
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
