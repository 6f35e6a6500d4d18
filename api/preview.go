package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// previewRoutes are one route for each verb, with the action of the verb itself: who may not do it
// may not try it.
func (s *Server) previewRoutes() []Route {
	out := []Route{
		{Method: http.MethodGet, Path: "/cases/{id}/parts", Action: cases.Read, ID: "list-parts", Summary: "联合办理的各部分", Tag: tagCase, Do: do(s.listParts)},
	}
	for _, v := range slices.Sorted(maps.Keys(cases.Verbs())) {
		if v == models.VerbSubmit {
			continue
		}
		out = append(out, Route{
			Method: http.MethodPost, Path: "/cases/{id}/previews/" + string(v), Action: cases.ActionOf(v),
			ID: "preview-" + strings.ReplaceAll(string(v), "_", "-"), Summary: "预览：" + say("zh", "verb."+string(v), nil), Tag: tagCase, Do: do(s.preview(v)),
		})
	}
	return out
}

func (s *Server) preview(v models.Verb) func(context.Context, *askedOf[cases.MoveInput]) (*body[*cases.Outcome], error) {
	return func(ctx context.Context, in *askedOf[cases.MoveInput]) (*body[*cases.Outcome], error) {
		return answer(s.Cases.Preview(ctx, actorOf(ctx), in.ID, v, &in.Body))
	}
}

func (s *Server) listParts(ctx context.Context, in *oneID) (*body[list[cases.Part]], error) {
	return rows(s.Cases.Parts(ctx, actorOf(ctx), in.ID))
}
