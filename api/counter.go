package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

func (s *Server) counterRoutes() []Route {
	const receive = cases.CounterReceive
	return []Route{
		{Method: http.MethodGet, Path: "/counter/enterprises/{uscc}", Action: receive, ID: "find-counter-enterprise", Summary: "窗口按统一社会信用代码查企业", Tag: tagPeople, Do: do(s.findCounterEnterprise)},
		{Method: http.MethodPost, Path: "/counter/enterprises", Action: receive, ID: "add-counter-enterprise", Summary: "窗口登记来办企业", Tag: tagPeople, Do: do(s.addCounterEnterprise)},
		{Method: http.MethodPost, Path: "/counter/cases", Action: receive, ID: "receive-at-counter", Summary: "窗口收件（纸质）", Tag: tagCase, Do: do(s.receiveAtCounter), Status: created},
		{Method: http.MethodPost, Path: "/counter/cases/{id}/complete", Action: receive, ID: "complete-at-counter", Summary: "窗口收补正材料（纸质）", Tag: tagCase, Do: do(s.completeAtCounter)},
		{Method: http.MethodGet, Path: "/counter/pickups/{number}", Action: cases.ActionOf(models.VerbDeliver), ID: "find-pickup", Summary: "窗口按编号查取件", Tag: tagCase, Do: do(s.findPickup)},
	}
}

type usccRequest struct {
	USCC string `path:"uscc" maxLength:"40"`
}

// counterFound is an enterprise with its projects, newest first.
type counterFound struct {
	Enterprise *models.Enterprise `json:"enterprise"`
	Projects   []counterProject   `json:"projects" nullable:"false"`
}

type counterProject struct {
	ID   int64       `json:"id"`
	Name string      `json:"name"`
	Code models.Text `json:"code"`
}

func (s *Server) findCounterEnterprise(ctx context.Context, in *usccRequest) (*body[counterFound], error) {
	e, projects, err := s.Accounts.CounterEnterprise(ctx, actorOf(ctx), in.USCC)
	found := counterFound{Enterprise: e, Projects: make([]counterProject, 0, len(projects))}
	for i := range projects {
		p := &projects[i].Project
		found.Projects = append(found.Projects, counterProject{p.ID, p.Name, p.Code})
	}
	return answer(found, err)
}

func (s *Server) addCounterEnterprise(ctx context.Context, in *asked[accounts.CounterEnterpriseInput]) (*body[*models.Enterprise], error) {
	e, _, err := s.Accounts.AddCounterEnterprise(ctx, actorOf(ctx), in.Body)
	return answer(e, err)
}

// PapersBody is what came on paper.
type PapersBody struct {
	Form      models.RawJSON        `json:"form" doc:"answers by the item's form; what is missing is for the notice"`
	Attrs     catalog.Attrs         `json:"attrs"`
	Bearer    cases.Bearer          `json:"bearer"`
	Materials []cases.PaperMaterial `json:"materials" nullable:"false" maxItems:"200"`
}

type receiveRequest struct {
	Keyed
	Body struct {
		PapersBody
		ItemCode     string       `json:"itemCode" maxLength:"20"`
		EnterpriseID int64        `json:"enterpriseId" minimum:"1"`
		ProjectID    int64        `json:"projectId"`
		Late         *cases.Proof `json:"late,omitempty" doc:"where the portal was down: when the papers came, by which dated paper, who confirms it"`
	}
}

func (s *Server) receiveAtCounter(ctx context.Context, in *receiveRequest) (*kept[*models.Case], error) {
	b := &in.Body
	input := b.input()
	input.ItemCode, input.EnterpriseID, input.ProjectID, input.Late = b.ItemCode, b.EnterpriseID, b.ProjectID, b.Late
	return once(ctx, in.Key, "receive-at-counter", in.Body, created, func(ctx context.Context) (*models.Case, error) {
		return s.Cases.ReceiveAtCounter(ctx, actorOf(ctx), input)
	})
}

type completePapers struct {
	PapersBody
	Version int64 `json:"version" doc:"of the copy that was looked at"`
}

func (s *Server) completeAtCounter(ctx context.Context, in *askedOf[completePapers]) (*body[*models.Case], error) {
	input := in.Body.input()
	input.Version = in.Body.Version
	return answer(s.Cases.CompleteAtCounter(ctx, actorOf(ctx), in.ID, input))
}

type numberRequest struct {
	Number string `path:"number" maxLength:"40"`
}

// pickup is what is handed over of a decided case.
type pickup struct {
	Case    *models.Case  `json:"case"`
	Name    string        `json:"name" doc:"of the applicant"`
	Papers  []pickupPaper `json:"papers" nullable:"false"`
	Bearer  *cases.Bearer `json:"bearer,omitempty" doc:"who brought the application to the counter"`
	Blocked string        `json:"blocked" doc:"why it cannot be handed over now, in the reader's language"`
}

type pickupPaper struct {
	ID     int64       `json:"id"`
	Kind   string      `json:"kind"`
	Title  string      `json:"title"`
	Number models.Text `json:"number"`
}

func (s *Server) findPickup(ctx context.Context, in *numberRequest) (*body[pickup], error) {
	p, err := s.Cases.Pickup(ctx, actorOf(ctx), in.Number)
	if err != nil {
		return nil, err
	}
	out := pickup{Case: p.Case, Name: p.Name, Papers: make([]pickupPaper, 0, len(p.Papers)), Bearer: p.Bearer}
	for _, one := range p.Papers {
		out.Papers = append(out.Papers, pickupPaper{one.ID, one.Kind, one.Title, one.Number})
	}
	if p.Ready != nil {
		out.Blocked = s.problemOf(ctx, p.Ready).Detail
	}
	return answer(out, nil)
}

func (b *PapersBody) input() *cases.CounterInput {
	return &cases.CounterInput{DraftInput: cases.DraftInput{Form: b.Form, Attrs: b.Attrs}, Bearer: b.Bearer, Materials: b.Materials}
}
