package catalog

import "slices"

// Applicable is an item with the answer whether it applies.
type Applicable struct {
	Item    *Item    `json:"-"`
	Code    string   `json:"code"`
	Applies Tri      `json:"applies"`
	Chosen  bool     `json:"chosen"`  // not derived from attributes: the user chooses it
	Unknown []string `json:"unknown"` // attributes to ask
}

// ItemsFor gives the items that these attributes do not exclude, in the order in which they come:
// what is needed comes before what needs it, then by stage. An item that the user chooses has the
// answer UNKNOWN and Chosen.
func (c *Catalogue) ItemsFor(attrs Attrs) []Applicable {
	var out []Applicable
	for _, code := range c.Order(c.codes, attrs) {
		it := c.items[code]
		if it.StageSet {
			continue // another way to hand in items that stand here themselves
		}
		a := Applicable{Item: it, Code: code, Applies: it.AppliesWhen.Eval(attrs), Unknown: it.AppliesWhen.Unknowns(attrs)}
		if it.AppliesWhen.IsZero() {
			a.Applies, a.Chosen = Unknown, true
		}
		if a.Applies == False {
			continue
		}
		if a.Unknown == nil {
			a.Unknown = []string{}
		}
		out = append(out, a)
	}
	return out
}

// Order sorts items: an item comes after its preconditions among codes, unless these attributes
// make the precondition void; otherwise by stage and code. The result has each known code once.
func (c *Catalogue) Order(codes []string, attrs Attrs) []string {
	return c.orderBy(codes, attrs, func(it *Item) int { return c.stages[it.Stage] })
}

func (c *Catalogue) orderBy(codes []string, attrs Attrs, stageOf func(*Item) int) []string {
	waits := map[string][]string{}
	var left []string
	for _, code := range c.codes {
		if slices.Contains(codes, code) {
			left = append(left, code)
			waits[code] = c.before(c.items[code], attrs)
		}
	}
	slices.SortStableFunc(left, func(a, b string) int { return stageOf(c.items[a]) - stageOf(c.items[b]) })
	out := make([]string, 0, len(left))
	for len(left) > 0 {
		i := slices.IndexFunc(left, func(code string) bool {
			return !slices.ContainsFunc(waits[code], func(w string) bool { return slices.Contains(left, w) })
		})
		i = max(i, 0) // a circle cannot be: the loader refuses it
		out = append(out, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return out
}

// before gives the items that these attributes may demand before it.
func (c *Catalogue) before(it *Item, attrs Attrs) []string {
	var out []string
	for i := range it.Preconditions {
		for _, m := range it.Preconditions[i].Members() {
			if m.When.Eval(attrs) != False {
				out = append(out, m.Item)
			}
		}
	}
	return out
}
