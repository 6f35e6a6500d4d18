package api

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"onestop.internal/models"
)

// Problem is an answer that is no success (RFC 9457). Code is stable; Title and Detail are in the
// language of the reader.
type Problem struct { //nolint:errname // RFC 9457 calls it so
	Type       string         `json:"type" doc:"/problems/ and the code"`
	Title      string         `json:"title"`
	Status     int            `json:"status"`
	Detail     string         `json:"detail"`
	Code       string         `json:"code" doc:"stable; what a program looks at"`
	Args       map[string]any `json:"args,omitempty" doc:"what the detail was filled with"`
	Errors     []ProblemField `json:"errors,omitempty" nullable:"false"`
	RetryAfter int            `json:"retryAfter,omitempty" doc:"seconds"`
	RequestID  string         `json:"requestId,omitempty"`
}

// ProblemField is one thing wrong with one input; Path is its path in the body.
type ProblemField struct {
	Path    string         `json:"path"`
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Args    map[string]any `json:"args,omitempty"`
}

func (p *Problem) Error() string { return p.Code }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives Retry-After, where it says when to try again.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	return h
}

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statuses give each code of failure its HTTP status.
var statuses = map[models.Code]int{
	models.Invalid: http.StatusUnprocessableEntity, models.Unauthenticated: http.StatusUnauthorized, models.Denied: http.StatusForbidden,
	models.NotFound: http.StatusNotFound, models.Illegal: http.StatusConflict, models.Conflict: http.StatusConflict,
	models.TooLarge: http.StatusRequestEntityTooLarge, models.Limited: http.StatusTooManyRequests,
	models.Unavailable: http.StatusServiceUnavailable, models.Internal: http.StatusInternalServerError,
}

// statusKeys name what goes wrong before a use case is asked.
var statusKeys = map[int]struct {
	code models.Code
	key  string
}{
	http.StatusBadRequest:            {models.Invalid, "request.unreadable"},
	http.StatusForbidden:             {models.Denied, "denied"},
	http.StatusNotFound:              {models.NotFound, "request.no_such_route"},
	http.StatusMethodNotAllowed:      {models.Invalid, "request.method"},
	http.StatusRequestTimeout:        {models.Invalid, "request.too_slow"},
	http.StatusRequestEntityTooLarge: {models.TooLarge, "request.too_large"},
	http.StatusUnsupportedMediaType:  {models.Invalid, "request.media_type"},
	http.StatusUnprocessableEntity:   {models.Invalid, "request.invalid"},
}

// retrySoon is how many seconds to wait where nobody knows how long it lasts.
const retrySoon = 5

// problem puts an error into words. One that is no models.Error is Internal and says nothing of itself.
func problem(lang string, err error) *Problem {
	var e *models.Error
	if !errors.As(err, &e) {
		e = models.E(models.Internal, "internal")
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			e = models.E(models.Unavailable, "request.timeout")
		}
	}
	if e.Code == models.Internal {
		e = models.E(models.Internal, "internal")
	}
	p := worded(lang, statuses[e.Code], e.Code, e.Key, e.Args)
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, ProblemField{Path: f.Path, Code: f.Key, Message: say(lang, f.Key, f.Args), Args: f.Args})
	}
	p.RetryAfter = e.RetryAfter
	if e.Code == models.Unavailable && p.RetryAfter == 0 {
		p.RetryAfter = retrySoon
	}
	return p
}

func worded(lang string, status int, code models.Code, key string, args map[string]any) *Problem {
	return &Problem{
		Type: "/problems/" + key, Title: say(lang, "title."+string(code), nil), Status: status, Detail: say(lang, key, args), Code: key, Args: args,
	}
}

// problemOf is the one place where an error becomes an answer; what is not for people is logged here.
func (s *Server) problemOf(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	r := requestOf(ctx)
	p = problem(r.lang, err)
	p.RequestID = r.id
	if p.Status >= http.StatusInternalServerError {
		s.conf.Log.ErrorContext(ctx, "request failed", "request", r.id, "status", p.Status, "err", err)
	}
	return p
}

// refuse answers with a problem from a middleware.
func (s *Server) refuse(h huma.Context, ctx context.Context, err error) { //nolint:revive // the context is the request's own, with its limit
	s.writeProblem(humaecho.Unwrap(h), s.problemOf(ctx, err))
}

func (s *Server) writeProblem(c echo.Context, p *Problem) {
	for k, v := range p.GetHeaders() {
		c.Response().Header()[k] = v
	}
	b, err := json.Marshal(p)
	if err == nil {
		err = c.Blob(p.Status, "application/problem+json", b)
	}
	if err != nil {
		s.conf.Log.Debug("answer not written", "request", p.RequestID, "err", err)
	}
}

// echoError answers for what goes wrong outside the typed handlers: no such route, another method.
func (s *Server) echoError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	r := requestOf(c.Request().Context())
	var he *echo.HTTPError
	if errors.As(err, &he) {
		if k, ok := statusKeys[he.Code]; ok {
			p := worded(r.lang, he.Code, k.code, k.key, nil)
			p.RequestID = r.id
			s.writeProblem(c, p)
			return
		}
	}
	s.writeProblem(c, s.problemOf(c.Request().Context(), err))
}

var problemsOnce sync.Once

// useProblems makes huma answer with our problems, whatever it finds wrong.
func useProblems() {
	problemsOnce.Do(func() {
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			return fromHuma("zh", "", status, msg, errs)
		}
		huma.NewErrorWithContext = func(h huma.Context, status int, msg string, errs ...error) huma.StatusError {
			r := requestOf(h.Context())
			return fromHuma(r.lang, r.id, status, msg, errs)
		}
	})
}

// fromHuma words what huma finds wrong with a request.
func fromHuma(lang, id string, status int, msg string, errs []error) *Problem {
	if msg == "cannot read request body" { // the client broke off
		status = http.StatusBadRequest
	}
	k, ok := statusKeys[status]
	if !ok {
		k.code, k.key = models.Internal, "internal"
	}
	p := worded(lang, status, k.code, k.key, nil)
	p.RequestID = id
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) && status == http.StatusUnprocessableEntity {
			p.Errors = append(p.Errors, fieldOf(lang, d.ErrorDetail()))
		}
	}
	return p
}

// complaints turn the validator's English into our codes; the first that fits is taken.
var complaints = []struct {
	says *regexp.Regexp
	key  string
	arg  string
}{
	{regexp.MustCompile(`^expected required property (\S+) to be present`), "request.required", "name"},
	{regexp.MustCompile(`^required \w+ parameter is missing`), "request.required", ""},
	{regexp.MustCompile(`^unexpected property`), "request.unexpected", ""},
	{regexp.MustCompile(`^expected value to be one of "(.*)"`), "request.choice", "values"},
	{regexp.MustCompile(`^expected number >=? (\S+)`), "request.minimum", "limit"},
	{regexp.MustCompile(`^expected number <=? (\S+)`), "request.maximum", "limit"},
	{regexp.MustCompile(`^expected length >= (\S+)`), "request.too_short", "limit"},
	{regexp.MustCompile(`^expected length <= (\S+)`), "request.too_long", "limit"},
	{regexp.MustCompile(`^expected array length <= (\S+)`), "request.too_many", "limit"},
	{regexp.MustCompile(`^expected string to be RFC 3339 date-time`), "request.instant", ""},
	{regexp.MustCompile(`date`), "request.date", ""},
	{regexp.MustCompile(`^expected (boolean|number|integer|string|array|object)`), "request.type", "type"},
	{regexp.MustCompile(`^invalid (integer|float|boolean)`), "request.type", "type"},
}

func fieldOf(lang string, d *huma.ErrorDetail) ProblemField {
	f := ProblemField{Path: strings.TrimPrefix(strings.TrimPrefix(d.Location, "body"), "."), Code: "request.malformed"}
	for _, c := range complaints {
		m := c.says.FindStringSubmatch(d.Message)
		if m == nil {
			continue
		}
		f.Code = c.key
		if c.arg == "name" {
			f.Path = strings.TrimPrefix(f.Path+"."+m[1], ".")
		} else if c.arg != "" {
			f.Args = map[string]any{c.arg: m[1]}
		}
		break
	}
	f.Message = say(lang, f.Code, f.Args)
	return f
}

//go:embed messages/*.json
var messageFiles embed.FS

// messages are the words for every key, by language.
var messages = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, lang := range []string{"zh", "en"} {
		b, err := messageFiles.ReadFile("messages/" + lang + ".json")
		m := map[string]string{}
		if err == nil {
			err = json.Unmarshal(b, &m)
		}
		if err != nil {
			panic("api: messages: " + err.Error())
		}
		out[lang] = m
	}
	return out
})

// Words gives the message of a failure, field by field, in a language (zh or en); for one that is no *models.Error its own text.
func Words(lang string, err error) string {
	var e *models.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	out := say(lang, e.Key, e.Args)
	for _, f := range e.Fields {
		out += "\n  " + strings.TrimPrefix(f.Path+": ", ": ") + say(lang, f.Key, f.Args)
	}
	return out
}

// say gives the message for a key, filled with args; the key itself where there is none.
func say(lang, key string, args map[string]any) string {
	text, ok := messages()[lang][key]
	if !ok {
		return key
	}
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for name, v := range args {
		pairs = append(pairs, "{"+name+"}", wording(lang, v))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// wording gives an argument as people read it: a date in the words of the language, all else as it is.
func wording(lang string, v any) string {
	text := fmt.Sprint(v)
	on, err := models.ParseDate(text)
	if err != nil || len(text) != len("2026-03-02") {
		return text
	}
	y, m, d := on.YMD()
	if lang == "zh" {
		return fmt.Sprintf("%d年%d月%d日", y, int(m), d)
	}
	return fmt.Sprintf("%d %s %d", d, m, y)
}
