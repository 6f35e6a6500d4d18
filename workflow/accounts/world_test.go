package accounts

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/pquerna/otp/hotp"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
)

const (
	county = "140999000000"
	park   = "140999400000"
	far    = "140998000000"
	pass   = "正确的马 battery staple 9"
)

// world is a county with its three administrators, made as a real start makes them.
type world struct {
	*Service
	t                       testing.TB
	clock                   *storetest.Clock
	set                     Settings
	sys, sec, aud           policy.Actor
	window, agent, reviewer policy.Actor
}

func (w *world) ctx() context.Context { return WithIP(w.t.Context(), "10.0.0.1") }

func empty(t testing.TB) *world {
	t.Helper()
	clock := storetest.NewClock("2026-03-02T09:00:00+08:00")
	rules, err := policy.New()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, clock: clock, set: Settings{Region: county, Issuer: "示范县一站办"}}
	w.Service = &Service{
		Store: storetest.New(t, clock.Now), Policy: rules, Hasher: newHasher(64, 1), Key: []byte("key"),
		Settings:  func() Settings { return w.set },
		KnownItem: func(code string) bool { return code == "LX-01" || code == "LX-02" },
	}
	return w
}

func newWorld(t testing.TB) *world {
	w := empty(t)
	token, err := w.FirstAdminLink(w.ctx())
	w.ok(err)
	first, err := w.Redeem(w.ctx(), RedeemInput{Token: token, Login: "sysadmin", Name: "甲", Password: pass})
	w.ok(err)
	w.sys = policy.Actor{UserID: first.UserID, Name: "甲", Role: policy.SystemAdmin, Region: county}
	admins := map[policy.Role]*policy.Actor{policy.SecurityAdmin: &w.sec, policy.Auditor: &w.aud}
	for role, a := range admins {
		r, err := w.Redeem(w.ctx(), RedeemInput{Token: first.Links[role], Login: "admin." + string(role[:3]), Name: "乙", Password: pass})
		w.ok(err)
		*a = policy.Actor{UserID: r.UserID, Name: "乙", Role: role, Region: county}
	}
	w.ok(w.SeedDepartments(w.ctx(), []models.Department{
		{Region: county, Code: "FGJ", NameZh: "发展和改革局", NameEn: "Development and Reform Bureau", BodyType: "COUNTY_DEPARTMENT"},
		{Region: county, Code: "SPJ", NameZh: "行政审批服务局", NameEn: "Approval Bureau", BodyType: "COUNTY_DEPARTMENT"},
	}))
	w.window = w.staff("chuangkou", policy.Window, county, "SPJ")
	w.agent = w.staff("daiban", policy.Agent, county, "")
	w.reviewer = w.staff("chengban", policy.Reviewer, county, "FGJ")
	return w
}

// person makes an account of staff with a password and no post.
func (w *world) person(login string) int64 {
	w.t.Helper()
	u, token, err := w.CreateUser(w.ctx(), w.sys, UserInput{Login: login, Name: "员" + login, Demo: true})
	w.ok(err)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: token, Password: pass})
	w.ok(err)
	return u.ID
}

// staff makes a person with a post.
func (w *world) staff(login string, role policy.Role, region, dept string) policy.Actor {
	w.t.Helper()
	id := w.person(login)
	w.post(id, role, region, dept)
	return policy.Actor{
		UserID: id, Name: "员" + login, Role: role, Region: region, Dept: dept, Source: models.SourceWeb, Today: w.Store.Now().Date(),
	}
}

// post grants a post by two administrators.
func (w *world) post(userID int64, role policy.Role, region, dept string) *models.Grant {
	w.t.Helper()
	g, err := w.ProposeGrant(w.ctx(), w.sys, GrantInput{UserID: userID, Role: role, Region: region, DeptCode: dept, Reason: "任命"})
	w.ok(err)
	g, err = w.ConfirmGrant(w.ctx(), w.sec, g.ID)
	w.ok(err)
	return g
}

// registration is a good one of enterprise n.
func registration(n int, login string) RegisterInput {
	return RegisterInput{
		USCC: models.MakeUSCC("140999", n), EnterpriseName: fmt.Sprintf("示范县第%d铸造有限公司", n), LegalPerson: "张三",
		Login: login, Name: "李四", Phone: "13800138000", Password: pass,
	}
}

// enterprise registers enterprise n with its administrator and gives the administrator.
func (w *world) enterprise(n int, login string) policy.Actor {
	w.t.Helper()
	w.ok(w.Register(w.ctx(), registration(n, login)))
	in := w.login(login)
	a, _, err := w.Authenticate(w.ctx(), in.Token, w.Store.Now())
	w.ok(err)
	if a.Role != policy.Enterprise || a.EnterpriseID == 0 {
		w.t.Fatalf("%s is %+v", login, a)
	}
	return a
}

func (w *world) login(login string) SignedIn {
	w.t.Helper()
	in, err := w.Login(w.ctx(), LoginInput{Login: login, Password: pass, IP: "10.0.0.1", UserAgent: "test"})
	w.ok(err)
	return in
}

// who asks with a token, now.
func (w *world) who(token string) (policy.Actor, Session, error) {
	return w.Authenticate(w.ctx(), token, w.Store.Now())
}

// file uploads a file of an enterprise.
func (w *world) file(enterpriseID int64) int64 {
	w.t.Helper()
	f := models.File{EnterpriseID: enterpriseID, Name: "执照.png", MIME: "image/png", SHA256: fmt.Sprintf("%064d", enterpriseID)}
	w.ok(w.Store.InTx(w.ctx(), func(tx *store.Tx) error { f.ID = 0; return tx.CreateFile(&f) }))
	return f.ID
}

// code gives the code that an authenticator shows now.
func (w *world) code(secret string) string {
	w.t.Helper()
	c, err := hotp.GenerateCode(secret, uint64(w.clock.Now().Unix()/30))
	w.ok(err)
	return c
}

// verified makes an enterprise that a clerk has verified.
func (w *world) verified(n int, login string) policy.Actor {
	w.t.Helper()
	a := w.enterprise(n, login)
	e, err := w.Enterprise(w.ctx(), a, a.EnterpriseID)
	w.ok(err)
	f := w.file(a.EnterpriseID)
	e, err = w.AskVerification(w.ctx(), a, VerificationInput{Version: e.Version, LicenceFileID: f, AuthorisationFileID: f})
	w.ok(err)
	_, err = w.VerifyEnterprise(w.ctx(), w.window, e.ID, VerifyInput{Version: e.Version, Confirm: true})
	w.ok(err)
	return a
}

// ok ends the test where err is one.
func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// want tells where err has another code.
func (w *world) want(err error, code models.Code) {
	w.t.Helper()
	if models.CodeOf(err) != code {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

// wantKey tells where err has another key.
// wantAt expects an error at a field: "field key".
func (w *world) wantAt(err error, at string) {
	w.t.Helper()
	if err == nil || !strings.Contains(err.Error(), at) {
		w.t.Errorf("got %v, want %s", err, at)
	}
}

func (w *world) wantKey(err error, key string) {
	w.t.Helper()
	if models.KeyOf(err) != key {
		w.t.Errorf("got %v, want %s", err, key)
	}
}
