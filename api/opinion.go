package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/opinions"
)

func (s *Server) opinionRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/opinions", Action: opinions.Read, ID: "list-asked-opinions", Summary: "待我部门答复的征求意见", Tag: tagWork, Do: do(s.askedOpinions)},
		{Method: http.MethodGet, Path: "/cases/{id}/opinions", Action: opinions.Read, ID: "list-opinions", Summary: "办件的征求意见", Tag: tagCase, Do: do(s.listOpinions)},
		{Method: http.MethodPost, Path: "/cases/{id}/opinions", Action: opinions.Ask, ID: "ask-opinion", Summary: "征求部门意见", Tag: tagCase, Do: do(s.askOpinion)},
		{Method: http.MethodPost, Path: "/opinions/{id}/give", Action: opinions.Give, ID: "give-opinion", Summary: "答复征求意见", Tag: tagCase, Do: do(s.giveOpinion)},
		{Method: http.MethodPost, Path: "/opinions/{id}/withdraw", Action: opinions.Withdraw, ID: "withdraw-opinion", Summary: "撤回征求意见", Tag: tagCase, Do: do(s.withdrawOpinion)},
	}
}

type limitQuery struct {
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) askedOpinions(ctx context.Context, in *limitQuery) (*body[list[models.OpinionRequest]], error) {
	return rows(s.Opinions.Asked(ctx, actorOf(ctx), in.Limit))
}

func (s *Server) listOpinions(ctx context.Context, in *oneID) (*body[list[models.OpinionRequest]], error) {
	return rows(s.Opinions.Of(ctx, actorOf(ctx), in.ID))
}

type askBody struct {
	Dept          string               `json:"dept" maxLength:"20"`
	Question      string               `json:"question"`
	LimitDays     int                  `json:"limitDays" doc:"working days; 0 for the usual"`
	SilenceEffect models.SilenceEffect `json:"silenceEffect" enum:",NONE,DEEMED_NO_OBJECTION"`
	Rule          string               `json:"rule" doc:"cited where silence is to count"`
}

func (s *Server) askOpinion(ctx context.Context, in *askedOf[askBody]) (*body[*models.OpinionRequest], error) {
	b := in.Body
	return answer(s.Opinions.Ask(ctx, actorOf(ctx), opinions.AskInput{
		CaseID: in.ID, Dept: b.Dept, Question: b.Question, LimitDays: b.LimitDays, SilenceEffect: b.SilenceEffect, Rule: b.Rule,
	}))
}

func (s *Server) giveOpinion(ctx context.Context, in *askedOf[opinions.GiveInput]) (*body[*models.OpinionRequest], error) {
	return answer(s.Opinions.Give(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) withdrawOpinion(ctx context.Context, in *askedOf[opinions.WithdrawInput]) (*body[*models.OpinionRequest], error) {
	return answer(s.Opinions.Withdraw(ctx, actorOf(ctx), in.ID, in.Body))
}
