package cases

import (
	"cmp"
	"context"
	"slices"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// Lamped is the lamp of a line with the working days left to the date that leads.
type Lamped struct {
	Lamp      models.Lamp `json:"lamp"`
	Remaining int         `json:"remaining"` // working days to DueOn; negative when past it
}

// lampOn gives the lamp from the stored days: what the open-only index counts.
func lampOn(snap *county.Snapshot, c *models.Case, today models.Date) Lamped {
	l := Lamped{Lamp: models.LampGreen, Remaining: snap.Calendar.Count(today, c.DueOn)}
	if c.DueOn == 0 {
		l.Remaining = 0
	}
	switch {
	case c.RedOn != 0 && c.RedOn <= today:
		l.Lamp = models.LampRed
	case c.YellowOn != 0 && c.YellowOn <= today:
		l.Lamp = models.LampYellow
	case c.Paused:
		l.Lamp = models.LampPaused
	case c.BlueOn != 0 && c.BlueOn <= today:
		l.Lamp = models.LampBlue
	}
	return l
}

// WorkLine is one line of a queue.
type WorkLine struct {
	store.Work
	Lamped
}

// WorkPage is one page of a queue, with where the next begins.
type WorkPage struct {
	Rows  []WorkLine       `json:"rows"`
	Next  *store.WorkAfter `json:"next"`
	Today models.Date      `json:"today"`
}

// Todo gives what waits for the actor: taken by the person, or at its desk; the earliest due first.
func (s *Service) Todo(ctx context.Context, a policy.Actor, after store.WorkAfter, limit int) (*WorkPage, error) {
	if !s.Policy.Can(a, Queue) {
		return nil, models.E(models.Denied, "denied").With("action", string(Queue))
	}
	rows, err := s.Store.OpenWork(ctx, OpenKeys(a), after, limit+1)
	if err != nil {
		return nil, err
	}
	p := s.workPage(rows, limit)
	if len(rows) > limit {
		last := rows[limit-1]
		p.Next = &store.WorkAfter{SortOn: last.SortOn, StepID: last.StepID}
	}
	return p, nil
}

// DonePage is one page of what somebody has done, with where the next begins.
type DonePage struct {
	Rows  []WorkLine
	Next  *store.DoneAfter
	Today models.Date
}

// Done gives what the actor has done, the newest first.
func (s *Service) Done(ctx context.Context, a policy.Actor, after store.DoneAfter, limit int) (*DonePage, error) {
	if !s.Policy.Can(a, Queue) {
		return nil, models.E(models.Denied, "denied").With("action", string(Queue))
	}
	rows, err := s.Store.DoneWork(ctx, a.UserID, after, limit+1)
	if err != nil {
		return nil, err
	}
	w := s.workPage(rows, limit)
	p := &DonePage{Rows: w.Rows, Today: w.Today}
	if len(rows) > limit {
		p.Next = &store.DoneAfter{DoneAt: rows[limit-1].DoneAt, StepID: rows[limit-1].StepID}
	}
	return p, nil
}

func (s *Service) workPage(rows []store.Work, limit int) *WorkPage {
	snap, today := s.County.Now(), s.Store.Now().Date()
	p := &WorkPage{Rows: []WorkLine{}, Today: today}
	for _, r := range rows[:min(limit, len(rows))] {
		c := models.Case{DueOn: r.DueOn, RedOn: r.RedOn, YellowOn: r.YellowOn, BlueOn: r.BlueOn, Paused: r.Paused}
		p.Rows = append(p.Rows, WorkLine{Work: r, Lamped: lampOn(snap, &c, today)})
	}
	return p
}

// QueueCounts says how much waits for the actor.
type QueueCounts struct {
	Todo     int64 `json:"todo"`
	DueToday int64 `json:"dueToday"`
	Overdue  int64 `json:"overdue"`
}

// Counts counts what waits for the actor.
func (s *Service) Counts(ctx context.Context, a policy.Actor) (QueueCounts, error) {
	if !s.Policy.Can(a, Queue) {
		return QueueCounts{}, models.E(models.Denied, "denied").With("action", string(Queue))
	}
	open, due, over, err := s.Store.CountOpenWork(ctx, OpenKeys(a), s.Store.Now().Date())
	return QueueCounts{open, due, over}, err
}

// CaseLine is one line of a list of cases.
type CaseLine struct {
	store.CaseLine
	Lamped
}

// CasePage is one page of a list, newest first.
type CasePage struct {
	Rows  []CaseLine  `json:"rows"`
	Next  int64       `json:"next"` // pass as BeforeID; 0 at the end
	Today models.Date `json:"today"`
	Total int         `json:"total"` // on the first page: how many there are, up to CountedUpTo; 0 on later ones
}

// CountedUpTo is the number beyond which a list only says that there are more: counting reads the rows.
const CountedUpTo = 1001

// List gives a page of the cases that the actor may see.
func (s *Service) List(ctx context.Context, a policy.Actor, f store.CaseFilter) (*CasePage, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	snap, limit := s.County.Now(), f.Limit
	f.Today, f.Limit = s.Store.Now().Date(), limit+1
	rows, err := s.Store.Cases(ctx, scope, f)
	if err != nil {
		return nil, err
	}
	p := &CasePage{Rows: []CaseLine{}, Today: f.Today}
	for _, r := range rows[:min(limit, len(rows))] {
		p.Rows = append(p.Rows, CaseLine{CaseLine: r, Lamped: lampOn(snap, &r.Case, f.Today)})
	}
	first := f.BeforeID == 0
	if first {
		p.Total = len(p.Rows)
	}
	if len(rows) > limit {
		p.Next = rows[limit-1].ID
		if first {
			p.Total, err = s.Store.CountCases(ctx, scope, f, CountedUpTo)
		}
	}
	return p, err
}

// ClockView is one clock on a case's page.
type ClockView struct {
	Kind        models.ClockKind  `json:"kind"`
	State       models.ClockState `json:"state"`
	StartOn     models.Date       `json:"startOn"`
	DueOn       models.Date       `json:"dueOn"`
	StoppedOn   models.Date       `json:"stoppedOn"`
	Limit       models.Limit      `json:"limit"`
	Used        int               `json:"used"`
	Remaining   int               `json:"remaining"`
	Overdue     bool              `json:"overdue"`
	OverdueDays int               `json:"overdueDays"`
	Planned     bool              `json:"planned"` // rests on the planned end of a procedure that still runs
	Provisional bool              `json:"provisional"`
	NeedsYear   int               `json:"needsYear,omitempty"`
	Code        string            `json:"code,omitempty"` // CALENDAR_NOT_PUBLISHED
}

// PauseView is one special procedure or suspension on a case's page.
type PauseView struct {
	Seq        int64              `json:"seq"`
	Reason     models.PauseReason `json:"reason"`
	From       models.Date        `json:"from"`
	PlannedEnd models.Date        `json:"plannedEnd"`
	End        models.Date        `json:"end"`
	Basis      string             `json:"basis"`
	By         string             `json:"by"`
	LastDay    bool               `json:"lastDay"` // 末日暂停: begun on the due date, confirmed by the section head (R-CLK-19 c)
}

// Detail is everything on a case's page.
type Detail struct {
	Case       *models.Case      `json:"case"`
	Item       *catalog.Item     `json:"item"`
	Form       *catalog.Form     `json:"formDefinition"`
	Shared     *SharedForm       `json:"shared"` // of a part: the one form that the set was handed in with
	Enterprise string            `json:"enterprise"`
	Project    *models.Project   `json:"project"`
	Clocks     []ClockView       `json:"clocks"`
	Lamp       models.Lamp       `json:"lamp"`
	Pauses     []PauseView       `json:"pauses"`
	Events     []models.Event    `json:"events"`
	Steps      []models.Step     `json:"steps"`
	Materials  []models.Material `json:"materials"`
	Files      []models.File     `json:"files"`
	Verbs      []models.Verb     `json:"verbs"` // what the actor's role and the state allow now
	UrgeFrom   models.Date       `json:"urgeFrom" doc:"first date, today or later, on which the applicant may urge; null where nobody of the agency has it in hand"`
	// Points are what the staff look at, of the version of the item that the case is bound to; the applicant's side gets none.
	Points  []catalog.ReviewPoint `json:"points"`
	Barred  []Barred              `json:"barred"`  // what the state allows and this actor cannot do, and why
	Waits   []Wait                `json:"waits"`   // of a pending part: the results it waits for
	Hearing *HearingView          `json:"hearing"` // how far a hearing has come, and what was said; null where there is none
	Sibling bool                  `json:"sibling"` // only state and dates are shown
	Today   models.Date           `json:"today"`
	Names   map[int64]string      `json:"names"` // of the people on the case
	// QueryCode opens the public look-up beside the number; it is told to the applicant's side alone.
	QueryCode string `json:"queryCode,omitempty"`
}

// SharedForm is the form of a set as the departments of its parts read it (一张表单).
type SharedForm struct {
	CaseID   int64          `json:"caseId"`
	Number   models.Text    `json:"number"`
	ItemName string         `json:"itemName"`
	Answers  models.RawJSON `json:"answers"`
	Form     *catalog.Form  `json:"formDefinition"`
}

// sharedForm reads what the parts of a set share; nil for a case of its own.
func (s *Service) sharedForm(ctx context.Context, c *models.Case) (*SharedForm, error) {
	if c.ParentID == 0 {
		return nil, nil
	}
	set, err := s.Store.Case(ctx, policy.Everything("the form that the parts of a set share"), c.ParentID)
	if err != nil {
		return nil, err
	}
	v, err := s.County.Now().Version(set.ItemVersion)
	if err != nil {
		return nil, err
	}
	return &SharedForm{CaseID: set.ID, Number: set.Number, ItemName: set.ItemName, Answers: set.Form, Form: v.Form}, nil
}

// Detail reads a case for its page, as it is after every timer that has come: a page never shows a
// state that the law has already left.
func (s *Service) Detail(ctx context.Context, a policy.Actor, id int64) (*Detail, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	c, err := s.Store.CaseSeen(ctx, scope, id)
	if err != nil {
		return nil, err
	}
	if c, err = s.upToDate(ctx, scope, c); err != nil {
		return nil, err
	}
	return s.detail(ctx, a, c)
}

// upToDate settles a case whose timers have come, or whose dates are of another calendar.
func (s *Service) upToDate(ctx context.Context, scope policy.Scope, c *models.Case) (*models.Case, error) {
	var err error
	switch {
	case c.NextTimerAt != 0 && c.NextTimerAt <= s.Store.Now():
		err = s.Settle(ctx, c.ID)
	case c.IsOpen() && c.CalendarRev != s.County.Now().Calendar.Rev():
		err = s.recompute(ctx, c.ID)
	default:
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	return s.Store.CaseSeen(ctx, scope, c.ID)
}

func (s *Service) detail(ctx context.Context, a policy.Actor, c *models.Case) (*Detail, error) {
	snap, today := s.County.Now(), s.Store.Now().Date()
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return nil, err
	}
	d := &Detail{Case: c, Item: v.Item, Form: v.Form, Today: today, Names: map[int64]string{}, Points: []catalog.ReviewPoint{}}
	if d.Shared, err = s.sharedForm(ctx, c); err != nil {
		return nil, err
	}
	parts, err := s.Store.CaseParts(ctx, c)
	if err != nil {
		return nil, err
	}
	d.Events, d.Steps, d.Materials, d.Files = parts.Events, parts.Steps, parts.Materials, parts.Files
	d.Enterprise, d.Project = parts.Enterprise, parts.Project
	for _, e := range d.Events {
		if e.ActorID != 0 {
			d.Names[e.ActorID] = e.ActorName
		}
	}
	f := foldFacts(c, v.Item, snap, d.Events)
	clocks, err := s.clocksNow(ctx, snap, c, v.Item, d.Events)
	if err != nil {
		return nil, err
	}
	d.Lamp = lampOn(snap, c, today).Lamp
	for _, k := range clocks {
		if k.StartOn != 0 {
			d.Clocks = append(d.Clocks, clockView(k))
		}
	}
	for i, p := range f.Pauses {
		d.Pauses = append(d.Pauses, PauseView{
			Seq: seqOfPause(d.Events, i), Reason: p.Reason, From: p.From, PlannedEnd: p.PlannedEnd, End: p.End, Basis: p.Basis, By: p.By, LastDay: p.Confirmed,
		})
	}
	d.Verbs, d.Barred = s.verbsFor(a, c, v.Item)
	if d.Waits, err = s.waitsFor(ctx, a, c); err != nil {
		return nil, err
	}
	d.Hearing = hearingView(a, c, v.Item, snap, d.Events, today)
	d.holdPending()
	if a.Role == policy.Enterprise || a.Role == policy.Agent {
		d.QueryCode = c.QueryCode
		d.UrgeFrom = urgeFrom(snap.Calendar, c, d.Events, today)
		hideInternal(d)
	} else {
		d.Points = snap.Base.ReviewPoints(v.Item)
	}
	return d, s.hideFromSibling(ctx, a, d)
}

func clockView(k *sla.Clock) ClockView {
	v := ClockView{
		Kind: k.Kind, State: k.State, StartOn: k.StartOn, DueOn: k.Due.On, StoppedOn: k.StoppedOn, Limit: k.Limit, Used: k.Used,
		Remaining: k.Remaining, Overdue: k.Overdue, OverdueDays: k.OverdueDays, Planned: k.Planned, Provisional: k.Due.Provisional,
		NeedsYear: k.Due.NeedsYear,
	}
	if v.Provisional {
		v.Code = "CALENDAR_NOT_PUBLISHED"
	}
	return v
}

// Barred is a move that the state of the case allows and the actor cannot make.
type Barred struct {
	Verb  models.Verb   `json:"verb"`
	Why   BarredWhy     `json:"why" enum:"ROLE,ITEM,DEPT,WAITS"`
	Roles []policy.Role `json:"roles"` // of ROLE: who can
}

// BarredWhy says what stands in the way of a move.
type BarredWhy string

// The move is another post's, the item does not provide for it, it is the department's that answers for the
// case and not of one that only has a step in it, or a result that the law asks for first is not there.
const (
	BarredRole BarredWhy = "ROLE"
	BarredItem BarredWhy = "ITEM"
	BarredDept BarredWhy = "DEPT"
	BarredWait BarredWhy = "WAITS"
)

// Wait is a result that a pending part of a set waits for: of one of the items.
type Wait struct {
	Items []WaitItem `json:"items"`
}

// WaitItem is an item that a part waits for.
type WaitItem struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	NameEn string `json:"nameEn"`
}

// waitsFor gives what a pending part waits for (T01c); no other case has any.
func (s *Service) waitsFor(ctx context.Context, a policy.Actor, c *models.Case) ([]Wait, error) {
	out := []Wait{}
	if c.Status != models.Pending {
		return out, nil
	}
	snap := s.County.Now()
	return out, s.Store.InTx(ctx, func(tx *store.Tx) error {
		w, err := s.loadWork(ctx, tx, snap, a, c)
		if err != nil {
			return err
		}
		needs, err := w.unmet()
		if err != nil {
			return err
		}
		out = out[:0] // a transaction may run again
		for _, n := range needs {
			one := Wait{Items: []WaitItem{}}
			for _, code := range n.Items {
				if it := snap.Base.Item(code); it != nil {
					one.Items = append(one.Items, WaitItem{Code: code, Name: it.NameZh, NameEn: it.NameEn})
				}
			}
			out = append(out, one)
		}
		return nil
	})
}

// holdPending takes the receipt of a part from its buttons while it waits.
func (d *Detail) holdPending() {
	at := slices.Index(d.Verbs, models.VerbReceivePending)
	if at < 0 || len(d.Waits) == 0 {
		return
	}
	d.Verbs = slices.Delete(d.Verbs, at, at+1)
	d.Barred = append(d.Barred, Barred{Verb: models.VerbReceivePending, Why: BarredWait, Roles: []policy.Role{}})
}

// verbsFor gives what the actor's role and the case's state allow, for the buttons of the page, and what
// the state alone allows, with who can do it. The guards of the law are checked by the move itself.
func (s *Service) verbsFor(a policy.Actor, c *models.Case, item *catalog.Item) ([]models.Verb, []Barred) {
	out, barred := []models.Verb{}, []Barred{}
	verbs := models.TableOf(c.Flow).Verbs(c.Status, c.Round)
	if c.Status == models.Submitted && item.Instant {
		verbs = append(verbs, models.VerbDecideInstant)
	}
	for _, v := range verbs {
		switch roles := s.rolesFor(a.Region, v, item); {
		case !offered(v, item):
			barred = append(barred, Barred{Verb: v, Why: BarredItem, Roles: []policy.Role{}})
		case !slices.Contains(roles, a.Role):
			barred = append(barred, Barred{Verb: v, Why: BarredRole, Roles: roles})
		case elsewhere(a, c):
			barred = append(barred, Barred{Verb: v, Why: BarredDept, Roles: []policy.Role{}})
		default:
			out = append(out, v)
		}
	}
	return out, barred
}

// rolesFor gives the roles that may make a move; an extension only whom the item names.
func (s *Service) rolesFor(region string, v models.Verb, item *catalog.Item) []policy.Role {
	out := []policy.Role{}
	for _, r := range policy.Roles {
		may := s.Policy.Can(policy.Actor{Role: r, Region: region}, ActionOf(v))
		if v == models.VerbExtend && item.Extension != nil {
			may = may && roleIn(r, approverRoles[item.Extension.Approver])
		}
		if may {
			out = append(out, r)
		}
	}
	return out
}

// offered leaves out what the item never allows.
func offered(v models.Verb, item *catalog.Item) bool {
	onDefect := models.OnDefectCorrection
	if item.Window != nil {
		onDefect = item.Window.OnDefect
	}
	switch v {
	case models.VerbRequireCorrection:
		return onDefect == models.OnDefectCorrection
	case models.VerbReturn:
		return onDefect == models.OnDefectReturn
	case models.VerbExtend:
		return item.Extension != nil
	case models.VerbSuspend, models.VerbResume:
		return len(item.Suspend) > 0
	case models.VerbStartSpecial:
		return len(item.Excluded) > 0
	case models.VerbAcceptTolerant:
		return slices.ContainsFunc(item.Materials, func(m catalog.Material) bool { return m.MayFollow })
	}
	return true
}

// SeesWhole tells whether the actor may see more of a case that is in its sight than state and dates. A
// department with a sibling's right may not; who leads the set may, for the one notice is the lead's.
func (s *Service) SeesWhole(ctx context.Context, a policy.Actor, c *models.Case) (bool, error) {
	if a.Dept == "" {
		return true, nil
	}
	right, err := s.Store.PartyRight(ctx, c.ID, a)
	if err != nil || right != "" && right != models.RightSibling {
		return err == nil, err
	}
	if right == "" {
		return s.Store.SentTo(ctx, c.ID, a.UserID)
	}
	if a.Role != policy.LeadDept || c.ParentID == 0 {
		return false, nil
	}
	set, err := s.Store.Case(ctx, policy.Everything("who leads a set"), c.ParentID)
	return err == nil && set.DeptCode == a.Dept, err
}

// DraftForm gives the form of a case by the version of its item that the case is bound to.
func (s *Service) DraftForm(c *models.Case) (*catalog.Item, *catalog.Form, error) {
	v, err := s.County.Now().Version(c.ItemVersion)
	if err != nil {
		return nil, nil, err
	}
	return v.Item, v.Form, nil
}

// ScopeOn gives the scope in which the actor reads what hangs on one case: NotFound where the case is not in
// sight at all. Of a sibling in a joint set there is nothing in it; somebody to whom the case was sent reads it.
func (s *Service) ScopeOn(ctx context.Context, a policy.Actor, act policy.Action, id int64) (policy.Scope, error) {
	scope, err := s.Policy.Scope(a, act)
	if err != nil {
		return scope, err
	}
	c, err := s.Store.CaseSeen(ctx, scope, id)
	if err != nil || a.Dept == "" {
		return scope, err
	}
	whole, err := s.SeesWhole(ctx, a, c)
	if whole && err == nil {
		scope = policy.Everything("what hangs on a case that may be read whole")
	}
	return scope, err
}

// wholeCase reads a case that the actor may see whole; NotFound for a sibling.
func (s *Service) wholeCase(ctx context.Context, a policy.Actor, id int64) error {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return err
	}
	c, err := s.Store.CaseSeen(ctx, scope, id)
	if err != nil {
		return err
	}
	if whole, err := s.SeesWhole(ctx, a, c); err != nil || !whole {
		return cmp.Or(err, error(models.E(models.NotFound, "case.not_found")))
	}
	return nil
}

// hideFromSibling leaves to a department that has only a sibling's right the state and the dates.
func (s *Service) hideFromSibling(ctx context.Context, a policy.Actor, d *Detail) error {
	whole, err := s.SeesWhole(ctx, a, d.Case)
	if err != nil || whole {
		return err
	}
	d.Sibling = true
	d.Case.Form, d.Case.Attrs = nil, nil
	d.Shared, d.Names, d.Hearing = nil, map[int64]string{}, nil
	for i := range d.Pauses {
		d.Pauses[i].By, d.Pauses[i].Basis = "", ""
	}
	d.Events, d.Steps, d.Materials, d.Files, d.Verbs = []models.Event{}, []models.Step{}, []models.Material{}, []models.File{}, []models.Verb{}
	d.Barred, d.Points, d.Waits = []Barred{}, []catalog.ReviewPoint{}, []Wait{}
	return nil
}

// among are the verbs beside those of steps with which the staff speak to each other.
var among = []string{
	"copy", "remind", "hand_over", "ask_opinion", "give_opinion", "withdraw_opinion", "deem_opinion", "rectify_call", "rectify_classify",
}

// hideInternal takes from the applicant's side what the staff wrote to each other: remarks and results of steps,
// copies, reminders, opinions. What the law owes the applicant is told by the moves of the case and their papers.
func hideInternal(d *Detail) {
	for i := range d.Steps {
		d.Steps[i].Remark, d.Steps[i].Result = "", ""
	}
	for i := range d.Events {
		e := &d.Events[i]
		p := decode(e)
		if p.Hearing != nil && len(p.Hearing.Parties) > 0 { // how another party is reached is not the applicant's
			for j := range p.Hearing.Parties {
				p.Hearing.Parties[j].Contact, p.Hearing.Parties[j].How, p.Hearing.Parties[j].Proof = "", "", ""
			}
			e.Payload = p.raw()
		}
		if p.Step == nil && !slices.Contains(among, e.Verb) {
			continue
		}
		e.Reason = ""
		if e.StepID != 0 {
			p.To = nil // a colleague
		}
		if p.Step != nil {
			p.Step.Result = ""
		}
		e.Payload = p.raw()
	}
}

// Ledger gives the day ledger of one clock: every calendar day from its start to its end, with what
// the day was and why it was or was not counted.
func (s *Service) Ledger(ctx context.Context, a policy.Actor, id int64, kind models.ClockKind) (*LedgerView, error) {
	scope, err := s.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	c, err := s.Store.CaseSeen(ctx, scope, id)
	if err != nil {
		return nil, err
	}
	snap := s.County.Now()
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return nil, err
	}
	events, err := s.Store.Events(ctx, id)
	if err != nil {
		return nil, err
	}
	clocks, err := s.clocksNow(ctx, snap, c, v.Item, events)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(clocks, func(k *sla.Clock) bool { return k.Kind == kind && k.StartOn != 0 })
	if i < 0 {
		return nil, models.E(models.NotFound, "clock.not_started").With("clock", string(kind))
	}
	until := clocks[i].Due.On
	if until == 0 {
		until = s.Store.Now().Date()
	}
	days := clocks[i].Ledger(snap.Calendar, until)
	whole, err := s.SeesWhole(ctx, a, c)
	if err != nil {
		return nil, err
	}
	for j := range days {
		if !whole { // a sibling's department sees state, dates and the law, not who
			days[j].PausedBy = ""
		}
	}
	return &LedgerView{Clock: clockView(clocks[i]), Days: days}, nil
}

// clocksNow gives the clocks of a case, and of a set its own, as of now.
func (s *Service) clocksNow(ctx context.Context, snap *county.Snapshot, c *models.Case, item *catalog.Item, events []models.Event) ([]*sla.Clock, error) {
	return s.clocksUnder(ctx, &work{tx: &store.Tx{Now: s.Store.Now()}, c: c, item: item, events: events}, snap)
}

// LedgerView is the day ledger of one clock.
type LedgerView struct {
	Clock ClockView       `json:"clock"`
	Days  []sla.LedgerDay `json:"days"`
}

// Progress is what the public look-up shows: state and dates, names masked.
type Progress struct {
	Number     string         `json:"number"`
	ItemCode   string         `json:"itemCode"`
	ItemName   string         `json:"itemName"`
	Enterprise string         `json:"enterprise"` // masked
	Status     models.Status  `json:"status"`
	Flow       models.Flow    `json:"flow"`
	Received   models.Date    `json:"receivedOn"`
	Accepted   models.Date    `json:"acceptedOn"`
	Promised   models.Date    `json:"promisedDue"`
	Legal      models.Date    `json:"legalDue"`
	Decided    models.Date    `json:"decidedOn"`
	Delivered  models.Date    `json:"deliveredOn"`
	Pauses     []PauseView    `json:"pauses"`
	Moves      []ProgressMove `json:"moves"`
	Lamped
}

// ProgressMove is one change of state, without people.
type ProgressMove struct {
	To models.Status `json:"to"`
	On models.Date   `json:"on"`
}

// PublicProgress gives the progress of a case to whoever has its number and its 8-character code. The
// answer to a wrong code is the one to an unknown number.
func (s *Service) PublicProgress(ctx context.Context, number, code string) (*Progress, error) {
	unknown := models.E(models.NotFound, "progress.not_found")
	n, _, err := models.ParseCaseNumber(number)
	if err != nil {
		return nil, unknown
	}
	code, err = models.ParseQueryCode(code)
	if err != nil {
		return nil, unknown
	}
	c, err := s.Store.CaseByNumber(ctx, policy.Everything("public look-up by number and code"), n)
	if err != nil || c.QueryCode != code {
		return nil, unknown
	}
	d, err := s.detail(ctx, policy.System(models.SourceWeb), c)
	if err != nil {
		return nil, err
	}
	p := &Progress{
		Number: models.ShowCaseNumber(n), ItemCode: c.ItemCode, ItemName: c.ItemName, Enterprise: maskName(d.Enterprise), Status: c.Status, Flow: c.Flow,
		Received: c.FirstReceived, Accepted: c.AcceptedOn, Promised: c.PromisedDue, Legal: c.LegalDue, Decided: c.DecidedOn,
		Delivered: c.DeliveredOn, Pauses: d.Pauses, Moves: []ProgressMove{}, Lamped: lampOn(s.County.Now(), c, d.Today),
	}
	for i := range p.Pauses {
		p.Pauses[i].By = ""
	}
	for _, e := range d.Events {
		if e.FromStatus != e.ToStatus {
			p.Moves = append(p.Moves, ProgressMove{e.ToStatus, e.LegalAt.Date()})
		}
	}
	return p, nil
}

// maskName keeps the first two and the last two characters of a name.
func maskName(name string) string {
	r := []rune(name)
	for i := 2; i < len(r)-2; i++ {
		r[i] = '*'
	}
	return string(r)
}

// PaperView is a paper with its blocks, drawn again from its frozen fields.
type PaperView struct {
	models.Paper
	Blocks   []document.Block `json:"blocks"`
	BlocksEn []document.Block `json:"blocksEn"`
}

// Papers gives the papers of a case that the actor may see.
func (s *Service) Papers(ctx context.Context, a policy.Actor, caseID int64) ([]models.Paper, error) {
	if err := s.wholeCase(ctx, a, caseID); err != nil {
		return nil, err
	}
	return s.Store.PapersOf(ctx, caseID)
}

// Paper gives one paper to be shown and printed, to whoever may see the papers of its case.
func (s *Service) Paper(ctx context.Context, a policy.Actor, id int64) (*PaperView, error) {
	p, err := s.Store.Paper(ctx, policy.Everything("a paper, before who may see it is known"), id)
	if err != nil {
		return nil, err
	}
	err = s.wholeCase(ctx, a, p.CaseID)
	if models.CodeOf(err) == models.NotFound {
		err = models.E(models.NotFound, "paper.not_found")
	}
	if err != nil {
		return nil, err
	}
	return viewPaper(p)
}

// VerifyPaper gives a paper to whoever holds its code: number, kind, date, issuer and hash, so that a
// print can be compared; not its content.
func (s *Service) VerifyPaper(ctx context.Context, code string) (*models.Paper, error) {
	code, err := models.ParseQueryCode(code)
	if err != nil {
		return nil, models.E(models.NotFound, "paper.not_found")
	}
	p, err := s.Store.PaperByCode(ctx, code)
	if err != nil {
		return nil, err
	}
	p.Fields, p.ServedProof = nil, nil
	return p, nil
}

func viewPaper(p *models.Paper) (*PaperView, error) {
	made, err := document.Recompose(p.Fields)
	if err != nil {
		return nil, err
	}
	return &PaperView{Paper: *p, Blocks: made.Blocks, BlocksEn: made.BlocksEn}, nil
}
