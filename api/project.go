package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/projects"
)

func (s *Server) projectRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/projects", Action: projects.Read, ID: "list-projects", Summary: "项目列表", Tag: tagProject, Do: do(s.listProjects)},
		{Method: http.MethodPost, Path: "/projects", Action: projects.Create, ID: "create-project", Summary: "新建项目", Tag: tagProject, Do: do(s.createProject), Status: created},
		{Method: http.MethodGet, Path: "/projects/{id}", Action: projects.Read, ID: "get-project", Summary: "项目详情", Tag: tagProject, Do: do(s.getProject)},
		{Method: http.MethodPatch, Path: "/projects/{id}", Action: projects.Edit, ID: "edit-project", Summary: "修改项目", Tag: tagProject, Do: do(s.editProject)},
		{Method: http.MethodPut, Path: "/projects/{id}/direct", Action: projects.Direct, ID: "direct-project", Summary: "项目分类与责任人", Tag: tagProject, Do: do(s.directProject)},
		{Method: http.MethodPost, Path: "/projects/{id}/code", Action: projects.Edit, ID: "set-project-code", Summary: "登记项目代码", Tag: tagProject, Do: do(s.setCode)},
		{Method: http.MethodPut, Path: "/projects/{id}/code", Action: projects.Recode, ID: "recode-project", Summary: "更正项目代码", Tag: tagProject, Do: do(s.recode)},
		{Method: http.MethodPost, Path: "/projects/{id}/assign", Action: projects.Assign, ID: "assign-project", Summary: "为项目分派帮办员", Tag: tagProject, Do: do(s.assignProject)},
		{Method: http.MethodPost, Path: "/cases/{id}/assign-agent", Action: projects.Assign, ID: "assign-case", Summary: "为办件分派帮办员", Tag: tagProject, Do: do(s.assignCase)},
	}
}

type projectQuery struct {
	Status       projectChoice `query:"status"`
	Class        string        `query:"class" enum:"MAJOR_INDUSTRY,LIVELIHOOD,ORDINARY"`
	Key          bool          `query:"key" doc:"key projects only"`
	EnterpriseID int64         `query:"enterpriseId" minimum:"0"`
	AgentID      int64         `query:"agentId" minimum:"0"`
	Region       string        `query:"region" pattern:"^[0-9]{12}$"`
	Query        string        `query:"q" maxLength:"100"`
	Before       int64         `query:"before" minimum:"0"`
	Limit        int           `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listProjects(ctx context.Context, in *projectQuery) (*body[list[projects.Line]], error) {
	return rows(s.Projects.List(ctx, actorOf(ctx), projects.Filter{
		Status: models.ProjectStatus(in.Status), Class: in.Class, Key: in.Key, EnterpriseID: in.EnterpriseID, AgentID: in.AgentID, Region: in.Region,
		Text: in.Query, BeforeID: in.Before, Limit: in.Limit,
	}))
}

type projectRequest struct {
	Keyed
	Body projects.Input
}

func (s *Server) createProject(ctx context.Context, in *projectRequest) (*kept[*models.Project], error) {
	return once(ctx, in.Key, "create-project", in.Body, created, func(ctx context.Context) (*models.Project, error) {
		return s.Projects.Create(ctx, actorOf(ctx), in.Body)
	})
}

func (s *Server) getProject(ctx context.Context, in *oneID) (*body[*projects.Page], error) {
	return answer(s.Projects.Get(ctx, actorOf(ctx), in.ID))
}

func (s *Server) editProject(ctx context.Context, in *askedOf[projects.Input]) (*body[*models.Project], error) {
	return answer(s.Projects.Edit(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) directProject(ctx context.Context, in *askedOf[projects.DirectInput]) (*body[*models.Project], error) {
	return answer(s.Projects.Direct(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) setCode(ctx context.Context, in *askedOf[projects.CodeInput]) (*body[*models.Project], error) {
	return answer(s.Projects.SetCode(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) recode(ctx context.Context, in *askedOf[projects.CodeInput]) (*body[*models.Project], error) {
	return answer(s.Projects.Recode(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) assignProject(ctx context.Context, in *oneID) (*body[*models.Project], error) {
	return answer(s.Projects.AssignProject(ctx, actorOf(ctx), in.ID))
}

func (s *Server) assignCase(ctx context.Context, in *oneID) (*body[*models.Case], error) {
	return answer(s.Projects.AssignCase(ctx, actorOf(ctx), in.ID))
}
