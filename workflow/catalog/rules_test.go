package catalog

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"onestop.internal/models"
)

func having(codes ...string) func(string) bool {
	return func(code string) bool { return slices.Contains(codes, code) }
}

func TestAPreconditionIsMetUnmetVoidOrAsked(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct {
		name, item string
		n          int
		attrs      Attrs
		met        func(string) bool
		state      PreconditionState
		confirm    bool
		ask        []string
	}{
		{"hard and not there", "TZ-04", 0, Attrs{"invest.route": "VERIFICATION"}, nil, Unmet, false, nil},
		{"hard and there", "TZ-04", 0, nil, having("TZ-02"), Met, false, nil},
		{"hard, but the item does not apply", "TZ-04", 0, Attrs{"invest.route": "FILING"}, nil, Voided, true, nil},
		{"hard, and nobody knows whether the item applies", "TZ-04", 0, nil, nil, NotAnswered, false, []string{"invest.route"}},
		{"a registered company needs no new registration", "ZY-01", 0, Attrs{"company.registered": true}, nil, Voided, true, nil},
		{"conditional and true", "TZ-02", 0, Attrs{"land.mode": "ALLOCATION"}, nil, Unmet, false, nil},
		{"conditional and false", "TZ-02", 0, Attrs{"land.mode": "GRANT"}, nil, Voided, false, nil},
		{"conditional and not known", "TZ-02", 0, nil, nil, NotAnswered, false, []string{"land.mode"}},
		{"conditional, true and met", "TZ-02", 0, Attrs{"land.mode": "ALLOCATION"}, having("LX-01"), Met, false, nil},
		{"any of: the true member is met", "LX-05", 0, Attrs{"invest.route": "FILING"}, having("TZ-01"), Met, false, nil},
		{"any of: another member is met", "LX-05", 0, Attrs{"invest.route": "FILING"}, having("TZ-02"), Unmet, false, nil},
		{"any of: no member is true", "LX-11", 0, Attrs{"invest.route": "GOV_INVEST"}, nil, Voided, false, nil},
		{"any of: nothing known", "LX-05", 0, nil, having("TZ-01"), NotAnswered, false, []string{"invest.route"}},
		{"any of: one of two true members is enough", "SG-05", 0, Attrs{"land.mode": "GRANT"}, having("LX-03"), Met, false, nil},
		{"any of: an old right is demanded though no item gives it", "SG-05", 0, Attrs{"land.mode": "EXISTING_RIGHT"}, nil, Unmet, false, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := c.Preconditions(c.Item(row.item), row.attrs, row.met)[row.n]
			if p.State != row.state || p.Confirm != row.confirm || !slices.Equal(p.Unknown, row.ask) {
				t.Errorf("got %+v", p)
			}
			if p.BlocksAcceptance() != (row.state == Unmet) {
				t.Errorf("blocks acceptance: %v", p.BlocksAcceptance())
			}
			if p.BlocksDecision() != (row.state == Unmet || row.state == NotAnswered || row.confirm) {
				t.Errorf("blocks the decision: %v", p.BlocksDecision())
			}
		})
	}
}

func TestAMaterialIsAskedForOnlyWhereItIsNeeded(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct {
		name, item, material string
		attrs                Attrs
		held                 func(string) bool
		state                MaterialState
		heldBy               string
	}{
		{"required", "TZ-02", "M1", nil, nil, MustBring, ""},
		{"conditional and true", "TZ-02", "M2", Attrs{"land.mode": "ALLOCATION"}, nil, MustBring, ""},
		{"conditional and false", "TZ-02", "M2", Attrs{"land.mode": "GRANT"}, nil, NotNeeded, ""},
		{"conditional and not known", "TZ-02", "M2", nil, nil, Undecided, ""},
		{"conditional, not known, but held", "TZ-02", "M2", nil, having("LX-01"), Held, "LX-01"},
		{"conditional, false and held", "TZ-02", "M2", Attrs{"land.mode": "GRANT"}, having("LX-01"), NotNeeded, ""},
		{"may follow", "TZ-02", "M3", nil, nil, MayComeLater, ""},
		{"may follow, but held", "TZ-02", "M3", nil, having("KB-01"), Held, "KB-01"},
		{"one of several is held", "SG-05", "M1", nil, having("LX-17"), Held, "LX-17"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, m := range MaterialsFor(c.Item(row.item), row.attrs, row.held) {
				if m.Code == row.material && (m.State != row.state || m.HeldBy != row.heldBy || (m.State == Undecided) != (len(m.Unknown) > 0)) {
					t.Errorf("got %s held by %q, asks %v", m.State, m.HeldBy, m.Unknown)
				}
			}
		})
	}
	optional := &Item{Materials: []Material{{Code: "M1", Required: Optional, MayFollow: true}}}
	if got := MaterialsFor(optional, nil, nil)[0].State; got != MayBring {
		t.Errorf("an optional material is %s", got)
	}
}

func TestAVariantReplacesLimitPromiseAndSteps(t *testing.T) {
	c := loaded(t)
	wd := func(n int) models.Limit { return models.Limit{Value: n, Unit: models.WorkingDay} }
	now := models.Limit{Unit: models.Immediate}
	for _, row := range []struct {
		item           string
		attrs          Attrs
		variant        string
		legal, promise models.Limit
		instant        bool
		steps          []int
		ask            []string
	}{
		{"LX-11", Attrs{"water.soil_plan": "REPORT"}, "REPORT", wd(10), wd(5), false, []int{0, 3, 1, 1}, nil},
		{"LX-11", Attrs{"water.soil_plan": "FORM"}, "FORM", now, now, true, []int{0, 0, 0, 0}, nil},
		{"LX-11", nil, "", wd(10), wd(5), false, []int{0, 3, 1, 1}, []string{"water.soil_plan"}},
		{"LX-11", Attrs{"water.soil_plan": "NONE"}, "", wd(10), wd(5), false, []int{0, 3, 1, 1}, nil},
		{"SG-01", Attrs{"case.drawing_set": "SURVEY_GRADE_B_OR_LOWER"}, "SURVEY_GRADE_B_OR_LOWER", wd(5), wd(3), false, []int{0, 1, 1, 1}, nil},
		{"SG-05", nil, "", models.Limit{Value: 7, Unit: models.DayBare}, wd(3), false, []int{0, 2, 1, 0}, nil},
	} {
		got := c.Item(row.item).Terms(row.attrs)
		var steps []int
		for _, s := range got.Steps {
			steps = append(steps, s.LimitWD)
		}
		if got.Variant != row.variant || got.Legal != row.legal || got.Promise != row.promise || got.Instant != row.instant ||
			!slices.Equal(steps, row.steps) || !slices.Equal(got.Unknown, row.ask) {
			t.Errorf("%s of %v: %+v, steps %v", row.item, row.attrs, got, steps)
		}
	}
	if it := c.Item("LX-11"); it.Steps[1].LimitWD != 3 {
		t.Error("the item itself was cut")
	}
}

func TestItemsForLeavesOutWhatDoesNotApply(t *testing.T) {
	c := loaded(t)
	got := map[string]Applicable{}
	for _, a := range c.ItemsFor(Attrs{"invest.route": "FILING", "land.mode": "GRANT"}) {
		got[a.Code] = a
	}
	for code, want := range map[string]Tri{"TZ-01": True, "LX-05": True, "TZ-02": "", "LX-04": "", "LX-11": Unknown, "KB-02": Unknown} {
		if got[code].Applies != want {
			t.Errorf("%s: %q, want %q", code, got[code].Applies, want)
		}
	}
	if !got["KB-02"].Chosen || got["LX-11"].Chosen {
		t.Error("an item that the user chooses is told from one that depends on an answer")
	}
	if !slices.Equal(got["LX-11"].Unknown, []string{"water.soil_plan"}) {
		t.Errorf("LX-11 asks %v", got["LX-11"].Unknown)
	}
}

func TestADiffNamesEachChangedField(t *testing.T) {
	c := loaded(t)
	old := c.Item("TZ-02")
	edit := func(change func(*Item)) *Item {
		it, err := DecodeItem(old.JSON())
		if err != nil {
			t.Fatal(err)
		}
		change(it)
		return it
	}
	for _, row := range []struct {
		name   string
		change func(*Item)
		want   []Change
	}{
		{"nothing", func(*Item) {}, []Change{}},
		{"one value", func(it *Item) { it.Promised.Value = 8 }, []Change{{"promised.value", 10.0, 8.0}}},
		{"a material by its code", func(it *Item) { it.Materials[1].NameZh = "甲" }, []Change{{"materials[M2].nameZh", old.Materials[1].NameZh, "甲"}}},
		{
			"the order only", func(it *Item) { it.Materials[0], it.Materials[1] = it.Materials[1], it.Materials[0] },
			[]Change{{"materials", []string{"M1", "M2", "M3", "M4"}, []string{"M2", "M1", "M3", "M4"}}},
		},
		{"an object gone", func(it *Item) { it.VoidAfter = nil }, []Change{{"voidIfNotStarted", asAny(t, old.VoidAfter), nil}}},
		{"a material gone", func(it *Item) { it.Materials = it.Materials[:3] }, []Change{{"materials[M4]", asAny(t, old.Materials[3]), nil}}},
		{"a condition", func(it *Item) { it.AppliesWhen, _ = Parse("land.forest") }, []Change{{"appliesWhen", "invest.route == 'VERIFICATION'", "land.forest"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			now := edit(row.change)
			if got := Diff(old, now); !reflect.DeepEqual(got, row.want) {
				t.Errorf("got %+v\nwant %+v", got, row.want)
			}
			same := reflect.DeepEqual(ItemHash(old, nil), ItemHash(now, nil))
			if same != (len(row.want) == 0) {
				t.Errorf("hash same: %v", same)
			}
		})
	}
	if reflect.DeepEqual(ItemHash(old, nil), ItemHash(old, c.Form("TZ-02"))) {
		t.Error("the hash does not see the form")
	}
}

func asAny(t *testing.T, v any) any {
	t.Helper()
	var out any
	if err := json.Unmarshal(models.JSONOf(v), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
