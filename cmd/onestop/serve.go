package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"onestop.internal/api"
	"onestop.internal/frontend"
	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/agents"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/files"
	"onestop.internal/workflow/notices"
	"onestop.internal/workflow/opinions"
	"onestop.internal/workflow/prechecks"
	"onestop.internal/workflow/projects"
	"onestop.internal/workflow/ratings"
	"onestop.internal/workflow/reads"
	"onestop.internal/workflow/seed"
)

type serveCmd struct {
	database
	storage
	Addr         string        `help:"Address to listen on." default:"127.0.0.1:8080" env:"ONESTOP_ADDR"`
	URL          string        `help:"Address at which people reach the portal; https turns secure cookies on." env:"ONESTOP_URL"`
	Demo         bool          `help:"Fill an empty database with the demo county." env:"ONESTOP_DEMO"`
	SimClock     string        `help:"Begin the simulated clock at this RFC 3339 time; only on a demo database." name:"sim-clock" env:"ONESTOP_SIM_CLOCK"`
	Trusted      []string      `help:"Proxies whose X-Forwarded-For is believed: addresses or ranges (CIDR)." env:"ONESTOP_TRUSTED"`
	MetricsToken string        `help:"Token that opens /metrics to others than this machine." env:"ONESTOP_METRICS_TOKEN"`
	ReadsKept    int           `help:"Days for which it is kept who of the county read what; 180 at least." name:"reads-kept" default:"365" env:"ONESTOP_READS_KEPT"`
	Grace        time.Duration `help:"How long a stop waits for running requests." default:"20s"`

	seeded bool // the demo was made by this start
}

// Run serves until it is told to stop, then finishes what runs.
func (c *serveCmd) Run(ctx context.Context) error {
	clock := &clock{}
	st, err := c.migrated(ctx, clock.now)
	if err != nil {
		return err
	}
	defer func() { closeStore(st) }()
	if err := c.seedDemo(ctx, st); err != nil {
		return err
	}
	k, err := newCore(ctx, st)
	if err != nil {
		return err
	}
	if err := c.simulate(k, clock); err != nil {
		return err
	}
	p, err := c.portal(ctx, k, clock)
	if err != nil {
		return err
	}
	// A write that changes nothing: a portal that cannot write is none.
	if err := p.sweeps.giveUp(ctx); err != nil {
		return fmt.Errorf("the database cannot be written: %w", err)
	}
	return p.serve(ctx, c)
}

// seedDemo makes the demo county where that is asked for and the database is empty.
func (c *serveCmd) seedDemo(ctx context.Context, st *store.Store) error {
	if !c.Demo {
		return nil
	}
	empty, err := seed.Empty(ctx, st)
	if err != nil || !empty {
		return err
	}
	say("正在生成示范县 / making the demo county …")
	sum, err := seedCmd{database: c.database, storage: c.storage, Seed: 1}.run(ctx, st.Now().Date())
	if err != nil {
		return fmt.Errorf("demo county: %w", err)
	}
	c.seeded = true
	say("%d 家企业，%d 个项目，%d 件办件，用时 %s", sum.Enterprises, sum.Projects, sum.Cases, sum.Took.Round(100*time.Millisecond))
	return nil
}

// clock is the time of day, or a simulated one that began at a given time.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

// set moves a simulated clock. It only goes forward: what was recorded stays in the past.
func (c *clock) set(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	offset := time.Until(t)
	if c.offset != 0 && offset < c.offset {
		return models.E(models.Invalid, "clock.only_forward")
	}
	c.offset = offset
	return nil
}

// simulate sets the simulated clock, on a demo database and no other.
func (c *serveCmd) simulate(k *core, clock *clock) error {
	if c.SimClock == "" {
		return nil
	}
	if !k.county.Now().Settings.Demo {
		return errors.New("--sim-clock: this database is no demo; the clock of the law is not simulated here")
	}
	t, err := time.Parse(time.RFC3339, c.SimClock)
	if err != nil {
		return fmt.Errorf("--sim-clock: %w", err)
	}
	return clock.set(t)
}

// portal is a running instance.
type portal struct {
	core     *core
	accounts *accounts.Service
	files    *files.Service
	server   *api.Server
	jobs     []job
	clock    *clock
	sweeps   *sweeper
}

// job runs beside the server until it is told to stop.
type job struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

func (c *serveCmd) portal(ctx context.Context, k *core, clock *clock) (*portal, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	f, err := c.service(k)
	if err != nil {
		return nil, err
	}
	acc := k.accounts(key)
	if err := acc.LoadRules(ctx); err != nil {
		return nil, err
	}
	n := &notices.Service{Cases: k.cases}
	stream := &notices.Stream{Cases: n}
	services := api.Services{
		Policy: k.policy, County: k.county, Cases: k.cases, Accounts: acc, Files: f, Report: k.report(),
		Projects: &projects.Service{Cases: k.cases}, Opinions: &opinions.Service{Cases: k.cases}, PreChecks: &prechecks.Service{Cases: k.cases}, Reads: &reads.Service{Store: k.store, Policy: k.policy},
		Agents: &agents.Service{Cases: k.cases}, Ratings: &ratings.Service{Cases: k.cases}, Notices: n, Stream: stream,
	}
	dispatcher := &notices.Dispatcher{Store: k.store, Name: instance(), Handlers: handlers(&services)}
	sweeps := &sweeper{core: k, opinions: services.Opinions, name: instance()}
	conf, err := c.config(k, f, clock, gauges(k, sweeps, dispatcher))
	if err != nil {
		return nil, err
	}
	p := &portal{core: k, accounts: acc, files: f, server: api.New(services, conf), clock: clock, sweeps: sweeps}
	p.jobs = []job{
		{"stream", 0, func(ctx context.Context) error { stream.Run(ctx); return nil }},
		{"dispatch", 0, func(ctx context.Context) error { dispatcher.Run(ctx); return nil }},
		{"sweep", time.Second, sweeps.sweep},
		{"configuration", time.Second, follow(k, acc)},
		{"calendar", 5 * time.Second, func(ctx context.Context) error { return recompute(ctx, k.cases) }},
		{"roots", 10 * time.Minute, func(ctx context.Context) error { _, err := k.cases.WriteRoots(ctx, instance()); return err }},
		{"tidy", time.Hour, func(ctx context.Context) error {
			_, err := services.Reads.Prune(ctx, c.ReadsKept)
			return errors.Join(err, f.Tidy(ctx), acc.Prune(ctx), tidy(ctx, k.store))
		}},
		{"memory", 10 * time.Second, new(thrift).look},
		{"outbox", time.Hour, func(ctx context.Context) error { _, err := dispatcher.Prune(ctx); return err }},
	}
	if c.seeded {
		if err := dispatcher.SkipBacklog(ctx, demoNotices); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// demoNotices is of how long the boxes of a new demo county hold notices.
const demoNotices = 7 * 24 * time.Hour

// instance names this process among those on one database.
func instance() string {
	host, _ := os.Hostname() // a name is for people; the process id tells two apart
	return fmt.Sprintf("%.24s-%d", host, os.Getpid())
}

func (c *serveCmd) config(k *core, f *files.Service, clock *clock, figures []api.Gauge) (api.Config, error) {
	conf := api.Config{
		Version: version, URL: c.URL, Secure: len(c.URL) > 8 && c.URL[:8] == "https://", MetricsToken: c.MetricsToken, Log: slog.Default(),
		Now: func() models.Instant { return models.At(clock.now()) }, Gauges: figures,
		Ready: func(r *http.Request) error {
			return errors.Join(k.store.Ping(r.Context()), k.store.SchemaCurrent(r.Context()), f.Blob.Ready(r.Context()))
		},
	}
	if c.SimClock != "" {
		conf.SetClock = func(at models.Instant) error { return clock.set(at.Time()) }
	}
	if pages, built := frontend.Files(); built {
		conf.Pages, conf.Document = pages, frontend.Page
	}
	for _, t := range c.Trusted {
		p, err := prefix(t)
		if err != nil {
			return conf, fmt.Errorf("--trusted %s: want an address or a range such as 10.0.0.0/8", t)
		}
		conf.Trusted = append(conf.Trusted, p)
	}
	return conf, nil
}

// prefix reads a range of addresses, or one address.
func prefix(t string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(t); err == nil {
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	return netip.ParsePrefix(t)
}

// serve answers requests until ctx ends; then it takes no more, finishes those that run, ends the jobs
// and so their leases.
func (p *portal) serve(ctx context.Context, c *serveCmd) error {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", c.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: another program has this port; choose another with --addr HOST:PORT (make run ADDR=HOST:PORT)", err)
	}
	if err != nil {
		return fmt.Errorf("--addr: %w", err)
	}
	if err := c.greet(ctx, p, ln.Addr()); err != nil {
		return errors.Join(err, ln.Close())
	}
	srv := &http.Server{
		Handler: p.server, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	jobs, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for _, j := range p.jobs {
		wg.Go(func() { j.run(jobs) })
	}
	say("一站办已启动 / serving: http://%s", ln.Addr())
	wg.Go(debug.FreeOSMemory) // what reading the catalogue took is not needed again
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	stop()
	wg.Wait() // the stream ends its readers, so that the server has only requests to finish
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Grace)
	defer cancel()
	return errors.Join(err, srv.Shutdown(grace), p.files.Uploads.Close(), p.sweeps.giveUp(grace))
}

// run does a job at its pace until ctx ends. A failure is logged and tried again.
func (j job) run(ctx context.Context) {
	for {
		if err := j.do(ctx); err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "job", "job", j.name, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(j.every, time.Second)):
		}
	}
}

// recomputeBatch is how many cases a part of the job takes.
const recomputeBatch = 200

// recompute settles open cases to a new revision of the calendar, a part at a time, until none is left.
// It is leased and takes up where it, or another instance, left off.
func recompute(ctx context.Context, s *cases.Service) error {
	for ctx.Err() == nil {
		n, done, err := s.Recompute(ctx, instance(), recomputeBatch)
		if err != nil || done || n == 0 { // n is 0 also while another instance has the job
			return err
		}
	}
	return nil
}
