package cases

import (
	"strconv"
	"strings"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
)

func path(list string, i int, field string) string {
	p := list + "[" + strconv.Itoa(i) + "]"
	if field != "" {
		p += "." + field
	}
	return p
}

// assign is T11: the department takes the case up. It also happens by itself when somebody takes its
// first step.
func (w *work) assign(in *MoveInput) error {
	if w.actor.Role == policy.Reviewer { // who only hands out the work reviews nothing
		w.c.ReviewerID = w.actor.UserID
	}
	return w.transit(models.VerbAssign, Payload{}, because(in.Reason))
}

// takeUp brings an accepted case under review when its first step is taken.
func (w *work) takeUp() error {
	if w.c.Flow == models.FlowPermit && w.c.Status == models.Accepted {
		return w.transit(models.VerbAssign, Payload{})
	}
	return nil
}

// exclusion gives what the item says of a pause reason, nil where it may not pause for it (R-CLK-06).
func (w *work) exclusion(reason models.PauseReason) *catalog.Exclusion {
	var found *catalog.Exclusion
	for i := range w.item.Excluded {
		if x := &w.item.Excluded[i]; x.Reason == reason && (found == nil || x.Mode == catalog.Replace) {
			found = x
		}
	}
	return found
}

// startSpecial is T12: a reason that the item allows, told in writing on or before its first day, with
// the time needed; refused once the legal date has passed (行政许可法 45; R-CLK-19 d).
func (w *work) startSpecial(in *MoveInput) error {
	p, x, err := w.specialInput(in)
	if err != nil {
		return err
	}
	if w.c.LegalDue != 0 && p.From > w.c.LegalDue {
		return models.E(models.Illegal, "case.legal_due_passed").With("due", w.c.LegalDue.String())
	}
	lastDay := w.c.LegalDue != 0 && p.From == w.c.LegalDue
	if lastDay && !w.Policy.Can(w.actor, "case:confirm_last_day_pause") {
		return models.E(models.Denied, "case.last_day_pause_needs_head")
	}
	pay := Payload{
		Reason: p.Reason, From: p.From, PlannedEnd: p.PlannedEnd, Basis: x.Basis, Waived: p.Waive, Confirmed: lastDay, ChairID: p.ChairID,
	}
	if p.Reason == models.PauseHearing {
		pay.RequestedOn = p.RequestedOn
	}
	if x.CapUnit != models.NoUnit && x.Cap > 0 {
		pay.Cap = &models.Limit{Value: x.Cap, Unit: x.CapUnit}
	}
	if err := w.withinCap(pay, x); err != nil {
		return err
	}
	w.c.Complex = w.c.Complex || p.Waive
	if err := w.transit(models.VerbStartSpecial, pay, because(in.Reason)); err != nil {
		return err
	}
	pic := w.picture()
	return w.paper("DOC-07", func(f *paperFacts) { f.pause(pay, in.Reason, &pic, 0) })
}

// longestPause, in days, catches a year that was mistyped; no law says it.
const longestPause = 5 * 366

// specialInput checks what T12 says, and gives what the item's law says of its reason.
func (w *work) specialInput(in *MoveInput) (*PauseInput, *catalog.Exclusion, error) {
	e := models.E(models.Invalid, "case.invalid")
	p := in.Pause
	if p == nil {
		return nil, nil, e.At("pause", "required")
	}
	if p.From == 0 {
		p.From = w.on()
	}
	x := w.exclusion(p.Reason)
	switch {
	case x == nil:
		e.At("pause.reason", "case.pause_reason_not_allowed")
	case p.Waive && !x.Waivable:
		e.At("pause.waive", "case.cap_not_waivable")
	}
	w.checkPauseDates(p, e)
	if in.Reason == "" {
		e.At("reason", "required")
	}
	for _, open := range openPauses(w.c, w.item, w.snap, w.events) {
		if open.Reason == p.Reason {
			e.At("pause.reason", "case.pause_runs_already")
		}
	}
	if p.Reason == models.PauseHearing {
		if err := w.checkHearing(p, e); err != nil {
			return nil, nil, err
		}
	}
	return p, x, e.OrNil()
}

// checkPauseDates: told on or before the first day, with a planned end (R-CLK-19 e).
func (w *work) checkPauseDates(p *PauseInput, e *models.Error) {
	if p.From < w.on() {
		e.At("pause.from", "case.pause_starts_in_past")
	}
	if p.PlannedEnd < p.From {
		e.At("pause.plannedEnd", "case.pause_ends_before_start")
	}
	if p.PlannedEnd > p.From+longestPause {
		e.At("pause.plannedEnd", "case.pause_too_long")
	}
}

// checkHearing: who presides, and a request between the acceptance and the hearing (行政许可法 47, 48).
func (w *work) checkHearing(p *PauseInput, e *models.Error) error {
	if p.RequestedOn > p.From || p.RequestedOn != 0 && p.RequestedOn < w.c.AcceptedOn {
		e.At("pause.requestedOn", "case.hearing_request_outside")
	}
	return w.checkChair(p.ChairID, e)
}

// checkChair: the reviewer may not preside over the hearing (行政许可法 48(1)(3)).
func (w *work) checkChair(id int64, e *models.Error) error {
	by, err := w.reviewed(id)
	switch {
	case id == 0:
		e.At("pause.chairId", "required")
	case by:
		e.At("pause.chairId", "case.reviewer_chairs")
	}
	return err
}

// reviewed tells whether a person, with whichever of his accounts, reviews the case or has done one of its
// steps of review.
func (w *work) reviewed(id int64) (bool, error) {
	if id == 0 {
		return false, nil
	}
	by := []int64{w.c.ReviewerID}
	for _, s := range w.steps {
		if (s.Kind == models.StepReview || s.Kind == models.StepSiteCheck) && (s.State == models.StepDone || s.IsOpen()) {
			by = append(by, s.HolderID)
		}
	}
	return w.tx.SamePerson(id, by)
}

// chaired tells whether a person presided over the hearing of this case.
func (w *work) chaired(id int64) bool {
	for i := range w.events {
		if w.events[i].Code == "T12" && decode(&w.events[i]).ChairID == id && id != 0 {
			return true
		}
	}
	return false
}

// hearingBasis is why a hearing is held within 20 working days of its request.
const hearingBasis = "行政许可法 art 47(1)"

// withinCap refuses a hearing that would be over later than the law has it, and a plan beyond a cap, but where the cap may be waived and the case is recorded as
// complex (R-CLK-08).
func (w *work) withinCap(p Payload, x *catalog.Exclusion) error {
	if p.Reason == models.PauseHearing {
		asked := sla.Pause{From: p.From, RequestedOn: p.RequestedOn}
		last := sla.HearingOf(w.snap.Calendar, 0, asked.Requested()).HoldBy.On
		if p.PlannedEnd > last {
			return models.E(models.Invalid, "case.invalid").With("last", last.String()).With("basis", hearingBasis).At("pause.plannedEnd", "case.pause_beyond_cap")
		}
	}
	if p.Cap == nil || p.Waived {
		return nil
	}
	pause := sla.Pause{Reason: p.Reason, From: p.From, PlannedEnd: p.PlannedEnd, Cap: *p.Cap}
	if last := pause.CapEnd(w.snap.Calendar, w.c.BareDayUnit); last != 0 && p.PlannedEnd > last {
		return models.E(models.Invalid, "case.invalid").With("last", last.String()).With("basis", x.Basis).At("pause.plannedEnd", "case.pause_beyond_cap")
	}
	return nil
}

// pauseOf finds the open special procedure that is meant.
func (w *work) pauseOf(in *PauseInput) (int64, sla.Pause, error) {
	open := openPauses(w.c, w.item, w.snap, w.events)
	if in != nil && in.Seq != 0 {
		if p, ok := open[in.Seq]; ok {
			return in.Seq, p, nil
		}
		return 0, sla.Pause{}, models.E(models.Invalid, "case.invalid").At("pause.seq", "case.pause_not_open")
	}
	if len(open) != 1 {
		return 0, sla.Pause{}, models.E(models.Invalid, "case.invalid").At("pause.seq", "required")
	}
	for seq, p := range open {
		return seq, p, nil
	}
	return 0, sla.Pause{}, nil
}

// endSpecial is T13 by a person: finished on a day, the clock runs again the day after.
func (w *work) endSpecial(in *MoveInput) error {
	seq, p, err := w.pauseOf(in.Pause)
	if err != nil {
		return err
	}
	end := w.on()
	if in.Pause != nil && in.Pause.End != 0 {
		end = in.Pause.End
	}
	if end < p.From || end > w.on() {
		return models.E(models.Invalid, "case.invalid").At("pause.end", "case.pause_end_outside")
	}
	opts := []func(*models.Event){because(in.Reason)}
	if len(openPauses(w.c, w.item, w.snap, w.events)) > 1 {
		opts = append(opts, staying(models.InSpecialProcedure))
	}
	return w.transit(models.VerbEndSpecial, Payload{PauseSeq: seq, End: end}, opts...)
}

// replanSpecial is T13b: told on or before the old end, within a cap that may not be waived.
func (w *work) replanSpecial(in *MoveInput) error {
	seq, p, err := w.pauseOf(in.Pause)
	if err != nil {
		return err
	}
	e := models.E(models.Invalid, "case.invalid")
	if in.Pause == nil || in.Pause.PlannedEnd < max(w.on(), p.From) {
		e.At("pause.plannedEnd", "case.pause_ends_before_start")
	} else if in.Pause.PlannedEnd > p.From+longestPause {
		e.At("pause.plannedEnd", "case.pause_too_long")
	}
	if in.Reason == "" {
		e.At("reason", "required")
	}
	if len(e.Fields) > 0 {
		return e
	}
	x := w.exclusion(p.Reason)
	if x == nil || in.Pause.Waive && !x.Waivable {
		return e.At("pause.waive", "case.cap_not_waivable")
	}
	pay := Payload{PauseSeq: seq, Reason: p.Reason, From: p.From, RequestedOn: p.RequestedOn, PlannedEnd: in.Pause.PlannedEnd, Basis: p.Basis, Waived: in.Pause.Waive || p.CapWaived}
	if p.Cap.Value > 0 {
		pay.Cap = &p.Cap
	}
	if err := w.withinCap(pay, x); err != nil {
		return err
	}
	if err := w.transit(models.VerbReplanSpecial, pay, because(in.Reason)); err != nil {
		return err
	}
	pic := w.picture()
	return w.paper("DOC-07C", func(f *paperFacts) { f.pause(pay, in.Reason, &pic, p.PlannedEnd) })
}

// approverRoles say which roles may grant an extension (R-CLK-09).
var approverRoles = map[models.Approver][]policy.Role{
	models.AgencyLeader:        {policy.AgencyLeader, policy.AgencyPrincipalHead},
	models.AgencyPrincipalHead: {policy.AgencyPrincipalHead},
	models.GovLeader:           {policy.Leader},
}

// extend is T14: only where the item has one, once, by its approver, approved and served on or before
// the due date (行政许可法 42; R-CLK-09).
func (w *work) extend(in *MoveInput) error {
	x := w.item.Extension
	if x == nil {
		return models.E(models.Illegal, "case.item_has_no_extension")
	}
	if !roleIn(w.actor.Role, approverRoles[x.Approver]) {
		return models.E(models.Denied, "case.extension_approver").With("approver", string(x.Approver))
	}
	if w.countEvents("T14") >= max(x.Times, 1) {
		return models.E(models.Illegal, "case.extension_used")
	}
	e := models.E(models.Invalid, "case.invalid")
	if in.Extend == nil || in.Extend.Days < 1 || in.Extend.Days > x.Max {
		e.With("max", x.Max).At("extend.days", "case.extension_days")
	}
	if in.Reason == "" {
		e.At("reason", "required")
	}
	if len(e.Fields) > 0 {
		return e
	}
	old := w.c.LegalDue
	if old != 0 && w.on() > old {
		return models.E(models.Illegal, "case.legal_due_passed").With("due", old.String())
	}
	by := sla.Resolve(models.Limit{Value: in.Extend.Days, Unit: x.Unit}, w.c.BareDayUnit)
	p := Payload{Extend: &by, OldDue: old, Basis: x.Basis}
	if err := w.transit(models.VerbExtend, p, because(in.Reason)); err != nil {
		return err
	}
	pic := w.picture()
	return w.paper("DOC-08", func(f *paperFacts) { f.extension(p, in.Reason, x.Approver, pic.L.Due.On) })
}

func roleIn(r policy.Role, roles []policy.Role) bool {
	for _, x := range roles {
		if x == r {
			return true
		}
	}
	return false
}

func (w *work) countEvents(code string) int {
	n := 0
	for i := range w.events {
		if w.events[i].Code == code {
			n++
		}
	}
	return n
}

// suspend is T20: only for a reason that the item's law lists; an open special procedure ends the day
// before.
func (w *work) suspend(in *MoveInput) error {
	if len(w.item.Suspend) == 0 {
		return models.E(models.Illegal, "case.item_does_not_suspend")
	}
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	basis := w.item.Suspend[0].Basis
	if err := w.transit(models.VerbSuspend, Payload{Basis: basis}, because(in.Reason)); err != nil {
		return err
	}
	return w.paper("DOC-14S", func(f *paperFacts) {
		f.ending(in.Reason, w.on())
		f.Basis = document.Cite(basis)
	})
}

// resume is T20b.
func (w *work) resume(in *MoveInput) error {
	suspended := w.lastEvent("T20")
	if err := w.transit(models.VerbResume, Payload{}, because(in.Reason)); err != nil {
		return err
	}
	pic := w.picture()
	return w.paper("DOC-14R", func(f *paperFacts) { f.resumed(in.Reason, suspended, &pic, w.on()) })
}

func (w *work) lastEvent(code string) *models.Event {
	for i := len(w.events) - 1; i >= 0; i-- {
		if w.events[i].Code == code {
			return &w.events[i]
		}
	}
	return nil
}

// approve is T15 to the good.
func (w *work) approve(in *MoveInput) error {
	if w.handedUp() {
		return w.recordUpper(models.VerbApprove, models.Granted, in)
	}
	if err := w.decidable(in); err != nil {
		return err
	}
	if err := w.preconditionsMet(); err != nil {
		return err
	}
	return w.decide(models.VerbApprove, models.Granted, in)
}

// refuse is T15 to the bad: with findings, reasons and the provision that is not met (38(2)).
func (w *work) refuse(in *MoveInput) error {
	e := models.E(models.Invalid, "case.invalid")
	if in.Reason == "" {
		e.At("reason", "required")
	}
	if in.Decision == nil || in.Decision.Findings == "" {
		e.At("decision.findings", "required")
	}
	if in.Decision == nil || in.Decision.Articles == "" {
		e.At("decision.articles", "required")
	}
	if in.Ground != "" && in.Ground != groundFalse {
		e.At("ground", "field.choice")
	}
	if len(e.Fields) > 0 {
		return e
	}
	if w.handedUp() {
		return w.recordUpper(models.VerbRefuse, models.OutcomeRefused, in)
	}
	if err := w.decidable(in); err != nil {
		return err
	}
	return w.decide(models.VerbRefuse, models.OutcomeRefused, in)
}

// decidable checks the guards of T15 that hold for grants and refusals alike.
func (w *work) decidable(in *MoveInput) error {
	by, err := w.reviewed(w.actor.UserID)
	switch {
	case err != nil:
		return err
	case by:
		return models.E(models.Illegal, "case.reviewer_decides")
	}
	if w.c.Tolerant && w.c.GapClosedOn == 0 {
		return models.E(models.Illegal, "case.gap_open")
	}
	if s := w.unreviewed(); s != nil {
		return models.E(models.Illegal, "case.steps_open").With("step", s.Name)
	}
	if w.item.Inspected && w.countEvents(codeInspectors) == 0 {
		return models.E(models.Illegal, "case.inspectors_missing")
	}
	if w.siteChecked() && len(w.checkers(in)) < 2 {
		return models.E(models.Invalid, "case.invalid").At("decision.siteCheckBy", "case.site_check_two")
	}
	if err := w.hearingOver(); err != nil {
		return err
	}
	if w.heard() && (in.Decision == nil || in.Decision.Hearing == "") {
		return models.E(models.Invalid, "case.invalid").At("decision.hearingRecord", "case.hearing_record")
	}
	return w.opinionsIn()
}

// unreviewed gives a step of review that is still to do, nil where all are done; with 或签 one of its
// place is enough.
func (w *work) unreviewed() *models.Step {
	for _, s := range w.steps {
		before := s.Kind == models.StepReview || s.Kind == models.StepSiteCheck || s.Kind == models.StepOpinion
		if before && (s.State == models.StepWaiting || s.IsOpen() || s.State == models.StepDelegated) && !w.ended(s.Ord) {
			return s
		}
	}
	return nil
}

// siteChecked tells whether the case was checked on site (行政许可法 34(3)).
func (w *work) siteChecked() bool {
	for _, s := range w.steps {
		if s.Kind == models.StepSiteCheck && s.State == models.StepDone {
			return true
		}
	}
	return false
}

// checkers gives who checked on site, by name: as the decision says, as the steps' journal says, and
// the inspectors that were assigned.
func (w *work) checkers(in *MoveInput) map[string]bool {
	out := map[string]bool{}
	add := func(names []string) {
		for _, n := range names {
			if n = strings.TrimSpace(n); n != "" {
				out[n] = true
			}
		}
	}
	if in.Decision != nil {
		add(in.Decision.SiteCheckBy)
	}
	for i := range w.events {
		e := &w.events[i]
		switch {
		case e.Code == codeInspectors:
			add(decode(e).To)
		case e.Code == codeStepDone && w.isSiteCheck(e.StepID):
			add(append(decode(e).To, e.ActorName))
		}
	}
	return out
}

func (w *work) isSiteCheck(stepID int64) bool {
	for _, s := range w.steps {
		if s.ID == stepID {
			return s.Kind == models.StepSiteCheck
		}
	}
	return false
}

// heard tells whether a hearing was held: the decision considers its record (行政许可法 48(2)).
func (w *work) heard() bool {
	for i := range w.events {
		e := &w.events[i]
		if e.Code == codeHearingHeld || e.Code == "T12" && decode(e).Reason == models.PauseHearing && !w.droppedAfter(i) {
			return true
		}
	}
	return false
}

// preconditionsMet: nothing is granted without what the law asks for first. A refusal may rest on it.
func (w *work) preconditionsMet() error {
	needs, err := w.preconditions()
	if err != nil {
		return err
	}
	for i := range needs {
		if needs[i].State == catalog.Unmet {
			return models.E(models.Illegal, "precondition.unmet").With("items", needs[i].Items)
		}
	}
	return nil
}

// decide is T15: the decision, its paper, the end of L and P, the beginning of D.
func (w *work) decide(verb models.Verb, outcome models.Outcome, in *MoveInput) error {
	code, err := w.recordCode(in, outcome)
	if err != nil {
		return err
	}
	if outcome != models.OutcomeRefused {
		if err := w.mayGrantOn(); err != nil {
			return err
		}
	}
	w.c.ApproverID, w.c.Outcome, w.c.DecidedOn = w.actor.UserID, outcome, w.on()
	if err := w.transit(verb, Payload{Decision: in.Decision, ProjectCode: code, Ground: in.Ground}, because(in.Reason)); err != nil {
		return err
	}
	if err := w.finishSteps(string(outcome), in.Reason, models.StepApprove); err != nil {
		return err
	}
	pic := w.picture()
	if outcome == models.OutcomeRefused {
		until := models.Date(0)
		if in.Ground == groundFalse { // found after the acceptance: refused, with what T06b brings (行政许可法 78)
			if until, err = w.bar(1); err != nil {
				return err
			}
		}
		return w.paper("DOC-11", func(f *paperFacts) { f.refusal(in, until) })
	}
	return w.grantPaper(in, pic.D.Due)
}

// grantPaper writes the decision of a grant: on a licence that is changed or renewed it says so of that
// licence (行政许可法 49, 50), else it permits anew.
func (w *work) grantPaper(in *MoveInput, certificate sla.Due) error {
	terms, err := w.licenceTerms()
	if err != nil {
		return err
	}
	kind := "DOC-10"
	switch {
	case w.c.LicenceID == 0 || w.item.Kind != catalog.Permit: // what is no permit is decided in its own words
	case w.c.ChangeKind == changeTerms:
		kind = "DOC-15V"
	case w.c.ChangeKind == changeRenewal && terms.ExpiresOn != 0:
		kind = "DOC-15R"
	}
	if kind == "DOC-10" {
		return w.paper(kind, func(f *paperFacts) { f.grant(terms, in, certificate) })
	}
	old, err := w.actsOn()
	if err != nil {
		return err
	}
	changes, err := w.changedAnswers(old)
	if err != nil {
		return err
	}
	return w.paper(kind, func(f *paperFacts) { f.grantOn(old, terms, changes, in, certificate) })
}

// decideInstant is T15i: accept, take up and decide on the spot, one actor, one transaction, three
// events (行政许可法 34(2)).
func (w *work) decideInstant(in *MoveInput) error {
	if !w.terms().Instant {
		return models.E(models.Illegal, "case.item_not_instant")
	}
	if w.c.Flow == models.FlowFiling {
		return w.register(in)
	}
	if err := w.opinionsIn(); err != nil {
		return err
	}
	if err := w.accept(in); err != nil {
		return err
	}
	if err := w.transit(models.VerbAssign, Payload{}); err != nil {
		return err
	}
	w.c.ReviewerID = w.actor.UserID
	if err := w.doneWith("INSTANT", "", models.StepIssue); err != nil {
		return err
	}
	if err := w.decide(models.VerbApprove, models.Granted, in); err != nil {
		return err
	}
	return w.advance()
}
