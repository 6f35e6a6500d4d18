package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/ratings"
)

func (s *Server) ratingRoutes() []Route {
	return []Route{
		{Method: http.MethodPost, Path: "/rating-links/look", Action: policy.Public, ID: "look-at-rating-link", Summary: "查看评价邀请", Tag: tagPublic, Do: do(s.lookAtRating), Limited: true},
		{Method: http.MethodPost, Path: "/rating-links/rate", Action: policy.Public, ID: "rate-by-link", Summary: "凭链接评价", Tag: tagPublic, Do: do(s.rateByLink), Limited: true},
		{Method: http.MethodPost, Path: "/rating-links/rate-again", Action: policy.Public, ID: "rate-again-by-link", Summary: "凭链接评价整改", Tag: tagPublic, Do: do(s.rateAgainByLink), Limited: true},
		{Method: http.MethodGet, Path: "/cases/{id}/rating", Action: ratings.See, ID: "get-rating", Summary: "办件评价", Tag: tagCase, Do: do(s.getRating)},
		{Method: http.MethodPost, Path: "/cases/{id}/rating", Action: ratings.Rate, ID: "rate-case", Summary: "评价办件", Tag: tagCase, Do: do(s.rateCase), Status: created},
		{Method: http.MethodPost, Path: "/cases/{id}/rating/again", Action: ratings.Rate, ID: "rate-case-again", Summary: "评价整改", Tag: tagCase, Do: do(s.rateCaseAgain)},
		{Method: http.MethodPost, Path: "/cases/{id}/rating-link", Action: ratings.Link, ID: "make-rating-link", Summary: "生成评价链接", Tag: tagCase, Do: do(s.makeRatingLink)},
		{Method: http.MethodGet, Path: "/ratings/figures", Action: ratings.Read, ID: "get-rating-figures", Summary: "好差评统计", Tag: tagBoard, Do: do(s.ratingFigures)},
		{Method: http.MethodGet, Path: "/rectifications", Action: ratings.Read, ID: "list-rectifications", Summary: "差评整改列表", Tag: tagWork, Do: do(s.listRectifications)},
		{Method: http.MethodPost, Path: "/rectifications/{id}/start", Action: ratings.Rectify, ID: "start-rectification", Summary: "开始整改", Tag: tagWork, Do: do(s.startRectification)},
		{Method: http.MethodPost, Path: "/rectifications/{id}/call", Action: ratings.Rectify, ID: "call-back", Summary: "记录回访", Tag: tagWork, Do: do(s.callBack)},
		{Method: http.MethodPost, Path: "/rectifications/{id}/classify", Action: ratings.Rectify, ID: "classify-rating", Summary: "认定差评性质", Tag: tagWork, Do: do(s.classifyRating)},
		{Method: http.MethodPost, Path: "/rectifications/{id}/reply", Action: ratings.Rectify, ID: "reply-rating", Summary: "答复差评", Tag: tagWork, Do: do(s.replyRating)},
		{Method: http.MethodPost, Path: "/rectifications/{id}/close", Action: ratings.Close, ID: "close-rectification", Summary: "办结整改", Tag: tagWork, Do: do(s.closeRectification)},
	}
}

func (s *Server) lookAtRating(ctx context.Context, in *asked[tokenBody]) (*body[*ratings.Invitation], error) {
	return answer(s.Ratings.Invited(ctx, in.Body.Token))
}

// RateBody is a rating, with the token of a link where nobody is signed in.
type RateBody struct {
	Token     string             `json:"token" maxLength:"200"`
	Level     models.RatingLevel `json:"level" minimum:"1" maximum:"5"`
	Comment   string             `json:"comment"`
	Anonymous bool               `json:"anonymous"`
}

func (b *RateBody) input() ratings.Input {
	return ratings.Input{Level: b.Level, Comment: b.Comment, Anonymous: b.Anonymous}
}

func (s *Server) rateByLink(ctx context.Context, in *asked[RateBody]) (*body[*models.Rating], error) {
	return answer(s.Ratings.RateByLink(ctx, in.Body.Token, in.Body.input()))
}

func (s *Server) rateAgainByLink(ctx context.Context, in *asked[RateBody]) (*none, error) {
	_, err := s.Ratings.RateAgainByLink(ctx, in.Body.Token, in.Body.input())
	return done(err)
}

func (s *Server) getRating(ctx context.Context, in *oneID) (*body[*ratings.Standing], error) {
	return answer(s.Ratings.Standing(ctx, actorOf(ctx), in.ID))
}

func (s *Server) rateCase(ctx context.Context, in *askedOf[RateBody]) (*body[*models.Rating], error) {
	return answer(s.Ratings.Rate(ctx, actorOf(ctx), in.ID, in.Body.input()))
}

func (s *Server) rateCaseAgain(ctx context.Context, in *askedOf[RateBody]) (*body[*models.Rectification], error) {
	return answer(s.Ratings.RateAgain(ctx, actorOf(ctx), in.ID, in.Body.input()))
}

func (s *Server) makeRatingLink(ctx context.Context, in *oneID) (*body[link], error) {
	token, err := s.Ratings.NewLink(ctx, actorOf(ctx), in.ID)
	return answer(link{token}, err)
}

func (s *Server) ratingFigures(ctx context.Context, in *boardQuery) (*body[list[ratings.Figure]], error) {
	from, to, err := in.span(s.conf.Now().Date())
	if err != nil {
		return nil, err
	}
	return rows(s.Ratings.Figures(ctx, actorOf(ctx), from, to))
}

type rectifyQuery struct {
	Open     bool   `query:"open"`
	Late     bool   `query:"late" doc:"past its day today"`
	CaseID   int64  `query:"caseId" minimum:"0"`
	Dept     string `query:"dept" maxLength:"20"`
	AfterDue string `query:"afterDue" format:"date"`
	AfterID  int64  `query:"afterId" minimum:"0"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listRectifications(ctx context.Context, in *rectifyQuery) (*body[list[ratings.Line]], error) {
	e := models.E(models.Invalid, "request.invalid")
	f := ratings.Filter{Open: in.Open, CaseID: in.CaseID, DeptCode: in.Dept, AfterDue: day(e, "query.afterDue", in.AfterDue), AfterID: in.AfterID, Limit: in.Limit}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	if in.Late {
		f.LateOn = s.conf.Now().Date()
	}
	return rows(s.Ratings.List(ctx, actorOf(ctx), f))
}

// rectifyBody is what is written at a step of a rectification.
type rectifyBody struct {
	Version int64  `json:"version"`
	Text    string `json:"text" doc:"note of the call, or the reply"`
}

func (s *Server) startRectification(ctx context.Context, in *askedOf[rectifyBody]) (*body[*models.Rectification], error) {
	return answer(s.Ratings.Start(ctx, actorOf(ctx), in.ID, in.Body.Version))
}

func (s *Server) callBack(ctx context.Context, in *askedOf[rectifyBody]) (*body[*models.Rectification], error) {
	return answer(s.Ratings.Call(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Text))
}

func (s *Server) classifyRating(ctx context.Context, in *askedOf[ratings.ClassInput]) (*body[*models.Rectification], error) {
	return answer(s.Ratings.Classify(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) replyRating(ctx context.Context, in *askedOf[rectifyBody]) (*body[*models.Rectification], error) {
	return answer(s.Ratings.Reply(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Text))
}

func (s *Server) closeRectification(ctx context.Context, in *askedOf[ratings.CloseInput]) (*body[*models.Rectification], error) {
	return answer(s.Ratings.Close(ctx, actorOf(ctx), in.ID, in.Body))
}
