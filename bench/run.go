package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Config says what is measured, and with what.
type Config struct {
	Program string // this program, to be started as the portal
	Version string
	MySQL   string // a server's address in go-sql-driver's form, without a database; "" leaves MariaDB out
	Small   int    // cases of the small database
	Large   int    // cases of the large one
	Only    []string
	Quick   bool // shorter: to see that it runs, not to measure
	Whole   bool // the large database as large as asked for, however long that takes
	Now     func() time.Time
	Out     io.Writer
	JSON    string
}

// run is one run of the measurements.
type run struct {
	Config
	dir     string
	kinds   []*kind
	report  Report
	repeats int
	submits int           // of one race
	span    time.Duration // of one race of reads
}

// measurement is one step of the run: some rows on one database, or on none.
type measurement struct {
	rows string // their ids, for Only
	do   func(*run, context.Context) error
}

// measurements in their order.
var measurements = []measurement{
	{"T8", (*run).deadlines},
	{"T9", (*run).authorisation},
	{"T1 T1b T2 T3 T5 T12", (*run).moves},
	{"T4 T6 T7 T11", (*run).sizes},
	{"T10", (*run).memory},
}

// Run measures, prints the table to c.Out and writes it as JSON to c.JSON. A row that misses its target
// is no error.
func Run(ctx context.Context, c Config) (*Report, error) {
	dir, err := os.MkdirTemp("", "onestop-bench-")
	if err != nil {
		return nil, err
	}
	r := &run{Config: c, dir: dir, repeats: 3, submits: 1600, span: 3 * time.Second}
	if c.Quick {
		r.submits, r.span = 320, time.Second
	}
	began := c.Now()
	r.report = Report{Version: c.Version, Cores: runtime.NumCPU(), Began: began.Format(time.RFC3339)}
	r.kinds = []*kind{{name: "SQLite", dir: dir}}
	if c.MySQL != "" {
		k := &kind{name: "MariaDB", dsn: c.MySQL, dir: dir, prefix: fmt.Sprintf("bench%d", os.Getpid())}
		k.find(ctx)
		r.kinds = append(r.kinds, k)
	} else {
		r.report.Missing = "MariaDB (no server was named)"
	}
	err = r.all(ctx)
	slices.SortStableFunc(r.report.Rows, func(a, b Row) int { return number(a.ID) - number(b.ID) })
	r.report.Took = c.Now().Sub(began).Round(time.Second).String()
	for _, k := range r.kinds {
		err = errors.Join(err, k.clear(context.WithoutCancel(ctx)))
	}
	if err != nil {
		return &r.report, fmt.Errorf("%w (what was left lies in %s)", err, dir)
	}
	if c.JSON != "" {
		err = r.report.save(c.JSON)
	}
	return &r.report, errors.Join(err, r.report.print(c.Out), os.RemoveAll(dir))
}

// number orders rows as the table of the targets does.
func number(id string) int {
	n := 0
	for _, d := range strings.TrimPrefix(id, "T") {
		if d < '0' || d > '9' {
			break
		}
		n = 10*n + int(d-'0')
	}
	return n
}

func (r *run) all(ctx context.Context) error {
	for _, m := range measurements {
		if !r.wanted(m.rows) {
			continue
		}
		r.say("%s …", m.rows)
		if err := m.do(r, ctx); err != nil {
			return fmt.Errorf("%s: %w", m.rows, err)
		}
	}
	return nil
}

func (r *run) wanted(rows string) bool {
	return len(r.Only) == 0 || slices.ContainsFunc(strings.Fields(rows), func(id string) bool { return slices.Contains(r.Only, id) })
}

func (r *run) add(rows ...Row) {
	for _, x := range rows {
		r.report.Rows = append(r.report.Rows, x)
		r.say("  %-4s %-8s %s  %s", x.ID, x.Database, x.figure(x.Measured), x.verdict())
		for _, n := range x.Notes {
			r.say("       %s", n)
		}
	}
}

// say tells how far it is.
func (r *run) say(format string, args ...any) {
	_, _ = fmt.Fprintf(os.Stderr, format+"\n", args...) // for who waits
}

// against races the portal, with the CPU of everybody beside it.
func (r *run) against(ctx context.Context, p *portal, k *kind, pl plan, f func(ctx context.Context, client, i int) error) result {
	load, served, db := ownCPU(), cpuOf(p.pid), cpuOf(k.server)
	res := race(ctx, r.Now, pl, f)
	res.load, res.served, res.db = ownCPU()-load, cpuOf(p.pid)-served, cpuOf(k.server)-db
	return res
}

// bare races the base; it runs in this process, so that its CPU is this one's.
func (r *run) bare(ctx context.Context, k *kind, pl plan, f func(ctx context.Context, client, i int) error) result {
	own, db := ownCPU(), cpuOf(k.server)
	res := race(ctx, r.Now, pl, f)
	res.served, res.db = ownCPU()-own, cpuOf(k.server)-db
	return res
}
