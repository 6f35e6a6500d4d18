package document

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"onestop.internal/models"
)

var update = flag.Bool("update", false, "write the golden papers anew")

func plain(blocks []Block) string {
	var b strings.Builder
	for _, k := range blocks {
		fmt.Fprintf(&b, "[%s]", k.Kind)
		for _, s := range []string{k.Text, k.Signer, k.Seal} {
			if s != "" {
				b.WriteString(" " + s)
			}
		}
		b.WriteByte('\n')
		if k.Head != nil {
			b.WriteString("  | " + strings.Join(k.Head, " | ") + "\n")
		}
		for _, r := range k.Rows {
			b.WriteString("  | " + strings.Join(r, " | ") + "\n")
		}
		for i, s := range k.Items {
			fmt.Fprintf(&b, "  %d. %s\n", i+1, s)
		}
	}
	return b.String()
}

func compose(t *testing.T, k Kind, change func(*Facts)) Paper {
	t.Helper()
	f := sample(k)
	if change != nil {
		change(&f)
	}
	p, err := Compose(k, f)
	if err != nil {
		t.Fatalf("%s: %v", k, err)
	}
	return p
}

// says checks that the Chinese text has each piece, or with "!" before it that it has not.
func says(t *testing.T, p Paper, pieces ...string) {
	t.Helper()
	all := plain(p.Blocks)
	for _, s := range pieces {
		want, absent := strings.CutPrefix(s, "!")
		if strings.Contains(all, want) == absent {
			t.Errorf("%s: %q\n%s", p.Kind, s, all)
		}
	}
}

func TestEveryKindReadsAsItsGoldenPaper(t *testing.T) {
	for _, k := range Kinds() {
		p := compose(t, k, nil)
		got := p.Title + "\n" + p.TitleEn + "\n\n" + plain(p.Blocks) + "\n" + plain(p.BlocksEn)
		path := filepath.Join("testdata", string(k)+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s (-update writes it anew):\n%s", k, path, got)
		}
	}
}

func TestNoPaperShowsAnEmptyField(t *testing.T) {
	for _, k := range Kinds() {
		p := compose(t, k, nil)
		all := plain(p.Blocks) + plain(p.BlocksEn)
		for _, bad := range []string{"<no value>", "<nil>", "{", "}", "%!", "0001年", "1970", "  ，", "，，", "。。", "（）", "()", "  .", " ,", " ;", "，。"} {
			if strings.Contains(strings.ReplaceAll(all, "\n  | ", "\n| "), bad) {
				t.Errorf("%s contains %q:\n%s", k, bad, all)
			}
		}
		if regexp.MustCompile(`\bnull\b`).MatchString(all) {
			t.Errorf("%s says null:\n%s", k, all)
		}
		if bytes.Contains(p.Fields, []byte("null")) {
			t.Errorf("%s: fields hold null: %s", k, p.Fields)
		}
		if len(p.Blocks)+1 != len(p.BlocksEn) {
			t.Errorf("%s: %d blocks in Chinese, %d in English", k, len(p.Blocks), len(p.BlocksEn)-1)
		}
	}
}

func TestAPaperComesBackFromItsFieldsAlone(t *testing.T) {
	for _, k := range Kinds() {
		p := compose(t, k, nil)
		back, err := Recompose(p.Fields)
		if err != nil || !reflect.DeepEqual(p, back) {
			t.Errorf("%s: %v", k, err)
		}
	}
	for _, bad := range []string{"", "[]", `{"kind":"DOC-99","template":1,"facts":{"issuer":{"name":""},"recipient":{"name":""},"item":{"code":"","name":""}}}`, `{"other":1}`} {
		if _, err := Recompose([]byte(bad)); models.CodeOf(err) != models.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := Compose("DOC-99", Facts{}); models.KeyOf(err) != "paper.kind_unknown" {
		t.Error(err)
	}
}

func TestFieldsHashAlikeHoweverTheyAreWritten(t *testing.T) {
	p := compose(t, Acceptance, nil)
	var tree map[string]any
	if err := json.Unmarshal(p.Fields, &tree); err != nil {
		t.Fatal(err)
	}
	spaced, err := json.MarshalIndent(tree, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(Hash(spaced), p.Hash) || len(p.Hash) != 32 {
		t.Errorf("%x, written anew %x", p.Hash, Hash(spaced))
	}
	for _, change := range []func(*Facts){
		func(f *Facts) { f.Date++ }, func(f *Facts) { f.Number += "作废" },
		func(f *Facts) { f.Limits.LegalDue++ }, func(f *Facts) { f.Recipient.Name += " " },
	} {
		if q := compose(t, Acceptance, change); bytes.Equal(q.Hash, p.Hash) {
			t.Error("another paper has the same hash")
		}
	}
	b, err := CanonicalJSON(map[string]any{"b": 9007199254740993, "a": []any{"<&>", "中"}})
	if err != nil || string(b) != `{"a":["<&>","中"],"b":9007199254740993}` {
		t.Errorf("%s %v", b, err)
	}
	if got := hex.EncodeToString(Hash([]byte(`{ "a" : 1 }`))); got != "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862" {
		t.Error(got) // sha256sum of {"a":1}
	}
}

func TestAMissingFactBlocksPrintingAndIsNamed(t *testing.T) {
	for _, k := range Kinds() {
		_, err := Compose(k, Facts{})
		var e *models.Error
		if !errors.As(err, &e) || e.Code != models.Illegal || e.Key != "paper.fact_missing" {
			t.Errorf("%s: %v", k, err)
			continue
		}
		named := map[string]bool{}
		for _, f := range e.Fields {
			named[f.Path] = true
		}
		spec, _ := SpecOf(k)
		for _, path := range spec.Needs() {
			alone := map[string]bool{"window.due": true, "correction.localRule": true, // needed only with another fact
				"basis": spec.act != "" && BasisFor(spec.act, Item{}) != ""}
			if !named[path] && !alone[path] {
				t.Errorf("%s: %s is not named", k, path)
			}
		}
	}
	for _, x := range []struct {
		kind Kind
		take func(*Facts)
		path string
	}{
		{Acceptance, func(f *Facts) { f.Number = "" }, "number"},
		{Acceptance, func(f *Facts) { f.QueryCode = "" }, "queryCode"},
		{Acceptance, func(f *Facts) { f.Limits.PromiseDue = 0 }, "limits.promiseDue"},
		{Acceptance, func(f *Facts) { f.Limits.StartsOn = "" }, "limits.startsOn"},
		{Receipt, func(f *Facts) { f.Window.Due = 0 }, "window.due"},
		{CorrectionNotice, func(f *Facts) { f.Correction.Defects[1].HowToCorrect = "" }, "correction.defects"},
		{CorrectionNotice, func(f *Facts) { f.Correction.By = f.Date }, "correction.localRule"},
		{NonAcceptance, func(f *Facts) { f.NotAccept.CompetentBody = "" }, "notAccept"},
		{ExtensionNotice, func(f *Facts) { f.Extension.ApproverName = "" }, "extension.approverName"},
		{ExtensionNotice, func(f *Facts) { f.Basis = "" }, "basis"},
		{SpecialProcedure, func(f *Facts) { f.Pause.PlannedEnd = 0 }, "pause.plannedEnd"},
		{SpecialProcedure, func(f *Facts) { f.Pause.Reason = models.PauseTechReview }, "basis"}, // art 45 does not list it
		{SuspensionNotice, func(f *Facts) { f.Basis = "" }, "basis"},
		{Termination, func(f *Facts) { f.Basis = "" }, "basis"},
		{Refusal, func(f *Facts) { f.Decision.Reasons = "" }, "decision.reasons"},
		{ProofOfDelivery, func(f *Facts) { f.Delivery.Witnesses = nil }, "delivery.proof"},
	} {
		f := sample(x.kind)
		x.take(&f)
		_, err := Compose(x.kind, f)
		var e *models.Error
		if !errors.As(err, &e) || e.Args["fact"] != x.path {
			t.Errorf("%s without %s: %v", x.kind, x.path, err)
		}
	}
}

func TestAnAdversePaperIsNotPrintedWithoutReviewBodyAndCourt(t *testing.T) {
	adverse := 0
	for _, k := range Kinds() {
		f := sample(k)
		if f.Remedies == nil {
			continue
		}
		adverse++
		for key, r := range map[string]*Remedies{
			"paper.remedy_body_missing":  {Bodies: []string{""}, Court: "示范县人民法院"},
			"paper.remedy_court_missing": {Bodies: []string{"示范县人民政府"}},
		} {
			f.Remedies = r
			if _, err := Compose(k, f); models.KeyOf(err) != key || models.CodeOf(err) != models.Illegal {
				t.Errorf("%s: %v, want %s", k, err, key)
			}
		}
		f.Remedies = nil
		if _, err := Compose(k, f); models.KeyOf(err) != "paper.remedy_body_missing" {
			t.Errorf("%s without remedies: %v", k, err)
		}
	}
	if adverse < 8 {
		t.Errorf("only %d adverse papers", adverse)
	}
	f := sample(FilingCancelled) // not given up by the filer, but cancelled against its will
	f.Filing.Voluntary = false
	if _, err := Compose(FilingCancelled, f); models.KeyOf(err) != "paper.remedy_body_missing" {
		t.Error(err)
	}
}

func TestRemediesNameAlternativesAndReconsiderationFirst(t *testing.T) {
	says(t, compose(t, Refusal, nil),
		"如不服本决定书，可以自收到本决定书之日起六十日内向示范县人民政府申请行政复议，也可以自收到之日起六个月内依法向示范县人民法院提起行政诉讼。")
	says(t, compose(t, Refusal, func(f *Facts) { f.Remedies.Bodies = []string{"示范市人民政府", "示范县人民政府"} }),
		"向示范市人民政府或者示范县人民政府申请行政复议")
	says(t, compose(t, Refusal, func(f *Facts) { f.Remedies.ReconsiderationFirst = true }),
		"应当先自收到本决定书之日起六十日内向示范县人民政府申请行政复议；对复议决定不服的，再依法向示范县人民法院提起行政诉讼。", "!六个月")
	says(t, compose(t, NotRequiredNotice, nil), "自收到本告知书之日起")
}

func TestALimitIsPrintedWithItsUnitAndNeverWithoutOne(t *testing.T) {
	says(t, compose(t, Acceptance, nil), "法定办理期限20个工作日，自2026年3月2日起算（依据《中华人民共和国行政许可法》第四十二条第一款，自受理之日起计算，当日不计入），至2026年3月30日；承诺期限7个工作日，至2026年3月11日。")
	for _, x := range []struct {
		limit models.Limit
		want  string
	}{
		{models.Limit{Value: 7, Unit: models.CalendarDay}, "法定办理期限7日（自然日），"},
		{models.Limit{Value: 3, Unit: models.Month}, "法定办理期限3个月，"},
		{models.Limit{Unit: models.Immediate}, "法定办理期限为当日，即2026年3月30日"},
		{models.Limit{Unit: models.NoUnit}, "。\n[para] 承诺期限7个工作日，自2026年3月2日起算"},
	} {
		says(t, compose(t, Acceptance, func(f *Facts) { f.Limits.Legal = x.limit }), x.want)
	}
	says(t, compose(t, Acceptance, func(f *Facts) { f.Limits.StartsOn, f.Limits.StartBasis = models.FromReceived, "" }), "（自收到申请材料之日起计算，当日不计入）")
	says(t, compose(t, Acceptance, func(f *Facts) { f.Limits.Promise = models.Limit{Unit: models.NoUnit} }), "!承诺期限", "至2026年3月30日。")
	says(t, compose(t, Acceptance, func(f *Facts) { f.Limits.Provisional = true }), "节假日安排尚未公布")
	bare := models.Limit{Value: 7, Unit: models.DayBare}
	for k, set := range map[Kind]func(*Facts){
		Acceptance:       func(f *Facts) { f.Limits.Legal = bare },
		DeemedAcceptance: func(f *Facts) { f.Window.Limit = bare },
		SpecialProcedure: func(f *Facts) { f.Pause.Need = bare },
		ExtensionNotice:  func(f *Facts) { f.Extension.Length = bare },
	} {
		f := sample(k)
		set(&f)
		if _, err := Compose(k, f); models.KeyOf(err) != "paper.limit_unit_unresolved" {
			t.Errorf("%s prints a bare 日: %v", k, err)
		}
	}
}

func TestTheSentenceOnExcludedProceduresFollowsTheItem(t *testing.T) {
	says(t, compose(t, Acceptance, nil), "听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审所需时间不计入上述期限，将另行书面告知。")
	says(t, compose(t, Acceptance, func(f *Facts) { f.Limits.Excluded = nil }), "!所需时间不计入")
	says(t, compose(t, Acceptance, func(f *Facts) {
		f.Limits.Excluded = []models.PauseReason{models.PauseHearing, models.PauseConsultOtherDepts}
	}), "听证、征求其他部门意见所需时间不计入上述期限")
}

func TestDeemedAcceptanceIsDatedBack(t *testing.T) {
	says(t, compose(t, DeemedAcceptance, nil),
		"本机关自2026年3月2日收到材料之日起5个工作日内未一次性告知补正内容，依据《中华人民共和国行政许可法》第三十二条第一款第四项，自2026年3月2日起即为受理。")
	says(t, compose(t, DeemedAcceptance, func(f *Facts) {
		f.Item = Item{Code: "LX-17", Name: "不动产登记", Kind: "CONFIRMATION", WindowBasis: "不动产登记暂行条例 17"}
		f.Window.Limit = models.Limit{Unit: models.Immediate}
	}), "未当场一次性告知补正内容，依据《不动产登记暂行条例》第十七条第二款", "!第三十二条")
	says(t, compose(t, DeemedAcceptance, func(f *Facts) {
		f.Item = Item{Code: "JY-09", Name: "排污许可", Kind: "PERMIT", WindowBasis: "排污许可管理条例 art 9(4)"}
		f.Window.Limit = models.Limit{Value: 3, Unit: models.CalendarDay}
	}), "3日（自然日）内未一次性告知", "依据《排污许可管理条例》第九条第一款第四项", "!5个工作日", "!第三十二条")
}

func TestAnItemThatIsNoPermitNeverCitesThePermitLaw(t *testing.T) {
	confirmation := Item{Code: "SG-09", Name: "消防验收备案", Kind: "CONFIRMATION", LegalBasis: []string{"消防法 art 13(2)(3)"}}
	for _, act := range []Act{ActAccept, ActDeemed, ActCorrect, ActReturn, ActNotAccept, ActUnmet, ActFalse, ActNotRequired, ActPause, ActGrant, ActChange, ActRenew, ActRefuse, ActFile} {
		if got := BasisFor(act, confirmation); strings.Contains(got, "行政许可法") {
			t.Errorf("%s cites %s", act, got)
		}
	}
	p := compose(t, Grant, func(f *Facts) { f.Item = confirmation })
	says(t, p, "准予行政确认决定书", "!行政许可", "《中华人民共和国消防法》第十三条第二款第三项")
	says(t, compose(t, Refusal, func(f *Facts) { f.Item.Kind = "OTHER_POWER" }), "不予办理决定书", "决定不予办理。", "!行政许可")
}

func TestACorrectionNoticeSaysItsRoundAndBindsTheAgency(t *testing.T) {
	says(t, compose(t, CorrectionNotice, nil), "一次性补正告知书", "存在下列问题，请一次性补正全部内容：",
		"依据《中华人民共和国行政许可法》第三十二条第一款第四项，除上述内容外，本机关不再要求补正其他材料。", "!此前已告知")
	second := func(f *Facts) { f.Round = 2 }
	says(t, compose(t, CorrectionNotice, second), "补正告知书（第二次）", "上述问题均为此前已告知、仍未补正的内容。", "!一次性补正告知书")
	says(t, compose(t, CorrectionNotice, func(f *Facts) {
		f.Round = 2
		f.Correction.Defects[1].New, f.Correction.OverrideBy = true, "规划科科长刘洋"
	}), "第2项为此前未告知的内容，经规划科科长刘洋批准后提出")
	says(t, compose(t, CorrectionNotice, func(f *Facts) {
		f.Correction.By, f.Correction.LocalRule = models.MustDate("2026-06-01"), "《示范县政务服务办件管理办法》第二十一条"
	}), "请于2026年6月1日前（含当日）提交")
	says(t, compose(t, CorrectionNotice, func(f *Facts) { f.Correction.Defects[0].Item = "GJ-02" }), "| 序号 | 事项 | 材料名称 |")
}

func TestNonAcceptanceSaysItsGround(t *testing.T) {
	for _, x := range []struct {
		name  string
		set   NotAccept
		wants []string
	}{
		{"not competent", NotAccept{Ground: GroundNotCompetent, CompetentBody: "示范市水利局"}, []string{"请向示范市水利局提出申请", "第三十二条第一款第二项", "!警告"}},
		{"defects unmet", NotAccept{Ground: GroundDefectsUnmet, Defects: oneDefect().Defects}, []string{"仍未补正", "建设工程设计方案", "!警告"}},
		{"full list", NotAccept{Ground: GroundDefectList, Defects: oneDefect().Defects}, []string{"需要补正的全部内容如下", "建设工程设计方案"}},
		{"false", NotAccept{Ground: GroundFalse, Reason: "提交的土地证明系伪造"}, []string{"并给予警告", "第七十八条", "!不得再次申请"}},
		{"false, barred", NotAccept{Ground: GroundFalse, Reason: "提交的证明系伪造", BarredUntil: models.MustDate("2027-03-01")}, []string{"并给予警告；你（单位）在2027年3月1日前（含当日）不得再次申请"}},
		{"barred", NotAccept{Ground: GroundBarred, Reason: "曾提供虚假材料", BarredUntil: models.MustDate("2026-12-01")}, []string{"在2026年12月1日前（含当日）不得再次申请", "!警告"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			says(t, compose(t, NonAcceptance, func(f *Facts) { f.NotAccept = &x.set }), append(x.wants, "决定不予受理", "如不服本决定书")...)
		})
	}
}

func TestWhatPeopleWroteEndsWithOneStop(t *testing.T) {
	says(t, compose(t, Refusal, func(f *Facts) { f.Decision.Facts, f.Decision.Reasons = "拟建高度为26米。", "上限为24米。" }),
		"经审查查明，拟建高度为26米；上限为24米，不符合《中华人民共和国城乡规划法》第四十条第二款，依据《中华人民共和国行政许可法》第三十八条第二款，决定不予行政许可。")
	says(t, compose(t, ExtensionNotice, func(f *Facts) { f.Extension.Reason = "需要论证。" }), "因需要论证，不能在")
}

func TestAnExtensionNamesReasonBasisAndApprover(t *testing.T) {
	says(t, compose(t, ExtensionNotice, nil),
		"因设计方案需要比选论证，不能在2026年3月30日前作出决定。依据《中华人民共和国行政许可法》第四十二条第一款，经本行政机关负责人赵云峰批准，延长10个工作日，至2026年4月14日。")
	says(t, compose(t, ExtensionNotice, func(f *Facts) { f.Extension.Approver = models.GovLeader }), "经本级人民政府负责人赵云峰批准")
}

func TestAReceiptNamesTheMinuteAndTheLastDayOfTheNotice(t *testing.T) {
	says(t, compose(t, Receipt, nil), "你（单位）委托张敏于2026年3月2日9时05分提交的", "申请编号140999-20260302-000017-7", "项目代码2603-140999-04-01-123456",
		"最迟于2026年3月9日一次性告知", "自收到申请材料之日起即为受理", "电子文件校验值")
	says(t, compose(t, Receipt, func(f *Facts) { f.Window.Deemed = false }), "!即为受理")
	says(t, compose(t, Receipt, func(f *Facts) { f.Window = nil; f.Materials = nil; f.ProjectCode = "XM20260012" }), "!一次性告知", "未附材料", "项目内部编号XM20260012")
}

func TestTheVerificationPathHoldsCodeAndHash(t *testing.T) {
	p := compose(t, Acceptance, nil)
	last := p.Blocks[len(p.Blocks)-1]
	if want := fmt.Sprintf("/verify/V7KQ2M9X?h=%x", p.Hash); last.Kind != BlockQR || last.Text != want {
		t.Errorf("%+v, want %s", last, want)
	}
	says(t, compose(t, Acceptance, func(f *Facts) { f.VerifyCode = "" }), "![qr]")
}

func TestACitationOfTheCatalogueIsPrintedAsALawIsCited(t *testing.T) {
	for in, want := range map[string]string{
		"行政许可法 art 42(1)":             "《中华人民共和国行政许可法》第四十二条第一款",
		"城乡规划法 arts 37, 38":           "《中华人民共和国城乡规划法》第三十七条、第三十八条",
		"排污许可管理条例（国务院令736号）arts 9-15": "《排污许可管理条例》（国务院令第736号）第九条至第十五条",
		"条例673 art 13":                "《企业投资项目核准和备案管理条例》第十三条",
		"市场主体登记管理条例实施细则 18(3)":        "《市场主体登记管理条例实施细则》第十八条第三款",
		"生态环境法典 art 102 (from 2026-08-15); 环境影响评价法 art 22 (before)": "《中华人民共和国生态环境法典》第一百零二条、《中华人民共和国环境影响评价法》第二十二条",
		"国办发〔2019〕11号；城乡规划法 art 40":                                 "国办发〔2019〕11号、《中华人民共和国城乡规划法》第四十条",
		"建筑工程施工许可管理办法（住建部令18号，2021修正）":                              "《建筑工程施工许可管理办法》（住建部令第18号，2021修正）",
		"住房公积金管理条例（unverified article）":                             "《住房公积金管理条例》",
		"水利部令53号":    "水利部令53号",
		"":           "",
		"《示范县办法》第三条": "《示范县办法》第三条",
	} {
		if got := Cite(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestArticleNumbersAreWrittenInChineseAndReadBack(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 15: "十五", 20: "二十", 32: "三十二", 100: "一百", 102: "一百零二", 110: "一百一十", 158: "一百五十八", 1001: "一千零一", 1242: "一千二百四十二"} {
		if got := numeral(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	for n := 1; n <= 9999; n++ {
		if value(numeral(n)) != n {
			t.Fatalf("%d is read as %d from %s", n, value(numeral(n)), numeral(n))
		}
	}
}

func TestNoTwoKindsShareACodeAndNumberedOnesHaveALetter(t *testing.T) {
	seen := map[Kind]bool{}
	for _, k := range Kinds() {
		s, ok := SpecOf(k)
		if !ok || seen[k] || s.Title == "" || s.TitleEn == "" || s.Version < 1 {
			t.Errorf("%s: %+v", k, s)
		}
		seen[k] = true
	}
	for _, tables := range []models.Flow{models.FlowPermit, models.FlowFiling, models.FlowService, models.FlowTask, models.FlowComposite} {
		for _, tr := range models.TableOf(tables).Rows {
			if tr.Paper != "" && !seen[Kind(tr.Paper)] {
				t.Errorf("%s writes %s, which no kind is", tr.Code, tr.Paper)
			}
		}
	}
	for k, letter := range map[Kind]string{Acceptance: "受", CorrectionNotice: "补", NonAcceptance: "不受", SpecialProcedure: "特", ExtensionNotice: "延", Grant: "准", Refusal: "不"} {
		if s, _ := SpecOf(k); s.Letter != letter {
			t.Errorf("%s: letter %s", k, s.Letter)
		}
	}
}

func TestAnItemWithoutLimitsHasNoSentenceOnThem(t *testing.T) {
	absent := func(f *Facts) {
		f.Limits = &Limits{Legal: models.Limit{Unit: models.NoUnit}, Promise: models.Limit{Unit: models.NoUnit}, Excluded: eight, Provisional: true}
	}
	says(t, compose(t, Acceptance, absent), "决定自2026年3月2日起受理。", "!期限", "!暂定", "!所需时间不计入")
	says(t, compose(t, SpecialProcedure, func(f *Facts) { absent(f); f.Pause.NewLegalDue, f.Pause.NewPromiseDue = 0, 0 }), "起止当日均不计入办理期限。", "!顺延至")
	says(t, compose(t, Acceptance, func(f *Facts) {
		absent(f)
		f.Limits.Promise, f.Limits.PromiseDue = models.Limit{Unit: models.Immediate}, models.MustDate("2026-03-02")
		f.Limits.StartsOn, f.Limits.Start = models.FromReceived, models.MustDate("2026-03-02")
	}), "\n[para] 承诺期限为当日，即2026年3月2日。", "!法定办理期限")
}

func TestTheAgentSignsThePromiseBesideTheApplicant(t *testing.T) {
	says(t, compose(t, TolerantPromise, nil), "法定代表人（签字）：王建国", "!代理人")
	says(t, compose(t, TolerantPromise, func(f *Facts) { f.AgentName = "赵敏" }), "代理人（签字）：赵敏")
}

func TestEachNumberedPaperOfTheAgencySaysHowManyCopiesThereAre(t *testing.T) {
	for _, k := range Kinds() {
		if s, _ := SpecOf(k); s.HasNumber() {
			says(t, compose(t, k, nil), "一式两份")
		}
	}
}

// An order to correct and a basis of the county cite what people wrote, with or without the brackets of a title.
func TestACitationAsPeopleWriteItKeepsItsArticles(t *testing.T) {
	for s, want := range map[string]string{
		"企业投资项目核准和备案管理条例第十五条": "《企业投资项目核准和备案管理条例》第十五条",
		"水土保持法 第二十五条":         "《中华人民共和国水土保持法》第二十五条",
		"中华人民共和国建筑法第8条":       "《中华人民共和国建筑法》第8条",
		"建筑法第八条、第九条":          "《中华人民共和国建筑法》第八条、第九条",
		"国务院令第673号第十五条":       "国务院令第673号第十五条",
		"依据《建筑法》第八条":          "依据《建筑法》第八条",
		"《建筑法》第八条；建筑法第九条":     "《建筑法》第八条、《中华人民共和国建筑法》第九条",
	} {
		if got := Cite(s); got != want {
			t.Errorf("%s is cited as %s, want %s", s, got, want)
		}
	}
}
