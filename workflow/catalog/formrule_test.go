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
		{"LX-11", map[string]any{"spoil": 0.1}, []string{"form.fill form.not_in_balance"}},
		{"LX-11", map[string]any{"borrow": 0.1, "spoil": 0.1}, nil},
		{"LX-11", map[string]any{"planKind": "FORM", "commitment": true, "totalHa": 5}, []string{"form.totalHa form.sum_below"}},
		{"LX-11", map[string]any{"planKind": "FORM", "commitment": true, "fill": 2.7, "borrow": 0.3}, []string{"form.excavation form.sum_below"}},
		{"LX-11", map[string]any{"totalHa": 500}, nil},
		{"LX-13", map[string]any{"returnAnnual": 36.6}, []string{"form.returnAnnual form.more_than_whole"}},
		{"LX-05", map[string]any{"farMin": 2.6}, []string{"form.farMin form.more_than_whole"}},
		{"LX-05", map[string]any{"farMin": 2.6, "farMax": nil}, nil},
		{"TZ-08", map[string]any{"energyTce": 5130.01}, []string{"form.energyTce form.more_than_whole"}},
		{"YS-05", map[string]any{"loadClass": "ONE", "protectLoad": "柴油发电机"}, []string{"form.supply form.choice"}},
		{"YS-05", map[string]any{"buildPower": "2027-01-01"}, []string{"form.neededBy form.before_start"}},
		{"YS-04", map[string]any{"business": "TEMPORARY"}, []string{"form.until form.required"}},
		{"YS-04", map[string]any{"business": "TEMPORARY", "until": "2026-04-14"}, []string{"form.until form.before_start"}},
		{"YS-03", map[string]any{"hourMax": 320.01}, []string{"form.hourMax form.more_than_whole"}},
		{"YS-12", map[string]any{"loanBalance": 11200.01}, []string{"form.loanBalance form.more_than_whole"}},
		{"YS-12", map[string]any{"kind": "EQUITY"}, []string{"form.equityShare form.required"}},
		{"YS-13", map[string]any{"positions": []any{
			map[string]any{"job": "焊工", "count": 1, "education": "ANY", "salaryMin": 2, "salaryMax": 2, "arriveBy": "2026-06-01"},
			map[string]any{"job": "焊工", "count": 1, "education": "ANY", "salaryMin": 3, "salaryMax": 2, "arriveBy": "2026-06-01"},
		}}, []string{"form.positions[1].salaryMin form.more_than_whole"}},
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
		"a bound alone":    map[string]any{"below": 5},
		"two kinds":        map[string]any{"parts": []string{"landMu"}, "below": 5, "whole": "investment"},
		"unknown others":   map[string]any{"parts": []string{"landMu"}, "others": []string{"nowhere"}},
		"an unknown when":  map[string]any{"parts": []string{"landMu"}, "below": 5, "when": map[string]any{"field": "nowhere", "in": []any{1}}},
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

func TestADraftKeepsWhatWasTypedButForItsCodes(t *testing.T) {
	f := loaded(t).Form("SG-05")
	var kept map[string]any
	typed := models.JSONOf(map[string]any{
		"contractorUscc": "９１１４０９９９ma0k3uqh8p", "contactPhone": "138 0013 8000", "projectCode": "２５１０—140999—04—01—100001",
		"contractor": " 未写完 ", "fireReviewNo": "还没问", "projectName": "", "unknown": 1,
	})
	if err := f.Tidy(typed).Into(&kept); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"contractorUscc": "91140999MA0K3UQH8P", "contactPhone": "13800138000", "projectCode": "2510-140999-04-01-100001",
		"contractor": " 未写完 ", "fireReviewNo": "还没问", "projectName": "", "unknown": 1.0,
	} {
		if kept[name] != want {
			t.Errorf("%s is kept as %q, want %q", name, kept[name], want)
		}
	}
	if got := f.Tidy([]byte(`{"projectName": "a"}`)); string(got) != `{"projectName": "a"}` {
		t.Errorf("nothing to do, yet written anew: %s", got)
	}
}
