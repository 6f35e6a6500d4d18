package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"onestop.internal/models"
)

// wrong gathers what is wrong with one thing.
type wrong struct{ fields []models.Field }

func (w *wrong) add(path, key string, args ...any) {
	f := models.Field{Path: path, Key: "catalog." + key}
	for i := 0; i+1 < len(args); i += 2 {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		f.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	w.fields = append(w.fields, f)
}

func (w *wrong) addIf(bad bool, path, key string, args ...any) {
	if bad {
		w.add(path, key, args...)
	}
}

// oneOf refuses a value that is not in its closed list.
func oneOf[T ~string](w *wrong, path string, v T, list []T) {
	w.addIf(!slices.Contains(list, v), path, "not_in_list", "value", string(v))
}

// oneOfOrNone lets the empty value pass.
func oneOfOrNone[T ~string](w *wrong, path string, v T, list []T) {
	if v != "" {
		oneOf(w, path, v, list)
	}
}

func byPath(a, b models.Field) int { return strings.Compare(a.Path, b.Path) }

// check holds the whole catalogue against the rules.
func (c *Catalogue) check() []error {
	errs := c.checkLists()
	for _, code := range c.codes {
		errs = append(errs, problems(code, c.checkItem(c.items[code]))...)
	}
	errs = append(errs, c.checkUse()...)
	if loop := c.cycle(); loop != nil {
		errs = append(errs, fmt.Errorf("preconditions run in a circle: %s", strings.Join(loop, " > ")))
	}
	errs = append(errs, c.checkFees()...)
	return append(errs, c.checkScenarios()...)
}

func (c *Catalogue) checkLists() []error {
	var w wrong
	c.checkDepartments(&w)
	c.checkAttributes(&w)
	for i, s := range c.Stages {
		at := fmt.Sprintf("stages[%d]", i)
		w.addIf(c.stages[s.Code] != i, at, "twice", "code", s.Code)
		w.addIf(s.Zh == "" || s.En == "", at, "label_missing")
		w.addIf(s.Lead != "" && c.depts[s.Lead] == nil, at+".lead", "unknown_department", "code", s.Lead)
	}
	for i := range c.Reasons {
		r := &c.Reasons[i]
		w.addIf(c.reasons[r.Code] != r, fmt.Sprintf("reasons[%d]", i), "twice", "code", string(r.Code))
	}
	return problems("lists", w.fields)
}

func (c *Catalogue) checkDepartments(w *wrong) {
	for i := range c.Departments {
		d, at := &c.Departments[i], fmt.Sprintf("departments[%d]", i)
		w.addIf(c.depts[d.Code] != d, at, "twice", "code", d.Code)
		w.addIf(d.NameZh == "" || d.NameEn == "", at, "label_missing")
		oneOf(w, at+".bodyType", d.BodyType, bodyTypes)
		oneOfOrNone(w, at+".actsInNameOf", d.ActsInNameOf, actsInNameOf)
		oneOfOrNone(w, at+".origin", d.Origin, origins)
		for _, b := range d.ReviewBodies {
			oneOf(w, at+".reconsiderationBody", b.Body, reviewBodies)
			w.addIf(b.Basis == "", at+".reconsiderationBody", "basis_missing")
		}
		for _, o := range d.Options {
			oneOf(w, at+".options", o.ActsInNameOf, actsInNameOf)
			for _, b := range o.Bodies {
				oneOf(w, at+".options", b, reviewBodies)
			}
		}
		w.addIf(len(d.ReviewBodies) == 0 && d.Note == "", at, "no_review_body_and_no_note")
	}
}

func (c *Catalogue) checkAttributes(w *wrong) {
	for i := range c.Attributes {
		a, at := &c.Attributes[i], fmt.Sprintf("attributes[%d]", i)
		w.addIf(c.attrs[a.Name] != a, at, "twice", "code", a.Name)
		w.addIf(!isName(a.Name), at+".name", "pattern", "value", a.Name)
		w.addIf(a.Zh == "" || a.En == "", at, "label_missing")
		oneOf(w, at+".type", a.Type, attrTypes)
		oneOf(w, at+".scope", a.Scope, scopes)
		w.addIf((a.Type == Enum) != (len(a.Values) > 0), at+".values", "enum_only")
		for j := range a.Values {
			w.addIf(a.Value(a.Values[j].Code) != &a.Values[j], at+".values", "twice", "code", a.Values[j].Code)
			w.addIf(a.Values[j].Zh == "" || a.Values[j].En == "", at+".values", "label_missing")
		}
	}
}

// checkUse refuses departments and attributes that nothing uses: a misspelt name leaves one behind.
func (c *Catalogue) checkUse() []error {
	var w wrong
	depts, attrs := map[string]bool{}, map[string]bool{}
	for _, it := range c.items {
		for _, d := range it.Dept.all() {
			depts[d] = true
		}
		for _, a := range it.attributes() {
			attrs[a] = true
		}
	}
	for _, d := range c.Departments {
		w.addIf(!depts[d.Code] && !d.Reserved, d.Code, "department_unused")
		w.addIf(depts[d.Code] && d.Reserved, d.Code, "reserved_department_used")
	}
	for _, a := range c.Attributes {
		w.addIf(!attrs[a.Name], a.Name, "attribute_unused")
	}
	return problems("lists", w.fields)
}

func (d *Dept) all() []string {
	return slices.Concat([]string{d.Lead}, d.CoApprovers, d.Alternatives, d.Consulted)
}

// attributes gives every attribute that the item asks about, repeats included.
func (it *Item) attributes() []string {
	out := it.AppliesWhen.Attributes()
	if it.Variants != nil {
		out = append(out, it.Variants.Selector)
	}
	for i := range it.Materials {
		out = append(out, it.Materials[i].When.Attributes()...)
	}
	for i := range it.Preconditions {
		for _, m := range it.Preconditions[i].Members() {
			out = append(out, m.When.Attributes()...)
		}
	}
	return out
}

// needs gives the items that must come before it, and the parts of a composite.
func (it *Item) needs() []string {
	out := slices.Clone(it.Children)
	for i := range it.Preconditions {
		for _, m := range it.Preconditions[i].Members() {
			out = append(out, m.Item)
		}
	}
	return out
}

// cycle gives items that wait for each other, the first one repeated at the end; nil where there are none.
func (c *Catalogue) cycle() []string {
	done := map[string]bool{}
	var walk func(code string, trail []string) []string
	walk = func(code string, trail []string) []string {
		if i := slices.Index(trail, code); i >= 0 {
			return append(slices.Clone(trail[i:]), code)
		}
		it := c.items[code]
		if done[code] || it == nil {
			return nil
		}
		for _, next := range it.needs() {
			if loop := walk(next, append(trail, code)); loop != nil {
				return loop
			}
		}
		done[code] = true
		return nil
	}
	for _, code := range c.codes {
		if loop := walk(code, nil); loop != nil {
			return loop
		}
	}
	return nil
}

var (
	itemCode     = regexp.MustCompile(`^[A-Z]{2,4}-[0-9]{2,3}$`)
	materialCode = regexp.MustCompile(`^M[1-9][0-9]?$`)
)

// checkItem says what is wrong with one item, by JSON path.
func (c *Catalogue) checkItem(it *Item) []models.Field {
	var w wrong
	c.checkHead(&w, it)
	c.checkDept(&w, it)
	c.checkBasis(&w, it)
	c.checkLimits(&w, it)
	c.checkProcedure(&w, it)
	c.checkPauses(&w, it)
	c.checkLicence(&w, it)
	c.checkMaterials(&w, it)
	c.checkSteps(&w, it)
	c.checkRelations(&w, it)
	c.checkOrigins(&w, it)
	return w.fields
}

func (c *Catalogue) checkHead(w *wrong, it *Item) {
	w.addIf(!itemCode.MatchString(it.Code), "code", "pattern", "value", it.Code)
	w.addIf(it.NameZh == "", "nameZh", "label_missing")
	w.addIf(it.NameEn == "", "nameEn", "label_missing")
	w.addIf(it.Result == "", "resultDocument", "label_missing")
	flow, known := flowOf[it.Kind]
	w.addIf(!known, "kind", "not_in_list", "value", string(it.Kind))
	w.addIf(known && flow != it.Flow, "flow", "flow_follows_kind", "flow", string(flow))
	oneOf(w, "level", it.Level, levels)
	oneOf(w, "countyRole", it.CountyRole, countyRoles)
	oneOf(w, "evidence", it.Evidence, evidences)
	oneOf(w, "parallelGroup", it.ParallelGroup, parallelGroups)
	oneOfOrNone(w, "decidedBy", it.DecidedBy, deciders)
	w.addIf(c.Stage(it.Stage) == nil, "stage", "unknown_stage", "code", it.Stage)
	w.addIf(it.DecidedBy == "" && it.DecidedByNote == "", "decidedByNote", "decider_or_note")
	relays := it.CountyRole == models.RoleRelay || it.CountyRole == models.RoleTrackOnly
	w.addIf(relays && it.DecidedBy == ByDepartment, "decidedBy", "county_only_relays")
	w.addIf(it.Level == "COUNTY" && it.CountyRole != models.RoleDecide, "countyRole", "county_decides")
	if err := c.checkExpr(it.AppliesWhen); err != nil {
		w.add("appliesWhen", "expression", "detail", err.Error())
	}
}

func (c *Catalogue) checkDept(w *wrong, it *Item) {
	seen := map[string]bool{}
	for _, code := range it.Dept.all() {
		w.addIf(c.depts[code] == nil, "dept", "unknown_department", "code", code)
		w.addIf(seen[code], "dept", "twice", "code", code)
		seen[code] = true
	}
}

func (c *Catalogue) checkBasis(w *wrong, it *Item) {
	w.addIf(len(it.LegalBasis) == 0 || slices.Contains(it.LegalBasis, ""), "legalBasis", "basis_missing")
	for i, v := range it.LegalBasisVersions {
		at := fmt.Sprintf("legalBasisVersions[%d]", i)
		w.addIf(v.Basis == "", at, "basis_missing")
		w.addIf(v.From != 0 && v.Until != 0 && v.From > v.Until, at, "basis_dates")
		if i > 0 {
			before := it.LegalBasisVersions[i-1]
			w.addIf(before.Until == 0 || v.From != before.Until+1, at, "basis_gap")
		}
	}
}

func (c *Catalogue) checkLimits(w *wrong, it *Item) {
	s := &it.Statutory
	oneOf(w, "statutoryLimit.startsOn", s.StartsOn, startsOn)
	checkLimit(w, "", s.Limit(), it.Promised)
	for i, p := range s.Periods {
		at := fmt.Sprintf("statutoryLimit.processPeriods[%d]", i)
		oneOf(w, at, p.Unit, units)
		oneOf(w, at, p.Bound, bounds)
		w.addIf(p.Value <= 0 || p.Code == "", at, "value_above_zero")
	}
	if d := s.Deadline; d != nil {
		oneOf(w, "statutoryLimit.applicantDeadline", d.Unit, units)
		oneOf(w, "statutoryLimit.applicantDeadline", d.Anchor, anchors)
		oneOf(w, "statutoryLimit.applicantDeadline", d.Direction, directions)
	}
	w.addIf(it.Flow == models.FlowFiling && s.StartsOn != models.FromReceived, "statutoryLimit.startsOn", "filing_starts_on_receipt")
	if it.Variants != nil {
		c.checkVariants(w, it.Variants)
	}
}

func checkLimit(w *wrong, at string, limit models.Limit, p Promise) {
	limitAt := at + "limit"
	if at == "" {
		limitAt = "statutoryLimit"
	}
	oneOf(w, limitAt+".unit", limit.Unit, units)
	oneOf(w, at+"promised.unit", p.Unit, units)
	oneOfOrNone(w, at+"promised.origin", p.Origin, origins)
	none := limit.Unit == models.Immediate || limit.Unit == models.NoUnit
	w.addIf(none && limit.Value != 0, limitAt+".value", "value_with_no_unit")
	w.addIf(!none && limit.Value <= 0, limitAt+".value", "value_above_zero")
	w.addIf(limit.Value > 10000 || p.Value > 10000 || p.Value < 0, at+"promised.value", "value_range")
	instant := p.Value == 0 && p.Unit == models.Immediate
	w.addIf(limit.Unit == models.Immediate && !instant, at+"promised", "immediate_promise")
	w.addIf(p.Unit == models.Immediate && p.Value != 0, at+"promised.value", "value_with_no_unit")
	w.addIf(limit.Unit == p.Unit && p.Value > limit.Value, at+"promised.value", "promise_above_law", "promised", p.Value, "statutory", limit.Value)
}

func (c *Catalogue) checkVariants(w *wrong, v *Variants) {
	a := c.attrs[v.Selector]
	if a == nil || a.Type != Enum {
		w.add("variants.selector", "selector_not_enum", "attribute", v.Selector)
		return
	}
	seen := map[string]bool{}
	w.addIf(len(v.Cases) == 0, "variants.cases", "empty")
	for i, k := range v.Cases {
		at := fmt.Sprintf("variants.cases[%d].", i)
		w.addIf(a.Value(k.Value) == nil, at+"value", "not_in_list", "value", k.Value)
		w.addIf(seen[k.Value], at+"value", "twice", "code", k.Value)
		w.addIf(k.LabelZh == "", at+"labelZh", "label_missing")
		seen[k.Value] = true
		checkLimit(w, at, k.Limit, k.Promised)
	}
}

func (c *Catalogue) checkProcedure(w *wrong, it *Item) {
	if win := it.Window; win != nil {
		oneOf(w, "acceptanceWindow.unit", win.Unit, units)
		oneOf(w, "acceptanceWindow.onDefect", win.OnDefect, onDefects)
		oneOf(w, "acceptanceWindow.lapse", win.Lapse, lapses)
		oneOf(w, "acceptanceWindow.origin", win.Origin, origins)
		w.addIf(win.Value < 0, "acceptanceWindow.value", "value_range")
	}
	w.addIf(it.Window == nil && (it.Flow == models.FlowPermit || it.Flow == models.FlowFiling), "acceptanceWindow", "window_missing")
	w.addIf(it.Kind == Permit && (it.Window == nil || it.Window.Lapse != models.LapseDeemed), "acceptanceWindow.lapse", "permit_needs_deemed_acceptance")
	x := it.Extension
	w.addIf(it.Flow == models.FlowFiling && (x != nil || len(it.Excluded) > 0), "extension", "filing_without_extension")
	if x == nil {
		return
	}
	oneOf(w, "extension.unit", x.Unit, units)
	oneOf(w, "extension.approver", x.Approver, approvers)
	oneOf(w, "extension.origin", x.Origin, origins)
	w.addIf(x.Times != 1 || x.Max <= 0, "extension.max", "extension_once")
	w.addIf(x.Basis == "", "extension.basis", "basis_missing")
	w.addIf(it.Statutory.Unit == models.NoUnit || it.Statutory.Unit == models.Immediate, "extension", "extension_without_limit")
}

func (c *Catalogue) checkPauses(w *wrong, it *Item) {
	seen, base := map[models.PauseReason]bool{}, 0
	for i, x := range it.Excluded {
		at := fmt.Sprintf("excluded[%d].", i)
		w.addIf(c.reasons[x.Reason] == nil, at+"reason", "unknown_reason", "code", string(x.Reason))
		w.addIf(seen[x.Reason], at+"reason", "twice", "code", string(x.Reason))
		seen[x.Reason] = true
		oneOf(w, at+"mode", x.Mode, modes)
		oneOf(w, at+"capUnit", x.CapUnit, units)
		oneOfOrNone(w, at+"evidence", x.Evidence, evidences)
		w.addIf((x.Cap == 0) != (x.CapUnit == models.NoUnit) || x.Cap < 0, at+"cap", "cap_and_unit_disagree")
		w.addIf(x.Waivable && x.Cap == 0, at+"capWaivable", "waivable_without_cap")
		w.addIf(x.Basis == "", at+"basis", "basis_missing")
		if x.Mode == Base || x.Mode == Replace {
			base++
		}
	}
	w.addIf(it.Kind == Permit && base != 8, "excluded", "eight_reasons_of_art_45", "found", base)
	for i, s := range it.Suspend {
		oneOf(w, fmt.Sprintf("suspend[%d].reason", i), s.Reason, suspendReasons)
		w.addIf(s.Basis == "", fmt.Sprintf("suspend[%d].basis", i), "basis_missing")
	}
}

func (c *Catalogue) checkLicence(w *wrong, it *Item) {
	l, r := it.Licence, it.Renewal
	if l != nil {
		w.addIf(l.NameZh == "", "licence.nameZh", "label_missing")
		w.addIf(l.Months < 0, "licence.validityMonths", "value_range")
		oneOfOrNone(w, "licence.evidence", l.Evidence, evidences)
		oneOfOrNone(w, "licence.origin", l.Origin, origins)
	}
	w.addIf((l != nil && l.Renewable) != (r != nil), "renewalLead", "renewable_and_lead_disagree")
	if r != nil {
		oneOf(w, "renewalLead.unit", r.Unit, units)
		oneOf(w, "renewalLead.anchor", r.Anchor, renewalAnchors)
		oneOf(w, "renewalLead.onLate", r.OnLate, renewalsOnLate)
		w.addIf(r.Value <= 0, "renewalLead.value", "value_above_zero")
	}
	if v := it.VoidAfter; v != nil {
		oneOf(w, "voidIfNotStarted.unit", v.Unit, units)
		oneOf(w, "voidIfNotStarted.effect", v.Effect, voidEffects)
		w.addIf(v.Value <= 0, "voidIfNotStarted.value", "value_above_zero")
	}
}

func (c *Catalogue) checkMaterials(w *wrong, it *Item) {
	w.addIf(len(it.Materials) == 0, "materials", "empty")
	seen := map[string]bool{}
	for i := range it.Materials {
		m, at := &it.Materials[i], fmt.Sprintf("materials[%d].", i)
		w.addIf(!materialCode.MatchString(m.Code), at+"code", "pattern", "value", m.Code)
		w.addIf(seen[m.Code], at+"code", "twice", "code", m.Code)
		w.addIf(seen["zh:"+m.NameZh], at+"nameZh", "twice", "code", m.NameZh)
		seen[m.Code], seen["zh:"+m.NameZh] = true, true
		w.addIf(m.NameZh == "", at+"nameZh", "label_missing")
		w.addIf(m.NameEn == "", at+"nameEn", "label_missing")
		oneOf(w, at+"required", m.Required, needs)
		oneOf(w, at+"origin", m.Origin, origins)
		w.addIf((m.Required == IfWhen) == m.When.IsZero(), at+"when", "conditional_and_when_disagree")
		w.addIf(m.Copies < 0 || m.Copies > 99, at+"copies", "value_range")
		if err := c.checkExpr(m.When); err != nil {
			w.add(at+"when", "expression", "detail", err.Error())
		}
		for _, h := range m.AlreadyHeld {
			w.addIf(c.items[h] == nil, at+"alreadyHeld", "unknown_item", "code", h)
		}
	}
}

func (c *Catalogue) checkSteps(w *wrong, it *Item) {
	total := 0
	for i := range it.Steps {
		s, at := &it.Steps[i], fmt.Sprintf("steps[%d].", i)
		w.addIf(s.Code != fmt.Sprintf("S%d", i+1), at+"code", "step_order", "want", fmt.Sprintf("S%d", i+1))
		w.addIf(s.NameZh == "", at+"nameZh", "label_missing")
		oneOf(w, at+"kind", s.Kind, stepKinds)
		oneOf(w, at+"deptRole", s.Role, deptRoles)
		oneOf(w, at+"origin", s.Origin, origins)
		w.addIf(s.LimitWD < 0, at+"limitWd", "value_range")
		nobody := s.Role == CoApprover && len(it.Dept.CoApprovers) == 0 || s.Role == Consulted && len(it.Dept.Consulted) == 0
		w.addIf(nobody, at+"deptRole", "step_has_nobody")
		total += s.LimitWD
	}
	w.addIf(total > it.Promised.Value, "steps", "steps_above_promise", "steps", total, "promised", it.Promised.Value)
	w.addIf((len(it.Steps) > 0) == (it.Flow == models.FlowComposite), "steps", "steps_but_for_composites")
}

func (c *Catalogue) checkRelations(w *wrong, it *Item) {
	for i := range it.Preconditions {
		p, at := &it.Preconditions[i], fmt.Sprintf("preconditions[%d]", i)
		oneOf(w, at+".strength", p.Strength, strengths)
		w.addIf((p.Item == "") == (len(p.AnyOf) == 0), at, "item_or_any_of")
		w.addIf(len(p.AnyOf) > 0 && !p.When.IsZero(), at+".when", "item_or_any_of")
		for _, m := range p.Members() {
			c.checkMember(w, at, it, p.Strength, m)
		}
	}
	for path, codes := range map[string][]string{"children": it.Children, "partOf": it.PartOf} {
		for _, code := range codes {
			w.addIf(c.items[code] == nil, path, "unknown_item", "code", code)
		}
	}
	w.addIf((it.Kind == Composite) != (len(it.Children) > 0), "children", "children_of_composites")
}

func (c *Catalogue) checkMember(w *wrong, at string, it *Item, s Strength, m Member) {
	w.addIf(c.items[m.Item] == nil, at+".item", "unknown_item", "code", m.Item)
	w.addIf(m.Item == it.Code, at+".item", "needs_itself")
	w.addIf(s == Conditional && m.When.IsZero(), at+".when", "conditional_without_when", "code", m.Item)
	if err := c.checkExpr(m.When); err != nil {
		w.add(at+".when", "expression", "detail", err.Error())
	}
}

func (c *Catalogue) checkOrigins(w *wrong, it *Item) {
	for path, o := range it.Origins {
		oneOf(w, "origins."+path, o, origins)
	}
	for _, path := range it.CountyConfirm {
		head, _, _ := strings.Cut(path, ".")
		_, known := itemShape.keys[head]
		w.addIf(!known, "countyConfirm", "unknown_key", "path", path)
	}
}
