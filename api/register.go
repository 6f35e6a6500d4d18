package api

import (
	"context"
	"net/http"

	"onestop.internal/policy"
	"onestop.internal/workflow/accounts"
)

func (s *Server) registerRoutes() []Route {
	return []Route{
		{Method: http.MethodPost, Path: "/register", Action: policy.Public, ID: "register", Summary: "企业注册", Tag: tagSession, Do: do(s.registerPerson), Status: http.StatusAccepted, Limited: true},
		{Method: http.MethodPost, Path: "/links/look", Action: policy.Public, ID: "look-at-link", Summary: "查看一次性链接", Tag: tagSession, Do: do(s.lookAtLink), Limited: true},
		{Method: http.MethodPost, Path: "/links/redeem", Action: policy.Public, ID: "redeem-link", Summary: "使用一次性链接", Tag: tagSession, Do: do(s.redeemLink), Limited: true},
		{Method: http.MethodPost, Path: "/links/join", Action: accounts.SessionUse, ID: "join-by-link", Summary: "凭邀请加入企业", Tag: tagSession, Do: do(s.joinByLink)},
		{Method: http.MethodPost, Path: "/memberships", Action: accounts.SessionUse, ID: "request-membership", Summary: "申请加入企业", Tag: tagPeople, Do: do(s.requestMembership), Status: http.StatusAccepted},
	}
}

// accepted is the answer to what may or may not have led to anything: it never tells.
type accepted struct {
	Accepted bool `json:"accepted"`
}

type registerBody struct {
	USCC           string `json:"uscc"`
	EnterpriseName string `json:"enterpriseName"`
	LegalPerson    string `json:"legalPerson"`
	Region         string `json:"region"`
	Address        string `json:"address"`
	Industry       string `json:"industry"`
	Scale          string `json:"scale"`
	Login          string `json:"login"`
	Name           string `json:"name"`
	Phone          string `json:"phone"`
	Email          string `json:"email"`
	Password       string `json:"password" maxLength:"1000"`
}

func (s *Server) registerPerson(ctx context.Context, in *asked[registerBody]) (*body[accepted], error) {
	b := in.Body
	err := s.Accounts.Register(ctx, accounts.RegisterInput{
		USCC: b.USCC, EnterpriseName: b.EnterpriseName, LegalPerson: b.LegalPerson, Region: b.Region, Address: b.Address,
		Industry: b.Industry, Scale: b.Scale, Login: b.Login, Name: b.Name, Phone: b.Phone, Email: b.Email, Password: b.Password,
		IP: callerOf(ctx).ip,
	})
	return answer(accepted{true}, err)
}

type tokenBody struct {
	Token string `json:"token" maxLength:"200"`
}

func (s *Server) lookAtLink(ctx context.Context, in *asked[tokenBody]) (*body[accounts.LinkInfo], error) {
	return answer(s.Accounts.Link(ctx, in.Body.Token))
}

func (s *Server) redeemLink(ctx context.Context, in *asked[accounts.RedeemInput]) (*body[accounts.Redeemed], error) {
	return answer(s.Accounts.Redeem(ctx, in.Body))
}

func (s *Server) joinByLink(ctx context.Context, in *asked[tokenBody]) (*none, error) {
	return done(s.Accounts.JoinByLink(ctx, callerOf(ctx).session, in.Body.Token))
}

func (s *Server) requestMembership(ctx context.Context, in *asked[accounts.JoinInput]) (*body[accepted], error) {
	return answer(accepted{true}, s.Accounts.RequestMembership(ctx, callerOf(ctx).session, in.Body))
}
