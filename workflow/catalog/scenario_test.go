package catalog

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// answers say yes or the first value to whatever is left, until nothing is.
func answerAll(c *Catalogue, s *Scenario, start Attrs) Attrs {
	attrs := maps.Clone(start)
	if attrs == nil {
		attrs = Attrs{}
	}
	for range 100 {
		left := c.Answer(s, attrs, nil, nil).Left
		if len(left) == 0 {
			break
		}
		switch a := c.Attribute(left[0]); a.Type {
		case Bool:
			attrs[a.Name] = false
		case Enum:
			attrs[a.Name] = s.Questions[slices.IndexFunc(s.Questions, func(q Question) bool { return q.Attr == a.Name })].Values[0].Code
		default:
			attrs[a.Name] = 500.0
		}
	}
	return attrs
}

func TestAScenarioLeavesNothingOpenOnceItsQuestionsAreAnswered(t *testing.T) {
	c := loaded(t)
	for _, s := range c.Scenarios() {
		t.Run(s.Code, func(t *testing.T) {
			p := c.Answer(&s, answerAll(c, &s, nil), s.Chosen(), nil)
			if len(p.Left) > 0 {
				t.Errorf("still asks %v", p.Left)
			}
			for _, e := range p.Maybe {
				t.Errorf("%s stays open: %v", e.Code, e.Unknown)
			}
			if len(p.Entries) < 5 || p.WorkingWD < 1 {
				t.Errorf("%d items in %d working days", len(p.Entries), p.WorkingWD)
			}
			checkPlan(t, c, p)
			for _, e := range p.Entries {
				for _, n := range e.Preconditions {
					if n.State == NotAnswered {
						t.Errorf("%s: precondition %v asks %v", e.Code, n.Items, n.Unknown)
					}
				}
			}
		})
	}
}

// checkPlan holds the order and the times of a plan against the preconditions.
func checkPlan(t *testing.T, c *Catalogue, p Plan) {
	t.Helper()
	place := map[string]int{}
	for i, e := range p.Entries {
		place[e.Code] = i
		if e.ToWD > p.WorkingWD {
			t.Errorf("%s ends after the plan", e.Code)
		}
		for _, before := range c.before(c.Item(e.Code), p.Attrs) {
			at, there := place[before]
			if slices.ContainsFunc(p.Entries, func(x PlanEntry) bool { return x.Code == before }) && !there {
				t.Errorf("%s comes before %s", e.Code, before)
			}
			if there && p.Entries[at].ToWD > e.FromWD {
				t.Errorf("%s starts on day %d, %s ends on day %d", e.Code, e.FromWD, before, p.Entries[at].ToWD)
			}
		}
	}
}

func codesOf(entries []PlanEntry) string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Code)
	}
	return strings.Join(out, " ")
}

func TestAScenarioTurnsAnswersIntoItemsInOrder(t *testing.T) {
	c := loaded(t)
	for _, row := range []struct {
		name, scenario string
		answers        Attrs
		chosen         []string
		want           string
		days           int
	}{
		{"a company and nothing else", "COMPANY_START", Attrs{
			"ops.food_production": false, "ops.road_freight": false, "ops.oversize_transport": false, "ops.hr_service": false,
			"ops.labour_dispatch": false, "safety.licence_required": false,
		}, []string{"KB-04", "KB-05"}, "KB-01 KB-04 KB-05 KB-08", 2},
		{"a company that makes food", "COMPANY_START", Attrs{
			"ops.food_production": true, "ops.road_freight": false, "ops.oversize_transport": false, "ops.hr_service": false,
			"ops.labour_dispatch": false, "safety.licence_required": false,
		}, nil, "KB-01 KB-08 ZY-06", 6},
		{"an assembly shop in leased premises", "STANDARD_FACTORY", Attrs{
			"company.registered": true, "env.eia_class": "REGISTRATION", "env.discharge_class": "REGISTRATION", "energy.tce_per_year": 120.0,
			"energy.coal_t_per_year": 0.0, "build.construction_permit_required": false, "safety.hazardous": false, "ops.sewer_discharge": false,
			"ops.special_equipment": false, "ops.public_assembly": false, "ops.food_production": false,
		}, []string{"YS-04"}, "TZ-01 LX-10 JY-14 YS-02 YS-04", 5},
		{"more machines and no building", "TECHNICAL_UPGRADE", Attrs{
			"build.construction": false, "energy.tce_per_year": 1200.0, "energy.coal_t_per_year": 0.0, "env.eia_class": "FORM",
			"env.total_quota_required": true, "env.discharge_class": "SIMPLIFIED", "safety.hazardous": false, "ops.sewer_discharge": false,
			"ops.special_equipment": false, "ops.food_production": false,
		}, nil, "TZ-01 TZ-08 LX-09 JY-09 YS-10 YS-11", 20},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := c.Answer(c.Scenario(row.scenario), row.answers, row.chosen, nil)
			if got := codesOf(p.Entries); got != row.want || p.WorkingWD != row.days {
				t.Errorf("got %s in %d days\nwant %s in %d", got, p.WorkingWD, row.want, row.days)
			}
			if len(p.Maybe) > 0 || len(p.Left) > 0 {
				t.Errorf("open: %s, asks %v", codesOf(p.Maybe), p.Left)
			}
		})
	}
}

func TestANewIndustrialProjectOnGrantedLandGoesTheWholeWay(t *testing.T) {
	c := loaded(t)
	s := c.Scenario("NEW_INDUSTRIAL_PROJECT")
	attrs := answerAll(c, s, Attrs{"company.registered": true, "land.mode": "GRANT", "env.eia_class": "FORM", "build.fire_class": "OTHER"})
	p := c.Answer(s, attrs, s.Chosen(), nil)
	checkPlan(t, c, p)
	got := codesOf(p.Entries)
	for _, code := range []string{"TZ-01", "LX-02", "LX-03", "LX-05", "LX-09", "LX-17", "GJ-02", "SG-05", "JY-01", "JY-03", "JY-07", "JY-08", "JY-10", "YS-01", "YS-17", "YS-18"} {
		if !strings.Contains(got, code) {
			t.Errorf("%s is missing in %s", code, got)
		}
	}
	for _, code := range []string{"TZ-02", "LX-01", "LX-04", "JY-02", "KB-01"} {
		if strings.Contains(got, code) {
			t.Errorf("%s does not apply: %s", code, got)
		}
	}
	for _, e := range p.Entries {
		if (e.Code == "JY-01" || e.Code == "JY-03") && e.Composite != "JY-07" {
			t.Errorf("%s is a part of %q", e.Code, e.Composite)
		}
	}
}

func TestAPlanKnowsWhatIsAlreadyHeld(t *testing.T) {
	c := loaded(t)
	s := c.Scenario("NEW_INDUSTRIAL_PROJECT")
	attrs := answerAll(c, s, Attrs{"land.mode": "GRANT"})
	before := c.Answer(s, attrs, nil, nil)
	after := c.Answer(s, attrs, nil, having("TZ-01", "LX-02", "LX-03"))
	if after.WorkingWD >= before.WorkingWD {
		t.Errorf("%d working days with results, %d without", after.WorkingWD, before.WorkingWD)
	}
	for _, e := range after.Entries {
		if e.Code == "TZ-01" && (!e.Done || e.ToWD != e.FromWD) {
			t.Errorf("TZ-01 is done, yet %+v", e)
		}
		if e.Code == "LX-05" && (e.Materials[0].State != Held || e.Preconditions[0].State != Met) {
			t.Errorf("LX-05: %s, %s", e.Materials[0].State, e.Preconditions[0].State)
		}
	}
}

func TestAnAnswerWeighsMoreThanAnAssumptionAndLessThanAFixedFact(t *testing.T) {
	c := loaded(t)
	s := c.Scenario("STANDARD_FACTORY")
	p := c.Answer(s, Attrs{"invest.route": "VERIFICATION", "land.mode": "GRANT", "company.registered": nil}, nil, nil)
	if p.Attrs["invest.route"] != "VERIFICATION" || slices.Contains(p.Assumed, "invest.route") {
		t.Error("the answer lost against the assumption")
	}
	if p.Attrs["land.mode"] != "LEASED_PREMISES" {
		t.Error("the fixed fact lost against the answer")
	}
	if !slices.Contains(p.Assumed, "invest.tender_mandatory") {
		t.Error("an assumption is not shown")
	}
	if len(p.Left) == 0 || p.Left[0] != "company.registered" {
		t.Errorf("asks %v", p.Left)
	}
	if slices.Contains(p.Left, "build.fire_class") {
		t.Error("asks a question whose condition is not true")
	}
}
