package api

import (
	"context"
	"net/http"

	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func (s *Server) progressRoutes() []Route {
	return []Route{
		{Method: http.MethodPost, Path: "/progress", Action: policy.Public, ID: "look-up-progress", Summary: "凭编号和查询码查进度", Tag: tagPublic, Do: do(s.lookUp), Limited: true},
	}
}

type progressBody struct {
	Number string `json:"number" maxLength:"60"`
	Code   string `json:"code" maxLength:"40" doc:"the 8 characters on the receipt"`
}

func (s *Server) lookUp(ctx context.Context, in *asked[progressBody]) (*body[*cases.Progress], error) {
	return answer(s.Cases.PublicProgress(ctx, in.Body.Number, in.Body.Code))
}
