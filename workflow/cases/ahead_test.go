package cases

import (
	"testing"

	"onestop.internal/models"
	"onestop.internal/workflow/catalog"
)

func TestAFormReadAheadCountsOnlyForTheCaseAsItStands(t *testing.T) {
	read := &formRead{version: 7, from: models.RawJSON(`{"a":" x"}`), Examined: catalog.Examined{Clean: models.RawJSON(`{"a":"x"}`)}}
	for _, row := range []struct {
		name string
		read *formRead
		c    models.Case
		want bool
	}{
		{"as it was read", read, models.Case{ItemVersion: 7, Form: models.RawJSON(`{"a":" x"}`)}, true},
		{"made clean since", read, models.Case{ItemVersion: 7, Form: models.RawJSON(`{"a":"x"}`)}, true},
		{"changed meanwhile", read, models.Case{ItemVersion: 7, Form: models.RawJSON(`{"a":"y"}`)}, false},
		{"moved to another version", read, models.Case{ItemVersion: 8, Form: models.RawJSON(`{"a":" x"}`)}, false},
		{"not read", nil, models.Case{ItemVersion: 7, Form: models.RawJSON(`{"a":" x"}`)}, false},
	} {
		if got := row.read.isOf(&row.c); got != row.want {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}
