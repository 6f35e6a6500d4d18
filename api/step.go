package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func (s *Server) stepRoutes() []Route {
	var out []Route
	for _, v := range cases.StepVerbs() {
		out = append(out, Route{
			Method: http.MethodPost, Path: "/cases/{id}/steps/{step}/" + v, Action: policy.Action("step:" + v),
			ID: "step-" + strings.ReplaceAll(v, "_", "-"), Summary: say("zh", "step_verb."+v, nil), Tag: tagCase, Do: do(s.stepMove(v)),
		})
	}
	return out
}

type stepRequest struct {
	Keyed
	ID   int64 `path:"id" minimum:"1"`
	Step int64 `path:"step" minimum:"1"`
	Body cases.StepInput
}

func (s *Server) stepMove(v string) func(context.Context, *stepRequest) (*kept[*models.Case], error) {
	return func(ctx context.Context, in *stepRequest) (*kept[*models.Case], error) {
		return once(ctx, in.Key, fmt.Sprintf("step:%s/%d/%d", v, in.ID, in.Step), in.Body, http.StatusOK, func(ctx context.Context) (*models.Case, error) {
			return s.Cases.StepMove(ctx, actorOf(ctx), in.ID, in.Step, v, &in.Body)
		})
	}
}
