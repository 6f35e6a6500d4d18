package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"onestop.internal/models"
)

// check refuses a rule about fields that the form does not have, or of another kind.
func (r formRule) check(fields map[string]*formSchema) error {
	if r.When != nil && fields[r.When.Field] == nil {
		return fmt.Errorf("x-rules: %s is no field of the form", r.When.Field)
	}
	sum, term := len(r.Parts) > 0, r.From != "" && r.To != ""
	kinds := 0
	for _, is := range []bool{sum && r.Whole != "", sum && len(r.Others) > 0, sum && r.Below > 0, term} {
		if is {
			kinds++
		}
	}
	if kinds != 1 || term == sum || !term && r.From+r.To != "" || r.Exact && r.Whole == "" {
		return errors.New("x-rules: want parts and their whole, others or bound, or from and to")
	}
	for _, name := range r.numbers() {
		if f := fields[name]; f == nil || f.Type != "number" && f.Type != "integer" {
			return fmt.Errorf("x-rules: %s is no number of the form", name)
		}
	}
	for _, name := range []string{r.From, r.To} {
		if f := fields[name]; name != "" && (f == nil || f.Format != "date") {
			return fmt.Errorf("x-rules: %s is no date of the form", name)
		}
	}
	return nil
}

// numbers names the fields that a rule adds up or compares.
func (r formRule) numbers() []string {
	out := slices.Concat(r.Parts, r.Others)
	if r.Whole != "" {
		out = append(out, r.Whole)
	}
	return out
}

const least = 1e-7 // less than the last decimal that a form takes

// breach says what is wrong with answers that the schema has taken, by the field below path; nil where
// nothing is.
func (r formRule) breach(path string, doc map[string]any) *models.Field {
	if !r.When.holds(doc) {
		return nil
	}
	if r.From != "" {
		from, _ := doc[r.From].(string)
		to, _ := doc[r.To].(string)
		if from == "" || to == "" || from <= to {
			return nil
		}
		return &models.Field{Path: path + "." + r.To, Key: "form.before_start", Args: map[string]any{"start": from}}
	}
	sum, some := sumOf(doc, r.Parts)
	if !some && !r.Exact {
		return nil
	}
	switch {
	case r.Below > 0:
		if sum < r.Below-least {
			return nil
		}
		return &models.Field{Path: path + "." + r.Parts[0], Key: "form.sum_below", Args: map[string]any{"max": r.Below}}
	case len(r.Others) > 0:
		others, some := sumOf(doc, r.Others)
		if !some || math.Abs(sum-others) <= least {
			return nil
		}
		return &models.Field{Path: path + "." + r.Others[0], Key: "form.not_in_balance", Args: map[string]any{"one": short(sum), "other": short(others)}}
	}
	return r.overWhole(path, doc, sum)
}

// overWhole holds the sum of the parts against their whole.
func (r formRule) overWhole(path string, doc map[string]any, sum float64) *models.Field {
	whole, ok := numberOf(doc[r.Whole])
	if !ok {
		return nil
	}
	over := sum - whole
	switch {
	case over > least && !r.Exact:
		return &models.Field{Path: path + "." + r.Parts[0], Key: "form.more_than_whole", Args: map[string]any{"whole": whole}}
	case math.Abs(over) > least && r.Exact:
		return &models.Field{Path: path + "." + r.Whole, Key: "form.not_the_sum", Args: map[string]any{"sum": short(sum)}}
	}
	return nil
}

// sumOf adds up what is answered of some fields, and tells whether anything is.
func sumOf(doc map[string]any, names []string) (sum float64, some bool) {
	for _, name := range names {
		n, ok := numberOf(doc[name])
		sum, some = sum+n, some || ok
	}
	return sum, some
}

// short rounds away what adding floats leaves behind.
func short(f float64) float64 { return math.Round(f/least) * least }

func numberOf(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}
