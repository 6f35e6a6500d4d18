// Package prechecks answers the applicant's question whether a draft would pass (预审, FLOWS §2): a look at
// each point by the department whose item it is, within one working day. It starts no clock of the law, binds
// nobody, and is written in the journal; its points become the checklist of the submission.
package prechecks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

// Actions.
const (
	Ask    policy.Action = "precheck:ask"
	Answer policy.Action = "precheck:answer"
	Read   policy.Action = "precheck:read"
)

// Codes of the events in the journal of the case.
const (
	codeAsk      = "V47"
	codeAnswer   = "V48"
	codeWithdraw = "V49"
)

// maxAsked is how often one draft may be looked at: more is for the counter's telephone.
const maxAsked = 10

// Service is what one may do with pre-checks.
type Service struct {
	Cases   *cases.Service
	returns returns
}

// View is a pre-check with its points and, where the reader may see the draft, the draft.
type View struct {
	*models.PreCheck
	Points []models.PreCheckPoint `json:"points"`
	Late   bool                   `json:"late"` // answered, or still waiting, after its day
}

// Ask asks for a look at a draft, by the enterprise or its agent. Illegal where the case is no draft any more,
// a look is still waited for, or the draft has been looked at ten times.
func (s *Service) Ask(ctx context.Context, a policy.Actor, caseID int64, question string) (*View, error) {
	e := models.E(models.Invalid, "precheck.invalid")
	question = e.Paragraph("question", question, false, 1000)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	scope, err := s.Cases.Policy.Scope(a, Ask)
	if err != nil {
		return nil, err
	}
	var p *models.PreCheck
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) error {
		c, err := tx.Case(scope, caseID)
		if err != nil {
			return err
		}
		if err := mayAsk(tx, c); err != nil {
			return err
		}
		p = &models.PreCheck{
			CaseID: c.ID, EnterpriseID: c.EnterpriseID, Region: c.Region, DeptCode: c.DeptCode, WindowCode: s.Cases.County.Now().Settings.WindowDept, ItemCode: c.ItemCode, ItemName: c.ItemName,
			Status: models.PreCheckAsked, Question: question, AskedBy: a.UserID, AskedName: a.Name, AskedAt: tx.Now,
			DueOn: s.Cases.County.Now().Calendar.Next(tx.Today()),
		}
		if a.Role == policy.Agent {
			client, err := tx.Applicant(c.EnterpriseID)
			if err != nil {
				return err
			}
			p.ActingFor = client.Name
		}
		if err := tx.CreatePreCheck(p); err != nil {
			return err
		}
		return s.tell(ctx, tx, a, scope, p, codeAsk, "ask_precheck", question, "precheck.asked", s.desks(p)...)
	})
	if err != nil {
		return nil, err
	}
	return s.view(p, nil, nil, s.Cases.Store.Now().Date()), nil
}

func mayAsk(tx *store.Tx, c *models.Case) error {
	if c.Status != models.Draft {
		return models.E(models.Illegal, "case.not_editable").With("status", string(c.Status))
	}
	all, err := tx.PreChecksOf(c.ID)
	if err != nil {
		return err
	}
	if len(all) >= maxAsked {
		return models.E(models.Illegal, "precheck.too_often").With("max", maxAsked)
	}
	if slices.ContainsFunc(all, func(p models.PreCheck) bool { return p.Status == models.PreCheckAsked }) {
		return models.E(models.Illegal, "precheck.waiting")
	}
	return nil
}

// desks are the boxes of those who may answer: the window, and the department whose item it is.
func (s *Service) desks(p *models.PreCheck) []string {
	region := s.Cases.County.Now().Settings.Region
	return []string{models.DeskKey(region, p.WindowCode, string(policy.Window)), models.DeskKey(region, p.DeptCode, string(policy.Reviewer))}
}

// tell writes the event and the fact of a pre-check.
func (s *Service) tell(
	ctx context.Context, tx *store.Tx, a policy.Actor, in policy.Scope, p *models.PreCheck, code, verb, reason, kind string, to ...string,
) error {
	if err := s.Cases.NoteIn(ctx, tx, a, in, p.CaseID, code, verb, reason, cases.Payload{To: []string{p.DeptCode}}); err != nil {
		return err
	}
	return tx.Emit(models.Outbox{
		Kind: kind, Region: p.Region, CaseID: p.CaseID, ActorID: a.UserID,
		Payload: models.JSONOf(models.Tell{To: to, Args: map[string]any{"item": p.ItemCode, "itemName": p.ItemName, "due": p.DueOn, "precheck": p.ID}}),
	})
}

// Withdraw takes a question back, by the side that asked it.
func (s *Service) Withdraw(ctx context.Context, a policy.Actor, id int64) (*View, error) {
	scope, err := s.Cases.Policy.Scope(a, Ask)
	if err != nil {
		return nil, err
	}
	var p *models.PreCheck
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if p, err = waiting(tx, scope, id); err != nil {
			return err
		}
		p.Status, p.EndedAt = models.PreCheckWithdrawn, tx.Now
		if err := tx.SavePreCheck(p); err != nil {
			return err
		}
		return s.tell(ctx, tx, a, scope, p, codeWithdraw, "withdraw_precheck", "", "precheck.withdrawn", s.desks(p)...)
	})
	if err != nil {
		return nil, err
	}
	return s.view(p, nil, nil, s.Cases.Store.Now().Date()), nil
}

func waiting(tx *store.Tx, in policy.Scope, id int64) (*models.PreCheck, error) {
	p, err := tx.PreCheck(in, id)
	if err == nil && p.Status != models.PreCheckAsked {
		err = models.E(models.Illegal, "precheck.not_waiting").With("status", string(p.Status))
	}
	return p, err
}

// AnswerInput is what was found. Every material of the draft has a point; fields and remarks as needed.
type AnswerInput struct {
	Version int64                  `json:"version"`
	Points  []models.PreCheckPoint `json:"points"`
	Advice  string                 `json:"advice"`
}

// Answer answers a question point by point, by the department whose item it is: Invalid at
// points.N where a point is of nothing that the draft has, or a material was not looked at.
func (s *Service) Answer(ctx context.Context, a policy.Actor, id int64, in AnswerInput) (*View, error) {
	scope, err := s.Cases.Policy.Scope(a, Answer)
	if err != nil {
		return nil, err
	}
	var p *models.PreCheck
	err = s.Cases.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		if p, err = waiting(tx, scope, id); err != nil {
			return err
		}
		if in.Version != 0 && in.Version != p.Version {
			return models.E(models.Conflict, "precheck.changed_meanwhile")
		}
		draft := policy.Everything("the draft of a pre-check that the department was asked for")
		c, err := tx.Case(draft, p.CaseID)
		if err != nil {
			return err
		}
		m, err := tx.Membership(c.EnterpriseID, a.UserID)
		if err == nil && m.Status != models.MemberRemoved {
			return models.E(models.Denied, "enterprise.own_interest")
		}
		if err != nil && models.CodeOf(err) != models.NotFound {
			return err
		}
		mats, err := tx.Materials(c.ID)
		if err != nil {
			return err
		}
		if err := s.take(p, c, mats, &in); err != nil {
			return err
		}
		p.Status, p.AnsweredBy, p.AnsweredName, p.AnsweredAt, p.EndedAt = models.PreCheckAnswered, a.UserID, a.Name, tx.Now, tx.Now
		if err := tx.SavePreCheck(p); err != nil {
			return err
		}
		to := []string{models.EnterpriseKey(c.EnterpriseID)}
		if c.AgentID != 0 {
			to = append(to, models.UserKey(c.AgentID))
		}
		return s.tell(ctx, tx, a, draft, p, codeAnswer, "answer_precheck", p.Advice, "precheck.answered", to...)
	})
	if err != nil {
		return nil, err
	}
	return s.view(p, nil, nil, s.Cases.Store.Now().Date()), nil
}

// take checks the points and puts them into the pre-check, each field with what it says now.
func (s *Service) take(p *models.PreCheck, c *models.Case, mats []models.Material, in *AnswerInput) error {
	_, form, err := s.Cases.DraftForm(c)
	if err != nil {
		return err
	}
	answers, err := answersOf(c)
	if err != nil {
		return err
	}
	e := models.E(models.Invalid, "precheck.invalid")
	p.Advice = e.Paragraph("advice", in.Advice, false, 2000)
	if len(in.Points) > maxPoints {
		e.At("points", "precheck.too_many_points")
	}
	looked := map[string]bool{}
	for i := range in.Points {
		pt := &in.Points[i]
		checkPoint(e, fmt.Sprintf("points.%d", i), pt, mats, form)
		pt.Was, pt.Done = models.RawJSON(answers[pt.Field]), false
		looked[pt.Material] = true
	}
	for _, m := range mats {
		if m.State != models.MaterialHeld && !looked[m.Code] {
			e.At("points", "precheck.material_open")
			break
		}
	}
	p.Points = models.JSONOf(in.Points)
	return e.OrNil()
}

const maxPoints = 200

// checkPoint tells what is wrong with one point.
func checkPoint(e *models.Error, at string, pt *models.PreCheckPoint, mats []models.Material, form *catalog.Form) {
	switch {
	case pt.Material != "" && !slices.ContainsFunc(mats, func(m models.Material) bool { return m.Code == pt.Material }):
		e.At(at+".material", "material.not_found")
	case pt.Field != "" && (pt.Material != "" || !form.Has(pt.Field)):
		e.At(at+".field", "precheck.field")
	}
	switch pt.Verdict {
	case models.PointOK, models.PointChange, models.PointNote:
	default:
		e.At(at+".verdict", "field.choice")
	}
	pt.Text = e.Paragraph(at+".text", pt.Text, pt.Verdict != models.PointOK, 1000)
	pt.HowTo = e.Paragraph(at+".howTo", pt.HowTo, false, 1000)
}

func answersOf(c *models.Case) (map[string]json.RawMessage, error) {
	answers := map[string]json.RawMessage{}
	if len(c.Form) == 0 {
		return answers, nil
	}
	return answers, c.Form.Into(&answers)
}

// view is a pre-check as it is read: what the applicant has changed since is derived from the draft.
func (s *Service) view(p *models.PreCheck, answers map[string]json.RawMessage, draft *drafted, today models.Date) *View {
	v := &View{PreCheck: p, Points: []models.PreCheckPoint{}, Late: p.Late(today)}
	if len(p.Points) == 0 || p.Points.Into(&v.Points) != nil || draft == nil {
		return v
	}
	for i := range v.Points {
		pt := &v.Points[i]
		switch {
		case pt.Verdict != models.PointChange:
		case pt.Material != "":
			pt.Done = draft.changedSince(pt.Material, p.AnsweredAt)
		case pt.Field != "":
			pt.Done = !bytes.Equal(bytes.TrimSpace(pt.Was), bytes.TrimSpace(answers[pt.Field]))
		}
	}
	return v
}

// drafted is what hangs on a draft.
type drafted struct {
	mats  []models.Material
	files []models.File
}

// changedSince tells whether a file came to a material, or went from it, after an instant.
func (d *drafted) changedSince(code string, at models.Instant) bool {
	i := slices.IndexFunc(d.mats, func(m models.Material) bool { return m.Code == code })
	return i >= 0 && slices.ContainsFunc(d.files, func(f models.File) bool {
		return f.MaterialID == d.mats[i].ID && (f.UploadedAt > at || f.RemovedAt > at)
	})
}

func (s *Service) draftOf(ctx context.Context, caseID int64) (*drafted, error) {
	mats, err := s.Cases.Store.Materials(ctx, caseID)
	if err != nil {
		return nil, err
	}
	files, err := s.Cases.Store.Files(ctx, caseID)
	return &drafted{mats, files}, err
}

// Of gives the pre-checks of the applicant's own case, oldest first, each point with whether it has been
// dealt with since. NotFound outside.
func (s *Service) Of(ctx context.Context, a policy.Actor, caseID int64) ([]*View, error) {
	scope, err := s.Cases.Policy.Scope(a, Read)
	if err != nil {
		return nil, err
	}
	c, err := s.Cases.Store.Case(ctx, scope, caseID)
	if err != nil {
		return nil, err
	}
	all, err := s.Cases.Store.PreChecks(ctx, scope, caseID)
	if err != nil || len(all) == 0 {
		return []*View{}, err
	}
	answers, err := answersOf(c)
	if err != nil {
		return nil, err
	}
	draft, err := s.draftOf(ctx, caseID)
	if err != nil {
		return nil, err
	}
	today := s.Cases.Store.Now().Date()
	out := make([]*View, 0, len(all))
	for i := range all {
		out = append(out, s.view(&all[i], answers, draft, today))
	}
	return out, nil
}

// Page is what waits for an answer, by what is due.
type Page struct {
	Rows  []*View     `json:"rows" nullable:"false"`
	Today models.Date `json:"today"`
}

// Asked gives what waits for an answer of the actor's desk after a row, by what is due.
func (s *Service) Asked(ctx context.Context, a policy.Actor, after models.Date, afterID int64, limit int) (*Page, error) {
	scope, err := s.Cases.Policy.Scope(a, Answer)
	if err != nil {
		return nil, err
	}
	today := s.Cases.Store.Now().Date()
	all, err := s.Cases.Store.PreChecksAsked(ctx, scope, after, afterID, limit)
	page := &Page{Rows: make([]*View, 0, len(all)), Today: today}
	for i := range all {
		page.Rows = append(page.Rows, s.view(&all[i], nil, nil, today))
	}
	return page, err
}

// Draft is a draft as the department that was asked reads it, while it is asked; later the pre-check alone.
type Draft struct {
	PreCheck   *View             `json:"precheck"`
	Item       *catalog.Item     `json:"item"`
	Form       *catalog.Form     `json:"formDefinition"`
	Enterprise string            `json:"enterprise"`
	Answers    models.RawJSON    `json:"answers"`
	Materials  []models.Material `json:"materials" nullable:"false"`
	Files      []models.File     `json:"files" nullable:"false"`
}

// One gives a pre-check to the desk that was asked. The draft is open to it only as long as it is asked.
func (s *Service) One(ctx context.Context, a policy.Actor, id int64) (*Draft, error) {
	scope, err := s.Cases.Policy.Scope(a, Answer)
	if err != nil {
		return nil, err
	}
	p, err := s.Cases.Store.PreCheck(ctx, scope, id)
	if err != nil {
		return nil, err
	}
	c, err := s.Cases.Store.Case(ctx, policy.Everything("the draft of a pre-check that the department was asked for"), p.CaseID)
	if err != nil {
		return nil, err
	}
	out := &Draft{PreCheck: s.view(p, nil, nil, s.Cases.Store.Now().Date()), Materials: []models.Material{}, Files: []models.File{}}
	if out.Item, out.Form, err = s.Cases.DraftForm(c); err != nil {
		return nil, err
	}
	e, err := s.Cases.Store.Applicant(ctx, c.EnterpriseID)
	if err != nil {
		return nil, err
	}
	out.Enterprise = e.Name
	if p.Status != models.PreCheckAsked {
		return out, nil
	}
	draft, err := s.draftOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	out.Answers, out.Materials, out.Files = c.Form, draft.mats, draft.files
	return out, nil
}
