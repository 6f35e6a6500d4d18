package catalog

import "slices"

// Department is a body that takes part in an item: a bureau, an institution, a service company.
type Department struct {
	Code         string        `yaml:"code" json:"code"`
	NameZh       string        `yaml:"name_zh" json:"nameZh"`
	NameEn       string        `yaml:"name_en" json:"nameEn"`
	BodyType     string        `yaml:"body_type" json:"bodyType"`
	ActsInNameOf string        `yaml:"acts_in_name_of" json:"actsInNameOf"` // "": the county has yet to say
	ReviewBodies []ReviewBody  `yaml:"reconsideration_body" json:"reconsiderationBody"`
	Options      []SetUpOption `yaml:"options,omitempty" json:"options,omitempty"`
	Origin       Origin        `yaml:"origin,omitempty" json:"origin,omitempty"`
	Reserved     bool          `yaml:"reserved,omitempty" json:"reserved,omitempty"` // no item uses it yet
	Note         string        `yaml:"note,omitempty" json:"note,omitempty"`
}

// ReviewBody is where a decision of a department may be taken to reconsideration (行政复议).
type ReviewBody struct {
	Body  string `yaml:"body" json:"body"`
	Basis string `yaml:"basis" json:"basis"`
}

// SetUpOption is one lawful way in which a county may have set a department up.
type SetUpOption struct {
	ActsInNameOf string   `yaml:"acts_in_name_of" json:"actsInNameOf"`
	Bodies       []string `yaml:"bodies" json:"bodies"`
	Basis        string   `yaml:"basis" json:"basis"`
}

// MayPrintRemedies tells whether a decision of d can name where to take it; without a body of
// reconsideration no decision with remedies may be printed.
func (d *Department) MayPrintRemedies() bool { return len(d.ReviewBodies) > 0 }

// MaySupervise tells whether d can be a candidate for supervision orders (督查): enterprises and
// third parties never are.
func (d *Department) MaySupervise() bool { return slices.Contains(supervisedTypes, d.BodyType) }

// Stage is one stage of a project's way, or another group of items.
type Stage struct {
	Code string `yaml:"code" json:"code"`
	Zh   string `yaml:"zh" json:"zh"`
	En   string `yaml:"en" json:"en"`
	Lead string `yaml:"lead,omitempty" json:"lead,omitempty"` // the department that leads its parallel approval
}
