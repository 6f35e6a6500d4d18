package seed

import (
	"encoding/binary"
	"strconv"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// begin writes the draft and its submission.
func (b *builder) begin(id int64, number, code string) {
	c := &b.c
	c.ID, c.Number, c.QueryCode, c.Status = id, models.Text(number), code, models.Draft
	c.CreatedAt = b.at - 20*minute
	c.Round, c.ReceivedOn, c.FirstReceived = 1, b.at.Date(), b.at.Date()
	firm := person{id: b.firm.operator, name: b.firm.name, role: policy.Enterprise}
	if b.firm.agent != 0 {
		firm = person{id: b.firm.agent, name: b.firm.agentName, role: policy.Agent}
	}
	submitted := b.at
	b.at = c.CreatedAt
	b.event("V01", "create", models.Draft, firm, cases.Payload{}, 0)
	b.at = submitted
	first := map[models.Flow][2]string{models.FlowPermit: {"T01", "SUBMITTED"}, models.FlowFiling: {"F01", "SUBMITTED"}, models.FlowService: {"R01", "RAISED"}}[c.Flow]
	b.event(first[0], "submit", models.Status(first[1]), firm, cases.Payload{Round: 1}, 0)
	b.steps = cases.PlanSteps(c, b.snap, b.x.item, nil)
	for i, s := range b.steps {
		s.ID = id*16 + int64(i)
	}
	b.open(1)
}

// event appends one to the journal, chained to the one before.
func (b *builder) event(code, verb string, to models.Status, who person, p cases.Payload, step int64) *models.Event {
	e := models.Event{
		CaseID: b.c.ID, Seq: b.c.Seq + 1, Code: code, Verb: verb, FromStatus: b.c.Status, ToStatus: to, LegalAt: b.at, RecordedAt: b.at,
		ActorID: who.id, ActorName: who.name, ActorRole: string(who.role), Source: models.SourceSeed, StepID: step, Algo: store.HashAlgo,
	}
	if who.role == policy.Agent {
		e.ActingFor = b.firm.name
	}
	if raw := models.JSONOf(p); string(raw) != "{}" {
		e.Payload = raw
	}
	e.Salt = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(make([]byte, 0, 16), b.d.Uint64()), b.d.Uint64())
	e.PrevHash = b.c.HeadHash
	b.seal(&e)
	b.ev = append(b.ev, e)
	return &b.ev[len(b.ev)-1]
}

// seal hashes the newest event and makes it the head.
func (b *builder) seal(e *models.Event) {
	e.Digest = store.EventDigest(e)
	e.Hash = store.EventHash(e)
	b.c.Status, b.c.Seq, b.c.HeadHash = e.ToStatus, e.Seq, e.Hash
}

// pass lets so many working minutes go by; false where that is after the end.
func (b *builder) pass(minutes float64) bool {
	at := desk(b.cal(), b.d, b.at, minutes)
	if b.over = b.over || at >= b.end; b.over {
		return false
	}
	b.at = at
	return true
}

func (b *builder) who(dept string, role policy.Role) person {
	return pick(b.d, b.staff[dept+"/"+string(role)])
}

// open puts the steps of a place into their desks' queues.
func (b *builder) open(ord int) {
	for _, s := range b.steps {
		if s.Ord != ord || s.State != models.StepWaiting {
			continue
		}
		s.State, s.AssignedAt = models.StepAssigned, b.at
		s.OpenKey = models.Text("q" + s.Region + ":" + s.DeptCode + ":" + s.Role)
		if s.LimitMinutes > 0 {
			s.DueAt = sla.HallHours.AddMinutes(b.cal(), b.at, s.LimitMinutes)
		}
	}
}

func (b *builder) done(s *models.Step, who person, result string) {
	s.State, s.HolderID, s.DoneAt, s.Result, s.OpenKey = models.StepDone, who.id, b.at, result, ""
	if s.StartedAt == 0 {
		s.StartedAt = b.at
	}
}

// cancel ends what is still to do.
func (b *builder) cancel() {
	for _, s := range b.steps {
		if s.State != models.StepDone {
			s.State, s.DoneAt, s.OpenKey = models.StepCancelled, b.at, ""
		}
	}
}

// receive ends the window's step.
func (b *builder) receive(result string) person {
	clerk := b.who("SPJ", policy.Window)
	b.c.ReceiverID = clerk.id
	for _, s := range b.steps {
		if s.Ord == 1 {
			b.done(s, clerk, result)
		}
	}
	return clerk
}

// permit: accepted, reviewed, decided, delivered; as far as there is time.
func (b *builder) permit() {
	wait := min(b.d.lognormal(0.5*day, 0.7), 2.5*day)
	if !b.pass(wait) {
		return
	}
	b.event("T02", "accept", models.Accepted, b.receive("ACCEPTED"), cases.Payload{Round: 1}, 0)
	b.paper()
	if !b.reviewed() {
		return
	}
	approver := b.who(b.c.DeptCode, policy.Approver)
	b.c.ApproverID, b.c.DecidedOn, b.c.Outcome = approver.id, b.at.Date(), models.Granted
	verb, to := "approve", models.Approved
	if b.d.chance(30) {
		b.c.Outcome, verb, to = models.OutcomeRefused, "refuse", models.Refused
	}
	b.event("T15", verb, to, approver, cases.Payload{Decision: &cases.Decision{Findings: "经审查，符合法定条件", SiteCheckBy: b.checkers()}}, 0)
	for _, s := range b.steps {
		if s.Kind == models.StepApprove {
			b.done(s, approver, string(b.c.Outcome))
		}
	}
	b.open(b.last())
	b.handOver()
}

func (b *builder) last() int { return b.steps[len(b.steps)-1].Ord }

// checkers are the two who were on site, where the item has such a step.
func (b *builder) checkers() []string {
	for _, s := range b.steps {
		if s.Kind == models.StepSiteCheck {
			return []string{b.who(s.DeptCode, policy.Reviewer).name, b.who(s.DeptCode, policy.SectionHead).name}
		}
	}
	return nil
}

// reviewed does the steps before the decision; false where the time is over, the case is withdrawn, or
// nobody goes on.
func (b *builder) reviewed() bool {
	budget := max(0.4, b.x.promise) * b.d.lognormal(0.5, 0.35) * day
	if b.d.chance(40) {
		budget *= 2.2
	}
	n := float64(len(b.steps) - 2)
	for ord := 2; ord < b.last(); ord++ {
		b.open(ord)
		for _, s := range b.steps {
			if s.Ord != ord {
				continue
			}
			if s.Kind == models.StepApprove {
				return !b.stuck && b.pass(budget/n)
			}
			if !b.step(s, budget/n) {
				return false
			}
		}
		if ord == 2 && b.d.chance(20) {
			b.withdraw()
			return false
		}
	}
	return true
}

// step takes a step and ends it.
func (b *builder) step(s *models.Step, minutes float64) bool {
	if !b.pass(minutes / 2) {
		return false
	}
	who := b.who(s.DeptCode, policy.Reviewer)
	if b.c.Status == models.Accepted {
		b.event("T11", "assign", models.UnderReview, who, cases.Payload{}, 0)
	}
	if s.Kind == models.StepReview {
		b.c.ReviewerID = who.id
	}
	if b.stuck || b.d.chance(300) {
		s.State, s.HolderID, s.StartedAt, s.OpenKey = models.StepInProgress, who.id, b.at, models.Text("u"+strconv.FormatInt(who.id, 10))
		b.event("V10", "claim", b.c.Status, who, change(s, models.StepAssigned, who), s.ID)
	}
	if b.stuck || !b.pass(minutes/2) {
		return false
	}
	from := s.State
	b.done(s, who, "AGREE")
	b.event("V11", "done", b.c.Status, who, change(s, from, who), s.ID)
	return true
}

func change(s *models.Step, from models.StepState, who person) cases.Payload {
	return cases.Payload{Step: &cases.StepChange{Code: s.Code, From: from, To: s.State, Holder: who.name, Result: s.Result}}
}

func (b *builder) withdraw() {
	firm := person{id: b.firm.operator, name: b.firm.name, role: policy.Enterprise}
	e := b.event("T18", "withdraw", models.Withdrawn, firm, cases.Payload{}, 0)
	e.Reason = "企业调整计划"
	b.seal(e)
	b.c.EndedOn = b.at.Date()
	b.cancel()
}

// handOver makes the certificate and delivers the result.
func (b *builder) handOver() {
	granted := b.c.Outcome == models.Granted
	if certificate := b.x.item.Result != "" || b.x.item.Licence != nil; granted && certificate {
		if !b.pass(b.d.lognormal(0.5*day, 0.5)) {
			return
		}
		b.event("T16", "make_certificate", models.CertificateMaking, b.who("SPJ", policy.Window), cases.Payload{}, 0)
	}
	if !b.pass(b.d.lognormal(0.7*day, 0.6)) {
		return
	}
	clerk := b.who("SPJ", policy.Window)
	b.event("T17", "deliver", models.Delivered, clerk, cases.Payload{Delivery: &cases.Delivery{How: "DIRECT", Recipient: b.firm.name}}, 0)
	b.c.DeliveredOn, b.c.EndedOn = b.at.Date(), b.at.Date()
	for _, s := range b.steps {
		if s.Kind == models.StepIssue && s.State != models.StepDone {
			b.done(s, clerk, "DELIVERED")
		}
	}
	b.cancel()
	if granted && (b.x.item.Result != "" || b.x.item.Licence != nil) {
		b.licence(clerk)
	}
}

// licence is N01. The id is the case's own.
func (b *builder) licence(clerk person) {
	it := b.x.item
	l := models.Licence{
		ID: b.c.ID, Region: b.c.Region, EnterpriseID: b.c.EnterpriseID, ProjectID: b.c.ProjectID, ItemCode: it.Code, Name: it.Result,
		DeptCode: b.c.DeptCode, Number: models.Text(it.Code + "-" + string(b.c.Number)), CaseID: b.c.ID, Status: models.LicenceValid,
		ValidFrom: b.c.DecidedOn, Version: 1, CreatedAt: b.at,
	}
	if t := it.Licence; t != nil && t.Months > 0 {
		l.Name = t.NameZh
		l.ExpiresOn = sla.TermEnd(b.c.DecidedOn, t.Months)
		b.term(&l)
	}
	b.out.licences = append(b.out.licences, l)
	b.event("N01", "licence", models.Delivered, clerk, cases.Payload{LicenceID: l.ID}, 0)
}

// term says when a licence is looked at next; one that has expired meanwhile is no longer valid.
func (b *builder) term(l *models.Licence) {
	l.NextTimerAt = l.ExpiresOn.End()
	if lead := b.x.item.Renewal; lead != nil {
		r := sla.RenewalOf(b.cal(), l.ExpiresOn, models.Limit{Value: lead.Value, Unit: lead.Unit}, b.c.BareDayUnit)
		l.RenewBy = r.LastDay
		if r.AlertAt > b.end {
			l.NextTimerAt = r.AlertAt
		}
	}
	if l.ExpiresOn.End() <= b.end {
		l.Status, l.EndedOn, l.NextTimerAt = models.LicenceExpired, l.ExpiresOn, 0
	}
}

// filing is registered on the day it is complete.
func (b *builder) filing() {
	received := b.at
	if !b.pass(b.d.lognormal(0.3*day, 0.6)) {
		return
	}
	clerk := b.receive("FILED")
	e := b.event("F04", "register", models.Filed, clerk, cases.Payload{}, 0)
	e.LegalAt = received
	b.seal(e)
	b.c.DecidedOn, b.c.Outcome = b.c.ReceivedOn, models.Granted
	for _, s := range b.steps {
		if s.State != models.StepDone {
			b.done(s, clerk, "FILED")
		}
	}
}

// request is answered, solved and confirmed.
func (b *builder) request() {
	if !b.pass(b.d.lognormal(90, 0.6)) {
		return
	}
	clerk := b.receive("TRIAGED")
	b.event("R02", "triage", models.Triaged, clerk, cases.Payload{}, 0)
	b.event("R03", "assign", models.Assigned, clerk, cases.Payload{}, 0)
	b.open(2)
	budget := max(0.4, b.x.promise) * b.d.lognormal(0.5, 0.35) * day
	if b.stuck || !b.pass(budget/2) {
		return
	}
	who := b.who(b.c.DeptCode, policy.Reviewer)
	b.c.ReviewerID = who.id
	b.event("R04", "answer", models.Answered, who, cases.Payload{Answer: &cases.AnswerInput{Plan: "方案已送企业确认", SolutionOn: b.at.Date() + 10, Level: "FULL"}}, 0)
	if !b.pass(budget / 2) {
		return
	}
	b.event("R07", "satisfy", models.Satisfied, who, cases.Payload{}, 0)
	b.c.Outcome, b.c.DecidedOn = models.Granted, b.at.Date()
	for _, s := range b.steps {
		if s.State != models.StepDone {
			b.done(s, who, "satisfy")
		}
	}
	if !b.pass(min(b.d.lognormal(1.2*day, 0.6), 8*day)) {
		return
	}
	b.event("R09", "confirm", models.Confirmed, person{id: b.firm.operator, name: b.firm.name, role: policy.Enterprise}, cases.Payload{}, 0)
	b.c.EndedOn = b.at.Date()
}

// finish works out the dates and puts the rows into the chunk.
func (b *builder) finish() error {
	c := &b.c
	c.UpdatedAt, c.Version = b.at, int64(len(b.ev))
	d, err := cases.Derive(*c, b.snap, b.ev, nil, nil)
	if err != nil {
		return err
	}
	*c = d.Case
	b.alerts(&d)
	for _, s := range b.steps {
		if s.OpenKey != "" {
			s.SortOn = c.SortOn()
		}
		b.out.steps = append(b.out.steps, *s)
	}
	b.party()
	if c.IsOpen() {
		b.materials()
	}
	b.out.events = append(b.out.events, b.ev...)
	b.out.clocks = append(b.out.clocks, d.Clocks...)
	b.out.cases = append(b.out.cases, *c)
	return nil
}

// alerts tells what has come by the end, and says when the next comes.
func (b *builder) alerts(d *cases.Derived) {
	c := &b.c
	c.NextAlertAt = 0
	for i := range d.Clocks {
		row := &d.Clocks[i]
		list := d.Alerts[row.Kind]
		for j, at := range list {
			if at > b.end {
				row.NextAlertAt = at
				break
			}
			b.out.alerts = append(b.out.alerts, models.Alert{
				CaseID: c.ID, Region: c.Region, DeptCode: c.DeptCode, Clock: row.Kind, Kind: cases.AlertKinds[len(cases.AlertKinds)-len(list)+j], DueAt: row.DueAt, FiredAt: at,
			})
		}
		if c.IsOpen() && row.NextAlertAt != 0 && (c.NextAlertAt == 0 || row.NextAlertAt < c.NextAlertAt) {
			c.NextAlertAt = row.NextAlertAt
		}
	}
}

// party gives every department with a step, and the agent, its part.
func (b *builder) party() {
	seen := map[string]bool{}
	add := func(kind models.PartyKind, party string) {
		if !seen[party] {
			seen[party] = true
			b.out.parties = append(b.out.parties, models.CaseParty{CaseID: b.c.ID, Kind: kind, Party: party, Right: models.RightWork})
		}
	}
	add(models.PartyDept, b.c.DeptCode)
	for _, s := range b.steps {
		if s.Role == string(policy.Window) {
			add(models.PartyDept, policy.WindowParty(s.DeptCode))
			continue
		}
		add(models.PartyDept, s.DeptCode)
	}
	if b.c.AgentID != 0 {
		add(models.PartyUser, store.UserParty(b.c.AgentID))
	}
}

func (b *builder) materials() {
	state := models.MaterialHandedIn
	if b.c.Status != models.Submitted && b.c.Status != models.Raised {
		state = models.MaterialAccepted
	}
	for _, m := range b.x.item.Materials {
		b.out.materials = append(b.out.materials, models.Material{
			CaseID: b.c.ID, Code: m.Code, Name: m.NameZh, Required: true, MayFollow: m.MayFollow, State: state,
		})
	}
}

// draftPaper is an acceptance notice that still wants its number.
type draftPaper struct {
	row   models.Paper
	facts document.Facts
}

// paper writes the notice of acceptance of what is likely to be open, and of one in 25 of the others.
func (b *builder) paper() {
	c := &b.c
	if b.opt.Date-c.ReceivedOn > 30 && !b.stuck && !b.d.chance(40) {
		return
	}
	probe := *c
	probe.UpdatedAt = b.at
	d, err := cases.Derive(probe, b.snap, b.ev, nil, nil)
	if err != nil {
		return
	}
	issuer := b.issuers[c.DeptCode]
	code, err := models.NewQueryCode(b.codes)
	if err != nil {
		return
	}
	s := b.x.item.Statutory
	f := document.Facts{
		Date: b.at.Date(), QueryCode: c.QueryCode, VerifyCode: code, CaseNumber: string(c.Number), Round: 1, ReceivedOn: c.ReceivedOn,
		ReceivedAt: b.ev[1].LegalAt, AcceptedOn: d.Case.AcceptedOn,
		Issuer:    document.Issuer{Code: issuer.Code, Name: b.snap.Settings.Name + issuer.NameZh, NameEn: issuer.NameEn, Word: issuer.Word, Phone: issuer.Phone, Address: issuer.Address},
		Recipient: document.Recipient{Name: b.firm.name, USCC: b.firm.uscc},
		Item: document.Item{
			Code: c.ItemCode, Name: c.ItemName, NameEn: b.x.item.NameEn, Kind: string(b.x.item.Kind), LegalBasis: b.x.item.LegalBasisOn(b.at.Date()),
		},
		Limits: &document.Limits{
			Legal: orNone(c.LegalValue, c.LegalUnit), LegalDue: d.Case.LegalDue, Promise: orNone(c.PromiseValue, c.PromiseUnit),
			PromiseDue: d.Case.PromisedDue, StartsOn: s.StartsOn, Start: c.ReceivedOn,
		},
	}
	if s.StartsOn == models.FromAccepted {
		f.Limits.Start = d.Case.AcceptedOn
	}
	f.Limits.StartBasis = document.LimitBasis(s.Basis, f.Item)
	if w := b.x.item.Window; w != nil {
		f.Item.WindowBasis = w.Basis
	}
	b.out.papers = append(b.out.papers, draftPaper{facts: f, row: models.Paper{
		CaseID: c.ID, Region: c.Region, EnterpriseID: c.EnterpriseID, EventSeq: c.Seq, Kind: "DOC-02", Issuer: c.DeptCode, VerifyCode: models.Text(code),
		Status: models.PaperSealed, IssuedOn: b.at.Date(), SealedAt: b.at, ServedAt: b.at, ServedHow: document.ServeElectronic,
	}})
}

func orNone(n int, unit models.Unit) models.Limit {
	if unit == "" {
		unit = models.NoUnit
	}
	return models.Limit{Value: n, Unit: unit}
}

// seal gives papers their numbers, in the order of the cases, and composes them.
func (l *loader) seal(drafts []draftPaper) ([]models.Paper, error) {
	spec, _ := document.SpecOf("DOC-02")
	out := make([]models.Paper, 0, len(drafts))
	for i := range drafts {
		p, f := &drafts[i].row, &drafts[i].facts
		key := models.Serial{Issuer: p.Issuer, Kind: spec.Letter, Year: p.IssuedOn.Year()}
		l.serials[key]++
		p.Serial, p.SerialKind, p.SerialYear = l.serials[key], spec.Letter, key.Year
		number, err := models.DocumentNumber(f.Issuer.Word, spec.Letter, key.Year, p.Serial)
		if err != nil {
			return nil, err
		}
		f.Number, p.Number = number, models.Text(number)
		made, err := document.Compose("DOC-02", *f)
		if err != nil {
			return nil, err
		}
		p.Title, p.TemplateVersion, p.Fields, p.FieldsHash = made.Title, made.TemplateVersion, made.Fields, made.Hash
		out = append(out, *p)
	}
	return out, nil
}
