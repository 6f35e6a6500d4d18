package seed

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// firstDay is when the demo county begins to work.
var firstDay = models.MustDate("2024-01-02")

// demoCases is how many cases the demo has at least.
const demoCases = 1560

// newWorld opens the database on a simulated clock and installs the catalogue.
func newWorld(ctx context.Context, d Deps, o Options, purpose string) (*world, error) {
	c := &clock{}
	c.advance(firstDay.Start() + 8*60*minute)
	salts := source(o.Seed, purpose+"/salts")
	st, err := d.Open(c.now, store.Options{Synchronous: "OFF", Random: salts})
	if err != nil {
		return nil, err
	}
	w := &world{
		ctx: ctx, dice: newDice(o.Seed, purpose), talk: newDice(o.Seed, "contacts"), clock: c, store: st, staff: map[string][]person{}, sum: &Summary{},
		names: map[string]bool{}, pace: map[string]float64{}, inspected: map[int64]bool{},
	}
	if err := w.install(source(o.Seed, purpose+"/codes")); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	if w.samples, err = putSamples(ctx, d.Files); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return w, nil
}

func (w *world) install(random reader) error {
	empty, err := Empty(w.ctx, w.store)
	if err != nil {
		return err
	}
	if !empty {
		return models.E(models.Conflict, "seed.not_empty")
	}
	if _, _, err := county.Install(w.ctx, w.store); err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	if w.county, err = county.Open(w.ctx, w.store); err != nil {
		return err
	}
	pol, err := policy.New()
	if err != nil {
		return err
	}
	w.cases = &cases.Service{Store: w.store, Policy: pol, County: w.county, Random: random}
	for _, d := range w.county.Base.Departments {
		w.pace[d.Code] = w.dice.lognormal(1, 0.22)
	}
	if err := w.populate(); err != nil {
		return err
	}
	return w.settleDeciders(pol)
}

func (w *world) cal() *calendar.Calendar { return w.county.Now().Calendar }

// season is how much slower work is: before the spring festival and at the end of the year.
func (w *world) season() float64 {
	_, m, _ := w.clock.today().YMD()
	return [...]float64{1.25, 1.3, 0.95, 0.9, 0.95, 1, 1.05, 1.05, 0.95, 1, 1.1, 1.2}[m-1]
}

// busy is how many come in a month beside the average.
var busy = [...]float64{0.8, 0.6, 1.3, 1.2, 1.1, 1.0, 0.95, 0.9, 1.1, 0.9, 1.05, 1.0}

// Possible refuses a day on which the demo's present cannot begin.
func Possible(day models.Date) error {
	if day <= firstDay {
		return models.E(models.Invalid, "seed.date").With("first", firstDay.String())
	}
	return nil
}

// Demo makes the demo county in an empty migrated database by running the real use cases over a
// simulated clock, from 2024-01 to the end of the day before o.Date.
func Demo(ctx context.Context, d Deps, o Options) (Summary, error) {
	if o.Cases <= 0 {
		o.Cases = demoCases
	}
	if err := Possible(o.Date); err != nil {
		return Summary{}, err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // short-lived and large: the collector may wait
	began := began(d.Clock)
	w, err := newWorld(ctx, d, o, "demo")
	if err != nil {
		return Summary{}, err
	}
	err = w.play(o)
	if err == nil {
		err = w.store.Checkpoint(ctx)
	}
	w.sum.Accounts, w.sum.Took = Accounts(), began()
	return *w.sum, errors.Join(err, w.store.Close())
}

// play runs the agenda to the end.
func (w *world) play(o Options) error {
	end := o.Date.Start()
	if err := w.schedule(o); err != nil {
		return err
	}
	step := 0
	for w.agenda.Len() > 0 {
		e := w.agenda.next()
		if e.at >= end {
			break
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		w.clock.advance(e.at)
		if err := e.do(); err != nil {
			return err
		}
		if step++; o.Progress != nil && step%200 == 0 {
			o.Progress(int(w.clock.today()-firstDay), int(o.Date-firstDay))
		}
	}
	w.clock.advance(end)
	if err := w.sweep(); err != nil {
		return err
	}
	if _, err := w.cases.WriteRoots(w.ctx, "seed"); err != nil {
		return err
	}
	w.sum.Cases = w.made
	n, err := w.store.CountEvents(w.ctx)
	w.sum.Events = n
	return err
}

// schedule plans what does not follow from anything: nights, projects, months.
func (w *world) schedule(o Options) error {
	var night func(on models.Date)
	night = func(on models.Date) {
		w.agenda.plan(on.Start()+1, func() error {
			night(on + 1)
			return w.sweep()
		})
	}
	night(firstDay + 1)
	w.filler = slices.DeleteFunc(w.county.Base.Codes(), func(code string) bool { return slices.Contains(stageSets, code) })
	span := int(o.Date - firstDay)
	count := projects(o)
	for n := range count {
		on := firstDay + models.Date(n*span/(count+1))
		w.agenda.plan(w.cal().Roll(on).Start()+10*60*minute, func() error {
			_, err := w.launch(n, w.firms[(n*7+1)%(firmCount-1)])
			return err
		})
	}
	w.rounds()
	w.agenda.plan(storyTime("2025-09-22 10:00"), w.tell)
	w.pose(o.Date)
	w.agenda.plan(max(w.cal().Nth(o.Date, -2), firstDay).Start()+(14*60+20)*minute, w.newcomer)
	y, m, _ := firstDay.YMD()
	for first := firstDay; first < o.Date; {
		m++
		next := models.Day(y, m, 1)
		from := first
		w.agenda.plan(from.Start()+9*60*minute, func() error { return w.month(from, min(next, o.Date), o) })
		first = next
	}
	return nil
}

// projects is how many projects there are beside the story's: fewer where fewer cases are wanted.
func projects(o Options) int { return max(1, min(projectCount-1, (projectCount-1)*o.Cases/demoCases)) }

// sweep is the night's: timers, alerts, licences.
func (w *world) sweep() error {
	_, err := w.cases.Sweep(w.ctx, 1_000_000)
	return err
}

// wanted is how many come in a month beside the others: by the month of the year, more every month, and
// most of all lately.
func wanted(from models.Date, o Options) float64 {
	_, m, _ := from.YMD()
	x := busy[m-1] * (1 + float64(from-firstDay)/1500)
	if o.Date-from < 62 {
		x *= 2.5
	}
	return x
}

// month plans the requests that belong to no project's course: as many as are still wanted, spread
// over the rest of the time.
func (w *world) month(from, to models.Date, o Options) error {
	rest := 0.0
	for d := from; d < o.Date; d += 30 {
		rest += wanted(d, o) * min(1, float64(o.Date-d)/30)
	}
	share := wanted(from, o) * float64(to-from) / 30 / rest
	n := int(float64(o.Cases-w.made-len(tableau)) * min(1, share) * 0.7)
	for range max(n, 4) {
		on := from + models.Date(w.dice.IntN(int(to-from)))
		at := max(anyHour(w.cal(), w.dice, on), w.clock.instant()+minute)
		w.agenda.plan(at, w.walkIn)
	}
	return nil
}

// walkIn is somebody who wants something: now and then what nobody has asked for yet.
func (w *world) walkIn() error {
	if w.dice.chance(300) {
		for i, code := range w.filler {
			if f, p := w.whoMay(code); f != nil {
				w.filler = slices.Delete(w.filler, i, i+1)
				w.apply(f, p, code, w.clock.instant()+minute, nil)
				return nil
			}
		}
	}
	for range 20 {
		code := pick(w.dice, often)
		if f, p := w.whoMay(code); f != nil {
			w.apply(f, p, code, w.clock.instant()+minute, nil)
			return nil
		}
	}
	return nil
}

// often are the items that firms ask for again and again.
var often = []string{
	"KB-02", "KB-02", "KB-04", "KB-05", "KB-06", "KB-07", "KB-01", "KB-08", "KB-03", "YS-04", "YS-12", "YS-13", "YS-14", "YS-16", "YS-03",
	"YS-09", "ZY-01", "ZY-02", "ZY-02", "ZY-03", "ZY-04", "ZY-05", "ZY-06", "JY-12", "JY-12", "JY-13", "JY-14", "SG-06", "SG-09", "SG-07",
	"SG-08", "LX-07", "TZ-01", "SG-10", "SG-12", "SG-03", "YS-15", "YS-05", "JY-09",
}

// again are items of a project that come more than once in its course.
var again = []string{"SG-06", "SG-07", "SG-08", "SG-09", "SG-10", "LX-07", "GJ-04", "JY-12"}

// whoMay finds a firm, and where the item is a project's a project, whose turn it may be.
func (w *world) whoMay(code string) (*firm, *project) {
	it := w.county.Base.Item(code)
	f := w.firms[w.dice.IntN(firmCount-1)]
	if it.Stage == "COMPANY" || it.Stage == "SECTOR" || len(f.project) == 0 && it.Flow == models.FlowService {
		return f, nil
	}
	once := it.Flow != models.FlowService && !slices.Contains(again, code)
	if p := w.projectFor(it, once); p != nil {
		return p.firm, p
	}
	return nil, nil
}

// projectFor gives a project that may ask for an item now, one that has not yet where it comes once.
func (w *world) projectFor(it *catalog.Item, once bool) *project {
	start := 0
	if len(w.projects) > 0 {
		start = w.dice.IntN(len(w.projects))
	}
	for i := range w.projects {
		p := w.projects[(start+i)%len(w.projects)]
		if p.firm == w.firms[0] || it.AppliesWhen.Eval(p.attrs) == catalog.False || slices.Contains(p.needs, it.Code) ||
			once && p.asked[it.Code] || !w.ready(p, it.Code) {
			continue
		}
		return p
	}
	return nil
}

// Empty tells whether a database has no accounts yet, so that it may be seeded.
func Empty(ctx context.Context, s *store.Store) (bool, error) {
	empty := false
	err := s.InTx(ctx, func(tx *store.Tx) error {
		any, err := tx.AnyUser()
		empty = !any
		return err
	})
	return empty, err
}

// began starts to measure; what it gives tells how long it has been.
func began(now func() time.Time) func() time.Duration {
	if now == nil {
		return func() time.Duration { return 0 }
	}
	start := now()
	return func() time.Duration { return now().Sub(start) }
}
