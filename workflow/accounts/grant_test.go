package accounts

import (
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

func TestTheFirstAdministratorComesByAOneTimeLink(t *testing.T) {
	w := empty(t)
	lost, err := w.FirstAdminLink(w.ctx())
	w.ok(err)
	token, err := w.FirstAdminLink(w.ctx())
	w.ok(err)
	in := RedeemInput{Token: lost, Login: "admin1", Name: "甲", Password: pass}
	_, err = w.Redeem(w.ctx(), in)
	w.wantKey(err, "link.used")
	in.Token = "no such token"
	_, err = w.Redeem(w.ctx(), in)
	w.want(err, models.NotFound)
	in.Token = token
	first, err := w.Redeem(w.ctx(), in)
	w.ok(err)
	if len(first.Links) != 2 {
		t.Fatalf("%+v", first)
	}
	if again, err := w.FirstAdminLink(w.ctx()); again != "" || err != nil {
		t.Errorf("a second first administrator: %q, %v", again, err)
	}
	if in := w.login("admin1"); in.Session.Pending != PendingEnrol || in.Session.Post.Role != "SYSTEM_ADMIN" || in.Session.Post.Region != county {
		t.Errorf("%+v", in.Session)
	}
	_, err = w.AdminLink(w.ctx(), policy.SystemAdmin)
	w.wantKey(err, "grant.has_holder")
	_, err = w.AdminLink(w.ctx(), policy.Leader)
	w.want(err, models.Invalid)
	sec, err := w.AdminLink(w.ctx(), policy.SecurityAdmin) // the first one was lost
	w.ok(err)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: first.Links[policy.SecurityAdmin], Login: "admin2", Name: "乙", Password: pass})
	w.wantKey(err, "link.used")
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: sec, Login: "admin1", Name: "乙", Password: pass})
	w.wantKey(err, "login.taken")
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: sec, Login: "admin2", Name: "乙", Password: pass})
	w.ok(err)
	w.clock.Advance(24 * time.Hour)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: first.Links[policy.Auditor], Login: "admin3", Name: "丙", Password: pass})
	w.wantKey(err, "link.expired")
}

func TestTwoAccountsOfOnePersonAreNoTwoPersons(t *testing.T) {
	w := newWorld(t)
	id := w.person("xinren")
	second, mate := w.person("secadmin2"), w.person("tongshi")
	w.reach(w.sys.UserID, "甲", "13900001111", "")
	w.reach(second, "某甲", "13900001111", "")
	other := policy.Actor{UserID: second, Role: policy.SecurityAdmin, Region: county}
	in := GrantInput{UserID: id, Role: policy.Reviewer, Region: county, DeptCode: "FGJ", Reason: "任命"}
	g, err := w.ProposeGrant(w.ctx(), w.sys, in)
	w.ok(err)
	_, err = w.ConfirmGrant(w.ctx(), other, g.ID)
	w.wantKey(err, "grant.own_proposal")
	in.UserID = second
	_, err = w.ProposeGrant(w.ctx(), w.sys, in)
	w.wantKey(err, "grant.own_rights")
	in.Role, in.DeptCode = policy.SecurityAdmin, ""
	_, err = w.ProposeGrant(w.ctx(), w.sec, in) // beside the other account's post of the system administrator
	w.wantKey(err, "grant.administrators_apart")
	// An office's telephone is shared by its people; a name with it is one person's.
	w.reach(w.sys.UserID, "甲", "03503030000", "")
	w.reach(mate, "乙", "03503030000", "")
	_, err = w.ConfirmGrant(w.ctx(), policy.Actor{UserID: mate, Role: policy.SecurityAdmin, Region: county}, g.ID)
	w.ok(err)
	in.UserID, in.Role, in.DeptCode = id, policy.SectionHead, "FGJ"
	g, err = w.ProposeGrant(w.ctx(), w.sys, in)
	w.ok(err)
	w.reach(second, "甲", "03503030000", "")
	_, err = w.ConfirmGrant(w.ctx(), other, g.ID)
	w.wantKey(err, "grant.own_proposal")
}

// reach gives an account a name, a telephone and an email.
func (w *world) reach(id int64, name, phone, email string) {
	w.ok(w.Store.InTx(w.ctx(), func(tx *store.Tx) error {
		u, err := tx.User(everyone, id)
		if err != nil {
			return err
		}
		u.Name, u.Phone, u.Email = name, phone, email
		return tx.SaveUser(u)
	}))
}

func TestNobodyApprovesHisOwnRights(t *testing.T) {
	w := newWorld(t)
	id := w.person("xinren")
	in := GrantInput{UserID: id, Role: policy.Reviewer, Region: county, DeptCode: "FGJ", Reason: "任命"}
	own := in
	own.UserID = w.sys.UserID
	_, err := w.ProposeGrant(w.ctx(), w.sys, own)
	w.wantKey(err, "grant.own_rights")
	g, err := w.ProposeGrant(w.ctx(), w.sys, in)
	w.ok(err)
	if posts, _ := w.Store.Posts(w.ctx(), id, w.Store.Now().Date()); len(posts) != 0 {
		t.Error("a proposed post is a post")
	}
	_, err = w.ConfirmGrant(w.ctx(), w.sys, g.ID)
	w.want(err, models.Denied)
	subject := policy.Actor{UserID: id, Role: policy.SecurityAdmin, Region: county} // were he one
	_, err = w.ConfirmGrant(w.ctx(), subject, g.ID)
	w.wantKey(err, "grant.own_rights")
	_, err = w.ConfirmGrant(w.ctx(), w.sec, g.ID)
	w.ok(err)
	_, err = w.ConfirmGrant(w.ctx(), w.sec, g.ID)
	w.wantKey(err, "grant.status")
	// A security administrator who proposes does not confirm.
	in.Role = policy.SectionHead
	g, err = w.ProposeGrant(w.ctx(), w.sec, in)
	w.ok(err)
	_, err = w.ConfirmGrant(w.ctx(), w.sec, g.ID)
	w.wantKey(err, "grant.own_proposal")
	_, err = w.RejectGrant(w.ctx(), w.sec, g.ID, "")
	w.want(err, models.Invalid)
	_, err = w.RejectGrant(w.ctx(), w.sec, g.ID, "未任命")
	w.ok(err)
}

func TestAPostMustFit(t *testing.T) {
	w := newWorld(t)
	id := w.person("xinren")
	good := GrantInput{UserID: id, Role: policy.Reviewer, Region: county, DeptCode: "FGJ", Reason: "任命"}
	for name, c := range map[string]struct {
		change func(*GrantInput)
		code   models.Code
	}{
		"no reason":             {func(in *GrantInput) { in.Reason = " " }, models.Invalid},
		"no department":         {func(in *GrantInput) { in.DeptCode = "" }, models.Invalid},
		"unknown department":    {func(in *GrantInput) { in.DeptCode = "XXX" }, models.Invalid},
		"another county":        {func(in *GrantInput) { in.Region = far }, models.Invalid},
		"no division":           {func(in *GrantInput) { in.Region = "1409" }, models.Invalid},
		"an inherited role":     {func(in *GrantInput) { in.Role = "STAFF" }, models.Invalid},
		"enterprise":            {func(in *GrantInput) { in.Role = policy.Enterprise }, models.Invalid},
		"ended before it began": {func(in *GrantInput) { in.ValidTo = models.MustDate("2026-03-01") }, models.Invalid},
		"nobody":                {func(in *GrantInput) { in.UserID = 9999 }, models.NotFound},
	} {
		in := good
		c.change(&in)
		if _, err := w.ProposeGrant(w.ctx(), w.sys, in); models.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, in := range map[string]GrantInput{
		"an administrator reviews":       {UserID: w.aud.UserID, Role: policy.Reviewer, Region: county, DeptCode: "FGJ", Reason: "x"},
		"one is two administrators":      {UserID: w.aud.UserID, Role: policy.SecurityAdmin, Region: county, Reason: "x"},
		"a reviewer is an administrator": {UserID: w.reviewer.UserID, Role: policy.Auditor, Region: county, Reason: "x"},
	} {
		if _, err := w.ProposeGrant(w.ctx(), w.sys, in); models.KeyOf(err) != "grant.administrators_apart" {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.post(id, policy.Reviewer, county, "FGJ")
	_, err := w.ProposeGrant(w.ctx(), w.sys, good)
	w.wantKey(err, "grant.exists")
}

func TestAPostHoldsForItsTermAndItsLossIsFeltAtOnce(t *testing.T) {
	w := newWorld(t)
	id := w.person("linshi")
	in := w.login("linshi")
	g, err := w.ProposeGrant(w.ctx(), w.sys, GrantInput{
		UserID: id, Role: policy.Window, Region: county, DeptCode: "SPJ", Reason: "替班",
		ValidFrom: models.MustDate("2026-03-03"), ValidTo: models.MustDate("2026-03-03"),
	})
	w.ok(err)
	_, err = w.ConfirmGrant(w.ctx(), w.sec, g.ID)
	w.ok(err)
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended") // rights changed
	if a, _, _ := w.who(w.login("linshi").Token); a.Role != policy.Person {
		t.Errorf("the day before: %s", a.Role)
	}
	w.clock.Set("2026-03-03T23:50:00+08:00")
	in = w.login("linshi")
	if a, _, _ := w.who(in.Token); a.Role != policy.Window {
		t.Errorf("on the day: %s", a.Role)
	}
	w.clock.Set("2026-03-04T00:00:00+08:00")
	a, sess, err := w.who(in.Token)
	w.ok(err)
	if a.Role != "" || sess.Pending != PendingPost {
		t.Errorf("the day after: %q, %+v", a.Role, sess)
	}
	_, err = w.SwitchPost(w.ctx(), sess, PostInput{})
	w.ok(err)

	in = w.login("chuangkou")
	grants, err := w.Grants(w.ctx(), w.sys, store.GrantFilter{UserID: w.window.UserID, Status: models.Active})
	w.ok(err)
	_, err = w.RevokeGrant(w.ctx(), w.sys, grants[0].ID, "调离")
	w.ok(err)
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")
	if a, _, _ := w.who(w.login("chuangkou").Token); a.Role != policy.Person {
		t.Errorf("afterwards: %s", a.Role)
	}
}

func TestTheLastAdministratorsStay(t *testing.T) {
	w := newWorld(t)
	grants, err := w.Grants(w.ctx(), w.sec, store.GrantFilter{Role: string(policy.SystemAdmin)})
	w.ok(err)
	_, err = w.RevokeGrant(w.ctx(), w.sec, grants[0].ID, "x")
	w.wantKey(err, "grant.last_administrator")
	_, err = w.DisableUser(w.ctx(), w.sys, w.sec.UserID, "x")
	w.wantKey(err, "grant.last_administrator")
	_, err = w.DisableUser(w.ctx(), w.sys, w.sys.UserID, "x")
	w.wantKey(err, "user.own_account")
	w.staff("admin9", policy.SystemAdmin, county, "")
	_, err = w.RevokeGrant(w.ctx(), w.sec, grants[0].ID, "轮岗")
	w.ok(err)
}

func TestNoAdministratorOpensAnAccountAlone(t *testing.T) {
	w := newWorld(t)
	in := w.login("chuangkou")
	en, err := w.EnrolFactor(w.ctx(), in.Session)
	w.ok(err)
	_, _, err = w.ConfirmFactor(w.ctx(), in.Session, w.code(en.Secret))
	w.ok(err)
	link, err := w.ResetPassword(w.ctx(), w.sys, w.window.UserID, "忘记")
	w.ok(err)
	_, err = w.ResetPassword(w.ctx(), w.sec, w.window.UserID, "忘记")
	w.want(err, models.Denied)
	w.want(w.ResetFactor(w.ctx(), w.sys, w.window.UserID, "手机丢失"), models.Denied)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: link, Password: pass})
	w.ok(err)
	if in := w.login("chuangkou"); in.Session.Pending != PendingFactor {
		t.Errorf("a new password alone opens: %+v", in.Session)
	}
	for _, other := range []policy.Actor{w.sec, w.aud} {
		_, err = w.ResetPassword(w.ctx(), w.sys, other.UserID, "忘记")
		w.wantKey(err, "user.no_factor")
	}
	_, err = w.ResetPassword(w.ctx(), policy.Actor{Name: "console", Role: policy.SystemAdmin, Region: county}, w.sec.UserID, "忘记")
	w.ok(err)
	w.ok(w.ResetFactor(w.ctx(), w.sec, w.window.UserID, "手机丢失"))
	w.wantKey(w.ResetFactor(w.ctx(), w.sec, w.window.UserID, "手机丢失"), "factor.none")
	if in := w.login("chuangkou"); in.Session.Pending != "" {
		t.Errorf("%+v", in.Session)
	}
}

func TestAnAdministratorSeesOnlyTheDivision(t *testing.T) {
	w := newWorld(t)
	stranger := policy.Actor{UserID: 99, Role: policy.SystemAdmin, Region: far}
	us, err := w.Users(w.ctx(), stranger, store.UserFilter{})
	if err != nil || len(us) != 0 {
		t.Errorf("%v, %v", us, err)
	}
	_, err = w.User(w.ctx(), stranger, w.window.UserID)
	w.want(err, models.NotFound)
	_, err = w.DisableUser(w.ctx(), stranger, w.window.UserID, "x")
	w.want(err, models.NotFound)
	_, err = w.ProposeGrant(w.ctx(), stranger, GrantInput{UserID: w.window.UserID, Role: policy.Leader, Region: far, Reason: "x"})
	w.want(err, models.NotFound)
	gs, err := w.Grants(w.ctx(), stranger, store.GrantFilter{})
	if err != nil || len(gs) != 0 {
		t.Errorf("%v, %v", gs, err)
	}
	es, err := w.AdminEvents(w.ctx(), policy.Actor{UserID: 99, Role: policy.Auditor, Region: far}, store.AdminEventFilter{})
	if err != nil || len(es) != 0 {
		t.Errorf("%v, %v", es, err)
	}
	us, err = w.Users(w.ctx(), w.sys, store.UserFilter{Query: "chuang"})
	if err != nil || len(us) != 1 {
		t.Errorf("%v, %v", us, err)
	}
	for _, a := range []policy.Actor{w.window, w.agent, w.aud} {
		if _, _, err := w.CreateUser(w.ctx(), a, UserInput{Login: "x.y", Name: "x"}); models.CodeOf(err) != models.Denied {
			t.Errorf("%s: %v", a.Role, err)
		}
	}
}

func TestADisabledAccountIsOutAtOnce(t *testing.T) {
	w := newWorld(t)
	in := w.login("chuangkou")
	_, err := w.DisableUser(w.ctx(), w.sys, w.window.UserID, "离职")
	w.ok(err)
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")
	_, err = w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: pass})
	w.wantKey(err, "login.failed")
	_, err = w.EnableUser(w.ctx(), w.sys, w.window.UserID)
	w.ok(err)
	w.login("chuangkou")
}

func TestTheJournalOfAdministrationHoldsNoSecret(t *testing.T) {
	w := newWorld(t)
	es, err := w.AdminEvents(w.ctx(), w.aud, store.AdminEventFilter{Limit: 200})
	w.ok(err)
	if len(es) < 15 {
		t.Fatalf("%d acts", len(es))
	}
	u, err := w.Store.UserByLogin(w.ctx(), "chuangkou")
	w.ok(err)
	for _, e := range es {
		for _, part := range []string{string(e.StateBefore), string(e.StateAfter), e.Reason} {
			for _, secret := range []string{u.PasswordHash, "argon2", pass} {
				if len(part) > 0 && strings.Contains(part, secret) {
					t.Errorf("%s holds %q", e.Action, secret)
				}
			}
		}
	}
}

func TestRulesAreChangedByTwo(t *testing.T) {
	w := newWorld(t)
	sec2 := w.staff("anquan2", policy.SecurityAdmin, county, "")
	in := RuleInput{Role: policy.Window, Region: park, Object: "case", Verb: "cancel", Effect: "allow", Reason: "试点"}
	clerk := policy.Actor{UserID: 70, Role: policy.Window, Region: park, Dept: "SPJ"}
	_, err := w.ProposeRule(w.ctx(), w.sys, in)
	w.want(err, models.Denied)
	r, err := w.ProposeRule(w.ctx(), w.sec, in)
	w.ok(err)
	_, err = w.ConfirmRule(w.ctx(), w.sec, r.ID)
	w.wantKey(err, "grant.own_proposal")
	if w.Policy.Can(clerk, "case:cancel") {
		t.Error("it holds before it was confirmed")
	}
	before, err := w.Store.ConfigRev(w.ctx())
	w.ok(err)
	_, err = w.ConfirmRule(w.ctx(), sec2, r.ID)
	w.ok(err)
	if after, _ := w.Store.ConfigRev(w.ctx()); after <= before {
		t.Error("other instances do not hear of it")
	}
	if !w.Policy.Can(clerk, "case:cancel") || w.Policy.Can(w.window, "case:cancel") {
		t.Error("it does not hold where it should, or holds where it should not")
	}
	_, err = w.RevokeRule(w.ctx(), sec2, r.ID, "试点结束")
	w.ok(err)
	if w.Policy.Can(clerk, "case:cancel") {
		t.Error("it holds after it was revoked")
	}
	in.Object = "grant"
	_, err = w.ProposeRule(w.ctx(), w.sec, in)
	w.want(err, models.Invalid)
}

func TestDepartmentsAreTheCountys(t *testing.T) {
	w := newWorld(t)
	all, err := w.Departments(w.ctx(), "")
	w.ok(err)
	if len(all) != 2 || all[0].Origin != "default" {
		t.Fatalf("%+v", all)
	}
	in := DepartmentInput{
		Version: 1, NameZh: "发展和改革局", NameEn: "DRB", BodyType: "COUNTY_DEPARTMENT", Word: "发改", Active: true, Phone: "0351-5550000",
		Reconsideration: []ReviewBody{{"COUNTY_GOV", "行政复议法 art 24(1)(1)"}},
	}
	d, err := w.EditDepartment(w.ctx(), w.sys, all[0].ID, in)
	w.ok(err)
	if d.Word != "发改" || d.Origin != "county" || d.Code != "FGJ" || len(d.Reconsideration) == 0 {
		t.Errorf("%+v", d)
	}
	_, err = w.EditDepartment(w.ctx(), w.sys, all[0].ID, in)
	w.want(err, models.Conflict)
	_, err = w.EditDepartment(w.ctx(), w.window, all[0].ID, in)
	w.want(err, models.Denied)
	_, err = w.EditDepartment(w.ctx(), policy.Actor{UserID: 9, Role: policy.SystemAdmin, Region: far}, all[0].ID, in)
	w.want(err, models.NotFound)
	for acts, ok := range map[string]bool{"": true, "SELF": true, "CITY_BUREAU": false, "COUNTY_GOV": false, "NOBODY": false} {
		in.Version, in.ActsInNameOf = d.Version, acts
		if got, err := w.EditDepartment(w.ctx(), w.sys, d.ID, in); ok {
			w.ok(err)
			d = got
		} else {
			w.want(err, models.Invalid)
		}
	}
	in.Version, in.ActsInNameOf, in.Reconsideration[0].Body = d.Version, "CITY_BUREAU", "CITY_GOV"
	_, err = w.EditDepartment(w.ctx(), w.sys, d.ID, in)
	w.ok(err)
	in.Code, in.Region = "FGJ", county
	_, err = w.CreateDepartment(w.ctx(), w.sys, in)
	w.wantKey(err, "department.exists")
	in.Code = "NEW"
	_, err = w.CreateDepartment(w.ctx(), w.sys, in)
	w.wantAt(err, "word department.word_taken")
	in.Word = ""
	_, err = w.CreateDepartment(w.ctx(), w.sys, in)
	w.wantAt(err, "word field.required")
	in.Word = "发改"
	in.Code, in.Region = "NEW", far
	_, err = w.CreateDepartment(w.ctx(), w.sys, in)
	w.want(err, models.Invalid)
	w.ok(w.SeedDepartments(w.ctx(), []models.Department{{Region: county, Code: "FGJ", NameZh: "旧"}}))
	if all, _ := w.Departments(w.ctx(), ""); all[0].Word != "发改" || len(all) != 2 {
		t.Errorf("seeding again changed it: %+v", all[0])
	}
}
