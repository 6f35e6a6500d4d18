package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/prechecks"
)

func (s *Server) precheckRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/cases/{id}/prechecks", Action: prechecks.Read, ID: "list-prechecks", Summary: "办件的预审", Tag: tagCase, Do: do(s.listPreChecks)},
		{Method: http.MethodPost, Path: "/cases/{id}/prechecks", Action: prechecks.Ask, ID: "ask-precheck", Summary: "请求预审", Tag: tagCase, Do: do(s.askPreCheck)},
		{Method: http.MethodPost, Path: "/prechecks/{id}/withdraw", Action: prechecks.Ask, ID: "withdraw-precheck", Summary: "撤回预审请求", Tag: tagCase, Do: do(s.withdrawPreCheck)},
		{Method: http.MethodGet, Path: "/prechecks", Action: prechecks.Answer, ID: "list-asked-prechecks", Summary: "待答复的预审", Tag: tagWork, Do: do(s.askedPreChecks)},
		{Method: http.MethodGet, Path: "/prechecks/{id}", Action: prechecks.Answer, ID: "get-precheck", Summary: "预审的草稿", Tag: tagWork, Do: do(s.getPreCheck)},
		{Method: http.MethodPost, Path: "/prechecks/{id}/answer", Action: prechecks.Answer, ID: "answer-precheck", Summary: "答复预审", Tag: tagWork, Do: do(s.answerPreCheck)},
		{Method: http.MethodGet, Path: "/items/{code}/returns", Action: policy.Public, ID: "get-item-returns", Summary: "事项常见补正原因", Tag: tagPublic, Do: do(s.itemReturns), Limited: true},
	}
}

func (s *Server) listPreChecks(ctx context.Context, in *oneID) (*body[list[*prechecks.View]], error) {
	return rows(s.PreChecks.Of(ctx, actorOf(ctx), in.ID))
}

type questionBody struct {
	Question string `json:"question" maxLength:"4000" doc:"what the applicant would like to know; may be empty"`
}

func (s *Server) askPreCheck(ctx context.Context, in *askedOf[questionBody]) (*body[*prechecks.View], error) {
	return answer(s.PreChecks.Ask(ctx, actorOf(ctx), in.ID, in.Body.Question))
}

func (s *Server) withdrawPreCheck(ctx context.Context, in *oneID) (*body[*prechecks.View], error) {
	return answer(s.PreChecks.Withdraw(ctx, actorOf(ctx), in.ID))
}

type askedQuery struct {
	AfterDue string `query:"afterDue" format:"date" doc:"dueOn of the last row of the page before"`
	AfterID  int64  `query:"afterId" minimum:"0" doc:"its id"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) askedPreChecks(ctx context.Context, in *askedQuery) (*body[*prechecks.Page], error) {
	e := models.E(models.Invalid, "request.invalid")
	after := day(e, "query.afterDue", in.AfterDue)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return answer(s.PreChecks.Asked(ctx, actorOf(ctx), after, in.AfterID, in.Limit))
}

func (s *Server) getPreCheck(ctx context.Context, in *oneID) (*body[*prechecks.Draft], error) {
	d, err := s.PreChecks.One(ctx, actorOf(ctx), in.ID)
	if err == nil && len(d.Answers) > 0 {
		err = s.Reads.PreCheck(ctx, actorOf(ctx), d.PreCheck.PreCheck)
	}
	return answer(d, err)
}

func (s *Server) answerPreCheck(ctx context.Context, in *askedOf[prechecks.AnswerInput]) (*body[*prechecks.View], error) {
	return answer(s.PreChecks.Answer(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) itemReturns(ctx context.Context, in *itemCode) (*body[*prechecks.Returns], error) {
	return answer(s.PreChecks.Returns(ctx, in.Code))
}
