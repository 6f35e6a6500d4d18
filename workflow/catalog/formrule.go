package catalog

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"onestop.internal/models"
)

// check refuses a rule about fields that the form does not have, or of another kind.
func (r formRule) check(fields map[string]*formSchema) error {
	switch {
	case r.Whole != "" && len(r.Parts) > 0 && r.From == "" && r.To == "":
		for _, name := range append([]string{r.Whole}, r.Parts...) {
			if f := fields[name]; f == nil || f.Type != "number" && f.Type != "integer" {
				return fmt.Errorf("x-rules: %s is no number of the form", name)
			}
		}
	case r.From != "" && r.To != "" && r.Whole == "" && len(r.Parts) == 0:
		for _, name := range []string{r.From, r.To} {
			if f := fields[name]; f == nil || f.Format != "date" {
				return fmt.Errorf("x-rules: %s is no date of the form", name)
			}
		}
	default:
		return errors.New("x-rules: want parts and their whole, or from and to")
	}
	return nil
}

// breach says what is wrong with answers that the schema has taken; nil where nothing is.
func (r formRule) breach(doc map[string]any) *models.Field {
	if r.From != "" {
		from, _ := doc[r.From].(string)
		to, _ := doc[r.To].(string)
		if from == "" || to == "" || from <= to {
			return nil
		}
		return &models.Field{Path: "form." + r.To, Key: "form.before_start", Args: map[string]any{"start": from}}
	}
	whole, ok := numberOf(doc[r.Whole])
	if !ok {
		return nil
	}
	var sum float64
	for _, name := range r.Parts {
		part, _ := numberOf(doc[name])
		sum += part
	}
	const least = 1e-7 // less than the last decimal that a form takes
	over := sum - whole
	switch {
	case over > least && !r.Exact:
		return &models.Field{Path: "form." + r.Parts[0], Key: "form.more_than_whole", Args: map[string]any{"whole": whole}}
	case math.Abs(over) > least && r.Exact:
		return &models.Field{Path: "form." + r.Whole, Key: "form.not_the_sum", Args: map[string]any{"sum": math.Round(sum/least) * least}}
	}
	return nil
}

func numberOf(v any) (float64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}
