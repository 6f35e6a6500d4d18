package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"onestop.internal/api"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/check"
	"onestop.internal/workflow/seed"
)

type migrateCmd struct{ database }

// Run migrates.
func (c migrateCmd) Run(ctx context.Context) error {
	st, err := c.open(time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	from, to, err := st.Migrate(ctx)
	if err != nil {
		return err
	}
	say("schema %d → %d", from, to)
	return nil
}

// say prints one line of a command's answer.
func say(format string, args ...any) { _, _ = fmt.Fprintf(os.Stdout, format+"\n", args...) } // a closed terminal hears nothing

func closeStore(st *store.Store) {
	if err := st.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "onestop: close database:", err)
	}
}

type seedCmd struct {
	database
	storage
	Date  string `help:"The day on which the demo's present begins (YYYY-MM-DD); today where not given."`
	Seed  uint64 `help:"Number that the demo is made from: the same date and number give the same rows." default:"1"`
	Cases int    `help:"Make so many cases in bulk, for measurements, instead of playing the demo."`
}

// Run seeds an empty database.
func (c seedCmd) Run(ctx context.Context) error {
	day, err := c.day()
	if err != nil {
		return err
	}
	st, err := c.migrated(ctx, time.Now)
	if err != nil {
		return err
	}
	empty, err := seed.Empty(ctx, st)
	closeStore(st)
	if err != nil {
		return err
	}
	if !empty {
		return errors.New("seed: the database is not empty")
	}
	sum, err := c.run(ctx, day)
	if err != nil {
		return err
	}
	say("%d departments, %d people, %d enterprises, %d projects, %d cases, %d events in %s",
		sum.Departments, sum.Users, sum.Enterprises, sum.Projects, sum.Cases, sum.Events, sum.Took.Round(100*time.Millisecond))
	showAccounts(sum.Accounts)
	return nil
}

// day is the day of the demo's present. What is asked for is looked at here, before a database is made.
func (c seedCmd) day() (models.Date, error) {
	if c.Cases < 0 {
		return 0, fmt.Errorf("--cases %d: want a number of cases", c.Cases)
	}
	if c.Date == "" {
		return models.At(time.Now()).Date(), nil
	}
	day, err := models.ParseDate(c.Date)
	if err == nil {
		err = seed.Possible(day)
	}
	return day, err
}

func (c seedCmd) run(ctx context.Context, day models.Date) (seed.Summary, error) {
	deps := seed.Deps{
		Open:  func(now func() time.Time, opt store.Options) (*store.Store, error) { return store.Open(c.DB, now, opt) },
		Clock: time.Now,
	}
	opt := seed.Options{Date: day, Seed: c.Seed, Cases: c.Cases}
	if c.Cases > 0 {
		return seed.Load(ctx, deps, opt)
	}
	var err error
	if deps.Files, err = c.blob(); err != nil {
		return seed.Summary{}, err
	}
	return seed.Demo(ctx, deps, opt)
}

func showAccounts(list []seed.Account) {
	if len(list) == 0 {
		return
	}
	say("\n演示账号 / demo accounts")
	for _, a := range list {
		say("  %-14s %-18s %s %s", a.Login, a.Password, a.Role, a.Name)
	}
}

type slaCmd struct {
	Batch batchCmd `cmd:"" help:"Read one JSON object a line from standard input, answer one a line."`
}

type batchCmd struct{}

// Run answers until the input ends.
func (batchCmd) Run() error { return sla.Batch(os.Stdin, os.Stdout, calendar.Builtin()) }

type checkCmd struct {
	database
	storage
	NoFiles bool `help:"Do not look whether the files of materials are there."`
}

// Run checks and says what is wrong.
func (c checkCmd) Run(ctx context.Context) error {
	st, err := c.existing(time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	if err := st.SchemaCurrent(ctx); err != nil {
		return err
	}
	k, err := newCore(ctx, st)
	if err != nil {
		return err
	}
	opt := check.Options{}
	if !c.NoFiles {
		f, err := c.service(k)
		if err != nil {
			return err
		}
		opt.Blob = f.Has
	}
	n, err := check.Run(ctx, st, k.county, os.Stdout, opt)
	if err != nil {
		return err
	}
	if n > 0 {
		say("%d problems", n)
		return errSilent
	}
	say("clean")
	return nil
}

type openapiCmd struct{}

// Run prints the document; it needs no database.
func (openapiCmd) Run() error {
	_, err := os.Stdout.Write(api.New(api.Services{}, api.Config{Version: version}).Spec())
	return err
}

type healthCmd struct {
	URL string `arg:"" optional:"" help:"Address of the portal." default:"http://127.0.0.1:8080/healthz"`
}

// Run asks once.
func (c healthCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }() // nothing was written
	if res.StatusCode >= 300 {
		body, _ := io.ReadAll(io.LimitReader(res.Body, 300)) // for the message only
		return fmt.Errorf("%s: %s", res.Status, body)
	}
	return nil
}

type userCmd struct {
	Admin  adminCmd     `cmd:"" help:"Print a one-time link for a new administrator."`
	Create userNewCmd   `cmd:"" help:"Make an account; prints the link for its first password."`
	Reset  userResetCmd `cmd:"" help:"Print a link by which a person chooses a new password."`
	Grant  userGrantCmd `cmd:"" help:"Propose a post; the security administrator confirms it."`
}

type adminCmd struct {
	database
	storage
	Role string `help:"SYSTEM_ADMIN, SECURITY_ADMIN or AUDITOR." enum:"SYSTEM_ADMIN,SECURITY_ADMIN,AUDITOR" default:"SYSTEM_ADMIN"`
	Base string `help:"Address of the portal, for the link." default:"http://127.0.0.1:8080" env:"ONESTOP_URL"`
}

// Run makes the link.
func (c adminCmd) Run(ctx context.Context) error {
	st, err := c.migrated(ctx, time.Now)
	if err != nil {
		return err
	}
	defer closeStore(st)
	k, err := newCore(ctx, st)
	if err != nil {
		return err
	}
	key, err := c.key()
	if err != nil {
		return err
	}
	token, err := k.accounts(key).AdminLink(ctx, policy.Role(c.Role))
	if err != nil {
		return err
	}
	say("%s/redeem#%s", c.Base, token)
	return nil
}
