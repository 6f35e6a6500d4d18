package catalog

import (
	"maps"
	"reflect"
	"slices"
	"sync"
	"testing"

	"onestop.internal/models"
)

var loadOnce = sync.OnceValues(Load)

// loaded gives the program's catalogue; it is not changed after Load, so the tests share it.
func loaded(t testing.TB) *Catalogue {
	t.Helper()
	c, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheProgramCarriesTheWholeCatalogue(t *testing.T) {
	c := loaded(t)
	kinds := map[Kind]int{}
	for _, it := range c.Items() {
		kinds[it.Kind]++
	}
	for _, row := range []struct {
		of        string
		got, want int
	}{
		{"items", len(c.Items()), 93},
		{"stage sets", len(c.StageSets()), 3},
		{"departments", len(c.Departments), 34},
		{"attributes", len(c.Attributes), 56},
		{"stages", len(c.Stages), 8},
		{"reasons", len(c.Reasons), 14},
		{"scenarios", len(c.Scenarios()), 4},
		{"permits", kinds[Permit], 42},
		{"filings", kinds[Filing], 9},
		{"factor requests", kinds[FactorRequest], 12},
		{"composites", kinds[Composite], 2},
	} {
		if row.got != row.want {
			t.Errorf("%s: %d, want %d", row.of, row.got, row.want)
		}
	}
}

func TestEveryItemKeepsItsContract(t *testing.T) {
	c := loaded(t)
	for _, it := range slices.Concat(c.Items(), c.StageSets()) {
		t.Run(it.Code, func(t *testing.T) {
			if err := c.CheckItem(it); err != nil {
				t.Errorf("does not pass the check of an edit: %v", err)
			}
			back, err := DecodeItem(it.JSON())
			if err != nil {
				t.Fatalf("cannot be read back: %v", err)
			}
			if !reflect.DeepEqual(it, back) {
				t.Errorf("changes on its way through JSON: %+v", Diff(it, back))
			}
			if got, want := ItemHash(back, nil), ItemHash(it, nil); !reflect.DeepEqual(got, want) {
				t.Errorf("hash %x, want %x", got, want)
			}
			checkGuide(t, c, it)
			for _, terms := range c.guideTerms(it) {
				total := 0
				for _, s := range terms.Steps {
					total += s.LimitWD
				}
				if total > terms.Promise.Value {
					t.Errorf("variant %q: steps %d above the promise %d", terms.Variant, total, terms.Promise.Value)
				}
			}
		})
	}
}

func checkGuide(t *testing.T, c *Catalogue, it *Item) {
	t.Helper()
	g := c.Guide(it, models.MustDate("2026-11-22"))
	for what, text := range map[string]string{
		"department zh": g.Department.Zh, "department en": g.Department.En, "stage zh": g.Stage.Zh, "stage en": g.Stage.En,
		"form": g.Form, "sample": string(g.Sample), "result": g.Item.Result, "basis": g.Basis[0],
	} {
		if text == "" {
			t.Errorf("guide without %s", what)
		}
	}
	if (g.Applies.Zh == "") != it.AppliesWhen.IsZero() {
		t.Errorf("condition %q reads %q", it.AppliesWhen, g.Applies.Zh)
	}
	for _, p := range g.Pauses {
		if p.Label.Zh == "" || p.Basis == "" {
			t.Errorf("pause %s without label or basis", p.Reason)
		}
	}
	if len(g.Materials) != len(it.Materials) || len(g.Preconditions) != len(it.Preconditions) {
		t.Error("guide leaves something out")
	}
}

func TestAnItemIsOrderedAfterWhatItNeeds(t *testing.T) {
	c := loaded(t)
	order := c.Order(c.Codes(), nil)
	if len(order) != len(c.Codes()) {
		t.Fatalf("%d of %d items", len(order), len(c.Codes()))
	}
	place := map[string]int{}
	for i, code := range order {
		place[code] = i
	}
	for _, it := range c.Items() {
		for _, before := range c.before(it, nil) {
			if place[before] > place[it.Code] {
				t.Errorf("%s comes before %s, which it needs", it.Code, before)
			}
		}
	}
}

func TestTheLegalBasisIsTheOneInForceOnThePapersDate(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct{ item, on, want string }{
		{"LX-09", "2026-08-14", "环境影响评价法 arts 22, 24, 25"},
		{"LX-09", "2026-08-15", "生态环境法典 arts 95, 102, 106, 107（废止环境影响评价法）"},
		{"LX-09", "2016-01-01", "环境影响评价法 arts 22, 24, 25"},
		{"TZ-04", "2026-08-15", "条例673 art 12"},
	} {
		if got := c.Item(row.item).LegalBasisOn(models.MustDate(row.on)); len(got) != 1 || got[0] != row.want {
			t.Errorf("%s on %s: %v, want %s", row.item, row.on, got, row.want)
		}
	}
}

func TestADefaultIsShownAsSuch(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct {
		item, path string
		want       bool
	}{
		{"TZ-02", "promised", true},
		{"TZ-02", "promised.value", true},
		{"TZ-02", "statutoryLimit.value", false},
		{"TZ-02", "acceptanceWindow.value", false},
		{"TZ-01", "acceptanceWindow.value", true},
		{"TZ-02", "extension.max", false},
		{"TZ-02", "appliesWhen", true},
		{"TZ-02", "steps[1].limitWd", true},
		{"TZ-02", "steps[S2].limitWd", true},
		{"TZ-02", "materials[0].nameZh", false},
		{"TZ-02", "materials[M1].nameEn", true},
		{"TZ-02", "materials[M3].mayFollow", true},
		{"TZ-02", "preconditions[0].when", true},
		{"TZ-02", "preconditions[0].item", false},
		{"TZ-02", "legalBasis", false},
		{"TZ-02", "dept.lead", false},
		{"TZ-01", "dept.lead", true},
		{"LX-11", "variants.cases[FORM].promised.value", true},
		{"LX-11", "variants.cases[FORM].limit.value", false},
		{"YS-17", "nameZh", true}, // the item as a whole was chosen by judgement
	} {
		if got := c.Item(row.item).IsDefault(row.path); got != row.want {
			t.Errorf("%s %s: default %v, want %v", row.item, row.path, got, row.want)
		}
	}
}

func TestADecisionIsPrintedOnlyWhereItsRemedyIsKnown(t *testing.T) {
	c := loaded(t)
	for code, want := range map[string]bool{
		"TZ-02": true,  // a county department with its body of reconsideration
		"JY-13": false, // the fire brigade: the county must fill it in
		"GJ-07": false, // nobody named as decider
		"YS-12": false, // no administrative act
	} {
		if got := c.MayPrintRemedies(c.Item(code)); got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
}

func TestAConditionIsPutIntoWords(t *testing.T) {
	c := loaded(t)
	e, err := Parse("invest.tender_mandatory && (land.mode in ['GRANT','ALLOCATION'] || energy.tce_per_year >= 1000) && !land.forest")
	if err != nil {
		t.Fatal(err)
	}
	want := Text{
		"依法必须招标，且（用地方式为出让、划拨，或年综合能耗（吨标准煤）达到1000），且不满足“使用林地”",
		"Tender required by law and (How land is obtained is grant or allocation or Annual energy use, tce at least 1000) and not: Uses forest land",
	}
	if got := c.Describe(e); got != want {
		t.Errorf("got %+v", got)
	}
}

func TestTheFormOfAStageAsksWhatTheFormsOfItsPartsAsk(t *testing.T) { // R-PAR-02: one form
	c := loaded(t)
	for _, set := range c.StageSets() {
		if set.AppliesWhen.String() != "" || slices.ContainsFunc(c.ItemsFor(nil), func(a Applicable) bool { return a.Code == set.Code }) {
			t.Errorf("%s: the list of what applies names a set", set.Code)
		}
		shared := c.Form(set.Code)
		for _, code := range set.Children {
			part := c.Form(code)
			if part.Code == GeneralForm {
				continue
			}
			for name, field := range part.root.Properties {
				got := shared.root.Properties[name]
				if got == nil || got.Title != field.Title || got.Widget != field.Widget || got.Attr != field.Attr {
					t.Errorf("%s lacks the field %s of %s, or asks it otherwise", set.Code, name, code)
				}
			}
			for _, attr := range c.Item(code).AppliesWhen.Attributes() {
				if !slices.ContainsFunc(slices.Collect(maps.Values(shared.root.Properties)), func(f *formSchema) bool { return f.Attr == attr }) {
					t.Errorf("%s does not ask %s, which decides on %s", set.Code, attr, code)
				}
			}
		}
	}
}

func TestAStageSetAsksEveryMaterialOfThePartsThatApply(t *testing.T) {
	c := loaded(t)
	attrs := Attrs{
		"build.construction": true, "land.planning_area": "URBAN", "build.joint_design_review": false, "build.temporary_building": false,
		"build.civil_defence": false, "build.over_limit_high_rise": false, "land.relics_control_zone": false, "build.site_detailed_plan_required": true,
	}
	set := c.Item("BL-02")
	asked := map[string]bool{}
	for i := range set.Materials {
		if m := &set.Materials[i]; m.When.Eval(attrs) == True {
			asked[m.NameZh] = true
		}
	}
	for _, m := range c.Item("GJ-02").Materials {
		if m.Code != "M4" && !asked[m.NameZh] {
			t.Errorf("%s of GJ-02 is not asked", m.NameZh)
		}
	}
	if len(asked) != 3 {
		t.Errorf("asked %v; the materials of parts that do not apply are not asked", asked)
	}
}
