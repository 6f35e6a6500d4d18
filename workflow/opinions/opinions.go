// Package opinions asks other departments for their opinion on a case (征求意见, R-PAR-05). A request
// has a limit of its own and touches no clock of the case; while one is open nothing is decided.
package opinions

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
)

// Actions.
const (
	Ask      policy.Action = "opinion:ask"
	Give     policy.Action = "opinion:give"
	Withdraw policy.Action = "opinion:withdraw"
	Read     policy.Action = "opinion:read"
)

// Codes of the events in the journal of the case.
const (
	codeAsk  = "P01"
	codeGive = "P02"
)

// DefaultLimit is how many working days a department has where the request names no other.
const DefaultLimit = 3

const maxLimit = 60

// Service is what one may do with opinions.
type Service struct{ Cases *cases.Service }

// AskInput is a request for an opinion.
type AskInput struct {
	CaseID        int64                `json:"caseId"`
	Dept          string               `json:"dept"`
	Question      string               `json:"question"`
	LimitDays     int                  `json:"limitDays"`     // working days; 0: DefaultLimit
	SilenceEffect models.SilenceEffect `json:"silenceEffect"` // "" is NONE
	Rule          string               `json:"rule"`          // cited where silence is to count
}

func (in *AskInput) check() error {
	e := models.E(models.Invalid, "opinion.invalid")
	in.Dept = e.Line("dept", in.Dept, true, 16)
	in.Question = e.Paragraph("question", in.Question, true, 4000)
	in.Rule = e.Line("rule", in.Rule, in.SilenceEffect == models.SilenceDeemed, 300)
	if in.LimitDays == 0 {
		in.LimitDays = DefaultLimit
	}
	if in.LimitDays < 1 || in.LimitDays > maxLimit {
		e.At("limitDays", "opinion.limit_range")
	}
	switch in.SilenceEffect {
	case "":
		in.SilenceEffect = models.SilenceNone
	case models.SilenceNone, models.SilenceDeemed:
	default:
		e.At("silenceEffect", "field.choice")
	}
	return e.OrNil()
}

// Ask asks a department. The department gets its part in the case with it. Illegal where the case is
// decided or closed, or the department has an open request already.
func (s *Service) Ask(ctx context.Context, a policy.Actor, in AskInput) (*models.OpinionRequest, error) {
	scope, err := s.Cases.Policy.Scope(a, Ask)
	if err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := s.Cases.County.Fresh(ctx); err != nil {
		return nil, err
	}
	var o *models.OpinionRequest
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		o, err = s.ask(ctx, tx, a, scope, in)
		return err
	})
	return o, err
}

func (s *Service) ask(ctx context.Context, tx *store.Tx, a policy.Actor, scope policy.Scope, in AskInput) (*models.OpinionRequest, error) {
	c, err := tx.Case(scope, in.CaseID)
	if err != nil {
		return nil, err
	}
	if err := mayAsk(tx, a, c, in.Dept); err != nil {
		return nil, err
	}
	snap := s.Cases.County.Now()
	due := sla.DueOn(snap.Calendar, tx.Today(), models.Limit{Value: in.LimitDays, Unit: models.WorkingDay}, nil)
	o := &models.OpinionRequest{
		CaseID: c.ID, Region: c.Region, DeptCode: in.Dept, AskerID: a.UserID, AskerDept: a.Dept, Question: in.Question,
		LimitDays: in.LimitDays, AskedOn: tx.Today(), DueOn: due.On, Provisional: due.Provisional,
		SilenceEffect: in.SilenceEffect, Rule: in.Rule, Status: models.OpinionOpen,
	}
	if err := tx.CreateOpinion(o); err != nil {
		return nil, err
	}
	party := models.CaseParty{CaseID: c.ID, Kind: models.PartyDept, Party: in.Dept, Right: models.RightOpinion}
	if err := tx.AddParties(party); err != nil {
		return nil, err
	}
	p := cases.Payload{To: []string{in.Dept}, Basis: in.Rule, NewDue: o.DueOn}
	if err := s.Cases.NoteIn(ctx, tx, a, scope, c.ID, codeAsk, "ask_opinion", in.Question, p); err != nil {
		return nil, err
	}
	to := models.DeskKey(snap.Settings.Region, in.Dept, string(policy.Reviewer))
	return o, tx.Emit(o.Fact("opinion.asked", c, a.UserID, to))
}

// mayAsk: a department that works on a case that is not decided may ask another one.
func mayAsk(tx *store.Tx, a policy.Actor, c *models.Case, dept string) error {
	if !c.IsOpen() || c.DecidedOn != 0 {
		return models.E(models.Illegal, "opinion.case_not_open").With("status", string(c.Status))
	}
	works, err := tx.HasRight(c.ID, models.PartyDept, a.Dept, models.RightWork)
	if err != nil {
		return err
	}
	if a.Dept != c.DeptCode && !works {
		return models.E(models.Denied, "opinion.not_your_case")
	}
	known, err := tx.DepartmentExists(a.Region, dept)
	if err != nil {
		return err
	}
	if !known || dept == a.Dept {
		return models.E(models.Invalid, "opinion.invalid").At("dept", "opinion.dept")
	}
	asked, err := tx.OpinionAsked(c.ID, dept)
	if err != nil {
		return err
	}
	if asked {
		return models.E(models.Illegal, "opinion.already_asked").With("dept", dept)
	}
	return nil
}
