package catalog

import (
	"encoding/json"
	"slices"
	"testing"

	"onestop.internal/models"
)

func TestAnswersThatDoNotGoTogetherAreRefusedAtTheirField(t *testing.T) {
	c := loaded(t)
	for _, tt := range []struct {
		code    string
		answers map[string]any
		want    []string
	}{
		{"TZ-01", map[string]any{"plannedStart": "2027-07-01", "plannedFinish": "2027-06-30"}, []string{"form.plannedFinish form.before_start"}},
		{"TZ-01", map[string]any{"plannedStart": "2027-06-30", "plannedFinish": "2027-06-30"}, nil},
		{"TZ-01", map[string]any{"fixedInvestment": 32000.000001}, []string{"form.fixedInvestment form.more_than_whole"}},
		{"TZ-01", map[string]any{"fixedInvestment": 32000}, nil},
		{"SG-05", map[string]any{"contractStart": "2027-05-01"}, []string{"form.contractFinish form.before_start"}},
		{"LX-01", map[string]any{"unusedHa": 0.0001}, []string{"form.landHa form.not_the_sum"}},
		{"LX-01", map[string]any{"farmlandHa": 0.1, "builtHa": 0.2, "unusedHa": 0, "landHa": 0.3, "arableHa": 0.1}, nil},
		{"LX-01", map[string]any{"arableHa": 1.2}, []string{"form.arableHa form.more_than_whole"}},
		{"LX-11", map[string]any{"temporaryHa": 8.1}, []string{"form.temporaryHa form.more_than_whole"}},
		{"GJ-02", map[string]any{"underGround": 0}, []string{"form.floorArea form.not_the_sum"}},
	} {
		var got []string
		for _, f := range c.Form(tt.code).Validate(changed(t, c.Sample(tt.code), tt.answers)) {
			got = append(got, f.Path+" "+f.Key)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s with %v: %q, want %q", tt.code, tt.answers, got, tt.want)
		}
	}
}

func TestARuleOfAFormNamesItsFields(t *testing.T) {
	c := loaded(t)
	for name, rule := range map[string]any{
		"an unknown field": map[string]any{"from": "plannedStart", "to": "nowhere"},
		"a text as number": map[string]any{"parts": []string{"projectName"}, "whole": "investment"},
		"a number as date": map[string]any{"from": "investment", "to": "plannedFinish"},
		"nothing":          map[string]any{},
		"both kinds":       map[string]any{"parts": []string{"landMu"}, "whole": "investment", "from": "plannedStart", "to": "plannedFinish"},
	} {
		var form, schema map[string]any
		b, err := json.Marshal(c.Form("TZ-01"))
		if err == nil {
			err = json.Unmarshal(b, &form)
		}
		if err != nil {
			t.Fatal(err)
		}
		schema, _ = form["schema"].(map[string]any)
		schema["x-rules"] = []any{rule}
		if b, err = json.Marshal(form); err != nil {
			t.Fatal(err)
		}
		if _, err := ParseForm(b); models.KeyOf(err) != "catalog.form_invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACodeOfAFormHasItsCheckCharacterHoweverItWasTyped(t *testing.T) {
	f := loaded(t).Form("SG-05")
	sample := loaded(t).Sample("SG-05")
	typed := changed(t, sample, map[string]any{"contractorUscc": " ９１１４０９９９ ma0k3uqh8p", "contactPhone": "+86 138-3165-6491"})
	var kept struct{ ContractorUscc, ContactPhone string }
	if err := f.Clean(typed).Into(&kept); err != nil || kept.ContractorUscc != "91140999MA0K3UQH8P" || kept.ContactPhone != "13831656491" {
		t.Errorf("kept as %+v %v", kept, err)
	}
	got := f.Validate(changed(t, sample, map[string]any{"contractorUscc": "91140999MA0K3UQH8A"}))
	if len(got) != 1 || got[0].Path != "form.contractorUscc" || got[0].Key != "uscc.check" {
		t.Errorf("a wrong check character: %+v", got)
	}
}
