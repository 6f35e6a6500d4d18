package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/reads"
)

func (s *Server) readLogRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/read-log", Action: reads.Read, ID: "list-reads", Summary: "查阅记录", Tag: tagAdmin, Do: do(s.listReads)},
	}
}

type readQuery struct {
	User       string          `query:"user" maxLength:"60" doc:"part of the reader's name"`
	CaseNumber string          `query:"caseNumber" maxLength:"40"`
	Kind       models.ReadKind `query:"kind" enum:"FILE,CASE,PRECHECK"`
	From       string          `query:"from" format:"date" doc:"first day"`
	To         string          `query:"to" format:"date" doc:"last day"`
	Before     int64           `query:"before" minimum:"0"`
	Limit      int             `query:"limit" minimum:"1" maximum:"200"`
}

func (s *Server) listReads(ctx context.Context, in *readQuery) (*body[list[models.ReadRecord]], error) {
	e := models.E(models.Invalid, "request.invalid")
	from, to := day(e, "query.from", in.From), day(e, "query.to", in.To)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	f := reads.Filter{User: in.User, CaseNumber: in.CaseNumber, Kind: in.Kind, Before: in.Before, Limit: in.Limit}
	if from != 0 {
		f.From = from.Start()
	}
	if to != 0 {
		f.To = to.End()
	}
	return rows(s.Reads.Records(ctx, actorOf(ctx), f))
}

// noted tells the log where a look at a case could not be recorded: the case is read all the same.
func (s *Server) noted(ctx context.Context, err error) {
	if err != nil {
		s.conf.Log.ErrorContext(ctx, "a reading was not recorded", "err", err)
	}
}
