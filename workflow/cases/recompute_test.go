package cases_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla/calendar"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

func admins(w *casestest.World) (*county.Admin, policy.Actor) {
	return &county.Admin{County: w.County, Policy: w.Policy}, w.Staff(policy.SystemAdmin, "", "系统管理员")
}

func TestALocalDayOffMovesOpenCasesByAResumableJob(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	other := p.Submit(p.firm, p.Draft(p.firm, "GJ-04", nil))
	m, admin := admins(p.World)
	if _, err := m.DraftLocal(t.Context(), p.window, calendar.LocalDay{Date: date("2026-03-05"), Off: true, DocNo: "示政发〔2026〕1号", Name: "暴雪"}); models.CodeOf(err) != models.Denied {
		t.Fatalf("a clerk may: %v", err)
	}
	e, err := m.DraftLocal(t.Context(), admin, calendar.LocalDay{Date: date("2026-03-05"), Off: true, DocNo: "示政发〔2026〕1号", Name: "暴雪"})
	if err != nil {
		t.Fatal(err)
	}
	cal, err := m.Proposed(t.Context(), admin, e.ID)
	if err != nil {
		t.Fatal(err)
	}
	moved, err := p.Cases.PreviewCalendar(t.Context(), admin, cal)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%d P 2026-03-23>2026-03-24", p.c.ID)
	if !slices.ContainsFunc(moved, func(d cases.MovedDue) bool {
		return fmt.Sprintf("%d %s %s>%s", d.CaseID, d.Clock, d.Old, d.New) == want
	}) {
		t.Errorf("%s is not in %+v", want, moved)
	}
	wantDates(t, "a preview changes nothing", p.Reload(p.c).PromisedDue, "2026-03-23")
	if _, err := m.Apply(t.Context(), admin, e.ID); err != nil {
		t.Fatal(err)
	}
	progress := func(want cases.Recomputing) {
		t.Helper()
		if got, err := p.Cases.Recomputing(t.Context(), admin); err != nil || got != want {
			t.Errorf("progress %+v, %v; want %+v", got, err, want)
		}
	}
	progress(cases.Recomputing{Open: 2})
	for n := range 2 { // one case at a time, the second by another instance
		if n, _, err := p.Cases.Recompute(t.Context(), "a", 1); err != nil || n != 1 {
			t.Fatalf("%d %v", n, err)
		}
		progress(cases.Recomputing{Open: 2, Ready: int64(n + 1)})
	}
	if n, done, err := p.Cases.Recompute(t.Context(), "b", 1); err != nil || n != 0 || !done {
		t.Fatalf("%d %t %v", n, done, err)
	}
	progress(cases.Recomputing{Open: 2, Ready: 2, Done: true})
	if _, err := p.Cases.Recomputing(t.Context(), p.window); models.CodeOf(err) != models.Denied {
		t.Errorf("a clerk sees it: %v", err)
	}
	p.c = p.Reload(p.c)
	wantDates(t, "moved", p.c.PromisedDue, "2026-03-24")
	if v := p.last("V33"); v.Source != models.SourceTimer {
		t.Errorf("%+v", v)
	}
	wantDates(t, "the other's window", p.Reload(other).WindowDue, "2026-03-10")
	p.checkRow()
	version := p.c.Version
	if _, _, err := p.Cases.Recompute(t.Context(), "a", 10); err != nil {
		t.Fatal(err)
	}
	if p.Reload(p.c).Version != version {
		t.Error("the job disturbs a case twice")
	}
	if _, err := m.Revoke(t.Context(), admin, e.ID, "文件撤销"); err != nil {
		t.Fatal(err)
	}
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{}) // before the job: the move settles it first
	wantDates(t, "back", p.c.PromisedDue, "2026-03-23")
	if got := p.codes(); !slices.Equal(got[len(got)-2:], []string{"V33", "T11"}) {
		t.Errorf("journal %v", got)
	}
	if n, done, err := p.Cases.Recompute(t.Context(), "b", 10); err != nil || n != 2 || !done { // a new revision begins anew
		t.Fatalf("%d %t %v", n, done, err)
	}
	wantDates(t, "the other's window is back", p.Reload(other).WindowDue, "2026-03-09")
}

func TestANoticeOfAYearMakesItsDatesFirm(t *testing.T) { // R-CAL-06
	p := begin(t, "LX-13", "2026-12-21T09:00:00+08:00").accepted()
	if !p.c.Provisional {
		t.Fatal("2027 is not published")
	}
	p.publish2027()
	if _, _, err := p.Cases.Recompute(t.Context(), "a", 10); err != nil {
		t.Fatal(err)
	}
	if p.c = p.Reload(p.c); p.c.Provisional {
		t.Error("still provisional")
	}
}

// publish2027 imports the notice of the year that is not published.
func (p *play) publish2027() {
	p.t.Helper()
	m, admin := admins(p.World)
	n := calendar.Notice{Year: 2027, Number: "国办发明电〔2026〕7号", Issued: date("2026-12-22")}
	for _, d := range []string{"2027-01-01", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-04-05", "2027-05-01", "2027-05-02", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-02", "2027-10-03"} {
		n.Days = append(n.Days, calendar.NoticeDay{Date: date(d), Kind: calendar.Holiday, Name: "节日"})
	}
	e, err := m.DraftNotice(p.t.Context(), admin, n)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := m.Apply(p.t.Context(), admin, e.ID); err != nil {
		p.t.Fatal(err)
	}
	if _, err := m.Apply(p.t.Context(), admin, e.ID); models.KeyOf(err) != "calendar.entry_status" {
		p.t.Errorf("applied twice: %v", err)
	}
}

// publish puts a change of an item in force today.
func publish(t *testing.T, w *casestest.World, code string, change func(*catalog.Item)) *models.ItemVersion {
	t.Helper()
	return publishForm(t, w, code, change, func(form string) string { return form })
}

// publishForm publishes a version with another item and another form.
func publishForm(t *testing.T, w *casestest.World, code string, change func(*catalog.Item), form func(string) string) *models.ItemVersion {
	t.Helper()
	m, admin := admins(w)
	on := models.At(w.Clock.Now()).Date()
	v, err := w.County.Now().InForce(code, on)
	if err != nil {
		t.Fatal(err)
	}
	d, err := m.CopyToDraft(t.Context(), admin, v.Row.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	it, err := catalog.DecodeItem(d.Body)
	if err != nil {
		t.Fatal(err)
	}
	change(it)
	if d, err = m.EditDraft(t.Context(), admin, d.ID, &county.Edit{Hash: d.Hash, Body: it.JSON(), Form: models.RawJSON(form(string(d.Form)))}); err != nil {
		t.Fatal(err)
	}
	if d, err = m.Publish(t.Context(), admin, d.ID, on, "测试"); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestThirtyVersionsWithCasesOpenUnderTen(t *testing.T) {
	w := casestest.New(t, monday)
	firm, window := w.Applicant(), w.Window()
	type bound struct {
		c       *models.Case
		version int64
		promise int
	}
	var open []bound
	for i := range 29 {
		if i%3 == 0 {
			c := w.Submit(firm, w.Draft(firm, "LX-13", nil))
			open = append(open, bound{c, c.ItemVersion, c.PromiseValue})
		}
		publish(t, w, "LX-13", func(it *catalog.Item) { it.Promised.Value = 16 + i })
	}
	versions, err := w.Store.VersionsOf(t.Context(), "LX-13")
	if err != nil || len(versions) != 30 || len(open) != 10 {
		t.Fatalf("%d versions, %d cases, %v", len(versions), len(open), err)
	}
	seen := map[int64]bool{}
	for _, b := range open {
		c, err := w.Cases.Move(t.Context(), window, b.c.ID, models.VerbAccept, &cases.MoveInput{})
		if err != nil {
			t.Fatal(err)
		}
		if c.ItemVersion != b.version || c.PromiseValue != b.promise {
			t.Errorf("case %d moved to version %d, promise %d", c.ID, c.ItemVersion, c.PromiseValue)
		}
		seen[c.ItemVersion] = true
		(&play{World: w, t: t, c: c}).checkRow()
	}
	if len(seen) != 10 {
		t.Errorf("the cases are bound to %d versions", len(seen))
	}
}

func TestADraftMovesToTheVersionInForceAndIsShownWhatChanged(t *testing.T) {
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c := w.Draft(firm, "LX-13", nil)
	v := publishForm(t, w, "LX-13", func(it *catalog.Item) { it.Promised.Value = 18 }, func(form string) string {
		return strings.Replace(form, `"title":"单位名称"`, `"title":"取水单位名称"`, 1)
	})
	_, err := w.Cases.Submit(t.Context(), firm, c.ID, 0)
	wantKey(t, err, "case.item_version_moved")
	changes, err := w.Cases.Refresh(t.Context(), firm, c.ID)
	if err != nil || len(changes) != 2 || changes[0].Path != "promised.value" || changes[1].Path != "form.schema.properties.applicantName.title" {
		t.Fatalf("%+v %v", changes, err)
	}
	moved := w.Reload(c)
	if changes, err = w.Cases.Refresh(t.Context(), firm, c.ID); err != nil || len(changes) != 0 || w.Reload(c).Version != moved.Version {
		t.Errorf("asking again: %v %v, version %d after %d", changes, err, w.Reload(c).Version, moved.Version)
	}
	if got := w.Submit(firm, c); got.ItemVersion != v.ID || got.PromiseValue != 18 {
		t.Errorf("%d %d", got.ItemVersion, got.PromiseValue)
	}
}

func TestAVersionIsRolledBackAndABadOneIsNotPublished(t *testing.T) {
	w := casestest.New(t, monday)
	m, admin := admins(w)
	v := publish(t, w, "LX-13", func(it *catalog.Item) { it.Promised.Value = 18 })
	if _, err := m.EditDraft(t.Context(), admin, v.ID, &county.Edit{}); models.KeyOf(err) != "item_version.not_a_draft" {
		t.Errorf("a published version was edited: %v", err)
	}
	if _, err := m.RollBack(t.Context(), admin, v.ID, "有误"); err != nil {
		t.Fatal(err)
	}
	now, err := w.County.Now().InForce("LX-13", date("2026-03-02"))
	if err != nil || now.Row.VersionNo != 1 {
		t.Fatalf("%+v %v", now, err)
	}
	if _, err := m.RollBack(t.Context(), admin, now.Row.ID, "x"); models.KeyOf(err) != "item_version.last_one" {
		t.Errorf("the last one went: %v", err)
	}
	d, err := m.CopyToDraft(t.Context(), admin, now.Row.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	it, err := catalog.DecodeItem(d.Body)
	if err != nil {
		t.Fatal(err)
	}
	it.Promised.Value = it.Statutory.Value + 1
	_, err = m.EditDraft(t.Context(), admin, d.ID, &county.Edit{Body: it.JSON()})
	wantKey(t, err, "promised.value")
	_, err = m.Publish(t.Context(), admin, d.ID, date("2026-03-01"), "")
	wantKey(t, err, "item_version.date_past")
}

func TestAPaperCitesTheLawOfItsDate(t *testing.T) { // R-EVT-03: 2026-08-15 in mid-case
	w := casestest.New(t, "2026-08-12T09:00:00+08:00")
	code := ""
	for _, it := range w.County.Base.Items() {
		if len(it.LegalBasisVersions) > 1 && it.Flow == models.FlowPermit && len(it.Preconditions) == 0 {
			code = it.Code
			break
		}
	}
	if code == "" {
		publish(t, w, "GJ-04", func(it *catalog.Item) {
			it.LegalBasisVersions = []catalog.BasisVersion{
				{Until: date("2026-08-14"), Basis: "环境影响评价法 art 22"}, {From: date("2026-08-15"), Basis: "生态环境法典 art 100"},
			}
		})
		code = "GJ-04"
	}
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	p.c = w.Submit(p.firm, w.Draft(p.firm, code, nil))
	p.people()
	it, err := w.County.Now().Version(p.c.ItemVersion)
	if err != nil {
		t.Fatal(err)
	}
	before, after := it.Item.LegalBasisOn(date("2026-08-14")), it.Item.LegalBasisOn(date("2026-08-15"))
	p.at("2026-08-14T10:00:00+08:00").accepted()
	p.at("2026-08-17T10:00:00+08:00").do(p.firm, models.VerbWithdraw, cases.MoveInput{Reason: "撤"})
	for kind, want := range map[string][]string{"DOC-02": before, "DOC-14W": after} {
		var f struct {
			Facts struct {
				Item struct {
					LegalBasis []string `json:"legalBasis"`
				} `json:"item"`
			} `json:"facts"`
			Item struct {
				LegalBasis []string `json:"legalBasis"`
			} `json:"item"`
		}
		if err := p.paper(kind).Fields.Into(&f); err != nil {
			t.Fatal(err)
		}
		got := append(f.Facts.Item.LegalBasis, f.Item.LegalBasis...)
		if !slices.Equal(got, want) {
			t.Errorf("%s cites %v, want %v", kind, got, want)
		}
	}
	if slices.Equal(before, after) {
		t.Error("the basis did not change")
	}
}

func TestAnOpenCaseMigratesByAnExplicitMapping(t *testing.T) {
	p := begin(t, "LX-13", monday)
	v := publish(t, p.World, "LX-13", func(it *catalog.Item) {
		it.Promised.Value = 18
		it.Materials[0].Code, it.Materials[1].Code = "M9", "M1" // M1 is M9 now, and M2 is M1
	})
	_, admin := admins(p.World)
	migrate := func(m cases.Mapping) error {
		m.To = v.ID
		c, err := p.Cases.Migrate(t.Context(), admin, p.c.ID, &m)
		if err == nil {
			p.c = c
		}
		return err
	}
	wantKey(t, migrate(cases.Mapping{}), "reason")
	wantKey(t, migrate(cases.Mapping{Reason: "新版", Materials: map[string]string{"M1": "M9"}}), "material.unmapped")
	wantKey(t, migrate(cases.Mapping{Reason: "新版", Materials: map[string]string{"M1": "M9", "M2": "M9"}}), "material.mapped_twice")
	_, err := p.Cases.Migrate(t.Context(), p.window, p.c.ID, &cases.Mapping{To: v.ID, Reason: "x"})
	wantKey(t, err, "denied")
	if err := migrate(cases.Mapping{Reason: "新版", Materials: map[string]string{"M1": "M9", "M2": "M1"}, Limits: true}); err != nil {
		t.Fatal(err)
	}
	e := p.last("V32")
	if p.c.ItemVersion != v.ID || p.c.PromiseValue != 18 || e.ActorID != admin.UserID || e.Reason != "新版" {
		t.Errorf("%d %d %+v", p.c.ItemVersion, p.c.PromiseValue, e)
	}
	mats, err := p.Store.Materials(t.Context(), p.c.ID)
	if err != nil || len(mats) != 3 || mats[0].Code != "M9" || mats[1].Code != "M1" || mats[0].State != models.MaterialHandedIn {
		t.Errorf("%+v %v", mats, err)
	}
	p.accepted()
	p.checkRow()
}

func TestACaseThatTheCalendarDoesNotMoveWaitsForTheSameAlert(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	before := p.Reload(p.c)
	if before.NextAlertAt == 0 {
		t.Fatal("an accepted case waits for no alert")
	}
	if _, done, err := p.Cases.Recompute(t.Context(), "a", 100); err != nil || !done {
		t.Fatal(done, err)
	}
	if after := p.Reload(p.c); after.NextAlertAt != before.NextAlertAt || after.Version != before.Version {
		t.Errorf("waits for %d, before for %d; version %d, before %d", after.NextAlertAt, before.NextAlertAt, after.Version, before.Version)
	}
}
