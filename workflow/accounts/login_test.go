package accounts

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

func TestAPasswordIsLongAndNotCommon(t *testing.T) {
	for _, c := range []struct{ password, key string }{
		{"Tr4velling", ""},
		{"correct horse battery", ""},
		{"正确的马正确的马电池钉", "password.too_short"},
		{"正确的马，电池和订书钉一盒", ""},
		{"short1A!", "password.too_short"},
		{"elevenchars", "password.too_short"},
		{"Elevenchar", "password.too_short"},
		{"Eleven!char", ""},
		{"password1234", "password.common"},
		{"P@ssw0rd2026", "password.common"},
		{"Woaini520520!", "password.common"},
		{"qwertyuiop123", "password.common"},
		{"1234567890123", "password.common"},
		{"aaaaaaaaaaaa", "password.common"},
		{"abcabcabcabc", "password.common"},
		{"Admin@123456", "password.common"},
		{"135790864213579086421", ""},
		{"my zhangsan pw", "password.contains_login"},
		{strings.Repeat("长", 100), "password.too_long"},
		{"a\x00bcdefghijkl", "password.characters"},
		{"\xff\xfeabcdefghijkl", "password.characters"},
		{"", "password.too_short"},
	} {
		if got := checkPassword(c.password, "zhangsan"); got != c.key {
			t.Errorf("%q: %q, want %q", c.password, got, c.key)
		}
	}
}

func TestAHashIsOnlyOfItsPassword(t *testing.T) {
	h := newHasher(64, 1)
	hash, err := h.Hash(t.Context(), pass)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		hash, password string
		ok             bool
	}{{hash, pass, true}, {hash, pass + " ", false}, {hash, "", false}, {"", pass, false}, {"", "", false}} {
		if ok, _, err := h.Check(t.Context(), c.hash, c.password); ok != c.ok || err != nil {
			t.Errorf("%q with %q: %v, %v", c.password, c.hash, ok, err)
		}
	}
	if _, again, _ := newHasher(128, 1).Check(t.Context(), hash, pass); !again {
		t.Error("a hash of other parameters is not made anew")
	}
	for _, bad := range []string{"x", "$argon2id$v=19$m=9999999,t=2,p=1$c2FsdHNhbHQ$c3Vtc3Vtc3Vtc3Vtc3Vt", "$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$c3Vtc3Vtc3Vtc3Vtc3Vt", strings.Replace(hash, "argon2id", "argon2i", 1)} {
		if ok, _, err := h.Check(t.Context(), bad, pass); ok || err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	if p, err := parsePHC(NewHasher().dummy()); err != nil || p.memory != 19456 || p.time != 2 {
		t.Errorf("production hashes with %+v, %v", p, err)
	}
}

func TestTheAnswerToAnUnknownNameIsThatToAWrongPassword(t *testing.T) {
	w := newWorld(t)
	disabled := w.person("tingyong")
	_, err := w.DisableUser(w.ctx(), w.sys, disabled, "离职")
	w.ok(err)
	_, _, err = w.CreateUser(w.ctx(), w.sys, UserInput{Login: "weijihuo", Name: "未激活"})
	w.ok(err)
	for _, in := range []LoginInput{
		{Login: "chuangkou", Password: "wrong"},
		{Login: "nobody", Password: pass},
		{Login: "tingyong", Password: pass},
		{Login: "weijihuo", Password: ""},
		{Login: "", Password: ""},
		{Login: "chuangkou", Password: strings.Repeat("x", 10_000)},
	} {
		_, err := w.Login(w.ctx(), in)
		if err == nil || err.Error() != loginFailed().Error() {
			t.Errorf("%q: %v", in.Login, err)
		}
	}
	w.login(" ChuangKou ")
	w.login("　ＣｈｕａｎｇＫｏｕ")
}

func TestFailuresSlowAnAccountDownWhetherOrNotItExists(t *testing.T) {
	w := newWorld(t)
	for _, login := range []string{"chuangkou", "nobody"} {
		for i := range 5 {
			_, err := w.Login(w.ctx(), LoginInput{Login: login, Password: "wrong"})
			if models.CodeOf(err) != models.Unauthenticated {
				t.Fatalf("%s, try %d: %v", login, i+1, err)
			}
		}
		_, err := w.Login(w.ctx(), LoginInput{Login: login, Password: pass})
		w.want(err, models.Limited)
		var e *models.Error
		if !errors.As(err, &e) || e.RetryAfter != 30 {
			t.Errorf("%s: %+v, want to wait 30 s", login, err)
		}
	}
	w.clock.Advance(30 * time.Second)
	_, err := w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: "wrong"})
	w.want(err, models.Unauthenticated)
	w.clock.Advance(59 * time.Second)
	_, err = w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: pass})
	w.want(err, models.Limited)
	w.clock.Advance(time.Second)
	w.login("chuangkou")
	_, err = w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: "wrong"})
	w.want(err, models.Unauthenticated)
	w.login("chuangkou") // success has cleared what was counted
}

func TestTriesAtOnceAreNoWayAroundTheBrake(t *testing.T) {
	w := newWorld(t)
	var mu sync.Mutex
	failed := 0
	var wg sync.WaitGroup
	for range 24 {
		wg.Go(func() {
			_, err := w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: "wrong"})
			mu.Lock()
			defer mu.Unlock()
			if models.CodeOf(err) == models.Unauthenticated {
				failed++
			} else if models.CodeOf(err) != models.Limited {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if failed != 5 {
		t.Errorf("%d of 24 tries were made, want 5", failed)
	}
}

func TestAnAddressIsSlowedOverManyNames(t *testing.T) {
	w := newWorld(t)
	for i := range 60 {
		_, err := w.Login(w.ctx(), LoginInput{Login: "n" + strings.Repeat("x", i), Password: "wrong", IP: "10.9.9.9"})
		w.want(err, models.Unauthenticated)
	}
	_, err := w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: pass, IP: "10.9.9.9"})
	w.want(err, models.Limited)
	w.login("chuangkou") // from another address
}

func TestASessionEndsWithIdlenessAndWithTime(t *testing.T) {
	w := newWorld(t)
	w.enterprise(1, "qiye")
	staff, ent := w.login("chuangkou"), w.login("qiye")
	alive := func(in SignedIn, want bool) {
		t.Helper()
		if _, _, err := w.who(in.Token); (err == nil) != want {
			t.Errorf("alive: %v, want %v", err == nil, want)
		}
	}
	for range 23 { // used every 29 minutes it lasts, up to 12 hours
		w.clock.Advance(29 * time.Minute)
		alive(staff, true)
	}
	w.clock.Advance(29 * time.Minute)
	alive(staff, true)
	w.clock.Advance(29 * time.Minute)
	alive(staff, false)
	alive(ent, false) // not used for more than twelve hours
	staff, ent = w.login("chuangkou"), w.login("qiye")
	w.clock.Advance(30 * time.Minute)
	alive(staff, false)
	alive(ent, true)
	for range 14 {
		w.clock.Advance(11*time.Hour + 50*time.Minute)
		alive(ent, true)
	}
	w.clock.Advance(11 * time.Hour)
	alive(ent, false)
}

func TestTheTokenIsNotInTheDatabaseAndNoOtherOpensTheSession(t *testing.T) {
	w := newWorld(t)
	in := w.login("chuangkou")
	row, err := w.Store.SignedIn(w.ctx(), hashToken(in.Token))
	w.ok(err)
	if string(row.TokenHash) == in.Token || len(row.TokenHash) != 32 || len(in.Token) != 43 {
		t.Errorf("token %q, stored %x", in.Token, row.TokenHash)
	}
	for _, token := range []string{"", in.Token + "x", in.Token[1:], strings.ToUpper(in.Token), strings.Repeat("a", 1000), string(row.TokenHash)} {
		_, _, err := w.who(token)
		w.wantKey(err, "session.ended")
	}
	if !in.Session.CheckCSRF(csrfOf(in.Token)) || in.Session.CheckCSRF("") || in.Session.CheckCSRF(csrfOf("other")) || (&Session{}).CheckCSRF("") {
		t.Error("the token against forged requests is not the session's own")
	}
}

func TestLastSeenIsWrittenAtMostOnceAMinute(t *testing.T) {
	w := newWorld(t)
	in := w.login("chuangkou")
	seen := func() models.Instant {
		row, err := w.Store.SignedIn(w.ctx(), hashToken(in.Token))
		w.ok(err)
		return row.LastSeenAt
	}
	began := seen()
	w.clock.Advance(59 * time.Second)
	_, _, err := w.who(in.Token)
	w.ok(err)
	if seen() != began {
		t.Error("written within the minute")
	}
	w.clock.Advance(time.Second)
	_, _, err = w.who(in.Token)
	w.ok(err)
	if seen() != began.Add(time.Minute) {
		t.Error("not written after a minute")
	}
}

func TestSwitchingThePostChangesTheTokenAndTheActor(t *testing.T) {
	w := newWorld(t)
	w.post(w.window.UserID, policy.Reviewer, county, "FGJ")
	in := w.login("chuangkou")
	posts, err := w.Posts(w.ctx(), in.Session)
	w.ok(err)
	if len(posts) != 2 {
		t.Fatalf("%d posts", len(posts))
	}
	next, err := w.SwitchPost(w.ctx(), in.Session, PostInput{GrantID: posts[1].GrantID})
	w.ok(err)
	if next.Token == in.Token || next.Session.CSRF == in.Session.CSRF || next.Session.ID != in.Session.ID {
		t.Error("the tokens are the old ones, or the session is a new one")
	}
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")
	a, _, err := w.who(next.Token)
	w.ok(err)
	if a.Role != policy.Reviewer || a.Dept != "FGJ" || a.Today != models.MustDate("2026-03-02") || a.Source != models.SourceWeb {
		t.Errorf("acts as %+v", a)
	}
	other, err := w.Store.GrantsOf(w.ctx(), w.reviewer.UserID, a.Today)
	w.ok(err)
	for _, in := range []PostInput{{GrantID: other[0].ID}, {EnterpriseID: 1}, {GrantID: posts[0].GrantID, AbsenceID: 1}, {GrantID: 999}} {
		_, err := w.SwitchPost(w.ctx(), next.Session, in)
		w.want(err, models.NotFound)
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	w := newWorld(t)
	a, b, c := w.login("chuangkou"), w.login("chuangkou"), w.login("chuangkou")
	stranger := w.login("daiban")
	list, err := w.Sessions(w.ctx(), a.Session)
	w.ok(err)
	if len(list) != 3 || list[0].ID != c.Session.ID || list[0].IP != "10.0.0.1" {
		t.Errorf("%+v", list)
	}
	w.want(w.RevokeSession(w.ctx(), stranger.Session, a.Session.ID), models.NotFound)
	w.ok(w.RevokeSession(w.ctx(), a.Session, b.Session.ID))
	w.ok(w.RevokeOtherSessions(w.ctx(), a.Session))
	w.ok(w.Logout(w.ctx(), stranger.Session))
	for name, c := range map[string]struct {
		in   SignedIn
		want bool
	}{"kept": {a, true}, "ended": {b, false}, "other": {c, false}, "signed out": {stranger, false}} {
		if _, _, err := w.who(c.in.Token); (err == nil) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	w := newWorld(t)
	here, there := w.login("chuangkou"), w.login("chuangkou")
	_, err := w.ChangePassword(w.ctx(), here.Session, PasswordInput{Old: "wrong", New: "another good one 77"})
	w.want(err, models.Invalid)
	_, err = w.ChangePassword(w.ctx(), here.Session, PasswordInput{Old: pass, New: "password1234"})
	w.want(err, models.Invalid)
	_, err = w.ChangePassword(w.ctx(), here.Session, PasswordInput{Old: pass, New: pass})
	w.want(err, models.Invalid)
	next, err := w.ChangePassword(w.ctx(), here.Session, PasswordInput{Old: pass, New: "another good one 77"})
	w.ok(err)
	for _, old := range []string{here.Token, there.Token} {
		_, _, err := w.who(old)
		w.wantKey(err, "session.ended")
	}
	_, _, err = w.who(next.Token)
	w.ok(err)
	_, err = w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: pass})
	w.want(err, models.Unauthenticated)
	_, err = w.Login(w.ctx(), LoginInput{Login: "chuangkou", Password: "another good one 77"})
	w.ok(err)
}

func TestPruningRemovesOnlyWhatEndedLongAgo(t *testing.T) {
	w := newWorld(t)
	old := w.login("chuangkou")
	w.clock.Advance(31 * 24 * time.Hour)
	fresh := w.login("chuangkou")
	w.ok(w.Prune(w.ctx()))
	if _, err := w.Store.SignedIn(w.ctx(), hashToken(old.Token)); models.CodeOf(err) != models.NotFound {
		t.Errorf("the old one: %v", err)
	}
	_, _, err := w.who(fresh.Token)
	w.ok(err)
}

func TestAPostIsUsedByWhomItIsFor(t *testing.T) {
	today := models.MustDate("2026-03-02")
	own := store.SignedIn{Session: models.Session{UserID: 1, GrantID: 5}, GrantUserID: 1, Role: "WINDOW", GrantStatus: models.Active, ValidFrom: today}
	lent := own
	lent.AbsenceID, lent.AbsentID, lent.GrantUserID, lent.SubstituteID, lent.FromOn, lent.ToOn = 7, 2, 2, 1, today, today
	for name, c := range map[string]struct {
		row    store.SignedIn
		change func(*store.SignedIn)
		want   bool
	}{
		"own":                      {own, func(*store.SignedIn) {}, true},
		"another's":                {own, func(r *store.SignedIn) { r.GrantUserID = 2 }, false},
		"revoked":                  {own, func(r *store.SignedIn) { r.GrantStatus = models.Revoked }, false},
		"lent":                     {lent, func(*store.SignedIn) {}, true},
		"lent to another":          {lent, func(r *store.SignedIn) { r.SubstituteID = 3 }, false},
		"lent by another":          {lent, func(r *store.SignedIn) { r.GrantUserID = 3 }, false},
		"lent, and ended":          {lent, func(r *store.SignedIn) { r.AbsenceEndsAt = 1 }, false},
		"lent until yesterday":     {lent, func(r *store.SignedIn) { r.FromOn, r.ToOn = today-3, today-1 }, false},
		"an administrator's":       {lent, func(r *store.SignedIn) { r.Role = "SECURITY_ADMIN" }, false},
		"a removed member's":       {store.SignedIn{Session: models.Session{UserID: 1, EnterpriseID: 4}, MemberStatus: models.MemberRemoved}, func(*store.SignedIn) {}, false},
		"a member's":               {store.SignedIn{Session: models.Session{UserID: 1, EnterpriseID: 4}, MemberStatus: models.MemberActive}, func(*store.SignedIn) {}, true},
		"of an enterprise not his": {store.SignedIn{Session: models.Session{UserID: 1, EnterpriseID: 4}}, func(*store.SignedIn) {}, false},
	} {
		c.change(&c.row)
		if _, got := postOf(&c.row, today); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func BenchmarkAuthenticate(b *testing.B) {
	w := newWorld(b)
	in := w.login("chuangkou")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := w.who(in.Token); err != nil {
			b.Fatal(err)
		}
	}
}
