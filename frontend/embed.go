// Package frontend holds the built web pages.
package frontend

import (
	"embed"
	"io/fs"
	"strings"
)

// dist has at least .gitkeep, so that Go builds before the pages are built.
//
//go:embed all:dist
var dist embed.FS

// Files are the built pages, with a .br and a .gz twin beside each text file
// worth compressing; built is false where `npm run build` has not run yet.
// Everything under assets/ has its hash in its name and never changes.
func Files() (pages fs.FS, built bool) {
	pages, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, false
	}
	_, err = fs.Stat(pages, "index.html")
	return pages, err == nil
}

// Page names the document that draws the address path: the two tiers are
// built apart, so that a phone never loads what only staff pages use.
func Page(path string) string {
	if path == "/staff" || strings.HasPrefix(path, "/staff/") {
		return "staff.html"
	}
	return "index.html"
}
