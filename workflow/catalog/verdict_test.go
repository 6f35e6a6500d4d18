package catalog

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onestop.internal/models"
)

var update = flag.Bool("update", false, "write testdata/verdicts.txt anew")

// verdict is one answer put into the sample of a form, and the fields that are then wrong. The pages read
// the same file (frontend/src/form/form.test.ts).
type verdict struct {
	form, field string
	value       any
	wrong       []string
}

func (v verdict) line(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode([]any{v.form, v.field, v.value, v.wrong}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// times stands for a long value in the file: of, n times over.
type times struct {
	Times int `json:"times"`
	Of    any `json:"of"`
}

// full writes a value out, in rows too.
func full(v any) any {
	if rows, ok := v.([]any); ok {
		out := make([]any, len(rows))
		for i, row := range rows {
			out[i] = row
			if cells, ok := row.(map[string]any); ok {
				out[i] = fullRow(cells)
			}
		}
		return out
	}
	long, ok := v.(times)
	if !ok {
		return v
	}
	if text, ok := long.Of.(string); ok {
		return strings.Repeat(text, long.Times)
	}
	return slices.Repeat([]any{long.Of}, long.Times)
}

func fullRow(cells map[string]any) map[string]any {
	out := map[string]any{}
	for k, cell := range cells {
		out[k] = full(cell)
	}
	return out
}

// mutants gives answers of all kinds to one field: at its bounds, beyond them, of other types, empty.
func mutants(s *formSchema) []any {
	out := []any{nil, "　", "x", 7}
	for _, o := range s.Options {
		out = append(out, o.Value)
	}
	switch s.Type {
	case "boolean":
		out = append(out, true, false)
	case "number", "integer":
		out = append(out, numberMutants(s)...)
	case "string":
		if s.Format == "date" {
			out = append(out, "2024-02-29", "2026-02-30", "9999-12-31", "20260101")
		}
		if s.MaxLength != nil {
			out = append(out, times{*s.MaxLength + 1, "界"}, times{*s.MaxLength, "𠀀"})
		}
		switch s.Pattern {
		case usccPattern:
			out = append(out, " ９1140999ma0d3m013l ", "91140999MA0D3M013A", "91140999MA0D3M013I")
		case phonePattern:
			out = append(out, "+86 138-0013-8000", "０３５０－３０３００００", "(0350)3030000", "12345678901", "0350-30300")
		case projectPattern:
			out = append(out, "２５１０—140999—04—01—100001", "2510-140999-04-01-10000", "2510-14099a-04-01-100001")
		}
	case "array":
		out = append(out, []any{}, times{*s.MaxItems + 1, map[string]any{}})
	}
	return out
}

func numberMutants(s *formSchema) (out []any) {
	low := 0.0
	for _, bound := range []*float64{s.Minimum, s.Above} {
		if bound != nil {
			low = *bound
		}
	}
	out = append(out, low, low-1, low+1, *s.Maximum, *s.Maximum+1, low+0.123456789, "1")
	if s.MultipleOf != nil {
		out = append(out, low+3**s.MultipleOf)
	}
	return out
}

var rowPath = regexp.MustCompile(`\[(\d+)\]`)

// wrongFields names the fields that the server refuses, as the pages name them.
func wrongFields(f *Form, data []byte) []string {
	out := []string{}
	for _, w := range f.Validate(f.Clean(data)) {
		out = append(out, rowPath.ReplaceAllString(strings.TrimPrefix(w.Path, "form."), ".$1"))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// everywhere are the fields that all forms have alike.
var everywhere = []string{
	"applicantName", "uscc", "legalRep", "contactName", "contactPhone", "projectName", "projectCode", "site",
	"filedByAgent", "agentName", "agentPhone", "declared",
}

// verdictsOf puts each mutant of each field, and of each column of a table, into the sample.
func verdictsOf(t *testing.T, f *Form, sample models.RawJSON) (out []verdict) {
	t.Helper()
	add := func(name string, v any) {
		wrong := wrongFields(f, changed(t, sample, map[string]any{name: full(v)}))
		if len(wrong) > 20 {
			wrong = wrong[:20]
		}
		out = append(out, verdict{f.Code, name, v, wrong})
	}
	for _, name := range f.fields() {
		s := f.root.Properties[name]
		if f.Code != "TZ-01" && slices.Contains(everywhere, name) {
			continue
		}
		for _, v := range mutants(s) {
			add(name, v)
		}
		if s.Items == nil {
			continue
		}
		for _, column := range s.Items.Order {
			for _, v := range mutants(s.Items.Properties[column]) {
				add(name, rowWith(t, sample, name, column, v))
			}
		}
	}
	return out
}

// rowWith gives the first row of a sample's table with one cell changed.
func rowWith(t *testing.T, sample models.RawJSON, table, column string, v any) []any {
	t.Helper()
	var doc map[string]any
	if err := sample.Into(&doc); err != nil {
		t.Fatal(err)
	}
	row := map[string]any{}
	if rows, ok := doc[table].([]any); ok && len(rows) > 0 {
		row, _ = rows[0].(map[string]any)
	}
	if row[column] = v; v == nil {
		delete(row, column)
	}
	return []any{row}
}

func TestThePagesAreHeldToWhatTheServerRefuses(t *testing.T) {
	c := loaded(t)
	var b strings.Builder
	refused, told := 0, map[string]bool{}
	for _, code := range append(c.OwnForms(), GeneralForm) {
		for _, v := range verdictsOf(t, c.Form(code), c.Sample(code)) {
			line := v.line(t)
			if told[line] {
				continue
			}
			if told[line] = true; len(v.wrong) > 0 {
				refused++
			}
			b.WriteString(line)
		}
	}
	const golden = "testdata/verdicts.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Error("the server judges otherwise than testdata/verdicts.txt says: look why, then go test ./workflow/catalog -update")
	}
	if refused < 1000 {
		t.Errorf("only %d answers are refused", refused)
	}
}
