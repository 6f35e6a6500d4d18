package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/report"
)

func (s *Server) boardRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/board", Action: report.ReadBoard, ID: "get-board", Summary: "领导看板", Tag: tagBoard, Do: do(s.getBoard)},
	}
}

type boardQuery struct {
	From models.Date `query:"from" doc:"whole months from this day's; the beginning of the year where not given"`
	To   models.Date `query:"to" doc:"up to this day's month; today where not given"`
}

func (s *Server) getBoard(ctx context.Context, in *boardQuery) (*body[*report.Board], error) {
	today := s.conf.Now().Date()
	if in.To == 0 {
		in.To = today
	}
	if in.From == 0 {
		in.From = models.Day(in.To.Year(), 1, 1)
	}
	return answer(s.Report.Board(ctx, actorOf(ctx), in.From, in.To))
}
