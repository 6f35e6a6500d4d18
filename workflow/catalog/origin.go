package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var listIndex = regexp.MustCompile(`\[([^\]]*)\]`)

// flagKeys are the keys of a material whose origin stands once for all, under materials.flags.
var flagKeys = []string{"required", "mayFollow", "alreadyHeld", "copies", "when"}

// IsDefault tells whether the value at a JSON path was chosen by judgement and not taken from the
// text cited, so that the county may change it: "promised", "appliesWhen", "steps[0].limitWd",
// "materials[2].required". An element of a list may also be named by its code: "steps[S2]".
func (it *Item) IsDefault(path string) bool {
	if it.Origins["item"] == FromDefault {
		return true
	}
	if o, known := it.ownOrigin(path); known {
		return o == FromDefault
	}
	plain := listIndex.ReplaceAllString(path, "")
	if head, key, _ := strings.Cut(plain, "."); head == "materials" && slices.Contains(flagKeys, key) {
		plain = "materials.flags"
	}
	for p := plain; ; {
		if o, known := it.Origins[p]; known {
			return o == FromDefault
		}
		i := strings.LastIndexByte(p, '.')
		if i < 0 {
			return false
		}
		p = p[:i]
	}
}

// ownOrigin gives the origin that the object at path states itself.
func (it *Item) ownOrigin(path string) (Origin, bool) {
	head, rest, _ := strings.Cut(path, ".")
	name, index, _ := strings.Cut(strings.TrimSuffix(head, "]"), "[")
	switch name {
	case "promised":
		return it.Promised.Origin, it.Promised.Origin != ""
	case "acceptanceWindow":
		return originOf(it.Window, func(w *Window) Origin { return w.Origin })
	case "extension":
		return originOf(it.Extension, func(x *Extension) Origin { return x.Origin })
	case "licence":
		return originOf(it.Licence, func(l *LicenceTerms) Origin { return l.Origin })
	case "renewalLead":
		return originOf(it.Renewal, func(r *RenewalLead) Origin { return r.Origin })
	case "steps":
		return it.stepOrigin(index)
	case "materials":
		if i := it.materialAt(index); i >= 0 && (rest == "" || rest == "nameZh") {
			return it.Materials[i].Origin, true
		}
	case "variants":
		if strings.Contains(rest, "promised") {
			return it.variantOrigin(rest)
		}
	}
	return "", false
}

func originOf[T any](v *T, of func(*T) Origin) (Origin, bool) {
	if v == nil {
		return "", false
	}
	return of(v), of(v) != ""
}

func (it *Item) stepOrigin(index string) (Origin, bool) {
	for i := range it.Steps {
		if index == "" || index == it.Steps[i].Code || index == strconv.Itoa(i) {
			return it.Steps[i].Origin, true
		}
	}
	return "", false
}

func (it *Item) materialAt(index string) int {
	return slices.IndexFunc(it.Materials, func(m Material) bool {
		return m.Code == index || index != "" && index == strconv.Itoa(slices.IndexFunc(it.Materials, func(n Material) bool { return n.Code == m.Code }))
	})
}

func (it *Item) variantOrigin(rest string) (Origin, bool) {
	if it.Variants == nil {
		return "", false
	}
	m := listIndex.FindStringSubmatch(rest)
	for i, k := range it.Variants.Cases {
		if m == nil || m[1] == k.Value || m[1] == strconv.Itoa(i) {
			return k.Promised.Origin, k.Promised.Origin != ""
		}
	}
	return "", false
}

// defaultPaths are the paths that the set-up checklist of a county looks at.
var defaultPaths = []string{
	"dept", "countyRole", "administrativeAct", "decidedBy", "appliesWhen", "promised", "acceptanceWindow", "extension",
	"instant", "safetyRelated", "inspectionByAgency", "licence", "renewalLead", "steps", "materials.flags",
	"materials.nameEn", "preconditions.when", "variants.cases.promised",
}

// Defaults gives the paths of the item that still stand as chosen by judgement.
func (it *Item) Defaults() []string {
	out := []string{}
	for _, p := range defaultPaths {
		if it.IsDefault(p) && it.has(p) {
			out = append(out, p)
		}
	}
	return out
}

func (it *Item) has(path string) bool {
	switch path {
	case "acceptanceWindow":
		return it.Window != nil
	case "extension":
		return it.Extension != nil
	case "licence":
		return it.Licence != nil
	case "renewalLead":
		return it.Renewal != nil
	case "steps":
		return len(it.Steps) > 0
	case "preconditions.when":
		return len(it.Preconditions) > 0
	case "variants.cases.promised":
		return it.Variants != nil
	}
	return true
}

// MayPrintRemedies tells whether a decision on the item can name its body of reconsideration: an
// administrative act needs a decider, and a department that decides needs its body.
func (c *Catalogue) MayPrintRemedies(it *Item) bool {
	switch {
	case !it.IsAct:
		return false
	case it.DecidedBy == ByDepartment:
		d := c.Department(it.Dept.Lead)
		return d != nil && d.MayPrintRemedies()
	}
	return it.DecidedBy != ""
}
