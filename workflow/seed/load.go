package seed

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// What the loader makes beside the cases (PERFORMANCE: 3 % open, 2,000 handlers, two years).
const (
	loadHandlers = 2000
	loadDays     = 730
	chunkCases   = 1000
	commitChunks = 20
)

// loader makes cases in bulk: rows that the real use cases could have written, without running them.
// Several workers make chunks of them, one writer stores the chunks in order.
type loader struct {
	*world
	opt     Options
	end     models.Instant
	first   models.Date
	starts  []int // index of the first case of each day
	permits []*loadItem
	filings []*loadItem
	service []*loadItem
	firmIDs []firmRef
	plots   []plot
	serials map[models.Serial]int // by issuer, kind, year
	issuers map[string]models.Department
	recount cases.Recount
}

// loadItem is an item as the loader uses it.
type loadItem struct {
	item    *catalog.Item
	version int64
	terms   catalog.Terms
	promise float64 // working days
	project bool    // of a construction project
}

type firmRef struct {
	id, operator, agent int64
	name, uscc          string
	agentName           string
}

// plot is a project for cases to hang on.
type plot struct {
	id     int64
	firm   int
	region string
}

// chunk is the rows of some cases.
type chunk struct {
	n         int
	cases     []models.Case
	events    []models.Event
	steps     []models.Step
	clocks    []models.ClockRow
	parties   []models.CaseParty
	materials []models.Material
	licences  []models.Licence
	alerts    []models.Alert
	papers    []draftPaper
	err       error
}

// Load makes o.Cases cases of the demo county in bulk, for measurements: two years up to the day before
// o.Date, 3 % of them open, 2,000 people at the desks. The same date, number and size make the same rows.
func Load(ctx context.Context, d Deps, o Options) (Summary, error) {
	if o.Cases < 1 || o.Cases > 50_000_000 {
		return Summary{}, models.E(models.Invalid, "seed.cases")
	}
	began := began(d.Clock)
	w, err := newWorld(ctx, d, o, "load")
	if err != nil {
		return Summary{}, err
	}
	l := &loader{world: w, opt: o, end: o.Date.Start(), first: o.Date - loadDays, serials: map[models.Serial]int{}, issuers: map[string]models.Department{}}
	err = l.load()
	w.sum.Accounts, w.sum.Took = Accounts(), began()
	return *w.sum, errors.Join(err, w.store.Close())
}

func (l *loader) load() error {
	for _, step := range []func() error{l.sortItems, l.newcomer, l.enterPeople, l.spread, l.makeAll, l.closing} {
		if err := step(); err != nil {
			return err
		}
	}
	return l.store.Checkpoint(l.ctx)
}

// sortItems chooses the items: those whose way from receipt to result is the county's own.
func (l *loader) sortItems() error {
	snap := l.county.Now()
	for _, it := range l.county.Base.Items() {
		v, err := snap.InForce(it.Code, l.opt.Date)
		if err != nil {
			return err
		}
		x := &loadItem{item: v.Item, version: v.Row.ID, terms: v.Item.Terms(catalog.Attrs{}), promise: float64(v.Item.Promised.Value)}
		x.project = strings.HasPrefix(it.ParallelGroup, "STAGE") || it.ParallelGroup == "INVEST"
		switch {
		case it.Flow == models.FlowFiling:
			l.filings = append(l.filings, x)
		case it.Flow == models.FlowService:
			l.service = append(l.service, x)
		case it.Flow == models.FlowPermit && it.CountyRole == models.RoleDecide && !it.Inspected && it.Window != nil &&
			it.Window.Unit == models.WorkingDay && it.Window.Value >= 5 && len(it.Steps) > 2:
			l.permits = append(l.permits, x)
		}
	}
	return nil
}

// enterPeople fills the desks, and enters firms and projects in proportion to the cases.
func (l *loader) enterPeople() error {
	depts, err := l.store.Departments(l.ctx, Region)
	if err != nil {
		return err
	}
	for _, d := range depts {
		l.issuers[d.Code] = d
	}
	var users []models.User
	var grants []models.Grant
	next := l.lastUser()
	roles := []policy.Role{policy.Reviewer, policy.Reviewer, policy.Reviewer, policy.Reviewer, policy.Approver, policy.SectionHead, policy.Window}
	for n := l.sum.Users; n < loadHandlers+firmCount; n++ {
		next++
		role, dept := roles[n%len(roles)], depts[n%len(depts)].Code
		if role == policy.Window {
			dept = "SPJ"
		}
		u := models.User{
			ID: next, Login: fmt.Sprintf("h%d", n), Name: l.dice.personName(), Region: Region, Status: models.UserActive, Demo: true,
			PasswordHash: demoHash, CreatedAt: l.clock.instant(), UpdatedAt: l.clock.instant(), Version: 1,
		}
		users = append(users, u)
		grants = append(grants, models.Grant{
			UserID: u.ID, Role: string(role), Region: Region, DeptCode: dept, ValidFrom: firstDay, Status: models.Active, ProposedAt: l.clock.instant(),
		})
		key := dept + "/" + string(role)
		l.staff[key] = append(l.staff[key], person{id: u.ID, name: u.Name, role: role, dept: dept, region: Region})
	}
	l.sum.Users += len(users)
	firms, projects := l.enterprises(), l.projectRows()
	return l.store.Bulk(l.ctx, func(b *store.Bulk) error {
		return errors.Join(store.BulkInsert(b, users), store.BulkInsert(b, grants), store.BulkInsert(b, firms), store.BulkInsert(b, projects))
	})
}

func (l *loader) lastUser() int64 {
	var last int64
	for _, list := range l.staff {
		for _, p := range list {
			last = max(last, p.id)
		}
	}
	for _, f := range l.firms {
		last = max(last, f.owner.id)
	}
	return last
}

// enterprises gives one for each 50 cases beside the first 60.
func (l *loader) enterprises() []models.Enterprise {
	for _, f := range l.firms[:firmCount-1] {
		r := firmRef{id: f.ID, operator: f.owner.id, name: f.Name, uscc: f.USCC}
		if f.agent != nil {
			r.agent, r.agentName = f.agent.id, f.agent.name
		}
		l.firmIDs = append(l.firmIDs, r)
	}
	last := l.firms[firmCount-1].ID
	var out []models.Enterprise
	for i := range l.opt.Cases / 50 {
		t := firmTrades[i%len(firmTrades)]
		e := models.Enterprise{
			ID: last + int64(i) + 1, USCC: models.MakeUSCC("140999", 1000+i), Kind: models.OrgEnterprise, Region: Region, Industry: t.industry,
			Name: fmt.Sprintf("%s%s%d(示范)有限公司", pick(l.dice, firmWords), t.name, i), LegalPerson: l.dice.personName(), Scale: "SMALL",
			Status: models.EnterpriseVerified, VerifiedAt: l.clock.instant(), VerifiedHow: "CLERK", CreatedAt: l.clock.instant(),
			UpdatedAt: l.clock.instant(), Version: 1,
		}
		out = append(out, e)
		l.firmIDs = append(l.firmIDs, firmRef{id: e.ID, operator: l.firms[i%firmCount].owner.id, name: e.Name, uscc: e.USCC})
	}
	l.sum.Enterprises += len(out)
	return out
}

// projectRows gives one project for each 500 cases, 40 at least.
func (l *loader) projectRows() []models.Project {
	n := max(projectCount, l.opt.Cases/500)
	out := make([]models.Project, n)
	for i := range out {
		firm := l.dice.IntN(len(l.firmIDs))
		place := places[i%len(places)]
		number := fmt.Sprintf("XM%04d%04d", 2024+i/9999%1000, i%9999+1)
		out[i] = models.Project{
			ID: int64(i) + 1, Number: number, Code: models.Text(fmt.Sprintf("24%02d-140999-04-%02d-%06d", i%12+1, i/900_000+1, i%900_000+100_000)),
			Name: fmt.Sprintf(pick(l.dice, projectWords), i+1), EnterpriseID: l.firmIDs[firm].id, Region: place.code, Class: "ORDINARY",
			Status: models.ProjectPrelim, Address: "示范县" + place.name, Attrs: models.JSONOf(map[string]any{"company.registered": true}),
			Version: 1, CreatedAt: l.clock.instant(), UpdatedAt: l.clock.instant(),
		}
		l.plots = append(l.plots, plot{id: out[i].ID, firm: firm, region: place.code})
	}
	l.sum.Projects = n
	return out
}

// spread says how many cases come in on each day: few at the weekend, more every month.
func (l *loader) spread() error {
	cal := l.cal()
	weights, total := make([]float64, loadDays), 0.0
	for i := range weights {
		d := l.first + models.Date(i)
		_, m, _ := d.YMD()
		weights[i] = busy[m-1] * (1 + float64(i)/loadDays)
		if !cal.Working(d) {
			weights[i] *= 0.08
		}
		total += weights[i]
	}
	l.starts = make([]int, loadDays+1)
	sum := 0.0
	for i, x := range weights {
		l.starts[i] = int(sum / total * float64(l.opt.Cases))
		sum += x
	}
	l.starts[loadDays] = l.opt.Cases
	for i := range loadDays {
		if n := l.starts[i+1] - l.starts[i]; n > 999_999 {
			return models.E(models.Invalid, "seed.cases").With("day", n)
		}
	}
	return nil
}

// dayOf gives the day on which a case comes in, and which of the day it is, from 1.
func (l *loader) dayOf(i int) (models.Date, int) {
	d, found := slices.BinarySearch(l.starts, i)
	if !found {
		d--
	}
	for d+1 < len(l.starts) && l.starts[d+1] <= i { // days on which none comes
		d++
	}
	return l.first + models.Date(d), i - l.starts[d] + 1
}

// makeAll lets the workers make the chunks and stores them in order.
func (l *loader) makeAll() error {
	ctx, stop := context.WithCancel(l.ctx)
	b := newBelt((l.opt.Cases + chunkCases - 1) / chunkCases)
	defer b.workers.Wait()
	defer stop()
	b.workers.Go(func() { b.feed(ctx) })
	for range runtime.NumCPU() {
		b.workers.Go(func() { l.work(b) })
	}
	for n := 0; n < len(b.slots); n += commitChunks {
		if err := l.store.Bulk(ctx, func(to *store.Bulk) error { return l.storeSome(to, b, n) }); err != nil {
			return err
		}
		if l.opt.Progress != nil {
			l.opt.Progress(min((n+commitChunks)*chunkCases, l.opt.Cases), l.opt.Cases)
		}
	}
	return nil
}

// belt carries the chunks from the workers to the writer, who takes them in order.
type belt struct {
	slots   []chan *chunk
	ahead   chan struct{} // so many chunks may wait for the writer
	next    chan int      // to be made
	workers sync.WaitGroup
}

func newBelt(chunks int) *belt {
	b := &belt{slots: make([]chan *chunk, chunks), ahead: make(chan struct{}, 2*runtime.NumCPU()), next: make(chan int)}
	for i := range b.slots {
		b.slots[i] = make(chan *chunk, 1)
	}
	return b
}

// feed tells the workers what is to be made, no more than the writer can take soon.
func (b *belt) feed(ctx context.Context) {
	defer close(b.next)
	for n := range b.slots {
		select {
		case b.ahead <- struct{}{}:
			b.next <- n
		case <-ctx.Done():
			return
		}
	}
}

// take waits for the n-th chunk.
func (b *belt) take(n int) *chunk {
	c := <-b.slots[n]
	b.slots[n] = nil
	<-b.ahead
	return c
}

// work makes chunks until there are no more.
func (l *loader) work(b *belt) {
	tallying := l.recount.Part()
	for n := range b.next {
		b.slots[n] <- l.make(n, tallying)
	}
	l.recount.Merge(tallying)
}

// storeSome writes the chunks of one transaction.
func (l *loader) storeSome(to *store.Bulk, b *belt, first int) error {
	for n := first; n < min(first+commitChunks, len(b.slots)); n++ {
		if err := l.write(to, b.take(n)); err != nil {
			return err
		}
	}
	return nil
}

// make makes the n-th chunk: its chance depends on nothing but its number.
func (l *loader) make(n int, t *cases.Tallying) *chunk {
	c := &chunk{n: n}
	d := newDice(l.opt.Seed, fmt.Sprintf("chunk %d", n))
	codes := source(l.opt.Seed, fmt.Sprintf("codes %d", n))
	for i := n * chunkCases; i < min((n+1)*chunkCases, l.opt.Cases); i++ {
		b := &builder{loader: l, d: d, codes: codes, out: c, snap: l.county.Now()}
		if c.err = b.build(i); c.err != nil {
			return c
		}
		t.Add(&b.c)
	}
	return c
}

// write stores a chunk and gives its papers their numbers.
func (l *loader) write(b *store.Bulk, c *chunk) error {
	if c.err != nil {
		return c.err
	}
	papers, err := l.seal(c.papers)
	if err != nil {
		return err
	}
	l.sum.Cases += len(c.cases)
	l.sum.Events += len(c.events)
	return errors.Join(
		store.BulkInsert(b, c.cases), store.BulkInsert(b, c.events), store.BulkInsert(b, c.steps), store.BulkInsert(b, c.clocks),
		store.BulkInsert(b, c.parties), store.BulkInsert(b, c.materials), store.BulkInsert(b, c.licences), store.BulkInsert(b, c.alerts),
		store.BulkInsert(b, papers),
	)
}

// closing writes what was added up on the way, and the daily roots.
func (l *loader) closing() error {
	var serials []models.Serial
	for k, n := range l.serials {
		k.Last = n
		serials = append(serials, k)
	}
	slices.SortFunc(serials, func(a, b models.Serial) int {
		return strings.Compare(a.Issuer+a.Kind, b.Issuer+b.Kind) + 4*(a.Year-b.Year)
	})
	err := l.store.Bulk(l.ctx, func(b *store.Bulk) error {
		if err := b.Counters(l.recount.Counters()); err != nil {
			return err
		}
		for i := range loadDays {
			if n := l.starts[i+1] - l.starts[i]; n > 0 {
				if err := b.NumbersUsed(Region[:6], l.first+models.Date(i), n); err != nil {
					return err
				}
			}
		}
		return b.SerialsUsed(serials)
	})
	if err != nil {
		return err
	}
	l.clock.advance(l.end)
	_, err = l.cases.WriteRoots(l.ctx, "seed")
	return err
}

// builder makes one case.
type builder struct {
	*loader
	d     dice
	codes reader
	out   *chunk
	snap  *county.Snapshot
	x     *loadItem
	firm  *firmRef
	c     models.Case
	ev    []models.Event
	steps []*models.Step
	at    models.Instant
	stuck bool // the work is not gone on with
	over  bool // what comes is after the end
}

// build makes the i-th case.
func (b *builder) build(i int) error {
	on, serial := b.dayOf(i)
	b.at = anyHour(b.cal(), b.d, on)
	if b.at.Date() != on { // the hall is shut: it comes in online
		b.at = on.Start() + models.Instant(b.d.between(8*60, 23*60))*minute
	}
	b.stuck = b.opt.Date-on < 240 && b.d.chance(60)
	b.choose()
	number, err := models.NewCaseNumber(Region[:6], on, serial)
	if err != nil {
		return err
	}
	code, err := models.NewQueryCode(b.codes)
	if err != nil {
		return err
	}
	b.begin(int64(i)+1, number, code)
	switch b.c.Flow {
	case models.FlowPermit:
		b.permit()
	case models.FlowFiling:
		b.filing()
	default:
		b.request()
	}
	return b.finish()
}

func (b *builder) choose() {
	switch n := b.d.IntN(100); {
	case n < 75:
		b.x = pick(b.d, b.permits)
	case n < 87:
		b.x = pick(b.d, b.filings)
	default:
		b.x = pick(b.d, b.service)
	}
	it := b.x.item
	b.c = models.Case{
		Region: Region, Flow: it.Flow, ItemCode: it.Code, ItemName: it.NameZh, ItemVersion: b.x.version, Variant: b.x.terms.Variant,
		DeptCode: it.Dept.Lead, Source: models.SourceSeed, Attrs: models.JSONOf(map[string]any{"company.registered": true}),
		BareDayUnit: b.snap.Settings.BareDayUnit,
	}
	b.firm = &b.firmIDs[b.d.IntN(len(b.firmIDs))]
	if b.x.project {
		p := b.plots[b.d.IntN(len(b.plots))]
		b.firm, b.c.ProjectID, b.c.Region = &b.firmIDs[p.firm], p.id, p.region
	}
	legal, promise := sla.Resolve(b.x.terms.Legal, b.c.BareDayUnit), sla.Resolve(b.x.terms.Promise, b.c.BareDayUnit)
	b.c.LegalValue, b.c.LegalUnit, b.c.PromiseValue, b.c.PromiseUnit = legal.Value, legal.Unit, promise.Value, promise.Unit
	b.c.EnterpriseID, b.c.OperatorID, b.c.AgentID = b.firm.id, b.firm.operator, b.firm.agent
}
