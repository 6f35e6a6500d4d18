package catalog

import "onestop.internal/models"

// Terms are the limits and steps that hold for one case of an item: of its variant where it has one.
type Terms struct {
	Variant  string          `json:"variant"` // value of the selector; "" for the item itself
	Legal    models.Limit    `json:"legal"`
	StartsOn models.StartsOn `json:"startsOn"`
	Promise  models.Limit    `json:"promise"`
	Window   *Window         `json:"window"`
	Instant  bool            `json:"instant"`
	Steps    []Step          `json:"steps"`   // their limits never add up to more than the promise
	Unknown  []string        `json:"unknown"` // the selector, while it is not answered
}

// Terms gives what holds for a case with these attributes. While the selector of the variants is not
// answered, or its value has no variant, the item's own limits hold.
func (it *Item) Terms(attrs Attrs) Terms {
	if it.Variants == nil {
		return it.TermsOf("")
	}
	value, _ := attrs[it.Variants.Selector].(string)
	t := it.TermsOf(value)
	if value == "" {
		t.Unknown = []string{it.Variants.Selector}
	}
	return t
}

// TermsOf gives the terms of a variant, those of the item itself where it has none of that name.
func (it *Item) TermsOf(variant string) Terms {
	t := Terms{
		Legal: it.Statutory.Limit(), StartsOn: it.Statutory.StartsOn, Promise: it.Promised.Limit(),
		Window: it.Window, Instant: it.Instant, Unknown: []string{},
	}
	if it.Variants != nil {
		for _, k := range it.Variants.Cases {
			if k.Value == variant {
				t.Variant, t.Legal, t.Promise, t.Instant = k.Value, k.Limit, k.Promised.Limit(), k.Instant
			}
		}
	}
	t.Steps = cutSteps(it.Steps, t.Promise)
	return t
}

// cutSteps shortens the steps until they fit into a promise: always the longest by a day, the later
// one of two equals, so that the work is cut before the window.
func cutSteps(steps []Step, promise models.Limit) []Step {
	out := append([]Step{}, steps...)
	total := 0
	for _, s := range out {
		total += s.LimitWD
	}
	for ; total > promise.Value; total-- {
		longest := 0
		for i := range out {
			if out[i].LimitWD >= out[longest].LimitWD {
				longest = i
			}
		}
		out[longest].LimitWD--
	}
	return out
}
