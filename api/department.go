package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/workflow/accounts"
)

func (s *Server) departmentRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/admin/departments", Action: accounts.DepartmentRead, ID: "list-department-settings", Summary: "部门设置", Tag: tagAdmin, Do: do(s.listDepartmentSettings)},
		{Method: http.MethodPost, Path: "/admin/departments", Action: accounts.DepartmentEdit, ID: "create-department", Summary: "新增部门", Tag: tagAdmin, Do: do(s.createDepartment)},
		{Method: http.MethodPut, Path: "/admin/departments/{id}", Action: accounts.DepartmentEdit, ID: "edit-department", Summary: "修改部门", Tag: tagAdmin, Do: do(s.editDepartment)},
	}
}

func (s *Server) listDepartmentSettings(ctx context.Context, _ *struct{}) (*body[list[models.Department]], error) {
	return rows(s.Accounts.Departments(ctx, s.County.Now().Settings.Region))
}

func (s *Server) createDepartment(ctx context.Context, in *asked[accounts.DepartmentInput]) (*body[*models.Department], error) {
	return answer(s.Accounts.CreateDepartment(ctx, actorOf(ctx), in.Body))
}

func (s *Server) editDepartment(ctx context.Context, in *askedOf[accounts.DepartmentInput]) (*body[*models.Department], error) {
	return answer(s.Accounts.EditDepartment(ctx, actorOf(ctx), in.ID, in.Body))
}
