package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// moves measures what changes cases, on each database: submits (T1, T1b, T2), acts on steps (T3), then
// a case's page (T5) and a minute of everything (T12), which the checker goes over.
func (r *run) moves(ctx context.Context) error {
	for _, k := range r.kinds {
		if err := r.movesOn(ctx, k); err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
	}
	return nil
}

// arena is a county with a portal on it, and the bare program on a database of its own beside it.
type arena struct {
	*place
	portal  *portal
	base    *base
	firms   []*client
	ready   []draft // to hand in
	claims  []claim // to take up
	submits int64   // that the base has written
}

func (r *run) movesOn(ctx context.Context, k *kind) (err error) {
	place, err := r.found(ctx, k, "moves")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, place.close()) }()
	a := &arena{place: place}
	races := r.repeats * len(crowds(k)) * r.submits
	a.ready, err = r.drafts(ctx, place, races+r.minute()+r.submits/4+1)
	if err != nil {
		return err
	}
	if err := a.bare(ctx, r, races+r.submits/4); err != nil {
		return err
	}
	defer a.base.close()
	p, _, err := r.start(ctx, place.url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	a.portal = p
	if err := r.settle(ctx, p); err != nil {
		return err
	}
	if a.firms, err = place.browsers(p.addr); err != nil {
		return err
	}
	for _, part := range []measurement{
		{"T1 T1b T2 T3 T5 T12", func(r *run, ctx context.Context) error { return r.submitting(ctx, a) }}, // the others act on what was handed in
		{"T3", func(r *run, ctx context.Context) error { return r.acting(ctx, a) }},
		{"T5", func(r *run, ctx context.Context) error { return r.looking(ctx, a) }},
		{"T12", func(r *run, ctx context.Context) error { return r.everything(ctx, a) }},
	} {
		if !r.wanted(part.rows) {
			continue
		}
		if err := part.do(r, ctx); err != nil {
			return err
		}
	}
	return nil
}

// crowds are how many clients submit at once.
func crowds(k *kind) []int {
	if k.sqlite() {
		return []int{32}
	}
	return []int{8, 32}
}

// minute is how many drafts the minute of everything may hand in.
func (r *run) minute() int {
	if r.Quick {
		return 2000
	}
	return 12_000
}

// bare makes the base's database beside the portal's, with as many drafts.
func (a *arena) bare(ctx context.Context, r *run, drafts int) error {
	url, err := a.kind.make(ctx, "base", r.Now)
	if err != nil {
		return err
	}
	db, err := a.kind.open(url)
	if err != nil {
		return err
	}
	a.base = newBase(db, a.kind.sqlite(), shape{})
	return a.base.drafts(ctx, drafts)
}

func (a *arena) nextDraft(n int) []draft {
	out := a.ready[:n]
	a.ready = a.ready[n:]
	return out
}

// submit hands drafts in, each by its own enterprise.
func (a *arena) submit(ds []draft) func(context.Context, int, int) error {
	return func(_ context.Context, client, i int) error {
		_, err := a.browser(client, ds[i]).send(http.MethodPost, "/api/v1/cases/"+strconv.FormatInt(ds[i].id, 10)+"/submit", []byte(`{"version":0}`))
		return err
	}
}

// browser gives the enterprise's own; with a divisor of the enterprises as clients, no two share one.
func (a *arena) browser(_ int, d draft) *client { return a.firms[d.firm] }

func (r *run) submitting(ctx context.Context, a *arena) error {
	if err := a.learn(ctx); err != nil {
		return err
	}
	warm := a.align(r.submits / 4)
	if res := race(ctx, r.Now, plan{clients: 8, ops: len(warm)}, a.submit(warm)); res.err() != nil {
		return res.err()
	}
	if res := a.bareSubmits(ctx, r, 8, r.submits/4); res.err() != nil {
		return res.err()
	}
	for _, clients := range crowds(a.kind) {
		var ratios, costs []float64
		var notes []string
		for range r.repeats {
			ds := a.align(r.submits)
			bare := a.bareSubmits(ctx, r, clients, len(ds))
			full := r.against(ctx, a.portal, a.kind, plan{clients: clients, ops: len(ds)}, a.submit(ds))
			if err := errors.Join(bare.err(), full.err()); err != nil {
				return err
			}
			ratios = append(ratios, full.clean(r.report.Cores)/bare.perSecond())
			costs = append(costs, full.each(full.served+full.db))
			notes = append(notes, r.compared(a.kind, &bare, &full))
		}
		notes = append(notes, "a submit and the base each write: "+a.base.shape.String())
		id, must, aim := "T1", 0.40, 0.55
		if a.kind.sqlite() {
			id, must, aim = "T2", 0.35, 0.50
		}
		r.add(atLeast(id, fmt.Sprintf("submit, %d clients / bare", clients), a.kind.name, must, aim).is(median(ratios), notes...))
		cost := atMost("T1b", fmt.Sprintf("CPU of a submit, portal and database, %d clients", clients), a.kind.name, "ms", 1.1, 0.85).is(median(costs))
		if a.kind.sqlite() {
			cost = cost.untargeted()
		}
		r.add(cost)
	}
	return nil
}

// align takes n drafts, a multiple of the enterprises, so that client and enterprise stay together.
func (a *arena) align(n int) []draft {
	n -= n % len(a.firms)
	for len(a.ready) > 0 && a.ready[0].firm != 0 {
		a.ready = a.ready[1:]
	}
	return a.nextDraft(n)
}

func (a *arena) bareSubmits(ctx context.Context, r *run, clients, n int) result {
	from := a.submits
	a.submits += int64(n)
	return r.bare(ctx, a.kind, plan{clients: clients, ops: n}, func(ctx context.Context, _, i int) error {
		return a.base.submit(ctx, from+int64(i)+1)
	})
}

// compared says what stands behind a ratio.
func (r *run) compared(k *kind, bare, full *result) string {
	db := ""
	if !k.sqlite() {
		db = fmt.Sprintf(", database %.2f (base's %.2f)", full.each(full.db), bare.each(bare.db))
	}
	return fmt.Sprintf("base %.0f/s; portal %.0f/s, %.0f/s without the load generator; CPU ms each: base %.2f, portal %.2f%s, load generator %.2f; p50 %.1f ms, p99 %.1f ms",
		bare.perSecond(), full.perSecond(), full.clean(r.report.Cores), bare.each(bare.served), full.each(full.served), db, full.each(full.load),
		full.quantile(0.5).Seconds()*1000, full.quantile(0.99).Seconds()*1000)
}

// learn counts the rows that one submit writes, for the base to write as many.
func (a *arena) learn(ctx context.Context) error {
	d := a.nextDraft(1)
	before, err := a.count(ctx)
	if err != nil {
		return err
	}
	if err := a.submit(d)(ctx, 0, 0); err != nil {
		return err
	}
	after, err := a.count(ctx)
	if err != nil {
		return err
	}
	diff := func(i int) int { return int(after[i] - before[i]) }
	a.base.shape = shape{Steps: diff(0), Parties: diff(1), Clocks: diff(2), Counters: diff(3)}
	return nil
}

// count gives how many rows there are; of the counters the sum, since a submit adds one to each: to the
// stock's rows in open, to those of the day, the month and the year in received.
func (a *arena) count(ctx context.Context) (n [4]int64, err error) {
	err = a.raw.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM steps), (SELECT COUNT(*) FROM case_parties), (SELECT COUNT(*) FROM clocks),
 (SELECT COALESCE(SUM(open + received), 0) FROM counters)`).Scan(&n[0], &n[1], &n[2], &n[3])
	return n, err
}

// claim is a step that waits at the window.
type claim struct{ caseID, stepID int64 }

// acting is T3: the window takes steps up.
func (r *run) acting(ctx context.Context, a *arena) error {
	if err := a.waiting(ctx); err != nil {
		return err
	}
	const clients = 8
	desk, err := staff(a.portal.addr, "window", clients)
	if err != nil {
		return err
	}
	n := min(len(a.claims), int(a.submits)) / (r.repeats + 1)
	n = min(n-n%clients, r.submits)
	warm, from := true, int64(0)
	var ratios []float64
	var notes []string
	for range r.repeats + 1 {
		mine := a.claims[:n]
		a.claims = a.claims[n:]
		start := from
		from += int64(n)
		bare := r.bare(ctx, a.kind, plan{clients: clients, ops: n}, func(ctx context.Context, _, i int) error { return a.base.step(ctx, start+int64(i)+1) })
		full := r.against(ctx, a.portal, a.kind, plan{clients: clients, ops: n}, func(_ context.Context, c, i int) error { return mine[i].take(desk[c]) })
		if err := errors.Join(bare.err(), full.err()); err != nil {
			return err
		}
		if warm {
			warm = false
			continue
		}
		ratios = append(ratios, full.clean(r.report.Cores)/bare.perSecond())
		notes = append(notes, r.compared(a.kind, &bare, &full))
	}
	r.add(atLeast("T3", "act on a step, 8 clients / bare", a.kind.name, 0.35, 0.50).is(median(ratios), notes...))
	return nil
}

func (c claim) take(at *client) error {
	_, err := at.send(http.MethodPost, fmt.Sprintf("/api/v1/cases/%d/steps/%d/claim", c.caseID, c.stepID), []byte(`{}`))
	return err
}

// waiting finds the steps that wait at the window, of the cases that were handed in here.
func (a *arena) waiting(ctx context.Context) error {
	rows, err := a.raw.QueryContext(ctx, `SELECT s.case_id, s.id FROM steps s JOIN cases c ON c.id = s.case_id
 WHERE s.open_key = 'q140999000000:SPJ:WINDOW' AND c.item_code = ? AND c.status = 'SUBMITTED' ORDER BY s.id`, item)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c claim
		if err := rows.Scan(&c.caseID, &c.stepID); err != nil {
			return err
		}
		a.claims = append(a.claims, c)
	}
	return rows.Err()
}

// looking is T5: a case's page, beside a bare read of the case by its key.
func (r *run) looking(ctx context.Context, a *arena) error {
	const clients = 8
	ids, owners, err := a.submitted(ctx)
	if err != nil {
		return err
	}
	read, end, err := r.bareRead(ctx, a.kind, a.url, "SELECT * FROM cases WHERE id = ?")
	if err != nil {
		return err
	}
	defer end()
	var ratios []float64
	var notes []string
	for range r.repeats {
		bare := r.bare(ctx, a.kind, plan{clients: clients, time: r.span}, func(ctx context.Context, c, i int) error { return read(ctx, c, ids[i%len(ids)]) })
		full := r.against(ctx, a.portal, a.kind, plan{clients: clients, time: r.span}, func(_ context.Context, c, i int) error {
			_, err := owners[i%len(owners)].send(http.MethodGet, "/api/v1/cases/"+strconv.FormatInt(ids[i%len(ids)], 10), nil)
			return err
		})
		if err := errors.Join(bare.err(), full.err()); err != nil {
			return err
		}
		base := bare.perSecond()
		if a.kind.sqlite() { // behind HTTP as well, so that its load generator is taken out as well
			base = bare.clean(r.report.Cores)
		}
		ratios = append(ratios, full.clean(r.report.Cores)/base)
		notes = append(notes, r.compared(a.kind, &bare, &full))
	}
	r.add(atLeast("T5", "case detail, 8 clients / bare read by key", a.kind.name, 0.12, 0.20).is(median(ratios), notes...))
	return nil
}

// submitted gives cases that were handed in, a multiple of the enterprises, and the browser of each.
func (a *arena) submitted(ctx context.Context) (ids []int64, owners []*client, err error) {
	byFirm := map[int64][]int64{}
	rows, err := a.raw.QueryContext(ctx, "SELECT id, enterprise_id FROM cases WHERE item_code = ? AND status = 'SUBMITTED' ORDER BY id", item)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, firm int64
		if err := rows.Scan(&id, &firm); err != nil {
			return nil, nil, err
		}
		byFirm[firm] = append(byFirm[firm], id)
	}
	for n := range 40 { // in turn, so that each client has enterprises of its own
		for i, f := range a.place.firms {
			list := byFirm[f.EnterpriseID]
			if len(list) == 0 {
				return nil, nil, errors.New("an enterprise has handed nothing in")
			}
			ids, owners = append(ids, list[n%len(list)]), append(owners, a.firms[i])
		}
	}
	return ids, owners, rows.Err()
}

// everything is T12: a minute of all sorts from 32 clients, in which nothing may fail, and then the
// checker, which may find nothing.
func (r *run) everything(ctx context.Context, a *arena) error {
	c, err := newCrowd(a)
	if err != nil {
		return err
	}
	span := time.Minute
	if r.Quick {
		span = 10 * time.Second
	}
	res := r.against(ctx, a.portal, a.kind, plan{clients: crowdSize, time: span}, c.act)
	row := atMost("T12", "errors in a minute of 32 clients, problems after", a.kind.name, "", 0, 0)
	note := fmt.Sprintf("%d requests, %.0f/s; p50 %.1f ms, p99 %.1f ms", res.done, res.perSecond(), res.quantile(0.5).Seconds()*1000, res.quantile(0.99).Seconds()*1000)
	if res.errs > 0 {
		note += "; the first error: " + res.first.Error()
	}
	problems, verdict, err := r.check(ctx, a.url)
	if err != nil {
		return err
	}
	r.add(row.is(float64(res.errs+problems), note, "onestop check: "+verdict))
	return nil
}

// crowdSize is how many clients do everything at once.
const crowdSize = 32

// crowd is the clients that do everything, each of them several people in turn.
type crowd struct {
	*arena
	desk, leader []*client
	handIn       []draft
}

func newCrowd(a *arena) (c *crowd, err error) {
	c = &crowd{arena: a}
	if c.desk, err = staff(a.portal.addr, "window", crowdSize); err != nil {
		return nil, err
	}
	if c.leader, err = staff(a.portal.addr, "leader", crowdSize); err != nil {
		return nil, err
	}
	c.handIn = a.align(len(a.ready) - firms)
	return c, nil
}

// act is the next thing that a client does: eight things in turn, the same for all clients in a round.
func (c *crowd) act(ctx context.Context, client, i int) error {
	round := i / crowdSize
	things := []func(context.Context, int, int) error{c.submitNext, c.takeNext, c.queue, c.list, c.submitNext, c.page, c.board, c.begin}
	return things[round%len(things)](ctx, client, round)
}

// submitNext hands a draft in; it does nothing where all are.
func (c *crowd) submitNext(ctx context.Context, client, round int) error {
	n := (round/8*2+round%8/4)*crowdSize + client
	if n >= len(c.handIn) {
		return nil
	}
	return c.submit(c.handIn)(ctx, client, n)
}

// takeNext takes a step up; it does nothing where all are.
func (c *crowd) takeNext(_ context.Context, client, round int) error {
	n := round/8*crowdSize + client
	if n >= len(c.claims) {
		return nil
	}
	return c.claims[n].take(c.desk[client])
}

func (c *crowd) queue(_ context.Context, client, _ int) error {
	return get(c.desk[client], "/api/v1/queue/todo?limit=50")
}

func (c *crowd) list(_ context.Context, client, _ int) error {
	return get(c.own(client), "/api/v1/cases?limit=50")
}

func (c *crowd) page(_ context.Context, client, _ int) error {
	return get(c.own(client), "/api/v1/cases/"+strconv.FormatInt(c.handIn[client].id, 10))
}

func (c *crowd) board(_ context.Context, client, _ int) error {
	return get(c.leader[client], "/api/v1/board")
}

// begin makes a draft.
func (c *crowd) begin(_ context.Context, client, _ int) error {
	_, err := c.own(client).do(http.MethodPost, "/api/v1/cases", map[string]any{"itemCode": item})
	return err
}

// own gives the enterprise's browser of a client.
func (c *crowd) own(n int) *client { return c.firms[n%len(c.firms)] }

func get(c *client, path string) error {
	_, err := c.send(http.MethodGet, path, nil)
	return err
}

// check runs `onestop check` and gives how many problems it tells.
func (r *run) check(ctx context.Context, url string) (problems int, verdict string, err error) {
	state := filepath.Join(r.dir, "state")
	cmd := exec.CommandContext(ctx, r.Program, "check", "--no-files", "--db", url, "--files", filepath.Join(state, "files"), "--state", state) //nolint:gosec // this program itself
	out, err := cmd.CombinedOutput()
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	verdict = string(lines[len(lines)-1])
	if len(lines) > 1 {
		verdict = string(lines[0]) + " … " + verdict
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, verdict, nil
	case errors.As(err, &exit):
		return max(1, len(lines)-1), verdict, nil
	}
	return 0, "", err
}
