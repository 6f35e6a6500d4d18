package cases

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// CounterReceive is the action of taking an application on paper at the counter, for an enterprise that may have no account.
const CounterReceive policy.Action = "counter:receive"

// Bearer is who brought the papers to the counter. Of the identity document only the end is kept.
type Bearer struct {
	Name     string `json:"name"`
	IDTail   string `json:"idTail"`   // the last four characters
	Phone    string `json:"phone"`    // "" where none was left
	Relation string `json:"relation"` // LEGAL_PERSON, STAFF, AGENT (with a mandate on paper)
}

// Relations of a bearer to the enterprise.
var relations = []string{"LEGAL_PERSON", "STAFF", "AGENT"}

// PaperMaterial is a material of the list that came on paper.
type PaperMaterial struct {
	Code   string           `json:"code"`
	Form   models.PaperForm `json:"form"`
	Copies int              `json:"copies"`
	Pages  int              `json:"pages"`
}

// CounterInput is what a clerk enters of an application on paper. What is missing in it is told by the
// one-time notice: only what is wrong is refused here.
type CounterInput struct {
	DraftInput
	Bearer    Bearer          `json:"bearer"`
	Materials []PaperMaterial `json:"materials"`
	// Late, where the portal was down when the papers came: when they did, the dated paper, and who confirms it.
	Late *Proof `json:"late,omitempty"`
}

// CounterNote is what the journal keeps of it.
type CounterNote struct {
	Bearer    Bearer          `json:"bearer"`
	Materials []PaperMaterial `json:"materials"`
}

// atCounter tells whether the act is done from papers at the counter.
func (w *work) atCounter() bool { return w.actor.Source == models.SourceCounter }

// ReceiveAtCounter takes an application on paper: draft, list of materials, submission and receipt in one
// transaction, in the enterprise's name (T01, F01, R01, K01 with source counter). With in.Late it was
// received earlier, while the portal was down, and a second person confirms it (R-EVT-01).
func (s *Service) ReceiveAtCounter(ctx context.Context, a policy.Actor, in *CounterInput) (*models.Case, error) {
	if !s.Policy.Can(a, CounterReceive) {
		return nil, models.E(models.Denied, "denied").With("action", string(CounterReceive))
	}
	number, err := s.newNumber(ctx)
	if err != nil {
		return nil, err
	}
	code, err := models.NewQueryCode(s.Random)
	if err != nil {
		return nil, err
	}
	a.Source = models.SourceCounter
	var c *models.Case
	err = s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) error {
		w, err := s.receivePapers(ctx, tx, snap, a, in)
		if err != nil {
			return err
		}
		w.verb, w.c.Number, w.c.QueryCode = models.VerbSubmit, models.Text(number), code
		if err := w.submit(); err != nil {
			return err
		}
		if err := w.holdReceipt(); err != nil {
			return err
		}
		if w.at != 0 { // what the window let lapse since then takes effect
			w.at, w.late, w.lateBy = 0, nil, 0
			if err := w.settle(tx.Now); err != nil {
				return err
			}
		}
		if err := w.finish(); err != nil {
			return err
		}
		c = w.c
		return tx.Answer(c)
	})
	return c, err
}

// receivePapers writes the draft with what came on paper.
func (s *Service) receivePapers(ctx context.Context, tx *store.Tx, snap *county.Snapshot, a policy.Actor, in *CounterInput) (*work, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	e, err := counterClient(tx, a, in.EnterpriseID)
	if err != nil {
		return nil, err
	}
	a.EnterpriseName = e.Name
	on := tx.Today()
	if in.Late != nil {
		on = in.Late.At.Date()
	}
	w, err := s.beginDraft(ctx, tx, snap, a, e, &in.DraftInput, on)
	if err != nil {
		return nil, err
	}
	if in.Late != nil {
		if err := w.checkLate(in.Late); err != nil {
			return nil, err
		}
		w.at, w.late, w.lateBy = in.Late.At, &LateNote{Paper: in.Late.Paper}, in.Late.SecondID
	}
	w.counter = &CounterNote{Bearer: in.Bearer, Materials: in.Materials}
	return w, w.tickPapers(in.Materials)
}

// counterClient gives the enterprise that the papers are of. A clerk who is one of its people does not
// receive for it.
func counterClient(tx *store.Tx, a policy.Actor, id int64) (*models.Enterprise, error) {
	e, err := tx.Applicant(id)
	if models.CodeOf(err) == models.NotFound {
		return nil, models.E(models.Invalid, "case.invalid").At("enterpriseId", "enterprise.not_found")
	}
	if err != nil {
		return nil, err
	}
	if !e.MayDraft() {
		return nil, models.E(models.Illegal, "enterprise.suspended")
	}
	m, err := tx.Membership(id, a.UserID)
	if err == nil && m.Status != models.MemberRemoved {
		return nil, models.E(models.Denied, "enterprise.own_interest")
	}
	if err != nil && models.CodeOf(err) != models.NotFound {
		return nil, err
	}
	return e, nil
}

// checkLate: the papers came on an earlier day, a dated paper says so, a second person confirms it.
func (w *work) checkLate(p *Proof) error {
	p.FileID = 0 // the case has no files yet
	e := models.E(models.Invalid, "case.invalid")
	switch {
	case p.At == 0:
		e.At("late.at", "required")
	case p.At.Date() >= w.tx.Today():
		e.At("late.at", "case.not_late")
	}
	if strings.TrimSpace(p.Paper) == "" {
		e.At("late.paper", "required")
	}
	if len(e.Fields) > 0 {
		return e
	}
	err := w.second(p.SecondID)
	var bad *models.Error
	if errors.As(err, &bad) {
		for i := range bad.Fields {
			bad.Fields[i].Path = "late." + bad.Fields[i].Path
		}
	}
	return err
}

// check tells what is wrong with the bearer and the ticks.
func (in *CounterInput) check() error {
	e := models.E(models.Invalid, "case.invalid")
	in.Bearer.Name, in.Bearer.IDTail = strings.TrimSpace(in.Bearer.Name), strings.ToUpper(strings.TrimSpace(in.Bearer.IDTail))
	if in.Bearer.Name == "" {
		e.At("bearer.name", "required")
	}
	if utf8.RuneCountInString(in.Bearer.Name) > 100 {
		e.At("bearer.name", "field.too_long")
	}
	if !isTail(in.Bearer.IDTail) {
		e.At("bearer.idTail", "counter.id_tail")
	}
	if len(in.Bearer.Phone) > 32 {
		e.At("bearer.phone", "field.too_long")
	}
	if !slices.Contains(relations, in.Bearer.Relation) {
		e.At("bearer.relation", "field.choice")
	}
	for _, m := range in.Materials {
		m.check(e)
	}
	return e.OrNil()
}

// isTail tells whether s is the end of an identity document: four letters or digits.
func isTail(s string) bool {
	return len(s) == 4 && !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}

// maxSheets is more than any paper at a counter has of copies or pages.
const maxSheets = 9999

func (m PaperMaterial) check(e *models.Error) {
	at := "materials." + m.Code
	if m.Form != models.PaperOriginal && m.Form != models.PaperCopy {
		e.At(at+".form", "field.choice")
	}
	if m.Copies < 1 || m.Copies > maxSheets {
		e.At(at+".copies", "counter.count")
	}
	if m.Pages < 1 || m.Pages > maxSheets {
		e.At(at+".pages", "counter.count")
	}
}

// tickPapers marks what came on paper as handed in.
func (w *work) tickPapers(papers []PaperMaterial) error {
	mats, err := w.materials()
	if err != nil {
		return err
	}
	e := models.E(models.Invalid, "case.invalid")
	for _, p := range papers {
		m := materialOf(mats, p.Code)
		if m == nil {
			e.At("materials."+p.Code, "material.not_found")
			continue
		}
		m.PaperForm, m.PaperCopies, m.PaperPages = p.Form, p.Copies, p.Pages
		m.State = withFile(w.c, m.State)
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
	}
	w.mats = nil
	return e.OrNil()
}

// holdReceipt gives the window's step to the clerk at whose counter it came.
func (w *work) holdReceipt() error {
	for _, s := range w.steps {
		if s.Ord != 1 || s.Kind != models.StepReceive || !s.IsOpen() {
			continue
		}
		s.State, s.HolderID, s.StartedAt, s.OpenKey = models.StepInProgress, w.actor.UserID, w.tx.Now, userKey(w.actor.UserID)
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// CompleteAtCounter is T04 and F03 on paper: what the one-time notice asked for was brought to the counter. In
// the review it takes what was promised (容缺) or asked for (补充材料) on paper.
func (s *Service) CompleteAtCounter(ctx context.Context, a policy.Actor, id int64, in *CounterInput) (*models.Case, error) {
	a.Source = models.SourceCounter
	return s.do(ctx, a, CounterReceive, id, in.Version, func(w *work) error {
		if !w.c.InReview() && (!filledIn(w.c) || w.c.Status == models.Draft) {
			return models.E(models.Illegal, "case.not_editable").With("status", string(w.c.Status))
		}
		if err := in.check(); err != nil {
			return err
		}
		e, err := counterClient(w.tx, a, w.c.EnterpriseID)
		if err != nil {
			return err
		}
		w.actor.EnterpriseName = e.Name
		if w.c.InReview() {
			return w.supplyPapers(in)
		}
		if err := w.editForm(&in.DraftInput); err != nil {
			return err
		}
		if err := w.relistMaterials(); err != nil {
			return err
		}
		if err := w.tickPapers(in.Materials); err != nil {
			return err
		}
		w.verb, w.counter = models.VerbResubmit, &CounterNote{Bearer: in.Bearer, Materials: in.Materials}
		if w.c.Flow == models.FlowFiling {
			w.verb = models.VerbComplete
		}
		if err := w.resubmit(&MoveInput{}); err != nil {
			return err
		}
		return w.holdReceipt()
	})
}

// supplyPapers takes on paper what the review still waits for; each is noted as it is when a file comes.
func (w *work) supplyPapers(in *CounterInput) error {
	mats, err := w.materials()
	if err != nil {
		return err
	}
	e := models.E(models.Invalid, "case.invalid")
	if len(in.Materials) == 0 {
		e.At("materials", "required")
	}
	for _, p := range in.Materials {
		if m := materialOf(mats, p.Code); m != nil && !TakesFiles(w.c, m) {
			e.At("materials."+p.Code, "material.not_open")
		}
	}
	if len(e.Fields) > 0 {
		return e
	}
	if err := w.tickPapers(in.Materials); err != nil {
		return err
	}
	for _, p := range in.Materials {
		note := &CounterNote{Bearer: in.Bearer, Materials: []PaperMaterial{p}}
		if err := w.note(codeMaterial, handIn, 0, "", Payload{Material: p.Code, Counter: note}); err != nil {
			return err
		}
	}
	w.suppliedSoFar()
	return nil
}

// Pickup is a decided case whose result is collected at the counter.
type Pickup struct {
	Case   *models.Case
	Name   string         // of the applicant
	Papers []models.Paper // that are handed over, in the order they were made
	Bearer *Bearer        // who brought the application, nil where it came otherwise
	Ready  error          // why it cannot be handed over now, nil where it can
}

// Pickup finds what is handed over of the case with this number, for a clerk who may deliver it: NotFound
// outside his scope.
func (s *Service) Pickup(ctx context.Context, a policy.Actor, number string) (*Pickup, error) {
	scope, err := s.Policy.Scope(a, ActionOf(models.VerbDeliver))
	if err != nil {
		return nil, err
	}
	number = strings.ReplaceAll(strings.TrimSpace(number), " ", "")
	c, err := s.Store.CaseByNumber(ctx, scope, number)
	if err != nil {
		return nil, err
	}
	e, err := s.Store.Applicant(ctx, c.EnterpriseID)
	if err != nil {
		return nil, err
	}
	out := &Pickup{Case: c, Name: e.Name}
	papers, err := s.Store.PapersOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range papers {
		if isDecision(p.Kind) && p.Status != models.PaperVoided {
			out.Papers = append(out.Papers, p)
		}
	}
	events, err := s.Store.Events(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for i := range events {
		if n := decode(&events[i]).Counter; n != nil {
			out.Bearer = &n.Bearer
		}
	}
	out.Ready, err = s.readyFor(c)
	return out, err
}

// readyFor tells why the result of a case cannot be handed over now, nil where it can.
func (s *Service) readyFor(c *models.Case) (ready, err error) {
	snap := s.County.Now()
	v, err := snap.Version(c.ItemVersion)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Status == models.Delivered:
		return models.E(models.Illegal, "pickup.done").With("on", c.DeliveredOn.String()), nil
	case c.Status == models.Approved && (v.Item.Licence != nil || v.Item.Result != ""):
		return models.E(models.Illegal, "case.certificate_first"), nil
	case c.Status != models.Approved && c.Status != models.CertificateMaking && c.Status != models.Refused:
		return models.E(models.Illegal, "pickup.not_decided").With("status", string(c.Status)), nil
	}
	return nil, nil
}

// formGaps tells what the form of an application on paper still lacks: what the notice must name, and
// what must be there before acceptance. Elsewhere the submission has checked it.
func (w *work) formGaps(e *models.Error) error {
	if w.c.Source != models.SourceCounter {
		return nil
	}
	v, err := w.snap.Version(w.c.ItemVersion)
	if err != nil {
		return err
	}
	e.Fields = append(e.Fields, readForm(v, w.c.Form).Wrong...)
	return nil
}
