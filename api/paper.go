package api

import (
	"context"
	"fmt"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

func (s *Server) paperRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/cases/{id}/papers", Action: cases.Read, ID: "list-papers", Summary: "办件文书", Tag: tagCase, Do: do(s.listPapers)},
		{Method: http.MethodGet, Path: "/papers/{id}", Action: "paper:read", ID: "get-paper", Summary: "文书内容", Tag: tagCase, Do: do(s.getPaper)},
		{Method: http.MethodPost, Path: "/paper-signatures/{id}", Action: cases.Sign, ID: "sign-paper", Summary: "签收文书", Tag: tagCase, Do: do(s.signPaper)},
		{Method: http.MethodGet, Path: "/papers/verify/{code}", Action: policy.Public, ID: "verify-paper", Summary: "文书验真", Tag: tagPublic, Do: do(s.verifyPaper), Limited: true},
	}
}

func (s *Server) listPapers(ctx context.Context, in *oneID) (*body[list[models.Paper]], error) {
	return rows(s.Cases.Papers(ctx, actorOf(ctx), in.ID))
}

func (s *Server) getPaper(ctx context.Context, in *oneID) (*body[*cases.PaperView], error) {
	return answer(s.Cases.Paper(ctx, actorOf(ctx), in.ID))
}

type keyedID struct {
	Keyed
	ID int64 `path:"id" minimum:"1"`
}

func (s *Server) signPaper(ctx context.Context, in *keyedID) (*kept[*models.Case], error) {
	return once(ctx, in.Key, fmt.Sprintf("sign-paper/%d", in.ID), nil, http.StatusOK, func(ctx context.Context) (*models.Case, error) {
		return s.Cases.SignPaper(ctx, actorOf(ctx), in.ID)
	})
}

// VerifiedPaper is what anybody may learn of a paper whose code he holds: enough to compare a print
// with, not its content.
type VerifiedPaper struct {
	Kind       string             `json:"kind"`
	Title      string             `json:"title"`
	Issuer     string             `json:"issuer"`
	IssuerName string             `json:"issuerName"`
	Number     models.Text        `json:"number"`
	Status     models.PaperStatus `json:"status"`
	IssuedOn   models.Date        `json:"issuedOn"`
	FieldsHash models.Bytes       `json:"fieldsHash"`
}

type verifyRequest struct {
	Code string `path:"code" maxLength:"40"`
}

func (s *Server) verifyPaper(ctx context.Context, in *verifyRequest) (*body[VerifiedPaper], error) {
	p, err := s.Cases.VerifyPaper(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	v := VerifiedPaper{
		Kind: p.Kind, Title: p.Title, Issuer: p.Issuer, Number: p.Number, Status: p.Status, IssuedOn: p.IssuedOn, FieldsHash: p.FieldsHash,
	}
	switch snap := s.County.Now(); {
	case p.Issuer == cases.GovernmentIssuer:
		v.IssuerName = snap.Settings.Government
	case snap.Dept(p.Issuer) != nil:
		v.IssuerName = snap.Settings.Name + snap.Dept(p.Issuer).NameZh // in full, as it stands on the paper
	}
	return answer(v, nil)
}
