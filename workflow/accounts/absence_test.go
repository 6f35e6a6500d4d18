package accounts

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
)

func TestASubstituteActsAtTheAbsentPersonsPostForTheDays(t *testing.T) {
	w := newWorld(t)
	sub := w.staff("tibu", policy.Window, county, "FGJ")
	day := models.MustDate
	abs, err := w.DeclareAbsence(w.ctx(), w.reviewer, AbsenceInput{SubstituteID: sub.UserID, From: day("2026-03-03"), To: day("2026-03-04"), Reason: "培训"})
	w.ok(err)
	grants, err := w.Store.GrantsOf(w.ctx(), w.reviewer.UserID, day("2026-03-03"))
	w.ok(err)
	lent := PostInput{GrantID: grants[0].ID, AbsenceID: abs.ID}
	in := w.login("tibu")
	_, err = w.SwitchPost(w.ctx(), in.Session, lent)
	w.want(err, models.NotFound) // not yet
	_, err = w.SwitchPost(w.ctx(), in.Session, PostInput{GrantID: grants[0].ID})
	w.want(err, models.NotFound) // it is not his own
	w.clock.Set("2026-03-03T08:00:00+08:00")
	in, err = w.SwitchPost(w.ctx(), w.login("tibu").Session, lent)
	w.ok(err)
	a, _, err := w.who(in.Token)
	w.ok(err)
	if a.Role != policy.Reviewer || a.Dept != "FGJ" || a.UserID != sub.UserID || a.ForUserID != w.reviewer.UserID || a.ForName != w.reviewer.Name {
		t.Errorf("acts as %+v", a)
	}
	if id, err := w.Store.SubstituteOf(w.ctx(), w.reviewer.UserID, day("2026-03-04")); id != sub.UserID || err != nil {
		t.Errorf("substitute %d, %v", id, err)
	}
	// What is lent is not lent on.
	third := w.staff("disan", policy.Reviewer, county, "FGJ")
	_, err = w.DeclareAbsence(w.ctx(), a, AbsenceInput{SubstituteID: third.UserID, From: day("2026-03-03"), To: day("2026-03-03")})
	w.wantKey(err, "absence.lent_post")
	cols, err := w.Colleagues(w.ctx(), w.reviewer, "FGJ", policy.Reviewer)
	w.ok(err)
	if len(cols) != 2 || cols[0].SubstituteID != sub.UserID || cols[0].AwayUntil != day("2026-03-04") || cols[1].SubstituteID != 0 {
		t.Errorf("%+v", cols)
	}
	w.clock.Set("2026-03-04T23:55:00+08:00")
	in, err = w.SwitchPost(w.ctx(), w.login("tibu").Session, lent)
	w.ok(err)
	w.clock.Set("2026-03-05T00:00:00+08:00")
	a, sess, err := w.who(in.Token)
	w.ok(err)
	if a.Role != "" || sess.Pending != PendingPost {
		t.Errorf("after the last day: %+v", a)
	}
}

func TestAnAbsenceEndsAtOnce(t *testing.T) {
	w := newWorld(t)
	sub := w.staff("tibu", policy.Reviewer, county, "FGJ")
	today := models.MustDate("2026-03-02")
	abs, err := w.DeclareAbsence(w.ctx(), w.reviewer, AbsenceInput{SubstituteID: sub.UserID, From: today, To: today + 5})
	w.ok(err)
	grants, err := w.Store.GrantsOf(w.ctx(), w.reviewer.UserID, today)
	w.ok(err)
	in, err := w.SwitchPost(w.ctx(), w.login("tibu").Session, PostInput{GrantID: grants[0].ID, AbsenceID: abs.ID})
	w.ok(err)
	_, err = w.EndAbsence(w.ctx(), w.window, abs.ID)
	w.want(err, models.NotFound)
	_, err = w.EndAbsence(w.ctx(), sub, abs.ID)
	w.want(err, models.NotFound)
	_, err = w.EndAbsence(w.ctx(), w.reviewer, abs.ID)
	w.ok(err)
	_, _, err = w.who(in.Token)
	w.wantKey(err, "session.ended")
	_, err = w.EndAbsence(w.ctx(), w.reviewer, abs.ID)
	w.wantKey(err, "absence.ended")
	list, err := w.Absences(w.ctx(), sub, false)
	if err != nil || len(list) != 1 || list[0].EndedAt == 0 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestASubstituteSharesTheWorkAndIsThere(t *testing.T) {
	w := newWorld(t)
	a := w.staff("tibu", policy.Reviewer, county, "FGJ")
	b := w.staff("tibu2", policy.Reviewer, county, "FGJ")
	head := w.staff("kezhang", policy.SectionHead, county, "FGJ")
	today := models.MustDate("2026-03-02")
	in := AbsenceInput{SubstituteID: a.UserID, From: today, To: today + 2}
	for name, c := range map[string]struct {
		actor policy.Actor
		in    AbsenceInput
		key   string
	}{
		"himself":              {w.reviewer, AbsenceInput{SubstituteID: w.reviewer.UserID, From: today, To: today}, "absence.invalid"},
		"nobody":               {w.reviewer, AbsenceInput{From: today, To: today}, "absence.invalid"},
		"another department's": {w.reviewer, AbsenceInput{SubstituteID: w.window.UserID, From: today, To: today}, "absence.invalid"},
		"yesterday":            {w.reviewer, AbsenceInput{SubstituteID: a.UserID, From: today - 1, To: today}, "absence.invalid"},
		"backwards":            {w.reviewer, AbsenceInput{SubstituteID: a.UserID, From: today + 1, To: today}, "absence.invalid"},
		"for a colleague":      {a, AbsenceInput{UserID: w.reviewer.UserID, SubstituteID: b.UserID, From: today, To: today}, "absence.not_yours"},
		"for another office":   {head, AbsenceInput{UserID: w.window.UserID, SubstituteID: a.UserID, From: today, To: today}, "user.not_found"},
	} {
		if _, err := w.DeclareAbsence(w.ctx(), c.actor, c.in); models.KeyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := w.DeclareAbsence(w.ctx(), w.sys, in)
	w.want(err, models.Denied)
	_, err = w.DeclareAbsence(w.ctx(), w.reviewer, in)
	w.ok(err)
	_, err = w.DeclareAbsence(w.ctx(), w.reviewer, AbsenceInput{SubstituteID: b.UserID, From: today + 2, To: today + 9})
	w.wantKey(err, "absence.overlaps")
	_, err = w.DeclareAbsence(w.ctx(), a, AbsenceInput{SubstituteID: b.UserID, From: today + 1, To: today + 1})
	w.wantKey(err, "absence.stands_in")
	_, err = w.DeclareAbsence(w.ctx(), b, AbsenceInput{SubstituteID: w.reviewer.UserID, From: today + 1, To: today + 1})
	w.want(err, models.Invalid) // who is away
	_, err = w.DeclareAbsence(w.ctx(), head, AbsenceInput{UserID: b.UserID, SubstituteID: a.UserID, From: today + 7, To: today + 8})
	w.ok(err)
	list, err := w.Absences(w.ctx(), head, true)
	if err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestALentPostThatSignsAsksTheSubstituteForASecondFactor(t *testing.T) {
	w := newWorld(t)
	boss := w.staff("shenpi", policy.Approver, county, "FGJ")
	today := models.MustDate("2026-03-02")
	abs, err := w.DeclareAbsence(w.ctx(), boss, AbsenceInput{SubstituteID: w.reviewer.UserID, From: today, To: today})
	w.ok(err)
	grants, err := w.Store.GrantsOf(w.ctx(), boss.UserID, today)
	w.ok(err)
	in, err := w.SwitchPost(w.ctx(), w.login("chengban").Session, PostInput{GrantID: grants[0].ID, AbsenceID: abs.ID})
	w.ok(err)
	if a, _, _ := w.who(in.Token); in.Session.Pending != PendingEnrol || a.Role != "" {
		t.Errorf("%+v as %q", in.Session, a.Role)
	}
}
