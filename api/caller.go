package api

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/accounts"
)

// csrfHeader carries back what the cookie csrfCookie holds: a page of another site cannot read it.
const (
	csrfHeader = "X-CSRF-Token"
	csrfCookie = "onestop_csrf"
)

// caller is who asks, and from where.
type caller struct {
	actor   policy.Actor
	session accounts.Session // its ID is 0 where nobody is signed in
	before  string           // the token of a browser where nobody has signed in yet
	token   string           // of the session, to ask again whether it holds
	ip      string
	agent   string
	set     func(*http.Cookie)
}

type callerKey struct{}

func withCaller(ctx context.Context, c *caller) context.Context {
	return context.WithValue(accounts.WithIP(ctx, c.ip), callerKey{}, c)
}

// callerOf gives who asks. Every handler runs behind the guard, so there is one.
func callerOf(ctx context.Context) *caller { return ctx.Value(callerKey{}).(*caller) }

// actorOf gives the actor who asks.
func actorOf(ctx context.Context) policy.Actor { return callerOf(ctx).actor }

// identify finds out who asks by the session cookie. A public route does not mind that a session has
// ended; any other is Unauthenticated then.
func (s *Server) identify(ctx context.Context, h huma.Context, r Route) (*caller, error) {
	e := humaecho.Unwrap(h)
	c := &caller{ip: e.RealIP(), agent: h.Header("User-Agent"), set: e.SetCookie}
	if k, err := e.Cookie(s.beforeCookie()); err == nil {
		c.before = k.Value
	}
	k, err := e.Cookie(s.sessionCookie())
	if err == nil && k.Value != "" {
		ask := s.Accounts.Authenticate
		if r.Watch {
			ask = s.Accounts.Watch
		}
		c.actor, c.session, err = ask(ctx, k.Value, s.conf.Now())
		if err == nil {
			c.token = k.Value
			return c, nil
		}
		if models.CodeOf(err) != models.Unauthenticated {
			return nil, err
		}
	}
	if r.Action == policy.Public {
		return c, nil
	}
	var mine *models.Error
	if errors.As(err, &mine) {
		return nil, err
	}
	return nil, models.E(models.Unauthenticated, "session.none")
}

// checkCSRF compares the header with the token that belongs to the session, or, where nobody is
// signed in, to the browser.
func (c *caller) checkCSRF(token string) error {
	ok := c.session.CheckCSRF(token)
	if c.session.ID == 0 {
		ok = c.before != "" && equal(csrfBefore(c.before), token)
	}
	if !ok {
		return models.E(models.Denied, "request.forged")
	}
	return nil
}

// sameOrigin tells a change sent by a page of another origin: by what the browser says of it
// (Sec-Fetch-Site, Origin). Clients that say nothing are none that carry another's cookies.
func sameOrigin(address string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		_ = p.AddTrustedOrigin(u.Scheme + "://" + u.Host) // else the host that the request names
	}
	return p
}

// csrfBefore is the token of a browser where nobody has signed in: bound to a cookie of its own that
// no page can read.
func csrfBefore(before string) string {
	m := hmac.New(sha256.New, []byte(before))
	m.Write([]byte("csrf"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// strangerCookies gives a browser where nobody has signed in its token.
func (s *Server) strangerCookies(c *caller) {
	if c.before == "" {
		var b [32]byte
		_, _ = rand.Read(b[:]) // never fails (crypto/rand)
		c.before = base64.RawURLEncoding.EncodeToString(b[:])
		c.set(s.cookie(s.beforeCookie(), c.before, true))
	}
	c.set(s.cookie(csrfCookie, csrfBefore(c.before), false))
}

// sessionCookies gives the browser its session.
func (s *Server) sessionCookies(c *caller, in *accounts.SignedIn) {
	c.set(s.cookie(s.sessionCookie(), in.Token, true))
	c.set(s.cookie(csrfCookie, in.Session.CSRF, false))
}

// endCookies takes the session from the browser.
func (s *Server) endCookies(c *caller) {
	k := s.cookie(s.sessionCookie(), "", true) //nolint:gosec // cookie sets what G124 misses
	k.MaxAge = -1
	c.set(k)
	c.before = ""
	s.strangerCookies(c)
}

// cookie makes a cookie that ends with the browser; the server ends the session by itself.
func (s *Server) cookie(name, value string, hidden bool) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: hidden, Secure: s.conf.Secure, SameSite: http.SameSiteLaxMode} //nolint:gosec // Secure where the portal is reached by https; the CSRF cookie is read by the pages
}

// sessionCookie is __Host- where it can be: then no neighbour domain can set it.
func (s *Server) sessionCookie() string { return s.host("onestop") }
func (s *Server) beforeCookie() string  { return s.host("onestop_visit") }

func (s *Server) host(name string) string {
	if s.conf.Secure {
		return "__Host-" + name
	}
	return name
}

// equal compares two secrets in the same time whatever they are.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
