package models

import "slices"

// Verb is what is done to a case: the name of a move in the API, the journal and the pages.
type Verb string

// Verbs of permits; the other flows share some of them.
const (
	VerbSubmit            Verb = "submit"
	VerbDiscard           Verb = "discard"
	VerbHoldPending       Verb = "hold_pending"
	VerbReceivePending    Verb = "receive_pending"
	VerbReleasePending    Verb = "release_pending"
	VerbAccept            Verb = "accept"
	VerbRequireCorrection Verb = "require_correction"
	VerbReturn            Verb = "return"
	VerbResubmit          Verb = "resubmit"
	VerbNotAccept         Verb = "not_accept"
	VerbNotAcceptFalse    Verb = "not_accept_false"
	VerbNotRequired       Verb = "not_required"
	VerbDeemAccept        Verb = "deem_accept"
	VerbAcceptTolerant    Verb = "accept_tolerant"
	VerbCloseGap          Verb = "close_gap"
	VerbTerminateGap      Verb = "terminate_gap"
	VerbAssign            Verb = "assign"
	VerbStartSpecial      Verb = "start_special"
	VerbEndSpecial        Verb = "end_special"
	VerbReplanSpecial     Verb = "replan_special"
	VerbAskSupplement     Verb = "ask_supplement"
	VerbExtend            Verb = "extend"
	VerbApprove           Verb = "approve"
	VerbRefuse            Verb = "refuse"
	VerbDecideInstant     Verb = "decide_instant"
	VerbMakeCertificate   Verb = "make_certificate"
	VerbDeliver           Verb = "deliver"
	VerbWithdraw          Verb = "withdraw"
	VerbTerminate         Verb = "terminate"
	VerbSuspend           Verb = "suspend"
	VerbResume            Verb = "resume"
	VerbForward           Verb = "forward"
)

// Verbs of filings.
const (
	VerbAskInfo         Verb = "ask_info"
	VerbComplete        Verb = "complete"
	VerbRegister        Verb = "register"
	VerbReportChange    Verb = "report_change"
	VerbOrderCorrection Verb = "order_correction"
	VerbConfirmChange   Verb = "confirm_correction"
	VerbCancel          Verb = "cancel"
)

// Verbs of services, factor requests, tasks and composites.
const (
	VerbTriage       Verb = "triage"
	VerbAnswer       Verb = "answer"
	VerbConstruct    Verb = "construct"
	VerbConnect      Verb = "connect"
	VerbSatisfy      Verb = "satisfy"
	VerbNotPossible  Verb = "not_possible"
	VerbConfirm      Verb = "confirm"
	VerbConfirmLapse Verb = "confirm_lapse"
	VerbReopen       Verb = "reopen"
	VerbStart        Verb = "start"
	VerbFinish       Verb = "finish"
	VerbClose        Verb = "close"
)

// Rounds limits a transition to the first or to later rounds of submission.
type Rounds string

// Rounds a transition is for; "" for any.
const (
	FirstRound  Rounds = "n=1"
	LaterRounds Rounds = "n≥2"
)

// Transition is one line of a flow's table (RULES §2): from any of From, Verb leads to To.
type Transition struct {
	Code   string
	From   []Status
	Verb   Verb
	To     Status // "" leaves the status
	Rounds Rounds
	Timer  bool   // done by a timer, never by a person
	Paper  string // the kind of paper that it writes, "" for none
	Guard  string // what must hold, in words; workflow checks it
}

// TransitionTable is the life of one flow.
type TransitionTable struct {
	Flow     Flow
	Statuses []Status
	Terminal []Status
	Rows     []Transition
}

var (
	openPermit = []Status{Submitted, CorrectionRequired, Accepted, UnderReview, InSpecialProcedure, Suspended}
	inReview   = []Status{Accepted, UnderReview, InSpecialProcedure, Suspended}
)

var permitTable = TransitionTable{
	Flow: FlowPermit,
	Statuses: []Status{
		Draft, Abandoned, Pending, Submitted, CorrectionRequired, NotAccepted, NotRequired, Returned, Accepted, UnderReview,
		InSpecialProcedure, Suspended, Approved, Refused, CertificateMaking, Delivered, Withdrawn, Terminated,
	},
	Terminal: []Status{Abandoned, NotAccepted, NotRequired, Returned, Withdrawn, Terminated, Delivered},
	Rows: []Transition{
		{Code: "T01", From: []Status{Draft}, Verb: VerbSubmit, To: Submitted, Paper: "DOC-01", Guard: "required fields and materials"},
		{Code: "T01b", From: []Status{Draft}, Verb: VerbDiscard, To: Abandoned, Guard: "the applicant, or 90 days untouched"},
		{Code: "T01c", From: []Status{Draft}, Verb: VerbHoldPending, To: Pending, Guard: "in a joint set, a HARD precondition is unmet"},
		{Code: "T01d", From: []Status{Pending}, Verb: VerbReceivePending, To: Submitted, Paper: "DOC-01", Guard: "the precondition's result exists"},
		{Code: "T01e", From: []Status{Pending}, Verb: VerbReleasePending, To: Draft, Guard: "the precondition was refused, withdrawn or ended"},
		{Code: "T02", From: []Status{Submitted}, Verb: VerbAccept, To: Accepted, Paper: "DOC-02", Guard: "complete; project code for investment items"},
		{Code: "T03", From: []Status{Submitted}, Verb: VerbRequireCorrection, To: CorrectionRequired, Rounds: FirstRound, Paper: "DOC-03", Guard: "in the window; all defects at once; item corrects"},
		{Code: "T03b", From: []Status{Submitted}, Verb: VerbReturn, To: Returned, Paper: "DOC-03R", Guard: "item returns on defect"},
		{Code: "T04", From: []Status{CorrectionRequired}, Verb: VerbResubmit, To: Submitted, Paper: "DOC-01"},
		{Code: "T05", From: []Status{Submitted}, Verb: VerbRequireCorrection, To: CorrectionRequired, Rounds: LaterRounds, Paper: "DOC-03", Guard: "noted defects unmet; a new one needs the section head and is a violation"},
		{Code: "T06", From: []Status{Submitted}, Verb: VerbNotAccept, To: NotAccepted, Paper: "DOC-04", Guard: "not competent (body named), or noted defects unmet, or item refuses with list"},
		{Code: "T06b", From: []Status{Submitted, CorrectionRequired}, Verb: VerbNotAcceptFalse, To: NotAccepted, Paper: "DOC-04", Guard: "false materials or barred; evidence; two persons"},
		{Code: "T07", From: []Status{Submitted}, Verb: VerbNotRequired, To: NotRequired, Paper: "DOC-04N"},
		{Code: "T08", From: []Status{Submitted}, Verb: VerbDeemAccept, To: Accepted, Timer: true, Paper: "DOC-02D", Guard: "window passed in silence; item lapses to deemed acceptance"},
		{Code: "T09", From: []Status{Submitted}, Verb: VerbAcceptTolerant, To: Accepted, Paper: "DOC-05", Guard: "only materials that may follow are missing; written promise; gap due ≤ promised due"},
		{Code: "T09b", From: inReview, Verb: VerbCloseGap, Paper: "DOC-01", Guard: "a gap is open; the material was checked"},
		{Code: "T10", From: inReview, Verb: VerbTerminateGap, To: Terminated, Paper: "DOC-14T", Guard: "the gap's due date has passed; section head signs"},
		{Code: "T11", From: []Status{Accepted}, Verb: VerbAssign, To: UnderReview},
		{Code: "T12", From: []Status{Accepted, UnderReview, InSpecialProcedure}, Verb: VerbStartSpecial, To: InSpecialProcedure, Paper: "DOC-07", Guard: "reason allowed for the item; served on or before its first day; start ≤ legal due"},
		{Code: "T13", From: []Status{InSpecialProcedure}, Verb: VerbEndSpecial, To: UnderReview, Guard: "the last open pause; by a person, or at the planned end 24:00"},
		{Code: "T13b", From: []Status{InSpecialProcedure}, Verb: VerbReplanSpecial, Paper: "DOC-07C", Guard: "served on or before the old end; within the cap"},
		{Code: "V42", From: []Status{Accepted, UnderReview, InSpecialProcedure}, Verb: VerbAskSupplement, Guard: "materials of the case's list; no clock waits for them (R-CLK-14)"},
		{Code: "T14", From: []Status{UnderReview, InSpecialProcedure}, Verb: VerbExtend, Paper: "DOC-08", Guard: "item has an extension, unused; its approver; approved and served by the due date"},
		{Code: "V30", From: []Status{Accepted, UnderReview}, Verb: VerbForward, To: UnderReview, Guard: "the item is not decided in the county; its own steps are done; once"},
		{Code: "T15", From: []Status{UnderReview}, Verb: VerbApprove, To: Approved, Paper: "DOC-10", Guard: "reviewer ≠ approver; no open gap; site check by two"},
		{Code: "T15", From: []Status{UnderReview}, Verb: VerbRefuse, To: Refused, Paper: "DOC-11", Guard: "reviewer ≠ approver; reasons and remedies"},
		{Code: "T16", From: []Status{Approved}, Verb: VerbMakeCertificate, To: CertificateMaking, Paper: "DOC-12", Guard: "item has a certificate"},
		{Code: "T17", From: []Status{Approved, CertificateMaking, Refused}, Verb: VerbDeliver, To: Delivered, Paper: "DOC-13", Guard: "proof of delivery"},
		{Code: "T18", From: append([]Status{Pending}, openPermit...), Verb: VerbWithdraw, To: Withdrawn, Paper: "DOC-14W", Guard: "the applicant, in writing"},
		{Code: "T19", From: openPermit, Verb: VerbTerminate, To: Terminated, Paper: "DOC-14T", Guard: "object lost; or nothing handed in within the local limit"},
		{Code: "T20", From: []Status{UnderReview, InSpecialProcedure}, Verb: VerbSuspend, To: Suspended, Paper: "DOC-14S", Guard: "item law allows it"},
		{Code: "T20b", From: []Status{Suspended}, Verb: VerbResume, To: UnderReview, Paper: "DOC-14R"},
	},
}

var filingTable = TransitionTable{
	Flow:     FlowFiling,
	Statuses: []Status{Draft, Abandoned, Pending, Submitted, InfoIncomplete, Filed, Updated, CorrectionOrdered, Cancelled, Withdrawn},
	Terminal: []Status{Abandoned, Cancelled, Withdrawn},
	Rows: []Transition{
		{Code: "F01", From: []Status{Draft}, Verb: VerbSubmit, To: Submitted, Paper: "DOC-01"},
		{Code: "F01c", From: []Status{Draft}, Verb: VerbHoldPending, To: Pending, Guard: "in a joint set, a HARD precondition is unmet"},
		{Code: "F01d", From: []Status{Pending}, Verb: VerbReceivePending, To: Submitted, Paper: "DOC-01", Guard: "the precondition's result exists"},
		{Code: "F01e", From: []Status{Pending}, Verb: VerbReleasePending, To: Draft, Guard: "the precondition was refused, withdrawn or ended"},
		{Code: "F02", From: []Status{Submitted}, Verb: VerbAskInfo, To: InfoIncomplete, Paper: "DOC-15G", Guard: "all gaps listed with guidance, or the right body named"},
		{Code: "F03", From: []Status{InfoIncomplete}, Verb: VerbComplete, To: Submitted, Paper: "DOC-01"},
		{Code: "F04", From: []Status{Submitted}, Verb: VerbRegister, To: Filed, Paper: "DOC-15F", Guard: "all information received; dated by its receipt"},
		{Code: "F05", From: []Status{Filed, Updated}, Verb: VerbReportChange, To: Updated, Paper: "DOC-15U"},
		{Code: "F06", From: []Status{Filed, Updated}, Verb: VerbOrderCorrection, To: CorrectionOrdered, Paper: "DOC-15O", Guard: "grounds"},
		{Code: "F07", From: []Status{CorrectionOrdered}, Verb: VerbConfirmChange, To: Updated, Paper: "DOC-15C", Guard: "checked"},
		{Code: "F08", From: []Status{Filed, Updated, CorrectionOrdered}, Verb: VerbCancel, To: Cancelled, Paper: "DOC-15X", Guard: "two persons"},
		{Code: "F09", From: []Status{Draft}, Verb: VerbDiscard, To: Abandoned},
		{Code: "F09", From: []Status{Pending, Submitted, InfoIncomplete}, Verb: VerbWithdraw, To: Withdrawn, Paper: "DOC-14W"},
	},
}

var serviceTable = TransitionTable{
	Flow: FlowService,
	Statuses: []Status{
		Draft, Abandoned, Pending, Raised, Triaged, Assigned, Answered, Construction, Connected, Satisfied, NotPossible, Confirmed, Reopened, Withdrawn,
	},
	Terminal: []Status{Abandoned, Confirmed, Withdrawn},
	Rows: []Transition{
		{Code: "R01", From: []Status{Draft}, Verb: VerbSubmit, To: Raised, Paper: "DOC-01"},
		{Code: "R01b", From: []Status{Draft}, Verb: VerbDiscard, To: Abandoned},
		{Code: "R01c", From: []Status{Draft}, Verb: VerbHoldPending, To: Pending, Guard: "in a joint set, a HARD precondition is unmet"},
		{Code: "R01d", From: []Status{Pending}, Verb: VerbReceivePending, To: Raised, Paper: "DOC-01", Guard: "the precondition's result exists"},
		{Code: "R01e", From: []Status{Pending}, Verb: VerbReleasePending, To: Draft, Guard: "the precondition was refused, withdrawn or ended"},
		{Code: "R02", From: []Status{Raised}, Verb: VerbTriage, To: Triaged},
		{Code: "R03", From: []Status{Triaged, Reopened}, Verb: VerbAssign, To: Assigned},
		{Code: "R04", From: []Status{Assigned}, Verb: VerbAnswer, To: Answered},
		{Code: "R05", From: []Status{Answered}, Verb: VerbConstruct, To: Construction},
		{Code: "R06", From: []Status{Construction}, Verb: VerbConnect, To: Connected},
		{Code: "R07", From: []Status{Answered}, Verb: VerbSatisfy, To: Satisfied},
		{Code: "R08", From: []Status{Answered}, Verb: VerbNotPossible, To: NotPossible, Guard: "reason; approved by a leader"},
		{Code: "R09", From: []Status{Connected, Satisfied, NotPossible}, Verb: VerbConfirm, To: Confirmed, Guard: "the enterprise"},
		{Code: "R09b", From: []Status{Connected, Satisfied, NotPossible}, Verb: VerbConfirmLapse, To: Confirmed, Timer: true, Guard: "10 working days and two reminders without an answer"},
		{Code: "R10", From: []Status{Connected, Satisfied, NotPossible}, Verb: VerbReopen, To: Reopened, Guard: "the enterprise, with a reason"},
		{Code: "R11", From: []Status{Pending, Raised, Triaged, Assigned, Answered, Construction, Reopened}, Verb: VerbWithdraw, To: Withdrawn},
	},
}

var taskTable = TransitionTable{
	Flow:     FlowTask,
	Statuses: []Status{Draft, Abandoned, Pending, Open, InProgress, Done, Cancelled},
	Terminal: []Status{Abandoned, Done, Cancelled},
	Rows: []Transition{
		{Code: "K01", From: []Status{Draft}, Verb: VerbSubmit, To: Open},
		{Code: "K01b", From: []Status{Draft}, Verb: VerbDiscard, To: Abandoned},
		{Code: "K01c", From: []Status{Draft}, Verb: VerbHoldPending, To: Pending, Guard: "in a joint set, a HARD precondition is unmet"},
		{Code: "K01d", From: []Status{Pending}, Verb: VerbReceivePending, To: Open, Guard: "the precondition's result exists"},
		{Code: "K01e", From: []Status{Pending}, Verb: VerbReleasePending, To: Draft, Guard: "the precondition was refused, withdrawn or ended"},
		{Code: "K02", From: []Status{Open}, Verb: VerbStart, To: InProgress},
		{Code: "V30", From: []Status{InProgress}, Verb: VerbForward, Guard: "the item is not decided in the county; once"},
		{Code: "K03", From: []Status{InProgress}, Verb: VerbFinish, To: Done},
		{Code: "K04", From: []Status{Pending, Open, InProgress}, Verb: VerbCancel, To: Cancelled},
	},
}

var compositeTable = TransitionTable{
	Flow:     FlowComposite,
	Statuses: []Status{Draft, Abandoned, InProgress, Closed},
	Terminal: []Status{Abandoned, Closed},
	Rows: []Transition{
		{Code: "C01", From: []Status{Draft}, Verb: VerbSubmit, To: InProgress, Paper: "DOC-01"},
		{Code: "C01b", From: []Status{Draft}, Verb: VerbDiscard, To: Abandoned},
		{Code: "C02", From: []Status{InProgress}, Verb: VerbClose, To: Closed, Timer: true, Guard: "every part is terminal, FILED, DONE or CONFIRMED"},
	},
}

// TableOf gives the life of a flow; nil for an unknown flow.
func TableOf(f Flow) *TransitionTable {
	switch f {
	case FlowPermit:
		return &permitTable
	case FlowFiling:
		return &filingTable
	case FlowService:
		return &serviceTable
	case FlowTask:
		return &taskTable
	case FlowComposite:
		return &compositeTable
	}
	return nil
}

// Flows are all flows, in the order of the documentation.
var Flows = []Flow{FlowPermit, FlowFiling, FlowService, FlowTask, FlowComposite}

// Find gives the line for verb in status at this round, or an Illegal error: not in the table is
// not allowed.
func (t *TransitionTable) Find(status Status, verb Verb, round int) (*Transition, error) {
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Verb == verb && slices.Contains(r.From, status) && r.Rounds.holds(round) {
			return r, nil
		}
	}
	return nil, E(Illegal, "case.move_not_allowed").With("verb", string(verb)).With("status", string(status))
}

func (r Rounds) holds(round int) bool {
	switch r {
	case FirstRound:
		return round <= 1
	case LaterRounds:
		return round >= 2
	}
	return true
}

// Verbs gives what a person may do in status at this round, in the order of the table.
func (t *TransitionTable) Verbs(status Status, round int) []Verb {
	var out []Verb
	for _, r := range t.Rows {
		if !r.Timer && slices.Contains(r.From, status) && r.Rounds.holds(round) && !slices.Contains(out, r.Verb) {
			out = append(out, r.Verb)
		}
	}
	return out
}

// IsTerminal tells whether nothing moves the case any more.
func (c *Case) IsTerminal() bool {
	t := TableOf(c.Flow)
	return t != nil && slices.Contains(t.Terminal, c.Status)
}

// IsOpen tells whether the case is somebody's work: handed in and not yet at its end. A filing is
// done when it is FILED; a permit is open until it is delivered.
func (c *Case) IsOpen() bool {
	switch c.Status {
	case Draft, Pending, Filed, Updated:
		return false
	}
	return !c.IsTerminal()
}

// WithAgency tells whether the case is in the agency's hands: open, and not waiting for the applicant to correct
// it, to set a filing right, or to confirm what was done.
func (c *Case) WithAgency() bool {
	switch c.Status {
	case CorrectionRequired, InfoIncomplete, CorrectionOrdered, Connected, Satisfied, NotPossible:
		return false
	}
	return c.IsOpen()
}

// InReview tells whether it was accepted and is not yet decided (RULES §2.1).
func (c *Case) InReview() bool { return c.Flow == FlowPermit && slices.Contains(inReview, c.Status) }
