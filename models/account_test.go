package models

import "testing"

func TestAPostIsInForceFromItsFirstToItsLastDay(t *testing.T) {
	d := MustDate
	for _, c := range []struct {
		g    Grant
		on   Date
		want bool
	}{
		{Grant{Status: Active, ValidFrom: d("2026-03-02")}, d("2026-03-01"), false},
		{Grant{Status: Active, ValidFrom: d("2026-03-02")}, d("2026-03-02"), true},
		{Grant{Status: Active, ValidFrom: d("2026-03-02")}, d("2099-01-01"), true},
		{Grant{Status: Active, ValidFrom: d("2026-03-02"), ValidTo: d("2026-03-04")}, d("2026-03-04"), true},
		{Grant{Status: Active, ValidFrom: d("2026-03-02"), ValidTo: d("2026-03-04")}, d("2026-03-05"), false},
		{Grant{Status: Proposed, ValidFrom: d("2026-03-02")}, d("2026-03-02"), false},
		{Grant{Status: Revoked, ValidFrom: d("2026-03-02")}, d("2026-03-02"), false},
		{Grant{}, d("2026-03-02"), false},
	} {
		if got := c.g.InForce(c.on); got != c.want {
			t.Errorf("%+v on %s: %v", c.g, c.on, got)
		}
	}
}

func TestAMandateIsInForceOnlyOnceGrantedAndUntilRevoked(t *testing.T) {
	on := MustDate("2026-03-02")
	granted := Mandate{Status: MandateGranted, ValidFrom: on, ValidTo: on}
	if !granted.InForce(on) || granted.InForce(on-1) || granted.InForce(on+1) {
		t.Error("the term is not from its first to its last day")
	}
	for name, m := range map[string]Mandate{
		"requested":             {Status: MandateRequested, AskedFrom: on, AskedTo: on},
		"requested, with dates": {Status: MandateRequested, ValidFrom: on, ValidTo: on},
		"revoked":               {Status: MandateGranted, ValidFrom: on, ValidTo: on, RevokedAt: 1},
		"without a beginning":   {Status: MandateGranted, ValidTo: on},
		"without an end":        {Status: MandateGranted, ValidFrom: on},
		"empty":                 {},
	} {
		if m.InForce(on) {
			t.Errorf("%s is in force", name)
		}
	}
}

func TestAMandateGivesItsPowersForItsItems(t *testing.T) {
	some := Mandate{Items: []string{"LX-01"}, Powers: JSONOf([]Power{PowerPrepare})}
	all := Mandate{AllItems: true, Powers: JSONOf([]Power{PowerSubmit})}
	for _, c := range []struct {
		m    Mandate
		item string
		p    Power
		want bool
	}{
		{some, "LX-01", PowerPrepare, true},
		{some, "LX-02", PowerPrepare, false},
		{some, "LX-01", PowerSubmit, false},
		{all, "LX-02", PowerSubmit, true},
		{all, "LX-02", PowerReceive, false},
		{Mandate{AllItems: true}, "LX-01", PowerPrepare, false},
		{Mandate{AllItems: true, Powers: RawJSON("{")}, "LX-01", PowerPrepare, false},
	} {
		if got := c.m.Gives(c.item, c.p); got != c.want {
			t.Errorf("%+v, %s %s: %v", c.m, c.item, c.p, got)
		}
	}
}

func TestOnlyAVerifiedEnterpriseSubmits(t *testing.T) {
	for status, want := range map[EnterpriseStatus][2]bool{
		EnterpriseUnverified: {true, false}, EnterpriseVerified: {true, true}, EnterpriseSuspended: {false, false},
	} {
		e := Enterprise{Status: status}
		if got := [2]bool{e.MayDraft(), e.MaySubmit()}; got != want {
			t.Errorf("%s: draft, submit = %v", status, got)
		}
	}
}
