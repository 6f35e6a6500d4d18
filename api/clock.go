package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// clockRoutes move the simulated clock of a demo. Where time is the real one they are not there.
func (s *Server) clockRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/demo/clock", Action: policy.Public, ID: "get-demo-clock", Summary: "示范时钟", Tag: tagPublic, Do: do(s.getClock)},
		{Method: http.MethodPut, Path: "/demo/clock", Action: policy.Public, ID: "set-demo-clock", Summary: "拨快示范时钟", Tag: tagPublic, Do: do(s.putClock)},
	}
}

// DemoClock is the simulated present.
type DemoClock struct {
	Now models.Instant `json:"now"`
}

func (s *Server) simulated() error {
	if s.conf.SetClock == nil {
		return models.E(models.NotFound, "request.no_such_route")
	}
	return nil
}

func (s *Server) getClock(context.Context, *none) (*body[DemoClock], error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	return answer(DemoClock{s.conf.Now()}, nil)
}

func (s *Server) putClock(_ context.Context, in *asked[DemoClock]) (*body[DemoClock], error) {
	if err := s.simulated(); err != nil {
		return nil, err
	}
	if err := s.conf.SetClock(in.Body.Now); err != nil {
		return nil, err
	}
	return answer(DemoClock{s.conf.Now()}, nil)
}
