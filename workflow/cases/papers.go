package cases

import (
	"fmt"
	"slices"
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
)

// paperFacts fills the facts of one paper.
type paperFacts struct {
	document.Facts
	w         *work
	licenceID int64     // of a decision on a licence
	seq       int64     // of the event it belongs to; 0: the last
	served    *Delivery // to somebody else than the applicant: how
}

// paper composes, numbers and stores the paper that a move writes. A fact that the law asks for and
// that the county has not entered stops the move: nothing half-written is served.
func (w *work) paper(kind string, fill func(*paperFacts)) error {
	f, err := w.commonFacts()
	if err != nil {
		return err
	}
	if fill != nil {
		fill(f)
	}
	spec, ok := document.SpecOf(document.Kind(kind))
	if !ok {
		return fmt.Errorf("paper %s: unknown kind", kind)
	}
	if w.decidedBy() == catalog.ByCountyGov && (isDecision(kind) || spec.Remedies) {
		f.Issuer = w.government(f.Issuer)
	}
	if f.seq == 0 {
		f.seq = w.c.Seq
	}
	row := &models.Paper{
		CaseID: w.c.ID, LicenceID: f.licenceID, Region: w.c.Region, EnterpriseID: w.c.EnterpriseID, EventSeq: f.seq, Kind: kind,
		Issuer: f.Issuer.Code, Status: models.PaperSealed, IssuedOn: f.Date,
	}
	if err := w.number(row, f, spec); err != nil {
		return err
	}
	code, err := models.NewQueryCode(w.Random)
	if err != nil {
		return err
	}
	f.VerifyCode, row.VerifyCode = code, models.Text(code)
	p, err := document.Freeze(document.Kind(kind), f.Facts)
	if err != nil {
		return err
	}
	row.Title, row.TemplateVersion, row.Fields, row.FieldsHash = p.Title, p.TemplateVersion, p.Fields, p.Hash
	if servedAtOnce(kind) { // into the applicant's box in the portal: it arrives as it is written
		row.ServedAt, row.ServedHow = w.tx.Now, document.ServeElectronic
		if w.atCounter() { // handed to who brought the papers
			row.ServedHow = document.ServeDirect
		}
		if w.late != nil { // it was handed over on paper then
			row.ServedAt = w.at
		}
		if f.served != nil {
			row.ServedHow, row.ServedProof = f.served.How, models.JSONOf(f.served)
		}
	}
	return w.tx.CreatePaper(row)
}

// servedAtOnce tells whether a paper is served by being written into the applicant's box; decisions
// and certificates are served at T17, with proof.
func servedAtOnce(kind string) bool {
	return !isDecision(kind) && kind != "DOC-13"
}

// isDecision tells whether a paper is a decision or the certificate that comes of it.
func isDecision(kind string) bool {
	switch kind {
	case "DOC-10", "DOC-11", "DOC-12", "DOC-15R", "DOC-15V":
		return true
	}
	return false
}

// number gives the paper its number, without gaps, in this transaction.
func (w *work) number(row *models.Paper, f *paperFacts, spec document.Spec) error {
	if !spec.HasNumber() {
		return nil
	}
	year := row.IssuedOn.Year()
	n, err := w.tx.NextSerial(f.Issuer.Code, spec.Letter, year)
	if err != nil {
		return err
	}
	row.Serial, row.SerialKind, row.SerialYear = n, spec.Letter, year
	number, err := models.DocumentNumber(f.Issuer.Word, spec.Letter, year, n)
	if err != nil {
		return err
	}
	row.Number, f.Number = models.Text(number), number
	return nil
}

// basisOn gives the legal basis that a paper of that date cites: that of the version in force then. A case is
// bound to the form, materials, steps and limits of its own version, not to the law it is decided under.
func (w *work) basisOn(on models.Date) []string {
	if v, err := w.snap.InForce(w.c.ItemCode, on); err == nil {
		return v.Item.LegalBasisOn(on)
	}
	return w.item.LegalBasisOn(on)
}

// commonFacts is what stands on every paper of a case.
func (w *work) commonFacts() (*paperFacts, error) {
	e, err := w.applicant()
	if err != nil {
		return nil, err
	}
	issuer, err := w.issuer()
	if err != nil {
		return nil, err
	}
	f := &paperFacts{w: w}
	f.Date, f.QueryCode, f.CaseNumber, f.Round = w.on(), w.c.QueryCode, string(w.c.Number), w.c.Round
	f.Issuer, f.Recipient = issuer, document.Recipient{Name: e.Name, USCC: e.USCC, Representative: e.LegalPerson}
	if f.Issuer.Contact, err = w.contact(); err != nil {
		return nil, err
	}
	f.Item = w.paperItem()
	f.ReceivedOn, f.AcceptedOn, f.ReceivedAt = w.c.ReceivedOn, w.picture().AcceptedOn, w.receivedAt()
	f.AgentName = w.submittedBy()
	p, err := w.project()
	if err != nil {
		return nil, err
	}
	if p != nil {
		f.ProjectCode, f.ProjectName = p.Number, p.Name
		if p.Code != "" {
			f.ProjectCode = string(p.Code)
		}
	}
	if f.Remedies, err = w.remedies(); err != nil {
		return nil, err
	}
	return f, f.clocks()
}

// paperItem is the item of the case as papers name it, with the law in force today.
func (w *work) paperItem() document.Item {
	it := document.Item{
		Code: w.item.Code, Name: w.c.ItemName, NameEn: w.item.NameEn, Kind: string(w.item.Kind),
		LegalBasis: w.basisOn(w.on()),
	}
	if w.item.Window != nil {
		it.WindowBasis = w.item.Window.Basis
	}
	return it
}

// receivedAt gives the instant at which the current round came in.
func (w *work) receivedAt() models.Instant {
	for i := len(w.events) - 1; i >= 0; i-- {
		switch w.events[i].Code {
		case "T01", "T01d", "T04", "F01", "F01d", "F03", "R01", "R01d", "K01", "K01d", "C01":
			return w.events[i].LegalAt
		}
	}
	return w.tx.Now
}

// submittedBy names the agent who handed the application in for the applicant, "" where it did so itself: an
// agent who only helps with the case, or came to it later, applied for nothing. A part that waited was
// registered by whoever handed in its set.
func (w *work) submittedBy() string {
	for i := len(w.events) - 1; i >= 0; i-- {
		switch e := &w.events[i]; e.Code {
		case "T01", "T04", "F01", "F03", "R01", "C01", codeDraft:
			if e.ActorRole == string(policy.Agent) {
				return e.ActorName
			}
			return ""
		}
	}
	return ""
}

// issuer is the department that answers for the case, as the county has entered it.
func (w *work) issuer() (document.Issuer, error) {
	d := w.snap.Dept(w.c.DeptCode)
	if d == nil {
		return document.Issuer{}, models.E(models.Illegal, "paper.issuer_missing").With("dept", w.c.DeptCode)
	}
	return document.Issuer{
		Code: d.Code, Name: w.snap.Settings.Name + d.NameZh, NameEn: d.NameEn, Word: d.Word, Phone: d.Phone, Address: d.Address,
	}, nil
}

// GovernmentIssuer is the county government among the issuers of papers; no department has it.
const GovernmentIssuer = "COUNTY_GOV"

// government issues what the county government itself decides (R-RGT-01), and what may be taken to the body above
// it; the department that handles the case can be asked.
func (w *work) government(handler document.Issuer) document.Issuer {
	s, word := w.snap.Settings, []rune(handler.Word)
	g := handler
	g.Code, g.Name, g.NameEn, g.Word = GovernmentIssuer, s.Government, "People's Government of "+s.NameEn, s.Word
	if g.Word == "" && len(word) > 0 {
		g.Word = string(word[:1])
	}
	g.Word += "政"
	return g
}

// contact is whom the recipient may ask: who reviews the case, else who received it, else the member of
// staff who acts; of a case that nobody has taken yet, the department's window.
func (w *work) contact() (string, error) {
	for _, id := range []int64{w.c.ReviewerID, w.c.ReceiverID} {
		if id != 0 {
			return w.tx.PersonName(id)
		}
	}
	if w.actor.UserID != 0 && w.actor.EnterpriseID == 0 && w.actor.Role != policy.Agent {
		return w.actor.Name, nil
	}
	d := w.snap.Dept(w.c.DeptCode)
	switch {
	case d == nil:
		return "", nil
	case d.WindowNo != "":
		return strings.TrimSpace(d.Hall + " " + d.WindowNo), nil
	}
	return or(d.Hall, document.GeneralWindow), nil
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// remedies says where an adverse act may be taken (R-RGT-01): by who decides, and in whose name.
func (w *work) remedies() (*document.Remedies, error) {
	r := &document.Remedies{Court: w.snap.Settings.Court}
	names := map[string]string{
		"COUNTY_GOV": w.snap.Settings.Government, "CITY_GOV": w.snap.Settings.CityGov,
		"UPPER_TAX_AUTHORITY": "上一级税务机关", "UPPER_COMPETENT_AUTHORITY": "上一级主管机关",
	}
	switch by := w.decidedBy(); {
	case by == catalog.ByCountyGov:
		r.Bodies, r.Court = []string{w.snap.Settings.CityGov}, w.snap.Settings.CityCourt // 行政诉讼法 15(1): an intermediate court
		return r, nil
	case by == "" && w.item.IsAct: // the county has yet to say who signs: no adverse paper till then
		return r, nil
	}
	d := w.snap.Dept(w.c.DeptCode)
	if d == nil {
		return r, nil
	}
	var bodies []struct{ Body, Basis string }
	if err := d.Reconsideration.Into(&bodies); err != nil {
		return nil, err
	}
	for _, b := range bodies {
		name := names[b.Body]
		if name == "" {
			name = b.Body
		}
		r.Bodies = append(r.Bodies, name)
	}
	return r, nil
}

// decidedBy says whose decision the paper carries: what the county has said since holds for open cases too.
func (w *work) decidedBy() catalog.DecidedBy {
	if v, err := w.snap.InForce(w.c.ItemCode, w.on()); w.item.DecidedBy == "" && err == nil {
		return v.Item.DecidedBy
	}
	return w.item.DecidedBy
}

// clocks fills the window and both limits.
func (f *paperFacts) clocks() error {
	w := f.w
	pic := w.picture()
	if w.item.Window != nil && pic.W.StartOn != 0 {
		f.Window = &document.Window{
			Limit: pic.W.Limit, Due: pic.W.Due.On, Deemed: w.item.Window.Lapse == models.LapseDeemed,
			Provisional: pic.W.Due.Provisional,
		}
	}
	l := &document.Limits{
		Legal: orNone(pic.L.Limit), LegalDue: pic.L.Due.On, Promise: orNone(pic.P.Limit), PromiseDue: pic.P.Due.On,
		Start: pic.L.StartOn, StartsOn: w.item.Statutory.StartsOn, StartBasis: document.LimitBasis(w.item.Statutory.Basis, f.Item),
		Provisional: pic.L.Due.Provisional || pic.P.Due.Provisional,
	}
	if l.Start == 0 {
		l.Start = pic.P.StartOn
	}
	for _, x := range w.item.Excluded {
		if !slices.Contains(l.Excluded, x.Reason) {
			l.Excluded = append(l.Excluded, x.Reason)
		}
	}
	f.Limits = l
	return f.listMaterials()
}

func orNone(l models.Limit) models.Limit {
	if l.Unit == "" {
		l.Unit = models.NoUnit
	}
	return l
}

func (f *paperFacts) listMaterials() error {
	mats, err := f.w.materials()
	if err != nil {
		return err
	}
	files, err := f.w.tx.Files(f.w.c.ID)
	if err != nil {
		return err
	}
	f.Materials = []document.Material{{Name: document.FormOnline, Form: document.FormElectronic, Copies: 1}}
	if f.w.c.Source == models.SourceCounter {
		f.Materials[0] = document.Material{Name: document.FormCounter, Form: document.FormOriginal, Copies: 1}
	}
	for _, m := range mats {
		line := document.Material{Code: m.Code, Name: m.Name, NameEn: f.w.materialNameEn(m.Code), Form: document.FormElectronic, Copies: 1}
		switch m.State {
		case models.MaterialMissing, models.MaterialPromised:
			continue
		case models.MaterialHeld:
			line.Form = document.FormNotNeeded
		}
		onPaper(&line, m)
		f.Materials = append(f.Materials, linesOf(line, m.ID, files)...)
	}
	return nil
}

// onPaper says in which form, how often and of how many pages a material came to the counter.
func onPaper(line *document.Material, m models.Material) {
	switch m.PaperForm {
	case models.PaperOriginal:
		line.Form = document.FormOriginal
	case models.PaperCopy:
		line.Form = document.FormCopied
	default:
		return
	}
	line.Copies, line.Pages = m.PaperCopies, m.PaperPages
}

// linesOf gives a line for each file of a material that was not replaced, so that each has its hash on
// the receipt; several are told apart by their names.
func linesOf(line document.Material, material int64, files []models.File) []document.Material {
	var out []document.Material
	for _, file := range files {
		if file.MaterialID != material || file.ReplacedBy != 0 {
			continue
		}
		l := line
		l.SHA256 = file.SHA256
		l.Name += "（" + file.Name + "）"
		if l.NameEn != "" {
			l.NameEn += " (" + file.Name + ")"
		}
		out = append(out, l)
	}
	switch len(out) {
	case 0:
		return []document.Material{line}
	case 1:
		out[0].Name, out[0].NameEn = line.Name, line.NameEn
	}
	return out
}

func (f *paperFacts) defects(list []Defect, fresh []bool) {
	c := &document.Correction{Where: document.WhereToCorrect, Defects: f.rows(list)}
	s := f.w.snap.Settings
	if s.CorrectionLimitDays > 0 {
		by := sla.DueOn(f.w.snap.Calendar, f.Date, models.Limit{Value: s.CorrectionLimitDays, Unit: models.CalendarDay}, nil)
		c.By, c.Provisional = by.On, by.Provisional
		c.LocalRule = s.CorrectionRule
	}
	for i := range fresh {
		if c.Defects[i].New = fresh[i]; fresh[i] {
			c.OverrideBy = f.w.actor.Name
		}
	}
	f.Correction = c
}

func (f *paperFacts) rows(list []Defect) []document.Defect {
	var out []document.Defect
	for _, d := range list {
		out = append(out, document.Defect{
			Material: f.w.materialName(d.Material), MaterialEn: f.w.materialNameEn(d.Material), Problem: d.Problem, Basis: d.Basis, HowToCorrect: d.HowTo, Sample: d.Sample,
		})
	}
	return out
}

// materialName gives the name of a material of the case by its code.
func (w *work) materialName(code string) string {
	if code == "" {
		return "申请表"
	}
	if m := materialOf(w.mats, code); m != nil {
		return m.Name
	}
	return code
}

// materialNameEn gives the English name of a material by its code, "" where the item does not know it.
func (w *work) materialNameEn(code string) string {
	for i := range w.item.Materials {
		if w.item.Materials[i].Code == code {
			return w.item.Materials[i].NameEn
		}
	}
	return ""
}

// merged lists the defects of several parts of a set, each with its part.
func (f *paperFacts) merged(rows []partDefect) {
	f.defects(nil, nil)
	var laws []string // why each part may be asked only once
	for _, d := range rows {
		if d.law != "" && !slices.Contains(laws, d.law) {
			laws = append(laws, d.law)
		}
		f.Correction.Defects = append(f.Correction.Defects, document.Defect{
			Item: d.item, Material: d.material, MaterialEn: d.materialEn, Problem: d.Problem, Basis: d.Basis, HowToCorrect: d.HowTo, Sample: d.Sample,
		})
	}
	f.Basis = strings.Join(laws, "、")
}

func (f *paperFacts) guidance(in *MoveInput) {
	f.defects(in.Defects, nil)
	f.Correction.Body = in.CompetentBody
}

func (f *paperFacts) notAccept(in *MoveInput) {
	n := &document.NotAccept{Ground: document.GroundDefectsUnmet, Reason: in.Reason, CompetentBody: in.CompetentBody, Defects: f.rows(in.Defects)}
	switch {
	case in.CompetentBody != "":
		n.Ground = document.GroundNotCompetent
	case f.w.item.Window != nil && f.w.item.Window.OnDefect == models.OnDefectNotAccepted:
		n.Ground = document.GroundDefectList
	}
	f.NotAccept = n
}

func (f *paperFacts) notAcceptFalse(in *MoveInput, until models.Date) {
	f.NotAccept = &document.NotAccept{Ground: document.GroundFalse, Reason: in.Reason, BarredUntil: until}
	if in.Ground == groundBarred {
		f.NotAccept.Ground = document.GroundBarred
	}
	f.citeItem()
}

// citeItem gives the item's own law as the basis where the kind of paper has no default.
func (f *paperFacts) citeItem() {
	if f.Item.Kind != "PERMIT" && len(f.Item.LegalBasis) > 0 {
		f.Basis = document.Cite(f.Item.LegalBasis[0])
	}
}

func (f *paperFacts) reason(why string) { f.NotAccept = &document.NotAccept{Reason: why} }

func (f *paperFacts) gap(mats []models.Material, in *MoveInput) {
	g := &document.Gap{Due: in.GapDue, Consequence: document.GapConsequence}
	for _, code := range in.Missing {
		if m := materialOf(mats, code); m != nil {
			g.Items = append(g.Items, document.GapItem{Material: m.Name, MaterialEn: f.w.materialNameEn(code), Form: document.FormGuide})
		}
	}
	f.Gap = g
}

// gapClosed is the receipt for what was still missing at a tolerant acceptance: those materials alone, on
// the day they were complete. No notice can follow, so it names no last day for one.
func (f *paperFacts) gapClosed(mats []models.Material, codes []string) {
	names := map[string]bool{}
	for _, code := range codes {
		if m := materialOf(mats, code); m != nil {
			names[m.Code] = true
		}
	}
	f.ReceivedAt, f.Window = f.w.legal(), nil
	f.Materials = slices.DeleteFunc(f.Materials, func(m document.Material) bool { return !names[m.Code] })
}

func (f *paperFacts) ending(why string, on models.Date) {
	f.Ending = &document.Ending{On: on, Reason: why, MaterialsReturn: document.MaterialsReturn}
	if len(f.Item.LegalBasis) > 0 {
		f.Basis = document.Cite(f.Item.LegalBasis[0])
	}
}

func (f *paperFacts) resumed(why string, since *models.Event, pic *sla.Picture, on models.Date) {
	f.ending(why, on)
	f.Basis = ""
	if since != nil {
		f.Ending.SuspendedOn = since.LegalAt.Date()
	}
	f.Ending.NewLegalDue, f.Ending.NewPromiseDue = pic.L.Due.On, pic.P.Due.On
}

func (f *paperFacts) pause(p Payload, why string, pic *sla.Picture, oldEnd models.Date) {
	need := models.Limit{Value: f.w.snap.Calendar.Count(p.From-1, p.PlannedEnd), Unit: models.WorkingDay}
	if need.Value == 0 { // from a day of rest to a day of rest
		need = models.Limit{Value: int(p.PlannedEnd-p.From) + 1, Unit: models.CalendarDay}
	}
	f.Pause = &document.Pause{
		Reason: p.Reason, Content: why, From: p.From, PlannedEnd: p.PlannedEnd, OldPlannedEnd: oldEnd,
		Need: need, NewLegalDue: pic.L.Due.On, NewPromiseDue: pic.P.Due.On,
	}
	if oldEnd != 0 {
		f.Pause.Why = why
	}
	if p.Basis != "" {
		f.Basis = document.Cite(p.Basis)
	}
}

func (f *paperFacts) extension(p Payload, why string, approver models.Approver, newDue models.Date) {
	f.Extension = &document.Extension{
		OldDue: p.OldDue, Length: *p.Extend, NewDue: newDue, Reason: why, Approver: approver, ApproverName: f.w.actor.Name,
	}
	f.Basis = document.Cite(p.Basis)
}

func (f *paperFacts) refusal(in *MoveInput, until models.Date) {
	f.Decision = &document.Decision{
		On: f.Date, Facts: in.Decision.Findings, Reasons: in.Reason, Unmet: in.Decision.Articles, Warned: in.Ground == groundFalse, BarredUntil: until,
	}
}

func (f *paperFacts) grant(l *models.Licence, in *MoveInput, certificate sla.Due) {
	d := &document.Decision{On: f.Date, Content: "准予办理“" + f.w.c.ItemName + "”", CertificateDue: certificate.On, Provisional: certificate.Provisional, Public: true}
	if in.Decision != nil && in.Decision.Findings != "" {
		d.Content = in.Decision.Findings
	}
	d.ValidFrom, d.ValidUntil = l.ValidFrom, l.ExpiresOn
	if l.Conditions != "" {
		d.Conditions = []string{l.Conditions}
	}
	if f.w.item.Licence != nil || f.w.item.Result != "" {
		d.LicenceName, d.LicenceNumber = l.Name, string(l.Number)
	}
	f.Decision = d
}

// grantOn is a grant that changes or renews a licence there is.
func (f *paperFacts) grantOn(old, terms *models.Licence, changes []document.Change, in *MoveInput, certificate sla.Due) {
	f.grant(terms, in, certificate)
	f.Licence = &document.Licence{
		Name: old.Name, Number: string(old.Number), On: f.Date, Ground: document.GroundMet, ValidUntil: terms.ExpiresOn, Changes: changes,
	}
	if len(changes) == 0 { // the form says the same: what is changed stands in the decision alone
		f.Licence.Changes = []document.Change{{Name: document.LicenceContent, Before: document.AsLicensed, After: f.Decision.Content}}
	}
}

// changedAnswers compares the form of the case with the one behind the licence it acts on, field by
// field and row by row. A licence without a case of its own, or of another item, has no form to compare.
func (w *work) changedAnswers(old *models.Licence) ([]document.Change, error) {
	if old.CaseID == 0 || old.ItemCode != w.c.ItemCode {
		return nil, nil
	}
	born, err := w.tx.Case(policy.Everything("the form behind a licence that is changed"), old.CaseID)
	if err != nil {
		return nil, err
	}
	was, err := w.snap.Version(born.ItemVersion)
	if err != nil {
		return nil, err
	}
	is, err := w.snap.Version(w.c.ItemVersion)
	if err != nil || was.Form == nil || is.Form == nil {
		return nil, err
	}
	var out []document.Change
	for _, c := range is.Form.AnswerChanges(was.Form, born.Form, w.c.Form) {
		before, after := orNothing(c.Before), orNothing(c.After)
		out = append(out, document.Change{
			Name: c.Name.Zh, NameEn: c.Name.En, Before: before.Zh, BeforeEn: before.En, After: after.Zh, AfterEn: after.En,
		})
	}
	return out, nil
}

// orNothing says of an absent answer that there was none.
func orNothing(t catalog.Text) catalog.Text {
	if t.Zh == "" {
		return catalog.Text{Zh: "（无）", En: "(none)"}
	}
	return t
}

func (f *paperFacts) certificate(l *models.Licence) {
	content := "准予办理“" + f.w.c.ItemName + "”"
	if said := f.w.decision().Findings; said != "" { // as the decision has it
		content = said
	}
	f.Decision = &document.Decision{
		On: f.w.c.DecidedOn, Content: content, ValidFrom: l.ValidFrom, ValidUntil: l.ExpiresOn,
		LicenceName: l.Name, LicenceNumber: string(l.Number),
	}
	if l.Conditions != "" {
		f.Decision.Conditions = []string{l.Conditions}
	}
	f.Licence = &document.Licence{Name: l.Name, Number: string(l.Number), On: l.ValidFrom, ValidUntil: l.ExpiresOn}
}

func (f *paperFacts) delivery(d *Delivery) {
	out := &document.Delivery{
		Method: d.How, Place: d.Place, At: f.w.legal(), Server: f.w.actor.Name, Receiver: d.Recipient, Relation: d.Relation,
		IDTail: d.IDTail, Signature: d.Signature,
	}
	if out.Place == "" && d.How == document.ServeDirect {
		out.Place = f.w.snap.Settings.Name + "一站办"
	}
	switch d.How {
	case document.ServeMail:
		out.Tracking = d.Proof
	case document.ServeElectronic:
		out.Consent = d.Proof
	case document.ServeLeft:
		out.Refusal, out.Witnesses, out.Record = d.Proof, d.Witnesses, d.Record
	case document.ServeNotice:
		out.Receiver, out.Relation = "", ""
		out.Published, out.Effective = d.Proof, f.Date+30
	}
	papers, err := f.w.tx.PapersOf(f.w.c.ID)
	if err == nil {
		for _, p := range papers {
			if isDecision(p.Kind) {
				served := document.Served{Title: p.Title, Number: string(p.Number)}
				if was, err := document.Recompose(p.Fields); err == nil {
					served.TitleEn = was.TitleEn
				}
				out.Papers = append(out.Papers, served)
			}
		}
	}
	if len(out.Papers) == 0 {
		out.Papers = []document.Served{{Title: f.w.c.ItemName + "办理结果"}}
	}
	f.Delivery = out
}

func (f *paperFacts) filing(on models.Date) {
	f.Filing = &document.Filing{FiledOn: on}
	if f.ProjectName != "" {
		f.Filing.Info = []document.Entry{{Name: "项目名称", Value: f.ProjectName}, {Name: "项目代码", Value: f.ProjectCode}}
	}
}

func (f *paperFacts) filingChange(what string, on models.Date) {
	f.Filing = &document.Filing{FiledOn: f.w.c.DecidedOn, ChangedOn: on, Changes: []document.Change{{Name: document.FiledContent, Before: document.AsFiled, After: what}}}
}

// completionFiling is the filing of a completed building (JY-08): who broke the rules of acceptance has to
// stop the use of it (建设工程质量管理条例 49(2)).
const completionFiling = "JY-08"

func (f *paperFacts) filingOrder(in *MoveInput) {
	f.Filing = &document.Filing{
		FiledOn: f.w.c.DecidedOn, Grounds: in.Reason, Requirement: in.Order.Requirement, Due: in.Order.DueOn, StopUse: f.w.item.Code == completionFiling,
	}
	f.Basis = document.Cite(in.Decision.Articles)
}

func (f *paperFacts) filingCorrected(checked string) {
	f.Filing = &document.Filing{FiledOn: f.w.c.DecidedOn, Checked: checked}
	papers, err := f.w.tx.PapersOf(f.w.c.ID)
	if err == nil {
		for _, p := range papers {
			if p.Kind == "DOC-15O" {
				f.Filing.OrderNumber = string(p.Number)
			}
		}
	}
}

func (f *paperFacts) filingCancelled(in *MoveInput, on models.Date) {
	f.Filing = &document.Filing{FiledOn: f.w.c.DecidedOn, Grounds: in.Reason, EndedOn: on, Voluntary: in.Ground == groundGivenUp}
	if len(f.Item.LegalBasis) > 0 {
		f.Basis = document.Cite(f.Item.LegalBasis[0])
	}
}
