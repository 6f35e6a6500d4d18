package county

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

const (
	readSettings  policy.Action = "setting:read"
	writeSettings policy.Action = "setting:write"
)

// Settings gives what the county has decided, as it is in force.
func (m *Admin) Settings(ctx context.Context, a policy.Actor) (Settings, error) {
	if err := m.may(a, readSettings); err != nil {
		return Settings{}, err
	}
	if err := m.County.Fresh(ctx); err != nil {
		return Settings{}, err
	}
	return m.County.Now().Settings, nil
}

// SaveSettings changes what the county decides for itself, journaled with its reason. The division and
// the mark of a demo never change here. Cases that were handed in before keep how their limits are read;
// the lamps of open ones follow by the job of workflow/cases.
func (m *Admin) SaveSettings(ctx context.Context, a policy.Actor, in Settings, reason string) (out Settings, err error) {
	if err := m.may(a, writeSettings); err != nil {
		return out, err
	}
	err = m.County.InTx(ctx, func(tx *store.Tx, snap *Snapshot) error {
		old := snap.Settings
		out = in
		out.Region, out.Demo = old.Region, old.Demo
		if err := out.check(snap, reason); err != nil {
			return err
		}
		if err := tx.PutSetting(models.Setting{Key: settingsKey, Value: models.JSONOf(out), UpdatedBy: a.UserID}); err != nil {
			return err
		}
		return journal(tx, a, "setting.save", "SETTING", 0, reason, old, out)
	})
	if err != nil {
		return out, err
	}
	return out, m.County.Fresh(ctx)
}

// check says what is wrong with settings, and trims what was typed.
func (s *Settings) check(snap *Snapshot, reason string) error {
	e := models.E(models.Invalid, "setting.invalid")
	for _, f := range []struct {
		path   string
		text   *string
		needed bool
		limit  int
	}{
		{"name", &s.Name, true, 60},
		{"nameEn", &s.NameEn, true, 100},
		{"government", &s.Government, false, 100},
		{"cityGov", &s.CityGov, false, 100},
		{"court", &s.Court, false, 100},
		{"cityCourt", &s.CityCourt, false, 100},
		{"word", &s.Word, false, 12},
		{"correctionRule", &s.CorrectionRule, s.CorrectionLimitDays > 0, 200},
	} {
		*f.text = strings.TrimSpace(*f.text)
		switch {
		case *f.text == "" && f.needed:
			e.At(f.path, "field.required")
		case !utf8.ValidString(*f.text) || strings.ContainsFunc(*f.text, unicode.IsControl):
			e.At(f.path, "field.characters")
		case utf8.RuneCountInString(*f.text) > f.limit:
			e.At(f.path, "field.too_long")
		}
	}
	choice(e, "lampPreset", s.LampPreset, models.PresetA, models.PresetB)
	choice(e, "bareDayUnit", s.BareDayUnit, models.CalendarDay, models.WorkingDay)
	choice(e, "round1AcceptedOn", s.Round1AcceptedOn, "NOTICE_DATE", "RECEIVED")
	if s.CorrectionLimitDays < 0 || s.CorrectionLimitDays > 365 {
		e.At("correctionLimitDays", "field.range")
	}
	if snap.Dept(s.WindowDept) == nil && snap.Base.Department(s.WindowDept) == nil {
		e.At("windowDept", "department.not_found")
	}
	checkDivisions(e, s)
	if strings.TrimSpace(reason) == "" {
		e.At("reason", "field.required")
	}
	return e.OrNil()
}

// checkDivisions refuses a part that lies outside of the county, stands twice, or has no name.
func checkDivisions(e *models.Error, s *Settings) {
	seen := map[string]bool{}
	for i := range s.Divisions {
		d, path := &s.Divisions[i], fmt.Sprintf("divisions[%d]", i)
		d.Name, d.NameEn = strings.TrimSpace(d.Name), strings.TrimSpace(d.NameEn)
		switch {
		case !policy.Covers(s.Region, d.Code) || seen[d.Code]:
			e.At(path+".code", "region.outside")
		case d.Name == "":
			e.At(path+".name", "field.required")
		case utf8.RuneCountInString(d.Name) > 60 || utf8.RuneCountInString(d.NameEn) > 100:
			e.At(path+".name", "field.too_long")
		}
		seen[d.Code] = true
	}
}

func choice[T comparable](e *models.Error, path string, v T, all ...T) {
	if !slices.Contains(all, v) {
		e.At(path, "field.choice")
	}
}
