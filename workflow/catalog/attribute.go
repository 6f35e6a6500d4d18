package catalog

import (
	"encoding/json"
	"math"
	"slices"

	"onestop.internal/models"
)

// Attribute is a fact of a project or case that decides what applies to it. It starts unknown.
type Attribute struct {
	Name   string      `yaml:"name" json:"name"`
	Type   AttrType    `yaml:"type" json:"type"`
	Scope  Scope       `yaml:"scope" json:"scope"`
	Zh     string      `yaml:"zh" json:"zh"`
	En     string      `yaml:"en" json:"en"`
	Values []AttrValue `yaml:"values,omitempty" json:"values,omitempty"` // ENUM only
}

// AttrValue is one value of an ENUM attribute.
type AttrValue struct {
	Code string `yaml:"code" json:"code"`
	Zh   string `yaml:"zh" json:"zh"`
	En   string `yaml:"en" json:"en"`
}

// Value gives the ENUM value of that code; nil where there is none.
func (a *Attribute) Value(code string) *AttrValue {
	i := slices.IndexFunc(a.Values, func(v AttrValue) bool { return v.Code == code })
	if i < 0 {
		return nil
	}
	return &a.Values[i]
}

// Takes tells whether v is a value of a: a listed code, a boolean, or a finite number of at least
// zero (a whole one for INT). nil is taken: not known.
func (a *Attribute) Takes(v any) bool {
	if v == nil {
		return true
	}
	switch a.Type {
	case Bool:
		_, ok := v.(bool)
		return ok
	case Enum:
		s, ok := v.(string)
		return ok && a.Value(s) != nil
	case Int, Decimal:
		n, ok := number(v)
		return ok && n >= 0 && (a.Type == Decimal || n == math.Trunc(n))
	}
	return false
}

// Attrs are known values by attribute name. Absent and nil mean not known. Values are bool, string
// (ENUM codes) or a number, as encoding/json reads them.
type Attrs map[string]any

// CheckAttrs says what is wrong with values given by a client; the paths are `attrs.<name>`.
func (c *Catalogue) CheckAttrs(attrs Attrs) []models.Field {
	var out []models.Field
	for name, v := range attrs {
		a := c.attrs[name]
		switch {
		case a == nil:
			out = append(out, models.Field{Path: "attrs." + name, Key: "catalog.unknown_attribute"})
		case !a.Takes(v):
			out = append(out, models.Field{Path: "attrs." + name, Key: "catalog.attribute_value", Args: map[string]any{"type": string(a.Type)}})
		}
	}
	slices.SortFunc(out, byPath)
	return out
}

// number reads a finite number of any type that JSON or YAML gives.
func number(v any) (float64, bool) {
	var f float64
	switch n := v.(type) {
	case float64:
		f = n
	case int:
		f = float64(n)
	case int64:
		f = float64(n)
	case json.Number:
		var err error
		if f, err = n.Float64(); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	return f, !math.IsNaN(f) && !math.IsInf(f, 0)
}

// Reason is a ground on which the legal clock stands still.
type Reason struct {
	Code models.PauseReason `yaml:"code" json:"code"`
	Zh   string             `yaml:"zh" json:"zh"`
	En   string             `yaml:"en" json:"en"`
}
