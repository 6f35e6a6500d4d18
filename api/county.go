package api

import (
	"context"
	"net/http"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
)

// countyRoutes administer the working calendar and what the county decides for itself.
func (s *Server) countyRoutes() []Route {
	const write policy.Action = "calendar:write"
	return []Route{
		{Method: http.MethodGet, Path: "/admin/calendar/entries", Action: write, ID: "list-calendar-entries", Summary: "日历变更记录", Tag: tagAdmin, Do: do(s.listEntries)},
		{Method: http.MethodPost, Path: "/admin/calendar/notices", Action: write, ID: "draft-notice", Summary: "导入放假安排通知", Tag: tagAdmin, Do: do(s.draftNotice)},
		{Method: http.MethodPost, Path: "/admin/calendar/local-days", Action: write, ID: "draft-local-day", Summary: "登记本县休息日或上班日", Tag: tagAdmin, Do: do(s.draftLocal)},
		{Method: http.MethodGet, Path: "/admin/calendar/entries/{id}/preview", Action: write, ID: "preview-calendar-entry", Summary: "预览哪些期限会变动", Tag: tagAdmin, Do: do(s.previewEntry)},
		{Method: http.MethodPost, Path: "/admin/calendar/entries/{id}/apply", Action: write, ID: "apply-calendar-entry", Summary: "启用日历变更", Tag: tagAdmin, Do: do(s.applyEntry)},
		{Method: http.MethodPost, Path: "/admin/calendar/entries/{id}/revoke", Action: write, ID: "revoke-calendar-entry", Summary: "撤销日历变更", Tag: tagAdmin, Do: do(s.revokeEntry)},
		{Method: http.MethodGet, Path: "/admin/calendar/recompute", Action: write, ID: "get-recompute", Summary: "在办件期限重算进度", Tag: tagAdmin, Do: do(s.getRecompute)},
		{Method: http.MethodGet, Path: "/admin/settings/defaults", Action: "setting:read", ID: "get-default-settings", Summary: "本县尚未决定时的默认设置", Tag: tagAdmin, Do: do(s.getDefaults)},
		{Method: http.MethodGet, Path: "/admin/settings", Action: "setting:read", ID: "get-settings", Summary: "本县设置", Tag: tagAdmin, Do: do(s.getSettings)},
		{Method: http.MethodPut, Path: "/admin/settings", Action: "setting:write", ID: "save-settings", Summary: "修改本县设置", Tag: tagAdmin, Do: do(s.saveSettings)},
	}
}

func (s *Server) listEntries(ctx context.Context, _ *none) (*body[list[models.CalendarEntry]], error) {
	return rows(s.admin.Entries(ctx, actorOf(ctx)))
}

type noticeText struct {
	Text string `json:"text" maxLength:"262144" doc:"the notice in YAML or JSON: year, number, issued, days of date, kind and name"`
}

func (s *Server) draftNotice(ctx context.Context, in *asked[noticeText]) (*body[*models.CalendarEntry], error) {
	n, err := calendar.ParseNotice([]byte(in.Body.Text))
	if err != nil {
		return nil, err
	}
	return answer(s.admin.DraftNotice(ctx, actorOf(ctx), n))
}

func (s *Server) draftLocal(ctx context.Context, in *asked[calendar.LocalDay]) (*body[*models.CalendarEntry], error) {
	return answer(s.admin.DraftLocal(ctx, actorOf(ctx), in.Body))
}

// CalendarPreview is what a draft would change if it were applied, or an applied entry if it were revoked.
type CalendarPreview struct {
	Days  []calendar.DayInfo `json:"days" nullable:"false" doc:"days that become working or stop being it, as they would be"`
	Moved []cases.MovedDue   `json:"moved" nullable:"false" doc:"due dates of open cases that would move"`
}

func (s *Server) previewEntry(ctx context.Context, in *oneID) (*body[CalendarPreview], error) {
	a := actorOf(ctx)
	cal, err := s.admin.Proposed(ctx, a, in.ID)
	if err != nil {
		return nil, err
	}
	moved, err := s.Cases.PreviewCalendar(ctx, a, cal)
	out := CalendarPreview{Days: s.County.Now().Calendar.Diff(cal), Moved: moved}
	if out.Days == nil {
		out.Days = []calendar.DayInfo{}
	}
	return answer(out, err)
}

func (s *Server) applyEntry(ctx context.Context, in *oneID) (*body[*models.CalendarEntry], error) {
	return answer(s.admin.Apply(ctx, actorOf(ctx), in.ID))
}

func (s *Server) revokeEntry(ctx context.Context, in *askedOf[why]) (*body[*models.CalendarEntry], error) {
	return answer(s.admin.Revoke(ctx, actorOf(ctx), in.ID, in.Body.Reason))
}

func (s *Server) getSettings(ctx context.Context, _ *none) (*body[county.Settings], error) {
	return answer(s.admin.Settings(ctx, actorOf(ctx)))
}

type decidedBody struct {
	Settings county.Settings `json:"settings"`
	Reason   string          `json:"reason" maxLength:"500"`
}

func (s *Server) saveSettings(ctx context.Context, in *asked[decidedBody]) (*body[county.Settings], error) {
	return answer(s.admin.SaveSettings(ctx, actorOf(ctx), in.Body.Settings, in.Body.Reason))
}

func (s *Server) getRecompute(ctx context.Context, _ *none) (*body[cases.Recomputing], error) {
	return answer(s.Cases.Recomputing(ctx, actorOf(ctx)))
}

func (s *Server) getDefaults(ctx context.Context, _ *none) (*body[county.Settings], error) {
	return answer(county.Defaults(), nil)
}
