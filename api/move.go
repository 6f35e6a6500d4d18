package api

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

// moveRoutes are one route for each verb of the engine, so that each names its own action.
func (s *Server) moveRoutes() []Route {
	verbs := slices.Sorted(maps.Keys(cases.Verbs()))
	out := []Route{
		{Method: http.MethodPost, Path: "/cases/{id}/inspectors", Action: "case:review", ID: "assign-inspectors", Summary: "指派两名以上核查人员", Tag: tagCase, Do: do(s.assignInspectors)},
		{Method: http.MethodPost, Path: "/cases/{id}/urge", Action: cases.Urge, ID: "urge-case", Summary: "申请人催办", Tag: tagCase, Do: do(s.urge)},
		{Method: http.MethodPost, Path: "/cases/{id}/agent", Action: "agentwork:assign", ID: "set-case-agent", Summary: "指定或变更帮办员", Tag: tagCase, Do: do(s.setAgent)},
		{Method: http.MethodPost, Path: "/cases/{id}/joint/notice", Action: "joint:notice", ID: "merge-notice", Summary: "并联一次性补正告知", Tag: tagCase, Do: do(s.mergeNotice)},
		{Method: http.MethodPost, Path: "/cases/{id}/joint/accept", Action: "joint:accept", ID: "accept-joint", Summary: "并联审批一次受理", Tag: tagCase, Do: do(s.acceptJoint)},
		{Method: http.MethodPost, Path: "/cases/{id}/joint/accept/preview", Action: "joint:accept", ID: "preview-accept-joint", Summary: "预览：并联审批一次受理", Tag: tagCase, Do: do(s.previewJoint)},
		{Method: http.MethodPost, Path: "/cases/{id}/joint/extend", Action: "case:extend_joint", ID: "extend-joint", Summary: "并联审批延期", Tag: tagCase, Do: do(s.extendJoint)},
		{Method: http.MethodPost, Path: "/handover", Action: "case:handover", ID: "hand-over", Summary: "移交全部在办工作", Tag: tagWork, Do: do(s.handOver)},
	}
	for _, v := range verbs {
		if v == models.VerbSubmit {
			continue // has a route of its own, with nothing to say
		}
		out = append(out, Route{
			Method: http.MethodPost, Path: "/cases/{id}/moves/" + string(v), Action: cases.ActionOf(v),
			ID: "move-" + strings.ReplaceAll(string(v), "_", "-"), Summary: say("zh", "verb."+string(v), nil), Tag: tagCase, Do: do(s.move(v)),
		})
	}
	return out
}

type moveRequest struct {
	Keyed
	ID   int64 `path:"id" minimum:"1"`
	Body cases.MoveInput
}

func (s *Server) move(v models.Verb) func(context.Context, *moveRequest) (*kept[*models.Case], error) {
	return func(ctx context.Context, in *moveRequest) (*kept[*models.Case], error) {
		return once(ctx, in.Key, fmt.Sprintf("%s/%d", v, in.ID), in.Body, http.StatusOK, func(ctx context.Context) (*models.Case, error) {
			return s.Cases.Move(ctx, actorOf(ctx), in.ID, v, &in.Body)
		})
	}
}

type inspectorsBody struct {
	Version int64    `json:"version"`
	Names   []string `json:"names" maxItems:"20"`
}

func (s *Server) assignInspectors(ctx context.Context, in *askedOf[inspectorsBody]) (*body[*models.Case], error) {
	return answer(s.Cases.AssignInspectors(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Names))
}

type urgeRequest struct {
	Keyed
	ID   int64 `path:"id" minimum:"1"`
	Body why
}

func (s *Server) urge(ctx context.Context, in *urgeRequest) (*kept[*models.Case], error) {
	return once(ctx, in.Key, fmt.Sprintf("urge/%d", in.ID), in.Body, http.StatusOK, func(ctx context.Context) (*models.Case, error) {
		return s.Cases.Urge(ctx, actorOf(ctx), in.ID, in.Body.Reason)
	})
}

type agentBody struct {
	AgentID int64  `json:"agentId"`
	Reason  string `json:"reason"`
}

func (s *Server) setAgent(ctx context.Context, in *askedOf[agentBody]) (*body[*models.Case], error) {
	return answer(s.Cases.SetAgent(ctx, actorOf(ctx), in.ID, in.Body.AgentID, in.Body.Reason))
}

type mergeBody struct {
	Version int64          `json:"version"`
	Notices []cases.Notice `json:"notices" maxItems:"60"`
}

func (s *Server) mergeNotice(ctx context.Context, in *askedOf[mergeBody]) (*body[*models.Case], error) {
	return answer(s.Cases.MergeNotice(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Notices))
}

type acceptBody struct {
	Version int64              `json:"version"`
	Parts   []cases.PartChosen `json:"parts" maxItems:"60"`
}

func (s *Server) acceptJoint(ctx context.Context, in *askedOf[acceptBody]) (*body[*models.Case], error) {
	return answer(s.Cases.AcceptJoint(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Parts))
}

func (s *Server) previewJoint(ctx context.Context, in *askedOf[acceptBody]) (*body[list[cases.Outcome]], error) {
	return rows(s.Cases.PreviewJoint(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Parts))
}

type extendBody struct {
	Version int64  `json:"version"`
	Days    int    `json:"days"`
	Reason  string `json:"reason"`
}

func (s *Server) extendJoint(ctx context.Context, in *askedOf[extendBody]) (*body[*models.Case], error) {
	return answer(s.Cases.ExtendJoint(ctx, actorOf(ctx), in.ID, in.Body.Version, in.Body.Days, in.Body.Reason))
}

type handOverBody struct {
	FromID int64  `json:"fromId"`
	ToID   int64  `json:"toId"`
	Reason string `json:"reason"`
}

// Moved says how many were.
type Moved struct {
	Moved int `json:"moved"`
}

func (s *Server) handOver(ctx context.Context, in *asked[handOverBody]) (*body[Moved], error) {
	n, err := s.Cases.HandOver(ctx, actorOf(ctx), in.Body.FromID, in.Body.ToID, in.Body.Reason)
	return answer(Moved{n}, err)
}
