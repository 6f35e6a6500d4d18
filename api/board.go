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

// boardQuery is a span of whole months. Its dates are read by span: a typed date in a query would be
// taken for a number.
type boardQuery struct {
	From string `query:"from" format:"date" doc:"whole months from this day's; the beginning of the year where not given"`
	To   string `query:"to" format:"date" doc:"up to this day's month; today where not given"`
}

func (q *boardQuery) span(today models.Date) (from, to models.Date, err error) {
	e := models.E(models.Invalid, "request.invalid")
	from, to = day(e, "query.from", q.From), day(e, "query.to", q.To)
	if to == 0 {
		to = today
	}
	if from == 0 {
		from = models.Day(to.Year(), 1, 1)
	}
	return from, to, e.OrNil()
}

func (s *Server) getBoard(ctx context.Context, in *boardQuery) (*body[*report.Board], error) {
	from, to, err := in.span(s.conf.Now().Date())
	if err != nil {
		return nil, err
	}
	return answer(s.Report.Board(ctx, actorOf(ctx), from, to))
}
