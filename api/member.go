package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) memberRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/enterprises/{id}/members", Action: accounts.EnterpriseRead, ID: "list-members", Summary: "企业人员", Tag: tagPeople, Do: do(s.listMembers)},
		{Method: http.MethodPost, Path: "/members/decide", Action: accounts.MemberManage, ID: "decide-member", Summary: "同意或拒绝加入", Tag: tagPeople, Do: do(s.decideMember)},
		{Method: http.MethodPost, Path: "/members/invite", Action: accounts.MemberManage, ID: "invite-member", Summary: "邀请人员", Tag: tagPeople, Do: do(s.inviteMember)},
		{Method: http.MethodDelete, Path: "/members/{id}", Action: accounts.MemberManage, ID: "remove-member", Summary: "移出人员", Tag: tagPeople, Do: do(s.removeMember)},
		{Method: http.MethodPut, Path: "/members/{id}/role", Action: accounts.MemberManage, ID: "set-member-role", Summary: "设定人员身份", Tag: tagPeople, Do: do(s.setMemberRole)},
		{Method: http.MethodPost, Path: "/members/{id}/reset", Action: accounts.MemberManage, ID: "reset-member", Summary: "为人员重置密码", Tag: tagPeople, Do: do(s.resetMember)},
		{Method: http.MethodPost, Path: "/enterprises/{id}/recover", Action: accounts.MemberRecover, ID: "recover-owner", Summary: "窗口为企业管理员重置密码", Tag: tagPeople, Do: do(s.recoverOwner)},
		{Method: http.MethodPost, Path: "/enterprises/{id}/transfer", Action: accounts.MemberRecover, ID: "transfer-ownership", Summary: "窗口变更企业管理员", Tag: tagPeople, Do: do(s.transferOwnership)},
	}
}

func (s *Server) listMembers(ctx context.Context, in *oneID) (*body[list[accounts.Member]], error) {
	return rows(s.Accounts.Members(ctx, actorOf(ctx), in.ID))
}

func (s *Server) decideMember(ctx context.Context, in *asked[accounts.MemberInput]) (*none, error) {
	return done(s.Accounts.DecideMember(ctx, actorOf(ctx), in.Body))
}

type roleBody struct {
	Role models.MemberRole `json:"role" enum:"OWNER,OPERATOR"`
}

func (s *Server) inviteMember(ctx context.Context, in *asked[roleBody]) (*body[link], error) {
	token, err := s.Accounts.InviteMember(ctx, actorOf(ctx), in.Body.Role)
	return answer(link{token}, err)
}

func (s *Server) removeMember(ctx context.Context, in *oneID) (*none, error) {
	return done(s.Accounts.RemoveMember(ctx, actorOf(ctx), in.ID))
}

func (s *Server) setMemberRole(ctx context.Context, in *askedOf[roleBody]) (*none, error) {
	return done(s.Accounts.SetMemberRole(ctx, actorOf(ctx), in.ID, in.Body.Role))
}

func (s *Server) resetMember(ctx context.Context, in *oneID) (*body[link], error) {
	token, err := s.Accounts.ResetMember(ctx, actorOf(ctx), in.ID)
	return answer(link{token}, err)
}

type counterBody struct {
	UserID int64  `json:"userId"`
	Reason string `json:"reason" doc:"who came, with which papers"`
}

func (s *Server) recoverOwner(ctx context.Context, in *askedOf[counterBody]) (*body[link], error) {
	token, err := s.Accounts.RecoverOwner(ctx, actorOf(ctx), accounts.CounterInput{EnterpriseID: in.ID, UserID: in.Body.UserID, Reason: in.Body.Reason})
	return answer(link{token}, err)
}

func (s *Server) transferOwnership(ctx context.Context, in *askedOf[counterBody]) (*none, error) {
	return done(s.Accounts.TransferOwnership(ctx, actorOf(ctx), accounts.CounterInput{EnterpriseID: in.ID, UserID: in.Body.UserID, Reason: in.Body.Reason}))
}
