package catalog

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"onestop.internal/models"
)

// copied gives the program's files, to be changed.
func copied(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheLoaderRefusesWhatTheCatalogueForbids(t *testing.T) {
	for _, row := range []struct{ name, file, old, with, want string }{
		{"an unknown key", "items/TZ-01.yaml", "stage: INVEST", "stage: INVEST\ncolour: red", "colour: unknown key"},
		{"an unknown key deep inside", "items/TZ-01.yaml", "copies: 1, origin: source}", "copies: 1, origin: source, size: A4}", "materials[0].size: unknown key"},
		{"a missing key", "items/TZ-01.yaml", "evidence: VERIFIED\n", "", "evidence: missing key"},
		{"a repeated key", "items/TZ-01.yaml", "stage: INVEST", "stage: INVEST\nstage: INVEST", "stage"},
		{"an anchor", "items/TZ-01.yaml", "dept: {", "dept: &d {", "anchors are not used"},
		{"a number for a flag", "items/TZ-01.yaml", "instant: true", "instant: 1", "cannot unmarshal"},
		{"an unknown kind", "items/TZ-01.yaml", "kind: FILING", "kind: PRAYER", "not_in_list"},
		{"a flow that does not follow the kind", "items/TZ-01.yaml", "flow: FILING", "flow: PERMIT", "flow_follows_kind"},
		{"an unknown level", "items/TZ-01.yaml", "level: COUNTY", "level: MOON", "level: catalog.not_in_list"},
		{"a county item not decided by the county", "items/TZ-01.yaml", "county_role: DECIDE", "county_role: RELAY", "county_decides"},
		{"a relayed item decided here", "items/LX-08.yaml", "decided_by: UPPER", "decided_by: DEPARTMENT", "county_only_relays"},
		{"nobody to decide and no note", "items/TZ-01.yaml", "decided_by: DEPARTMENT", "decided_by: null", "decider_or_note"},
		{"an unknown stage", "items/TZ-01.yaml", "stage: INVEST", "stage: STAGE9", "unknown_stage"},
		{"an unknown department", "items/TZ-01.yaml", "lead: FGJ", "lead: XXX", "unknown_department"},
		{"a department listed twice", "items/TZ-01.yaml", "alternatives: [GXJ]", "alternatives: [FGJ]", "dept: catalog.twice"},
		{"another code than the file's", "items/TZ-01.yaml", "code: TZ-01", "code: TZ-99", "holds item TZ-99"},
		{"an unknown attribute", "items/TZ-01.yaml", "invest.route ==", "invest.rout ==", "unknown attribute invest.rout"},
		{"a value that is not listed", "items/TZ-01.yaml", "'FILING'", "'FILLING'", "does not take 'FILLING'"},
		{"a broken expression", "items/TZ-01.yaml", "invest.route == 'FILING'", "invest.route == ", "want a literal"},
		{"a limit of no time with a value", "items/TZ-01.yaml", "statutory_limit: {value: 0", "statutory_limit: {value: 3", "value_with_no_unit"},
		{"an immediate limit with a promise of days", "items/TZ-01.yaml", "promised: {value: 0, unit: IMMEDIATE", "promised: {value: 1, unit: WORKING_DAY", "immediate_promise"},
		{"a limit of zero days", "items/TZ-02.yaml", "statutory_limit: {value: 20", "statutory_limit: {value: 0", "value_above_zero"},
		{"a promise above the law", "items/TZ-02.yaml", "promised: {value: 10", "promised: {value: 21", "promise_above_law"},
		{"a promise above the law in a variant", "items/LX-11.yaml", "      promised: {value: 5", "      promised: {value: 11", "variants.cases[0].promised.value: catalog.promise_above_law"},
		{"steps above the promise", "items/TZ-02.yaml", "dept_role: LEAD, limit_wd: 7", "dept_role: LEAD, limit_wd: 8", "steps_above_promise"},
		{"steps out of order", "items/TZ-02.yaml", "code: S2", "code: S7", "step_order"},
		{"a step of nobody", "items/TZ-02.yaml", "kind: REVIEW, dept_role: LEAD", "kind: REVIEW, dept_role: CONSULTED", "step_has_nobody"},
		{"a variant of a selector that is no enum", "items/LX-11.yaml", "selector: water.soil_plan", "selector: water.abstraction", "selector_not_enum"},
		{"a variant twice", "items/LX-11.yaml", "- value: FORM", "- value: REPORT", "catalog.twice"},
		{"a permit without deemed acceptance", "items/TZ-02.yaml", "lapse: DEEMED_ACCEPTED", "lapse: ALERT", "permit_needs_deemed_acceptance"},
		{"a permit with seven of the eight reasons", "items/TZ-02.yaml", "  - {reason: HEARING, cap: null, cap_unit: NONE, cap_waivable: false, mode: BASE, basis: 行政许可法 art 45}\n", "", "eight_reasons_of_art_45"},
		{"an unknown reason", "items/TZ-02.yaml", "reason: HEARING", "reason: HUNGER", "unknown_reason"},
		{"a cap without a unit", "items/TZ-02.yaml", "cap: 30, cap_unit: WORKING_DAY", "cap: 30, cap_unit: NONE", "cap_and_unit_disagree"},
		{"an extension twice", "items/TZ-02.yaml", "times: 1", "times: 2", "extension_once"},
		{"a filing that starts on acceptance", "items/TZ-01.yaml", "starts_on: RECEIVED", "starts_on: ACCEPTED", "filing_starts_on_receipt"},
		{"a licence that renews with no lead", "items/ZY-05.yaml", "renewable: true", "renewable: false", "renewable_and_lead_disagree"},
		{"a conditional material without a condition", "items/TZ-02.yaml", "required: conditional, when: case.filed_by_agent", "required: conditional", "conditional_and_when_disagree"},
		{"a material twice", "items/TZ-02.yaml", "code: M2", "code: M1", "catalog.twice"},
		{"a material held from nowhere", "items/TZ-02.yaml", "already_held: [KB-01]", "already_held: [KB-99]", "unknown_item"},
		{"a required that is neither true nor false", "items/TZ-02.yaml", "required: true", "required: perhaps", "is not true, false or conditional"},
		{"an unknown precondition", "items/TZ-04.yaml", "item: TZ-02", "item: TZ-22", "unknown_item"},
		{"an item that needs itself", "items/TZ-04.yaml", "item: TZ-02", "item: TZ-04", "needs_itself"},
		{"a conditional precondition without a condition", "items/TZ-04.yaml", "strength: HARD", "strength: CONDITIONAL", "conditional_without_when"},
		{"preconditions in a circle", "items/LX-01.yaml", "preconditions: []", "preconditions:\n  - {item: TZ-04, strength: HARD}", "circle: "},
		{"a composite without parts", "items/KB-08.yaml", "children: [KB-01, KB-04, KB-05, KB-06, KB-07]\n", "", "children_of_composites"},
		{"a gap between two versions of the basis", "items/LX-09.yaml", "until: '2026-08-14'", "until: '2026-08-10'", "basis_gap"},
		{"an unknown origin", "items/TZ-01.yaml", "instant: default,", "instant: guess,", "origins.instant: catalog.not_in_list"},
		{"a checklist of an unknown key", "items/TZ-08.yaml", "county_confirm: [extension]", "county_confirm: [extent]", "unknown_key"},
		{"a department that nobody uses", "departments.yaml", "  reserved: true\n", "", "department_unused"},
		{"a department without body and note", "departments.yaml", "  note: no item uses it yet\n", "  reserved_by: nobody\n", "unknown key"},
		{"an attribute without values", "attributes.yaml", "  type: ENUM", "  type: BOOL", "enum_only"},
		{"a stage twice", "stages.yaml", "{code: SECTOR,", "{code: FACTOR,", "catalog.twice"},
		{"a fee of an unknown item", "fees.yaml", "item: LX-14", "item: LX-99", "unknown_item"},
		{"a scenario that fixes an unknown fact", "scenarios.yaml", "fixed: {build.construction: true}", "fixed: {build.construction: 3}", "catalog.fact"},
		{"an offer that is not the user's choice", "scenarios.yaml", "item: YS-05", "item: YS-01", "offer_not_chosen_item"},
		{"a form with a remote reference", "forms/general.json", `"type": "object",`, `"type": "object", "$ref": "http://x.test/",`, "unknown field"},
		{"a sample that its form refuses", "forms/samples/general.json", `"declared": true`, `"declared": false`, "form.must_confirm"},
	} {
		t.Run(row.name, func(t *testing.T) {
			fsys := copied(t)
			text := string(fsys[row.file].Data)
			if !strings.Contains(text, row.old) {
				t.Fatalf("%s does not contain %q", row.file, row.old)
			}
			fsys[row.file] = &fstest.MapFile{Data: []byte(strings.Replace(text, row.old, row.with, 1))}
			_, err := loadFrom(fsys, true)
			if err == nil {
				t.Fatal("was loaded")
			}
			if !strings.Contains(err.Error(), row.want) {
				t.Errorf("says %v, want %q", err, row.want)
			}
		})
	}
}

func TestTheCatalogueThatIsCarriedKeepsEveryRule(t *testing.T) {
	if _, err := loadFrom(files, true); err != nil {
		t.Fatal(err)
	}
}

func TestAnEditedItemIsReadStrictly(t *testing.T) {
	body := string(loaded(t).Item("TZ-02").JSON())
	for _, row := range []struct{ name, old, with, want string }{
		{"unknown key", `"nameZh"`, `"colour":1,"nameZh"`, "colour: unknown key"},
		{"key in another case", `"nameZh"`, `"NameZh"`, "NameZh: unknown key"},
		{"repeated key", `"stage":"INVEST"`, `"stage":"INVEST","stage":"FACTOR"`, "stage: repeated key"},
		{"missing key", `"stage":"INVEST",`, ``, "stage: missing key"},
		{"missing key deep inside", `"limitWd":0,`, ``, "steps[0].limitWd: missing key"},
		{"text for a number", `"value":20`, `"value":"20"`, "cannot unmarshal"},
		{"two documents", `{"code"`, `{}{"code"`, "more than one value"},
		{"half a document", `}`, ``, ""},
		{"not UTF-8", `INVEST`, "\xff", "not valid UTF-8"},
	} {
		t.Run(row.name, func(t *testing.T) {
			edited := strings.Replace(body, row.old, row.with, 1)
			if edited == body {
				t.Fatalf("nothing to replace: %q", row.old)
			}
			_, err := DecodeItem([]byte(edited))
			if models.CodeOf(err) != models.Invalid || models.KeyOf(err) != "catalog.item_unreadable" {
				t.Fatalf("got %v", err)
			}
			detail, _ := err.(*models.Error).Args["detail"].(string) //nolint:errorlint // CodeOf has just found it
			if !strings.Contains(detail, row.want) {
				t.Errorf("says %q, want %q", detail, row.want)
			}
		})
	}
}

func TestAnEditIsCheckedAgainstTheCatalogueAndNamesThePath(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct {
		name, old, with, path, key string
	}{
		{"promise above the law", `"promised":{"value":10`, `"promised":{"value":30`, "promised.value", "catalog.promise_above_law"},
		{"broken condition", `"appliesWhen":"invest.route == 'VERIFICATION'"`, `"appliesWhen":"invest.route =="`, "appliesWhen", "catalog.expression"},
		{"empty condition", `"appliesWhen":"invest.route == 'VERIFICATION'"`, `"appliesWhen":""`, "appliesWhen", "catalog.expression"},
		{"circle", `"item":"LX-01"`, `"item":"TZ-04"`, "preconditions", "catalog.cycle"},
	} {
		t.Run(row.name, func(t *testing.T) {
			body := string(c.Item("TZ-02").JSON())
			edited := strings.Replace(body, row.old, row.with, 1)
			if edited == body {
				t.Fatalf("nothing to replace: %q", row.old)
			}
			it, err := DecodeItem([]byte(edited))
			if err != nil {
				t.Fatal(err)
			}
			err = c.CheckItem(it)
			if models.KeyOf(err) != "catalog.item_invalid" {
				t.Fatalf("got %v", err)
			}
			f := err.(*models.Error).Fields[0] //nolint:errorlint // KeyOf has just found it
			if f.Path != row.path || f.Key != row.key {
				t.Errorf("got %+v, want %s %s", f, row.path, row.key)
			}
			if c.CheckItem(c.Item("TZ-02")) != nil {
				t.Error("the catalogue itself was changed")
			}
		})
	}
}
