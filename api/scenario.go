package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
)

func (s *Server) scenarioRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/scenarios", Action: policy.Public, ID: "list-scenarios", Summary: "情形引导列表", Tag: tagItem, Do: do(s.listScenarios)},
		{Method: http.MethodGet, Path: "/scenarios/{code}", Action: policy.Public, ID: "get-scenario", Summary: "情形引导问卷", Tag: tagItem, Do: do(s.getScenario)},
		{Method: http.MethodPost, Path: "/scenarios/{code}/plan", Action: policy.Public, ID: "plan-scenario", Summary: "由回答得出事项清单", Tag: tagItem, Do: do(s.planScenario)},
	}
}

func (s *Server) listScenarios(context.Context, *none) (*body[list[catalog.Scenario]], error) {
	return rows(s.County.Base.Scenarios(), nil)
}

func (s *Server) scenario(code string) (*catalog.Scenario, error) {
	if sc := s.County.Base.Scenario(code); sc != nil {
		return sc, nil
	}
	return nil, models.E(models.NotFound, "scenario.not_found")
}

// ScenarioCode names a questionnaire.
type ScenarioCode struct {
	Code string `path:"code" maxLength:"40"`
}

func (s *Server) getScenario(_ context.Context, in *ScenarioCode) (*body[*catalog.Scenario], error) {
	return answer(s.scenario(in.Code))
}

type planRequest struct {
	ScenarioCode
	Body struct {
		Answers catalog.Attrs `json:"answers"`
		Chosen  []string      `json:"chosen" maxItems:"100" doc:"items of the offers that are wanted; left out: those ticked at first"`
		Done    []string      `json:"done" maxItems:"100" doc:"items whose result is already held"`
	}
}

func (s *Server) planScenario(_ context.Context, in *planRequest) (*body[catalog.Plan], error) {
	sc, err := s.scenario(in.Code)
	if err != nil {
		return nil, err
	}
	if fields := s.County.Base.CheckAttrs(in.Body.Answers); len(fields) > 0 {
		return nil, &models.Error{Code: models.Invalid, Key: "scenario.invalid", Fields: fields}
	}
	chosen := in.Body.Chosen
	if chosen == nil {
		chosen = sc.Chosen()
	}
	held := map[string]bool{}
	for _, code := range in.Body.Done {
		held[code] = true
	}
	return answer(s.County.Base.Answer(sc, in.Body.Answers, chosen, func(code string) bool { return held[code] }), nil)
}
