package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// whichOfThree says of every route of administration which administrators may call it: y(stem), s(ecurity),
// a(uditor). A route that is not here fails the test: somebody has to say.
var whichOfThree = map[string]string{
	"list-users": "ysa", "get-user": "ysa", "create-user": "y", "edit-user": "y", "disable-user": "y", "enable-user": "y",
	"reset-password": "y", "end-user-sessions": "ys", "reset-factor": "s",
	"list-grants": "ys", "propose-grant": "ys", "confirm-grant": "s", "reject-grant": "s", "revoke-grant": "ys",
	"list-rules": "s", "propose-rule": "s", "confirm-rule": "s", "reject-rule": "s", "revoke-rule": "s",
	"list-department-settings": "ysa", "create-department": "y", "edit-department": "y",
	"list-audit": "a", "list-roots": "a", "list-reads": "a",
	"list-item-states": "y", "get-item-history": "y", "list-open-of-item": "y", "diff-item-versions": "y", "copy-item-version": "y",
	"edit-item-draft": "y", "discard-item-draft": "y", "publish-item-version": "y", "roll-back-item-version": "y",
	"accept-item-proposal": "y", "reject-item-proposal": "y", "migrate-case": "y",
	"list-calendar-entries": "y", "draft-notice": "y", "draft-local-day": "y", "preview-calendar-entry": "y",
	"apply-calendar-entry": "y", "revoke-calendar-entry": "y", "get-recompute": "y",
	"get-default-settings": "y", "get-settings": "y", "save-settings": "y",
	"list-absences": "", "list-substitutes": "", "declare-absence": "", "end-absence": "",
}

func TestEachRouteOfAdministrationIsForThoseOfTheThreeThatItNames(t *testing.T) {
	p := newPortal(t)
	three := map[byte]*client{
		'y': p.as(t, p.person(policy.SystemAdmin)), 's': p.as(t, p.person(policy.SecurityAdmin)), 'a': p.as(t, p.person(policy.Auditor)),
	}
	seen := 0
	for _, r := range p.routes {
		who, named := whichOfThree[r.ID]
		admins := r.Tag == "用户与权限" || strings.HasPrefix(r.Path, "/admin/")
		if admins != named && r.ID != "list-colleagues" {
			t.Errorf("%s %s is of administration: %v, is listed: %v", r.Method, r.Path, admins, named)
		}
		for letter, browser := range three {
			reads := strings.HasPrefix(r.Path, "/cases") || strings.HasPrefix(r.Path, "/queue") || strings.HasPrefix(r.Path, "/enterprises") || strings.HasPrefix(r.Path, "/files")
			if !named && !reads || r.Action == policy.Public {
				continue
			}
			seen++
			got := browser.call(r.ID, filled(r, 999_999), []byte("{}"))
			may := strings.ContainsRune(who, rune(letter))
			if denied := got.Code == http.StatusForbidden && got.problem() == "denied"; denied == may {
				t.Errorf("%c: %s answers %d %s", letter, r.ID, got.Code, got.problem())
			}
		}
	}
	if seen < 200 {
		t.Errorf("only %d requests", seen)
	}
}

// second gives a person another account, known by the same telephone and name.
func (p *portal) second(t *testing.T, a policy.Actor, role policy.Role) policy.Actor {
	t.Helper()
	b := p.Staff(role, "", fmt.Sprintf("%s的第二账号", a.Name))
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		for _, id := range []int64{a.UserID, b.UserID} {
			u, err := tx.User(policy.Everything("test"), id)
			if err != nil {
				return err
			}
			u.Phone, u.Name = fmt.Sprintf("139%08d", a.UserID), a.Name
			if err := tx.SaveUser(u); err != nil {
				return err
			}
		}
		return nil
	}))
	return b
}

func TestNobodyGivesOneselfARightWithWhicheverAccount(t *testing.T) {
	p := newPortal(t)
	system, security := p.person(policy.SystemAdmin), p.person(policy.SecurityAdmin)
	chief := p.Staff(policy.SecurityAdmin, "", "另一安全管理员")
	twin := p.second(t, security, policy.SecurityAdmin) // two accounts of one security administrator
	clerk, target := p.second(t, system, policy.Supervisor), p.Window()
	y, s, other, s2 := p.as(t, system), p.as(t, security), p.as(t, chief), p.as(t, twin)
	grant := func(id int64) map[string]any {
		return map[string]any{"userId": id, "role": "REVIEWER", "region": "140999000000", "deptCode": "RFB", "reason": "增岗"}
	}
	y.call("propose-grant", nil, grant(system.UserID)).is(403, "grant.own_rights")
	y.call("propose-grant", nil, grant(clerk.UserID)).is(403, "grant.own_rights")
	s.call("propose-grant", nil, grant(security.UserID)).is(403, "grant.own_rights")

	var g models.Grant
	y.call("propose-grant", nil, grant(target.UserID)).is(200, "").into(&g)
	y.call("confirm-grant", at{"id": g.ID}, nil).is(403, "denied")
	s.call("confirm-grant", at{"id": g.ID}, nil).is(200, "")
	s.call("confirm-grant", at{"id": g.ID}, nil).is(409, "grant.status")

	var own models.Grant
	body := grant(p.Staff(policy.Reviewer, "SLJ", "某承办人").UserID)
	s.call("propose-grant", nil, body).is(200, "").into(&own)
	s.call("confirm-grant", at{"id": own.ID}, nil).is(403, "grant.own_proposal")
	s2.call("confirm-grant", at{"id": own.ID}, nil).is(403, "grant.own_proposal")
	other.call("confirm-grant", at{"id": own.ID}, nil).is(200, "")

	// A right for the other account of the one who would confirm it.
	var mine models.Grant
	plain := p.second(t, security, policy.Leader)
	must(t, p.Store.InTx(t.Context(), func(tx *store.Tx) error {
		mine = models.Grant{
			UserID: plain.UserID, Role: "REVIEWER", Region: "140999000000", DeptCode: "RFB", Status: models.Proposed, ProposedBy: system.UserID,
			ValidFrom: tx.Today(), Reason: "增岗",
		}
		return tx.CreateGrant(&mine)
	}))
	s.call("confirm-grant", at{"id": mine.ID}, nil).is(403, "grant.own_rights")
	s2.call("confirm-grant", at{"id": mine.ID}, nil).is(403, "grant.own_rights")
	rows := s.rows("list-grants", at{"status": "PROPOSED"})
	if !slices.ContainsFunc(rows, func(r map[string]any) bool { return int64(r["id"].(float64)) == mine.ID }) {
		t.Error("what was refused does not wait any more")
	}
}

// A cursor is a place in a list, never a key to rows: another list's, another person's, a torn or a huge one
// gives rows of one's own or a refusal at the parameter.
func TestACursorOpensNothing(t *testing.T) {
	p := newPortal(t)
	firm := p.Applicant()
	for range 3 {
		c := p.Submit(firm, p.Draft(firm, "LX-13", nil))
		p.as(t, p.Window()).call("move-accept", at{"id": c.ID}, map[string]any{"version": c.Version}).is(200, "")
	}
	reviewer := p.as(t, p.Staff(policy.Reviewer, "SLJ", "承办人"))
	var page struct {
		Rows []map[string]any
		Next string
	}
	reviewer.call("list-todo", at{"limit": 1}, nil).is(200, "").into(&page)
	if page.Next == "" {
		t.Fatal("one page holds all")
	}
	far := p.as(t, p.Staff(policy.Reviewer, "RFB", "别处承办人"))
	if rows := far.rows("list-todo", at{"after": page.Next}); len(rows) != 0 {
		t.Errorf("another's cursor shows %v", rows)
	}
	if rows := p.as(t, p.Stranger()).rows("list-cases", at{"before": 1 << 40}); len(rows) != 0 {
		t.Errorf("a huge one shows %v", rows)
	}
	for _, bad := range []string{
		"x", "_", "2026-03-02", "2026-03-02_", "2026-03-02_-1", "2026-03-02_0", "2026-13-40_5", "99999999999999999999_1", "2026-03-02_99999999999999999999",
		"-5_3", "%00_1", "2026-03-02_1_2", "2026-03-02%27--_1", "1_1%20OR%201=1",
	} {
		for _, route := range []string{"list-todo", "list-done"} {
			r := reviewer.call(route, at{"after": bad}, nil)
			var got struct {
				Rows   []map[string]any
				Errors []struct{ Path string }
			}
			r.into(&got)
			if r.Code == 200 && len(got.Rows) > 0 {
				for _, row := range got.Rows { // only ever one's own
					if row["deptCode"] != "SLJ" {
						t.Errorf("%s?after=%s shows %v", route, bad, row)
					}
				}
				continue
			}
			if r.Code != 200 && (r.Code != 422 || len(got.Errors) != 1 || got.Errors[0].Path != "query.after") {
				t.Errorf("%s?after=%s: %d %s", route, bad, r.Code, r.Body)
			}
		}
	}
	for _, route := range []string{"list-cases", "list-projects", "list-notices"} {
		for _, bad := range []string{"-1", "9223372036854775808", "1e3", "0x10", "%E4%B8%80"} {
			reviewer.call(route, at{"before": bad}, nil).is(422, "request.invalid")
		}
		reviewer.call(route, at{"before": "9223372036854775807"}, nil).is(200, "")
	}
}
