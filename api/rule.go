package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) ruleRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/rules", Action: accounts.RuleRead, ID: "list-rules", Summary: "权限规则变更", Tag: tagAdmin, Do: do(s.listRules)},
		{Method: http.MethodPost, Path: "/rules", Action: accounts.RulePropose, ID: "propose-rule", Summary: "拟变更权限规则", Tag: tagAdmin, Do: do(s.proposeRule)},
		{Method: http.MethodPost, Path: "/rules/{id}/confirm", Action: accounts.RuleConfirm, ID: "confirm-rule", Summary: "确认权限规则", Tag: tagAdmin, Do: do(s.confirmRule)},
		{Method: http.MethodPost, Path: "/rules/{id}/reject", Action: accounts.RuleConfirm, ID: "reject-rule", Summary: "驳回权限规则", Tag: tagAdmin, Do: do(s.rejectRule)},
		{Method: http.MethodPost, Path: "/rules/{id}/revoke", Action: accounts.RuleConfirm, ID: "revoke-rule", Summary: "撤销权限规则", Tag: tagAdmin, Do: do(s.revokeRule)},
	}
}

type ruleQuery struct {
	Status models.Decided `query:"status" enum:"PROPOSED,ACTIVE,REJECTED,REVOKED"`
}

func (s *Server) listRules(ctx context.Context, in *ruleQuery) (*body[list[models.PolicyRule]], error) {
	return rows(s.Accounts.Rules(ctx, actorOf(ctx), in.Status))
}

func (s *Server) proposeRule(ctx context.Context, in *asked[accounts.RuleInput]) (*body[*models.PolicyRule], error) {
	return answer(s.Accounts.ProposeRule(ctx, actorOf(ctx), in.Body))
}

func (s *Server) confirmRule(ctx context.Context, in *oneID) (*body[*models.PolicyRule], error) {
	return answer(s.Accounts.ConfirmRule(ctx, actorOf(ctx), in.ID))
}

func (s *Server) rejectRule(ctx context.Context, in *askedOf[why]) (*body[*models.PolicyRule], error) {
	return answer(s.Accounts.RejectRule(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) revokeRule(ctx context.Context, in *askedOf[why]) (*body[*models.PolicyRule], error) {
	return answer(s.Accounts.RevokeRule(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}
