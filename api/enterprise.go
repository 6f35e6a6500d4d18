package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) enterpriseRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/enterprises", Action: accounts.EnterpriseRead, ID: "list-enterprises", Summary: "企业列表（含待核验）", Tag: tagPeople, Do: do(s.listEnterprises)},
		{Method: http.MethodGet, Path: "/enterprises/{id}", Action: accounts.EnterpriseRead, ID: "get-enterprise", Summary: "企业信息", Tag: tagPeople, Do: do(s.getEnterprise)},
		{Method: http.MethodPatch, Path: "/enterprise", Action: accounts.EnterpriseEdit, ID: "edit-enterprise", Summary: "修改本企业信息", Tag: tagPeople, Do: do(s.editEnterprise)},
		{Method: http.MethodPost, Path: "/enterprise/verification", Action: accounts.EnterpriseEdit, ID: "ask-verification", Summary: "申请核验本企业", Tag: tagPeople, Do: do(s.askVerification)},
		{Method: http.MethodPost, Path: "/enterprises/{id}/verify", Action: accounts.EnterpriseCheck, ID: "verify-enterprise", Summary: "核验企业", Tag: tagPeople, Do: do(s.verifyEnterprise)},
		{Method: http.MethodPost, Path: "/enterprises/{id}/suspend", Action: accounts.EnterpriseCheck, ID: "suspend-enterprise", Summary: "停用或恢复企业", Tag: tagPeople, Do: do(s.suspendEnterprise)},
	}
}

type enterpriseQuery struct {
	Query   string                  `query:"q" maxLength:"100"`
	Status  models.EnterpriseStatus `query:"status" enum:"UNVERIFIED,VERIFIED,SUSPENDED"`
	Waiting bool                    `query:"waiting"`
	After   int64                   `query:"after" minimum:"0"`
	Limit   int                     `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listEnterprises(ctx context.Context, in *enterpriseQuery) (*body[list[models.Enterprise]], error) {
	return rows(s.Accounts.Enterprises(ctx, actorOf(ctx), accounts.EnterpriseFilter{
		Query: in.Query, Status: in.Status, Waiting: in.Waiting, After: in.After, Limit: in.Limit,
	}))
}

func (s *Server) getEnterprise(ctx context.Context, in *oneID) (*body[*models.Enterprise], error) {
	return answer(s.Accounts.Enterprise(ctx, actorOf(ctx), in.ID))
}

func (s *Server) editEnterprise(ctx context.Context, in *asked[accounts.EnterpriseInput]) (*body[*models.Enterprise], error) {
	return answer(s.Accounts.EditEnterprise(ctx, actorOf(ctx), in.Body))
}

func (s *Server) askVerification(ctx context.Context, in *asked[accounts.VerificationInput]) (*body[*models.Enterprise], error) {
	return answer(s.Accounts.AskVerification(ctx, actorOf(ctx), in.Body))
}

func (s *Server) verifyEnterprise(ctx context.Context, in *askedOf[accounts.VerifyInput]) (*body[*models.Enterprise], error) {
	return answer(s.Accounts.VerifyEnterprise(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) suspendEnterprise(ctx context.Context, in *askedOf[accounts.SuspendInput]) (*body[*models.Enterprise], error) {
	return answer(s.Accounts.SuspendEnterprise(ctx, actorOf(ctx), in.ID, in.Body))
}
