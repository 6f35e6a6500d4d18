package notices_test

import (
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/county"
	"onestop.internal/workflow/notices"
)

func TestTheLeadIsAskedToCoordinateWhenAPartIsRefused(t *testing.T) { // R-PAR-06
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	set := w.Submit(firm, w.Draft(firm, "JY-07", nil))
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	err := w.Store.InTx(t.Context(), func(tx *store.Tx) error {
		row, err := tx.Case(policy.Everything("test"), c.ID)
		if err != nil {
			return err
		}
		row.ParentID = set.ID
		return tx.SaveCase(row)
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Move(window, c, models.VerbAccept, cases.MoveInput{})
	reviewer := w.Staff(policy.Reviewer, c.DeptCode, "承办人")
	for {
		steps, err := w.Store.Steps(t.Context(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(steps, func(s models.Step) bool { return s.IsOpen() && s.Kind != models.StepApprove })
		if i < 0 {
			break
		}
		if _, err := w.Cases.StepMove(t.Context(), reviewer, c.ID, steps[i].ID, "done", &cases.StepInput{Result: "OBJECT", With: []string{"同事"}}); err != nil {
			t.Fatal(err)
		}
	}
	w.Move(w.Staff(policy.Approver, c.DeptCode, "首席代表"), c, models.VerbRefuse, cases.MoveInput{
		Reason: "不符合条件", Decision: &cases.Decision{Findings: "水量不足", Articles: "取水条例第二十条"},
	})
	const text = "notice.joint.child_refused"
	if got := w.texts(t, w.Staff(policy.LeadDept, set.DeptCode, "牵头人")); !slices.Contains(got, text) {
		t.Errorf("the lead: %v", got)
	}
	if got := w.texts(t, w.Staff(policy.LeadDept, "GXJ", "别的牵头人")); slices.Contains(got, text) {
		t.Errorf("another department's lead: %v", got)
	}
	lead := w.Staff(policy.LeadDept, set.DeptCode, "牵头处长")
	page, err := w.Cases.Todo(t.Context(), lead, store.WorkAfter{}, 10)
	if err != nil || len(page.Rows) != 1 || page.Rows[0].CaseID != set.ID {
		t.Fatalf("the lead has to do %+v %v", page, err)
	}
	steps, err := w.Store.Steps(t.Context(), set.ID)
	if err != nil || len(steps) != 1 || steps[0].Kind != models.StepCoordinate || steps[0].DueAt.Date() != models.MustDate("2026-03-05") {
		t.Fatalf("%+v %v", steps, err)
	}
	for _, verb := range []string{"claim", "done"} {
		if _, err := w.Cases.StepMove(t.Context(), lead, set.ID, steps[0].ID, verb, &cases.StepInput{Remark: "已召开协调会"}); err != nil {
			t.Fatal(err)
		}
	}
	if page, err = w.Cases.Todo(t.Context(), lead, store.WorkAfter{}, 10); err != nil || len(page.Rows) != 0 {
		t.Errorf("after it is done: %+v %v", page, err)
	}
}

func TestTheDepartmentIsRemindedToCancelALicenceThatHasEnded(t *testing.T) { // N03, N08
	w := newWorld(t)
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-18", nil))
	l := &models.Licence{
		Number: "LX-18-1", Region: c.Region, EnterpriseID: c.EnterpriseID, ItemCode: "LX-18", Name: "取水许可证", DeptCode: c.DeptCode, CaseID: c.ID,
		Status: models.LicenceValid, ValidFrom: models.MustDate("2025-03-03"), ExpiresOn: models.MustDate("2026-03-02"),
		NextTimerAt: models.MustDate("2026-03-02").End(),
	}
	if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateLicence(l) }); err != nil {
		t.Fatal(err)
	}
	reviewer := w.Staff(policy.Reviewer, c.DeptCode, "承办人")
	const text = "notice.licence.cancel_due"
	if got := w.texts(t, reviewer); slices.Contains(got, text) {
		t.Fatalf("before its expiry: %v", got)
	}
	w.Clock.Set("2026-03-03T08:00:00+08:00")
	if _, err := w.Cases.Sweep(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, reviewer); !slices.Contains(got, text) {
		t.Errorf("the department: %v", got)
	}
}

func TestTheDepartmentIsToldOfARenewalStillUndecidedTenWorkingDaysBeforeTheExpiry(t *testing.T) { // R-CLK-11
	const text = "notice.licence.renewal_due"
	for _, x := range []struct {
		name, received string
		told           bool
	}{{"received on the last day", "2026-05-01T23:00:00+08:00", true}, {"received a day late", "2026-05-02T09:00:00+08:00", false}} {
		t.Run(x.name, func(t *testing.T) {
			w := newWorld(t)
			firm := w.Applicant()
			c := w.Draft(firm, "SG-06", nil)
			l := &models.Licence{
				Number: "SG-06-1", Region: c.Region, EnterpriseID: c.EnterpriseID, ItemCode: "SG-06", Name: "许可证", DeptCode: "ZJJ", CaseID: c.ID,
				Status: models.LicenceValid, ValidFrom: models.MustDate("2025-06-01"), ExpiresOn: models.MustDate("2026-05-31"), RenewBy: models.MustDate("2026-05-01"),
				NextTimerAt: models.MustDate("2026-05-18").Start() + 9*3600*1000,
			}
			if err := w.Store.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateLicence(l) }); err != nil {
				t.Fatal(err)
			}
			w.Clock.Set(x.received)
			renewal, err := w.Cases.CreateDraft(t.Context(), firm, &cases.DraftInput{
				ItemCode: "SG-06", Form: w.County.Base.Sample("SG-06"), ProjectID: w.Project().ID, LicenceID: l.ID, ChangeKind: "RENEWAL",
			})
			if err != nil {
				t.Fatal(err)
			}
			w.HandInAll(renewal.ID)
			w.Submit(firm, renewal)
			reviewer := w.Staff(policy.Reviewer, l.DeptCode, "承办人")
			for _, who := range []policy.Actor{reviewer, firm} {
				if got := w.texts(t, who); slices.Contains(got, "notice.licence.renewal_late") == x.told {
					t.Errorf("of its being late %s is told %v", who.Role, got)
				}
			}
			for _, at := range []struct {
				now  string
				told bool
			}{{"2026-05-18T08:59:59+08:00", false}, {"2026-05-18T09:00:00+08:00", x.told}} {
				w.Clock.Set(at.now)
				if _, err := w.Cases.Sweep(t.Context(), 10); err != nil {
					t.Fatal(err)
				}
				if got := w.texts(t, reviewer); slices.Contains(got, text) != at.told {
					t.Errorf("at %s: %v", at.now, got)
				}
			}
		})
	}
}

func TestAMovedDueDateIsToldToTheApplicantAndTheDesk(t *testing.T) { // R-CAL-06
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	w.Submit(firm, w.Draft(firm, "LX-13", nil))
	m, admin := &county.Admin{County: w.County, Policy: w.Policy}, w.Staff(policy.SystemAdmin, "", "系统管理员")
	e, err := m.DraftLocal(t.Context(), admin, calendar.LocalDay{Date: models.MustDate("2026-03-05"), Off: true, DocNo: "示政发〔2026〕1号", Name: "暴雪"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply(t.Context(), admin, e.ID); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-03-02T10:00:00+08:00")
	if _, _, err := w.Cases.Recompute(t.Context(), "a", 10); err != nil {
		t.Fatal(err)
	}
	for _, a := range []policy.Actor{firm, window} {
		if got := w.texts(t, a); len(got) == 0 || got[0] != notices.TextDueMoved {
			t.Errorf("%s is told %v", a.Role, got)
		}
	}
	list, err := w.s.List(t.Context(), firm, store.NoticeFilter{})
	if err != nil || len(list) == 0 || !strings.Contains(string(list[0].Args), `"old":"2026-03-09"`) || !strings.Contains(string(list[0].Args), `"due":"2026-03-10"`) {
		t.Errorf("%+v %v", list, err)
	}
}

func TestWhoHoldsACaseIsToldThatTheApplicantUrgesIt(t *testing.T) {
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	w.Clock.Set("2026-03-02T11:00:00+08:00")
	if _, err := w.Cases.Urge(t.Context(), firm, c.ID, "急等开工"); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, window); len(got) == 0 || got[0] != notices.TextUrged {
		t.Errorf("the window: %v", got)
	}
	if got := w.texts(t, firm); len(got) != 0 {
		t.Errorf("the enterprise is told of its own urging: %v", got)
	}
	set := w.Submit(firm, w.Draft(firm, "JY-07", nil)) // a set has no step of its own
	w.Clock.Set("2026-03-02T15:00:00+08:00")
	if _, err := w.Cases.Urge(t.Context(), firm, set.ID, ""); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, w.Staff(policy.LeadDept, set.DeptCode, "牵头人")); !slices.Contains(got, notices.TextUrged) {
		t.Errorf("the lead: %v", got)
	}
}

// TestWhatIsAskedForLaterIsToldToTheApplicantAndItsComingToTheReviewer: R-CLK-14; and who does not answer a correction is
// reminded of it.
func TestWhatIsAskedForLaterIsToldToTheApplicantAndItsComingToTheReviewer(t *testing.T) {
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	w.Move(window, c, models.VerbAccept, cases.MoveInput{})
	reviewer := w.Staff(policy.Reviewer, c.DeptCode, "承办人")
	w.Clock.Set("2026-03-03T10:00:00+08:00")
	asked := cases.MoveInput{Defects: []cases.Defect{{Material: "M1", Problem: "缺页", Basis: "办事指南", HowTo: "补齐"}}}
	w.Move(reviewer, c, models.VerbAskSupplement, asked)
	f := &models.File{Name: "补.pdf", Size: 9, MIME: "application/pdf", SHA256: strings.Repeat("7", 64), UploadedBy: firm.UserID}
	if got := w.texts(t, reviewer); slices.Contains(got, "notice.case.supplied") {
		t.Errorf("before it came: %v", got)
	}
	if err := w.Cases.AttachFile(t.Context(), firm, c.ID, "M1", f); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, firm); !slices.Contains(got, "notice.case.asked") {
		t.Errorf("the applicant: %v", got)
	}
	if got := w.texts(t, reviewer); !slices.Contains(got, "notice.case.supplied") {
		t.Errorf("the reviewer: %v", got)
	}
	other := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	w.Move(window, other, models.VerbRequireCorrection, asked)
	if got := w.texts(t, firm); slices.Contains(got, "notice.case.waiting") {
		t.Errorf("reminded at once: %v", got)
	}
	w.Clock.Set("2026-05-20T10:00:00+08:00")
	if _, err := w.Cases.Sweep(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	if got := w.texts(t, firm); !slices.Contains(got, "notice.case.waiting") {
		t.Errorf("not reminded: %v", got)
	}
}

func TestTheEnterpriseAndTheNewAgentAreToldWhoHelps(t *testing.T) { // FLOWS §1.2
	w := newWorld(t)
	firm := w.Applicant()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	lead, old, next := w.Staff(policy.TaskforceLead, "", "专班长"), w.Staff(policy.Agent, "", "小陈"), w.Staff(policy.Agent, "", "小林")
	w.Led(lead)
	w.Clock.Set("2026-03-02T11:00:00+08:00")
	if _, err := w.Cases.SetAgent(t.Context(), lead, c.ID, old.UserID, ""); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-03-02T14:00:00+08:00")
	if n, err := w.Cases.HandOver(t.Context(), old, old.UserID, next.UserID, "休假"); n != 1 || err != nil { // before the first was told
		t.Fatal(n, err)
	}
	tell := func() {
		for range 5 { // the facts of one case are told one after the other
			w.texts(t, firm)
		}
	}
	tell()
	if got := w.texts(t, next); !slices.Contains(got, notices.TextAgentNew) {
		t.Errorf("the next agent is told %v", got)
	}
	third := w.Staff(policy.Agent, "", "小郑")
	for _, reason := range []string{"", " "} {
		if _, err := w.Cases.SetAgent(t.Context(), lead, c.ID, third.UserID, reason); models.KeyOf(err) != "case.invalid" {
			t.Fatalf("changed for the reason %q: %v", reason, err)
		}
	}
	w.Clock.Set("2026-03-02T15:00:00+08:00")
	if _, err := w.Cases.SetAgent(t.Context(), lead, c.ID, third.UserID, "熟悉取水许可"); err != nil {
		t.Fatal(err)
	}
	tell()
	for _, x := range []struct {
		who  policy.Actor
		want []string
	}{{third, []string{notices.TextAgentNew}}, {next, []string{notices.TextAgentOld}}, {old, nil}} { // old handed over itself
		if got := w.texts(t, x.who); !slices.Equal(got, x.want) {
			t.Errorf("%s is told %v", x.who.Name, got)
		}
	}
	list, err := w.s.List(t.Context(), firm, store.NoticeFilter{})
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, n := range list {
		var args struct{ Agent string }
		if err := n.Args.Into(&args); err != nil {
			t.Fatal(err)
		}
		if n.TextKey == notices.TextAgent {
			named = append(named, args.Agent)
		}
	}
	if slices.Sort(named); !slices.Equal(named, []string{"小林", "小郑", "小陈"}) {
		t.Errorf("the enterprise is told of %v", named)
	}
}

func TestAColleagueIsToldOfAStepHandedOver(t *testing.T) {
	w := newWorld(t)
	firm, window := w.Applicant(), w.Window()
	c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
	heir, head := w.Staff(policy.Window, "SPJ", "窗口小张"), w.Staff(policy.SectionHead, "SPJ", "科长")
	steps, err := w.Store.Steps(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-03-02T11:00:00+08:00")
	if _, err := w.Cases.StepMove(t.Context(), window, c.ID, steps[0].ID, "claim", &cases.StepInput{}); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-03-02T14:00:00+08:00")
	if n, err := w.Cases.HandOver(t.Context(), head, window.UserID, heir.UserID, "休假"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	for range 4 { // the facts of one case are told one after the other
		w.texts(t, firm)
	}
	if got := w.texts(t, heir); len(got) == 0 || got[0] != notices.TextHanded {
		t.Errorf("who has the step now is told %v", got)
	}
	if got := w.texts(t, window); slices.Contains(got, notices.TextHanded) {
		t.Errorf("who gave it is told %v", got)
	}
}
