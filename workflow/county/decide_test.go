package county_test

import (
	"errors"
	"reflect"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/cases/casestest"
	"onestop.internal/workflow/county"
)

func TestSettingsAreCheckedJournaledAndInForceAtOnce(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	m := &county.Admin{County: w.County, Policy: w.Policy}
	a := w.Staff(policy.SystemAdmin, "", "管理员")
	old, err := m.Settings(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	in := old
	in.LampPreset, in.CorrectionLimitDays, in.CorrectionRule, in.Region, in.Demo = models.PresetB, 30, "本县规定第三条", "999999000000", !old.Demo
	out, err := m.SaveSettings(t.Context(), a, in, "县政府常务会议决定")
	if err != nil {
		t.Fatal(err)
	}
	if now := w.County.Now().Settings; !reflect.DeepEqual(now, out) || now.LampPreset != models.PresetB || now.CorrectionLimitDays != 30 {
		t.Errorf("in force: %+v", now)
	}
	if out.Region != old.Region || out.Demo != old.Demo {
		t.Errorf("the division or the mark of a demo moved: %+v", out)
	}
	auditor := w.Staff(policy.Auditor, "", "审计员")
	scope, err := w.Policy.Scope(auditor, "audit:read")
	if err != nil {
		t.Fatal(err)
	}
	log, err := w.Store.AdminEvents(t.Context(), scope, store.AdminEventFilter{Action: "setting.save", Limit: 5})
	if err != nil || len(log) != 1 || log[0].Reason != "县政府常务会议决定" {
		t.Errorf("journal: %+v (%v)", log, err)
	}
}

func TestSettingsThatWouldNotHoldAreRefusedFieldByField(t *testing.T) {
	w := casestest.New(t, "2026-03-02T09:30:00+08:00")
	m := &county.Admin{County: w.County, Policy: w.Policy}
	a := w.Staff(policy.SystemAdmin, "", "管理员")
	old := w.County.Now().Settings
	for field, change := range map[string]func(*county.Settings){
		"name":                func(s *county.Settings) { s.Name = " " },
		"word":                func(s *county.Settings) { s.Word = "示\u0001县" },
		"lampPreset":          func(s *county.Settings) { s.LampPreset = "C" },
		"bareDayUnit":         func(s *county.Settings) { s.BareDayUnit = models.Month },
		"round1AcceptedOn":    func(s *county.Settings) { s.Round1AcceptedOn = "LATER" },
		"windowDept":          func(s *county.Settings) { s.WindowDept = "XYZ" },
		"correctionLimitDays": func(s *county.Settings) { s.CorrectionLimitDays = -1 },
		"correctionRule":      func(s *county.Settings) { s.CorrectionLimitDays, s.CorrectionRule = 30, "" },
		"divisions[0].code":   func(s *county.Settings) { s.Divisions = []county.Division{{Code: "110000000000", Name: "北京"}} },
		"divisions[0].name":   func(s *county.Settings) { s.Divisions = []county.Division{{Code: "140999100000", Name: " "}} },
		"divisions[1].code": func(s *county.Settings) {
			s.Divisions = []county.Division{{Code: "140999100000", Name: "城关镇"}, {Code: "140999100000", Name: "城关镇"}}
		},
	} {
		in := old
		change(&in)
		_, err := m.SaveSettings(t.Context(), a, in, "试")
		var e *models.Error
		if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Path != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := m.SaveSettings(t.Context(), a, old, " "); models.CodeOf(err) != models.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := m.SaveSettings(t.Context(), w.Window(), old, "试"); models.CodeOf(err) != models.Denied {
		t.Errorf("by a window clerk: %v", err)
	}
	if !reflect.DeepEqual(w.County.Now().Settings, old) {
		t.Error("what was refused was stored")
	}
}
