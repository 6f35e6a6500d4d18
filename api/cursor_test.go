package api_test

import (
	"encoding/json"
	"testing"

	"onestop.internal/api"
)

func TestEachWholeNumberOfAQueryHasALowerBound(t *testing.T) {
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct {
				Name, In string
				Schema   struct {
					Type    any
					Minimum *float64
				}
			}
		}
	}
	if err := json.Unmarshal(api.New(api.Services{}, api.Config{Version: "test"}).Spec(), &doc); err != nil {
		t.Fatal(err)
	}
	numbers := 0
	for path, methods := range doc.Paths {
		for method, op := range methods {
			for _, p := range op.Parameters {
				if p.In != "query" || p.Schema.Type != "integer" {
					continue
				}
				numbers++
				if p.Schema.Minimum == nil {
					t.Errorf("%s %s takes any %s", method, path, p.Name)
				}
			}
		}
	}
	if numbers < 20 {
		t.Errorf("only %d", numbers)
	}
}
