package cases

import (
	"fmt"
	"slices"
	"strconv"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
)

// userKey and deskKey say who has an open step to do.
func userKey(id int64) models.Text { return models.Text("u" + strconv.FormatInt(id, 10)) }

func deskKey(region, dept, role string) models.Text {
	return models.Text("q" + region + ":" + dept + ":" + role)
}

// OpenKeys gives the keys of the work that is a's: taken by the person, or waiting at the desk.
func OpenKeys(a policy.Actor) []string {
	person := a.UserID
	if a.ForUserID != 0 { // at the post of somebody absent
		person = a.ForUserID
	}
	return []string{string(userKey(person)), string(deskKey(a.Region, a.Dept, string(a.Role)))}
}

// planSteps makes the steps of an item as waiting ones, in order; several departments of one step
// share its place.
func (w *work) planSteps(plan []catalog.Step) []*models.Step {
	var out []*models.Step
	ord, upper := 0, false
	for _, s := range plan {
		if s.Role == catalog.Upper && w.outside() {
			if !upper {
				out = append(out, w.planUpper(ord+1, s)...)
				ord, upper = ord+2, true
			}
			continue
		}
		ord++
		for _, dept := range w.deptsOf(s) {
			out = append(out, &models.Step{
				CaseID: w.c.ID, Region: w.stepRegion(), Ord: ord, Code: s.Code, Name: s.NameZh, Kind: s.Kind, DeptCode: dept,
				Role: string(roleOf(s)), State: models.StepWaiting, Mode: "ALL", LimitMinutes: w.stepMinutes(s),
			})
		}
	}
	return out
}

// minutesPerDay is a hall's working day: 09:00–12:00 and 13:00–17:00 (R-CLK-12).
const minutesPerDay = 7 * 60

// triageMinutes is how long a request waits to be sent to its department: 4 working hours (FLOWS §10).
const triageMinutes = 4 * 60

// stepMinutes is the limit of a step in minutes of the hall's hours, 0 for none.
func (w *work) stepMinutes(s catalog.Step) int {
	if w.c.Flow == models.FlowService && s.Kind == models.StepReceive && s.LimitWD == 0 {
		return triageMinutes
	}
	return s.LimitWD * minutesPerDay
}

func (w *work) deptsOf(s catalog.Step) []string {
	d := w.item.Dept
	switch s.Role {
	case catalog.AtWindow:
		return []string{w.snap.Settings.WindowDept}
	case catalog.CoApprover:
		return orLead(d.CoApprovers, w.c.DeptCode)
	case catalog.Consulted:
		return orLead(d.Consulted, w.c.DeptCode)
	}
	return []string{w.c.DeptCode}
}

func orLead(depts []string, lead string) []string {
	if len(depts) == 0 {
		return []string{lead}
	}
	return depts
}

// stepRegion is where the desks are: the county, whatever park or town the project lies in.
func (w *work) stepRegion() string { return w.snap.Settings.Region }

func roleOf(s catalog.Step) policy.Role {
	switch {
	case s.Role == catalog.AtWindow:
		return policy.Window
	case s.Kind == models.StepApprove:
		return policy.Approver
	}
	return policy.Reviewer
}

// openStep puts a step into its desk's queue, or into a person's hands where holder is given.
func (w *work) openStep(s *models.Step, holder int64) {
	s.State, s.HolderID, s.AssignedAt = models.StepAssigned, holder, w.tx.Now
	s.OpenKey = deskKey(s.Region, s.DeptCode, s.Role)
	if holder != 0 {
		s.OpenKey = userKey(holder)
	}
	s.SortOn = w.c.SortOn()
	if s.LimitMinutes > 0 {
		s.DueAt = w.stepDue(s)
	}
}

// stepDue is the end of a step's limit in hall hours (R-CLK-12).
func (w *work) stepDue(s *models.Step) models.Instant {
	return sla.HallHours.AddMinutes(w.snap.Calendar, s.AssignedAt, s.LimitMinutes)
}

// closeStep ends a step.
func (w *work) closeStep(s *models.Step, state models.StepState, result, remark string) {
	s.State, s.DoneAt, s.Result, s.OpenKey, s.SortOn = state, w.tx.Now, result, "", 0
	if remark != "" {
		s.Remark = remark
	}
	if state == models.StepDone && s.HolderID == 0 {
		s.HolderID = w.actor.UserID
	}
}

// addPartiesOf gives the department that answers for the case, and those of its steps, their part in it:
// a filing ends at the window, and yet its department must see it.
func (w *work) addPartiesOf(steps []*models.Step) error {
	ps := []models.CaseParty{{CaseID: w.c.ID, Kind: models.PartyDept, Party: w.c.DeptCode, Right: models.RightWork}}
	for _, s := range steps {
		p := models.CaseParty{CaseID: w.c.ID, Kind: models.PartyDept, Party: s.DeptCode, Right: models.RightWork}
		if s.Role == string(policy.Window) {
			p.Party = policy.WindowParty(s.DeptCode)
		}
		if !slices.Contains(ps, p) {
			ps = append(ps, p)
		}
	}
	return w.tx.AddParties(ps...)
}

// beginReceipt opens the window's step for a round that has come in.
func (w *work) beginReceipt() error {
	terms := w.terms()
	plan := terms.Steps
	if len(w.steps) > 0 { // a later round: the window has it again
		return w.reopenReceipt()
	}
	if len(plan) == 0 {
		return nil
	}
	pic := w.picture()
	w.derive(&pic) // the queue sorts by the date that the window must meet
	w.steps = w.planSteps(plan)
	w.openOrd(1)
	if err := w.tx.CreateSteps(w.steps...); err != nil {
		return err
	}
	return w.addPartiesOf(w.steps)
}

func (w *work) reopenReceipt() error {
	for _, s := range w.steps {
		if s.Ord == 1 && s.State != models.StepTransferred {
			s.State, s.DoneAt, s.Result = models.StepWaiting, 0, ""
			w.openStep(s, s.HolderID)
			return w.tx.SaveStep(s)
		}
	}
	return nil
}

// openOrd opens every waiting step of one place.
func (w *work) openOrd(ord int) {
	for _, s := range w.steps {
		if s.Ord == ord && s.State == models.StepWaiting {
			w.openStep(s, 0)
		}
	}
}

// closeReceipt ends the window's first step.
func (w *work) closeReceipt(result string) error {
	for _, s := range w.steps {
		if s.Ord == 1 && begun(s) {
			holder := s.HolderID // whoever moves the case now did not end this step
			w.closeStep(s, models.StepDone, result, "")
			s.HolderID = holder
			if err := w.tx.SaveStep(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// advance opens the next place once every step of the places before it has ended, and tells whether
// one was opened.
func (w *work) advance() error {
	for _, ord := range w.ords() {
		if !w.ended(ord) {
			return w.saveOpened(ord)
		}
	}
	return nil
}

func (w *work) saveOpened(ord int) error {
	for _, s := range w.steps {
		if s.Ord != ord || s.State != models.StepWaiting || s.Kind == models.StepUpper {
			continue
		}
		w.openStep(s, 0)
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) ords() []int {
	var out []int
	for _, s := range w.steps {
		if !slices.Contains(out, s.Ord) {
			out = append(out, s.Ord)
		}
	}
	slices.Sort(out)
	return out
}

// ended tells whether the steps of a place are done with: all of them, or with 或签 one.
func (w *work) ended(ord int) bool {
	anyDone, allEnded := false, true
	mode := "ALL"
	for _, s := range w.steps {
		if s.Ord != ord {
			continue
		}
		switch s.State {
		case models.StepDone:
			anyDone = anyDone || !isAnswer(s) && !w.superseded(s)
		case models.StepCancelled, models.StepTransferred, models.StepSentBack, models.StepRecalled:
		default:
			allEnded = false
		}
		if s.Mode == "ANY" {
			mode = "ANY"
		}
	}
	return allEnded || mode == "ANY" && anyDone
}

// solvedBy ends, as done, what lies with the department when its request or task is solved. What else was to come,
// another department's opinion say, was done by nobody and is cancelled.
func (w *work) solvedBy(result, remark string) error {
	for _, s := range w.steps {
		if !unfinished(s) {
			continue
		}
		state, said := models.StepCancelled, ""
		if begun(s) && s.DeptCode == w.c.DeptCode {
			state, said = models.StepDone, result
			if s.HolderID == 0 || w.actor.Dept == s.DeptCode {
				s.HolderID = w.actor.UserID
			}
			if s.StartedAt == 0 {
				s.StartedAt = w.tx.Now
			}
		}
		w.closeStep(s, state, said, remark)
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// doneWith ends, as done by the actor, what is still to do when a move has brought its result; the kinds
// that are left out stay.
func (w *work) doneWith(result, remark string, but ...models.StepKind) error {
	for _, s := range w.steps {
		if !unfinished(s) || slices.Contains(but, s.Kind) {
			continue
		}
		s.HolderID = w.actor.UserID
		if s.StartedAt == 0 {
			s.StartedAt = w.tx.Now
		}
		w.closeStep(s, models.StepDone, result, remark)
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// cancelOpen ends what is still to do when a case comes to its end.
func (w *work) cancelOpen() error {
	for _, s := range w.steps {
		if !unfinished(s) {
			continue
		}
		w.closeStep(s, models.StepCancelled, "", "")
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// current gives the open steps of a kind, those of the actor's department first.
func (w *work) openOf(kinds ...models.StepKind) []*models.Step {
	var out []*models.Step
	for _, s := range w.steps {
		if begun(s) && slices.Contains(kinds, s.Kind) {
			out = append(out, s)
		}
	}
	return out
}

// finishSteps ends the open steps of a kind that are the actor's department's, by the actor.
func (w *work) finishSteps(result, remark string, kinds ...models.StepKind) error {
	for _, s := range w.openOf(kinds...) {
		s.HolderID = w.actor.UserID
		if s.StartedAt == 0 {
			s.StartedAt = w.tx.Now
		}
		w.closeStep(s, models.StepDone, result, remark)
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return w.advance()
}

// terms gives the limits and steps of the item for this case: of the variant that it was handed in as.
func (w *work) terms() catalog.Terms { return w.item.TermsOf(w.c.Variant) }

// relimitSteps gives the steps that nobody has begun the limits of the case's variant.
func (w *work) relimitSteps() error {
	limits := map[string]int{}
	for _, s := range w.terms().Steps {
		limits[s.Code] = w.stepMinutes(s)
	}
	for _, s := range w.steps {
		minutes, planned := limits[s.Code]
		if !planned || s.State != models.StepWaiting || s.LimitMinutes == minutes {
			continue
		}
		s.LimitMinutes = minutes
		if err := w.tx.SaveStep(s); err != nil {
			return err
		}
	}
	return nil
}

// attrsOf reads the attributes of a case.
func attrsOf(c *models.Case) map[string]any {
	out := map[string]any{}
	_ = c.Attrs.Into(&out) // written by us; an empty one has none
	return out
}

// step gives a step of the case by its id.
func (w *work) step(id int64) (*models.Step, error) {
	for _, s := range w.steps {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, fmt.Errorf("step %d: %w", id, models.E(models.NotFound, "step.not_found"))
}
