package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/projects"
)

func (s *Server) poolRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/agent-pool", Action: projects.PoolRead, ID: "list-agent-pool", Summary: "帮办员库", Tag: tagProject, Do: do(s.listPool)},
		{Method: http.MethodPut, Path: "/agent-pool/{id}", Action: projects.PoolEdit, ID: "put-in-agent-pool", Summary: "登记帮办员", Tag: tagProject, Do: do(s.putInPool)},
	}
}

func (s *Server) listPool(ctx context.Context, _ *none) (*body[list[projects.PoolAgent]], error) {
	return rows(s.Projects.Pool(ctx, actorOf(ctx)))
}

func (s *Server) putInPool(ctx context.Context, in *askedOf[projects.PoolInput]) (*body[*models.AgentProfile], error) {
	return answer(s.Projects.PutInPool(ctx, actorOf(ctx), in.ID, in.Body))
}
