package county

import "onestop.internal/models"

// Settings are what a county decides for itself. The zero value of each is a lawful default.
type Settings struct {
	Name        string            `json:"name"`       // 示范县
	NameEn      string            `json:"nameEn"`     // Demo County
	Region      string            `json:"region"`     // 12-digit division code
	Government  string            `json:"government"` // 示范县人民政府
	CityGov     string            `json:"cityGov"`    // the municipal government: reconsideration of the county's own acts
	Court       string            `json:"court"`      // the court named on adverse papers
	CityCourt   string            `json:"cityCourt"`  // the intermediate court: for the county government's own acts (行政诉讼法 15(1))
	Word        string            `json:"word"`       // 机关代字, the first character of document numbers: 示
	WindowDept  string            `json:"windowDept"` // the department that runs the integrated window
	Demo        bool              `json:"demo"`       // a seeded demo: demo accounts, simulated clock
	LampPreset  models.LampPreset `json:"lampPreset"`
	BareDayUnit models.Unit       `json:"bareDayUnit"` // how a bare 日 is read (R-CAL-09)
	// Round1AcceptedOn is NOTICE_DATE or RECEIVED (R-CLK-16).
	Round1AcceptedOn string `json:"round1AcceptedOn"`
	// CorrectionLimitDays is the local time limit for a correction, in calendar days; 0 for none (T19 b).
	CorrectionLimitDays int    `json:"correctionLimitDays"`
	CorrectionRule      string `json:"correctionRule"` // the rule that the limit cites
	StepCards           bool   `json:"stepCards"`
	// Divisions are the parks, towns and townships of the county, by which its boards are divided.
	Divisions []Division `json:"divisions,omitempty"`
}

// Division is a part of the county with its name.
type Division struct {
	Code   string `json:"code"` // 12 digits
	Name   string `json:"name"`
	NameEn string `json:"nameEn"` // "": shown in Chinese
}

// keys of the settings table.
const settingsKey = "county"

// Defaults are the settings of a county that has decided nothing yet.
func Defaults() Settings {
	return Settings{
		Name: "本县", NameEn: "This county", Region: "000000000000", WindowDept: "SPJ",
		LampPreset: models.PresetA, BareDayUnit: models.CalendarDay, Round1AcceptedOn: "NOTICE_DATE",
	}
}
