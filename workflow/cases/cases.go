// Package cases takes a case through its life: one engine for every flow. Each move is one
// transaction that settles the case first, checks the transition table and the guards of the law,
// and writes the event, the papers, the clocks, the steps, the counters and the outbox together.
package cases

import (
	"context"
	"io"
	"sync/atomic"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/county"
)

// Service is what one may do with cases.
type Service struct {
	Store  *store.Store
	Policy *policy.Policy
	County *county.County
	Random io.Reader // crypto/rand; given, so that a seeded demo repeats itself

	stepsCarded atomic.Int64 // until when the cards of steps are written, where the county has them
}

// Actions that are not moves of the transition tables.
const (
	Read   policy.Action = "case:read"
	Create policy.Action = "case:create"
	Edit   policy.Action = "case:edit"
	Queue  policy.Action = "queue:read"
)

// ActionOf gives the action of a verb.
func ActionOf(v models.Verb) policy.Action { return policy.Action("case:" + string(v)) }

// MoveInput is what a person says when moving a case. Which fields a verb needs stands with its
// function; the others are ignored.
type MoveInput struct {
	Version int64  `json:"version"` // of the copy that was looked at; another is a conflict
	Reason  string `json:"reason"`

	Defects       []Defect     `json:"defects"`
	NewDefect     bool         `json:"newDefect"` // a defect not noted before: an override, recorded as a violation
	CompetentBody string       `json:"competentBody"`
	Evidence      string       `json:"evidence"`
	SecondID      int64        `json:"secondId"` // the second person of a dual-control act
	Missing       []string     `json:"missing"`  // codes of materials that may follow (容缺)
	GapDue        models.Date  `json:"gapDue"`
	Promise       bool         `json:"promise"` // the applicant's written promise is on file
	Material      string       `json:"material"`
	Pause         *PauseInput  `json:"pause"`
	Extend        *ExtendInput `json:"extend"`
	Decision      *Decision    `json:"decision"`
	Delivery      *Delivery    `json:"delivery"`
	Answer        *AnswerInput `json:"answer"`
	Order         *OrderInput  `json:"order"`
	ProjectCode   string       `json:"projectCode"` // the national code that a filing or an approval brings
	Ground        string       `json:"ground"`      // of a termination: OBJECT_LOST or NOT_HANDED_IN; of a cancelled filing: GIVEN_UP; of T06b: FALSE_MATERIALS or BARRED; of a refusal: FALSE_MATERIALS
}

// Defect is one line of a one-time notice.
type Defect struct {
	Material string `json:"material"` // code of the material; "" for the form
	Problem  string `json:"problem"`
	Basis    string `json:"basis"`
	HowTo    string `json:"howTo"`
	Sample   string `json:"sample,omitempty"`
}

// PauseInput is a special procedure to begin, end or plan anew.
type PauseInput struct {
	Seq         int64              `json:"seq"` // of the event that began it; 0 for the only open one
	Reason      models.PauseReason `json:"reason"`
	From        models.Date        `json:"from"` // first day not counted; 0: today
	PlannedEnd  models.Date        `json:"plannedEnd"`
	End         models.Date        `json:"end"`
	Waive       bool               `json:"waive"`       // record the case as complex, so that a waivable cap may be passed
	RequestedOn models.Date        `json:"requestedOn"` // of a hearing: when it was asked for; 0: on the first day
	ChairID     int64              `json:"chairId"`     // of a hearing: who presides, never the reviewer (行政许可法 48(1)(3))
}

// ExtendInput is an extension by its approver.
type ExtendInput struct {
	Days int `json:"days"`
}

// Decision is what was decided, in words.
type Decision struct {
	Findings    string      `json:"findings"`
	Articles    string      `json:"articles"`
	Conditions  string      `json:"conditions"`
	ValidMonths int         `json:"validMonths"`
	SiteCheckBy []string    `json:"siteCheckBy,omitempty"`   // two persons or more (行政许可法 34(3))
	Hearing     string      `json:"hearingRecord,omitempty"` // how the record of the hearing was considered (48(2))
	Upper       string      `json:"upper,omitempty"`         // the upper body that decided, of an item handed up
	UpperNo     string      `json:"upperNo,omitempty"`       // its document number
	UpperOn     models.Date `json:"upperOn,omitempty"`       // the date on its document
}

// Delivery is how a paper reached its recipient.
type Delivery struct {
	How       string `json:"how"` // ELECTRONIC, DIRECT, MAIL, LEFT, NOTICE
	Recipient string `json:"recipient"`
	Relation  string `json:"relation"`
	IDTail    string `json:"idTail,omitempty"`    // the last four characters of who collected it
	Signature string `json:"signature,omitempty"` // drawn on the screen: an SVG path of whole numbers, M and L, in a box of 600 × 200
	Place     string `json:"place"`
	Proof     string `json:"proof"` // mail number, system receipt, how it was refused, where it was published

	Witnesses []string `json:"witnesses,omitempty"` // of a paper left at the place
	Record    string   `json:"record,omitempty"`    // photo or video instead of witnesses
}

// OrderInput is what a filer is ordered to do, and by when (F06).
type OrderInput struct {
	Requirement string      `json:"requirement"`
	DueOn       models.Date `json:"dueOn"`
}

// AnswerInput is the answer to a service or factor request.
type AnswerInput struct {
	Plan       string      `json:"plan"`
	SolutionOn models.Date `json:"solutionOn"`
	Level      string      `json:"level"` // FULL, PARTIAL, NONE
}

// move is the function of one verb.
type move func(*work, *MoveInput) error

// moves lists what each verb of a person does; the transition table says when it may.
var moves = map[models.Verb]move{
	models.VerbDiscard:           (*work).discard,
	models.VerbResubmit:          (*work).resubmit,
	models.VerbComplete:          (*work).resubmit,
	models.VerbAccept:            (*work).accept,
	models.VerbAcceptTolerant:    (*work).acceptTolerant,
	models.VerbRequireCorrection: (*work).requireCorrection,
	models.VerbReturn:            (*work).returnWithList,
	models.VerbNotAccept:         (*work).notAccept,
	models.VerbNotAcceptFalse:    (*work).notAcceptFalse,
	models.VerbNotRequired:       (*work).notRequired,
	models.VerbCloseGap:          (*work).closeGap,
	models.VerbTerminateGap:      (*work).terminateGap,
	models.VerbAssign:            (*work).assign,
	models.VerbStartSpecial:      (*work).startSpecial,
	models.VerbEndSpecial:        (*work).endSpecial,
	models.VerbReplanSpecial:     (*work).replanSpecial,
	models.VerbAskSupplement:     (*work).askSupplement,
	models.VerbExtend:            (*work).extend,
	models.VerbApprove:           (*work).approve,
	models.VerbRefuse:            (*work).refuse,
	models.VerbDecideInstant:     (*work).decideInstant,
	models.VerbMakeCertificate:   (*work).makeCertificate,
	models.VerbDeliver:           (*work).deliver,
	models.VerbWithdraw:          (*work).withdraw,
	models.VerbTerminate:         (*work).terminate,
	models.VerbSuspend:           (*work).suspend,
	models.VerbResume:            (*work).resume,
	models.VerbForward:           (*work).forward,
	models.VerbReceivePending:    (*work).receivePending,
	models.VerbReleasePending:    (*work).releasePending,
	models.VerbAskInfo:           (*work).askInfo,
	models.VerbRegister:          (*work).register,
	models.VerbReportChange:      (*work).reportChange,
	models.VerbOrderCorrection:   (*work).orderCorrection,
	models.VerbConfirmChange:     (*work).confirmCorrection,
	models.VerbCancel:            (*work).cancel,
	models.VerbTriage:            (*work).triage,
	models.VerbAnswer:            (*work).answer,
	models.VerbConstruct:         (*work).construct,
	models.VerbConnect:           (*work).connect,
	models.VerbSatisfy:           (*work).satisfy,
	models.VerbNotPossible:       (*work).notPossible,
	models.VerbConfirm:           (*work).confirm,
	models.VerbReopen:            (*work).reopen,
	models.VerbStart:             (*work).start,
	models.VerbFinish:            (*work).finishTask,
}

// Verbs gives the verbs that the engine knows, for the access matrix and the tests.
func Verbs() map[models.Verb]bool {
	out := map[models.Verb]bool{models.VerbSubmit: true}
	for v := range moves {
		out[v] = true
	}
	return out
}

// Move does verb to a case: Denied where the actor's role may never, NotFound outside its rows,
// Conflict on an older copy, Illegal where the state or the law does not allow it now.
func (s *Service) Move(ctx context.Context, a policy.Actor, id int64, verb models.Verb, in *MoveInput) (*models.Case, error) {
	f, ok := moves[verb]
	if !ok {
		return nil, models.E(models.NotFound, "case.verb_unknown")
	}
	return s.do(ctx, a, ActionOf(verb), id, in.Version, func(w *work) error {
		w.verb = verb
		if err := w.allowed(verb); err != nil {
			return err
		}
		return f(w, in)
	})
}
