package catalog

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestAnExpressionAnswersInThreeValues(t *testing.T) {
	yes, no := Attrs{"a": true}, Attrs{"a": false}
	both := func(a, b any) Attrs { return Attrs{"a": a, "b": b} }
	for _, row := range []struct {
		expr  string
		attrs Attrs
		want  Tri
		ask   []string
	}{
		{"a", yes, True, nil},
		{"a", no, False, nil},
		{"a", nil, Unknown, []string{"a"}},
		{"a", Attrs{"a": nil}, Unknown, []string{"a"}},
		{"a", Attrs{"a": "true"}, Unknown, []string{"a"}}, // of a wrong type: as good as not known
		{"!a", yes, False, nil},
		{"!a", nil, Unknown, []string{"a"}},
		{"!!a", yes, True, nil},

		{"a && b", both(true, true), True, nil},
		{"a && b", both(true, false), False, nil},
		{"a && b", both(false, true), False, nil},
		{"a && b", both(false, false), False, nil},
		{"a && b", both(nil, true), Unknown, []string{"a"}},
		{"a && b", both(nil, false), False, nil},
		{"a && b", both(false, nil), False, nil},
		{"a && b", both(nil, nil), Unknown, []string{"a", "b"}},

		{"a || b", both(true, true), True, nil},
		{"a || b", both(true, false), True, nil},
		{"a || b", both(false, false), False, nil},
		{"a || b", both(nil, true), True, nil},
		{"a || b", both(true, nil), True, nil},
		{"a || b", both(nil, false), Unknown, []string{"a"}},
		{"a || b", both(nil, nil), Unknown, []string{"a", "b"}},

		{"a || b && c", Attrs{"b": true, "c": true, "a": false}, True, nil},
		{"(a || b) && c", Attrs{"a": true, "c": false}, False, nil},
		{"a && (b || c)", Attrs{"a": true, "b": false}, Unknown, []string{"c"}},
		{"a == true", yes, True, nil},
		{"a != true", yes, False, nil},
		{"a != true", nil, Unknown, []string{"a"}},

		{"e == 'X'", Attrs{"e": "X"}, True, nil},
		{"e == 'X'", Attrs{"e": "Y"}, False, nil},
		{"e == 'X'", Attrs{"e": ""}, Unknown, []string{"e"}},
		{"e != 'X'", Attrs{"e": "Y"}, True, nil},
		{"e in ['X','Y']", Attrs{"e": "Y"}, True, nil},
		{"e in ['X', 'Y']", Attrs{"e": "Z"}, False, nil},
		{"e in ['X']", nil, Unknown, []string{"e"}},

		{"n >= 1000", Attrs{"n": 1000.0}, True, nil},
		{"n > 1000", Attrs{"n": 1000}, False, nil},
		{"n < 0.5", Attrs{"n": json.Number("0.25")}, True, nil},
		{"n <= 3", Attrs{"n": int64(4)}, False, nil},
		{"n == 3", Attrs{"n": 3}, True, nil},
		{"n >= 1", Attrs{"n": "7"}, Unknown, []string{"n"}},
		{"n >= 1", Attrs{"n": json.Number("1e999")}, Unknown, []string{"n"}},
	} {
		e, err := Parse(row.expr)
		if err != nil {
			t.Errorf("%s: %v", row.expr, err)
			continue
		}
		if got := e.Eval(row.attrs); got != row.want {
			t.Errorf("%s of %v: %s, want %s", row.expr, row.attrs, got, row.want)
		}
		if got := e.Unknowns(row.attrs); !slices.Equal(got, row.ask) {
			t.Errorf("%s of %v asks %v, want %v", row.expr, row.attrs, got, row.ask)
		}
	}
	if (Expr{}).Eval(nil) != True {
		t.Error("no condition is not true")
	}
}

func TestAnExpressionThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{
		"", " ", "a &", "a &&", "&& a", "a b", "(a", "a)", "a ==", "a = 1", "a == b", "a == 'x", "a in 'x'", "a in []", "a in ['x'", "a in ['x',]",
		"'x'", "1", "true", "in", "a..b", ".a", "a.", "A", "a == -1", "a == 1.", "!", "a ! b", "a; b", "a\x00", "甲",
		strings.Repeat("(", 40) + "a" + strings.Repeat(")", 40), strings.Repeat("!", 33) + "a", "a" + strings.Repeat(" || a", 500),
	} {
		if e, err := Parse(text); err == nil {
			t.Errorf("%q was read as %q", clip(text), e)
		} else if got := e.Eval(Attrs{"a": true}); got != Unknown {
			t.Errorf("%q answers %s", clip(text), got)
		}
	}
}

func TestAnExpressionMustFitTheAttributes(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct{ expr, want string }{
		{"land.mode == 'GRANT'", ""},
		{"energy.tce_per_year >= 1000", ""},
		{"company.registered == false", ""},
		{"land.mod == 'GRANT'", "unknown attribute"},
		{"land.mode", "is not BOOL"},
		{"land.mode == 'BOUGHT'", "does not take 'BOUGHT'"},
		{"land.mode == 1", "does not take 1"},
		{"land.mode < 'GRANT'", "< on ENUM"},
		{"company.registered >= 1", ">= on BOOL"},
		{"company.registered == 'yes'", "does not take 'yes'"},
		{"energy.tce_per_year == true", "does not take true"},
		{"company.registered && !(land.forest || land.mode in ['GRANT','NONE'])", "does not take 'NONE'"},
	} {
		e, err := Parse(row.expr)
		if err != nil {
			t.Fatalf("%s: %v", row.expr, err)
		}
		err = c.checkExpr(e)
		if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", row.expr, err, row.want)
		}
	}
}

func FuzzAnExpressionNeverPanicsAndKeepsItsText(f *testing.F) {
	for _, seed := range []string{"a && !(b || c == 'X')", "n >= 1.5 && e in ['A','B']", "((((", "a in [", "'", "1.", "!", "a.b.c != true"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		attrs := Attrs{"a": true, "n": 2.0, "e": "A"}
		got := e.Eval(attrs)
		if err != nil {
			return
		}
		if (got == Unknown) != (len(e.Unknowns(attrs)) > 0) {
			t.Errorf("%q answers %s and asks %v", text, got, e.Unknowns(attrs))
		}
		again, err := Parse(e.String())
		if err != nil || !reflect.DeepEqual(e, again) {
			t.Errorf("%q is read differently the second time: %v", text, err)
		}
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back Expr
		if err := json.Unmarshal(data, &back); err != nil {
			t.Errorf("%q does not come back from JSON: %v", text, err)
		}
	})
}

func TestAttributesGivenByAClientAreChecked(t *testing.T) {
	c := loaded(t)
	good := Attrs{"land.mode": "GRANT", "company.registered": true, "energy.tce_per_year": 12.5, "energy.coal_t_per_year": nil}
	if wrong := c.CheckAttrs(good); len(wrong) > 0 {
		t.Errorf("refused: %v", wrong)
	}
	bad := Attrs{"land.mode": "BOUGHT", "company.registered": "yes", "energy.tce_per_year": -1.0, "no.such": 1, "land.forest": []any{}}
	wrong := c.CheckAttrs(bad)
	if len(wrong) != len(bad) {
		t.Errorf("found %v", wrong)
	}
}
