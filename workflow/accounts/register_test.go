package accounts

import (
	"context"
	"errors"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

func TestANewEnterpriseIsUnverifiedAndItsFirstPersonAdministersIt(t *testing.T) {
	w := newWorld(t)
	in := registration(1, "Li.Si")
	code := in.USCC
	in.USCC = " " + strings.ToLower(code[:9]) + "　" + code[9:]
	w.ok(w.Register(w.ctx(), in))
	a, sess, err := w.who(w.login("li.si").Token)
	w.ok(err)
	if a.Role != policy.Enterprise || sess.Post.MemberRole != models.MemberOwner || a.EnterpriseName != in.EnterpriseName {
		t.Fatalf("acts as %+v at %+v", a, sess.Post)
	}
	e, err := w.Enterprise(w.ctx(), a, a.EnterpriseID)
	w.ok(err)
	if e.USCC != code || e.Status != models.EnterpriseUnverified || e.MaySubmit() || !e.MayDraft() || e.Region != county {
		t.Errorf("%+v", e)
	}
}

func TestRegistrationAnswersTheSameWhateverThereIs(t *testing.T) {
	w := newWorld(t)
	owner := w.enterprise(1, "lisi")
	for name, in := range map[string]RegisterInput{
		"all new": registration(2, "wangwu"), "code known": registration(1, "zhaoliu"),
		"login taken": registration(3, "lisi"), "both known": registration(1, "lisi"), "a clerk's login": registration(4, "chuangkou"),
	} {
		if err := w.Register(w.ctx(), in); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The known code asked its administrator; nobody else got in.
	members, err := w.Members(w.ctx(), owner, owner.EnterpriseID)
	w.ok(err)
	if len(members) != 2 || members[1].Status != models.MemberRequested || members[1].Login != "zhaoliu" {
		t.Fatalf("%+v", members)
	}
	a, _, err := w.who(w.login("zhaoliu").Token)
	w.ok(err)
	if a.Role != policy.Person || a.EnterpriseID != 0 {
		t.Errorf("who asks acts as %+v", a)
	}
	// Where the login name was taken nothing was made.
	all, err := w.Enterprises(w.ctx(), w.window, store.EnterpriseFilter{})
	w.ok(err)
	if len(all) != 2 {
		t.Errorf("%d enterprises, want 2", len(all))
	}
}

func TestWhatIsWrongWithARegistrationIsSaidFieldByField(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*RegisterInput)
		path   string
		key    string
	}{
		"code":       {func(in *RegisterInput) { in.USCC = in.USCC[:17] + "#" }, "uscc", "uscc.alphabet"},
		"short code": {func(in *RegisterInput) { in.USCC = "91" }, "uscc", "uscc.length"},
		"name":       {func(in *RegisterInput) { in.EnterpriseName = "  " }, "enterpriseName", "field.required"},
		"control":    {func(in *RegisterInput) { in.LegalPerson = "张\x00三" }, "legalPerson", "field.characters"},
		"long":       {func(in *RegisterInput) { in.Name = strings.Repeat("长", 101) }, "name", "field.too_long"},
		"login":      {func(in *RegisterInput) { in.Login = "李四" }, "login", "login.shape"},
		"phone":      {func(in *RegisterInput) { in.Phone = "12" }, "phone", "phone.shape"},
		"email":      {func(in *RegisterInput) { in.Email = "a@b" }, "email", "email.shape"},
		"region":     {func(in *RegisterInput) { in.Region = far }, "region", "region.outside"},
		"scale":      {func(in *RegisterInput) { in.Scale = "HUGE" }, "scale", "field.choice"},
		"password":   {func(in *RegisterInput) { in.Password = "123456" }, "password", "password.too_short"},
	} {
		in := registration(1, "lisi")
		c.change(&in)
		var e *models.Error
		if err := w.Register(w.ctx(), in); !errors.As(err, &e) || e.Code != models.Invalid || len(e.Fields) != 1 ||
			e.Fields[0].Path != c.path || e.Fields[0].Key != c.key {
			t.Errorf("%s: %+v", name, err)
		}
	}
}

func TestTheAdministratorLetsPeopleInAndOut(t *testing.T) {
	w := newWorld(t)
	owner := w.enterprise(1, "lisi")
	w.ok(w.Register(w.ctx(), registration(1, "zhaoliu")))
	members, err := w.Members(w.ctx(), owner, owner.EnterpriseID)
	w.ok(err)
	id := members[1].UserID
	w.want(w.DecideMember(w.ctx(), owner, MemberInput{UserID: id, Admit: true, Role: "KING"}), models.Invalid)
	w.want(w.DecideMember(w.ctx(), w.enterprise(2, "wangwu"), MemberInput{UserID: id, Admit: true, Role: models.MemberOwner}), models.NotFound)
	w.ok(w.DecideMember(w.ctx(), owner, MemberInput{UserID: id, Admit: true, Role: models.MemberOperator}))
	w.want(w.DecideMember(w.ctx(), owner, MemberInput{UserID: id, Admit: true, Role: models.MemberOperator}), models.Illegal)
	in := w.login("zhaoliu")
	operator, _, err := w.who(in.Token)
	w.ok(err)
	if operator.EnterpriseID != owner.EnterpriseID {
		t.Fatalf("%+v", operator)
	}
	// An operator administers nothing.
	w.wantKey(w.RemoveMember(w.ctx(), operator, owner.UserID), "member.not_owner")
	_, err = w.InviteMember(w.ctx(), operator, models.MemberOwner)
	w.wantKey(err, "member.not_owner")
	_, err = w.ResetMember(w.ctx(), operator, owner.UserID)
	w.wantKey(err, "member.not_owner")
	// The last administrator stays.
	w.wantKey(w.RemoveMember(w.ctx(), owner, owner.UserID), "member.last_owner")
	w.wantKey(w.SetMemberRole(w.ctx(), owner, owner.UserID, models.MemberOperator), "member.last_owner")
	w.ok(w.RemoveMember(w.ctx(), owner, id))
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")
	if a, _, _ := w.who(w.login("zhaoliu").Token); a.Role != policy.Person {
		t.Errorf("removed, and acts as %s", a.Role)
	}
}

func TestAnInvitationLetsOnePersonInOnce(t *testing.T) {
	w := newWorld(t)
	owner := w.enterprise(1, "lisi")
	token, err := w.InviteMember(w.ctx(), owner, models.MemberOperator)
	w.ok(err)
	info, err := w.Link(w.ctx(), token)
	w.ok(err)
	if info.EnterpriseName != owner.EnterpriseName || info.Role != "OPERATOR" {
		t.Errorf("%+v", info)
	}
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: token, Login: "xinren", Name: "新人", Password: "short"})
	w.want(err, models.Invalid)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: token, Login: "xinren", Name: "新人", Password: pass})
	w.ok(err)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: token, Login: "xinren2", Name: "新人", Password: pass})
	w.wantKey(err, "link.used")
	if a, _, _ := w.who(w.login("xinren").Token); a.EnterpriseID != owner.EnterpriseID {
		t.Errorf("%+v", a)
	}
	// One who has an account joins a second enterprise by link and acts for one at a time.
	second := w.enterprise(2, "wangwu")
	token, err = w.InviteMember(w.ctx(), second, models.MemberOwner)
	w.ok(err)
	in := w.login("xinren")
	w.ok(w.JoinByLink(w.ctx(), in.Session, token))
	w.wantKey(w.JoinByLink(w.ctx(), in.Session, token), "link.used")
	in, err = w.SwitchPost(w.ctx(), in.Session, PostInput{EnterpriseID: second.EnterpriseID})
	w.ok(err)
	a, _, err := w.who(in.Token)
	w.ok(err)
	if a.EnterpriseID != second.EnterpriseID {
		t.Errorf("%+v", a)
	}
	// A password that opens another enterprise's doors is not this one's to reset.
	_, err = w.ResetMember(w.ctx(), owner, a.UserID)
	w.wantKey(err, "member.belongs_elsewhere")
}

func TestALostPasswordIsTheAdministratorsMatterAndTheLastOnesTheCounters(t *testing.T) {
	w := newWorld(t)
	owner := w.enterprise(1, "lisi")
	token, err := w.InviteMember(w.ctx(), owner, models.MemberOperator)
	w.ok(err)
	r, err := w.Redeem(w.ctx(), RedeemInput{Token: token, Login: "xinren", Name: "新人", Password: pass})
	w.ok(err)
	old := w.login("xinren")
	link, err := w.ResetMember(w.ctx(), owner, r.UserID)
	w.ok(err)
	link2, err := w.ResetMember(w.ctx(), owner, r.UserID)
	w.ok(err)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: link, Password: "another good one 77"})
	w.wantKey(err, "link.used") // a newer one was made
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: link2, Password: "another good one 77"})
	w.ok(err)
	_, _, err = w.who(old.Token)
	w.wantKey(err, "session.ended")

	in := CounterInput{EnterpriseID: owner.EnterpriseID, UserID: owner.UserID, Reason: "法定代表人持执照到窗口"}
	_, err = w.RecoverOwner(w.ctx(), w.window, CounterInput{EnterpriseID: in.EnterpriseID, UserID: in.UserID})
	w.want(err, models.Invalid)
	_, err = w.RecoverOwner(w.ctx(), w.window, CounterInput{EnterpriseID: in.EnterpriseID, UserID: r.UserID, Reason: "x"})
	w.wantKey(err, "member.ask_own_owner")
	_, err = w.RecoverOwner(w.ctx(), w.reviewer, in)
	w.want(err, models.Denied)
	_, err = w.RecoverOwner(w.ctx(), w.staff("yuanqu", policy.Window, park, "SPJ"), in)
	w.want(err, models.NotFound) // a clerk of the park does not serve the county's enterprises
	link, err = w.RecoverOwner(w.ctx(), w.window, in)
	w.ok(err)
	_, err = w.Redeem(w.ctx(), RedeemInput{Token: link, Password: "another good one 78"})
	w.ok(err)
	events, err := w.AdminEvents(w.ctx(), w.aud, store.AdminEventFilter{Action: "password.reset_link"})
	w.ok(err)
	if len(events) != 3 || events[0].ActorID != w.window.UserID || events[0].Reason != in.Reason || events[0].IP != "10.0.0.1" {
		t.Errorf("%+v", events)
	}
}

func TestAnEnterpriseOfTheCounterIsNobodysUntilTheCounterHandsItOver(t *testing.T) {
	w := newWorld(t)
	in := registration(1, "laiban")
	made, fresh, err := w.AddCounterEnterprise(w.ctx(), w.window, CounterEnterpriseInput{
		USCC: in.USCC, Name: in.EnterpriseName, LegalPerson: in.LegalPerson, ContactName: in.Name, ContactPhone: in.Phone,
	})
	w.ok(err)
	again, second, err := w.AddCounterEnterprise(w.ctx(), w.window, CounterEnterpriseInput{
		USCC: in.USCC, Name: "another name", LegalPerson: "x", ContactName: "x", ContactPhone: in.Phone,
	})
	w.ok(err)
	if !fresh || second || again.ID != made.ID || again.Name != in.EnterpriseName || made.Status != models.EnterpriseUnverified {
		t.Fatalf("made %+v then %+v", made, again)
	}
	found, _, err := w.CounterEnterprise(w.ctx(), w.window, " "+strings.ToLower(in.USCC))
	w.ok(err)
	if found.ID != made.ID {
		t.Errorf("found %d, want %d", found.ID, made.ID)
	}
	_, _, err = w.CounterEnterprise(w.ctx(), w.window, registration(2, "x").USCC)
	w.wantKey(err, "enterprise.not_found")

	w.ok(w.Register(w.ctx(), in)) // whoever registers its code asks, and sees nothing of it
	a, _, err := w.who(w.login("laiban").Token)
	w.ok(err)
	if a.EnterpriseID != 0 {
		t.Fatalf("who registered the code acts for the enterprise: %+v", a)
	}
	if _, _, err := w.CounterEnterprise(w.ctx(), a, in.USCC); models.CodeOf(err) != models.Denied {
		t.Errorf("an applicant looked at the counter: %v", err)
	}
	w.ok(w.TransferOwnership(w.ctx(), w.window, CounterInput{EnterpriseID: made.ID, UserID: a.UserID, Reason: "持执照原件"}))
	b, _, err := w.who(w.login("laiban").Token)
	w.ok(err)
	if b.EnterpriseID != made.ID {
		t.Errorf("acts for %d, want %d", b.EnterpriseID, made.ID)
	}
}

func TestAClerkTurnsOutWhoRegisteredAnothersCode(t *testing.T) {
	w := newWorld(t)
	squatter := w.enterprise(1, "qiangzhu")
	w.ok(w.Register(w.ctx(), registration(1, "zhenzhu")))
	members, err := w.Members(w.ctx(), w.window, squatter.EnterpriseID)
	w.ok(err)
	real := members[1].UserID
	in := w.login("qiangzhu")
	w.ok(w.TransferOwnership(w.ctx(), w.window, CounterInput{EnterpriseID: squatter.EnterpriseID, UserID: real, Reason: "持执照原件"}))
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")
	a, _, err := w.who(w.login("zhenzhu").Token)
	w.ok(err)
	if a.EnterpriseID != squatter.EnterpriseID {
		t.Fatalf("%+v", a)
	}
	verified := w.verified(2, "heshi")
	w.ok(w.Register(w.ctx(), registration(2, "lai")))
	members, err = w.Members(w.ctx(), w.window, verified.EnterpriseID)
	w.ok(err)
	err = w.TransferOwnership(w.ctx(), w.window, CounterInput{EnterpriseID: verified.EnterpriseID, UserID: members[1].UserID, Reason: "x"})
	w.wantKey(err, "member.ask_own_owner")
}

func TestAnEnterpriseIsVerifiedByAClerkWhoSawItsPapers(t *testing.T) {
	w := newWorld(t)
	a, b := w.enterprise(1, "lisi"), w.enterprise(2, "wangwu")
	theirs := w.file(b.EnterpriseID)
	e, err := w.Enterprise(w.ctx(), a, a.EnterpriseID)
	w.ok(err)
	_, err = w.VerifyEnterprise(w.ctx(), w.window, e.ID, VerifyInput{Version: e.Version, Confirm: true})
	w.wantKey(err, "enterprise.does_not_ask")
	_, err = w.AskVerification(w.ctx(), a, VerificationInput{Version: e.Version, LicenceFileID: theirs, AuthorisationFileID: theirs})
	w.want(err, models.Invalid)
	f := w.file(a.EnterpriseID)
	ask := VerificationInput{Version: e.Version, LicenceFileID: f, AuthorisationFileID: f}
	e, err = w.AskVerification(w.ctx(), a, ask)
	w.ok(err)
	_, err = w.AskVerification(w.ctx(), a, ask)
	w.want(err, models.Conflict) // an older copy
	waiting, err := w.Enterprises(w.ctx(), w.window, store.EnterpriseFilter{Waiting: true})
	if err != nil || len(waiting) != 1 || waiting[0].ID != e.ID {
		t.Fatalf("%v, %v", waiting, err)
	}
	_, err = w.VerifyEnterprise(w.ctx(), w.window, e.ID, VerifyInput{Version: e.Version})
	w.want(err, models.Invalid) // returned without a reason
	e, err = w.VerifyEnterprise(w.ctx(), w.window, e.ID, VerifyInput{Version: e.Version, Reason: "执照看不清"})
	w.ok(err)
	if e.MaySubmit() || e.StatusReason != "执照看不清" {
		t.Errorf("%+v", e)
	}
	e, err = w.AskVerification(w.ctx(), a, VerificationInput{Version: e.Version, LicenceFileID: f, AuthorisationFileID: f})
	w.ok(err)
	for name, c := range map[string]struct {
		a    policy.Actor
		code models.Code
	}{
		"a reviewer": {w.reviewer, models.Denied}, "itself": {a, models.Denied}, "an administrator": {w.sys, models.Denied},
		"another county's clerk": {policy.Actor{UserID: 99, Role: policy.Window, Region: far, Dept: "SPJ"}, models.NotFound},
	} {
		_, err := w.VerifyEnterprise(w.ctx(), c.a, e.ID, VerifyInput{Version: e.Version, Confirm: true})
		if models.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	e, err = w.VerifyEnterprise(w.ctx(), w.window, e.ID, VerifyInput{Version: e.Version, Confirm: true})
	w.ok(err)
	if !e.MaySubmit() || e.VerifiedBy != w.window.UserID || e.VerifiedHow != "CLERK" {
		t.Errorf("%+v", e)
	}
	edit := EnterpriseInput{Version: e.Version, Name: e.Name, LegalPerson: e.LegalPerson, ContactName: "王五", ContactPhone: "13900139000"}
	e, err = w.EditEnterprise(w.ctx(), a, edit)
	w.ok(err)
	if !e.MaySubmit() {
		t.Error("another contact person unverifies it")
	}
	edit.Version, edit.Name = e.Version, "示范县改名铸造有限公司"
	e, err = w.EditEnterprise(w.ctx(), a, edit)
	w.ok(err)
	if e.MaySubmit() {
		t.Error("another name leaves it verified")
	}
}

func TestAClerkDoesNotVerifyAnEnterpriseOfHisOwn(t *testing.T) {
	w := newWorld(t)
	a := w.enterprise(1, "lisi")
	in := w.login("chuangkou")
	w.ok(w.RequestMembership(w.ctx(), in.Session, JoinInput{USCC: models.MakeUSCC("140999", 1)}))
	w.ok(w.RequestMembership(w.ctx(), in.Session, JoinInput{USCC: models.MakeUSCC("140999", 77)})) // there is none
	f := w.file(a.EnterpriseID)
	e, err := w.AskVerification(w.ctx(), a, VerificationInput{Version: 1, LicenceFileID: f, AuthorisationFileID: f})
	w.ok(err)
	_, err = w.VerifyEnterprise(w.ctx(), w.window, e.ID, VerifyInput{Version: e.Version, Confirm: true})
	w.wantKey(err, "enterprise.own_interest")
}

// register is an identity provider with a fixed answer.
type register struct {
	yes bool
	err error
}

func (register) Name() string { return "REGISTER" }
func (r register) Confirm(context.Context, models.Enterprise) (bool, error) {
	return r.yes, r.err
}

func TestAnIdentityProviderConfirmsOrLeavesItToAClerk(t *testing.T) {
	for name, c := range map[string]struct {
		register
		want models.EnterpriseStatus
	}{
		"confirms": {register{yes: true}, models.EnterpriseVerified},
		"denies":   {register{}, models.EnterpriseUnverified},
		"is away":  {register{yes: true, err: errors.New("down")}, models.EnterpriseUnverified},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Identity = c.register
			a := w.enterprise(1, "lisi")
			f := w.file(a.EnterpriseID)
			e, err := w.AskVerification(w.ctx(), a, VerificationInput{Version: 1, LicenceFileID: f, AuthorisationFileID: f})
			w.ok(err)
			if e.Status != c.want || (e.AskedAt == 0) != (c.want == models.EnterpriseVerified) {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestASuspendedEnterpriseMayNotDraft(t *testing.T) {
	w := newWorld(t)
	a := w.verified(1, "lisi")
	e, err := w.Enterprise(w.ctx(), a, a.EnterpriseID)
	w.ok(err)
	e, err = w.SuspendEnterprise(w.ctx(), w.window, e.ID, SuspendInput{Version: e.Version, Suspend: true, Reason: "冒用"})
	w.ok(err)
	if e.MayDraft() || e.MaySubmit() {
		t.Errorf("%+v", e)
	}
	e, err = w.SuspendEnterprise(w.ctx(), w.window, e.ID, SuspendInput{Version: e.Version, Reason: "澄清"})
	w.ok(err)
	if !e.MayDraft() || e.MaySubmit() {
		t.Errorf("%+v", e)
	}
}
