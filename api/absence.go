package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) absenceRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/absences", Action: accounts.AbsenceEdit, ID: "list-absences", Summary: "外出与代理", Tag: tagAdmin, Do: do(s.listAbsences)},
		{Method: http.MethodGet, Path: "/absences/substitutes", Action: accounts.AbsenceEdit, ID: "list-substitutes", Summary: "可指定的代理人", Tag: tagAdmin, Do: do(s.listSubstitutes)},
		{Method: http.MethodPost, Path: "/absences", Action: accounts.AbsenceEdit, ID: "declare-absence", Summary: "登记外出并指定代理人", Tag: tagAdmin, Do: do(s.declareAbsence)},
		{Method: http.MethodPost, Path: "/absences/{id}/end", Action: accounts.AbsenceEdit, ID: "end-absence", Summary: "结束外出", Tag: tagAdmin, Do: do(s.endAbsence)},
	}
}

type absenceQuery struct {
	Dept bool `query:"dept" doc:"those of the whole department"`
}

func (s *Server) listAbsences(ctx context.Context, in *absenceQuery) (*body[list[accounts.AbsenceLine]], error) {
	return rows(s.Accounts.Absences(ctx, actorOf(ctx), in.Dept))
}

func (s *Server) declareAbsence(ctx context.Context, in *asked[accounts.AbsenceInput]) (*body[*models.Absence], error) {
	return answer(s.Accounts.DeclareAbsence(ctx, actorOf(ctx), in.Body))
}

func (s *Server) endAbsence(ctx context.Context, in *oneID) (*body[*models.Absence], error) {
	return answer(s.Accounts.EndAbsence(ctx, actorOf(ctx), in.ID))
}

type substituteQuery struct {
	UserID int64 `query:"userId" minimum:"0" doc:"who is to be away; 0 or absent: oneself"`
}

func (s *Server) listSubstitutes(ctx context.Context, in *substituteQuery) (*body[list[accounts.Colleague]], error) {
	return rows(s.Accounts.Substitutes(ctx, actorOf(ctx), in.UserID))
}
