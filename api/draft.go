package api

import (
	"context"
	"fmt"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
)

func (s *Server) draftRoutes() []Route {
	return []Route{
		{Method: http.MethodPost, Path: "/cases", Action: cases.Create, ID: "create-draft", Summary: "新建草稿", Tag: tagCase, Do: do(s.createDraft), Status: created},
		{Method: http.MethodPatch, Path: "/cases/{id}", Action: cases.Edit, ID: "edit-draft", Summary: "修改草稿或补正内容", Tag: tagCase, Do: do(s.editDraft)},
		{Method: http.MethodPost, Path: "/cases/{id}/refresh", Action: cases.Edit, ID: "refresh-draft", Summary: "草稿转到现行版本", Tag: tagCase, Do: do(s.refreshDraft)},
		{Method: http.MethodPost, Path: "/cases/{id}/submit", Action: cases.ActionOf(models.VerbSubmit), ID: "submit-case", Summary: "提交", Tag: tagCase, Do: do(s.submitCase)},
	}
}

type draftBody struct {
	ItemCode     string         `json:"itemCode" maxLength:"20"`
	EnterpriseID int64          `json:"enterpriseId" doc:"for an agent: whose case it is"`
	ProjectID    int64          `json:"projectId"`
	PriorCaseID  int64          `json:"priorCaseId"`
	LicenceID    int64          `json:"licenceId"`
	ChangeKind   string         `json:"changeKind" enum:",CHANGE,RENEWAL"`
	Form         models.RawJSON `json:"form" doc:"answers by the item's form; need not be complete"`
	Attrs        catalog.Attrs  `json:"attrs" doc:"the situation that decides materials and preconditions"`
}

type draftRequest struct {
	Keyed
	Body draftBody
}

func (b *draftBody) input(version int64) *cases.DraftInput {
	return &cases.DraftInput{
		ItemCode: b.ItemCode, EnterpriseID: b.EnterpriseID, ProjectID: b.ProjectID, PriorCaseID: b.PriorCaseID,
		LicenceID: b.LicenceID, ChangeKind: b.ChangeKind, Form: b.Form, Attrs: b.Attrs, Version: version,
	}
}

func (s *Server) createDraft(ctx context.Context, in *draftRequest) (*kept[*models.Case], error) {
	return once(ctx, in.Key, "create-draft", in.Body, created, func(ctx context.Context) (*models.Case, error) {
		return s.Cases.CreateDraft(ctx, actorOf(ctx), in.Body.input(0))
	})
}

type editRequest struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Version   int64          `json:"version" doc:"of the copy that was changed; another is a conflict"`
		ProjectID int64          `json:"projectId"`
		Form      models.RawJSON `json:"form"`
		Attrs     catalog.Attrs  `json:"attrs"`
	}
}

func (s *Server) editDraft(ctx context.Context, in *editRequest) (*body[*models.Case], error) {
	b := draftBody{ProjectID: in.Body.ProjectID, Form: in.Body.Form, Attrs: in.Body.Attrs}
	return answer(s.Cases.EditDraft(ctx, actorOf(ctx), in.ID, b.input(in.Body.Version)))
}

func (s *Server) refreshDraft(ctx context.Context, in *oneID) (*body[list[catalog.Change]], error) {
	return rows(s.Cases.Refresh(ctx, actorOf(ctx), in.ID))
}

type submitRequest struct {
	Keyed
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Version int64 `json:"version"`
	}
}

func (s *Server) submitCase(ctx context.Context, in *submitRequest) (*kept[*models.Case], error) {
	return once(ctx, in.Key, fmt.Sprintf("submit-case/%d", in.ID), in.Body, http.StatusOK, func(ctx context.Context) (*models.Case, error) {
		return s.Cases.Submit(ctx, actorOf(ctx), in.ID, in.Body.Version)
	})
}
