package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (s *Server) queueRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/queue/todo", Action: cases.Queue, ID: "list-todo", Summary: "待办", Tag: tagWork, Do: do(s.listTodo)},
		{Method: http.MethodGet, Path: "/queue/done", Action: cases.Queue, ID: "list-done", Summary: "已办", Tag: tagWork, Do: do(s.listDone)},
		{Method: http.MethodGet, Path: "/queue/counts", Action: cases.Queue, ID: "count-queue", Summary: "待办数量", Tag: tagWork, Do: do(s.countQueue)},
	}
}

// QueuePage is one page of a queue.
type QueuePage struct {
	Rows  []cases.WorkLine `json:"rows" nullable:"false"`
	Next  string           `json:"next" doc:"pass as after; empty at the end"`
	Today models.Date      `json:"today"`
}

type pageQuery struct {
	After string `query:"after" maxLength:"60" doc:"next of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// cut reads a cursor of two parts; an empty one is the beginning.
func (q *pageQuery) cut() (first string, id int64, err error) {
	if q.After == "" {
		return "", 0, nil
	}
	first, rest, ok := strings.Cut(q.After, "_")
	id, bad := strconv.ParseInt(rest, 10, 64)
	if !ok || bad != nil || id <= 0 {
		return "", 0, models.E(models.Invalid, "request.invalid").At("query.after", "request.malformed")
	}
	return first, id, nil
}

func (s *Server) listTodo(ctx context.Context, in *pageQuery) (*body[QueuePage], error) {
	first, id, err := in.cut()
	if err != nil {
		return nil, err
	}
	after := cases.WorkAfter{StepID: id}
	if first != "" {
		e := models.E(models.Invalid, "request.invalid")
		after.SortOn = day(e, "query.after", first)
		if err := e.OrNil(); err != nil {
			return nil, err
		}
	}
	p, err := s.Cases.Todo(ctx, actorOf(ctx), after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := QueuePage{Rows: p.Rows, Today: p.Today}
	if p.Next != nil {
		out.Next = fmt.Sprintf("%s_%d", p.Next.SortOn, p.Next.StepID)
	}
	return answer(out, nil)
}

func (s *Server) listDone(ctx context.Context, in *pageQuery) (*body[QueuePage], error) {
	first, id, err := in.cut()
	if err != nil {
		return nil, err
	}
	after := cases.DoneAfter{StepID: id}
	if first != "" {
		ms, err := strconv.ParseInt(first, 10, 64)
		if err != nil || ms <= 0 {
			return nil, models.E(models.Invalid, "request.invalid").At("query.after", "request.malformed")
		}
		after.DoneAt = models.Instant(ms)
	}
	p, err := s.Cases.Done(ctx, actorOf(ctx), after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := QueuePage{Rows: p.Rows, Today: p.Today}
	if p.Next != nil {
		out.Next = fmt.Sprintf("%d_%d", p.Next.DoneAt, p.Next.StepID)
	}
	return answer(out, nil)
}

func (s *Server) countQueue(ctx context.Context, _ *none) (*body[cases.QueueCounts], error) {
	return answer(s.Cases.Counts(ctx, actorOf(ctx)))
}

// instant reads an instant of a query; "" is none.
func instant(path, s string) (at models.Instant, err error) {
	if s == "" {
		return 0, nil
	}
	if at.UnmarshalJSON([]byte(strconv.Quote(s))) != nil {
		return 0, models.E(models.Invalid, "request.invalid").At(path, "request.instant")
	}
	return at, nil
}
