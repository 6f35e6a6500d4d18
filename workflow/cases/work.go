package cases

import (
	"context"
	"errors"
	"fmt"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// work is one case in one transaction, on its way through a move.
type work struct {
	*Service
	ctx     context.Context
	tx      *store.Tx
	snap    *county.Snapshot
	actor   policy.Actor
	verb    models.Verb
	c       *models.Case
	item    *catalog.Item
	events  []models.Event
	steps   []*models.Step
	mats    []models.Material
	firm    *models.Enterprise
	proj    *models.Project
	before  models.Case    // as it was read, for the counters
	at      models.Instant // legal instant of a late record (补录); 0: now
	late    *LateNote      // what it rests on
	counter *CounterNote   // who brought the papers to the counter
	lateBy  int64          // who confirms it
	facts   []models.Outbox

	known     catalog.Attrs // the attributes, and what they were read from
	attrsFrom answers
	read      *formRead // the form as it was examined last, perhaps before the transaction

	set        *set          // of a joint set: its dates
	kin        []models.Case // of a part: the parts of its set
	parentHeld bool          // the set of this part is being moved in the same transaction
}

// do runs f on a settled case in one transaction and stores what became of it.
func (s *Service) do(ctx context.Context, a policy.Actor, act policy.Action, id, version int64, f func(*work) error) (*models.Case, error) {
	scope, err := s.Policy.Scope(a, act)
	if err != nil {
		return nil, err
	}
	return s.run(ctx, a, scope, id, version, func(w *work) error {
		if err := w.mandated(act); err != nil {
			return err
		}
		return f(w)
	})
}

// powerFor says which power of a mandate (委托书) an act for the enterprise needs. Whatever is not here an
// agent does not do for it: promises, money and ratings are the enterprise's own (行政许可法 29(2)).
var powerFor = map[policy.Action]models.Power{
	Edit:                              models.PowerPrepare,
	writeMaterial:                     models.PowerPrepare,
	ActionOf(models.VerbDiscard):      models.PowerPrepare,
	ActionOf(models.VerbSubmit):       models.PowerSubmit,
	ActionOf(models.VerbResubmit):     models.PowerSubmit,
	ActionOf(models.VerbComplete):     models.PowerSubmit,
	ActionOf(models.VerbWithdraw):     models.PowerSubmit,
	ActionOf(models.VerbReportChange): models.PowerSubmit,
	RequestHearing:                    models.PowerSubmit,
	Sign:                              models.PowerReceive,
}

// mandated refuses an agent's act for the enterprise without a mandate that gives its power, for this item,
// today: helping with a case (帮办) needs none.
func (w *work) mandated(act policy.Action) error {
	if w.actor.Role != policy.Agent {
		return nil
	}
	client, err := w.applicant()
	if err != nil {
		return err
	}
	w.actor.EnterpriseName = client.Name // both names stand in the journal
	power, ok := powerFor[act]
	if !ok {
		return nil
	}
	_, err = w.tx.MandateFor(w.actor.UserID, w.c.EnterpriseID, w.c.ItemCode, power, w.tx.Today())
	return err
}

func (s *Service) run(ctx context.Context, a policy.Actor, scope policy.Scope, id, version int64, f func(*work) error) (*models.Case, error) {
	var out *models.Case
	err := s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.open(ctx, tx, snap, a, scope, id)
		if err != nil {
			return err
		}
		if version != 0 && version != w.c.Version {
			return models.E(models.Conflict, "case.changed_meanwhile")
		}
		if err := w.settle(tx.Now); err != nil {
			return fmt.Errorf("settle case %d: %w", id, err)
		}
		if err := f(w); err != nil {
			return err
		}
		out = w.c
		if err := w.finish(); err != nil {
			return err
		}
		return tx.Answer(w.c)
	})
	return out, err
}

// open reads a case with what a move needs of it.
func (s *Service) open(ctx context.Context, tx *store.Tx, snap *county.Snapshot, a policy.Actor, scope policy.Scope, id int64) (*work, error) {
	c, err := tx.CaseToMove(scope, id)
	if err != nil {
		return nil, err
	}
	return s.loadWork(ctx, tx, snap, a, c)
}

func (s *Service) loadWork(ctx context.Context, tx *store.Tx, snap *county.Snapshot, a policy.Actor, c *models.Case) (*work, error) {
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return nil, fmt.Errorf("case %d: item version %d: %w", c.ID, c.ItemVersion, err)
	}
	tx.NotBefore(c.UpdatedAt)
	w := &work{Service: s, ctx: ctx, tx: tx, snap: snap, actor: a, c: c, item: v.Item, before: *c}
	if c.Status == models.Draft { // has no steps, and nothing in its journal that a clock knows
		return w, nil
	}
	if w.events, err = tx.Events(c.ID); err != nil {
		return nil, err
	}
	steps, err := tx.Steps(c.ID)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		w.steps = append(w.steps, &steps[i])
	}
	return w, nil
}

// legal is the instant at which the act takes legal effect, on its Shanghai date: now, but for a late
// record.
func (w *work) legal() models.Instant {
	if w.at != 0 {
		return w.at
	}
	return w.tx.Now
}

func (w *work) on() models.Date { return w.legal().Date() }

// materials reads the list of materials once.
func (w *work) materials() ([]models.Material, error) {
	if w.mats != nil {
		return w.mats, nil
	}
	var err error
	w.mats, err = w.tx.Materials(w.c.ID)
	return w.mats, err
}

// applicant reads the enterprise of the case once.
func (w *work) applicant() (*models.Enterprise, error) {
	if w.firm != nil {
		return w.firm, nil
	}
	e, err := w.tx.Applicant(w.c.EnterpriseID)
	if err == nil {
		w.firm = e
	}
	return e, err
}

// project reads the project of the case once; nil where it has none.
func (w *work) project() (*models.Project, error) {
	if w.c.ProjectID == 0 || w.proj != nil && w.proj.ID == w.c.ProjectID {
		return w.proj, nil
	}
	p, err := w.tx.Project(w.c.ProjectID)
	if err == nil {
		w.proj = p
	}
	return p, err
}

// allowed tells whether the table has verb from this state: an Illegal error where not.
func (w *work) allowed(verb models.Verb) error {
	if elsewhere(w.actor, w.c) {
		return models.E(models.Denied, "case.not_your_department").With("dept", w.c.DeptCode)
	}
	if verb == models.VerbDecideInstant {
		verb = models.VerbAccept // T15i is T02, T11 and T15 in one
		if w.c.Flow == models.FlowFiling {
			verb = models.VerbRegister
		}
	}
	_, err := models.TableOf(w.c.Flow).Find(w.c.Status, verb, w.c.Round)
	return err
}

// elsewhere tells whether the actor is of a department that only has a step or an opinion in the case:
// the case itself is moved by the department that answers for it, and by the window.
func elsewhere(a policy.Actor, c *models.Case) bool {
	return a.Dept != "" && a.Role != policy.Window && a.Dept != c.DeptCode
}

// step of a move: the line of the table for verb, applied, with its event.
func (w *work) transit(verb models.Verb, p Payload, opts ...func(*models.Event)) error {
	t, err := models.TableOf(w.c.Flow).Find(w.c.Status, verb, w.c.Round)
	if err != nil {
		return err
	}
	if err := w.endOpinions(t.To); err != nil {
		return err
	}
	e := w.event(t.Code, string(verb), p)
	if t.To != "" {
		e.ToStatus = t.To
	}
	for _, o := range opts {
		o(e)
	}
	was := w.c.Status
	w.c.Status = e.ToStatus
	if err := w.append(e); err != nil {
		return err
	}
	if was == models.Draft && e.ToStatus != models.Draft {
		if err := w.tx.ClosePreChecks(w.c.ID); err != nil {
			return err
		}
	}
	if w.c.IsTerminal() && w.c.EndedOn == 0 {
		w.c.EndedOn = e.LegalAt.Date()
	}
	return nil
}

// because gives an event its reason.
func because(reason string) func(*models.Event) {
	return func(e *models.Event) { e.Reason = reason }
}

// legally gives an event the instant at which it took legal effect.
func legally(at models.Instant) func(*models.Event) {
	return func(e *models.Event) { e.LegalAt = at }
}

// byTimer makes an event the timer's own.
func byTimer(e *models.Event) {
	e.ActorID, e.ActorName, e.ActorRole, e.ActingFor, e.Source = 0, "", "TIMER", "", models.SourceTimer
}

// with names the second person of a dual-control act.
func withSecond(id int64) func(*models.Event) {
	return func(e *models.Event) { e.SecondID = id }
}

// staying keeps the status where the table has another for the usual case.
func staying(s models.Status) func(*models.Event) {
	return func(e *models.Event) { e.ToStatus = s }
}

// event begins an event by the actor, which leaves the status as it is.
func (w *work) event(code, verb string, p Payload) *models.Event {
	p.Late = w.late
	e := &models.Event{
		SecondID: w.lateBy, Code: code, Verb: verb, FromStatus: w.c.Status, ToStatus: w.c.Status, LegalAt: w.legal(),
		ActorID: w.actor.UserID, ActorName: w.actor.Name, ActorRole: string(w.actor.Role),
		ActingFor: w.actingFor(), Source: w.source(), Payload: p.raw(),
	}
	return e
}

// actingFor names for whom the actor acts: an agent for the client, a substitute for the absent.
func (w *work) actingFor() string {
	switch {
	case w.actor.ForName != "":
		return w.actor.ForName
	case w.actor.Role == policy.Agent || w.atCounter():
		return w.actor.EnterpriseName
	}
	return ""
}

func (w *work) source() models.Source {
	if w.actor.Source == "" {
		return models.SourceWeb
	}
	return w.actor.Source
}

func (w *work) append(e *models.Event) error {
	if err := w.tx.AppendEvent(w.c, e); err != nil {
		return err
	}
	w.events = append(w.events, *e)
	w.facts = append(w.facts, models.Outbox{
		Kind: "case." + e.Verb, Region: w.c.Region, CaseID: w.c.ID, ActorID: e.ActorID,
		Payload: models.JSONOf(map[string]any{"seq": e.Seq, "code": e.Code, "from": e.FromStatus, "to": e.ToStatus}),
	})
	return nil
}

// note writes an event that moves no state of the case: a verb of a step, a copy, a reminder.
func (w *work) note(code, verb string, stepID int64, reason string, p Payload) error {
	e := w.event(code, verb, p)
	e.StepID, e.Reason = stepID, reason
	return w.append(e)
}

// picture derives the clocks as of the transaction's date.
func (w *work) picture() sla.Picture {
	f := foldFacts(w.c, w.item, w.snap, w.events)
	return sla.Fold(w.snap.Calendar, &f, w.tx.Today())
}

// finish derives the clocks anew and stores case, clocks, steps, counters and outbox. What hangs on the
// case follows in the same transaction: its set, and what waits for its result.
func (w *work) finish() error {
	pic := w.picture()
	w.derive(&pic)
	if err := w.deriveSet(); err != nil {
		return err
	}
	if err := errors.Join(w.violations(&pic), w.stepCards()); err != nil {
		return err
	}
	if err := w.saveClocks(&pic); err != nil {
		return err
	}
	if err := w.tx.SaveCase(w.c); err != nil {
		return err
	}
	if err := w.sortOpen(); err != nil {
		return err
	}
	w.count()
	if err := w.wakePending(); err != nil {
		return err
	}
	if !w.parentHeld {
		if err := w.tellSet(); err != nil {
			return err
		}
	}
	w.before = *w.c
	err := w.tx.Emit(w.facts...)
	w.facts = nil
	return err
}

// sortOpen gives the open steps the date by which queues sort them, where it is another.
func (w *work) sortOpen() error {
	on, moved := w.c.SortOn(), false
	for _, s := range w.steps {
		if s.OpenKey != "" && s.SortOn != on {
			s.SortOn, moved = on, true
		}
	}
	if !moved {
		return nil
	}
	return w.tx.SortOpenSteps(w.c.ID, on)
}
