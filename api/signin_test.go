package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/accounts"
)

const password = "Zheng-que-de-ma-9"

// withPassword gives an actor's account a password and tells its login name.
func (p *portal) withPassword(t testing.TB, a policy.Actor) (login string) {
	t.Helper()
	hash, err := accounts.NewHasher().Hash(t.Context(), password)
	must(t, err)
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		u, err := tx.User(policy.Everything("test"), a.UserID)
		if err != nil {
			return err
		}
		login, u.PasswordHash = u.Login, hash
		return tx.SaveUser(u)
	}))
	return login
}

// keep takes the cookies of an answer, as a browser does.
func (c *client) keep(r *reply) *reply {
	for _, k := range r.Result().Cookies() {
		switch k.Name {
		case "onestop":
			c.cookie = "onestop=" + k.Value
		case "onestop_csrf":
			c.csrf = k.Value
		}
	}
	return r
}

// enter is a browser that signs in with a password.
func (p *portal) enter(t testing.TB, login string) *client {
	t.Helper()
	c := p.visitor(t)
	c.keep(c.call("login", nil, map[string]any{"login": login, "password": password}).is(200, ""))
	return c
}

func TestACookieFromBeforeTheLoginNeverBecomesTheSession(t *testing.T) {
	p := newPortal(t)
	login := p.withPassword(t, p.Applicant())
	c := p.visitor(t)
	planted := "onestop=" + strings.Repeat("A", 43)
	visit := c.cookie
	c.cookie = visit + "; " + planted
	r := c.keep(c.call("login", nil, map[string]any{"login": login, "password": password}).is(200, ""))
	if c.cookie == planted || strings.Contains(c.cookie, visit) {
		t.Fatalf("signed in under %s", c.cookie)
	}
	c.call("list-sessions", nil, nil).is(200, "")
	for _, old := range []string{planted, visit, strings.Replace(visit, "onestop_visit", "onestop", 1)} {
		before := *c
		before.cookie = old
		before.call("list-sessions", nil, nil).is(401, "")
	}
	if n := len(r.Result().Cookies()); n != 2 {
		t.Errorf("%d cookies", n)
	}
}

func TestACodeOfTheAuthenticatorIsUsedOnceAndChangesTheToken(t *testing.T) {
	p := newPortal(t)
	who := p.Staff(policy.Approver, "SPJ", "审批人")
	login := p.withPassword(t, who)
	first := p.enter(t, login)
	first.call("list-todo", nil, nil).is(403, "session.pending")
	var secret accounts.Enrolment
	first.call("enrol-factor", nil, nil).is(200, "").into(&secret)
	code := func() string {
		got, err := totp.GenerateCode(secret.Secret, p.Clock.Now())
		must(t, err)
		return got
	}
	before := *first
	first.keep(first.call("confirm-factor", nil, map[string]any{"code": code()}).is(200, ""))
	before.call("get-session", nil, nil).is(200, "")
	before.call("list-todo", nil, nil).is(401, "session.ended") // the token of before the factor
	first.call("list-todo", nil, nil).is(200, "")

	second, third := p.enter(t, login), p.enter(t, login)
	second.call("list-todo", nil, nil).is(403, "session.pending")
	second.call("pass-factor", nil, map[string]any{"code": code()}).is(422, "factor.wrong") // that of the enrolment
	p.Clock.Advance(31 * time.Second)
	used := code()
	waiting := *second
	second.keep(second.call("pass-factor", nil, map[string]any{"code": used}).is(200, ""))
	second.call("list-todo", nil, nil).is(200, "")
	waiting.call("list-todo", nil, nil).is(401, "session.ended")
	third.call("pass-factor", nil, map[string]any{"code": used}).is(422, "factor.wrong")
	p.Clock.Advance(31 * time.Second)
	third.keep(third.call("pass-factor", nil, map[string]any{"code": code()}).is(200, ""))
	third.call("list-todo", nil, nil).is(200, "")
}

func TestARoleThatIsTakenAwayIsGoneWithTheNextRequest(t *testing.T) {
	p := newPortal(t)
	security := p.as(t, p.person(policy.SecurityAdmin))
	clerk := p.Window()
	desk := p.as(t, clerk)
	desk.call("list-todo", nil, nil).is(200, "")
	grants := security.rows("list-grants", at{"userId": clerk.UserID})
	if len(grants) != 1 {
		t.Fatalf("%v", grants)
	}
	security.call("revoke-grant", at{"id": int64(grants[0]["id"].(float64))}, map[string]any{"reason": "调离"}).is(200, "")
	desk.call("list-todo", nil, nil).is(401, "session.ended")
	desk.call("declare-absence", nil, map[string]any{}).is(401, "session.ended")

	// A post whose term ends while its holder is signed in.
	reviewer := p.Staff(policy.Reviewer, "SPJ", "期满的人")
	bench := p.as(t, reviewer)
	bench.call("list-todo", nil, nil).is(200, "")
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		g := must1(tx.GrantsOf(reviewer.UserID, tx.Today()))(t)[0]
		g.ValidTo = models.MustDate("2026-03-01")
		return tx.SaveGrant(&g, models.Active)
	}))
	bench.call("list-todo", nil, nil).is(403, "session.pending")

	// A member who is let go.
	firm := p.Applicant()
	owner := firm
	owner.UserID = p.Staff(policy.Reviewer, "RFB", "企业负责人").UserID
	boss, hand := p.as(t, owner), p.as(t, firm)
	hand.call("list-cases", nil, nil).is(200, "")
	boss.call("remove-member", at{"id": firm.UserID}, nil).is(204, "")
	if r := hand.call("list-cases", nil, nil); r.Code != 401 && r.Code != 403 {
		t.Errorf("who was let go still reads: %d", r.Code)
	}
}

func TestANewPasswordEndsEveryOtherSessionAtOnce(t *testing.T) {
	p := newPortal(t)
	login := p.withPassword(t, p.Applicant())
	here, there := p.enter(t, login), p.enter(t, login)
	old := *here
	here.call("change-password", nil, map[string]any{"old": "falsch-falsch-1", "new": "Ling-yi-ge-ma-88"}).is(422, "password.invalid")
	there.call("list-sessions", nil, nil).is(200, "")
	here.keep(here.call("change-password", nil, map[string]any{"old": password, "new": "Ling-yi-ge-ma-88"}).is(200, ""))
	here.call("list-sessions", nil, nil).is(200, "")
	there.call("list-sessions", nil, nil).is(401, "session.ended")
	there.call("create-draft", nil, map[string]any{"itemCode": "LX-13"}).is(401, "session.ended")
	old.call("list-sessions", nil, nil).is(401, "session.ended")
	p.visitor(t).call("login", nil, map[string]any{"login": login, "password": password}).is(401, "login.failed")
}

func TestAPostWithASessionThatHasEndedIsRefusedAndChangesNothing(t *testing.T) {
	p := newPortal(t)
	a := p.Applicant()
	c := p.Draft(a, "LX-13", nil)
	firm := p.as(t, a)
	p.Clock.Advance(13 * time.Hour)
	for _, r := range []struct {
		route string
		body  map[string]any
	}{
		{"edit-draft", map[string]any{"version": c.Version, "form": map[string]any{"applicantName": "改"}}},
		{"submit-case", map[string]any{"version": c.Version}},
		{"post-message", map[string]any{"body": "在吗"}},
	} {
		got := firm.call(r.route, at{"id": c.ID}, r.body, "Idempotency-Key", "late").is(401, "session.ended")
		if got.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s answers %s", r.route, got.Header().Get("Content-Type"))
		}
	}
	if now := p.Reload(c); now.Version != c.Version || now.Status != models.Draft {
		t.Errorf("version %d, %s", now.Version, now.Status)
	}
}

// A name that exists and one that does not are slowed alike, and the right password waits as well.
func TestWrongPasswordsAreSlowedMoreAndMoreWhoeverTheyAreTriedFor(t *testing.T) {
	p := newPortal(t)
	login := p.withPassword(t, p.Applicant())
	var said [2][]string
	for i, name := range []string{login, "nobody.here"} {
		c := p.visitor(t)
		last := 0
		for try := range 9 {
			r := c.call("login", nil, map[string]any{"login": name, "password": "wrong-wrong-" + strconv.Itoa(try)})
			said[i] = append(said[i], fmt.Sprint(r.Code, r.problem(), r.Header().Get("Retry-After")))
			if r.Code != http.StatusTooManyRequests {
				continue
			}
			wait := must1(strconv.Atoi(r.Header().Get("Retry-After")))(t)
			if wait <= last {
				t.Errorf("%s: waits %d s after %d s", name, wait, last)
			}
			last = wait
			c.call("login", nil, map[string]any{"login": name, "password": password}).is(429, "login.limited")
			p.Clock.Advance(time.Duration(wait) * time.Second)
		}
		if last == 0 {
			t.Errorf("%s is never slowed: %v", name, said[i])
		}
	}
	if a, b := strings.Join(said[0], "\n"), strings.Join(said[1], "\n"); a != b {
		t.Errorf("a name that exists:\n%s\none that does not:\n%s", a, b)
	}
}
