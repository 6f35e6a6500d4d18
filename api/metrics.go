package api

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Gauge is a figure that is read when /metrics is asked.
type Gauge struct {
	Name, Help string
	Read       func() float64
}

// metrics are the figures of one server.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(gauges []Gauge) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "onestop_request_seconds", Help: "Time of requests by method, route and class of status.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"method", "route", "class"}),
	}
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, g := range gauges {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.Name, Help: g.Help}, g.Read))
	}
	return m
}

func (m *metrics) count(method, route string, status int, seconds float64) {
	switch method { // a client may invent any other
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status/100)+"xx").Observe(seconds)
}

// readyLimit is how long the portal may take to find out whether it can serve.
const readyLimit = 3 * time.Second

// healthRoutes are for the machinery around the portal.
func (s *Server) healthRoutes() {
	s.echo.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	s.echo.GET("/readyz", func(c echo.Context) error {
		if s.conf.Ready != nil {
			ctx, cancel := context.WithTimeout(c.Request().Context(), readyLimit)
			defer cancel()
			if err := s.conf.Ready(c.Request().WithContext(ctx)); err != nil {
				s.conf.Log.Warn("not ready", "err", err)
				return c.String(http.StatusServiceUnavailable, "not ready\n")
			}
		}
		return c.String(http.StatusOK, "ready\n")
	})
	figures := promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
	s.echo.GET("/metrics", func(c echo.Context) error {
		if !s.mayMeasure(c) {
			return echo.ErrNotFound
		}
		figures.ServeHTTP(c.Response(), c.Request())
		return nil
	})
}

// mayMeasure: this machine may, and who has the token. What came through a proxy is not this machine's.
func (s *Server) mayMeasure(c echo.Context) bool {
	token, ok := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
	if ok && s.conf.MetricsToken != "" {
		return equal(token, s.conf.MetricsToken)
	}
	host, _, err := net.SplitHostPort(c.Request().RemoteAddr)
	if err != nil || c.Request().Header.Get("X-Forwarded-For") != "" {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
