package county_test

import (
	"errors"
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
	"onestop.internal/workflow/accounts"
	"onestop.internal/workflow/county"
)

// instance is a portal on a database, with accounts wired as the program wires them.
func instance(t *testing.T, st *store.Store, rules *policy.Policy) (*county.County, *accounts.Service) {
	t.Helper()
	c, err := county.Open(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	return c, &accounts.Service{
		Store: st, Policy: rules, Hasher: accounts.NewHasher(),
		Settings: func() accounts.Settings {
			var set accounts.Settings
			if s := c.Now().Settings; s.Founded() {
				set.Region = s.Region
			}
			return set
		},
		Found: func(tx *store.Tx, in accounts.Founding, by policy.Actor) error {
			return c.Found(tx, in.Name, in.NameEn, in.Region, by)
		},
		Fresh: c.Fresh,
	}
}

func TestACountyBeginsWithItsFirstAdministrator(t *testing.T) {
	st := storetest.New(t, storetest.NewClock("2026-03-02T09:00:00+08:00").Now)
	rules, err := policy.New()
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := county.Install(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	c, acc := instance(t, st, rules)
	_, beside := instance(t, st, rules) // that has read the settings before the county begins
	token, err := acc.FirstAdminLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if info, err := acc.Link(t.Context(), token); err != nil || !info.Founds {
		t.Fatalf("%+v, %v", info, err)
	}
	in := accounts.RedeemInput{Token: token, Login: "admin1", Name: "甲", Phone: "13800138001", Password: "正确的马 battery staple 9"}
	for _, bad := range []struct{ name, division, path string }{
		{"", "140998", "county"},
		{"清源县", "", "division"},
		{"清源县", "14", "division"},
		{"清源市", "140900", "division"},
		{"清源县", "140998100000", "division"},
		{"清源县", "040998", "division"},
		{"清源县", "一四〇九九八", "division"},
	} {
		in.County, in.Division = bad.name, bad.division
		var e *models.Error
		if _, err := acc.Redeem(t.Context(), in); !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Path != bad.path {
			t.Errorf("%q %q: %v", bad.name, bad.division, err)
		}
	}
	if c.Now().Settings.Founded() {
		t.Fatal("a refused one has begun the county")
	}
	in.County, in.Division = " 清源县 ", "140998"
	first, err := acc.Redeem(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Now().Settings
	if s.Name != "清源县" || s.NameEn != "This county" || s.Region != "140998000000" || s.Government != "清源县人民政府" || s.Word != "清" || s.Demo {
		t.Errorf("%+v", s)
	}
	if d := c.Now().Dept("FGJ"); d == nil || d.Region != s.Region || d.Word != "清发改" || d.Origin != "default" || len(d.Reconsideration) == 0 {
		t.Errorf("%+v", d)
	}
	if d := c.Now().Dept("STHJ"); d == nil || len(d.Reconsideration) != 0 { // what the law leaves to set-up
		t.Errorf("%+v", d)
	}
	words := map[string]bool{}
	for _, d := range c.Base.Departments {
		if row := c.Now().Dept(d.Code); row == nil || words[row.Word] {
			t.Errorf("%s is missing or has a word twice: %+v", d.Code, row)
		} else {
			words[row.Word] = true
		}
	}
	if info, err := beside.Link(t.Context(), first.Links[policy.Auditor]); err != nil || info.Founds {
		t.Errorf("%+v, %v", info, err)
	}
	in = accounts.RedeemInput{Token: first.Links[policy.Auditor], Login: "audit1", Name: "乙", Phone: "13800138002", Password: in.Password}
	in.County, in.Division = "另一县", "140997" // nobody asked
	second, err := beside.Redeem(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	auditor := policy.Actor{UserID: second.UserID, Role: policy.Auditor, Region: "140998000000"}
	scope, err := rules.Scope(auditor, "audit:read")
	if err != nil {
		t.Fatal(err)
	}
	log, err := st.AdminEvents(t.Context(), scope, store.AdminEventFilter{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	acts := []string{}
	for _, e := range log {
		if e.Action == "county.found" || e.Action == "admin.first" {
			acts = append(acts, e.Action+" "+e.Region+" "+e.ActorName)
		}
	}
	want := []string{"admin.first 140998000000 乙", "county.found 140998000000 甲", "admin.first 140998000000 甲"}
	if !slices.Equal(acts, want) {
		t.Errorf("journal %v", acts)
	}
}
