package api

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// Route is one line of the table: what is asked for, and the action that one must be allowed to do.
type Route struct {
	Method, Path string
	Action       policy.Action // policy.Public: anybody may
	ID           string        // of the operation
	Summary      string        // in Chinese
	Tag          string
	Do           handler

	Status  int  // of success; 0: 200 with a body, 204 without
	Pending bool // a session that has something to do first may as well
	Slow    bool // a file or a stream: no time limit
	Watch   bool // asked by the page itself: does not keep the session from ending with idleness
	Limited bool // public and costly, or guessable: counted by address
}

// handler registers a typed handler for an operation.
type handler func(*Server, huma.Operation)

// do makes a handler of a function that reads, asks and answers.
func do[I, O any](f func(context.Context, *I) (*O, error)) handler {
	return func(s *Server, op huma.Operation) {
		s.describeBody(reflect.TypeFor[I](), &op)
		huma.Register(s.huma, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := f(ctx, in)
			if err != nil {
				return nil, s.problemOf(ctx, err)
			}
			return out, nil
		})
	}
}

// register adds a route. A route without an action, an id or a summary is a mistake of ours.
func (s *Server) register(r Route) {
	if r.Action == "" || r.ID == "" || r.Summary == "" || r.Tag == "" || r.Do == nil {
		panic(fmt.Sprintf("api: route %s %s lacks its action, id, summary, tag or handler", r.Method, r.Path))
	}
	op := huma.Operation{
		Method: r.Method, Path: Prefix + r.Path, OperationID: r.ID, Summary: r.Summary, Tags: []string{r.Tag},
		DefaultStatus: r.Status, Middlewares: huma.Middlewares{s.guard(r)},
		BodyReadTimeout: -1, // the guard has a limit of its own, which ends with the reading
		Extensions:      map[string]any{"x-action": string(r.Action)},
		Responses:       s.refusalsOf(r),
	}
	op.Security = []map[string][]string{}
	if r.Action != policy.Public {
		op.Security = []map[string][]string{{"session": {}}}
	}
	r.Do(s, op)
	s.routes = append(s.routes, r)
}

// refusalsOf lists the problems that a route may answer with; all have one shape.
func (s *Server) refusalsOf(r Route) map[string]*huma.Response {
	told := map[string]*huma.Response{"default": s.refusals[0], "422": s.refusals[http.StatusUnprocessableEntity]}
	add := func(status int) { told[strconv.Itoa(status)] = s.refusals[status] }
	if r.Action != policy.Public {
		add(http.StatusUnauthorized)
		add(http.StatusForbidden)
	}
	if strings.Contains(r.Path, "{") {
		add(http.StatusNotFound)
	}
	if !safe(r.Method) {
		for _, status := range refusedChange {
			add(status)
		}
	}
	guesses := strings.HasPrefix(r.Path, "/session/") && !safe(r.Method) // a password or a code may be tried so often only
	if r.Limited || guesses {
		add(http.StatusTooManyRequests)
	}
	return told
}

// refusedChange is what any request that changes something may be answered: signing in is refused by
// 401, and what a body names may be out of scope.
var refusedChange = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestTimeout, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
}

// describeRefusals makes the problems that operations refer to, one an HTTP status; 0 is any other.
func describeRefusals(schemas huma.Registry) map[int]*huma.Response {
	schema := schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	content := map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}
	told := map[int]*huma.Response{0: {Description: "Error", Content: content}}
	for status := range statusKeys {
		told[status] = &huma.Response{Description: http.StatusText(status), Content: content}
	}
	for _, status := range statuses {
		told[status] = &huma.Response{Description: http.StatusText(status), Content: content}
	}
	return told
}

// timeLimit is how long an ordinary request may take.
const timeLimit = 30 * time.Second

// guard lets a request through to its handler: it finds out who asks, compares the token against
// forged requests, and asks whether the role may do the action at all. Which rows is the use case's.
func (s *Server) guard(r Route) func(huma.Context, func(huma.Context)) {
	return func(h huma.Context, next func(huma.Context)) {
		ctx := h.Context()
		if !r.Slow {
			limited, cancel := context.WithTimeout(ctx, timeLimit)
			defer cancel()
			ctx = limited
		}
		s.limitBody(h, r)
		c, err := s.identify(ctx, h, r)
		if err == nil {
			err = s.admit(c, r, h)
		}
		if err != nil {
			s.refuse(h, ctx, err)
			return
		}
		next(huma.WithContext(h, withCaller(ctx, c)))
	}
}

// limitBody bounds how long the client may take to send what it asks.
func (s *Server) limitBody(h huma.Context, r Route) {
	e := humaecho.Unwrap(h)
	if req := e.Request(); !safe(r.Method) {
		req.Body = &patientBody{ReadCloser: req.Body, out: http.NewResponseController(e.Response()), limit: s.conf.Patience, whole: !r.Slow}
	}
}

// admit tells whether the caller may use the route.
func (s *Server) admit(c *caller, r Route, h huma.Context) error {
	if r.Limited && !s.looks.take(c.ip, s.conf.Now()) {
		return &models.Error{Code: models.Limited, Key: "request.limited", RetryAfter: s.looks.wait()}
	}
	if !safe(r.Method) {
		if s.cross.Check(humaecho.Unwrap(h).Request()) != nil {
			return models.E(models.Denied, "request.forged")
		}
		if err := c.checkCSRF(h.Header(csrfHeader)); err != nil {
			return err
		}
	}
	switch {
	case r.Action == policy.Public:
		return nil
	case c.session.Pending != "" && r.Pending:
		return nil
	case c.session.Pending != "":
		return models.E(models.Denied, "session.pending").With("pending", string(c.session.Pending))
	case !s.Policy.Can(c.actor, r.Action):
		return models.E(models.Denied, "denied").With("action", string(r.Action))
	}
	return nil
}

// safe methods change nothing.
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// body is an answer that is all body.
type body[T any] struct{ Body T }

// answer wraps the result of a use case.
func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// list is a list that is never null.
type list[T any] struct {
	Rows []T `json:"rows" nullable:"false"`
}

func rows[T any](v []T, err error) (*body[list[T]], error) {
	if err != nil {
		return nil, err
	}
	if v == nil {
		v = []T{}
	}
	return &body[list[T]]{list[T]{v}}, nil
}

// none is a request without parameters, or an answer without a body.
type none struct{}

// done answers 204.
func done(err error) (*none, error) {
	if err != nil {
		return nil, err
	}
	return &none{}, nil
}

// oneID is a request for the thing with that id.
type oneID struct {
	ID int64 `path:"id" minimum:"1"`
}

// asked is a request with a body alone.
type asked[T any] struct{ Body T }

// askedOf is a request with a body about the thing with that id.
type askedOf[T any] struct {
	ID   int64 `path:"id" minimum:"1"`
	Body T
}

// why is a request that needs no more than a reason.
type why struct {
	Reason string `json:"reason"`
}

// link is a one-time link that was made: its token is told this once.
type link struct {
	Token string `json:"token"`
}
