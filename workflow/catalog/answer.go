package catalog

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"onestop.internal/models"
)

// MaxAnswer bounds the JSON of one filled form, in bytes.
const MaxAnswer = 256 << 10

const (
	maxNumber    = 1e15
	maxWrong     = 200 // problems told at once
	maxTextRunes = 20000
	maxValues    = 5000 // keys and elements of one form: more than any table may have
)

// Validate says what is wrong with a filled form; none means it may be handed in. Paths start with
// form (form.landMu, form.positions[0].count), keys with form. (form.required, form.min …).
func (f *Form) Validate(data []byte) []models.Field {
	doc, wrong := readAnswer(data)
	if wrong != nil {
		return wrong
	}
	return f.wrongIn(doc)
}

func (f *Form) wrongIn(doc map[string]any) []models.Field {
	schema, err := f.compiled()
	if err == nil {
		err = schema.Validate(doc)
	}
	if err == nil {
		wrong := f.root.breaches("form", f.fields(), doc)
		return wrong[:min(len(wrong), maxWrong)]
	}
	v, ok := err.(*jsonschema.ValidationError) //nolint:errorlint // the validator wraps nothing
	if !ok {
		return []models.Field{{Path: "form", Key: "form.invalid"}}
	}
	out := leaves(v, nil)
	slices.SortStableFunc(out, byPath)
	out = slices.CompactFunc(out, func(a, b models.Field) bool { return a.Path == b.Path && a.Key == b.Key })
	return out[:min(len(out), maxWrong)]
}

// Examined is what a filled form comes to at submission.
type Examined struct {
	Clean models.RawJSON // as Clean gives it
	Wrong []models.Field // as Validate says of what is clean
	Attrs Attrs          // as Attrs gives them
}

// Examine is Clean, Validate and Attrs in one reading. It depends on nothing but the form and the data.
func (f *Form) Examine(data []byte) Examined {
	doc, wrong := readAnswer(data)
	if wrong != nil {
		return Examined{Clean: data, Wrong: wrong, Attrs: Attrs{}}
	}
	f.clean(doc)
	x := Examined{Clean: models.JSONOf(doc), Attrs: f.attrsIn(doc)}
	if len(x.Clean) > MaxAnswer { // written out, some characters take more room
		_, x.Wrong = readAnswer(x.Clean)
		return x
	}
	x.Wrong = f.wrongIn(doc)
	return x
}

// Patterns of the forms' credit codes, telephone numbers and project codes: what a person typed is
// brought into their form, and a code's check character is looked at.
const (
	usccPattern    = `^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}$`
	phonePattern   = `^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$`
	projectPattern = `^[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}$`
)

// normal gives a code or a number as it is kept: half-width, without blanks, a code in capitals. What
// cannot be read stays as it was typed, and Validate says why.
func (s *formSchema) normal(text string) string {
	if s == nil {
		return text
	}
	var kept string
	err := errNoCode
	switch s.Pattern {
	case usccPattern:
		var code models.USCC
		code, err = models.ParseUSCC(text)
		kept = code.Code
	case phonePattern:
		kept, err = models.ParsePhone(text)
	case projectPattern:
		var code models.ProjectCode
		code, err = models.ParseProjectCode(text)
		kept = code.Code
	}
	if err != nil {
		return text
	}
	return kept
}

var errNoCode = errors.New("no code")

// normalAll drops what is empty of the answers below s, and brings codes and numbers into their form.
// A browser's \S knows the wide blanks that ours does not, so they are taken off before anything is held
// against a pattern.
func (s *formSchema) normalAll(doc map[string]any) {
	for name, v := range doc {
		switch was := v.(type) {
		case nil:
			delete(doc, name)
		case string:
			if text := strings.TrimFunc(was, isBlank); text != "" {
				doc[name] = s.Properties[name].normal(text)
			} else {
				delete(doc, name)
			}
		case []any:
			s.Properties[name].normalRows(was)
		}
	}
}

// normalRows does the same to the rows of a table.
func (s *formSchema) normalRows(rows []any) {
	if s == nil || s.Items == nil {
		return
	}
	for _, row := range rows {
		if doc, ok := row.(map[string]any); ok {
			s.Items.normalAll(doc)
		}
	}
}

// isBlank tells blanks of any width, and those without any.
func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' }

// codeWrong says what is wrong with a credit code, above all its check character (GB 32100); "" for nothing.
func (s *formSchema) codeWrong(v any) string {
	code, ok := v.(string)
	if !ok || s.Pattern != usccPattern {
		return ""
	}
	_, err := models.ParseUSCC(code)
	return models.KeyOf(err)
}

// breaches gives what answers that the schema has taken do not keep: the rules between fields, of the
// form and of each row, and the check characters of codes.
func (s *formSchema) breaches(path string, names []string, doc map[string]any) (out []models.Field) {
	for _, r := range s.Rules {
		if wrong := r.breach(path, doc); wrong != nil {
			out = append(out, *wrong)
		}
	}
	for _, name := range names {
		field, at := s.Properties[name], path+"."+name
		if key := field.codeWrong(doc[name]); key != "" {
			out = append(out, models.Field{Path: at, Key: key})
		}
		rows, _ := doc[name].([]any)
		for i, row := range rows {
			if row, ok := row.(map[string]any); ok && field.Items != nil {
				out = append(out, field.Items.breaches(at+"["+strconv.Itoa(i)+"]", field.Items.Order, row)...)
			}
		}
	}
	return out
}

// Has tells whether the form has a field of this name.
func (f *Form) Has(name string) bool { return slices.Contains(f.fields(), name) }

// fields names the fields of a form in their order.
func (f *Form) fields() (out []string) {
	for _, s := range f.Layout.Sections {
		out = append(out, s.Fields...)
	}
	return out
}

// CheckDraft says whether data can be kept as a draft: one JSON object within the bounds. Whether
// it is complete is asked by Validate, at submission.
func CheckDraft(data []byte) []models.Field {
	_, wrong := readAnswer(data)
	return wrong
}

// readAnswer reads a filled form: one JSON object, in bounds, no repeated key, plain numbers.
func readAnswer(data []byte) (map[string]any, []models.Field) {
	fail := func(key string, args map[string]any) (map[string]any, []models.Field) {
		return nil, []models.Field{{Path: "form", Key: "form." + key, Args: args}}
	}
	switch {
	case len(data) > MaxAnswer:
		return fail("too_large", map[string]any{"max": MaxAnswer})
	case !utf8.Valid(data):
		return fail("not_utf8", nil)
	}
	t, err := jsonTree(data)
	if err == nil {
		err = errors.Join((*shape)(nil).check(t, "")...)
	}
	switch {
	case err != nil:
		return fail("not_json", map[string]any{"detail": err.Error()})
	case t.size() > maxValues:
		return fail("too_many_values", map[string]any{"max": maxValues})
	}
	doc, ok := t.value().(map[string]any)
	if !ok {
		return fail("not_object", nil)
	}
	var wrong []models.Field
	clean := tame("form", doc, &wrong)
	if len(wrong) > 0 {
		return nil, wrong[:min(len(wrong), maxWrong)]
	}
	doc, _ = clean.(map[string]any) // tame keeps an object an object
	return doc, nil
}

// tame writes numbers without exponents, refuses those out of bounds, and texts with control
// characters. A number like 1e999999999 must not reach arithmetic on rationals.
func tame(path string, v any, wrong *[]models.Field) any {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Float64()
		if err != nil || math.Abs(n) > maxNumber || n != 0 && math.Abs(n) < 1e-9 {
			*wrong = append(*wrong, models.Field{Path: path, Key: "form.number_range"})
			return json.Number("0")
		}
		return json.Number(strconv.FormatFloat(n, 'f', -1, 64))
	case string:
		if strings.ContainsFunc(v, isControl) {
			*wrong = append(*wrong, models.Field{Path: path, Key: "form.control_character"})
		}
		if utf8.RuneCountInString(v) > maxTextRunes {
			*wrong = append(*wrong, models.Field{Path: path, Key: "form.too_long", Args: map[string]any{"max": maxTextRunes}})
		}
	case []any:
		for i := range v {
			v[i] = tame(path+"["+strconv.Itoa(i)+"]", v[i], wrong)
		}
	case map[string]any:
		for k, e := range v {
			v[k] = tame(path+"."+clip(k), e, wrong)
		}
	}
	return v
}

func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}

// leaves gives the innermost failures of a validation.
func leaves(e *jsonschema.ValidationError, out []models.Field) []models.Field {
	for _, c := range e.Causes {
		out = leaves(c, out)
	}
	if len(e.Causes) > 0 {
		return out
	}
	at := "form"
	for _, part := range e.InstanceLocation {
		if _, err := strconv.Atoi(part); err == nil {
			at += "[" + part + "]"
			continue
		}
		at += "." + clip(part)
	}
	return append(out, fieldsOf(at, e.ErrorKind)...)
}

func fieldsOf(at string, k jsonschema.ErrorKind) []models.Field {
	one := func(key string, args ...any) []models.Field {
		var w wrong
		w.add(at, key, args...)
		w.fields[0].Key = "form." + key
		return w.fields
	}
	switch k := k.(type) {
	case *kind.Required:
		return below(at, k.Missing, "form.required")
	case *kind.AdditionalProperties:
		return below(at, k.Properties, "form.unknown")
	case *kind.Type:
		return one("type", "want", strings.Join(k.Want, ","))
	case *kind.Enum:
		return one("choice")
	case *kind.Const:
		return one("must_confirm")
	case *kind.Format:
		return one("format", "want", k.Want)
	case *kind.Pattern:
		return one("pattern")
	case *kind.MinLength:
		return one("too_short", "min", k.Want)
	case *kind.MaxLength:
		return one("too_long", "max", k.Want)
	case *kind.MinItems:
		return one("too_few", "min", k.Want)
	case *kind.MaxItems:
		return one("too_many", "max", k.Want)
	case *kind.Minimum:
		return one("min", "min", ratio(k.Want))
	case *kind.ExclusiveMinimum:
		return one("above", "min", ratio(k.Want))
	case *kind.Maximum:
		return one("max", "max", ratio(k.Want))
	case *kind.ExclusiveMaximum:
		return one("below", "max", ratio(k.Want))
	case *kind.MultipleOf:
		return one("decimals", "step", ratio(k.Want))
	}
	return one("invalid")
}

func below(at string, names []string, key string) []models.Field {
	out := make([]models.Field, len(names))
	for i, n := range names {
		out[i] = models.Field{Path: at + "." + clip(n), Key: key}
	}
	return out
}

func ratio(r interface{ Float64() (float64, bool) }) float64 {
	f, _ := r.Float64() // bounds of a form are short decimals; the nearest float is what the message shows
	return f
}

// Clean drops what a page may send without meaning it: null, empty texts, and fields that the
// other answers do not show; codes and telephone numbers are brought into their form. What is left is what Validate should judge and the case keep. Data
// that cannot be read is given back as it is: Validate says why.
func (f *Form) Clean(data []byte) models.RawJSON {
	doc, wrong := readAnswer(data)
	if wrong != nil {
		return data
	}
	f.clean(doc)
	return models.JSONOf(doc)
}

// Tidy brings the codes and telephone numbers of a draft into their form and leaves all else as it was
// typed: nothing is lost of what its writer has not finished.
func (f *Form) Tidy(data []byte) models.RawJSON {
	doc, wrong := readAnswer(data)
	if wrong != nil || !f.root.tidy(doc) {
		return data
	}
	return models.JSONOf(doc)
}

func (s *formSchema) tidy(doc map[string]any) (changed bool) {
	for name, v := range doc {
		text, ok := v.(string)
		if now := s.Properties[name].normal(text); ok && now != text {
			doc[name], changed = now, true
		}
	}
	return changed
}

func (f *Form) clean(doc map[string]any) {
	f.root.normalAll(doc)
	for _, name := range f.fields() {
		if !f.root.Properties[name].ShowIf.holds(doc) {
			delete(doc, name)
		}
	}
}

// Own gives of a shared form's answers those that this form asks for (一张表单: the form of a set holds
// the fields of its parts).
func (f *Form) Own(data []byte) models.RawJSON {
	doc, wrong := readAnswer(data)
	if wrong != nil {
		return models.RawJSON("{}")
	}
	for name := range doc {
		if f.root.Properties[name] == nil {
			delete(doc, name)
		}
	}
	return f.Clean(models.JSONOf(doc))
}

func (s *formShowIf) holds(doc map[string]any) bool {
	return s == nil || slices.ContainsFunc(s.In, func(v any) bool { return reflect.DeepEqual(v, doc[s.Field]) })
}

// Attrs gives the attributes that a filled form answers.
func (f *Form) Attrs(data []byte) Attrs {
	doc, wrong := readAnswer(data)
	if wrong != nil {
		return Attrs{}
	}
	f.clean(doc)
	return f.attrsIn(doc)
}

func (f *Form) attrsIn(doc map[string]any) Attrs {
	out := Attrs{}
	for name, v := range doc {
		p := f.root.Properties[name]
		if p == nil || p.Attr == "" {
			continue
		}
		if n, ok := number(v); ok {
			v = n
		}
		out[p.Attr] = v
	}
	return out
}

// WithAttrs gives the answers with what the attributes say in the fields that answer them, where a field
// has such a choice; what is not shown then is dropped.
func (f *Form) WithAttrs(data []byte, attrs Attrs) models.RawJSON {
	doc, wrong := readAnswer(data)
	if wrong != nil {
		return data
	}
	for name, p := range f.root.Properties {
		if v, known := attrs[p.Attr]; known && p.Attr != "" && (len(p.Enum) == 0 || slices.Contains(p.Enum, v)) {
			doc[name] = v
		}
	}
	return f.Clean(models.JSONOf(doc))
}

// Fill gives the first content of a form: the fields whose x-prefill is among the values.
func (f *Form) Fill(values map[string]any) models.RawJSON {
	doc := map[string]any{}
	for name, p := range f.root.Properties {
		if v, known := values[p.Prefill]; known && p.Prefill != "" && v != nil && v != "" {
			doc[name] = v
		}
	}
	return models.JSONOf(doc)
}
