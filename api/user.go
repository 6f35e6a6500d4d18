package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) userRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/users", Action: accounts.UserRead, ID: "list-users", Summary: "人员列表", Tag: tagAdmin, Do: do(s.listUsers)},
		{Method: http.MethodGet, Path: "/users/{id}", Action: accounts.UserRead, ID: "get-user", Summary: "人员", Tag: tagAdmin, Do: do(s.getUser)},
		{Method: http.MethodPost, Path: "/users", Action: accounts.UserCreate, ID: "create-user", Summary: "新增人员", Tag: tagAdmin, Do: do(s.createUser)},
		{Method: http.MethodPut, Path: "/users/{id}", Action: accounts.UserEdit, ID: "edit-user", Summary: "修改人员", Tag: tagAdmin, Do: do(s.editUser)},
		{Method: http.MethodPost, Path: "/users/{id}/disable", Action: accounts.UserDisable, ID: "disable-user", Summary: "停用人员", Tag: tagAdmin, Do: do(s.disableUser)},
		{Method: http.MethodPost, Path: "/users/{id}/enable", Action: accounts.UserDisable, ID: "enable-user", Summary: "启用人员", Tag: tagAdmin, Do: do(s.enableUser)},
		{Method: http.MethodPost, Path: "/users/{id}/reset-password", Action: accounts.UserReset, ID: "reset-password", Summary: "重置密码链接", Tag: tagAdmin, Do: do(s.resetPassword)},
		{Method: http.MethodPost, Path: "/users/{id}/end-sessions", Action: accounts.UserEndSessions, ID: "end-user-sessions", Summary: "注销人员的全部会话", Tag: tagAdmin, Do: do(s.endUserSessions)},
		{Method: http.MethodPost, Path: "/users/{id}/reset-factor", Action: accounts.FactorReset, ID: "reset-factor", Summary: "重置二次验证", Tag: tagAdmin, Do: do(s.resetFactor)},
	}
}

type userQuery struct {
	Query  string            `query:"q" maxLength:"60"`
	Status models.UserStatus `query:"status" enum:"INVITED,ACTIVE,DISABLED"`
	After  int64             `query:"after" minimum:"0"`
	Limit  int               `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listUsers(ctx context.Context, in *userQuery) (*body[list[accounts.UserLine]], error) {
	f := accounts.UserFilter{Query: in.Query, Status: in.Status, After: in.After, Limit: in.Limit}
	return rows(s.Accounts.Users(ctx, actorOf(ctx), f))
}

func (s *Server) getUser(ctx context.Context, in *oneID) (*body[*models.User], error) {
	return answer(s.Accounts.User(ctx, actorOf(ctx), in.ID))
}

// newUser is an account that was made, with the link that its person sets a password by.
type newUser struct {
	User  *models.User `json:"user"`
	Token string       `json:"token" doc:"of the one-time link; told this once"`
}

func (s *Server) createUser(ctx context.Context, in *asked[accounts.UserInput]) (*body[newUser], error) {
	u, token, err := s.Accounts.CreateUser(ctx, actorOf(ctx), in.Body)
	return answer(newUser{u, token}, err)
}

func (s *Server) editUser(ctx context.Context, in *askedOf[accounts.UserInput]) (*body[*models.User], error) {
	return answer(s.Accounts.EditUser(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) disableUser(ctx context.Context, in *askedOf[why]) (*body[*models.User], error) {
	return answer(s.Accounts.DisableUser(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) enableUser(ctx context.Context, in *oneID) (*body[*models.User], error) {
	return answer(s.Accounts.EnableUser(ctx, actorOf(ctx), in.ID))
}

func (s *Server) resetPassword(ctx context.Context, in *askedOf[why]) (*body[link], error) {
	token, err := s.Accounts.ResetPassword(ctx, actorOf(ctx), in.ID, in.Body.Reason)
	return answer(link{Token: token}, err)
}

func (s *Server) resetFactor(ctx context.Context, in *askedOf[why]) (*none, error) {
	return done(s.Accounts.ResetFactor(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) endUserSessions(ctx context.Context, in *askedOf[why]) (*none, error) {
	return done(s.Accounts.EndSessions(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}
