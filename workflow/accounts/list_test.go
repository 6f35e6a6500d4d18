package accounts

import (
	"slices"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

func TestAListOfPeopleShowsThePostsOfEach(t *testing.T) {
	w := newWorld(t)
	w.post(w.window.UserID, policy.Reviewer, county, "SPJ")
	users, err := w.Users(w.ctx(), w.aud, UserFilter{Query: "chuangkou"})
	w.ok(err)
	if len(users) != 1 || len(users[0].Posts) != 2 || users[0].Posts[0].Role != string(policy.Window) {
		t.Fatalf("%+v", users)
	}
	w.person("meiyou")
	users, err = w.Users(w.ctx(), w.sec, UserFilter{Query: "meiyou"})
	w.ok(err)
	if len(users) != 1 || users[0].Posts == nil || len(users[0].Posts) != 0 {
		t.Errorf("one without a post: %+v", users)
	}
}

func TestAListOfPostsNamesItsPeople(t *testing.T) {
	w := newWorld(t)
	grants, err := w.Grants(w.ctx(), w.sec, GrantFilter{UserID: w.window.UserID})
	w.ok(err)
	if len(grants) != 1 || grants[0].UserName != "员chuangkou" || grants[0].ProposerName == "" || grants[0].DeciderName != "乙" {
		t.Errorf("%+v", grants)
	}
}

func TestTheSessionsOfAPersonAreEndedAndTheAccountStays(t *testing.T) {
	w := newWorld(t)
	in := w.login("chuangkou")
	if _, _, err := w.who(in.Token); err != nil {
		t.Fatal(err)
	}
	w.want(w.EndSessions(w.ctx(), w.sec, w.window.UserID, ""), models.Invalid)
	w.want(w.EndSessions(w.ctx(), w.aud, w.window.UserID, "手机丢失"), models.Denied)
	w.wantKey(w.EndSessions(w.ctx(), w.sec, w.sec.UserID, "手机丢失"), "user.own_account")
	w.ok(w.EndSessions(w.ctx(), w.sec, w.window.UserID, "手机丢失"))
	if _, _, err := w.who(in.Token); err == nil {
		t.Error("the session goes on")
	}
	w.login("chuangkou")
	es, err := w.AdminEvents(w.ctx(), w.aud, AdminEventFilter{Action: "user.end_sessions"})
	w.ok(err)
	if len(es) != 1 || es[0].Reason != "手机丢失" || es[0].SubjectID != w.window.UserID {
		t.Errorf("%+v", es)
	}
}

func TestOnlyThoseWhoMayStandInAreOffered(t *testing.T) {
	w := newWorld(t)
	second := w.staff("chuangkou2", policy.Window, county, "SPJ")
	beside := w.staff("keshi", policy.SectionHead, county, "SPJ")
	offered := func(a policy.Actor, of int64) (ids []int64) {
		rows, err := w.Substitutes(w.ctx(), a, of)
		w.ok(err)
		for _, r := range rows {
			ids = append(ids, r.UserID)
		}
		slices.Sort(ids)
		return ids
	}
	if got := offered(w.window, 0); !slices.Equal(got, []int64{second.UserID, beside.UserID}) {
		t.Errorf("offered %v", got)
	}
	if got := offered(w.agent, 0); len(got) != 0 {
		t.Errorf("nobody works beside the agent, offered %v", got)
	}
	if got := offered(beside, w.window.UserID); !slices.Equal(got, []int64{second.UserID, beside.UserID}) {
		t.Errorf("by the head %v", got)
	}
	_, err := w.Substitutes(w.ctx(), w.window, second.UserID)
	w.wantKey(err, "absence.not_yours")
	today := w.Store.Now().Date()
	_, err = w.DeclareAbsence(w.ctx(), w.window, AbsenceInput{SubstituteID: second.UserID, From: today, To: today})
	w.ok(err)
	rows, err := w.Absences(w.ctx(), w.window, false)
	w.ok(err)
	if len(rows) != 1 || rows[0].UserName != "员chuangkou" || rows[0].SubstituteName != "员chuangkou2" {
		t.Errorf("%+v", rows)
	}
}

func TestTheJournalOfAdministrationIsSearchedByPersonKindAndDay(t *testing.T) {
	w := newWorld(t)
	before := w.Store.Now()
	w.clock.Advance(48 * time.Hour)
	w.post(w.window.UserID, policy.Reviewer, county, "SPJ")
	find := func(f store.AdminEventFilter) int {
		f.Limit = 200
		es, err := w.AdminEvents(w.ctx(), w.aud, f)
		w.ok(err)
		return len(es)
	}
	if n := find(AdminEventFilter{From: before + 1}); n != 2 {
		t.Errorf("%d since then", n)
	}
	if n := find(AdminEventFilter{From: before + 1, Actor: "乙", Action: "grant.confirm"}); n != 1 {
		t.Errorf("%d confirmations by her", n)
	}
	if n := find(AdminEventFilter{From: before + 1, Actor: "%"}); n != 0 {
		t.Errorf("%d by a wildcard", n)
	}
	all := find(AdminEventFilter{})
	if n := find(AdminEventFilter{To: before + 1}); n != all-2 {
		t.Errorf("%d of %d before", n, all)
	}
	if n := find(AdminEventFilter{SubjectKind: "user"}); n == 0 || n == all {
		t.Errorf("%d of %d about accounts", n, all)
	}
}
