package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/agents"
)

func (s *Server) agentRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/agent/clients", Action: agents.Read, ID: "list-clients", Summary: "我的服务企业", Tag: tagProject, Do: do(s.listClients)},
		{Method: http.MethodGet, Path: "/agent/queue", Action: agents.Read, ID: "list-agent-queue", Summary: "帮办办件", Tag: tagProject, Do: do(s.agentQueue)},
		{Method: http.MethodGet, Path: "/agent/contacts", Action: agents.Read, ID: "list-contacts", Summary: "联系走访记录", Tag: tagProject, Do: do(s.listContacts)},
		{Method: http.MethodPost, Path: "/agent/contacts", Action: agents.Log, ID: "log-contact", Summary: "记录联系走访", Tag: tagProject, Do: do(s.logContact), Status: created},
		{Method: http.MethodGet, Path: "/agent/todos", Action: agents.Tasks, ID: "list-todos", Summary: "我的任务", Tag: tagProject, Do: do(s.listTodos)},
		{Method: http.MethodPost, Path: "/agent/todos", Action: agents.Tasks, ID: "add-todo", Summary: "新建任务", Tag: tagProject, Do: do(s.addTodo), Status: created},
		{Method: http.MethodPatch, Path: "/agent/todos/{id}", Action: agents.Tasks, ID: "edit-todo", Summary: "修改任务", Tag: tagProject, Do: do(s.editTodo)},
		{Method: http.MethodPost, Path: "/agent/todos/{id}/done", Action: agents.Tasks, ID: "finish-todo", Summary: "完成任务", Tag: tagProject, Do: do(s.doneTodo)},
		{Method: http.MethodPost, Path: "/agent/todos/{id}/cancel", Action: agents.Tasks, ID: "cancel-todo", Summary: "取消任务", Tag: tagProject, Do: do(s.cancelTodo)},
		{Method: http.MethodGet, Path: "/cases/{id}/notes", Action: agents.Hear, ID: "list-notes", Summary: "办件备注", Tag: tagCase, Do: do(s.listNotes)},
		{Method: http.MethodPost, Path: "/cases/{id}/notes", Action: agents.Note, ID: "add-note", Summary: "添加备注", Tag: tagCase, Do: do(s.addNote), Status: created},
		{Method: http.MethodGet, Path: "/cases/{id}/thread", Action: agents.Hear, ID: "list-thread", Summary: "问答", Tag: tagCase, Do: do(s.listThread)},
		{Method: http.MethodPost, Path: "/cases/{id}/thread", Action: agents.Ask, ID: "post-message", Summary: "提问或答复", Tag: tagCase, Do: do(s.postMessage), Status: created},
	}
}

type clientQuery struct {
	AgentID int64 `query:"agentId" minimum:"0" doc:"0: one's own"`
}

func (s *Server) listClients(ctx context.Context, in *clientQuery) (*body[list[agents.Client]], error) {
	return rows(s.Agents.Clients(ctx, actorOf(ctx), in.AgentID))
}

type agentQueueQuery struct {
	AgentID  int64  `query:"agentId" minimum:"0" doc:"0: one's own"`
	AfterDue string `query:"afterDue" format:"date"`
	AfterID  int64  `query:"afterId" minimum:"0"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) agentQueue(ctx context.Context, in *agentQueueQuery) (*body[list[agents.CaseLine]], error) {
	e := models.E(models.Invalid, "request.invalid")
	p := agents.Page{AfterDue: day(e, "query.afterDue", in.AfterDue), AfterID: in.AfterID, Limit: in.Limit}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return rows(s.Agents.Queue(ctx, actorOf(ctx), in.AgentID, p))
}

type contactQuery struct {
	EnterpriseID int64  `query:"enterpriseId" minimum:"0"`
	ProjectID    int64  `query:"projectId" minimum:"0"`
	CaseID       int64  `query:"caseId" minimum:"0"`
	BeforeAt     string `query:"beforeAt" format:"date-time"`
	BeforeID     int64  `query:"beforeId" minimum:"0"`
	Limit        int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listContacts(ctx context.Context, in *contactQuery) (*body[list[models.Contact]], error) {
	at, err := instant("query.beforeAt", in.BeforeAt)
	if err != nil {
		return nil, err
	}
	return rows(s.Agents.Contacts(ctx, actorOf(ctx), agents.ContactFilter{
		EnterpriseID: in.EnterpriseID, ProjectID: in.ProjectID, CaseID: in.CaseID, BeforeAt: at, BeforeID: in.BeforeID, Limit: in.Limit,
	}))
}

func (s *Server) logContact(ctx context.Context, in *asked[agents.ContactInput]) (*body[*models.Contact], error) {
	return answer(s.Agents.LogContact(ctx, actorOf(ctx), in.Body))
}

type todoQuery struct {
	Status       models.Status `query:"status" enum:"OPEN,DONE,CANCELLED"`
	DueTo        string        `query:"dueTo" format:"date"`
	EnterpriseID int64         `query:"enterpriseId" minimum:"0"`
	CaseID       int64         `query:"caseId" minimum:"0"`
	AfterDue     string        `query:"afterDue" format:"date"`
	AfterID      int64         `query:"afterId" minimum:"0"`
	Limit        int           `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (s *Server) listTodos(ctx context.Context, in *todoQuery) (*body[list[models.Todo]], error) {
	e := models.E(models.Invalid, "request.invalid")
	f := agents.TodoFilter{
		Status: in.Status, DueTo: day(e, "query.dueTo", in.DueTo), EnterpriseID: in.EnterpriseID, CaseID: in.CaseID,
		AfterDue: day(e, "query.afterDue", in.AfterDue), AfterID: in.AfterID, Limit: in.Limit,
	}
	if err := e.OrNil(); err != nil {
		return nil, err
	}
	return rows(s.Agents.Todos(ctx, actorOf(ctx), f))
}

func (s *Server) addTodo(ctx context.Context, in *asked[agents.TodoInput]) (*body[*models.Todo], error) {
	return answer(s.Agents.AddTodo(ctx, actorOf(ctx), in.Body))
}

func (s *Server) editTodo(ctx context.Context, in *askedOf[agents.TodoInput]) (*body[*models.Todo], error) {
	return answer(s.Agents.EditTodo(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) doneTodo(ctx context.Context, in *askedOf[agents.EndInput]) (*body[*models.Todo], error) {
	return answer(s.Agents.DoneTodo(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) cancelTodo(ctx context.Context, in *askedOf[agents.EndInput]) (*body[*models.Todo], error) {
	return answer(s.Agents.CancelTodo(ctx, actorOf(ctx), in.ID, in.Body))
}

func (s *Server) listNotes(ctx context.Context, in *oneID) (*body[list[models.Note]], error) {
	return rows(s.Agents.Notes(ctx, actorOf(ctx), in.ID))
}

func (s *Server) addNote(ctx context.Context, in *askedOf[agents.NoteInput]) (*body[*models.Note], error) {
	return answer(s.Agents.AddNote(ctx, actorOf(ctx), in.ID, in.Body))
}

type threadQuery struct {
	ID    int64 `path:"id" minimum:"1"`
	After int64 `query:"after" minimum:"0" doc:"the last message seen"`
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

func (s *Server) listThread(ctx context.Context, in *threadQuery) (*body[list[models.Message]], error) {
	return rows(s.Agents.Thread(ctx, actorOf(ctx), in.ID, in.After, in.Limit))
}

func (s *Server) postMessage(ctx context.Context, in *askedOf[agents.PostInput]) (*body[*models.Message], error) {
	return answer(s.Agents.Post(ctx, actorOf(ctx), in.ID, in.Body))
}
