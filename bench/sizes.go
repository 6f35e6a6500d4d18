package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/seed"
)

// sizes measures what must not grow with the number of cases: the to-do page (T4), the board (T6), the
// sweep (T7) and the start (T11), on a small and on a large database.
func (r *run) sizes(ctx context.Context) error {
	for _, k := range r.kinds {
		if err := r.sizesOn(ctx, k); err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
	}
	return nil
}

// sized is what one size gave.
type sized struct {
	cases     int
	took      time.Duration // of the load
	todo, few reading       // a whole to-do page, and a short one that people of both sizes can fill
	board     reading
	none, due float64 // of a sweep, ms
	start     float64 // ms
	rows      string
	fewRows   string
}

// reading is a page beside its bare query, in milliseconds: medians over the repeats.
type reading struct{ p50, p99, bare50, bare99 float64 }

func (x reading) String() string {
	return fmt.Sprintf("page p50 %.2f ms, p99 %.2f ms; bare query p50 %.2f ms, p99 %.2f ms", x.p50, x.p99, x.bare50, x.bare99)
}

func (r *run) sizesOn(ctx context.Context, k *kind) error {
	small, err := r.size(ctx, k, "small", r.Small)
	if err != nil || small == nil {
		return err
	}
	large, err := r.size(ctx, k, "large", r.affordable(small))
	if err != nil {
		return err
	}
	at, beside := fmt.Sprintf("at %d cases", large.cases), fmt.Sprintf("%d / %d cases", large.cases, small.cases)
	todo := []string{large.todo.String() + "; " + large.rows}
	board := []string{"large: " + large.board.String(), "small: " + small.board.String()}
	sweep := fmt.Sprintf("%d due: %.1f ms and %.1f ms; none due: %.2f ms and %.2f ms", dueCases, small.due, large.due, small.none, large.none)
	rows := []Row{
		atMost("T4", "to-do page p99, 8 clients / bare query, "+at, k.name, "", 4, 3).is(large.todo.p99/large.todo.bare99, todo...),
		atMost("T4", "to-do page p50, "+beside, k.name, "", 1.3, 1.1).is(large.few.p50/small.few.p50, "large: "+large.few.String()+"; "+large.fewRows, "small: "+small.few.String()+"; "+small.fewRows),
		atMost("T6", "leader board p50 / counter-table read, "+at, k.name, "", 3, 2).is(large.board.p50/large.board.bare50, board...),
		atMost("T6", "leader board p50, "+beside, k.name, "", 1.2, 1.05).is(large.board.p50 / small.board.p50),
		atMost("T7", "sweep with the same number due, "+beside, k.name, "", 1.3, 1.1).is(large.due/small.due, sweep),
		atMost("T7", "sweep with nothing due, "+at, k.name, "ms", 1, 1).is(large.none),
		atMost("T11", "start to first answer, "+at, k.name, "ms", 200, 100).is(large.start, fmt.Sprintf("at %d cases: %.0f ms", small.cases, small.start)),
	}
	r.add(rows...)
	return nil
}

// loadBudget is how long the load of a large database may take, so that a run ends within half an hour.
const loadBudget = 6 * time.Minute

// affordable gives the cases of the large database: what was asked for, or fewer where the load of the
// small one says that this machine would need too long. The rows say how many it was.
func (r *run) affordable(small *sized) int {
	n := int(float64(small.cases) / small.took.Seconds() * loadBudget.Seconds() * 0.7) // the last of a large load is slower
	if r.Whole || n >= r.Large {
		return r.Large
	}
	return max(2*small.cases, n/100_000*100_000)
}

// size loads a database and measures it; nil where there is no loader of that many cases.
func (r *run) size(ctx context.Context, k *kind, name string, n int) (out *sized, err error) {
	url, err := k.make(ctx, name, r.Now)
	if err != nil {
		return nil, err
	}
	began := r.Now()
	sum, err := seed.Load(ctx, r.deps(url), seed.Options{Date: models.At(began).Date(), Seed: 1, Cases: n})
	if err != nil {
		return nil, fmt.Errorf("load %d cases: %w", n, err)
	}
	if sum.Cases == 0 {
		r.report.Missing = "T4, T6, T7, T11 (no cases were loaded)"
		return nil, nil
	}
	r.say("  %s: %d cases, %d events loaded in %s", k.name, sum.Cases, sum.Events, r.Now().Sub(began).Round(time.Second))
	out = &sized{cases: sum.Cases, took: r.Now().Sub(began)}
	for _, f := range []func(context.Context, *kind, string, *sized) error{r.starts, r.pages, r.sweeps} {
		if err := f(ctx, k, url, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// starts measures from the start of the process to its first answer.
func (r *run) starts(ctx context.Context, _ *kind, url string, out *sized) error {
	var took []float64
	for range r.repeats + 1 { // the first brings the catalogue into the database
		p, d, err := r.start(ctx, url)
		if err != nil {
			return err
		}
		if err := p.stop(); err != nil {
			return err
		}
		took = append(took, ms(d))
	}
	out.start = median(took[1:])
	return nil
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// pages measures the to-do page of eight people at work and the leaders' board.
func (r *run) pages(ctx context.Context, k *kind, url string, out *sized) (err error) {
	p, _, err := r.start(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	if err := r.settle(ctx, p); err != nil {
		return err
	}
	if out.todo, out.rows, err = r.todos(ctx, p, k, url, whole); err != nil {
		return err
	}
	if out.few, out.fewRows, err = r.todos(ctx, p, k, url, short); err != nil {
		return err
	}
	out.board, err = r.boards(ctx, p, k, url)
	return err
}

// The pages that are read: a whole one beside its bare query, and a short one that people of both sizes can
// fill, so that the two pages differ in nothing but the database behind them.
const (
	whole = 50
	short = 5
)

// todos measures the first n rows of the to-do page of eight people who have as many.
func (r *run) todos(ctx context.Context, p *portal, k *kind, url string, n int) (reading, string, error) {
	desks, err := r.busy(ctx, k, url, n)
	if err != nil {
		return reading{}, "", err
	}
	people := make([]*client, len(desks))
	open := 0
	for i, d := range desks {
		people[i] = newClient(p.addr)
		if err := people[i].login(d.login, password()); err != nil {
			return reading{}, "", err
		}
		open += min(n, d.open)
	}
	read, end, err := r.bareRead(ctx, k, url, todoQuery(n))
	if err != nil {
		return reading{}, "", err
	}
	defer end()
	path := fmt.Sprintf("/api/v1/queue/todo?limit=%d", n)
	out, err := r.reading(ctx, p, k, len(people),
		func(ctx context.Context, c, _ int) error { return read(ctx, c, desks[c].key) },
		func(_ context.Context, c, _ int) error {
			_, err := people[c].send(http.MethodGet, path, nil)
			return err
		})
	return out, fmt.Sprintf("%d rows on the pages of %d people", open, len(desks)), err
}

// todoQuery is the bare query of a page of work: two ranges of the open-only index, what a person has taken
// and what waits at the desk, joined to what a row shows.
func todoQuery(limit int) string {
	part := fmt.Sprintf("SELECT id FROM steps WHERE open_key = ? ORDER BY sort_on, id LIMIT %d", limit)
	return fmt.Sprintf(`SELECT s.id, s.name, s.kind, s.state, s.due_at, s.holder_id, s.sort_on, c.id, c.number, c.item_code, c.item_name, c.status, c.flow,
 c.version, c.enterprise_id, e.name, c.project_id, c.dept_code, c.agent_id, c.received_on, c.promised_due, c.legal_due, c.window_due, c.due_on
FROM (SELECT id FROM (%s) a UNION ALL SELECT id FROM (%s) b) k JOIN steps s ON s.id = k.id JOIN cases c ON c.id = s.case_id
 JOIN enterprises e ON e.id = c.enterprise_id ORDER BY s.sort_on, s.id LIMIT %d`, part, part, limit)
}

// boardQuery is the read of the counter rows that a board of a year is made of: stock, year, months. Its
// one variable is the stock's day, which is none.
func boardQuery(year models.Date) string {
	const county = " AND region BETWEEN '140999000000' AND '140999999999'"
	return "SELECT * FROM counters WHERE period = 'S' AND starts_on = ?" + county +
		" UNION ALL SELECT * FROM counters WHERE period = 'Y' AND starts_on = '" + year.String() + "'" + county +
		" UNION ALL SELECT * FROM counters WHERE period = 'M' AND starts_on >= '" + year.String() + "' AND dim = 'region'" + county
}

func (r *run) boards(ctx context.Context, p *portal, k *kind, url string) (reading, error) {
	leader, err := staff(p.addr, "leader", 1)
	if err != nil {
		return reading{}, err
	}
	year := models.Day(models.At(r.Now()).Date().Year(), 1, 1)
	read, end, err := r.bareRead(ctx, k, url, boardQuery(year))
	if err != nil {
		return reading{}, err
	}
	defer end()
	return r.reading(ctx, p, k, 1,
		func(ctx context.Context, c, _ int) error { return read(ctx, c, "") },
		func(_ context.Context, c, _ int) error {
			_, err := leader[c].send(http.MethodGet, "/api/v1/board", nil)
			return err
		})
}

func (r *run) reading(ctx context.Context, p *portal, k *kind, clients int, bare, full func(context.Context, int, int) error) (reading, error) {
	var x [4][]float64
	for i := range r.repeats + 1 {
		b := r.bare(ctx, k, plan{clients: clients, time: r.span}, bare)
		f := r.against(ctx, p, k, plan{clients: clients, time: r.span}, full)
		if err := errors.Join(b.err(), f.err()); err != nil {
			return reading{}, err
		}
		if i == 0 { // warms up
			continue
		}
		for j, d := range []time.Duration{f.quantile(0.5), f.quantile(0.99), b.quantile(0.5), b.quantile(0.99)} {
			x[j] = append(x[j], ms(d))
		}
	}
	return reading{median(x[0]), median(x[1]), median(x[2]), median(x[3])}, nil
}

// desk is a person at work.
type desk struct {
	login, key string
	open       int
}

// busy finds eight people at work whose pages have n rows or a little more: what they have taken, and what
// waits at their desk.
func (r *run) busy(ctx context.Context, k *kind, url string, n int) ([]desk, error) {
	db, err := k.open(url)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, `SELECT login, page, n FROM (
 SELECT u.id, u.login, CONCAT(w.open_key, '|', p.post) AS page, w.n + COALESCE(q.n, 0) AS n
 FROM (SELECT open_key, holder_id, COUNT(*) AS n FROM steps WHERE open_key LIKE 'u%' GROUP BY open_key, holder_id) w
 JOIN users u ON u.id = w.holder_id
 JOIN (SELECT user_id, MIN(CONCAT('q', region, ':', dept_code, ':', role)) AS post FROM grants GROUP BY user_id HAVING COUNT(*) = 1) p ON p.user_id = u.id
 LEFT JOIN (SELECT open_key, COUNT(*) AS n FROM steps WHERE open_key LIKE 'q%' GROUP BY open_key) q ON q.open_key = p.post
 WHERE u.status = 'ACTIVE') d ORDER BY n < ?, ABS(n - ?), id LIMIT 8`, n, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []desk
	for rows.Next() {
		var d desk
		if err := rows.Scan(&d.login, &d.key, &d.open); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	if len(out) == 0 {
		return nil, errors.Join(rows.Err(), errors.New("nobody has work in hand"))
	}
	return out, rows.Err()
}

// dueCases is how many timers come in the measured sweep.
const dueCases = 100

// sweeps measures a sweep with nothing due and one with dueCases due: drafts of long ago, at an instant
// at which nothing of the loaded county is due.
func (r *run) sweeps(ctx context.Context, k *kind, url string, out *sized) (err error) {
	now := r.Now()
	st, err := store.Open(url, func() time.Time { return now }, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	svc, err := service(ctx, st)
	if err != nil {
		return err
	}
	for n := 1; n > 0; { // what the load left due
		if n, err = svc.Sweep(ctx, 1000); err != nil {
			return err
		}
	}
	p, err := r.visit(ctx, k, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	sweep := func(want int) (float64, error) {
		from := r.Now()
		n, err := svc.Sweep(ctx, 1000)
		took := ms(r.Now().Sub(from))
		if err == nil && n != want {
			err = fmt.Errorf("the sweep did %d, want %d", n, want)
		}
		return took, err
	}
	var none, due []float64
	for range 2*r.repeats + 1 {
		now = longAgo
		for i := range dueCases {
			_, err := svc.CreateDraft(ctx, p.firms[i%len(p.firms)], &cases.DraftInput{ItemCode: item})
			if err != nil {
				return err
			}
		}
		took, err := sweep(0)
		if err != nil {
			return err
		}
		none = append(none, took)
		now = longAgo.AddDate(1, 0, 0)
		if took, err = sweep(dueCases); err != nil {
			return err
		}
		due = append(due, took)
	}
	out.none, out.due = median(none[1:]), median(due[1:])
	return nil
}

// longAgo is before anything of a loaded county has come to its time.
var longAgo = time.Date(2019, 3, 4, 9, 0, 0, 0, time.FixedZone("", 8*3600))
