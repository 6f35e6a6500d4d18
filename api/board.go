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
		{Method: http.MethodGet, Path: "/cards", Action: report.ReadCards, ID: "list-cards", Summary: "黄牌与红牌", Tag: tagBoard, Do: do(s.listCards)},
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

type cardQuery struct {
	Colour models.CardColour `query:"colour" enum:"YELLOW,RED"`
	Dept   string            `query:"dept" maxLength:"20"`
	From   string            `query:"from" format:"date" doc:"of the violation"`
	To     string            `query:"to" format:"date"`
	Before int64             `query:"before" minimum:"0" doc:"id of the last one seen"`
	Limit  int               `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listCards(ctx context.Context, in *cardQuery) (*body[list[report.CardLine]], error) {
	e := models.E(models.Invalid, "request.invalid")
	f := report.CardFilter{
		Colour: in.Colour, DeptCode: in.Dept, From: day(e, "query.from", in.From), To: day(e, "query.to", in.To), BeforeID: in.Before, Limit: in.Limit,
	}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return rows(s.Report.Cards(ctx, actorOf(ctx), f))
}
