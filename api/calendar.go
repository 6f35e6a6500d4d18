package api

import (
	"context"
	"net/http"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
)

func (s *Server) calendarRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/calendar/{year}", Action: policy.Public, ID: "get-calendar", Summary: "一年的工作日历", Tag: tagItem, Do: do(s.getCalendar)},
		{Method: http.MethodGet, Path: "/calendar/days/{date}", Action: policy.Public, ID: "get-day", Summary: "某日是否工作日", Tag: tagItem, Do: do(s.getDay)},
		{Method: http.MethodGet, Path: "/calendar/count", Action: policy.Public, ID: "count-working-days", Summary: "两日之间的工作日数", Tag: tagItem, Do: do(s.countDays)},
	}
}

// YearView is the calendar of a year.
type YearView struct {
	Year        int                `json:"year"`
	Provisional bool               `json:"provisional" doc:"the year's notice is not published: weekends alone are known"`
	Code        string             `json:"code,omitempty" doc:"CALENDAR_NOT_PUBLISHED"`
	NeedsYear   int                `json:"needsYear,omitempty"`
	WorkingDays int                `json:"workingDays"`
	Days        []calendar.DayInfo `json:"days" nullable:"false"`
	Notices     []calendar.Notice  `json:"notices" nullable:"false"`
	Rev         int64              `json:"rev"`
}

type yearRequest struct {
	Year int `path:"year" minimum:"2016" maximum:"2036"`
}

func (s *Server) calendarNow(ctx context.Context) (*calendar.Calendar, error) {
	if err := s.County.Fresh(ctx); err != nil {
		return nil, err
	}
	return s.County.Now().Calendar, nil
}

func (s *Server) getCalendar(ctx context.Context, in *yearRequest) (*body[YearView], error) {
	cal, err := s.calendarNow(ctx)
	if err != nil {
		return nil, err
	}
	v := YearView{Year: in.Year, Days: []calendar.DayInfo{}, Notices: []calendar.Notice{}, Rev: cal.Rev()}
	last := models.Day(in.Year, time.December, 31)
	for d := models.Day(in.Year, time.January, 1); d <= last; d++ {
		info := cal.Day(d)
		v.Days = append(v.Days, info)
		v.Provisional = v.Provisional || info.Provisional
		if info.Working {
			v.WorkingDays++
		}
	}
	for _, n := range cal.Notices() {
		if n.Year == in.Year {
			v.Notices = append(v.Notices, n)
		}
	}
	if v.Provisional {
		v.Code, v.NeedsYear = "CALENDAR_NOT_PUBLISHED", in.Year
	}
	return answer(v, nil)
}

type dayRequest struct {
	Date string `path:"date" format:"date"`
}

func (s *Server) getDay(ctx context.Context, in *dayRequest) (*body[calendar.DayInfo], error) {
	cal, err := s.calendarNow(ctx)
	if err != nil {
		return nil, err
	}
	e := models.E(models.Invalid, "request.invalid")
	d := legalDay(e, "path.date", in.Date)
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return answer(cal.Day(d), nil)
}

// CountView is how many working days lie after one day up to another.
type CountView struct {
	From        models.Date `json:"from"`
	To          models.Date `json:"to"`
	WorkingDays int         `json:"workingDays" doc:"days d with from < d ≤ to; negative when reversed"`
	Provisional bool        `json:"provisional"`
	Code        string      `json:"code,omitempty"`
	NeedsYear   int         `json:"needsYear,omitempty"`
}

type countRequest struct {
	From string `query:"from" format:"date" required:"true"`
	To   string `query:"to" format:"date" required:"true"`
}

func (s *Server) countDays(ctx context.Context, in *countRequest) (*body[CountView], error) {
	cal, err := s.calendarNow(ctx)
	if err != nil {
		return nil, err
	}
	e := models.E(models.Invalid, "request.invalid")
	v := CountView{From: legalDay(e, "query.from", in.From), To: legalDay(e, "query.to", in.To)}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	v.WorkingDays = cal.Count(v.From, v.To)
	if d := cal.FirstUnpublished(min(v.From, v.To), max(v.From, v.To)); d != 0 {
		v.Provisional, v.Code, v.NeedsYear = true, "CALENDAR_NOT_PUBLISHED", d.Year()
	}
	return answer(v, nil)
}

// legalDay reads a date within the years that the calendar knows.
func legalDay(e *models.Error, path, s string) models.Date {
	d := day(e, path, s)
	if len(e.Fields) == 0 && (d.Year() < 2016 || d.Year() > 2036) {
		e.At(path, "calendar.date_out_of_range")
	}
	return d
}

// day reads a date of a query; "" is none.
func day(e *models.Error, path, s string) models.Date {
	if s == "" {
		return 0
	}
	d, err := models.ParseDate(s)
	if err != nil {
		e.At(path, "request.date")
	}
	return d
}
