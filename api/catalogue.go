package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// catalogueRoutes administer the service items. Even reading is the administrator's: drafts are not
// public, nor is which cases are open.
func (s *Server) catalogueRoutes() []Route {
	const write policy.Action = "catalogue:write"
	return []Route{
		{Method: http.MethodGet, Path: "/admin/items", Action: write, ID: "list-item-states", Summary: "事项管理列表", Tag: tagAdmin, Do: do(s.listItemStates)},
		{Method: http.MethodGet, Path: "/admin/items/{code}", Action: write, ID: "get-item-history", Summary: "事项的全部版本", Tag: tagAdmin, Do: do(s.getItemHistory)},
		{Method: http.MethodGet, Path: "/admin/items/{code}/open", Action: write, ID: "list-open-of-item", Summary: "事项的在办件及其版本", Tag: tagAdmin, Do: do(s.listOpenOfItem)},
		{Method: http.MethodGet, Path: "/admin/item-versions/{id}/diff/{to}", Action: write, ID: "diff-item-versions", Summary: "两个版本的差异", Tag: tagAdmin, Do: do(s.diffVersions)},
		{Method: http.MethodPost, Path: "/admin/item-versions/{id}/copy", Action: write, ID: "copy-item-version", Summary: "复制为草稿", Tag: tagAdmin, Do: do(s.copyVersion)},
		{Method: http.MethodPut, Path: "/admin/item-versions/{id}", Action: write, ID: "edit-item-draft", Summary: "修改草稿", Tag: tagAdmin, Do: do(s.editDraftVersion)},
		{Method: http.MethodPost, Path: "/admin/item-versions/{id}/discard", Action: write, ID: "discard-item-draft", Summary: "放弃草稿", Tag: tagAdmin, Do: do(s.discardVersion)},
		{Method: http.MethodPost, Path: "/admin/item-versions/{id}/publish", Action: write, ID: "publish-item-version", Summary: "发布版本", Tag: tagAdmin, Do: do(s.publishVersion)},
		{Method: http.MethodPost, Path: "/admin/item-versions/{id}/roll-back", Action: write, ID: "roll-back-item-version", Summary: "撤回已发布版本", Tag: tagAdmin, Do: do(s.rollBackVersion)},
		{Method: http.MethodPost, Path: "/admin/item-versions/{id}/accept", Action: write, ID: "accept-item-proposal", Summary: "采纳程序建议的版本", Tag: tagAdmin, Do: do(s.acceptProposal)},
		{Method: http.MethodPost, Path: "/admin/item-versions/{id}/reject", Action: write, ID: "reject-item-proposal", Summary: "不采纳程序建议的版本", Tag: tagAdmin, Do: do(s.rejectProposal)},
		{Method: http.MethodPost, Path: "/admin/cases/{id}/migrate", Action: "catalogue:migrate", ID: "migrate-case", Summary: "在办件改用另一版本", Tag: tagAdmin, Do: do(s.migrateCase)},
	}
}

func (s *Server) listItemStates(ctx context.Context, _ *none) (*body[list[county.ItemState]], error) {
	return rows(s.admin.Items(ctx, actorOf(ctx)))
}

// ItemHistory is every version of an item, newest first, with the one that is in force today.
type ItemHistory struct {
	Versions []models.ItemVersion `json:"versions" nullable:"false"`
	InForce  int64                `json:"inForce" doc:"id of the version in force today; 0 where none is"`
	Today    models.Date          `json:"today"`
}

func (s *Server) getItemHistory(ctx context.Context, in *itemCode) (*body[ItemHistory], error) {
	all, err := s.admin.Versions(ctx, actorOf(ctx), in.Code)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, models.E(models.NotFound, "item.not_found")
	}
	out := ItemHistory{Versions: all, Today: s.conf.Now().Date()}
	if _, v, err := s.inForce(ctx, in.Code); err == nil {
		out.InForce = v.Row.ID
	}
	return answer(out, nil)
}

func (s *Server) listOpenOfItem(ctx context.Context, in *itemCode) (*body[list[county.BoundCase]], error) {
	return rows(s.admin.OpenOf(ctx, actorOf(ctx), in.Code))
}

type diffRequest struct {
	ID int64 `path:"id" minimum:"1"`
	To int64 `path:"to" minimum:"1"`
}

// VersionDiff is what differs between two versions of an item.
type VersionDiff struct {
	Item []catalog.Change `json:"item" nullable:"false"`
	Form []catalog.Change `json:"form" nullable:"false"`
}

func (s *Server) diffVersions(ctx context.Context, in *diffRequest) (*body[VersionDiff], error) {
	item, form, err := s.admin.DiffVersions(ctx, actorOf(ctx), in.ID, in.To)
	return answer(VersionDiff{Item: item, Form: form}, err)
}

type copyBody struct {
	Note string `json:"note" maxLength:"500"`
}

func (s *Server) copyVersion(ctx context.Context, in *askedOf[copyBody]) (*body[*models.ItemVersion], error) {
	return answer(s.admin.CopyToDraft(ctx, actorOf(ctx), in.ID, in.Body.Note))
}

func (s *Server) editDraftVersion(ctx context.Context, in *askedOf[county.Edit]) (*body[*models.ItemVersion], error) {
	return answer(s.admin.EditDraft(ctx, actorOf(ctx), in.ID, &in.Body))
}

func (s *Server) discardVersion(ctx context.Context, in *askedOf[why]) (*body[*models.ItemVersion], error) {
	return answer(s.admin.DiscardDraft(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

type publishBody struct {
	InForceFrom models.Date `json:"inForceFrom"`
	Note        string      `json:"note" maxLength:"500"`
}

func (s *Server) publishVersion(ctx context.Context, in *askedOf[publishBody]) (*body[*models.ItemVersion], error) {
	return answer(s.admin.Publish(ctx, actorOf(ctx), in.ID, in.Body.InForceFrom, in.Body.Note))
}

func (s *Server) rollBackVersion(ctx context.Context, in *askedOf[why]) (*body[*models.ItemVersion], error) {
	return answer(s.admin.RollBack(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) acceptProposal(ctx context.Context, in *oneID) (*body[*models.ItemVersion], error) {
	return answer(s.admin.AcceptProposal(ctx, actorOf(ctx), in.ID))
}

func (s *Server) rejectProposal(ctx context.Context, in *askedOf[why]) (*body[*models.ItemVersion], error) {
	return answer(s.admin.RejectProposal(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) migrateCase(ctx context.Context, in *askedOf[cases.Mapping]) (*none, error) {
	_, err := s.Cases.Migrate(ctx, actorOf(ctx), in.ID, &in.Body)
	return done(err)
}
