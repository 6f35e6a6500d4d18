package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) auditRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/audit", Action: accounts.AuditRead, ID: "list-audit", Summary: "管理操作日志", Tag: tagAdmin, Do: do(s.listAudit)},
		{Method: http.MethodGet, Path: "/audit/roots", Action: accounts.AuditRead, ID: "list-roots", Summary: "办件日志每日根值", Tag: tagAdmin, Do: do(s.listRoots)},
	}
}

type auditQuery struct {
	Action      actChoice     `query:"action"`
	ActorID     int64         `query:"actorId" minimum:"0"`
	Actor       string        `query:"actor" maxLength:"60" doc:"part of the actor's name"`
	From        string        `query:"from" format:"date" doc:"first day"`
	To          string        `query:"to" format:"date" doc:"last day"`
	SubjectKind subjectChoice `query:"subjectKind"`
	SubjectID   int64         `query:"subjectId" minimum:"0"`
	Before      int64         `query:"before" minimum:"0"`
	Limit       int           `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listAudit(ctx context.Context, in *auditQuery) (*body[list[models.AdminEvent]], error) {
	e := models.E(models.Invalid, "request.invalid")
	from, to := day(e, "query.from", in.From), day(e, "query.to", in.To)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	f := accounts.AdminEventFilter{
		Action: string(in.Action), ActorID: in.ActorID, Actor: in.Actor, SubjectKind: string(in.SubjectKind), SubjectID: in.SubjectID,
		Before: in.Before, Limit: in.Limit,
	}
	if from != 0 {
		f.From = from.Start()
	}
	if to != 0 {
		f.To = to.End()
	}
	return rows(s.Accounts.AdminEvents(ctx, actorOf(ctx), f))
}

type rootQuery struct {
	Before string `query:"before" format:"date" doc:"the last day seen"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listRoots(ctx context.Context, in *rootQuery) (*body[list[models.DailyRoot]], error) {
	e := models.E(models.Invalid, "request.invalid")
	before := day(e, "query.before", in.Before)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return rows(s.Accounts.Roots(ctx, actorOf(ctx), before, in.Limit))
}
