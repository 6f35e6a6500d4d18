package accounts

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
)

func TestASignerMustEnrolASecondFactorBeforeAnythingElse(t *testing.T) {
	w := newWorld(t)
	w.staff("shenpi", policy.Approver, county, "FGJ")
	in := w.login("shenpi")
	a, sess, err := w.who(in.Token)
	w.ok(err)
	if sess.Pending != PendingEnrol || a.Role != "" {
		t.Fatalf("pending %q, role %q", sess.Pending, a.Role)
	}
	for _, act := range w.Policy.Actions() {
		if w.Policy.Can(a, act) {
			t.Errorf("a pending session may %s", act)
		}
	}
	en, err := w.EnrolFactor(w.ctx(), sess)
	w.ok(err)
	if !strings.HasPrefix(en.URL, "otpauth://totp/") || !strings.Contains(en.URL, en.Secret) {
		t.Errorf("url %s", en.URL)
	}
	_, _, err = w.ConfirmFactor(w.ctx(), sess, "000000")
	w.wantKey(err, "factor.wrong")
	next, codes, err := w.ConfirmFactor(w.ctx(), sess, w.code(en.Secret))
	w.ok(err)
	if a, sess, _ := w.who(next.Token); a.Role != policy.Approver || sess.Pending != "" || len(codes) != 10 {
		t.Fatalf("after enrolment: %+v, %d codes", sess, len(codes))
	}
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")

	again := w.login("shenpi")
	if again.Session.Pending != PendingFactor {
		t.Fatalf("pending %q", again.Session.Pending)
	}
	_, err = w.PassFactor(w.ctx(), again.Session, w.code(en.Secret))
	w.wantKey(err, "factor.wrong") // used at enrolment
	w.clock.Advance(30 * time.Second)
	passed, err := w.PassFactor(w.ctx(), again.Session, " "+w.code(en.Secret)[:3]+" "+w.code(en.Secret)[3:])
	w.ok(err)
	if passed.Token == again.Token || passed.Session.Pending != "" {
		t.Error("not passed, or under the old token")
	}
	third := w.login("shenpi")
	_, err = w.PassFactor(w.ctx(), third.Session, w.code(en.Secret))
	w.wantKey(err, "factor.wrong") // a code is used once
	third, err = w.PassFactor(w.ctx(), third.Session, strings.ToLower(codes[3]))
	w.ok(err)
	fourth := w.login("shenpi")
	_, err = w.PassFactor(w.ctx(), fourth.Session, codes[3])
	w.wantKey(err, "factor.wrong") // so is a recovery code
	w.clock.Advance(time.Minute)
	w.wantKey(w.DisableFactor(w.ctx(), third.Session, w.code(en.Secret)), "factor.required")
}

func TestCodesAreGuessedSlowly(t *testing.T) {
	w := newWorld(t)
	w.staff("shenpi", policy.Approver, county, "FGJ")
	in := w.login("shenpi")
	_, err := w.EnrolFactor(w.ctx(), in.Session)
	w.ok(err)
	for range 5 {
		_, _, err := w.ConfirmFactor(w.ctx(), in.Session, "123456")
		w.wantKey(err, "factor.wrong")
	}
	_, _, err = w.ConfirmFactor(w.ctx(), in.Session, "123456")
	w.want(err, models.Limited)
}

func TestASessionThatWaitsForItsCodeMayNothing(t *testing.T) {
	w := newWorld(t)
	in := w.login("chuangkou")
	en, err := w.EnrolFactor(w.ctx(), in.Session)
	w.ok(err)
	in, _, err = w.ConfirmFactor(w.ctx(), in.Session, w.code(en.Secret))
	w.ok(err)
	waiting := w.login("chuangkou")
	a, sess, err := w.who(waiting.Token)
	w.ok(err)
	if sess.Pending != PendingFactor || a.Role != "" {
		t.Fatalf("%+v %+v", sess, a)
	}
	_, err = w.SwitchPost(w.ctx(), sess, PostInput{})
	w.want(err, models.Denied)
	_, err = w.EnrolFactor(w.ctx(), sess)
	w.want(err, models.Denied)
	_, err = w.ChangePassword(w.ctx(), sess, PasswordInput{Old: pass, New: "another good one 77"})
	w.want(err, models.Denied)
	_, err = w.RenewRecoveryCodes(w.ctx(), sess, "000000")
	w.want(err, models.Denied)
	w.clock.Advance(10 * time.Minute)
	_, _, err = w.who(waiting.Token)
	w.wantKey(err, "session.ended")
	codes, err := w.RenewRecoveryCodes(w.ctx(), in.Session, w.code(en.Secret))
	if err != nil || len(codes) != 10 {
		t.Errorf("%v, %v", codes, err)
	}
	w.clock.Advance(time.Minute)
	w.ok(w.DisableFactor(w.ctx(), in.Session, w.code(en.Secret))) // a window clerk may
	if again := w.login("chuangkou"); again.Session.Pending != "" {
		t.Errorf("pending %q", again.Session.Pending)
	}
}

func TestDemoAccountsAreExemptInADemoByItsSetting(t *testing.T) {
	w := newWorld(t)
	w.set.Demo = true // the seed marks the database before it makes accounts
	w.staff("shenpi", policy.Approver, county, "FGJ")
	for _, c := range []struct {
		demo, exempt bool
		want         Pending
	}{{true, true, ""}, {true, false, PendingEnrol}, {false, true, PendingEnrol}, {false, false, PendingEnrol}} {
		w.set.Demo, w.set.DemoExempt = c.demo, c.exempt
		in := w.login("shenpi")
		if in.Session.Pending != c.want || (c.want == "") != (in.Session.SecondFactor == models.FactorExempt) {
			t.Errorf("demo %v, exempt %v: pending %q, factor %s", c.demo, c.exempt, in.Session.Pending, in.Session.SecondFactor)
		}
	}
	w.set.Demo, w.set.DemoExempt = true, true
	if in := w.login("sysadmin"); in.Session.Pending != PendingEnrol {
		t.Errorf("a real account in a demo: pending %q", in.Session.Pending)
	}
}

func TestSecretsAreSealed(t *testing.T) {
	s := &Service{Key: []byte("one")}
	secret := []byte("0123456789abcdefghij")
	sealed := s.seal(secret)
	if bytes.Contains(sealed, secret) || len(sealed) > 64 {
		t.Errorf("sealed: %x", sealed)
	}
	if got, err := s.unseal(sealed); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("%q, %v", got, err)
	}
	for name, other := range map[string]*Service{"another key": {Key: []byte("two")}, "no key": {}} {
		if _, err := other.unseal(sealed); err == nil {
			t.Errorf("%s opens it", name)
		}
	}
	sealed[20] ^= 1
	if _, err := s.unseal(sealed); err == nil {
		t.Error("a changed secret opens")
	}
	plain := (&Service{}).seal(secret)
	if got, err := s.unseal(plain); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("one stored before there was a key: %q, %v", got, err)
	}
}

// RFC 6238 appendix B, SHA-1, cut to six digits.
func TestCodesAreThoseOfRFC6238(t *testing.T) {
	for at, code := range map[int64]string{59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"} {
		n, err := matching([]byte("12345678901234567890"), code, models.Instant(at*1000), 0)
		if err != nil || n != at/30 {
			t.Errorf("at %d: step %d, %v", at, n, err)
		}
	}
}
