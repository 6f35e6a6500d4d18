package cases_test

import (
	"strings"
	"testing"

	"onestop.internal/document"
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// facts gives what the last paper of a kind was frozen from.
func (p *play) facts(kind string) document.Facts {
	p.t.Helper()
	_, _, f, err := document.Read(p.paper(kind).Fields)
	if err != nil {
		p.t.Fatal(err)
	}
	return f
}

// reads gives the Chinese text of the last paper of a kind.
func (p *play) reads(kind string) string {
	p.t.Helper()
	made, err := document.Recompose(p.paper(kind).Fields)
	if err != nil {
		p.t.Fatal(err)
	}
	var b strings.Builder
	for _, x := range made.Blocks {
		b.WriteString(x.Signer + x.Text + "\n" + strings.Join(x.Items, "\n"))
		for _, row := range x.Rows {
			b.WriteString(strings.Join(row, " ") + "\n")
		}
	}
	return b.String()
}

func TestEachPaperNamesWhomToAsk(t *testing.T) {
	p := begin(t, "LX-13", monday)
	if got := p.facts("DOC-01").Issuer.Contact; got != document.GeneralWindow {
		t.Errorf("nobody has taken the case, and the receipt says %q", got)
	}
	p.accepted()
	if got := p.facts("DOC-02").Issuer.Contact; got != p.window.Name {
		t.Errorf("the window accepted, and the notice says %q", got)
	}
	p.review().grant()
	if got := p.facts("DOC-10").Issuer.Contact; got != p.reviewer.Name {
		t.Errorf("the reviewer knows the case, and the decision says %q", got)
	}
}

func TestACertificateSaysWhatTheDecisionSays(t *testing.T) { // DOC-10, DOC-12
	p := begin(t, "LX-13", monday).accepted().review()
	p.do(p.approver, models.VerbApprove, cases.MoveInput{Decision: &cases.Decision{Findings: "准予年取水12万立方米"}})
	p.delivered()
	for _, kind := range []string{"DOC-10", "DOC-12"} {
		if text := p.reads(kind); !strings.Contains(text, "准予年取水12万立方米") {
			t.Errorf("%s: %s", kind, text)
		}
	}
}

func TestAWarningForFalseMaterialsNamesTheDayUpToWhichTheApplicantIsBarred(t *testing.T) { // 行政许可法 78
	for code, want := range map[string]models.Date{"GJ-06": date("2027-03-02"), "LX-13": 0} {
		p := begin(t, code, monday)
		p.do(p.window, models.VerbNotAcceptFalse, cases.MoveInput{Reason: "证明系伪造", Evidence: "复函", SecondID: p.head.UserID})
		if got := p.facts("DOC-04").NotAccept.BarredUntil; got != want {
			t.Errorf("%s: barred until %s, want %s", code, got, want)
		}
		if text := p.reads("DOC-04"); strings.Contains(text, "2027年3月2日前（含当日）不得再次申请") != (want != 0) || !strings.Contains(text, "并给予警告") {
			t.Errorf("%s: %s", code, text)
		}
	}
}

func TestWhoIsBarredIsNotWarnedForIt(t *testing.T) { // T06b: 警告 if false
	p := begin(t, "GJ-06", monday)
	other := p.Submit(p.firm, p.Draft(p.firm, "GJ-06", nil))
	in := cases.MoveInput{Ground: "BARRED", Reason: "因提供虚假材料被限制申请", Evidence: "不予受理决定书", SecondID: p.head.UserID}
	p.no(p.window, models.VerbNotAcceptFalse, in, "case.no_bar_runs")
	p.do(p.window, models.VerbNotAcceptFalse, cases.MoveInput{Reason: "证明系伪造", Evidence: "复函", SecondID: p.head.UserID})
	p.c = other
	p.at("2026-03-04T09:30:00+08:00").do(p.window, models.VerbNotAcceptFalse, in)
	text := p.reads("DOC-04")
	if strings.Contains(text, "警告") || !strings.Contains(text, "2027年3月2日前（含当日）不得再次申请") || !strings.Contains(text, "申请行政复议") {
		t.Error(text)
	}
	if p.c.Status != models.NotAccepted || !strings.Contains(p.facts("DOC-04").Basis, "第七十八条") {
		t.Errorf("%s %s", p.c.Status, p.facts("DOC-04").Basis)
	}
}

func TestASuspensionCitesTheLawThatAllowsIt(t *testing.T) {
	p := begin(t, "LX-13", monday).accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.do(p.reviewer, models.VerbSuspend, cases.MoveInput{Reason: "水事纠纷"})
	want := document.Cite(p.County.Base.Item("LX-13").Suspend[0].Basis)
	if got := p.facts("DOC-14S").Basis; got != want || !strings.Contains(got, "第十八条") {
		t.Errorf("it cites %s, want %s", got, want)
	}
}

func TestALimitWhoseLawTheCatalogueDoesNotNameCitesTheLawOfItsItem(t *testing.T) {
	for _, x := range []struct{ at, want string }{
		{"2026-03-02T09:00:00+08:00", "《中华人民共和国环境影响评价法》"}, {"2026-08-17T09:00:00+08:00", "《中华人民共和国生态环境法典》"},
	} {
		p := begin(t, "LX-09", x.at).accepted()
		if got := p.facts("DOC-02").Limits.StartBasis; !strings.Contains(got, x.want) || strings.Contains(got, "the") {
			t.Errorf("%s: the limit rests on %q", x.at, got)
		}
	}
}

// TestADeemedAcceptanceBearsTheDayOnWhichItTookEffect: the window of 2026-08-06 closes on 08-13, 24:00; the day
// after it the old law is in force for the last time, whenever the sweep comes.
func TestADeemedAcceptanceBearsTheDayOnWhichItTookEffect(t *testing.T) { // R-EVT-02, R-EVT-03
	for _, swept := range []string{"2026-08-14T00:05:00+08:00", "2026-08-18T09:00:00+08:00", "2027-01-04T09:00:00+08:00"} {
		p := begin(t, "LX-09", "2026-08-06T09:00:00+08:00").at(swept)
		p.sweep()
		row, f := p.paper("DOC-02D"), p.facts("DOC-02D")
		wantDates(t, swept, row.IssuedOn, "2026-08-14", f.Date, "2026-08-14", p.last("T08").LegalAt.Date(), "2026-08-14")
		if len(f.Item.LegalBasis) != 1 || !strings.HasPrefix(f.Item.LegalBasis[0], "环境影响评价法") || row.SerialYear != 2026 {
			t.Errorf("swept %s: %v, year %d", swept, f.Item.LegalBasis, row.SerialYear)
		}
		if row.ServedAt != models.At(p.Clock.Now()) {
			t.Errorf("swept %s, and in the applicant's box at %s", swept, row.ServedAt.Time())
		}
	}
}

func TestTheRedCardOfADeemedAcceptanceIsOfWhoHadTheRoundThatLapsed(t *testing.T) { // T08
	p := begin(t, "LX-13", monday)
	second, first := p.Staff(policy.Window, "SPJ", "窗口乙"), p.Staff(policy.Window, "SPJ", "窗口甲")
	p.do(first, models.VerbRequireCorrection, p.correction("M1"))
	p.at("2026-03-12T09:00:00+08:00").do(p.firm, models.VerbResubmit, cases.MoveInput{})
	step := openStep(t, p.World, p.c.ID)
	if _, err := p.Cases.StepMove(t.Context(), first, p.c.ID, step.ID, "transfer", &cases.StepInput{UserID: second.UserID, Remark: "轮岗"}); err != nil {
		t.Fatal(err)
	}
	p.at("2026-03-20T09:00:00+08:00").sweep()
	if got := p.cards()["DEEMED_ACCEPTANCE"].PostID; got != second.UserID || p.c.ReceiverID != second.UserID {
		t.Errorf("card of %d, receiver %d, and %d had it", got, p.c.ReceiverID, second.UserID)
	}
}

func TestAProcedureOnDaysOfRestAloneNeedsCalendarDays(t *testing.T) {
	p := begin(t, "LX-13", "2026-03-06T09:00:00+08:00").accepted()
	p.do(p.reviewer, models.VerbAssign, cases.MoveInput{})
	p.do(p.reviewer, models.VerbStartSpecial, cases.MoveInput{Reason: "水资源论证评审", Pause: &cases.PauseInput{
		Reason: models.PauseExpertReview, From: date("2026-03-07"), PlannedEnd: date("2026-03-08"),
	}})
	if got := p.facts("DOC-07").Pause.Need; got != (models.Limit{Value: 2, Unit: models.CalendarDay}) {
		t.Errorf("Saturday and Sunday need %+v", got)
	}
}

func TestAnOpenGapEndsUnderTheGuidanceAndAClosedOneIsReceiptedForWhatFollowed(t *testing.T) {
	open, _ := tolerant(t)
	open.at("2026-03-04T10:00:00+08:00").do(open.head, models.VerbTerminateGap, cases.MoveInput{Reason: "逾期未补"})
	if got := open.facts("DOC-14T").Basis; !strings.Contains(got, "国发〔2022〕5号") {
		t.Errorf("the termination cites %s", got)
	}
	closed, follow := tolerant(t)
	closed.at("2026-03-03T10:30:00+08:00")
	if err := closed.Cases.AttachFile(t.Context(), closed.firm, closed.c.ID, follow, &models.File{Name: "意见书.pdf", Size: 9, MIME: "application/pdf"}); err != nil {
		t.Fatal(err)
	}
	closed.do(closed.window, models.VerbCloseGap, cases.MoveInput{})
	f := closed.facts("DOC-01")
	if f.Window != nil || f.ReceivedAt.Date() != date("2026-03-03") || len(f.Materials) != 1 || f.Materials[0].Code != follow {
		t.Errorf("window %v, received %v, materials %+v", f.Window, f.ReceivedAt, f.Materials)
	}
}

// tolerant is a case that was accepted with one material still to come by the next day.
func tolerant(t *testing.T) (p *play, follow string) {
	t.Helper()
	w := casestest.New(t, monday)
	firm := w.Applicant()
	c, err := w.Cases.CreateDraft(t.Context(), firm, &cases.DraftInput{ItemCode: "SG-09", Form: w.County.Base.Sample("SG-09"), ProjectID: w.Project().ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range w.County.Base.Item("SG-09").Materials {
		if m.MayFollow {
			follow = m.Code
		}
	}
	w.HandInBut(c.ID, follow)
	p = &play{World: w, t: t, firm: firm, window: w.Window(), c: w.Submit(firm, c)}
	p.people()
	p.do(p.window, models.VerbAcceptTolerant, cases.MoveInput{Missing: []string{follow}, Promise: true, GapDue: date("2026-03-03")})
	return p.review(), follow
}

func TestAFilingThatIsGivenUpTakesNothingAndTheStopOfUseSaysSo(t *testing.T) {
	for ground, remedies := range map[string]bool{"GIVEN_UP": false, "": true} {
		p := begin(t, "TZ-01", monday)
		p.do(p.window, models.VerbRegister, cases.MoveInput{})
		p.do(p.reviewer, models.VerbCancel, cases.MoveInput{Reason: "企业书面告知放弃项目", SecondID: p.head.UserID, Ground: ground})
		if strings.Contains(p.reads("DOC-15X"), "申请行政复议") != remedies {
			t.Errorf("%q: %s", ground, p.reads("DOC-15X"))
		}
	}
	for item, title := range map[string]string{"JY-08": "责令停止使用通知书", "TZ-01": "责令改正通知书"} {
		p := begin(t, item, monday)
		p.do(p.window, models.VerbRegister, cases.MoveInput{})
		p.do(p.reviewer, models.VerbOrderCorrection, cases.MoveInput{Reason: "竣工验收违反规定", Decision: &cases.Decision{Articles: "建设工程质量管理条例 art 49(2)"}, Order: ordered})
		if got := p.paper("DOC-15O").Title; got != title {
			t.Errorf("%s: %s", item, got)
		}
		if got := p.reads("DOC-15O"); !strings.Contains(got, "更正备案信息") || !strings.Contains(got, "请于2026年3月27日前") {
			t.Errorf("%s: %s", item, got)
		}
	}
}

func TestTheStaffReadTheReviewPointsOfTheVersionThatTheCaseIsBoundTo(t *testing.T) {
	p := begin(t, "LX-13", monday)
	code := p.County.Base.Item("LX-13").Materials[0].Code
	publish(t, p.World, "LX-13", func(it *catalog.Item) { it.Materials[0].Copies = 9 })
	p.at("2026-03-05T09:00:00+08:00")
	said := func(a policy.Actor, id int64) string {
		d, err := p.Cases.Detail(t.Context(), a, id)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, x := range d.Points {
			if x.Material == code {
				b.WriteString(x.Text.Zh + "\n")
			}
		}
		return b.String()
	}
	if got := said(p.window, p.c.ID); got == "" || strings.Contains(got, "一式9份") {
		t.Errorf("bound to the old version, and the window reads %q", got)
	}
	next := p.Submit(p.firm, p.Draft(p.firm, "LX-13", nil))
	if got := said(p.window, next.ID); !strings.Contains(got, "一式9份") {
		t.Errorf("bound to the new version, and the window reads %q", got)
	}
	if got := said(p.firm, next.ID); got != "" {
		t.Errorf("the applicant reads %q", got)
	}
}

// TestNoAdversePaperIsWrittenBeforeTheCountyHasSaidWhoDecides: R-RGT-01. What it says holds for open cases too.
func TestNoAdversePaperIsWrittenBeforeTheCountyHasSaidWhoDecides(t *testing.T) {
	p := begin(t, "ZY-02", monday)
	out := cases.MoveInput{Reason: "不属本机关职权", CompetentBody: "市人力资源和社会保障局"}
	p.no(p.window, models.VerbNotAccept, out, "paper.remedy_body_missing")
	if p.c.Status != models.Submitted {
		t.Errorf("half done: %s", p.c.Status)
	}
	m, admin := admins(p.World)
	v, err := p.County.Now().InForce("ZY-02", date("2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	draft, err := m.CopyToDraft(t.Context(), admin, v.Row.ID, "确认决定机关")
	if err != nil {
		t.Fatal(err)
	}
	it, err := catalog.DecodeItem(draft.Body)
	if err != nil {
		t.Fatal(err)
	}
	it.DecidedBy = catalog.ByCountyGov
	if _, err := m.EditDraft(t.Context(), admin, draft.ID, &county.Edit{Body: it.JSON()}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Publish(t.Context(), admin, draft.ID, date("2026-03-02"), "确认决定机关"); err != nil {
		t.Fatal(err)
	}
	p.c = p.Reload(p.c)
	p.do(p.window, models.VerbNotAccept, out)
	if text := p.reads("DOC-04"); !strings.Contains(text, p.County.Now().Settings.CityGov+"申请行政复议") {
		t.Error(text)
	}
}

func TestAGapIsNotClosedWithWhatWasFoundDefective(t *testing.T) { // R-TOL-01, T09b
	p, follow := tolerant(t)
	p.at("2026-03-03T10:30:00+08:00")
	attach := func() {
		t.Helper()
		if err := p.Cases.AttachFile(t.Context(), p.firm, p.c.ID, follow, &models.File{Name: "意见书.pdf", Size: 9, MIME: "application/pdf"}); err != nil {
			t.Fatal(err)
		}
	}
	attach()
	if _, err := p.Cases.CheckMaterial(t.Context(), p.reviewer, p.c.ID, follow, "印章不清"); err != nil {
		t.Fatal(err)
	}
	p.no(p.window, models.VerbCloseGap, cases.MoveInput{}, "case.gap_material_defective")
	ask := defect(follow)
	p.do(p.reviewer, models.VerbAskSupplement, cases.MoveInput{Defects: []cases.Defect{ask}})
	p.no(p.window, models.VerbCloseGap, cases.MoveInput{}, "case.gap_material_missing")
	attach() // a better one
	p.do(p.window, models.VerbCloseGap, cases.MoveInput{})
}

func TestWhatTheGovernmentDecidesIsIssuedInItsName(t *testing.T) { // R-RGT-01: LX-04, 土地管理法 53
	p := begin(t, "LX-04", monday)
	p.do(p.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "示范市人民政府", Reason: "不属于本级职权"})
	f := p.facts("DOC-04")
	if f.Issuer.Name != "示范县人民政府" || f.Issuer.Word != "示政" || len(f.Remedies.Bodies) != 1 || f.Remedies.Bodies[0] != "示范市人民政府" {
		t.Errorf("issued by %+v, to be taken to %v", f.Issuer, f.Remedies.Bodies)
	}
	if d := p.facts("DOC-01"); d.Issuer.Name != "示范县自然资源局" {
		t.Errorf("the receipt is issued by %s", d.Issuer.Name)
	}
	q := begin(t, "LX-05", monday)
	q.do(q.window, models.VerbNotAccept, cases.MoveInput{CompetentBody: "示范市人民政府", Reason: "不属于本级职权"})
	if f := q.facts("DOC-04"); f.Issuer.Name != "示范县自然资源局" || f.Remedies.Bodies[0] != "示范县人民政府" {
		t.Errorf("issued by %+v, to be taken to %v", f.Issuer, f.Remedies.Bodies)
	}
}

func TestAnActOfTheGovernmentGoesToTheIntermediateCourt(t *testing.T) { // 行政诉讼法 15(1)
	w := casestest.New(t, monday)
	s := w.County.Now().Settings
	kept := map[string]any{}
	if err := models.JSONOf(s).Into(&kept); err != nil {
		t.Fatal(err)
	}
	delete(kept, "cityCourt") // as a county has it that was set up before the setting
	err := w.Store.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.PutSetting(models.Setting{Key: "county", Value: models.JSONOf(kept)})
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &play{World: w, t: t, firm: w.Applicant(), window: w.Window()}
	out := cases.MoveInput{CompetentBody: "示范市人民政府", Reason: "不属于本级职权"}
	p.c = w.Submit(p.firm, w.Draft(p.firm, "LX-05", nil)) // a department's
	p.do(p.window, models.VerbNotAccept, out)
	if text := p.reads("DOC-04"); !strings.Contains(text, "向示范县人民法院提起") {
		t.Error(text)
	}
	p.c = w.Submit(p.firm, w.Draft(p.firm, "LX-04", nil)) // the government's
	p.no(p.window, models.VerbNotAccept, out, "paper.remedy_court_missing")
	if err := county.Put(t.Context(), w.Store, s, 0); err != nil {
		t.Fatal(err)
	}
	p.do(p.window, models.VerbNotAccept, out)
	if text := p.reads("DOC-04"); !strings.Contains(text, "向示范市中级人民法院提起") {
		t.Error(text)
	}
}

func TestFalseMaterialsFoundAfterTheAcceptanceBringAWarningAndABar(t *testing.T) { // R-FALSE-01, 行政许可法 78
	p := begin(t, "SG-02", monday)
	other := p.Submit(p.firm, p.Draft(p.firm, "SG-02", nil)) // on its way before the bar
	p.accepted().review()
	in := cases.MoveInput{
		Reason: "提供虚假材料", Ground: "OTHER", Decision: &cases.Decision{Findings: "图纸系伪造", Articles: "行政许可法 art 78", SiteCheckBy: []string{"甲", "乙"}},
	}
	p.no(p.approver, models.VerbRefuse, in, "ground")
	in.Ground = "FALSE_MATERIALS"
	p.do(p.approver, models.VerbRefuse, in)
	if d := p.facts("DOC-11").Decision; !d.Warned || d.BarredUntil != date("2027-03-02") {
		t.Errorf("the decision says %+v", d)
	}
	if _, err := p.Cases.Submit(t.Context(), p.firm, p.Draft(p.firm, "SG-02", nil).ID, 0); models.KeyOf(err) != "case.applicant_barred" {
		t.Errorf("it applies again: %v", err)
	}
	p.c = other
	bar := cases.MoveInput{Reason: "禁止申请期内", Ground: "BARRED", Evidence: "不予许可决定书", SecondID: p.head.UserID}
	p.do(p.window, models.VerbNotAcceptFalse, bar)
	if n := p.facts("DOC-04").NotAccept; n.Ground != document.GroundBarred || n.BarredUntil != date("2027-03-02") {
		t.Errorf("it says %+v", n)
	}
	q := begin(t, "SG-02", monday)
	q.no(q.window, models.VerbNotAcceptFalse, cases.MoveInput{Reason: "x", Ground: "BARRED", Evidence: "y", SecondID: q.head.UserID}, "case.no_bar_runs")
}
