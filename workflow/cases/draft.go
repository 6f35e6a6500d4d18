package cases

import (
	"context"
	"maps"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// DraftInput is what begins or changes a draft.
type DraftInput struct {
	ItemCode     string         `json:"itemCode"`
	EnterpriseID int64          `json:"enterpriseId"` // for an agent: whose case it is
	ProjectID    int64          `json:"projectId"`
	PriorCaseID  int64          `json:"priorCaseId"`
	LicenceID    int64          `json:"licenceId"`
	ChangeKind   string         `json:"changeKind"` // CHANGE, RENEWAL
	Form         models.RawJSON `json:"form"`
	Attrs        catalog.Attrs  `json:"attrs"`
	Version      int64          `json:"version"`
}

// CreateDraft begins a case. The clock of the law knows nothing of it yet.
func (s *Service) CreateDraft(ctx context.Context, a policy.Actor, in *DraftInput) (*models.Case, error) {
	if !s.Policy.Can(a, Create) {
		return nil, models.E(models.Denied, "denied").With("action", string(Create))
	}
	var c *models.Case
	err := s.County.InTx(ctx, func(tx *store.Tx, snap *county.Snapshot) (err error) {
		c, err = s.createDraft(ctx, tx, snap, a, in)
		return err
	})
	return c, err
}

func (s *Service) createDraft(ctx context.Context, tx *store.Tx, snap *county.Snapshot, a policy.Actor, in *DraftInput) (*models.Case, error) {
	enterprise, err := s.applicantOf(tx, a, in)
	if err != nil {
		return nil, err
	}
	w, err := s.beginDraft(ctx, tx, snap, a, enterprise, in, tx.Today())
	if err != nil {
		return nil, err
	}
	if err := w.finish(); err != nil {
		return nil, err
	}
	return w.c, tx.Answer(w.c)
}

// beginDraft writes a draft for an enterprise by the version of the item in force on a day; the caller
// finishes it.
func (s *Service) beginDraft(
	ctx context.Context, tx *store.Tx, snap *county.Snapshot, a policy.Actor, enterprise *models.Enterprise, in *DraftInput, on models.Date,
) (*work, error) {
	v, err := snap.InForce(in.ItemCode, on)
	if err != nil {
		return nil, models.E(models.Invalid, "case.invalid").At("itemCode", "item.not_found")
	}
	region, err := regionOf(tx, snap, enterprise, in.ProjectID)
	if err != nil {
		return nil, err
	}
	if err := ownReferences(tx, enterprise, in); err != nil {
		return nil, err
	}
	if fields := catalog.CheckDraft(in.Form); len(in.Form) > 0 && len(fields) > 0 {
		return nil, &models.Error{Code: models.Invalid, Key: "case.invalid", Fields: fields}
	}
	if fields := snap.Base.CheckAttrs(in.Attrs); len(fields) > 0 {
		return nil, &models.Error{Code: models.Invalid, Key: "case.invalid", Fields: fields}
	}
	c := &models.Case{
		Region: region, Flow: v.Item.Flow, ItemCode: v.Item.Code, ItemName: v.Item.NameZh, ItemVersion: v.Row.ID,
		Status: models.Draft, EnterpriseID: enterprise.ID, ProjectID: in.ProjectID,
		PriorCaseID: in.PriorCaseID, LicenceID: in.LicenceID, ChangeKind: in.ChangeKind, DeptCode: v.Item.Dept.Lead,
		OperatorID: a.UserID, Source: sourceOf(a), Form: v.Form.Tidy(in.Form), Attrs: models.JSONOf(orEmpty(in.Attrs)),
	}
	c.NextTimerAt = sla.DraftTimer(tx.Today()).FiresAt
	if err := tx.CreateCase(c); err != nil {
		return nil, err
	}
	w := &work{Service: s, ctx: ctx, tx: tx, snap: snap, actor: a, c: c, item: v.Item}
	if a.Role == policy.Agent {
		w.actor.EnterpriseName = enterprise.Name
		c.AgentID = a.UserID
	}
	if err := w.listMaterials(); err != nil {
		return nil, err
	}
	return w, w.note(codeDraft, "create", 0, "", Payload{})
}

// ownReferences refuses a licence or an earlier case that is another's, as if there were none: nobody
// learns what others hold.
func ownReferences(tx *store.Tx, e *models.Enterprise, in *DraftInput) error {
	wrong := models.E(models.Invalid, "case.invalid")
	switch in.ChangeKind {
	case "", changeTerms, changeRenewal:
	default:
		wrong.At("changeKind", "case.change_kind")
	}
	if in.LicenceID != 0 {
		l, err := tx.Licence(in.LicenceID)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return err
		}
		if err != nil || l.EnterpriseID != e.ID || l.ItemCode != in.ItemCode {
			wrong.At("licenceId", "licence.not_found")
		}
	} else if in.ChangeKind != "" {
		wrong.At("licenceId", "required")
	}
	if in.PriorCaseID != 0 {
		c, err := tx.Case(policy.Everything("an earlier case"), in.PriorCaseID)
		if err != nil && models.CodeOf(err) != models.NotFound {
			return err
		}
		if err != nil || c.EnterpriseID != e.ID {
			wrong.At("priorCaseId", "case.not_found")
		}
	}
	return wrong.OrNil()
}

func sourceOf(a policy.Actor) models.Source {
	if a.Source == "" {
		return models.SourceWeb
	}
	return a.Source
}

func orEmpty(a catalog.Attrs) catalog.Attrs {
	if a == nil {
		return catalog.Attrs{}
	}
	return a
}

// applicantOf gives the enterprise that the case will be of: one's own, or a client's whose mandate
// covers the item. Another is NotFound, so that nobody learns who is registered.
func (s *Service) applicantOf(tx *store.Tx, a policy.Actor, in *DraftInput) (*models.Enterprise, error) {
	id := a.EnterpriseID
	if a.Role == policy.Agent {
		_, err := tx.MandateFor(a.UserID, in.EnterpriseID, in.ItemCode, models.PowerPrepare, tx.Today())
		if models.CodeOf(err) == models.Denied {
			return nil, models.E(models.NotFound, "enterprise.not_found")
		}
		if err != nil {
			return nil, err
		}
		id = in.EnterpriseID
	} else if in.EnterpriseID != 0 && in.EnterpriseID != id {
		return nil, models.E(models.Invalid, "case.invalid").At("enterpriseId", "enterprise.not_found")
	}
	e, err := tx.Applicant(id)
	if err != nil {
		return nil, err
	}
	if !e.MayDraft() {
		return nil, models.E(models.Illegal, "enterprise.suspended")
	}
	return e, nil
}

// regionOf gives a case its project's region, else that of the county.
func regionOf(tx *store.Tx, snap *county.Snapshot, e *models.Enterprise, projectID int64) (string, error) {
	if projectID == 0 {
		return snap.Settings.Region, nil
	}
	p, err := tx.Project(projectID)
	if err != nil || p.EnterpriseID != e.ID {
		return "", models.E(models.Invalid, "case.invalid").At("projectId", "project.not_found")
	}
	return p.Region, nil
}

// listMaterials writes the list of materials of a draft, by its attributes and by what the county
// already holds of the applicant (免提交).
func (w *work) listMaterials() error {
	needs, err := w.materialNeeds()
	if err != nil {
		return err
	}
	var rows []models.Material
	for _, n := range needs {
		if n.State != catalog.NotNeeded {
			rows = append(rows, w.materialRow(n))
		}
	}
	w.mats = rows
	return w.tx.CreateMaterials(rows)
}

// materialNeeds gives what the item asks for; of a set also what the parts that apply ask beyond it,
// each once by its name, with the part's code before its own.
func (w *work) materialNeeds() ([]catalog.MaterialNeed, error) {
	held, err := w.tx.ItemsHeld(w.c.EnterpriseID, w.c.ProjectID)
	if err != nil {
		return nil, err
	}
	isHeld := func(code string) bool { return held[code] }
	needs := catalog.MaterialsFor(w.item, w.attrs(), isHeld)
	if w.item.Flow != models.FlowComposite {
		return needs, nil
	}
	parts, err := w.partsThat(func(applies catalog.Tri) bool { return applies == catalog.True })
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, n := range needs {
		named[n.NameZh] = true
	}
	for _, v := range parts {
		for _, n := range catalog.MaterialsFor(v.Item, w.attrs(), isHeld) {
			if named[n.NameZh] {
				continue
			}
			named[n.NameZh] = true
			n.Code = strings.ReplaceAll(v.Item.Code, "-", "") + n.Code // JY01M2: short enough for its column
			needs = append(needs, n)
		}
	}
	return needs, nil
}

// attrs gives the attributes that decide: the project's, then the case's own answers, then what only
// the case itself knows. They are worked out once for what they follow from; nobody changes the map.
func (w *work) attrs() catalog.Attrs {
	c := w.c
	from := answers{c.ItemVersion, c.ProjectID, c.AgentID, string(c.Form), string(c.Attrs)}
	if w.known == nil || w.attrsFrom != from {
		w.known, w.attrsFrom = w.readAttrs(), from
	}
	return w.known
}

// answers are what the attributes of a case follow from.
type answers struct {
	version, project, agent int64
	form, attrs             string
}

func (w *work) readAttrs() catalog.Attrs {
	out := catalog.Attrs{}
	if p, err := w.project(); err == nil && p != nil {
		_ = p.Attrs.Into(&out) // checked when it was written
	}
	maps.Copy(out, w.answered())
	if _, known := out["case.filed_by_agent"]; !known {
		out["case.filed_by_agent"] = w.c.AgentID != 0
	}
	return out
}

// answered gives what the case itself says: its form, then what only the case knows.
func (w *work) answered() catalog.Attrs {
	out := catalog.Attrs{}
	if v, err := w.snap.Version(w.c.ItemVersion); err == nil {
		if w.read.isOf(w.c) {
			maps.Copy(out, w.read.Attrs)
		} else {
			maps.Copy(out, v.Form.Attrs(w.c.Form))
		}
	}
	maps.Copy(out, attrsOf(w.c))
	return out
}

// EditDraft changes form and attributes of a draft, or of a case that waits for the applicant's
// correction. What is written need not be complete: it is checked at submission.
func (s *Service) EditDraft(ctx context.Context, a policy.Actor, id int64, in *DraftInput) (*models.Case, error) {
	return s.do(ctx, a, Edit, id, in.Version, func(w *work) error {
		switch w.c.Status {
		case models.Draft, models.CorrectionRequired, models.InfoIncomplete:
		default:
			return models.E(models.Illegal, "case.not_editable").With("status", string(w.c.Status))
		}
		if err := w.editForm(in); err != nil {
			return err
		}
		if in.ProjectID != 0 && w.c.Status == models.Draft {
			if err := w.moveToProject(in.ProjectID); err != nil {
				return err
			}
		}
		if err := w.relistMaterials(); err != nil { // form, attributes and project decide what is asked
			return err
		}
		if w.c.Status != models.Draft {
			return w.note(codeEdit, "edit", 0, "", Payload{})
		}
		return nil
	})
}

// editForm stores other answers; "" and nil leave them as they are.
func (w *work) editForm(in *DraftInput) error {
	if fields := w.snap.Base.CheckAttrs(in.Attrs); len(fields) > 0 {
		return &models.Error{Code: models.Invalid, Key: "case.invalid", Fields: fields}
	}
	if len(in.Form) > 0 {
		if fields := catalog.CheckDraft(in.Form); len(fields) > 0 {
			return &models.Error{Code: models.Invalid, Key: "case.invalid", Fields: fields}
		}
		v, err := w.snap.Version(w.c.ItemVersion)
		if err != nil {
			return err
		}
		w.c.Form = v.Form.Tidy(in.Form)
	}
	if in.Attrs != nil {
		w.c.Attrs = models.JSONOf(in.Attrs)
	}
	return nil
}

func (w *work) moveToProject(id int64) error {
	e, err := w.applicant()
	if err != nil {
		return err
	}
	region, err := regionOf(w.tx, w.snap, e, id)
	if err != nil {
		return err
	}
	w.c.ProjectID, w.c.Region = id, region
	return nil
}

// relistMaterials adapts the list to new answers: what was handed in stays.
func (w *work) relistMaterials() error {
	old, err := w.materials()
	if err != nil {
		return err
	}
	needs, err := w.materialNeeds()
	if err != nil {
		return err
	}
	byCode := map[string]*models.Material{}
	for i := range old {
		byCode[old[i].Code] = &old[i]
	}
	if err := w.dropUnasked(old, needs); err != nil {
		return err
	}
	var fresh []models.Material
	for _, n := range needs {
		row := w.materialRow(n)
		m := byCode[n.Code]
		switch {
		case n.State == catalog.NotNeeded:
		case m == nil:
			fresh = append(fresh, row)
		case m.Required != row.Required:
			m.Required = row.Required
			if err := w.tx.SaveMaterial(m); err != nil {
				return err
			}
		}
	}
	w.mats = nil
	return w.tx.CreateMaterials(fresh)
}

// materialRow is the line of a material as the list begins with it.
func (w *work) materialRow(n catalog.MaterialNeed) models.Material {
	m := models.Material{
		CaseID: w.c.ID, Code: n.Code, Name: n.NameZh, MayFollow: n.MayFollow,
		Required: n.State == catalog.MustBring || n.State == catalog.MayComeLater, State: models.MaterialMissing,
	}
	if n.State == catalog.Held {
		m.State, m.HeldBy = models.MaterialHeld, n.HeldBy
	}
	return m
}

// dropUnasked takes out of a draft's list what the answers no longer ask for; what was handed in, or
// stands in a case already received, stays and is only no longer required.
func (w *work) dropUnasked(old []models.Material, needs []catalog.MaterialNeed) error {
	for i := range old {
		m := &old[i]
		if slices.ContainsFunc(needs, func(n catalog.MaterialNeed) bool { return n.Code == m.Code && n.State != catalog.NotNeeded }) {
			continue
		}
		var err error
		switch untouched := m.State == models.MaterialMissing || m.State == models.MaterialHeld; {
		case w.c.Status == models.Draft && untouched:
			err = w.tx.DropMaterial(m)
		case m.Required:
			m.Required = false
			err = w.tx.SaveMaterial(m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Submit hands a draft in (T01, F01, R01, K01, C01): round 1 begins, the date is the Shanghai date of
// this moment, whatever the hour (R-CLK-16).
func (s *Service) Submit(ctx context.Context, a policy.Actor, id, version int64) (*models.Case, error) {
	number, err := s.newNumber(ctx)
	if err != nil {
		return nil, err
	}
	code, err := models.NewQueryCode(s.Random)
	if err != nil {
		return nil, err
	}
	ahead := s.readAhead(ctx, a, id)
	return s.do(ctx, a, ActionOf(models.VerbSubmit), id, version, func(w *work) error {
		w.verb, w.read = models.VerbSubmit, ahead
		if err := w.allowed(models.VerbSubmit); err != nil {
			return err
		}
		if w.c.Number == "" { // a part that came back from waiting keeps its own
			w.c.Number, w.c.QueryCode = models.Text(number), code
		}
		return w.submit()
	})
}

// newNumber takes a case number outside the transaction: it is never given twice, gaps are allowed.
func (s *Service) newNumber(ctx context.Context) (string, error) {
	region, today := s.County.Now().Settings.Region[:6], s.Store.Now().Date()
	serial, err := s.Store.CaseSerial(ctx, region, today)
	if err != nil {
		return "", err
	}
	return models.NewCaseNumber(region, today, int(serial))
}

func (w *work) submit() error {
	enterprise, err := w.applicant()
	if err != nil {
		return err
	}
	if !enterprise.MaySubmit() && !w.atCounter() { // at the counter the clerk has seen the papers
		return models.E(models.Illegal, "enterprise.not_verified")
	}
	w.actor.EnterpriseName = enterprise.Name
	if err := w.bindVersion(); err != nil {
		return err
	}
	if err := w.complete(); err != nil {
		return err
	}
	if err := w.notBarred(); err != nil {
		return err
	}
	if err := w.licenceInForce(); err != nil {
		return err
	}
	w.bindTerms()
	if w.c.ParentID != 0 { // a part that came back (T01e): it waits again while what it needs is missing
		return w.handIn()
	}
	w.c.Round = 1
	on := w.on()
	w.c.ReceivedOn, w.c.FirstReceived = on, on
	if w.c.Flow == models.FlowComposite {
		return w.submitComposite()
	}
	if err := w.transit(models.VerbSubmit, Payload{Round: 1, Counter: w.counter}); err != nil {
		return err
	}
	if err := w.beginReceipt(); err != nil {
		return err
	}
	if w.c.AgentID != 0 {
		p := models.CaseParty{CaseID: w.c.ID, Kind: models.PartyUser, Party: store.UserParty(w.c.AgentID), Right: models.RightWork}
		if err := w.tx.AddParties(p); err != nil {
			return err
		}
	}
	if w.c.Flow == models.FlowTask {
		return nil
	}
	return w.paper("DOC-01", nil)
}

// licenceInForce: a change or a renewal acts on a licence in force, up to its expiry, 24:00 (N04, N05), and
// one of a kind at a time: two grants would leave two licences for one.
func (w *work) licenceInForce() error {
	if w.c.LicenceID == 0 || w.c.ChangeKind == "" {
		return nil
	}
	l, err := w.actsOn()
	if err != nil {
		return err
	}
	if !l.Status.InForce() {
		return models.E(models.Illegal, "licence.not_in_force").With("status", string(l.Status))
	}
	busy, err := w.tx.LicenceBusy([]int64{w.c.LicenceID, l.ID}, w.c.ChangeKind, w.c.ID)
	if err == nil && busy {
		err = models.E(models.Illegal, "licence.busy")
	}
	if err == nil && w.c.ChangeKind == changeRenewal && l.RenewBy != 0 && w.on() > l.RenewBy {
		w.facts = append(w.facts, lateRenewal(w.snap, l, w.c.ID))
	}
	return err
}

// bindVersion moves a draft to the version of its item in force: at submission form, materials, steps
// and limits are bound for good.
func (w *work) bindVersion() error {
	v, err := w.snap.InForce(w.c.ItemCode, w.on())
	if err != nil {
		return err
	}
	if v.Row.ID == w.c.ItemVersion {
		return nil
	}
	return models.E(models.Conflict, "case.item_version_moved").With("version", v.Row.VersionNo)
}

// isCurrent tells whether a draft follows the version of its item in force already.
func (s *Service) isCurrent(ctx context.Context, a policy.Actor, id int64) (bool, error) {
	scope, err := s.Policy.Scope(a, Edit)
	if err != nil {
		return false, err
	}
	c, err := s.Store.Case(ctx, scope, id)
	if err != nil || c.Status != models.Draft {
		return false, err
	}
	v, err := s.County.Now().InForce(c.ItemCode, s.Store.Now().Date())
	return err == nil && v.Row.ID == c.ItemVersion, err
}

// Refresh moves a draft to the version of its item in force and says what changed in the item and,
// under "form.", in its form. One that follows it
// already stays as it is, so that a page may ask whenever it opens.
func (s *Service) Refresh(ctx context.Context, a policy.Actor, id int64) ([]catalog.Change, error) {
	if current, err := s.isCurrent(ctx, a, id); err != nil || current {
		return nil, err
	}
	var changes []catalog.Change
	_, err := s.do(ctx, a, Edit, id, 0, func(w *work) error {
		if w.c.Status != models.Draft {
			return models.E(models.Illegal, "case.not_editable").With("status", string(w.c.Status))
		}
		v, err := w.snap.InForce(w.c.ItemCode, w.tx.Today())
		if err != nil || v.Row.ID == w.c.ItemVersion {
			return err
		}
		was, err := w.snap.Version(w.c.ItemVersion)
		if err != nil {
			return err
		}
		changes = append(catalog.Diff(w.item, v.Item), formChanges(was.Row.Form, v.Row.Form)...)
		old := w.c.ItemVersion
		w.c.ItemVersion, w.item, w.c.ItemName = v.Row.ID, v.Item, v.Item.NameZh
		if err := w.relistMaterials(); err != nil {
			return err
		}
		return w.note(codeVersion, "version", 0, "", Payload{OldVersion: old, NewVersion: v.Row.ID})
	})
	return changes, err
}

// formChanges gives what two forms ask otherwise, under "form.".
func formChanges(old, now models.RawJSON) []catalog.Change {
	changes := catalog.DiffJSON(old, now)
	for i := range changes {
		changes[i].Path = "form." + changes[i].Path
	}
	return changes
}

// bindTerms stores the limits that hold for this case: of its variant, with the county's reading of a
// bare 日.
func (w *work) bindTerms() {
	t := w.item.Terms(w.attrs())
	c, bare := w.c, w.snap.Settings.BareDayUnit
	legal, promise := sla.Resolve(t.Legal, bare), sla.Resolve(t.Promise, bare)
	c.Variant, c.BareDayUnit = t.Variant, bare
	c.LegalValue, c.LegalUnit = legal.Value, legal.Unit
	c.PromiseValue, c.PromiseUnit = promise.Value, promise.Unit
}

// complete brings the form into the shape it is kept in, checks it by its schema and that no required material is missing, but for those that
// may follow.
func (w *work) complete() error {
	e := models.E(models.Invalid, "case.incomplete")
	v, err := w.snap.Version(w.c.ItemVersion)
	if err != nil {
		return err
	}
	if !w.read.isOf(w.c) {
		w.read = readForm(v, w.c.Form)
	}
	w.c.Form = w.read.Clean
	e.Fields = append(e.Fields, w.read.Wrong...)
	if w.atCounter() { // what is missing is told by the notice, on the spot
		e.Fields = slices.DeleteFunc(e.Fields, func(f models.Field) bool { return f.Key == "form.required" })
		return e.OrNil()
	}
	mats, err := w.materials()
	if err != nil {
		return err
	}
	for _, m := range mats {
		if m.Required && !m.MayFollow && m.State == models.MaterialMissing {
			e.At("materials."+m.Code, "material.missing")
		}
	}
	if w.item.Renewal != nil && w.c.ChangeKind == "RENEWAL" && w.c.LicenceID == 0 {
		e.At("licenceId", "licence.required")
	}
	return e.OrNil()
}

// resubmit is T04 and F03: another round with its own receipt date and a full window.
func (w *work) resubmit(_ *MoveInput) error {
	if err := w.complete(); err != nil {
		return err
	}
	verb := models.VerbResubmit
	if w.c.Flow == models.FlowFiling {
		verb = models.VerbComplete
	}
	if w.rebindLimits(); w.c.Variant != w.before.Variant { // the corrected answers make it another variant
		if err := w.relimitSteps(); err != nil {
			return err
		}
	}
	w.c.Round++
	if err := w.transit(verb, Payload{Round: w.c.Round, Counter: w.counter}); err != nil {
		return err
	}
	w.c.ReceivedOn = w.on()
	if err := w.beginReceipt(); err != nil {
		return err
	}
	return w.paper("DOC-01", nil)
}

// discard is T01b by the applicant.
func (w *work) discard(in *MoveInput) error {
	return w.transit(models.VerbDiscard, Payload{}, because(in.Reason))
}

// withdraw is T18, F09, R11: in writing, by the applicant.
func (w *work) withdraw(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.transit(models.VerbWithdraw, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	if err := w.cancelOpen(); err != nil {
		return err
	}
	if w.c.Flow == models.FlowService {
		return nil
	}
	return w.paper("DOC-14W", func(f *paperFacts) { f.ending(in.Reason, w.on()) })
}
