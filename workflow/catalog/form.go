package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"onestop.internal/models"
)

// GeneralForm is the code of the form of every item that has none of its own.
const GeneralForm = "general"

const draft = "https://json-schema.org/draft/2020-12/schema"

// Form is what an applicant fills in: a JSON Schema that browser and server both validate, and the
// layout of its fields. A field's annotations stand in its schema under x- keys:
//
//	x-en        the English title (title and description are Chinese)
//	x-help-en   the English help
//	x-unit      the unit, such as 吨标准煤
//	x-widget    text, textarea, number, date, select, radio, checkbox, money, area, table
//	x-options   [{value, zh, en}] of select and radio
//	x-attr      the attribute that the field answers
//	x-prefill   what fills the field in at first, such as enterprise.name
//	x-show-if   {field, in: […]}: shown and, where required, demanded only then
//	x-order     the columns of a table, in their order
//	x-rules     of the whole form, or of a row of a table: [{parts, whole, exact}] numbers that together are
//	            no more than another, or just as much; [{parts, others}] as much as others together;
//	            [{parts, below}] less than a bound; [{from, to}] a date that is not before another;
//	            each with when {field, in: […]}: only then
//
// Money is a number of 万元 with up to six decimals (0.000001 万元 is 1 分). Areas of land (widget
// area) are numbers of 亩 with up to four decimals; floor areas are numbers of ㎡.
type Form struct {
	Code   string         `json:"code"`
	Schema models.RawJSON `json:"schema"`
	Layout Layout         `json:"layout"`

	root     formSchema
	compiled func() (*jsonschema.Schema, error) // at the first answer: most forms are not filled in today
}

// Layout orders the fields of a form; each field stands in one section.
type Layout struct {
	Sections []Section `json:"sections"`
}

// Section is one page, or one task, of a form.
type Section struct {
	TitleZh string   `json:"titleZh"`
	TitleEn string   `json:"titleEn"`
	Fields  []string `json:"fields"`
}

// formSchema is the part of JSON Schema that forms use: what santhosh-tekuri/jsonschema and
// @cfworker/json-schema both know. References are not among it, so nothing is ever fetched.
type formSchema struct {
	Draft       string                 `json:"$schema,omitempty"`
	Type        string                 `json:"type,omitempty"`
	Title       string                 `json:"title,omitempty"`
	Description string                 `json:"description,omitempty"`
	Properties  map[string]*formSchema `json:"properties,omitempty"`
	Required    []string               `json:"required,omitempty"`
	Additional  *bool                  `json:"additionalProperties,omitempty"`
	Items       *formSchema            `json:"items,omitempty"`
	MinItems    *int                   `json:"minItems,omitempty"`
	MaxItems    *int                   `json:"maxItems,omitempty"`
	Enum        []any                  `json:"enum,omitempty"`
	Const       any                    `json:"const,omitempty"`
	Minimum     *float64               `json:"minimum,omitempty"`
	Maximum     *float64               `json:"maximum,omitempty"`
	Above       *float64               `json:"exclusiveMinimum,omitempty"`
	Below       *float64               `json:"exclusiveMaximum,omitempty"`
	MultipleOf  *float64               `json:"multipleOf,omitempty"`
	MinLength   *int                   `json:"minLength,omitempty"`
	MaxLength   *int                   `json:"maxLength,omitempty"`
	Pattern     string                 `json:"pattern,omitempty"`
	Format      string                 `json:"format,omitempty"`
	AllOf       []*formSchema          `json:"allOf,omitempty"`
	If          *formSchema            `json:"if,omitempty"`
	Then        *formSchema            `json:"then,omitempty"`

	En      string       `json:"x-en,omitempty"`
	HelpEn  string       `json:"x-help-en,omitempty"`
	Unit    string       `json:"x-unit,omitempty"`
	Widget  string       `json:"x-widget,omitempty"`
	Options []formOption `json:"x-options,omitempty"`
	Attr    string       `json:"x-attr,omitempty"`
	Prefill string       `json:"x-prefill,omitempty"`
	ShowIf  *formShowIf  `json:"x-show-if,omitempty"`
	Order   []string     `json:"x-order,omitempty"`
	Rules   []formRule   `json:"x-rules,omitempty"`
}

// formRule holds fields of a form against each other, which JSON Schema cannot: parts against their
// whole, against other parts or a bound, or the end of a term against its start. Fields without an
// answer are left out.
type formRule struct {
	Parts []string `json:"parts,omitempty"`
	Whole string   `json:"whole,omitempty"`
	Exact bool     `json:"exact,omitempty"`

	Others []string `json:"others,omitempty"`
	Below  float64  `json:"below,omitempty"`

	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`

	When *formShowIf `json:"when,omitempty"`
}

type formOption struct {
	Value any    `json:"value"`
	Zh    string `json:"zh"`
	En    string `json:"en"`
}

type formShowIf struct {
	Field string `json:"field"`
	In    []any  `json:"in"`
}

var widgets = []string{"text", "textarea", "number", "date", "select", "radio", "checkbox", "money", "area", "table"}

// maxFormFile bounds the text of one form.
const maxFormFile = 256 << 10

var formShape = shapeOf(reflect.TypeFor[struct {
	Code   string `json:"code"`
	Schema any    `json:"schema"`
	Layout Layout `json:"layout"`
}](), "json")

// ParseForm reads a form: the program's, a stored version's or an administrator's. It refuses
// keywords that the two validators do not share, a field without its label in both languages or
// outside the layout, and a schema that does not compile (models.Invalid, catalog.form_invalid).
func ParseForm(data []byte) (*Form, error) {
	f, err := parseForm(data)
	if err == nil {
		_, err = f.compiled()
	}
	if err != nil {
		return nil, formInvalid(err)
	}
	return f, nil
}

// formInvalid names each place of a form that is wrong, below "form".
func formInvalid(err error) error {
	e := models.E(models.Invalid, "catalog.form_invalid").With("detail", err.Error())
	for _, f := range placesOf(err) {
		f.Path = "form." + f.Path
		e.Fields = append(e.Fields, f)
	}
	return e
}

// StoredForm reads a form that ParseForm took when it was stored: it is not held against the rules
// again, and compiled when it is first answered.
func StoredForm(data []byte) (*Form, error) {
	f := new(Form)
	if err := json.Unmarshal(data, f); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(f.Schema, &f.root); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	f.compiled = sync.OnceValues(f.compile)
	return f, nil
}

func parseForm(data []byte) (*Form, error) {
	if len(data) > maxFormFile {
		return nil, errors.New("too large")
	}
	if err := checkKeys(data, formShape); err != nil {
		return nil, err
	}
	f := new(Form)
	if err := json.Unmarshal(data, f); err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(f.Schema))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f.root); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	f.compiled = sync.OnceValues(f.compile)
	return f, nil
}

func (f *Form) compile() (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(f.Schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // knows no scheme: nothing is fetched
	if err := c.AddResource("form:"+f.Code, doc); err != nil {
		return nil, err
	}
	return c.Compile("form:" + f.Code)
}

// check holds a form against what pages and server rely on.
func (f *Form) check() error {
	r := &f.root
	if f.Code == "" || r.Draft != draft || r.Type != "object" || r.Additional == nil || *r.Additional {
		return flawed("schema", "form_closed", "want a closed object of draft 2020-12, and a code")
	}
	var errs []error
	placed := map[string]bool{}
	for i, s := range f.Layout.Sections {
		at := fmt.Sprintf("layout.sections[%d]", i)
		if s.TitleZh == "" || s.TitleEn == "" || len(s.Fields) == 0 {
			errs = append(errs, flawed(at, "form_section", "want two titles and fields"))
		}
		for k, name := range s.Fields {
			if r.Properties[name] == nil || placed[name] {
				errs = append(errs, flawed(fmt.Sprintf("%s.fields[%d]", at, k), "form_placed", name+" is unknown or stands twice"))
			}
			placed[name] = true
		}
	}
	for name, p := range r.Properties {
		if !placed[name] {
			errs = append(errs, flawed(propertyPath(name), "form_unplaced", "not in the layout"))
		}
		if err := p.checkField(); err != nil {
			errs = append(errs, under(propertyPath(name), err))
		}
		if p.ShowIf != nil && r.Properties[p.ShowIf.Field] == nil {
			errs = append(errs, flawed(propertyPath(name)+".x-show-if", "form_unknown_field", "shown by an unknown field "+p.ShowIf.Field))
		}
	}
	for i, rule := range r.Rules {
		if err := rule.check(r.Properties); err != nil {
			errs = append(errs, flawed(fmt.Sprintf("schema.x-rules[%d]", i), "form_rule", err.Error()))
		}
	}
	for i, name := range r.Required {
		if p := r.Properties[name]; p == nil || p.ShowIf != nil {
			errs = append(errs, flawed(fmt.Sprintf("schema.required[%d]", i), "form_required", name+": required, yet unknown or not always shown"))
		}
	}
	return errors.Join(errs...)
}

// propertyPath is where a field of a form stands in its document.
func propertyPath(name string) string { return "schema.properties." + name }

func (s *formSchema) checkField() error {
	switch {
	case s == nil:
		return flawed("", "form_field", "no schema")
	case s.Title == "" || s.En == "":
		return flawed("", "form_title", "want a title in both languages")
	case (s.Description == "") != (s.HelpEn == ""):
		return flawed("", "form_help", "want the help in both languages")
	case !slices.Contains(widgets, s.Widget):
		return flawed("x-widget", "not_in_list", "unknown widget "+s.Widget)
	case s.Type == "string" && s.MaxLength == nil && len(s.Enum) == 0 && s.Format == "":
		return flawed("maxLength", "form_length", "a text without maxLength")
	case (s.Type == "number" || s.Type == "integer") && (s.Maximum == nil || s.Minimum == nil && s.Above == nil):
		return flawed("", "form_bounds", "a number without bounds")
	case s.Type == "array":
		return s.checkTable()
	}
	return s.checkOptions()
}

func (s *formSchema) checkOptions() error {
	if s.Widget != "select" && s.Widget != "radio" {
		return nil
	}
	if s.Type == "string" && len(s.Enum) != len(s.Options) || len(s.Options) < 2 {
		return flawed("x-options", "form_options", "options and enum differ")
	}
	for i, o := range s.Options {
		if o.Zh == "" || o.En == "" || s.Type == "string" && o.Value != s.Enum[i] {
			return flawed(fmt.Sprintf("x-options[%d]", i), "form_options", "want its enum value and two labels")
		}
	}
	return nil
}

func (s *formSchema) checkTable() error {
	row := s.Items
	if s.Widget != "table" || s.MaxItems == nil || row == nil || row.Type != "object" || row.Additional == nil || *row.Additional {
		return flawed("", "form_table", "a list is a table of closed rows with maxItems")
	}
	if len(row.Order) != len(row.Properties) {
		return flawed("items.x-order", "form_table", "x-order does not name each column once")
	}
	for _, name := range row.Order {
		col := row.Properties[name]
		if col == nil || col.Type == "array" || col.Type == "object" || col.ShowIf != nil {
			return flawed("items.properties."+name, "form_field", "want a plain field")
		}
		if err := col.checkField(); err != nil {
			return under("items.properties."+name, err)
		}
	}
	for _, rule := range row.Rules {
		if err := rule.check(row.Properties); err != nil {
			return flawed("items.x-rules", "form_rule", err.Error())
		}
	}
	return nil
}

// checkForm refuses a form whose fields answer attributes that do not exist or take other values.
func (c *Catalogue) checkForm(f *Form) error {
	for name, p := range f.root.Properties {
		if p.Attr == "" {
			continue
		}
		a := c.attrs[p.Attr]
		if a == nil {
			return flawed(propertyPath(name)+".x-attr", "unknown_attribute", f.Code+" answers an unknown attribute "+p.Attr)
		}
		for _, v := range p.Enum {
			if !a.Takes(v) {
				return flawed(propertyPath(name)+".enum", "form_attribute", fmt.Sprintf("%s offers %v, which %s does not take", f.Code, v, p.Attr))
			}
		}
		if (a.Type == Bool) != (p.Type == "boolean") || (a.Type == Enum) != (len(p.Enum) > 0) {
			return flawed(propertyPath(name)+".x-attr", "form_attribute", f.Code+": differs in type from "+p.Attr)
		}
	}
	return nil
}

// CheckForm tells whether f may be a form of this catalogue (models.Invalid, catalog.form_invalid).
func (c *Catalogue) CheckForm(f *Form) error {
	if err := c.checkForm(f); err != nil {
		return formInvalid(err)
	}
	return nil
}

// Form gives the form of an item: its own, or the general one.
func (c *Catalogue) Form(code string) *Form {
	if f := c.forms[code]; f != nil {
		return f
	}
	return c.forms[GeneralForm]
}

// Sample gives a filled form of an item, for its guide.
func (c *Catalogue) Sample(code string) models.RawJSON {
	if s := c.samples[code]; s != nil {
		return s
	}
	return c.samples[GeneralForm]
}

// OwnForms gives the codes of the items that have a form of their own.
func (c *Catalogue) OwnForms() []string {
	var out []string
	for _, code := range c.codes {
		if c.forms[code] != nil {
			out = append(out, code)
		}
	}
	return out
}

func (c *Catalogue) readForms(fsys fs.FS) []error {
	c.forms, c.samples = map[string]*Form{}, map[string]models.RawJSON{}
	names, err := fs.Glob(fsys, "forms/*.json")
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, name := range names {
		if err := c.readForm(fsys, name); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	if c.forms[GeneralForm] == nil {
		errs = append(errs, errors.New("forms: no general form"))
	}
	return errs
}

func (c *Catalogue) readForm(fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	f, err := parseForm(data)
	if err != nil {
		return err
	}
	code := strings.TrimSuffix(path.Base(name), ".json")
	if f.Code != code || code != GeneralForm && c.items[code] == nil {
		return fmt.Errorf("holds the form of %s", f.Code)
	}
	sample, err := fs.ReadFile(fsys, "forms/samples/"+path.Base(name))
	if err != nil {
		return err
	}
	if c.strict {
		if wrong := f.Validate(sample); len(wrong) > 0 {
			return errors.Join(problems("sample", wrong)...)
		}
	}
	var small bytes.Buffer
	if err := json.Compact(&small, sample); err != nil {
		return err
	}
	c.forms[code], c.samples[code] = f, small.Bytes()
	return c.checkForm(f)
}
