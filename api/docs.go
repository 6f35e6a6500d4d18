package api

import (
	"embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// docs is a small page that shows the document: it is served by the portal itself, since there may be
// no other network.
//
//go:embed docs/*
var docs embed.FS

func (s *Server) docRoutes() {
	s.echo.GET(Prefix+"/openapi.json", func(c echo.Context) error {
		return c.Blob(http.StatusOK, "application/openapi+json", s.Spec())
	})
	for name, kind := range map[string]string{"": "text/html; charset=utf-8", "/docs.js": "text/javascript; charset=utf-8", "/docs.css": "text/css; charset=utf-8"} {
		file := "docs" + name
		if name == "" {
			file = "docs/index.html"
		}
		b, err := docs.ReadFile(file)
		if err != nil {
			panic("api: " + err.Error())
		}
		s.echo.GET("/api/docs"+name, func(c echo.Context) error { return c.Blob(http.StatusOK, kind, b) })
	}
}
