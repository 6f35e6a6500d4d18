package notices

import (
	"context"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// Texts of notices; the pages write each in both languages. Those of facts that say themselves whom
// they are for are "notice." and the kind of the fact.
const (
	TextMoved     = "notice.case.moved"     // to the applicant's side: the case went from one state to another
	TextWork      = "notice.work.new"       // to a person or desk: a step has come
	TextCopied    = "notice.case.copied"    // to a person: for your information
	TextReminded  = "notice.step.reminded"  // to who holds a step
	TextUrged     = "notice.case.urged"     // to who holds the work, else the desk: the applicant asks to go on
	TextAgent     = "notice.case.agent"     // to the enterprise: who helps with the case from now on
	TextAgentNew  = "notice.case.agent_new" // to that agent
	TextAgentOld  = "notice.case.agent_old" // to the agent who is replaced
	TextHanded    = "notice.step.handed"    // to a person: a step of somebody else is theirs now
	TextAsked     = "notice.case.asked"     // to the applicant's side: a material is asked for after the acceptance
	TextSupplied  = "notice.case.supplied"  // to who holds the work: what was asked for, or promised, has come
	TextHearing   = "notice.case.hearing"   // to the applicant's side: told of the right to a hearing, of its time and place, of its record
	TextHeard     = "notice.case.heard"     // to who holds the work: the applicant asks for a hearing, or speaks
	TextWaiting   = "notice.case.waiting"   // to the applicant's side: it has the case, a reminder
	TextCredit    = "notice.case.credit"    // to the applicant's side: a broken promise is on record
	TextRepaired  = "notice.case.repaired"  // to the applicant's side: that record was repaired
	TextWarn      = "notice.alert.warn"     // to who holds the work
	TextDue       = "notice.alert.due"      // to who holds the work: today is the last day
	TextOverdue   = "notice.alert.overdue"  // to who holds the work, and the applicant
	TextEscalated = "notice.alert.escalate" // to the one above
	TextDelayed   = "notice.alert.delayed"  // to the applicant: a limit of the law was missed, and what may be done (行政复议法 23(1)(3))
	TextDueMoved  = "notice.case.due_moved" // to who holds the work, and the applicant: the calendar moved a date
)

// told are the kinds of facts that name their recipients.
var told = []string{
	"opinion.asked", "opinion.answered", "opinion.withdrawn", "opinion.deemed",
	"precheck.asked", "precheck.answered", "precheck.withdrawn",
	"rating.invited", "rectify.opened", "rectify.replied", "rectify.again", "rectify.closed",
	"thread.message", "note.shown", "project.agent",
	"joint.child_refused", "licence.cancel_due", "licence.renewal_due", "licence.renewal_late",
}

// TextKeys gives every text that a notice may have, for the test that all are translated.
func TextKeys() []string {
	keys := []string{TextMoved, TextWork, TextCopied, TextReminded, TextUrged, TextAgent, TextAgentNew, TextAgentOld, TextHanded, TextAsked, TextSupplied, TextHearing, TextHeard, TextWaiting, TextCredit, TextRepaired, TextWarn, TextDue, TextOverdue, TextEscalated, TextDelayed, TextDueMoved}
	for _, kind := range told {
		keys = append(keys, "notice."+kind)
	}
	return keys
}

// HandlerName is the name under which notices are written.
const HandlerName = "notices"

// Handler writes the notices.
func (s *Service) Handler() Handler { return Handler{Name: HandlerName, Do: s.write} }

// kindNew is the fact that notices were written, for the stream alone.
const kindNew = store.StreamOnly + "new"

// letter is a notice to be written to some boxes.
type letter struct {
	text string
	to   []string
	args map[string]any
}

func (s *Service) write(_ context.Context, tx *store.Tx, fact *models.Outbox) error {
	letters, err := s.letters(tx, fact)
	if err != nil {
		return err
	}
	var all []models.Notice
	for _, l := range letters {
		caseID := fact.CaseID
		if l.text == TextAgentOld { // who is replaced sees the case no more, and its notices with it
			caseID = 0
		}
		for _, key := range l.to {
			if key == "" || key == models.UserKey(fact.ActorID) {
				continue
			}
			all = append(all, models.Notice{
				ToKey: key, OutboxID: fact.ID, Kind: fact.Kind, CaseID: caseID, TextKey: l.text,
				Args: models.JSONOf(l.args), CreatedAt: fact.CreatedAt,
			})
		}
	}
	fresh, err := tx.CreateNotices(onePerBox(all))
	if err != nil || len(fresh) == 0 {
		return err
	}
	var to []string
	for _, n := range fresh {
		to = append(to, n.ToKey)
	}
	return tx.Emit(models.Outbox{Kind: kindNew, Region: fact.Region, Payload: models.JSONOf(models.Tell{To: to})})
}

// onePerBox keeps the first letter of a fact to each box.
func onePerBox(all []models.Notice) []models.Notice {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(n models.Notice) bool {
		was := seen[n.ToKey]
		seen[n.ToKey] = true
		return was
	})
}

func (s *Service) letters(tx *store.Tx, fact *models.Outbox) ([]letter, error) {
	if slices.Contains(told, fact.Kind) {
		var t models.Tell
		if err := fact.Payload.Into(&t); err != nil {
			return nil, err
		}
		return []letter{{"notice." + fact.Kind, t.To, t.Args}}, nil
	}
	area, verb, _ := strings.Cut(fact.Kind, ".")
	if fact.CaseID == 0 || area != "case" && area != "alert" {
		return nil, nil
	}
	var p casePayload
	if err := fact.Payload.Into(&p); err != nil {
		return nil, err
	}
	told, err := tx.Told(fact.CaseID, p.Seq)
	if models.CodeOf(err) == models.NotFound { // a draft that was discarded for good
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	t := &telling{tx: tx, c: &told.Case, told: told, fact: fact, region: s.Cases.County.Now().Settings.Region}
	if area == "alert" {
		return t.alert(verb)
	}
	return t.move(verb, &p)
}

// telling is one fact of a case on its way to its readers.
type telling struct {
	tx     *store.Tx
	c      *store.CaseTold
	told   *store.Told
	fact   *models.Outbox
	region string
}

func (t *telling) args(more map[string]any) map[string]any {
	out := map[string]any{"number": t.c.Number, "item": t.c.ItemCode, "itemName": t.c.ItemName}
	for k, v := range more {
		out[k] = v
	}
	return out
}

// applicants are the boxes of the applicant's side. What the enterprise itself did it is not told.
func (t *telling) applicants(byApplicant bool) []string {
	var to []string
	if !byApplicant || t.fact.ActorID == t.c.AgentID {
		to = append(to, models.EnterpriseKey(t.c.EnterpriseID))
	}
	if t.c.AgentID != 0 {
		to = append(to, models.UserKey(t.c.AgentID))
	}
	return to
}

// casePayload is what the engine says of a move.
type casePayload struct {
	Seq  int64         `json:"seq"`
	Code string        `json:"code"`
	From models.Status `json:"from"`
	To   models.Status `json:"to"`
}

// move tells the applicant's side of a move of the state, the next hands of their work, and the copied
// and reminded of that.
func (t *telling) move(verb string, p *casePayload) ([]letter, error) {
	letters := t.work()
	switch verb {
	case "copy", "remind":
		l, err := t.addressed(verb, p.Seq)
		return append(letters, l...), err
	case "urge":
		l, err := t.urged(p.Seq)
		return append(letters, l), err
	case "agent":
		l, err := t.newAgent(p.Seq)
		return append(letters, l...), err
	case "hand_over":
		l, err := t.handedOver(p.Seq)
		return append(letters, l...), err
	case "ask_supplement":
		return append(letters, letter{TextAsked, t.applicants(false), t.args(nil)}), nil
	case "remind_applicant":
		return append(letters, letter{TextWaiting, t.applicants(false), t.args(map[string]any{"status": p.To})}), nil
	case "credit_record":
		return append(letters, letter{TextCredit, t.applicants(false), t.args(nil)}), nil
	case "repair_credit":
		return append(letters, letter{TextRepaired, t.applicants(false), t.args(nil)}), nil
	case "hand_in":
		return append(letters, t.supplied(p)...), nil
	case "tell_hearing", "notice_hearing", "record_hearing":
		return append(letters, letter{TextHearing, t.applicants(false), t.args(nil)}), nil
	case "request_hearing", "drop_hearing", "statement":
		if t.byApplicant() {
			letters = append(letters, letter{TextHeard, t.holders(0), t.args(nil)})
		}
		return letters, nil
	case "calendar_moved":
		l, err := t.dueMoved(p.Seq)
		return append(letters, l...), err
	}
	if p.From != p.To && p.To != models.Abandoned {
		args := t.args(map[string]any{"verb": verb, "from": p.From, "to": p.To})
		letters = append(letters, letter{TextMoved, t.applicants(t.byApplicant()), args})
	}
	return letters, nil
}

func (t *telling) byApplicant() bool {
	return t.told.Role == string(policy.Enterprise) || t.told.Role == string(policy.Agent)
}

// work tells the hands into which the transaction of this fact put a step that is still there.
func (t *telling) work() (out []letter) {
	for i := range t.told.Open {
		if s := &t.told.Open[i]; s.AssignedAt == t.fact.CreatedAt {
			args := t.args(map[string]any{"step": s.Name, "due": t.c.DueOn})
			out = append(out, letter{TextWork, []string{string(s.OpenKey)}, args})
		}
	}
	return out
}

func (t *telling) addressed(verb string, seq int64) ([]letter, error) {
	e, err := t.tx.EventAt(t.c.ID, seq)
	if err != nil {
		return nil, err
	}
	args := t.args(map[string]any{"by": e.ActorName, "reason": e.Reason})
	if verb == "remind" {
		return []letter{{TextReminded, t.holders(e.StepID), args}}, nil
	}
	var p struct {
		To []string `json:"to"`
	}
	if err := e.Payload.Into(&p); err != nil {
		return nil, err
	}
	ids, err := t.tx.ReadersNamed(t.c.ID, p.To)
	var to []string
	for _, id := range ids {
		to = append(to, models.UserKey(id))
	}
	return []letter{{TextCopied, to, args}}, err
}

// urged tells who holds the case that the applicant asks to go on; where no step is open, the desk of the
// department that answers for it.
func (t *telling) urged(seq int64) (letter, error) {
	e, err := t.tx.EventAt(t.c.ID, seq)
	if err != nil {
		return letter{}, err
	}
	to := t.holders(0)
	if len(to) == 0 {
		role := policy.Reviewer
		if t.c.Flow == models.FlowComposite {
			role = policy.LeadDept
		}
		to = []string{models.DeskKey(t.region, t.c.DeptCode, string(role))}
	}
	return letter{TextUrged, to, t.args(map[string]any{"by": e.ActorName, "reason": e.Reason})}, nil
}

// newAgent tells the enterprise, the agent of whom the event names, whoever it is by now, and the one who helped
// before (FLOWS §1.2).
func (t *telling) newAgent(seq int64) ([]letter, error) {
	_, p, err := t.event(seq)
	if err != nil || p.AgentID == 0 {
		return nil, err
	}
	name, err := t.tx.PersonName(p.AgentID)
	if err != nil {
		return nil, err
	}
	args := t.args(map[string]any{"agent": name})
	out := []letter{
		{TextAgent, []string{models.EnterpriseKey(t.c.EnterpriseID)}, args},
		{TextAgentNew, []string{models.UserKey(p.AgentID)}, args},
	}
	if p.OldAgentID != 0 {
		out = append(out, letter{TextAgentOld, []string{models.UserKey(p.OldAgentID)}, args})
	}
	return out, nil
}

// handedOver tells who has somebody else's step from now on; its time runs on.
func (t *telling) handedOver(seq int64) ([]letter, error) {
	e, p, err := t.event(seq)
	if err != nil || p.Step == nil || p.Step.HolderID == 0 {
		return nil, err
	}
	steps, err := t.tx.Steps(t.c.ID)
	if err != nil {
		return nil, err
	}
	name := ""
	for i := range steps {
		if steps[i].ID == e.StepID {
			name = steps[i].Name
		}
	}
	args := t.args(map[string]any{"step": name, "by": e.ActorName, "reason": e.Reason})
	return []letter{{TextHanded, []string{models.UserKey(p.Step.HolderID)}, args}}, nil
}

func (t *telling) event(seq int64) (*models.Event, *cases.Payload, error) {
	e, err := t.tx.EventAt(t.c.ID, seq)
	if err != nil {
		return nil, nil, err
	}
	var p cases.Payload
	return e, &p, e.Payload.Into(&p)
}

// supplied tells who holds an accepted case that a material came; in a correction the whole round is told of.
func (t *telling) supplied(p *casePayload) []letter {
	if c := (&models.Case{Flow: t.c.Flow, Status: p.To}); !c.InReview() {
		return nil
	}
	return []letter{{TextSupplied, t.holders(0), t.args(nil)}}
}

// dueMoved tells of the date that a revision of the calendar moved (R-CAL-06), of several the one to be met
// first; the case's own page shows all.
func (t *telling) dueMoved(seq int64) ([]letter, error) {
	e, err := t.tx.EventAt(t.c.ID, seq)
	if err != nil {
		return nil, err
	}
	var p cases.Payload
	if err := e.Payload.Into(&p); err != nil || len(p.Moved) == 0 {
		return nil, err
	}
	first := slices.MinFunc(p.Moved, func(a, b cases.DueMove) int { return int(a.New - b.New) })
	to := t.holders(0)
	args := t.args(map[string]any{"clock": first.Clock, "old": first.Old, "due": first.New})
	return []letter{{TextDueMoved, append(to, t.applicants(false)...), args}}, nil
}

// holders are the boxes of those who hold open steps; of one step where it is named.
func (t *telling) holders(stepID int64) (to []string) {
	for i := range t.told.Open {
		if s := &t.told.Open[i]; stepID == 0 || s.ID == stepID {
			to = append(to, string(s.OpenKey))
		}
	}
	return to
}

// escalated says whom an escalation is for (R-CARD-06): section head, agency leader, supervisor, leader.
var escalated = map[string]policy.Role{
	"ESCALATE_0": policy.SectionHead, "ESCALATE_1": policy.AgencyLeader, "ESCALATE_2": policy.Supervisor, "ESCALATE_3": policy.Leader,
}

// lawful are the clocks whose limit is the law's own towards the applicant: past it, reconsideration is open
// for failure to act (R-CARD-06).
var lawful = []models.ClockKind{models.ClockL, models.ClockJ, models.ClockD, models.ClockW}

// alert tells who holds the work that it is due; from overdue on the applicant as well, and one by one
// those above.
func (t *telling) alert(kind string) ([]letter, error) {
	var p struct {
		Clock models.ClockKind `json:"clock"`
		Due   models.Date      `json:"due"`
	}
	if err := t.fact.Payload.Into(&p); err != nil {
		return nil, err
	}
	args := t.args(map[string]any{"clock": p.Clock, "due": p.Due})
	if role, ok := escalated[kind]; ok {
		dept := t.c.DeptCode
		if role == policy.Supervisor || role == policy.Leader {
			dept = ""
		}
		return []letter{{TextEscalated, []string{models.DeskKey(t.region, dept, string(role))}, args}}, nil
	}
	to := t.holders(0)
	switch kind {
	case "WARN":
		return []letter{{TextWarn, to, args}}, nil
	case "DUE":
		return []letter{{TextDue, to, args}}, nil
	case "OVERDUE":
		text := TextOverdue
		if slices.Contains(lawful, p.Clock) {
			text = TextDelayed
		}
		return []letter{{TextOverdue, to, args}, {text, t.applicants(false), args}}, nil
	}
	return nil, nil
}
