package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/accounts"
)

func (s *Server) grantRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/grants", Action: accounts.GrantRead, ID: "list-grants", Summary: "岗位授权列表", Tag: tagAdmin, Do: do(s.listGrants)},
		{Method: http.MethodPost, Path: "/grants", Action: accounts.GrantPropose, ID: "propose-grant", Summary: "拟授予岗位", Tag: tagAdmin, Do: do(s.proposeGrant)},
		{Method: http.MethodPost, Path: "/grants/{id}/confirm", Action: accounts.GrantConfirm, ID: "confirm-grant", Summary: "确认授权", Tag: tagAdmin, Do: do(s.confirmGrant)},
		{Method: http.MethodPost, Path: "/grants/{id}/reject", Action: accounts.GrantConfirm, ID: "reject-grant", Summary: "驳回授权", Tag: tagAdmin, Do: do(s.rejectGrant)},
		{Method: http.MethodPost, Path: "/grants/{id}/revoke", Action: accounts.GrantRevoke, ID: "revoke-grant", Summary: "收回授权", Tag: tagAdmin, Do: do(s.revokeGrant)},
		{Method: http.MethodGet, Path: "/colleagues", Action: "queue:read", ID: "list-colleagues", Summary: "同部门人员", Tag: tagWork, Do: do(s.listColleagues)},
	}
}

type grantQuery struct {
	UserID int64          `query:"userId" minimum:"0"`
	Role   roleChoice     `query:"role"`
	Dept   string         `query:"dept" maxLength:"16"`
	Status models.Decided `query:"status" enum:"PROPOSED,ACTIVE,REJECTED,REVOKED"`
	After  int64          `query:"after" minimum:"0"`
	Limit  int            `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listGrants(ctx context.Context, in *grantQuery) (*body[list[accounts.GrantLine]], error) {
	f := accounts.GrantFilter{UserID: in.UserID, Role: string(in.Role), Dept: in.Dept, Status: in.Status, After: in.After, Limit: in.Limit}
	return rows(s.Accounts.Grants(ctx, actorOf(ctx), f))
}

func (s *Server) proposeGrant(ctx context.Context, in *asked[accounts.GrantInput]) (*body[*models.Grant], error) {
	return answer(s.Accounts.ProposeGrant(ctx, actorOf(ctx), in.Body))
}

func (s *Server) confirmGrant(ctx context.Context, in *oneID) (*body[*models.Grant], error) {
	return answer(s.Accounts.ConfirmGrant(ctx, actorOf(ctx), in.ID))
}

func (s *Server) rejectGrant(ctx context.Context, in *askedOf[why]) (*body[*models.Grant], error) {
	return answer(s.Accounts.RejectGrant(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) revokeGrant(ctx context.Context, in *askedOf[why]) (*body[*models.Grant], error) {
	return answer(s.Accounts.RevokeGrant(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

type colleagueQuery struct {
	Dept string     `query:"dept" maxLength:"16"`
	Role roleChoice `query:"role"`
}

func (s *Server) listColleagues(ctx context.Context, in *colleagueQuery) (*body[list[accounts.Colleague]], error) {
	return rows(s.Accounts.Colleagues(ctx, actorOf(ctx), in.Dept, policy.Role(in.Role)))
}
