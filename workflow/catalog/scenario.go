package catalog

import (
	"fmt"
	"slices"

	"onestop.internal/models"
)

// Scenario is a questionnaire: it turns a few answers into the items that apply, in order, with
// their materials and times.
type Scenario struct {
	Code      string         `yaml:"code" json:"code"`
	NameZh    string         `yaml:"name_zh" json:"nameZh"`
	NameEn    string         `yaml:"name_en" json:"nameEn"`
	IntroZh   string         `yaml:"intro_zh" json:"introZh"`
	IntroEn   string         `yaml:"intro_en" json:"introEn"`
	Stages    []string       `yaml:"stages" json:"stages"`                     // whose items are looked at, in the order of listing
	Fixed     map[string]any `yaml:"fixed" json:"fixed"`                       // facts that the scenario states
	Assume    map[string]any `yaml:"assume,omitempty" json:"assume,omitempty"` // taken for granted until answered
	Questions []Question     `yaml:"questions" json:"questions"`
	Derive    []Derivation   `yaml:"derive,omitempty" json:"-"`
	Offers    []Offer        `yaml:"offers,omitempty" json:"offers"`
}

// Question asks for one attribute in plain words. It is asked while its condition is true.
type Question struct {
	Attr    string      `yaml:"attr" json:"attr"`
	Zh      string      `yaml:"zh" json:"zh"`
	En      string      `yaml:"en" json:"en"`
	HelpZh  string      `yaml:"help_zh,omitempty" json:"helpZh,omitempty"`
	HelpEn  string      `yaml:"help_en,omitempty" json:"helpEn,omitempty"`
	When    Expr        `yaml:"when,omitempty" json:"when,omitzero"`
	Options []string    `yaml:"options,omitempty" json:"-"` // which values of the attribute; none: all
	Type    AttrType    `yaml:"-" json:"type"`
	Values  []AttrValue `yaml:"-" json:"values,omitempty"`
}

// Derivation states facts that follow from answers; it never overrides an answer.
type Derivation struct {
	When Expr           `yaml:"when"`
	Set  map[string]any `yaml:"set"`
}

// Offer is an item that no attribute derives: the user says whether it is wanted.
type Offer struct {
	Item   string `yaml:"item" json:"item"`
	Zh     string `yaml:"zh" json:"zh"`
	En     string `yaml:"en" json:"en"`
	Chosen bool   `yaml:"chosen" json:"chosen"` // ticked at first
}

// Plan is what a scenario answers.
type Plan struct {
	Entries   []PlanEntry `json:"entries"`   // apply, in order
	Maybe     []PlanEntry `json:"maybe"`     // depend on questions that are left
	Attrs     Attrs       `json:"attrs"`     // all facts used
	Assumed   []string    `json:"assumed"`   // of these, the ones taken for granted
	Left      []string    `json:"left"`      // attributes of the questions to ask next, in order
	WorkingWD int         `json:"workingWd"` // promised working days of the longest way from start to end
}

// PlanEntry is one item of a plan. FromWD and ToWD are working days after the start of the plan if
// everything is handed in as early as possible and done as promised; they do not count the
// applicant's own work, nor special procedures. Calendar limits are counted as 5 in 7.
type PlanEntry struct {
	Code          string             `json:"code"`
	NameZh        string             `json:"nameZh"`
	NameEn        string             `json:"nameEn"`
	Stage         string             `json:"stage"`
	Kind          Kind               `json:"kind"`
	Dept          string             `json:"dept"`
	CountyRole    models.CountyRole  `json:"countyRole"`
	Applies       Tri                `json:"applies"`
	Unknown       []string           `json:"unknown"` // attributes that decide whether it applies
	Done          bool               `json:"done"`    // its result is already held
	Composite     string             `json:"composite"`
	Terms         Terms              `json:"terms"`
	Materials     []MaterialNeed     `json:"materials"`
	Preconditions []PreconditionNeed `json:"preconditions"`
	FromWD        int                `json:"fromWd"`
	ToWD          int                `json:"toWd"`
}

// Scenarios gives the questionnaires.
func (c *Catalogue) Scenarios() []Scenario { return slices.Clone(c.scenarios) }

// Scenario gives the questionnaire of that code; nil where there is none.
func (c *Catalogue) Scenario(code string) *Scenario {
	i := slices.IndexFunc(c.scenarios, func(s Scenario) bool { return s.Code == code })
	if i < 0 {
		return nil
	}
	return &c.scenarios[i]
}

// Chosen gives the offers that are ticked at first.
func (s *Scenario) Chosen() []string {
	out := []string{}
	for _, o := range s.Offers {
		if o.Chosen {
			out = append(out, o.Item)
		}
	}
	return out
}

// Answer turns answers into a plan. chosen are the items of the offers that are wanted; held tells
// whether the result of an item is already there (nil: of none). Facts that the scenario fixes win
// over answers.
func (c *Catalogue) Answer(s *Scenario, answers Attrs, chosen []string, held func(code string) bool) Plan {
	if held == nil {
		held = func(string) bool { return false }
	}
	p := Plan{Entries: []PlanEntry{}, Maybe: []PlanEntry{}, Assumed: []string{}}
	p.Attrs, p.Assumed = s.facts(answers)
	p.Left = s.left(p.Attrs)
	for _, a := range c.apply(s, p.Attrs, chosen) {
		e := c.entry(a, p.Attrs, held)
		if a.Applies == True {
			p.Entries = append(p.Entries, e)
			continue
		}
		p.Maybe = append(p.Maybe, e)
	}
	c.nameComposites(p.Entries)
	p.WorkingWD = c.schedule(p.Entries, p.Attrs)
	return p
}

// facts joins what is fixed, answered, derived and assumed, in this order of weight.
func (s *Scenario) facts(answers Attrs) (Attrs, []string) {
	out, assumed := Attrs{}, []string{}
	for name, v := range answers {
		if v != nil {
			out[name] = v
		}
	}
	for name, v := range s.Fixed {
		out[name] = v
	}
	s.derive(out)
	for name, v := range s.Assume {
		if _, known := out[name]; !known {
			out[name] = v
			assumed = append(assumed, name)
		}
	}
	s.derive(out)
	slices.Sort(assumed)
	return out, assumed
}

func (s *Scenario) derive(facts Attrs) {
	for _, d := range s.Derive {
		if d.When.Eval(facts) != True {
			continue
		}
		for name, v := range d.Set {
			if _, known := facts[name]; !known {
				facts[name] = v
			}
		}
	}
}

func (s *Scenario) left(facts Attrs) []string {
	out := []string{}
	for i := range s.Questions {
		q := &s.Questions[i]
		if facts[q.Attr] == nil && q.When.Eval(facts) == True {
			out = append(out, q.Attr)
		}
	}
	return out
}

// apply gives the items of the scenario's stages that apply or may apply, in order.
func (c *Catalogue) apply(s *Scenario, facts Attrs, chosen []string) []Applicable {
	byCode := map[string]Applicable{}
	var codes []string
	for _, a := range c.ItemsFor(facts) {
		if !slices.Contains(s.Stages, a.Item.Stage) {
			continue
		}
		if a.Chosen {
			if !slices.Contains(chosen, a.Code) {
				continue
			}
			a.Applies = True
		}
		byCode[a.Code] = a
		codes = append(codes, a.Code)
	}
	var out []Applicable
	for _, code := range c.orderBy(codes, facts, func(it *Item) int { return slices.Index(s.Stages, it.Stage) }) {
		out = append(out, byCode[code])
	}
	return out
}

func (c *Catalogue) entry(a Applicable, facts Attrs, held func(string) bool) PlanEntry {
	it := a.Item
	return PlanEntry{
		Code: it.Code, NameZh: it.NameZh, NameEn: it.NameEn, Stage: it.Stage, Kind: it.Kind, Dept: it.Dept.Lead, CountyRole: it.CountyRole,
		Applies: a.Applies, Unknown: a.Unknown, Done: held(it.Code), Terms: it.Terms(facts),
		Materials: MaterialsFor(it, facts, held), Preconditions: c.Preconditions(it, facts, held),
	}
}

// nameComposites tells each part the composite of the plan that it belongs to.
func (c *Catalogue) nameComposites(entries []PlanEntry) {
	for _, e := range entries {
		for _, part := range c.items[e.Code].Children {
			i := slices.IndexFunc(entries, func(p PlanEntry) bool { return p.Code == part })
			if i >= 0 {
				entries[i].Composite = e.Code
			}
		}
	}
}

// schedule puts every entry as early as its preconditions let it and gives the last end. Entries
// are in order, so what an entry waits for has its place already; composites come last, because
// they end with their last part.
func (c *Catalogue) schedule(entries []PlanEntry, facts Attrs) int {
	end, last := map[string]int{}, 0
	place := func(e *PlanEntry, waits []string) {
		for _, w := range waits {
			e.FromWD = max(e.FromWD, end[w])
		}
		e.ToWD = e.FromWD
		if !e.Done {
			e.ToWD += workingDays(e.Terms.Promise)
		}
	}
	for i := range entries {
		e := &entries[i]
		if e.Kind == Composite {
			continue
		}
		place(e, c.before(c.items[e.Code], facts))
		end[e.Code] = e.ToWD
		last = max(last, e.ToWD)
	}
	for i := range entries {
		e := &entries[i]
		if e.Kind != Composite {
			continue
		}
		place(e, c.before(c.items[e.Code], facts))
		for _, part := range c.items[e.Code].Children {
			e.ToWD = max(e.ToWD, end[part])
		}
		last = max(last, e.ToWD)
	}
	return last
}

// workingDays gives a limit in working days, for a plan: days of the calendar count 5 in 7.
func workingDays(l models.Limit) int {
	switch l.Unit {
	case models.WorkingDay:
		return l.Value
	case models.CalendarDay, models.DayBare:
		return (l.Value*5 + 6) / 7
	case models.Month:
		return l.Value * 21
	case models.Year:
		return l.Value * 250
	default: // IMMEDIATE, NONE
		return 0
	}
}

// checkScenarios holds the questionnaires against the catalogue and gives their questions type and values.
func (c *Catalogue) checkScenarios() []error {
	var errs []error
	for i := range c.scenarios {
		s := &c.scenarios[i]
		var w wrong
		w.addIf(c.Scenario(s.Code) != s, "code", "twice", "code", s.Code)
		w.addIf(s.NameZh == "" || s.NameEn == "" || s.IntroZh == "" || s.IntroEn == "", "nameZh", "label_missing")
		for _, stage := range s.Stages {
			w.addIf(c.Stage(stage) == nil, "stages", "unknown_stage", "code", stage)
		}
		c.checkFacts(&w, "fixed", s.Fixed)
		c.checkFacts(&w, "assume", s.Assume)
		for j, d := range s.Derive {
			at := fmt.Sprintf("derive[%d]", j)
			c.checkFacts(&w, at, d.Set)
			if err := c.checkExpr(d.When); err != nil {
				w.add(at, "expression", "detail", err.Error())
			}
		}
		for j := range s.Questions {
			c.checkQuestion(&w, s, fmt.Sprintf("questions[%d]", j), &s.Questions[j])
		}
		for j, o := range s.Offers {
			it := c.items[o.Item]
			at := fmt.Sprintf("offers[%d]", j)
			w.addIf(it == nil || !it.AppliesWhen.IsZero() || !slices.Contains(s.Stages, it.Stage), at, "offer_not_chosen_item", "code", o.Item)
			w.addIf(o.Zh == "" || o.En == "", at, "label_missing")
		}
		errs = append(errs, problems("scenario "+s.Code, w.fields)...)
	}
	return errs
}

func (c *Catalogue) checkFacts(w *wrong, at string, facts map[string]any) {
	for name, v := range facts {
		a := c.attrs[name]
		w.addIf(a == nil || v == nil || !a.Takes(v), at, "fact", "attribute", name)
	}
}

func (c *Catalogue) checkQuestion(w *wrong, s *Scenario, at string, q *Question) {
	a := c.attrs[q.Attr]
	if a == nil {
		w.add(at, "unknown_attribute", "attribute", q.Attr)
		return
	}
	_, fixed := s.Fixed[q.Attr]
	_, assumed := s.Assume[q.Attr]
	w.addIf(fixed || assumed, at, "fact", "attribute", q.Attr)
	w.addIf(q.Zh == "" || q.En == "" || (q.HelpZh == "") != (q.HelpEn == ""), at, "label_missing")
	if err := c.checkExpr(q.When); err != nil {
		w.add(at, "expression", "detail", err.Error())
	}
	q.Type = a.Type
	for _, v := range a.Values {
		if len(q.Options) == 0 || slices.Contains(q.Options, v.Code) {
			q.Values = append(q.Values, v)
		}
	}
	w.addIf(len(q.Options) > 0 && len(q.Values) != len(q.Options), at, "not_in_list")
}
