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
	}
}

type auditQuery struct {
	Action      string `query:"action" maxLength:"60"`
	ActorID     int64  `query:"actorId"`
	SubjectKind string `query:"subjectKind" maxLength:"24"`
	SubjectID   int64  `query:"subjectId"`
	Before      int64  `query:"before"`
	Limit       int    `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listAudit(ctx context.Context, in *auditQuery) (*body[list[models.AdminEvent]], error) {
	f := accounts.AdminEventFilter{
		Action: in.Action, ActorID: in.ActorID, SubjectKind: in.SubjectKind, SubjectID: in.SubjectID, Before: in.Before, Limit: in.Limit,
	}
	return rows(s.Accounts.AdminEvents(ctx, actorOf(ctx), f))
}
