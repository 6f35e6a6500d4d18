package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (s *Server) hearingRoutes() []Route {
	const conduct, request = cases.ConductHearing, cases.RequestHearing
	return []Route{
		{Method: http.MethodPost, Path: "/cases/{id}/hearing/tell", Action: conduct, ID: "tell-hearing", Summary: "听证告知", Tag: tagCase, Do: do(s.hearing("tell"))},
		{Method: http.MethodPost, Path: "/cases/{id}/hearing/notice", Action: conduct, ID: "notice-hearing", Summary: "听证通知", Tag: tagCase, Do: do(s.hearing("notice"))},
		{Method: http.MethodPost, Path: "/cases/{id}/hearing/record", Action: conduct, ID: "record-hearing", Summary: "听证笔录", Tag: tagCase, Do: do(s.hearing("record"))},
		{Method: http.MethodPost, Path: "/cases/{id}/hearing/request", Action: request, ID: "request-hearing", Summary: "要求听证", Tag: tagCase, Do: do(s.hearing("request"))},
		{Method: http.MethodPost, Path: "/cases/{id}/hearing/drop", Action: request, ID: "drop-hearing", Summary: "撤回听证要求", Tag: tagCase, Do: do(s.hearing("drop"))},
		{Method: http.MethodPost, Path: "/cases/{id}/hearing/statement", Action: request, ID: "make-statement", Summary: "陈述申辩", Tag: tagCase, Do: do(s.hearing("statement"))},
	}
}

func (s *Server) hearing(act string) func(context.Context, *askedOf[cases.HearingInput]) (*body[*models.Case], error) {
	return func(ctx context.Context, in *askedOf[cases.HearingInput]) (*body[*models.Case], error) {
		return answer(s.Cases.Hearing(ctx, actorOf(ctx), in.ID, act, &in.Body))
	}
}
