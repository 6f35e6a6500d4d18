package catalog

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
)

// formItems are the items whose forms must be complete ones of their own.
var formItems = []string{
	"TZ-01", "TZ-08", "LX-01", "LX-05", "LX-09", "LX-11", "LX-13", "GJ-02", "SG-05",
	"YS-01", "YS-02", "YS-03", "YS-04", "YS-05", "YS-06", "YS-12", "YS-13",
}

func changed(t *testing.T, sample models.RawJSON, change map[string]any) []byte {
	t.Helper()
	doc := map[string]any{}
	if err := sample.Into(&doc); err != nil {
		t.Fatal(err)
	}
	for k, v := range change {
		if doc[k] = v; v == nil {
			delete(doc, k)
		}
	}
	return models.JSONOf(doc)
}

func TestEveryFormAcceptsItsSampleAndRefusesABrokenOne(t *testing.T) {
	c := loaded(t)
	for _, code := range append(slices.Clone(formItems), GeneralForm) {
		t.Run(code, func(t *testing.T) {
			f, sample := c.Form(code), c.Sample(code)
			if f.Code != code {
				t.Fatalf("has the form of %s", f.Code)
			}
			if wrong := f.Validate(sample); len(wrong) > 0 {
				t.Errorf("sample refused: %v", wrong)
			}
			if got := f.Clean(sample); len(f.Validate(got)) > 0 {
				t.Errorf("cleaned sample refused: %v", f.Validate(got))
			}
			for _, name := range f.root.Required {
				wrong := f.Validate(changed(t, sample, map[string]any{name: nil}))
				if len(wrong) != 1 || wrong[0].Path != "form."+name || wrong[0].Key != "form.required" {
					t.Errorf("without %s: %v", name, wrong)
				}
			}
			for name, p := range f.root.Properties {
				if wrong := f.Validate(changed(t, sample, map[string]any{name: map[string]any{}})); !hasPath(wrong, "form."+name) {
					t.Errorf("%s takes an object (%s): %v", name, p.Type, wrong)
				}
			}
			wrong := f.Validate(changed(t, sample, map[string]any{"colour": "red"}))
			if len(wrong) != 1 || wrong[0].Path != "form.colour" || wrong[0].Key != "form.unknown" {
				t.Errorf("an unknown field: %v", wrong)
			}
		})
	}
}

func hasPath(wrong []models.Field, path string) bool {
	return slices.ContainsFunc(wrong, func(f models.Field) bool { return f.Path == path })
}

func TestAWrongAnswerIsNamedAtItsField(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct {
		item, field string
		value       any
		path, key   string
	}{
		{"TZ-01", "landMu", -1, "form.landMu", "form.min"},
		{"TZ-01", "landMu", 100001, "form.landMu", "form.max"},
		{"TZ-01", "landMu", 1.00001, "form.landMu", "form.decimals"},
		{"TZ-01", "landMu", "120", "form.landMu", "form.type"},
		{"TZ-01", "investment", 0, "form.investment", "form.above"},
		{"TZ-01", "investment", 0.0000001, "form.investment", "form.decimals"},
		{"TZ-01", "projectName", "", "form.projectName", "form.too_short"},
		{"TZ-01", "projectName", "   ", "form.projectName", "form.pattern"},
		{"TZ-01", "projectName", strings.Repeat("长", 121), "form.projectName", "form.too_long"},
		{"TZ-01", "uscc", "91140999ma0d3m013l", "form.uscc", "form.pattern"},
		{"TZ-01", "projectCode", "2510-140999-04-01-10000", "form.projectCode", "form.pattern"},
		{"TZ-01", "contactPhone", "12345", "form.contactPhone", "form.pattern"},
		{"TZ-01", "landMode", "BOUGHT", "form.landMode", "form.choice"},
		{"TZ-01", "plannedStart", "2026-02-30", "form.plannedStart", "form.format"},
		{"TZ-01", "policyConform", false, "form.policyConform", "form.must_confirm"},
		{"TZ-01", "foreignInvested", true, "form.foreignCountry", "form.required"},
		{"LX-05", "landMode", "ALLOCATION", "form.siteOpinion", "form.required"},
		{"YS-04", "capacity", 161, "form.capacity", "form.max"},
		{"YS-13", "positions", []any{}, "form.positions", "form.too_few"},
		{"YS-13", "positions", []any{map[string]any{"job": "焊工", "count": 0.5, "education": "ANY", "salaryMin": 1, "salaryMax": 2, "arriveBy": "2026-06-01"}}, "form.positions[0].count", "form.type"},
		{"YS-13", "positions", []any{map[string]any{"job": "焊工"}}, "form.positions[0].count", "form.required"},
	} {
		t.Run(fmt.Sprint(row.item, " ", row.field, " ", row.key), func(t *testing.T) {
			wrong := c.Form(row.item).Validate(changed(t, c.Sample(row.item), map[string]any{row.field: row.value}))
			if !slices.ContainsFunc(wrong, func(f models.Field) bool { return f.Path == row.path && f.Key == row.key }) {
				t.Errorf("got %v, want %s %s", wrong, row.path, row.key)
			}
		})
	}
}

func TestBytesThatAreNoAnswerAreRefusedAtTheDoor(t *testing.T) {
	f := loaded(t).Form(GeneralForm)
	for _, row := range []struct{ name, body, key string }{
		{"nothing", ``, "form.not_json"},
		{"half", `{"a":`, "form.not_json"},
		{"two values", `{} {}`, "form.not_json"},
		{"a list", `[]`, "form.not_object"},
		{"null", `null`, "form.not_object"},
		{"a repeated key", `{"content":"a","content":"b"}`, "form.not_json"},
		{"not UTF-8", "{\"content\":\"\xff\"}", "form.not_utf8"},
		{"too deep", `{"a":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + `}`, "form.not_json"},
		{"too large", `{"a":"` + strings.Repeat("x", MaxAnswer) + `"}`, "form.too_large"},
		{"too many values", `{"positions":[` + strings.Repeat("{},", maxValues) + `{}]}`, "form.too_many_values"},
		{"a huge exponent", `{"a":1e999999999}`, "form.number_range"},
		{"a number beyond the bounds", `{"a":1000000000000001}`, "form.number_range"},
		{"a tiny exponent", `{"a":1e-300}`, "form.number_range"},
		{"a long text", `{"a":"` + strings.Repeat("x", maxTextRunes+1) + `"}`, "form.too_long"},
		{"a control character", `{"a":"x\u0000y"}`, "form.control_character"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for what, wrong := range map[string][]models.Field{"validate": f.Validate([]byte(row.body)), "draft": CheckDraft([]byte(row.body))} {
				if len(wrong) != 1 || wrong[0].Key != row.key {
					t.Errorf("%s: %v, want %s", what, wrong, row.key)
				}
			}
			if got := f.Clean([]byte(row.body)); string(got) != row.body {
				t.Error("was changed by Clean")
			}
		})
	}
	if wrong := CheckDraft([]byte(`{"content":"half"}`)); wrong != nil {
		t.Errorf("a draft may be incomplete: %v", wrong)
	}
}

// One reading must come to what the three come to, whatever was sent.
func TestAnExaminationSaysWhatCleaningCheckingAndAttributesSay(t *testing.T) {
	c := loaded(t)
	asks := func(t *testing.T, f *Form, data []byte) {
		t.Helper()
		x, clean := f.Examine(data), f.Clean(data)
		if string(x.Clean) != string(clean) || !reflect.DeepEqual(x.Attrs, f.Attrs(data)) || !reflect.DeepEqual(x.Attrs, f.Attrs(clean)) {
			t.Errorf("%.200s: clean %.200s, attributes %v", data, x.Clean, x.Attrs)
		}
		if wrong := f.Validate(clean); len(wrong)+len(x.Wrong) > 0 && !reflect.DeepEqual(x.Wrong, wrong) {
			t.Errorf("%.200s: %v, want %v", data, x.Wrong, wrong)
		}
	}
	for _, code := range append(slices.Clone(formItems), GeneralForm) {
		f, sample := c.Form(code), c.Sample(code)
		asks(t, f, sample)
		for name := range f.root.Properties {
			for _, v := range []any{nil, "", " \u3000", "ａｂ", -1, 1e14, 0.1 + 0.2, true, []any{}, map[string]any{}, map[string]any{"a": nil}} {
				asks(t, f, changed(t, sample, map[string]any{name: v}))
			}
		}
	}
	f := c.Form(GeneralForm)
	for _, body := range []string{``, `[]`, `{"a":1e-300}`, `{"content":1E3,"colour":"red"}`, `{"content":"<&>\u2028"}`, `{"content":"` + strings.Repeat("<", MaxAnswer/4) + `"}`} {
		asks(t, f, []byte(body))
	}
}

func TestCleanDropsWhatIsNotShown(t *testing.T) {
	c := loaded(t)
	f := c.Form("TZ-01")
	body := changed(t, c.Sample("TZ-01"), map[string]any{"foreignInvested": false, "foreignCountry": "某国", "loans": ""})
	var doc map[string]any
	if err := f.Clean(body).Into(&doc); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"foreignCountry", "loans"} {
		if _, there := doc[name]; there {
			t.Errorf("%s is still there", name)
		}
	}
	if doc["projectName"] == nil {
		t.Error("an answer was dropped")
	}
}

func TestAFilledFormAnswersAttributes(t *testing.T) {
	c := loaded(t)
	got := c.Form("SG-05").Attrs(c.Sample("SG-05"))
	want := Attrs{"build.drawing_review_required": true, "build.fire_class": "OTHER", "case.filed_by_agent": false}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, code := range formItems {
		if wrong := c.CheckAttrs(c.Form(code).Attrs(c.Sample(code))); wrong != nil {
			t.Errorf("%s: %v", code, wrong)
		}
	}
}

func TestAFormIsFilledWithWhatIsKnown(t *testing.T) {
	f := loaded(t).Form("TZ-01")
	got := f.Fill(map[string]any{"enterprise.name": "示范公司", "project.landMu": 12.5, "enterprise.uscc": "", "": "x"})
	if string(got) != `{"applicantName":"示范公司","landMu":12.5}` {
		t.Errorf("got %s", got)
	}
}

func TestAFormThatPagesAndServerWouldReadDifferentlyIsRefused(t *testing.T) {
	c := loaded(t)
	body := string(models.JSONOf(c.Form(GeneralForm)))
	for _, row := range []struct{ name, old, with, want string }{
		{"an unknown keyword", `"maxLength":100`, `"maxLength":100,"contentEncoding":"base64"`, "unknown field"},
		{"a reference", `"maxLength":100`, `"maxLength":100,"$ref":"#"`, "unknown field"},
		{"an open object", `"additionalProperties":false`, `"additionalProperties":true`, "closed object"},
		{"another draft", `2020-12/schema`, `2019-09/schema`, "2020-12"},
		{"a text without a bound", `"maxLength":100,`, ``, "without maxLength"},
		{"a field without English", `"x-en":"Name"`, `"x-en":""`, "title in both languages"},
		{"an unknown widget", `"x-widget":"date"`, `"x-widget":"map"`, "unknown widget"},
		{"a field twice in the layout", `"fields":["applicantName",`, `"fields":["applicantName","applicantName",`, "stands twice"},
		{"a field outside the layout", `"fields":["applicantName",`, `"fields":[`, "not in the layout"},
		{"a section without English", `"titleEn":"Applicant"`, `"titleEn":""`, "two titles"},
		{"a broken pattern", `"pattern":"^[0-9]{4}-`, `"pattern":"^[0-9{4}-`, "regex"},
		{"an unknown key", `"layout":`, `"colour":1,"layout":`, "unknown key"},
	} {
		t.Run(row.name, func(t *testing.T) {
			edited := strings.Replace(body, row.old, row.with, 1)
			if edited == body {
				t.Fatalf("nothing to replace: %q", row.old)
			}
			_, err := ParseForm([]byte(edited))
			if models.KeyOf(err) != "catalog.form_invalid" {
				t.Fatalf("got %v", err)
			}
			detail, _ := err.(*models.Error).Args["detail"].(string) //nolint:errorlint // KeyOf has just found it
			if !strings.Contains(detail, row.want) {
				t.Errorf("says %q, want %q", detail, row.want)
			}
		})
	}
	f, err := ParseForm([]byte(strings.Replace(body, "case.filed_by_agent", "case.filed_by_uncle", 1)))
	if err != nil || models.KeyOf(c.CheckForm(f)) != "catalog.form_invalid" {
		t.Errorf("an unknown attribute passed: %v", err)
	}
}

func TestACompiledFormIsKeptByItsContent(t *testing.T) {
	c := loaded(t)
	var cache FormCache
	body := models.JSONOf(c.Form("TZ-01"))
	first, err := cache.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	again, err := cache.Parse(slices.Clone(body))
	if err != nil || again != first {
		t.Errorf("compiled twice: %v", err)
	}
	if wrong := first.Validate(c.Sample("TZ-01")); wrong != nil {
		t.Errorf("a stored form refuses its sample: %v", wrong)
	}
	if _, err := cache.Parse([]byte(`{}`)); err == nil {
		t.Error("took no form for a form")
	}
}

func FuzzAnAnswerNeverPanics(f *testing.F) {
	c := loaded(f)
	f.Add([]byte(c.Sample("YS-13")))
	f.Add([]byte(`{"positions":[{"count":1e400}]}`))
	form := c.Form("YS-13")
	f.Fuzz(func(t *testing.T, data []byte) {
		wrong := form.Validate(data)
		if len(wrong) == 0 && !json.Valid(data) {
			t.Errorf("took %q", data)
		}
		form.Attrs(data)
	})
}

func TestAnAttributeGoesOnlyIntoAFieldThatHasThatChoice(t *testing.T) {
	f, sample := loaded(t).Form("BL-01"), loaded(t).Sample("BL-01")
	for value, want := range map[string]string{"REPORT": "REPORT", "NONE": "FORM"} {
		got := map[string]any{}
		if err := f.WithAttrs(sample, Attrs{"water.soil_plan": value}).Into(&got); err != nil {
			t.Fatal(err)
		}
		if got["planKind"] != want {
			t.Errorf("soil plan %s: planKind %v, want %s", value, got["planKind"], want)
		}
	}
}
