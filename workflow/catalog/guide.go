package catalog

import (
	"slices"

	"onestop.internal/models"
)

// Guide is what the guide page (办事指南) of an item shows: the item with everything that it refers
// to put into words.
type Guide struct {
	Item          *Item           `json:"item"`
	Department    Named           `json:"department"`
	CoApprovers   []Named         `json:"coApprovers"`
	Consulted     []Named         `json:"consulted"`
	Alternatives  []Named         `json:"alternatives"`
	Stage         Named           `json:"stage"`
	Basis         []string        `json:"basis"` // in force on the day asked for
	Applies       Text            `json:"applies"`
	Preconditions []GuideDemand   `json:"preconditions"`
	Parts         []Named         `json:"parts"`   // of a set
	JointIn       []Named         `json:"jointIn"` // the sets in which it may be handed in
	Materials     []GuideMaterial `json:"materials"`
	Terms         []GuideTerms    `json:"terms"` // one a variant; one in all where there are none
	Pauses        []GuidePause    `json:"pauses"`
	Fees          []Fee           `json:"fees"` // none: free of charge
	ReviewBodies  []ReviewBody    `json:"reviewBodies"`
	MayPrint      bool            `json:"mayPrintRemedies"`
	Form          string          `json:"form"` // code of the form
	Sample        models.RawJSON  `json:"sample"`
	Defaults      []string        `json:"defaults"` // paths that the county has not yet decided
}

// Named is a code with its name.
type Named struct {
	Code string `json:"code"`
	Text
}

// GuideDemand is a precondition in words.
type GuideDemand struct {
	Items    []GuideMember `json:"items"` // one of them is enough
	Strength Strength      `json:"strength"`
}

// GuideMember is an item that may be demanded, and when.
type GuideMember struct {
	Named
	When Text `json:"when"`
}

// GuideMaterial is a material in words.
type GuideMaterial struct {
	Material
	WhenText Text    `json:"whenText"`
	HeldFrom []Named `json:"heldFrom"` // items whose result replaces it
}

// GuideTerms are the limits and steps of one variant.
type GuideTerms struct {
	Label Text `json:"label"`
	Terms
}

// GuidePause is a ground on which the clock may stand still.
type GuidePause struct {
	Exclusion
	Label Text `json:"label"`
}

// Guide gives the guide of an item as of a day. The item need not be the catalogue's own version.
func (c *Catalogue) Guide(it *Item, on models.Date) Guide {
	g := Guide{
		Item: it, Department: c.nameDept(it.Dept.Lead), CoApprovers: c.nameDepts(it.Dept.CoApprovers), Consulted: c.nameDepts(it.Dept.Consulted),
		Alternatives: c.nameDepts(it.Dept.Alternatives), Basis: it.LegalBasisOn(on), Applies: c.Describe(it.AppliesWhen),
		Fees: c.FeesOf(it.Code), MayPrint: c.MayPrintRemedies(it), ReviewBodies: []ReviewBody{}, Defaults: it.Defaults(),
		Terms: c.guideTerms(it), Preconditions: []GuideDemand{}, Materials: []GuideMaterial{}, Pauses: []GuidePause{}, Sample: c.Sample(it.Code),
	}
	if f := c.Form(it.Code); f != nil {
		g.Form = f.Code
	}
	if s := c.Stage(it.Stage); s != nil {
		g.Stage = Named{s.Code, Text{s.Zh, s.En}}
	}
	if d := c.Department(it.Dept.Lead); d != nil && it.DecidedBy == ByDepartment {
		g.ReviewBodies = d.ReviewBodies
	}
	if it.DecidedBy == ByCountyGov {
		g.ReviewBodies = []ReviewBody{{Body: "CITY_GOV", Basis: "行政复议法 art 24"}}
	}
	for i := range it.Preconditions {
		g.Preconditions = append(g.Preconditions, c.guideDemand(&it.Preconditions[i]))
	}
	g.Parts, g.JointIn = c.nameItems(it.Children), c.nameItems(c.jointIn(it.Code))
	for _, m := range it.Materials {
		g.Materials = append(g.Materials, GuideMaterial{Material: m, WhenText: c.Describe(m.When), HeldFrom: c.nameItems(m.AlreadyHeld)})
	}
	for _, x := range it.Excluded {
		p := GuidePause{Exclusion: x}
		if r := c.Reason(x.Reason); r != nil {
			p.Label = Text{r.Zh, r.En}
		}
		g.Pauses = append(g.Pauses, p)
	}
	return g
}

// jointIn gives the sets that an item is a part of.
func (c *Catalogue) jointIn(code string) []string {
	var out []string
	for _, set := range c.codes {
		if slices.Contains(c.items[set].Children, code) {
			out = append(out, set)
		}
	}
	return out
}

func (c *Catalogue) guideTerms(it *Item) []GuideTerms {
	if it.Variants == nil {
		return []GuideTerms{{Terms: it.Terms(nil)}}
	}
	out := []GuideTerms{}
	for _, k := range it.Variants.Cases {
		label := Text{k.LabelZh, k.Value}
		if a := c.Attribute(it.Variants.Selector); a != nil && a.Value(k.Value) != nil {
			label.En = a.Value(k.Value).En
		}
		out = append(out, GuideTerms{Label: label, Terms: it.Terms(Attrs{it.Variants.Selector: k.Value})})
	}
	return out
}

func (c *Catalogue) guideDemand(p *Precondition) GuideDemand {
	d := GuideDemand{Items: []GuideMember{}, Strength: p.Strength}
	for _, m := range p.Members() {
		d.Items = append(d.Items, GuideMember{Named: c.nameItem(m.Item), When: c.Describe(m.When)})
	}
	return d
}

func (c *Catalogue) nameItem(code string) Named {
	if it := c.Item(code); it != nil {
		return Named{code, Text{it.NameZh, it.NameEn}}
	}
	return Named{code, Text{code, code}}
}

func (c *Catalogue) nameItems(codes []string) []Named {
	out := make([]Named, len(codes))
	for i, code := range codes {
		out[i] = c.nameItem(code)
	}
	return out
}

func (c *Catalogue) nameDept(code string) Named {
	if d := c.Department(code); d != nil {
		return Named{code, Text{d.NameZh, d.NameEn}}
	}
	return Named{code, Text{code, code}}
}

func (c *Catalogue) nameDepts(codes []string) []Named {
	out := make([]Named, len(codes))
	for i, code := range codes {
		out[i] = c.nameDept(code)
	}
	return out
}
