package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (s *Server) lateRoutes() []Route {
	const late = "case:late_record"
	return []Route{
		{Method: http.MethodPost, Path: "/cases/{id}/late/{verb}", Action: late, ID: "late-record", Summary: "补录较早日期的办理", Tag: tagCase, Do: do(s.lateRecord)},
		{Method: http.MethodPost, Path: "/cases/{id}/correct-date", Action: late, ID: "correct-date", Summary: "更正收件或受理日期", Tag: tagCase, Do: do(s.correctDate)},
		{Method: http.MethodGet, Path: "/late-records", Action: "board:read", ID: "list-late-records", Summary: "补录清单", Tag: tagBoard, Do: do(s.listLate)},
		{Method: http.MethodGet, Path: "/last-day-pauses", Action: "board:read", ID: "list-last-day-pauses", Summary: "末日暂停清单", Tag: tagBoard, Do: do(s.listLastDay)},
	}
}

type lateRequest struct {
	ID   int64       `path:"id" minimum:"1"`
	Verb models.Verb `path:"verb" maxLength:"40"`
	Body struct {
		Move  cases.MoveInput `json:"move"`
		Proof cases.Proof     `json:"proof"`
	}
}

func (s *Server) lateRecord(ctx context.Context, in *lateRequest) (*body[*models.Case], error) {
	return answer(s.Cases.LateRecord(ctx, actorOf(ctx), in.ID, in.Verb, &in.Body.Move, &in.Body.Proof))
}

func (s *Server) correctDate(ctx context.Context, in *askedOf[cases.CorrectDateInput]) (*body[*models.Case], error) {
	return answer(s.Cases.CorrectDate(ctx, actorOf(ctx), in.ID, &in.Body))
}

type lateQuery struct {
	From  string `query:"from" format:"date" required:"true"`
	To    string `query:"to" format:"date" required:"true"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

func (s *Server) listLate(ctx context.Context, in *lateQuery) (*body[list[cases.LateLine]], error) {
	from, to, err := in.days()
	if err != nil {
		return nil, err
	}
	return rows(s.Cases.LateRecords(ctx, actorOf(ctx), from, to, in.Limit))
}

func (s *Server) listLastDay(ctx context.Context, in *lateQuery) (*body[list[cases.LastDayPause]], error) {
	from, to, err := in.days()
	if err != nil {
		return nil, err
	}
	return rows(s.Cases.LastDayPauses(ctx, actorOf(ctx), from, to, in.Limit))
}

func (in *lateQuery) days() (from, to models.Date, err error) {
	e := models.E(models.Invalid, "request.invalid")
	from, to = day(e, "query.from", in.From), day(e, "query.to", in.To)
	return from, to, e.OrNil()
}
