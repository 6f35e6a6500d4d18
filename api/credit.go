package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (s *Server) creditRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/enterprises/{id}/credit", Action: cases.CreditRead, ID: "list-credit", Summary: "企业的失信记录（容缺、告知承诺）", Tag: tagPeople, Do: do(s.listCredit)},
		{Method: http.MethodPost, Path: "/credit/{id}/repair", Action: cases.CreditRepair, ID: "repair-credit", Summary: "信用修复", Tag: tagCase, Do: do(s.repairCredit)},
	}
}

func (s *Server) listCredit(ctx context.Context, in *oneID) (*body[list[models.CreditRecord]], error) {
	return rows(s.Cases.Credit(ctx, actorOf(ctx), in.ID))
}

func (s *Server) repairCredit(ctx context.Context, in *askedOf[cases.RepairInput]) (*body[*models.CreditRecord], error) {
	return answer(s.Cases.RepairCredit(ctx, actorOf(ctx), in.ID, &in.Body))
}
