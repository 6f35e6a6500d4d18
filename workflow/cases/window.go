package cases

import (
	"slices"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
)

// accept is T02: complete and in form; investment items must have their project code.
func (w *work) accept(in *MoveInput) error {
	if err := w.acceptable(nil); err != nil {
		return err
	}
	if err := w.transit(models.VerbAccept, Payload{Round: w.c.Round, Round1: w.snap.Settings.Round1AcceptedOn}, because(in.Reason)); err != nil {
		return err
	}
	return w.accepted("ACCEPTED", "DOC-02", nil)
}

// accepted does what every acceptance brings: the receiver, the window's step, the next desk, the
// paper.
func (w *work) accepted(result, paper string, fill func(*paperFacts)) error {
	w.c.ReceiverID = w.actor.UserID
	if err := w.checkMaterials(); err != nil {
		return err
	}
	if err := w.finishReceipt(result); err != nil {
		return err
	}
	if err := w.afterAcceptance(); err != nil {
		return err
	}
	if err := w.paper(paper, fill); err != nil {
		return err
	}
	return w.commitment()
}

// afterAcceptance hands the case to the department.
func (w *work) afterAcceptance() error { return w.advance() }

func (w *work) finishReceipt(result string) error {
	for _, s := range w.steps {
		if s.Ord != 1 || !begun(s) {
			continue
		}
		s.HolderID = w.actor.UserID
		if s.StartedAt == 0 {
			s.StartedAt = w.tx.Now
		}
		w.closeStep(s, models.StepDone, result, "")
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// checkMaterials marks what was handed in as accepted.
func (w *work) checkMaterials() error {
	mats, err := w.materials()
	if err != nil {
		return err
	}
	for i := range mats {
		m := &mats[i]
		if m.State != models.MaterialHandedIn && m.State != models.MaterialDefective {
			continue
		}
		m.State, m.CheckedBy, m.CheckedAt = models.MaterialAccepted, w.actor.UserID, w.tx.Now
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
	}
	return nil
}

// acceptable checks what the law asks for before an acceptance: the project code of investment items,
// the preconditions, and no required material missing beyond those that may follow.
func (w *work) acceptable(missing []string) error {
	e := models.E(models.Illegal, "case.not_acceptable")
	if err := w.checkProjectCode(e); err != nil {
		return err
	}
	if err := w.checkPreconditions(e); err != nil {
		return err
	}
	if err := w.formGaps(e); err != nil {
		return err
	}
	mats, err := w.materials()
	if err != nil {
		return err
	}
	for _, m := range mats {
		gone := m.State == models.MaterialMissing || m.State == models.MaterialDefective
		if m.Required && gone && !slices.Contains(missing, m.Code) {
			e.At("materials."+m.Code, "material.missing")
		}
	}
	return e.OrNil()
}

// checkProjectCode: an investment item is not accepted without its 24-character code (T02); the items
// that create the code are.
func (w *work) checkProjectCode(e *models.Error) error {
	if !w.investment() {
		return nil
	}
	if w.c.ProjectID == 0 {
		e.At("projectId", "project.required")
		return nil
	}
	p, err := w.project()
	if err != nil {
		return err
	}
	if p.Code == "" {
		e.At("projectCode", "project.code_missing")
	}
	return nil
}

// codeGiving are the items from which the project code arises (DOCUMENTS §4.2).
var codeGiving = []string{"TZ-01", "TZ-02", "TZ-05"}

// investment tells whether the item is one of a construction project that already must have its code:
// not those that give it, nor what has to come before one of them, such as a site opinion before a
// verification.
func (w *work) investment() bool {
	switch w.item.ParallelGroup {
	case "INVEST", "STAGE1_LAND_PLANNING", "STAGE2_PROJECT_PERMIT", "STAGE3_CONSTRUCTION_PERMIT", "STAGE4_COMPLETION_ACCEPTANCE":
		return w.c.Flow == models.FlowPermit && !w.comesBefore(codeGiving, map[string]bool{})
	}
	return false
}

// comesBefore tells whether the item is one of these, or demanded by one of them, directly or through
// others.
func (w *work) comesBefore(codes []string, seen map[string]bool) bool {
	for _, code := range codes {
		if code == w.item.Code {
			return true
		}
		v, err := w.snap.InForce(code, w.tx.Today())
		if seen[code] || err != nil {
			continue
		}
		seen[code] = true
		for i := range v.Item.Preconditions {
			for _, m := range v.Item.Preconditions[i].Members() {
				if w.comesBefore([]string{m.Item}, seen) {
					return true
				}
			}
		}
	}
	return false
}

// recordCode gives the project the national code that its filing or approval brought with it: once, by
// its shape, and no other project's (企业投资项目核准和备案管理条例 art 4). Without one nothing is
// guessed, and a filing stands all the same (art 13).
func (w *work) recordCode(in *MoveInput, outcome models.Outcome) (string, error) {
	if in.ProjectCode == "" || outcome != models.Granted {
		return "", nil
	}
	e := models.E(models.Invalid, "case.invalid")
	p, err := w.project()
	if err != nil {
		return "", err
	}
	code, err := models.ParseProjectCode(in.ProjectCode)
	switch {
	case err != nil:
		return "", e.At("projectCode", models.KeyOf(err))
	case p == nil || !slices.Contains(codeGiving, w.item.Code):
		return "", e.At("projectCode", "project.code_not_here")
	case string(p.Code) == code.Code:
		return code.Code, nil
	case p.Code != "":
		return "", e.At("projectCode", "project.code_set")
	}
	taken, err := w.tx.ProjectCodeTaken(models.Text(code.Code), p.ID)
	if err != nil {
		return "", err
	}
	if taken {
		return "", e.At("projectCode", "project_code.taken")
	}
	p.Code = models.Text(code.Code)
	if err := w.tx.SaveProject(p); err != nil {
		return "", err
	}
	return code.Code, w.tx.NoteAdmin(models.AdminEvent{
		Region: p.Region, ActorID: w.actor.UserID, ActorName: w.actor.Name, ActorRole: string(w.actor.Role), ForUserID: w.actor.ForUserID,
		Action: "project.code", SubjectKind: "project", SubjectID: p.ID, StateBefore: models.JSONOf(""), StateAfter: models.JSONOf(p.Code),
		Reason: string(w.c.Number),
	})
}

func (w *work) checkPreconditions(e *models.Error) error {
	needs, err := w.unmet()
	for _, n := range needs {
		e.Fields = append(e.Fields, models.Field{Path: "preconditions", Key: "precondition.unmet", Args: map[string]any{"items": n.Items}})
	}
	return err
}

// unmet gives the preconditions without which the law forbids to begin (R-PAR-08). What another part of the same set
// is to bring is one of them, though nobody answered whether it applies: the set has it.
func (w *work) unmet() (out []catalog.PreconditionNeed, err error) {
	needs, err := w.preconditions()
	if err != nil {
		return nil, err
	}
	for _, n := range needs {
		blocks := n.BlocksAcceptance()
		if n.State == catalog.NotAnswered && n.Strength == catalog.Hard {
			if blocks, err = w.besides(n.Items); err != nil {
				return nil, err
			}
		}
		if blocks {
			out = append(out, n)
		}
	}
	return out, nil
}

// besides tells whether another part of the set is of one of the items, and was not found to need no permit.
func (w *work) besides(items []string) (bool, error) {
	if w.c.ParentID == 0 {
		return false, nil
	}
	kin, err := w.siblings()
	return slices.ContainsFunc(kin, func(c models.Case) bool {
		return c.ID != w.c.ID && c.Status != models.NotRequired && slices.Contains(items, c.ItemCode)
	}), err
}

// mayBegin refuses, by the items, while one of them is unmet.
func (w *work) mayBegin() error {
	needs, err := w.unmet()
	if err != nil || len(needs) == 0 {
		return err
	}
	return models.E(models.Illegal, "precondition.unmet").With("items", needs[0].Items)
}

func (w *work) preconditions() ([]catalog.PreconditionNeed, error) {
	if len(w.item.Preconditions) == 0 {
		return nil, nil
	}
	held, err := w.tx.ItemsHeld(w.c.EnterpriseID, w.c.ProjectID)
	if err != nil {
		return nil, err
	}
	return w.snap.Base.Preconditions(w.item, w.attrs(), func(code string) bool { return held[code] }), nil
}

// requireCorrection is T03 and T05: every defect at once, in writing (行政许可法 art 32(1)(4)). A new
// defect in a later round needs the section head and is recorded as a violation (art 72(1)(4)).
func (w *work) requireCorrection(in *MoveInput) error {
	if err := w.windowKnown(); err != nil {
		return err
	}
	if w.item.Window != nil && w.item.Window.OnDefect != models.OnDefectCorrection {
		return models.E(models.Illegal, "case.item_does_not_correct").With("onDefect", string(w.item.Window.OnDefect))
	}
	if err := w.ownNotice(); err != nil {
		return err
	}
	if err := checkDefects(in.Defects); err != nil {
		return err
	}
	fresh := w.newDefects(in.Defects)
	isNew := w.c.Round > 1 && slices.Contains(fresh, true)
	if isNew {
		if !in.NewDefect {
			return models.E(models.Illegal, "case.new_defect_needs_override")
		}
		if !w.Policy.Can(w.actor, "case:override_correction") {
			return models.E(models.Denied, "denied").With("action", "case:override_correction")
		}
	}
	p := Payload{Round: w.c.Round, Defects: in.Defects, NewDefect: isNew}
	if err := w.transit(models.VerbRequireCorrection, p, because(in.Reason)); err != nil {
		return err
	}
	if isNew {
		if err := w.card(models.CardYellow, "NEW_DEFECT", models.ClockW, w.on()); err != nil {
			return err
		}
	}
	if !isNew {
		fresh = nil
	}
	return w.noticeGiven(in.Defects, fresh, "CORRECTION", "DOC-03")
}

// ownNotice refuses a part of a set a first notice of its own while none of the set is accepted: the lead tells of
// every part in one (R-PAR-04).
func (w *work) ownNotice() error {
	if w.c.ParentID == 0 || w.c.Round > 1 {
		return nil
	}
	kin, err := w.siblings()
	if err != nil || firstAccepted(kin, w.c.ID, w.c.AcceptedOn) != 0 {
		return err
	}
	return models.E(models.Illegal, "case.notice_is_the_leads").With("set", w.c.ParentID)
}

// noticeGiven marks the defects on the materials, ends the window's step and writes the notice. fresh
// says which of the defects are new in a later round, nil where none is.
func (w *work) noticeGiven(defects []Defect, fresh []bool, result, paper string) error {
	if err := w.correctionGiven(defects, result); err != nil {
		return err
	}
	return w.paper(paper, func(f *paperFacts) { f.defects(defects, fresh) })
}

func (w *work) correctionGiven(defects []Defect, result string) error {
	w.c.ReceiverID = w.actor.UserID
	if err := w.markDefects(defects); err != nil {
		return err
	}
	return w.finishReceipt(result)
}

func checkDefects(defects []Defect) error {
	e := models.E(models.Invalid, "case.invalid")
	if len(defects) == 0 {
		e.At("defects", "required")
	}
	for i, d := range defects {
		if d.Problem == "" {
			e.At(path("defects", i, "problem"), "required")
		}
		if d.HowTo == "" {
			e.At(path("defects", i, "howTo"), "required")
		}
		if d.Basis == "" {
			e.At(path("defects", i, "basis"), "required")
		}
	}
	return e.OrNil()
}

// newDefects tells of each defect whether no earlier notice noted one of its material.
func (w *work) newDefects(defects []Defect) []bool {
	noted := map[string]bool{}
	for i := range w.events {
		switch w.events[i].Code {
		case "T03", "T05":
			for _, d := range decode(&w.events[i]).Defects {
				noted[d.Material] = true
			}
		}
	}
	out := make([]bool, len(defects))
	for i, d := range defects {
		out[i] = !noted[d.Material]
	}
	return out
}

func (w *work) markDefects(defects []Defect) error {
	mats, err := w.materials()
	if err != nil {
		return err
	}
	for i := range mats {
		m := &mats[i]
		for _, d := range defects {
			if d.Material != m.Code {
				continue
			}
			m.State, m.Defect, m.HowTo, m.Basis, m.NotedRound = models.MaterialDefective, d.Problem, d.HowTo, d.Basis, w.c.Round
			if err := w.tx.SaveMaterial(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// returnWithList is T03b: only items whose law returns the file with a list.
func (w *work) returnWithList(in *MoveInput) error {
	if err := w.windowKnown(); err != nil {
		return err
	}
	if w.item.Window == nil || w.item.Window.OnDefect != models.OnDefectReturn {
		return models.E(models.Illegal, "case.item_does_not_return")
	}
	if err := checkDefects(in.Defects); err != nil {
		return err
	}
	if err := w.transit(models.VerbReturn, Payload{Round: w.c.Round, Defects: in.Defects}, because(in.Reason)); err != nil {
		return err
	}
	if err := w.noticeGiven(in.Defects, nil, "RETURNED", "DOC-03R"); err != nil {
		return err
	}
	return w.cancelOpen()
}

// notAccept is T06: not competent, with the body named; or the noted defects are still unmet; or the
// item's law refuses on the spot with the full list.
func (w *work) notAccept(in *MoveInput) error {
	if err := w.windowKnown(); err != nil {
		return err
	}
	listed := w.item.Window != nil && w.item.Window.OnDefect == models.OnDefectNotAccepted
	e := models.E(models.Invalid, "case.invalid")
	switch {
	case in.CompetentBody != "":
	case listed || w.c.Round >= 2:
		if err := checkDefects(in.Defects); err != nil {
			return err
		}
	default:
		e.At("competentBody", "required")
	}
	if in.Reason == "" {
		e.At("reason", "required")
	}
	if len(e.Fields) > 0 {
		return e
	}
	if w.c.Round >= 2 && in.CompetentBody == "" && !listed && slices.Contains(w.newDefects(in.Defects), true) {
		return models.E(models.Illegal, "case.only_noted_defects")
	}
	p := Payload{Round: w.c.Round, Defects: in.Defects, CompetentBody: in.CompetentBody}
	if err := w.transit(models.VerbNotAccept, p, because(in.Reason)); err != nil {
		return err
	}
	return w.refusedAtWindow(func(f *paperFacts) { f.notAccept(in) })
}

// Grounds of T06b; a refusal after the acceptance knows the first as well (R-FALSE-01).
const (
	groundFalse  = "FALSE_MATERIALS" // what is meant where no ground is named
	groundBarred = "BARRED"
)

// notAcceptFalse is T06b: concealment, false materials, or a bar that runs (行政许可法 78, 79).
func (w *work) notAcceptFalse(in *MoveInput) error {
	e := models.E(models.Invalid, "case.invalid")
	if in.Evidence == "" {
		e.At("evidence", "required")
	}
	if in.Reason == "" {
		e.At("reason", "required")
	}
	if len(e.Fields) > 0 {
		return e
	}
	if w.c.Status == models.Submitted { // a correction that waits has no window
		if err := w.windowKnown(); err != nil {
			return err
		}
	}
	if err := w.second(in.SecondID); err != nil {
		return err
	}
	until, err := w.tx.BarredUntil(w.c.EnterpriseID, w.c.ItemCode, w.on())
	switch {
	case err != nil:
		return err
	case in.Ground != "" && in.Ground != groundFalse && in.Ground != groundBarred:
		return e.At("ground", "field.choice")
	case in.Ground == groundBarred && until == 0:
		return e.At("ground", "case.no_bar_runs")
	}
	p := Payload{Round: w.c.Round, Evidence: in.Evidence, Ground: in.Ground}
	if err := w.transit(models.VerbNotAcceptFalse, p, because(in.Reason), withSecond(in.SecondID)); err != nil {
		return err
	}
	if in.Ground != groundBarred { // a bar that runs brings no warning and no other bar
		if until, err = w.bar(1); err != nil {
			return err
		}
	}
	return w.refusedAtWindow(func(f *paperFacts) { f.notAcceptFalse(in, until) })
}

func (w *work) refusedAtWindow(fill func(*paperFacts)) error {
	w.c.ReceiverID = w.actor.UserID
	if err := w.finishReceipt("NOT_ACCEPTED"); err != nil {
		return err
	}
	if err := w.cancelOpen(); err != nil {
		return err
	}
	return w.paper("DOC-04", fill)
}

// second checks the second person of a dual-control act: another than the actor, who may second.
func (w *work) second(id int64) error {
	if id == 0 {
		return models.E(models.Invalid, "case.invalid").At("secondId", "required")
	}
	self, err := w.tx.SamePerson(w.actor.UserID, []int64{id})
	if err != nil {
		return err
	}
	if self {
		return models.E(models.Invalid, "case.invalid").At("secondId", "case.second_is_self")
	}
	ok, err := w.tx.HoldsRole(id, w.snap.Settings.Region, w.on(), seconders)
	if err != nil {
		return err
	}
	if !ok {
		return models.E(models.Invalid, "case.invalid").At("secondId", "case.second_may_not")
	}
	return nil
}

var seconders = []string{string(policy.SectionHead), string(policy.Approver), string(policy.AgencyLeader), string(policy.AgencyPrincipalHead)}

// bar keeps the applicant from applying for the item again, up to and including the day it gives: only
// where the item is safety-related (78, 79); 0 elsewhere.
func (w *work) bar(years int) (models.Date, error) {
	if !w.item.Safety {
		return 0, nil
	}
	until := sla.AddMonths(w.on(), 12*years)
	return until, w.tx.CreateBar(&models.ApplicantBar{
		EnterpriseID: w.c.EnterpriseID, ItemCode: w.c.ItemCode, FromCase: w.c.ID, UntilOn: until,
	})
}

// notBarred refuses a submission while a bar of this item runs.
func (w *work) notBarred() error {
	if !w.item.Safety {
		return nil
	}
	until, err := w.tx.BarredUntil(w.c.EnterpriseID, w.c.ItemCode, w.on())
	if err != nil || until == 0 {
		return err
	}
	return models.E(models.Illegal, "case.applicant_barred").With("until", until.String())
}

// notRequired is T07.
func (w *work) notRequired(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.windowKnown(); err != nil {
		return err
	}
	if err := w.transit(models.VerbNotRequired, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	if err := w.finishReceipt("NOT_REQUIRED"); err != nil {
		return err
	}
	if err := w.cancelOpen(); err != nil {
		return err
	}
	return w.paper("DOC-04N", func(f *paperFacts) { f.reason(in.Reason) })
}

// acceptTolerant is T09 (容缺受理, R-TOL-01): only materials that may follow are missing, the promise
// is in writing, and the gap closes no later than the promised day of decision.
func (w *work) acceptTolerant(in *MoveInput) error {
	mats, err := w.materials()
	if err != nil {
		return err
	}
	if err := w.checkGap(in, mats); err != nil {
		return err
	}
	if err := w.keptItsPromises(); err != nil {
		return err
	}
	if err := w.acceptable(in.Missing); err != nil {
		return err
	}
	p := Payload{Round: w.c.Round, Round1: w.snap.Settings.Round1AcceptedOn, Missing: in.Missing, GapDue: in.GapDue}
	w.c.Tolerant, w.c.GapDue = true, in.GapDue
	if err := w.transit(models.VerbAcceptTolerant, p, because(in.Reason)); err != nil {
		return err
	}
	if err := w.gapWithinPromise(in.GapDue); err != nil {
		return err
	}
	if err := w.promiseMaterials(mats, in.Missing); err != nil {
		return err
	}
	if err := w.accepted("TOLERANT", "DOC-05", func(f *paperFacts) { f.gap(mats, in) }); err != nil {
		return err
	}
	return w.paper("DOC-05P", func(f *paperFacts) { f.gap(mats, in) })
}

// checkGap checks what is said of the gap: which materials follow, by when, and that it is promised.
func (w *work) checkGap(in *MoveInput, mats []models.Material) error {
	e := models.E(models.Invalid, "case.invalid")
	if len(in.Missing) == 0 {
		e.At("missing", "required")
	}
	for i, code := range in.Missing {
		switch m := materialOf(mats, code); {
		case m == nil || !m.MayFollow:
			e.At(path("missing", i, ""), "material.may_not_follow")
		case m.State != models.MaterialMissing && m.State != models.MaterialDefective:
			e.At(path("missing", i, ""), "material.not_missing")
		}
	}
	if !in.Promise {
		e.At("promise", "required")
	}
	if in.GapDue <= w.on() {
		e.At("gapDue", "case.gap_due_past")
	}
	return e.OrNil()
}

// gapWithinPromise refuses a gap that closes after the promised day of decision, on the dates of the case
// as it is accepted; where nothing is promised, after the legal one.
func (w *work) gapWithinPromise(gapDue models.Date) error {
	pic := w.picture()
	last := pic.P.Due.On
	if last == 0 {
		last = pic.L.Due.On
	}
	if last != 0 && gapDue > last {
		return models.E(models.Invalid, "case.invalid").At("gapDue", "case.gap_after_promise").With("promised", last.String())
	}
	return nil
}

func (w *work) promiseMaterials(mats []models.Material, codes []string) error {
	for _, code := range codes {
		m := materialOf(mats, code)
		m.State = models.MaterialPromised
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
	}
	return nil
}

func materialOf(mats []models.Material, code string) *models.Material {
	for i := range mats {
		if mats[i].Code == code {
			return &mats[i]
		}
	}
	return nil
}

// closeGap is T09b: the material that was to follow has come and was checked. The gap is closed with
// the last of them.
func (w *work) closeGap(in *MoveInput) error {
	if !w.c.Tolerant || w.c.GapClosedOn != 0 {
		return models.E(models.Illegal, "case.no_gap")
	}
	mats, err := w.materials()
	if err != nil {
		return err
	}
	var promised []string
	if e := w.lastEvent("T09"); e != nil {
		promised = decode(e).Missing
	}
	for i := range mats {
		switch m := &mats[i]; {
		case m.State == models.MaterialPromised, m.State == models.MaterialAsked && slices.Contains(promised, m.Code):
			return models.E(models.Illegal, "case.gap_material_missing").With("material", m.Name)
		case m.State == models.MaterialDefective && slices.Contains(promised, m.Code):
			return models.E(models.Illegal, "case.gap_material_defective").With("material", m.Name).With("defect", m.Defect)
		}
	}
	if err := w.transit(models.VerbCloseGap, Payload{Material: in.Material}, because(in.Reason)); err != nil {
		return err
	}
	w.c.GapClosedOn = w.on()
	if err := w.checkMaterials(); err != nil {
		return err
	}
	return w.paper("DOC-01", func(f *paperFacts) { f.gapClosed(mats, promised) })
}

// terminateGap is T10: the promised day has passed and the section head signs.
func (w *work) terminateGap(in *MoveInput) error {
	if !w.c.Tolerant || w.c.GapClosedOn != 0 {
		return models.E(models.Illegal, "case.no_gap")
	}
	if w.on() <= w.c.GapDue {
		return models.E(models.Illegal, "case.gap_still_runs").With("due", w.c.GapDue.String())
	}
	if err := w.endUnder(models.VerbTerminateGap, in, "DOC-14T", document.BasisFor(document.ActTolerate, document.Item{})); err != nil {
		return err
	}
	return w.breaksPromise(models.BrokenGap, in.Reason)
}

// end brings a case to its end with a reason and a paper.
func (w *work) end(verb models.Verb, in *MoveInput, paper string) error {
	return w.endUnder(verb, in, paper, "")
}

// endUnder cites a rule of its own where one is given, else the item's law.
func (w *work) endUnder(verb models.Verb, in *MoveInput, paper, rule string) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.transit(verb, Payload{Ground: in.Ground}, because(in.Reason)); err != nil {
		return err
	}
	if err := w.cancelOpen(); err != nil {
		return err
	}
	return w.paper(paper, func(f *paperFacts) {
		f.ending(in.Reason, w.on())
		if rule != "" {
			f.Basis = rule
		}
	})
}

// Grounds that a move names: of a termination (T19), of T06b and of F08.
const (
	groundObjectLost  = "OBJECT_LOST"   // the applicant is dead or dissolved, the object is lost
	groundNotHandedIn = "NOT_HANDED_IN" // nothing came within the county's own time limit
	groundGivenUp     = "GIVEN_UP"      // F08: the filer gave the project up itself, so that nothing is taken from it
)

// terminate is T19. Ground (b) is for a correction only, and what a correction that waits is ended for
// where no ground is named.
func (w *work) terminate(in *MoveInput) error {
	ground := in.Ground
	if ground == "" {
		ground = groundObjectLost
		if w.c.Status == models.CorrectionRequired {
			ground = groundNotHandedIn
		}
	}
	switch {
	case ground == groundObjectLost:
		return w.end(models.VerbTerminate, in, "DOC-14T")
	case ground != groundNotHandedIn || w.c.Status != models.CorrectionRequired:
		return models.E(models.Invalid, "case.invalid").At("ground", "case.termination_ground")
	}
	if err := w.correctionLapsed(); err != nil {
		return err
	}
	return w.endUnder(models.VerbTerminate, in, "DOC-14T", w.snap.Settings.CorrectionRule)
}

// correctionLapsed: T19(b) only where the county has a rule with a time limit, and it has passed.
func (w *work) correctionLapsed() error {
	days := w.snap.Settings.CorrectionLimitDays
	if days == 0 {
		return models.E(models.Illegal, "case.no_correction_limit")
	}
	f := foldFacts(w.c, w.item, w.snap, w.events)
	last := f.Rounds[len(f.Rounds)-1].CorrectionOn
	if due := sla.DueOn(w.snap.Calendar, last, models.Limit{Value: days, Unit: models.CalendarDay}, nil); w.on() <= due.On {
		return models.E(models.Illegal, "case.correction_still_runs").With("due", due.On.String())
	}
	return nil
}

// receivePending is T01d, releasePending T01e: of a child of a joint set whose precondition was unmet. The other
// flows have the same under codes of their own.
func (w *work) receivePending(_ *MoveInput) error {
	if err := w.mayBegin(); err != nil {
		return err
	}
	return w.receive(models.VerbReceivePending)
}

func (w *work) receive(verb models.Verb) error {
	w.c.Round = 1
	on := w.on()
	w.c.ReceivedOn, w.c.FirstReceived = on, on
	if err := w.transit(verb, Payload{Round: 1}); err != nil {
		return err
	}
	if err := w.beginReceipt(); err != nil {
		return err
	}
	return w.paper("DOC-01", nil)
}

func (w *work) releasePending(in *MoveInput) error {
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	w.c.Round = 0
	return w.transit(models.VerbReleasePending, Payload{}, because(in.Reason))
}
