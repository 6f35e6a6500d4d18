package policy

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onestop.internal/models"
)

const (
	county = "140999000000"
	town   = "140999100000"
	park   = "140999400000"
	estate = "140999400001"
	other  = "140998000000"
)

func built(t testing.TB, changes string) *Policy {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Load(changes); err != nil {
		t.Fatal(err)
	}
	return p
}

// equalsEnforce asks Casbin and the snapshot the same for every role and action, in each region.
func equalsEnforce(t interface{ Fatalf(string, ...any) }, p *Policy, regions, more []string) {
	s := p.snap.Load()
	acts := append(p.Actions(), "case:never_heard_of", "nothing:read")
	for _, m := range more {
		acts = append(acts, Action(m))
	}
	for _, role := range append(append([]Role{}, Roles...), Person, "NOBODY") {
		for _, region := range regions {
			for _, act := range acts {
				obj, verb, _ := strings.Cut(string(act), ":")
				want, err := s.enforcer.Enforce(string(role), region, obj, verb)
				if err != nil {
					t.Fatalf("enforce: %v", err)
				}
				if got := p.Can(Actor{Role: role, Region: region}, act); got != want {
					t.Fatalf("%s in %s, %s: the snapshot says %v, Casbin %v", role, region, act, got, want)
				}
			}
		}
	}
}

func TestTheSnapshotSaysWhatCasbinSaysOfTheBuiltInRules(t *testing.T) {
	equalsEnforce(t, built(t, ""), []string{county, ""}, nil)
}

func TestTheSnapshotSaysWhatCasbinSaysOfAnyRules(t *testing.T) {
	places := []string{county, town, park, estate, other, "140000000000"}
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("p, %s, %s, %s, %s, %s",
				rapid.SampledFrom([]string{"WINDOW", "STAFF", "PERSON", "APPROVER", "AGENCY_LEADER"}).Draw(t, "role"),
				rapid.SampledFrom(append([]string{"*"}, places...)).Draw(t, "division"),
				rapid.SampledFrom([]string{"case", "note", "thing"}).Draw(t, "object"),
				rapid.SampledFrom([]string{"*", "read", "accept", "extend"}).Draw(t, "verb"),
				rapid.SampledFrom([]string{"allow", "deny"}).Draw(t, "effect"))
		})
		lines := rapid.SliceOfN(line, 0, 8).Draw(t, "rules")
		lines = append(lines, "g, WINDOW, STAFF", "g, APPROVER, STAFF", "g, AGENCY_LEADER, APPROVER", "g, STAFF, PERSON")
		p := &Policy{}
		if err := p.load(strings.Join(lines, "\n")); err != nil {
			t.Fatal(err)
		}
		equalsEnforce(t, p, append(places, "", "rubbish"), []string{"case:read", "case:*", "note:accept", "thing:read"})
	})
}

// The facts are those of Casbin's own tests of RBAC with domains (casbin/casbin model_test.go and
// rbac_api_with_domains_test.go): domain1 is a park and domain2 a town of one county, the subjects
// hold the post WINDOW there.
func TestDivisionsAreDomainsAsCasbinHasThem(t *testing.T) {
	const rules = `g, WINDOW, STAFF
p, STAFF, 140999400000, data1, read, allow
p, STAFF, 140999400000, data1, write, allow
p, STAFF, 140999100000, data2, read, allow
p, STAFF, 140999100000, data2, write, allow
`
	type check struct {
		at  string
		act Action
		may bool
	}
	cases := []struct {
		name, rules string
		checks      []check
	}{
		{"rbac with domains", rules, []check{
			{park, "data1:read", true},
			{park, "data1:write", true},
			{park, "data2:read", false},
			{park, "data2:write", false},
			{town, "data1:read", false},
			{town, "data1:write", false},
			{town, "data2:read", true},
			{town, "data2:write", true},
		}},
		{"the rules of domain1 about data1 removed", strings.ReplaceAll(rules, "p, STAFF, 140999400000, data1", "# "), []check{
			{park, "data1:read", false}, {park, "data1:write", false}, {town, "data2:read", true}, {town, "data2:write", true},
		}},
		{"one rule removed", strings.Replace(rules, "p, STAFF, 140999100000, data2, read, allow\n", "", 1), []check{
			{town, "data2:read", false}, {town, "data2:write", true},
		}},
		{"a rule for every domain", rules + "p, STAFF, *, data3, read, allow\n", []check{
			{park, "data3:read", true}, {town, "data3:read", true}, {park, "data2:read", false}, {county, "data3:read", true},
		}},
		{"a county holds its parks, and not the other way", "p, WINDOW, 140999000000, data1, read, allow\np, WINDOW, 140999400000, data2, read, allow", []check{
			{county, "data1:read", true},
			{park, "data1:read", true},
			{estate, "data1:read", true},
			{other, "data1:read", false},
			{county, "data2:read", false},
			{park, "data2:read", true},
			{estate, "data2:read", true},
			{town, "data2:read", false},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := &Policy{}
			if err := p.load(c.rules); err != nil {
				t.Fatal(err)
			}
			for _, k := range c.checks {
				if got := p.Can(Actor{Role: Window, Region: k.at}, k.act); got != k.may {
					t.Errorf("in %s %s: %v, want %v", k.at, k.act, got, k.may)
				}
			}
		})
	}
}

// Casbin's facts of deny-override (model_test.go): alice is the approver, data2_admin the staff.
func TestADenialOverridesAndIsInherited(t *testing.T) {
	p := &Policy{}
	err := p.load("g, APPROVER, STAFF\ng, AGENCY_LEADER, APPROVER\np, STAFF, data2, read\np, STAFF, data2, write\n" +
		"p, APPROVER, data1, read\np, REVIEWER, data2, write\np, APPROVER, *, data2, write, deny\n" +
		"p, WINDOW, data3, *\np, WINDOW, *, data3, write, deny")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		role Role
		act  Action
		may  bool
	}{
		{Approver, "data1:read", true},
		{Approver, "data1:write", false},
		{Approver, "data2:read", true},
		{Approver, "data2:write", false},
		{Reviewer, "data1:read", false},
		{Reviewer, "data1:write", false},
		{Reviewer, "data2:read", false},
		{Reviewer, "data2:write", true},
		{AgencyLeader, "data2:read", true},
		{AgencyLeader, "data2:write", false},
		{Window, "data3:read", true},
		{Window, "data3:write", false},
		{Window, "data3:anything", true},
	} {
		if got := p.Can(Actor{Role: c.role, Region: county}, c.act); got != c.may {
			t.Errorf("%s %s: %v, want %v", c.role, c.act, got, c.may)
		}
	}
}

func TestRolesInheritAsTheHierarchySays(t *testing.T) {
	p := built(t, "")
	for _, c := range []struct {
		role Role
		act  Action
		may  bool
	}{
		{AgencyPrincipalHead, "case:approve", true},
		{AgencyPrincipalHead, "case:extend", true},
		{Approver, "case:extend", false},
		{AgencyLeader, "case:terminate_gap", true},
		{Window, "case:approve", false},
		{Reviewer, "case:approve", false},
		{Enterprise, "case:submit", true},
		{Agent, "case:submit", true},
		{Agent, "case:rate", false},
		{Agent, "mandate:grant", false},
		{Person, "case:read", false},
		{Person, "session:switch", true},
	} {
		if got := p.Can(Actor{Role: c.role, Region: county}, c.act); got != c.may {
			t.Errorf("%s %s: %v, want %v", c.role, c.act, got, c.may)
		}
	}
}

func TestAnUnknownRoleOrActionMayNothing(t *testing.T) {
	p := built(t, "")
	for _, role := range append(append([]Role{}, Roles...), Person, "", "NOBODY", "STAFF", "APPLICANT", "window", "*") {
		for _, act := range []Action{"", "case", ":", "case:", ":read", "case:no_such_move", "nothing:read", "*:*", "CASE:READ", "case:read:more"} {
			if p.Can(Actor{Role: role, Region: county}, act) {
				t.Errorf("%q may %q", role, act)
			}
		}
	}
	for _, role := range []Role{"", "NOBODY", "STAFF", "APPLICANT", "OVERSEER"} {
		for _, act := range p.Actions() {
			if p.Can(Actor{Role: role, Region: county}, act) {
				t.Errorf("%q may %q", role, act)
			}
		}
	}
	if !p.Can(Actor{}, Public) {
		t.Error("what is public is not for everybody")
	}
}

func TestTheThreeAdministratorsAreApart(t *testing.T) {
	p := built(t, "")
	content := []string{"case", "material", "project", "licence", "thread", "step", "opinion", "board", "queue", "card", "enterprise", "member", "mandate", "sign"}
	for _, role := range []Role{SystemAdmin, SecurityAdmin, Auditor} {
		for _, act := range p.Actions() {
			obj, _, _ := strings.Cut(string(act), ":")
			for _, c := range content {
				if obj == c && p.Can(Actor{Role: role, Region: county}, act) {
					t.Errorf("%s may %s", role, act)
				}
			}
		}
	}
	for _, act := range []Action{"grant:confirm", "policy:confirm", "factor:reset", "audit:read"} {
		if p.Can(Actor{Role: SystemAdmin, Region: county}, act) {
			t.Errorf("the system administrator may %s", act)
		}
	}
	for _, act := range []Action{"user:create", "catalogue:publish", "setting:edit", "audit:read"} {
		if p.Can(Actor{Role: SecurityAdmin, Region: county}, act) {
			t.Errorf("the security administrator may %s", act)
		}
	}
	for _, act := range []Action{"user:create", "grant:propose", "grant:confirm", "policy:propose"} {
		if p.Can(Actor{Role: Auditor, Region: county}, act) {
			t.Errorf("the auditor may %s", act)
		}
	}
}

func TestRulesThatCannotBeReadLeaveTheOldOnes(t *testing.T) {
	p := built(t, "p, WINDOW, *, novelty, read, allow")
	for _, bad := range []string{
		"p, WINDOW, case", "p, NOBODY, case, read", "q, WINDOW, case, read", "p, WINDOW, nowhere, case, read, allow",
		"p, WINDOW, *, case, read, perhaps", "p, WINDOW, *, case, , allow", "g, WINDOW", "p, WINDOW, *, *, read, allow", "rubbish",
	} {
		if err := p.Load(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
		if !p.Can(Actor{Role: Window, Region: county}, "novelty:read") {
			t.Fatalf("after %q the old rules are gone", bad)
		}
	}
}

func TestAScopeHoldsNothingUnlessThePostReachesRows(t *testing.T) {
	if _, ok := (Scope{}).Rows(); ok {
		t.Error("the zero scope holds rows")
	}
	if region, all := (Scope{}).Accounts(); region != "" || all {
		t.Error("the zero scope holds accounts")
	}
	if _, ok := Everything("").Rows(); ok {
		t.Error("everything without a reason holds rows")
	}
	for _, a := range []Actor{
		{},
		{Role: "NOBODY", Region: county, Dept: "FGJ", EnterpriseID: 1, UserID: 1},
		{Role: Person, UserID: 1, Region: county},
		{Role: Enterprise, UserID: 1, Region: county},
		{Role: Agent},
		{Role: Window, Region: county},
		{Role: Window, Dept: "FGJ"},
		{Role: Reviewer, Region: county},
		{Role: Leader},
		{Role: Supervisor, Dept: "FGJ"},
		{Role: SystemAdmin, Region: county, Dept: "FGJ", UserID: 1},
		{Role: SecurityAdmin, Region: county},
		{Role: Auditor, Region: county},
	} {
		if r, ok := scopeOf(a).Rows(); ok {
			t.Errorf("%+v holds %+v", a, r)
		}
	}
}

func TestAScopeIsThePostsOwn(t *testing.T) {
	p := built(t, "")
	for _, c := range []struct {
		a    Actor
		rows Rows
	}{
		{Actor{Role: Enterprise, EnterpriseID: 7, Region: county}, Rows{EnterpriseID: 7}},
		{Actor{Role: Agent, UserID: 8, Region: county, Today: 20000}, Rows{AgentID: 8, Today: 20000}},
		{Actor{Role: Agent, UserID: 8, ForUserID: 6, Region: county, Today: 20000}, Rows{AgentID: 6, Today: 20000}},
		{Actor{Role: Window, Region: county, Dept: "FGJ"}, Rows{Region: county, Dept: "FGJ#WINDOW"}},
		{Actor{Role: Reviewer, Region: park, Dept: "FGJ"}, Rows{Region: park, Dept: "FGJ"}},
		{Actor{Role: Leader, Region: county}, Rows{Region: county}},
		{Actor{Role: TaskforceLead, UserID: 9, Region: county}, Rows{Region: county, TaskforceID: 9}},
	} {
		s, err := p.Scope(c.a, "case:read")
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := s.Rows(); !ok || got != c.rows {
			t.Errorf("%s: %+v %v, want %+v", c.a.Role, got, ok, c.rows)
		}
	}
	if _, err := p.Scope(Actor{Role: SystemAdmin, Region: county}, "case:read"); models.CodeOf(err) != models.Denied {
		t.Errorf("an administrator's scope of cases: %v", err)
	}
	s, err := p.Scope(Actor{Role: SystemAdmin, Region: county}, "user:read")
	if region, _ := s.Accounts(); err != nil || region != county {
		t.Errorf("an administrator's accounts: %q, %v", region, err)
	}
}

func TestAChangeOfTheRulesCannotTouchTheAdministrators(t *testing.T) {
	good := models.PolicyRule{Role: "WINDOW", Region: park, Object: "case", Verb: "cancel", Effect: "allow"}
	if err := CheckRule(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*models.PolicyRule){
		"an administrator's role":  func(r *models.PolicyRule) { r.Role = "SYSTEM_ADMIN" },
		"everybody":                func(r *models.PolicyRule) { r.Role = "PERSON" },
		"an unknown role":          func(r *models.PolicyRule) { r.Role = "KING" },
		"the posts":                func(r *models.PolicyRule) { r.Object = "grant" },
		"the rules":                func(r *models.PolicyRule) { r.Object = "policy" },
		"the journal":              func(r *models.PolicyRule) { r.Object = "audit" },
		"a division that is none":  func(r *models.PolicyRule) { r.Region = "1409" },
		"a second line in a field": func(r *models.PolicyRule) { r.Verb = "read\np, WINDOW, grant, *" },
		"a comma in a field":       func(r *models.PolicyRule) { r.Object = "case, read" },
		"another effect":           func(r *models.PolicyRule) { r.Effect = "maybe" },
		"no verb":                  func(r *models.PolicyRule) { r.Verb = "" },
	} {
		r := good
		change(&r)
		if models.CodeOf(CheckRule(r)) != models.Invalid {
			t.Errorf("%s was let through", name)
		}
	}
	p := built(t, Line(good))
	if !p.Can(Actor{Role: Window, Region: estate}, "case:cancel") || p.Can(Actor{Role: Window, Region: town}, "case:cancel") {
		t.Error("the change does not hold where it should")
	}
}

func TestADivisionCoversWhatLiesInIt(t *testing.T) {
	for _, c := range []struct {
		outer, inner string
		want         bool
	}{
		{county, county, true},
		{county, park, true},
		{county, estate, true},
		{park, estate, true},
		{park, county, false},
		{park, town, false},
		{other, county, false},
		{"140900000000", county, true},
		{"140000000000", estate, true},
		{"", county, false},
		{county, "", false},
		{"", "", false},
		{"000000000000", county, false},
		{"1409990000000", county, false},
		{"14099900000x", county, false},
	} {
		if got := Covers(c.outer, c.inner); got != c.want {
			t.Errorf("%q covers %q: %v", c.outer, c.inner, got)
		}
	}
}

// manyRules are n rules over distinct objects and verbs, some for one division.
func manyRules(n int) string {
	var b strings.Builder
	for i := range n {
		dom := []string{"*", park, town, county}[i%4]
		fmt.Fprintf(&b, "p, %s, %s, object%c%c, verb_%c%c, allow\n", Roles[i%len(Roles)], dom, 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i/17576)
	}
	return b.String()
}

func BenchmarkCanAt5000Rules(b *testing.B) {
	p := built(b, manyRules(5000))
	a := Actor{Role: AgencyPrincipalHead, Region: estate}
	b.ReportAllocs()
	for b.Loop() {
		if !p.Can(a, "case:approve") {
			b.Fatal("denied")
		}
	}
}

func TestADecisionAllocatesNothing(t *testing.T) {
	p := built(t, manyRules(500))
	a := Actor{Role: AgencyPrincipalHead, Region: estate}
	for _, act := range []Action{"case:approve", "thread:whatever_it_may_be_called", "nothing:read"} {
		if n := testing.AllocsPerRun(100, func() { p.Can(a, act) }); n != 0 {
			t.Errorf("%s: %v allocations", act, n)
		}
	}
}
