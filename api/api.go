// Package api speaks HTTP: each handler reads the request, asks a use case and answers. There is no
// rule of business in it and no query.
package api

import (
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/report"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/agents"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
	"onestop.internal/workflow/files"
	"onestop.internal/workflow/notices"
	"onestop.internal/workflow/opinions"
	"onestop.internal/workflow/prechecks"
	"onestop.internal/workflow/projects"
	"onestop.internal/workflow/ratings"
	"onestop.internal/workflow/reads"
)

// Prefix is the path below which the API lies.
const Prefix = "/api/v1"

// Services are the use cases that the routes ask.
type Services struct {
	Policy    *policy.Policy
	County    *county.County
	Cases     *cases.Service
	Accounts  *accounts.Service
	Projects  *projects.Service
	Opinions  *opinions.Service
	PreChecks *prechecks.Service
	Reads     *reads.Service
	Files     *files.Service
	Agents    *agents.Service
	Ratings   *ratings.Service
	Notices   *notices.Service
	Stream    *notices.Stream
	Report    *report.Service
}

// Config says how the portal is reached. Its zero value serves plain HTTP on a private address.
type Config struct {
	Version string
	// Secure is set where people reach the portal by https: cookies and HSTS depend on it.
	Secure bool
	// URL is the address at which people reach the portal, where a proxy before it names another host;
	// "": the host that a request names. Changes are taken from pages of this origin alone.
	URL string
	// Trusted are the proxies whose X-Forwarded-For is believed.
	Trusted []netip.Prefix
	// MetricsToken opens /metrics to others than this machine; "": to nobody else.
	MetricsToken string
	Pages        fs.FS // the built pages; nil: none
	// Document names the document of Pages that draws an address; nil: index.html draws them all.
	Document func(path string) string
	Log      *slog.Logger
	Now      func() models.Instant
	// Ready tells whether requests can be served now: the database, its schema, the store of files.
	Ready func(*http.Request) error
	// SetClock moves the simulated clock of a demo on; nil where time is the real one.
	SetClock func(models.Instant) error
	// Patience is how long a client may keep the portal waiting; 0 takes 20 s.
	Patience time.Duration
	// Beat is how often a live stream looks whether its reader is still signed in; 0 takes 20 s.
	Beat time.Duration
	// Gauges are figures for /metrics beside those of the requests.
	Gauges []Gauge
}

// Server is the portal as an http.Handler.
type Server struct {
	Services
	admin   *county.Admin
	conf    Config
	echo    *echo.Echo
	huma    huma.API
	inputs  huma.Registry
	routes  []Route
	metrics *metrics
	pages   *pages
	looks   *limiter // of the public look-ups
	cross   *http.CrossOriginProtection
	spec    func() []byte // written out when it is first asked for

	refusals map[int]*huma.Response // of the document, by HTTP status
}

// New puts the routes together. It panics where a route is wrong: without an action, twice, or with
// types that have no schema.
func New(s Services, c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Patience <= 0 {
		c.Patience = defaultPatience
	}
	if c.Beat <= 0 {
		c.Beat = heartbeat
	}
	useProblems()
	v := &Server{Services: s, conf: c, echo: echo.New(), metrics: newMetrics(c.Gauges), looks: newLimiter(30, 10*60*1000)}
	v.cross = sameOrigin(c.URL)
	v.echo.HideBanner, v.echo.HidePort = true, true
	v.echo.HTTPErrorHandler = v.echoError
	v.echo.IPExtractor = v.extractor()
	v.echo.Use(v.begin, v.headers, v.compress(), v.recover)
	v.admin = &county.Admin{County: s.County, Policy: s.Policy}
	conf := humaConfig(c.Version)
	v.inputs = inputRegistry()
	v.huma = humaecho.New(v.echo, conf)
	v.refusals = describeRefusals(conf.Components.Schemas)
	for _, r := range v.table() {
		v.register(r)
	}
	v.finishSpec()
	v.docRoutes()
	v.healthRoutes()
	v.pages = newPages(c.Pages, c.Document)
	v.echo.GET("/*", v.pages.serve)
	v.echo.HEAD("/*", v.pages.serve)
	return v
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Spec is the OpenAPI 3.1 document of the routes.
func (s *Server) Spec() []byte { return s.spec() }

// Routes are all routes of the API, in the order of the table.
func (s *Server) Routes() []Route { return s.routes }

// table is every route of the API.
func (s *Server) table() []Route {
	var all []Route
	for _, part := range [][]Route{
		s.sessionRoutes(), s.registerRoutes(), s.enterpriseRoutes(), s.memberRoutes(), s.mandateRoutes(),
		s.itemRoutes(), s.scenarioRoutes(), s.calendarRoutes(),
		s.draftRoutes(), s.moveRoutes(), s.previewRoutes(), s.stepRoutes(), s.caseRoutes(), s.paperRoutes(), s.progressRoutes(),
		s.uploadRoutes(), s.fileRoutes(), s.queueRoutes(), s.opinionRoutes(), s.precheckRoutes(), s.hearingRoutes(), s.readLogRoutes(),
		s.projectRoutes(), s.poolRoutes(), s.agentRoutes(), s.ratingRoutes(), s.noticeRoutes(), s.boardRoutes(),
		s.userRoutes(), s.grantRoutes(), s.ruleRoutes(), s.departmentRoutes(), s.absenceRoutes(), s.auditRoutes(), s.lateRoutes(), s.counterRoutes(), s.licenceRoutes(), s.creditRoutes(),
		s.catalogueRoutes(), s.countyRoutes(), s.clockRoutes(),
	} {
		all = append(all, part...)
	}
	return all
}

func (s *Server) finishSpec() {
	mendSchemas(s.huma.OpenAPI())
	s.spec = sync.OnceValue(func() []byte {
		b, err := json.MarshalIndent(s.huma.OpenAPI(), "", " ")
		if err != nil {
			panic("api: openapi: " + err.Error())
		}
		return append(b, '\n')
	})
}
