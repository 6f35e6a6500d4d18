// Package catalog holds the service items of the county as data: what each asks for, who decides
// it, how long the law and the promise give, what must come before it, and the form to fill in.
//
// The files below this folder are version 1 of the catalogue. At run time the database's versions
// are the only catalogue; Item is also the shape in which they are stored, as JSON.
package catalog

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"onestop.internal/models"
)

// Catalogue is all service items with the lists that they refer to. It is not changed after Load;
// With makes a copy in which one item is another version.
type Catalogue struct {
	Departments []Department `json:"departments"`
	Attributes  []Attribute  `json:"attributes"`
	Stages      []Stage      `json:"stages"`
	Reasons     []Reason     `json:"reasons"`
	Fees        []Fee        `json:"fees"`

	items     map[string]*Item
	codes     []string // by stage, then by code
	depts     map[string]*Department
	attrs     map[string]*Attribute
	stages    map[string]int
	reasons   map[models.PauseReason]*Reason
	forms     map[string]*Form
	samples   map[string]models.RawJSON
	scenarios []Scenario
	strict    bool // while it is read: hold each sample against its form
}

// Item gives the item of that code; nil where there is none.
func (c *Catalogue) Item(code string) *Item { return c.items[code] }

// Codes gives the codes of all items, by stage and then by code.
func (c *Catalogue) Codes() []string { return slices.Clone(c.codes) }

// Items gives all service items, by stage and then by code; not the sets of the stages.
func (c *Catalogue) Items() []*Item { return c.pick(func(it *Item) bool { return !it.StageSet }) }

// StageSets gives the joint entrances of the stages (并联审批): one form, one registration by the lead,
// and the parts of the stage that apply side by side (R-PAR-01, R-PAR-02).
func (c *Catalogue) StageSets() []*Item { return c.pick(func(it *Item) bool { return it.StageSet }) }

func (c *Catalogue) pick(wanted func(*Item) bool) []*Item {
	var out []*Item
	for _, code := range c.codes {
		if it := c.items[code]; wanted(it) {
			out = append(out, it)
		}
	}
	return out
}

// Department gives the department of that code; nil where there is none.
func (c *Catalogue) Department(code string) *Department { return c.depts[code] }

// Attribute gives the attribute of that name; nil where there is none.
func (c *Catalogue) Attribute(name string) *Attribute { return c.attrs[name] }

// Stage gives the stage of that code; nil where there is none.
func (c *Catalogue) Stage(code string) *Stage {
	if i, ok := c.stages[code]; ok {
		return &c.Stages[i]
	}
	return nil
}

// Reason gives the ground of a pause; nil where there is none.
func (c *Catalogue) Reason(code models.PauseReason) *Reason { return c.reasons[code] }

// With gives a catalogue in which it stands for the item of its code. The other items are shared.
func (c *Catalogue) With(it *Item) *Catalogue {
	n := *c
	n.items = make(map[string]*Item, len(c.items)+1)
	for code, old := range c.items {
		n.items[code] = old
	}
	n.items[it.Code] = it
	n.index()
	return &n
}

// WithForm gives a catalogue in which f is the form of its item.
func (c *Catalogue) WithForm(f *Form) *Catalogue {
	n := *c
	n.forms = make(map[string]*Form, len(c.forms)+1)
	for code, old := range c.forms {
		n.forms[code] = old
	}
	n.forms[f.Code] = f
	return &n
}

// index orders the codes by stage and makes the maps by code.
func (c *Catalogue) index() {
	c.depts, c.attrs = map[string]*Department{}, map[string]*Attribute{}
	c.stages, c.reasons = map[string]int{}, map[models.PauseReason]*Reason{}
	for i := range c.Departments {
		c.depts[c.Departments[i].Code] = &c.Departments[i]
	}
	for i := range c.Attributes {
		c.attrs[c.Attributes[i].Name] = &c.Attributes[i]
	}
	for i := range c.Stages {
		c.stages[c.Stages[i].Code] = i
	}
	for i := range c.Reasons {
		c.reasons[c.Reasons[i].Code] = &c.Reasons[i]
	}
	c.codes = c.codes[:0:0]
	for code := range c.items {
		c.codes = append(c.codes, code)
	}
	slices.SortFunc(c.codes, func(a, b string) int {
		if d := c.stages[c.items[a].Stage] - c.stages[c.items[b].Stage]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// CheckItem tells whether it may stand in the catalogue as a version of its item: the check for an
// administrator's edit. The error is a models.Error whose fields have JSON paths of the item.
func (c *Catalogue) CheckItem(it *Item) error {
	e := models.E(models.Invalid, "catalog.item_invalid").With("code", it.Code)
	e.Fields = c.With(it).checkItem(it)
	if len(e.Fields) == 0 {
		if loop := c.With(it).cycle(); loop != nil {
			e.Fields = append(e.Fields, models.Field{Path: "preconditions", Key: "catalog.cycle", Args: map[string]any{"cycle": strings.Join(loop, " > ")}})
		}
	}
	return e.OrNil()
}

// problems writes wrong fields as text, for the errors of Load.
func problems(of string, fields []models.Field) []error {
	var out []error
	for _, f := range fields {
		text := fmt.Sprintf("%s: %s: %s", of, f.Path, f.Key)
		if len(f.Args) > 0 {
			text += fmt.Sprintf(" %v", f.Args)
		}
		out = append(out, errors.New(text))
	}
	return out
}
