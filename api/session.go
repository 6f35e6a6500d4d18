package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/county"
)

const (
	tagSession = "登录"
	tagPeople  = "企业与人员"
	tagAdmin   = "用户与权限"
	tagItem    = "事项与日历"
	tagCase    = "办件"
	tagWork    = "工作台"
	tagPublic  = "公众查询"
	tagProject = "项目与帮办"
	tagBoard   = "统计"
)

func (s *Server) sessionRoutes() []Route {
	const use = accounts.SessionUse
	return []Route{
		{Method: http.MethodGet, Path: "/session", Action: policy.Public, ID: "get-session", Summary: "当前会话与门户信息", Tag: tagSession, Do: do(s.getSession)},
		{Method: http.MethodPost, Path: "/session/login", Action: policy.Public, ID: "login", Summary: "登录", Tag: tagSession, Do: do(s.login)},
		{Method: http.MethodPost, Path: "/session/logout", Action: use, ID: "logout", Summary: "退出", Tag: tagSession, Do: do(s.logout), Pending: true},
		{Method: http.MethodPost, Path: "/session/factor", Action: use, ID: "pass-factor", Summary: "输入动态口令", Tag: tagSession, Do: do(s.passFactor), Pending: true},
		{Method: http.MethodPost, Path: "/session/factor/enrol", Action: use, ID: "enrol-factor", Summary: "开始绑定动态口令", Tag: tagSession, Do: do(s.enrolFactor), Pending: true},
		{Method: http.MethodPost, Path: "/session/factor/confirm", Action: use, ID: "confirm-factor", Summary: "确认绑定动态口令", Tag: tagSession, Do: do(s.confirmFactor), Pending: true},
		{Method: http.MethodPost, Path: "/session/factor/codes", Action: use, ID: "renew-recovery-codes", Summary: "更换备用码", Tag: tagSession, Do: do(s.renewCodes)},
		{Method: http.MethodPost, Path: "/session/factor/disable", Action: use, ID: "disable-factor", Summary: "解除动态口令", Tag: tagSession, Do: do(s.disableFactor)},
		{Method: http.MethodPost, Path: "/session/password", Action: use, ID: "change-password", Summary: "修改密码", Tag: tagSession, Do: do(s.changePassword), Pending: true},
		{Method: http.MethodGet, Path: "/session/posts", Action: use, ID: "list-posts", Summary: "我的岗位", Tag: tagSession, Do: do(s.listPosts), Pending: true},
		{Method: http.MethodPost, Path: "/session/post", Action: use, ID: "switch-post", Summary: "切换岗位", Tag: tagSession, Do: do(s.switchPost), Pending: true},
		{Method: http.MethodGet, Path: "/sessions", Action: use, ID: "list-sessions", Summary: "我的登录", Tag: tagSession, Do: do(s.listSessions)},
		{Method: http.MethodDelete, Path: "/sessions/{id}", Action: use, ID: "revoke-session", Summary: "注销一处登录", Tag: tagSession, Do: do(s.revokeSession)},
		{Method: http.MethodPost, Path: "/sessions/revoke-others", Action: use, ID: "revoke-other-sessions", Summary: "注销其他登录", Tag: tagSession, Do: do(s.revokeOthers)},
	}
}

// Portal is what every page needs to know: who is signed in, and whose portal it is.
type Portal struct {
	Session *accounts.Session `json:"session"`
	Actions []policy.Action   `json:"actions" nullable:"false" doc:"what the post may do; object:* where it may do everything to an object"`
	County  PortalCounty      `json:"county"`
	Today   models.Date       `json:"today"`
	Now     models.Instant    `json:"now"`
	Version string            `json:"version"`
}

// PortalCounty is the county of the portal.
type PortalCounty struct {
	Name       string `json:"name"`
	NameEn     string `json:"nameEn"`
	Region     string `json:"region"`
	LampPreset string `json:"lampPreset"`
	Demo       bool   `json:"demo"`

	Divisions []county.Division `json:"divisions" nullable:"false" doc:"its parks, towns and townships"`
}

func (s *Server) portal(ctx context.Context) Portal {
	c, set := callerOf(ctx), s.County.Now().Settings
	p := Portal{
		Actions: []policy.Action{}, Version: s.conf.Version, Now: s.conf.Now(), Today: s.conf.Now().Date(),
		County: PortalCounty{
			Name: set.Name, NameEn: set.NameEn, Region: set.Region, LampPreset: string(set.LampPreset), Demo: set.Demo,
			Divisions: append([]county.Division{}, set.Divisions...),
		},
	}
	if c.session.ID == 0 {
		return p
	}
	p.Session = &c.session
	for _, act := range s.Policy.Actions() {
		if s.Policy.Can(c.actor, act) {
			p.Actions = append(p.Actions, act)
		}
	}
	return p
}

func (s *Server) getSession(ctx context.Context, _ *none) (*body[Portal], error) {
	c := callerOf(ctx)
	if c.session.ID == 0 {
		s.strangerCookies(c)
	}
	return answer(s.portal(ctx), nil)
}

type loginBody struct {
	Login    string `json:"login" maxLength:"200"`
	Password string `json:"password" maxLength:"1000"`
}

func (s *Server) login(ctx context.Context, in *asked[loginBody]) (*body[accounts.Session], error) {
	c := callerOf(ctx)
	return s.signed(c)(s.Accounts.Login(ctx, accounts.LoginInput{
		Login: in.Body.Login, Password: in.Body.Password, IP: c.ip, UserAgent: c.agent,
	}))
}

// signed answers with a session under a new token, which goes into the cookie.
func (s *Server) signed(c *caller) func(accounts.SignedIn, error) (*body[accounts.Session], error) {
	return func(in accounts.SignedIn, err error) (*body[accounts.Session], error) {
		if err != nil {
			return nil, err
		}
		s.sessionCookies(c, &in)
		return answer(in.Session, nil)
	}
}

func (s *Server) logout(ctx context.Context, _ *none) (*none, error) {
	c := callerOf(ctx)
	if err := s.Accounts.Logout(ctx, c.session); err != nil {
		return nil, err
	}
	s.endCookies(c)
	return &none{}, nil
}

type codeBody struct {
	Code string `json:"code" maxLength:"64"`
}

func (s *Server) passFactor(ctx context.Context, in *asked[codeBody]) (*body[accounts.Session], error) {
	c := callerOf(ctx)
	return s.signed(c)(s.Accounts.PassFactor(ctx, c.session, in.Body.Code))
}

func (s *Server) enrolFactor(ctx context.Context, _ *none) (*body[accounts.Enrolment], error) {
	return answer(s.Accounts.EnrolFactor(ctx, callerOf(ctx).session))
}

type codesBody struct {
	Session *accounts.Session `json:"session"`
	Codes   []string          `json:"codes" nullable:"false" doc:"recovery codes, shown this once"`
}

func (s *Server) confirmFactor(ctx context.Context, in *asked[codeBody]) (*body[codesBody], error) {
	c := callerOf(ctx)
	signed, codes, err := s.Accounts.ConfirmFactor(ctx, c.session, in.Body.Code)
	if err != nil {
		return nil, err
	}
	s.sessionCookies(c, &signed)
	return answer(codesBody{&signed.Session, codes}, nil)
}

func (s *Server) renewCodes(ctx context.Context, in *asked[codeBody]) (*body[codesBody], error) {
	codes, err := s.Accounts.RenewRecoveryCodes(ctx, callerOf(ctx).session, in.Body.Code)
	return answer(codesBody{Codes: codes}, err)
}

func (s *Server) disableFactor(ctx context.Context, in *asked[codeBody]) (*none, error) {
	return done(s.Accounts.DisableFactor(ctx, callerOf(ctx).session, in.Body.Code))
}

type passwordBody struct {
	Old string `json:"old" maxLength:"1000"`
	New string `json:"new" maxLength:"1000"`
}

func (s *Server) changePassword(ctx context.Context, in *asked[passwordBody]) (*body[accounts.Session], error) {
	c := callerOf(ctx)
	return s.signed(c)(s.Accounts.ChangePassword(ctx, c.session, accounts.PasswordInput(in.Body)))
}

func (s *Server) listPosts(ctx context.Context, _ *none) (*body[list[models.Post]], error) {
	return rows(s.Accounts.Posts(ctx, callerOf(ctx).session))
}

func (s *Server) switchPost(ctx context.Context, in *asked[accounts.PostInput]) (*body[accounts.Session], error) {
	c := callerOf(ctx)
	return s.signed(c)(s.Accounts.SwitchPost(ctx, c.session, in.Body))
}

func (s *Server) listSessions(ctx context.Context, _ *none) (*body[list[models.Session]], error) {
	return rows(s.Accounts.Sessions(ctx, callerOf(ctx).session))
}

func (s *Server) revokeSession(ctx context.Context, in *oneID) (*none, error) {
	return done(s.Accounts.RevokeSession(ctx, callerOf(ctx).session, in.ID))
}

func (s *Server) revokeOthers(ctx context.Context, _ *none) (*none, error) {
	return done(s.Accounts.RevokeOtherSessions(ctx, callerOf(ctx).session))
}
