package api

import (
	"context"
	"net/http"
	"time"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
)

func (s *Server) caseRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/cases", Action: cases.Read, ID: "list-cases", Summary: "办件列表", Tag: tagCase, Do: do(s.listCases)},
		{Method: http.MethodGet, Path: "/cases/{id}", Action: cases.Read, ID: "get-case", Summary: "办件详情", Tag: tagCase, Do: do(s.getCase)},
		{Method: http.MethodGet, Path: "/cases/{id}/clocks/{kind}/ledger", Action: cases.Read, ID: "get-ledger", Summary: "逐日台账", Tag: tagCase, Do: do(s.getLedger)},
		{Method: http.MethodGet, Path: "/cases/{id}/as-at", Action: cases.Read, ID: "get-case-as-at", Summary: "某一时刻的办件", Tag: tagCase, Do: do(s.getCaseAsAt)},
		{Method: http.MethodGet, Path: "/cases/{id}/events", Action: cases.Read, ID: "list-events", Summary: "办件事件", Tag: tagCase, Do: do(s.listEvents)},
	}
}

type caseQuery struct {
	Status       []statusChoice `query:"status" maxItems:"20"`
	Open         bool           `query:"open" doc:"open ones only"`
	Lamp         models.Lamp    `query:"lamp" enum:"GREEN,BLUE,YELLOW,RED,PAUSED"`
	Overdue      string         `query:"overdue" enum:"PROMISE,LEGAL"`
	Late         string         `query:"late" enum:"PROMISE,LEGAL" doc:"of decided ones"`
	Dept         string         `query:"dept" maxLength:"20"`
	Item         string         `query:"item" maxLength:"20"`
	EnterpriseID int64          `query:"enterpriseId" minimum:"0"`
	ProjectID    int64          `query:"projectId" minimum:"0"`
	AgentID      int64          `query:"agentId" minimum:"0"`
	ReceiverID   int64          `query:"receiverId" minimum:"0"`
	Region       string         `query:"region" pattern:"^[0-9]{12}$"`
	ReceivedFrom string         `query:"receivedFrom" format:"date"`
	ReceivedTo   string         `query:"receivedTo" format:"date"`
	DecidedFrom  string         `query:"decidedFrom" format:"date"`
	DecidedTo    string         `query:"decidedTo" format:"date"`
	AcceptedFrom string         `query:"acceptedFrom" format:"date"`
	AcceptedTo   string         `query:"acceptedTo" format:"date"`
	Kept         string         `query:"kept" enum:"PROMISE,LEGAL" doc:"of decided ones: within it"`
	Judged       string         `query:"judged" enum:"PROMISE,LEGAL" doc:"of decided ones: that had such a limit"`
	Outcome      models.Outcome `query:"outcome" enum:"GRANTED,REFUSED"`
	Deemed       bool           `query:"deemed" doc:"accepted by silence"`
	Paused       bool           `query:"paused" doc:"open ones on which the clock stands still"`
	Sets         bool           `query:"sets" doc:"joint sets alone"`
	UsedFrom     int            `query:"usedFrom" minimum:"0" doc:"decided ones that took at least so many working days of the agency"`
	Division     string         `query:"division" pattern:"^[0-9]{12}$" doc:"exactly this division"`
	Query        string         `query:"q" maxLength:"100" doc:"part of the number, the item's or the enterprise's name"`
	Before       int64          `query:"before" minimum:"0" doc:"next of the page before"`
	Limit        int            `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listCases(ctx context.Context, in *caseQuery) (*body[*cases.CasePage], error) {
	e := models.E(models.Invalid, "request.invalid")
	f := cases.CaseFilter{
		Open: in.Open, Lamp: in.Lamp, Overdue: in.Overdue, Late: in.Late, DeptCode: in.Dept, ItemCode: in.Item,
		EnterpriseID: in.EnterpriseID, ProjectID: in.ProjectID, AgentID: in.AgentID, ReceiverID: in.ReceiverID, Region: in.Region,
		ReceivedFrom: day(e, "query.receivedFrom", in.ReceivedFrom), ReceivedTo: day(e, "query.receivedTo", in.ReceivedTo),
		DecidedFrom: day(e, "query.decidedFrom", in.DecidedFrom), DecidedTo: day(e, "query.decidedTo", in.DecidedTo),
		AcceptedFrom: day(e, "query.acceptedFrom", in.AcceptedFrom), AcceptedTo: day(e, "query.acceptedTo", in.AcceptedTo),
		Kept: in.Kept, Judged: in.Judged, Outcome: in.Outcome, Deemed: in.Deemed, Paused: in.Paused, Sets: in.Sets, UsedFrom: in.UsedFrom, Division: in.Division,
		Text: in.Query, BeforeID: in.Before, Limit: in.Limit,
	}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	for _, st := range in.Status {
		f.Status = append(f.Status, models.Status(st))
	}
	return answer(s.Cases.List(ctx, actorOf(ctx), f))
}

func (s *Server) getCase(ctx context.Context, in *oneID) (*body[*cases.Detail], error) {
	d, err := s.Cases.Detail(ctx, actorOf(ctx), in.ID)
	if err == nil && !d.Sibling {
		s.noted(ctx, s.Reads.Case(ctx, actorOf(ctx), d.Case))
	}
	return answer(d, err)
}

type asAtRequest struct {
	ID int64     `path:"id" minimum:"1"`
	At time.Time `query:"at" required:"true" doc:"by the time at which events were recorded"`
}

func (s *Server) getCaseAsAt(ctx context.Context, in *asAtRequest) (*body[*cases.Then], error) {
	return answer(s.Cases.AsAt(ctx, actorOf(ctx), in.ID, models.At(in.At)))
}

type ledgerRequest struct {
	ID   int64            `path:"id" minimum:"1"`
	Kind models.ClockKind `path:"kind" enum:"W,L,P,S,D,J,H,G,I"`
}

func (s *Server) getLedger(ctx context.Context, in *ledgerRequest) (*body[*cases.LedgerView], error) {
	return answer(s.Cases.Ledger(ctx, actorOf(ctx), in.ID, in.Kind))
}

func (s *Server) listEvents(ctx context.Context, in *oneID) (*body[list[models.Event]], error) {
	d, err := s.Cases.Detail(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return rows(d.Events, nil)
}
