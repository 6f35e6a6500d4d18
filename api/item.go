package api

import (
	"context"
	"net/http"
	"strings"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

func (s *Server) itemRoutes() []Route {
	return []Route{
		{Method: http.MethodGet, Path: "/items", Action: policy.Public, ID: "list-items", Summary: "事项列表与检索", Tag: tagItem, Do: do(s.listItems)},
		{Method: http.MethodGet, Path: "/items/{code}", Action: policy.Public, ID: "get-guide", Summary: "办事指南", Tag: tagItem, Do: do(s.getGuide)},
		{Method: http.MethodGet, Path: "/items/{code}/form", Action: policy.Public, ID: "get-form", Summary: "事项表单", Tag: tagItem, Do: do(s.getForm)},
		{Method: http.MethodGet, Path: "/departments", Action: policy.Public, ID: "list-departments", Summary: "部门与窗口", Tag: tagItem, Do: do(s.listDepartments)},
		{Method: http.MethodGet, Path: "/attributes", Action: policy.Public, ID: "list-attributes", Summary: "决定材料与事项的情形", Tag: tagItem, Do: do(s.listAttributes)},
	}
}

// ItemLine is one line of the list of items.
type ItemLine struct {
	Code     string        `json:"code"`
	NameZh   string        `json:"nameZh"`
	NameEn   string        `json:"nameEn"`
	Kind     catalog.Kind  `json:"kind"`
	Flow     models.Flow   `json:"flow"`
	Stage    string        `json:"stage"`
	StageZh  string        `json:"stageZh"`
	StageEn  string        `json:"stageEn"`
	Dept     string        `json:"dept"`
	DeptZh   string        `json:"deptZh"`
	DeptEn   string        `json:"deptEn"`
	Instant  bool          `json:"instant"`
	Terms    catalog.Terms `json:"terms"`
	Variants bool          `json:"variants" doc:"other limits in other cases"`
	Version  int           `json:"version"`
}

type itemQuery struct {
	Query string      `query:"q" maxLength:"60" doc:"part of a code, a name or a department's name, in either language"`
	Stage stageChoice `query:"stage"`
	Dept  string      `query:"dept" maxLength:"20"`
	Flow  string      `query:"flow" enum:"PERMIT,FILING,SERVICE,TASK,COMPOSITE"`
	Sets  bool        `query:"sets" doc:"the joint entrances of the stages instead of the services"`
}

func (s *Server) listItems(ctx context.Context, in *itemQuery) (*body[list[ItemLine]], error) {
	if err := s.County.Fresh(ctx); err != nil {
		return nil, err
	}
	snap, today := s.County.Now(), s.conf.Now().Date()
	out := []ItemLine{}
	for _, code := range snap.Codes() {
		v, err := snap.InForce(code, today)
		if err != nil {
			continue // not in force yet, or no longer
		}
		if l := lineOf(snap, v); v.Item.StageSet == in.Sets && in.wants(&l) {
			out = append(out, l)
		}
	}
	return rows(out, nil)
}

func lineOf(snap *county.Snapshot, v *county.Version) ItemLine {
	it := v.Item
	l := ItemLine{
		Code: it.Code, NameZh: it.NameZh, NameEn: it.NameEn, Kind: it.Kind, Flow: it.Flow, Stage: it.Stage, Dept: it.Dept.Lead,
		Instant: it.Instant, Terms: it.Terms(nil), Variants: it.Variants != nil, Version: v.Row.VersionNo,
	}
	if st := snap.Base.Stage(it.Stage); st != nil {
		l.StageZh, l.StageEn = st.Zh, st.En
	}
	if d := snap.Dept(it.Dept.Lead); d != nil {
		l.DeptZh, l.DeptEn = d.NameZh, d.NameEn
	} else if d := snap.Base.Department(it.Dept.Lead); d != nil {
		l.DeptZh, l.DeptEn = d.NameZh, d.NameEn
	}
	return l
}

// wants tells whether a line fits the query: every word of it somewhere in the line.
func (q *itemQuery) wants(l *ItemLine) bool {
	if q.Stage != "" && string(q.Stage) != l.Stage || q.Dept != "" && q.Dept != l.Dept || q.Flow != "" && q.Flow != string(l.Flow) {
		return false
	}
	text := strings.ToLower(strings.Join([]string{l.Code, l.NameZh, l.NameEn, l.DeptZh, l.DeptEn, l.StageZh, l.StageEn}, "\n"))
	for word := range strings.FieldsSeq(strings.ToLower(q.Query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

type itemCode struct {
	Code string `path:"code" maxLength:"20"`
}

func (s *Server) inForce(ctx context.Context, code string) (*county.Snapshot, *county.Version, error) {
	if err := s.County.Fresh(ctx); err != nil {
		return nil, nil, err
	}
	snap := s.County.Now()
	v, err := snap.InForce(code, s.conf.Now().Date())
	return snap, v, err
}

// GuideView is the guide of an item with the version that it is of.
type GuideView struct {
	catalog.Guide
	VersionNo   int         `json:"versionNo"`
	InForceFrom models.Date `json:"inForceFrom"`
}

func (s *Server) getGuide(ctx context.Context, in *itemCode) (*body[GuideView], error) {
	snap, v, err := s.inForce(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	g := snap.Base.With(v.Item).WithForm(v.Form).Guide(v.Item, s.conf.Now().Date())
	return answer(GuideView{g, v.Row.VersionNo, v.Row.InForceFrom}, nil)
}

func (s *Server) getForm(ctx context.Context, in *itemCode) (*body[*catalog.Form], error) {
	_, v, err := s.inForce(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	return answer(v.Form, nil)
}

func (s *Server) listDepartments(ctx context.Context, _ *none) (*body[list[models.Department]], error) {
	return rows(s.Accounts.Departments(ctx, ""))
}

func (s *Server) listAttributes(context.Context, *none) (*body[list[catalog.Attribute]], error) {
	return rows(s.County.Base.Attributes, nil)
}
