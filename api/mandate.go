package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) mandateRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/agents", Action: accounts.MandateRead, ID: "list-agents", Summary: "可委托的帮办员", Tag: tagPeople, Do: do(s.listAgents)},
		{Method: http.MethodGet, Path: "/mandates", Action: accounts.MandateRead, ID: "list-mandates", Summary: "委托列表", Tag: tagPeople, Do: do(s.listMandates)},
		{Method: http.MethodPost, Path: "/mandates", Action: accounts.MandateGrant, ID: "grant-mandate", Summary: "委托帮办员", Tag: tagPeople, Do: do(s.grantMandate)},
		{Method: http.MethodPost, Path: "/mandates/requests", Action: accounts.MandateRequest, ID: "request-mandate", Summary: "帮办员请求委托", Tag: tagPeople, Do: do(s.requestMandate), Status: http.StatusAccepted},
		{Method: http.MethodPost, Path: "/mandates/{id}/confirm", Action: accounts.MandateGrant, ID: "confirm-mandate", Summary: "确认委托", Tag: tagPeople, Do: do(s.confirmMandate)},
		{Method: http.MethodPost, Path: "/mandates/{id}/refuse", Action: accounts.MandateGrant, ID: "refuse-mandate", Summary: "拒绝委托请求", Tag: tagPeople, Do: do(s.refuseMandate)},
		{Method: http.MethodPost, Path: "/mandates/{id}/revoke", Action: accounts.MandateRevoke, ID: "revoke-mandate", Summary: "撤销委托", Tag: tagPeople, Do: do(s.revokeMandate)},
	}
}

func (s *Server) listAgents(ctx context.Context, _ *none) (*body[list[accounts.Agent]], error) {
	return rows(s.Accounts.Agents(ctx, actorOf(ctx)))
}

type mandateQuery struct {
	EnterpriseID int64                `query:"enterpriseId" minimum:"0"`
	AgentID      int64                `query:"agentId" minimum:"0"`
	Status       models.MandateStatus `query:"status" enum:"REQUESTED,GRANTED,REFUSED,REVOKED"`
	InForce      bool                 `query:"inForce" doc:"today"`
	Before       int64                `query:"before" minimum:"0"`
	Limit        int                  `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listMandates(ctx context.Context, in *mandateQuery) (*body[list[models.Mandate]], error) {
	f := accounts.MandateFilter{EnterpriseID: in.EnterpriseID, AgentID: in.AgentID, Status: in.Status, Before: in.Before, Limit: in.Limit}
	if in.InForce {
		f.On = s.conf.Now().Date()
	}
	return rows(s.Accounts.Mandates(ctx, actorOf(ctx), f))
}

func (s *Server) grantMandate(ctx context.Context, in *asked[accounts.MandateInput]) (*body[*models.Mandate], error) {
	return answer(s.Accounts.GrantMandate(ctx, actorOf(ctx), in.Body))
}

func (s *Server) requestMandate(ctx context.Context, in *asked[accounts.MandateInput]) (*body[accepted], error) {
	return answer(accepted{true}, s.Accounts.RequestMandate(ctx, actorOf(ctx), in.Body))
}

func (s *Server) confirmMandate(ctx context.Context, in *oneID) (*body[*models.Mandate], error) {
	return answer(s.Accounts.ConfirmMandate(ctx, actorOf(ctx), in.ID))
}

func (s *Server) refuseMandate(ctx context.Context, in *askedOf[why]) (*body[*models.Mandate], error) {
	return answer(s.Accounts.RefuseMandate(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) revokeMandate(ctx context.Context, in *askedOf[why]) (*body[*models.Mandate], error) {
	return answer(s.Accounts.RevokeMandate(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}
