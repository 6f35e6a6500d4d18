package catalog

import (
	"strings"
	"testing"
)

func TestEachItemHasReviewPointsOfItsOwnInBothLanguages(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range c.Items() {
		checks := map[string]int{}
		for _, p := range c.ReviewPoints(it) {
			if p.Text.Zh == "" || p.Text.En == "" || strings.ContainsAny(p.Text.Zh, "_=&|") {
				t.Errorf("%s %s: %+v", it.Code, p.Material, p.Text)
			}
			if p.Check {
				checks[p.Material]++
			}
		}
		for _, m := range it.Materials {
			if checks[m.Code] == 0 {
				t.Errorf("%s %s: nothing to check", it.Code, m.Code)
			}
		}
		if checks[""] != 0 {
			t.Errorf("%s: a point of the whole case cannot be ticked at a material", it.Code)
		}
	}
}

func TestReviewPointsSayWhatTheVersionAsksFor(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	it := *c.Item("LX-08")
	it.Materials = append([]Material{}, it.Materials...)
	it.Materials[0].Copies, it.Materials[1].MayFollow, it.Materials[1].Required = 3, true, Optional
	want := map[string][]string{
		"":   {"适用情形", "前置事项受理前已有结果：《" + c.Item("TZ-01").NameZh + "》"},
		"M1": {"必须提交", "一式3份且一致"},
		"M2": {"可以不提交", "可以容缺后补"},
		"M3": {"符合下列情形的必须提交", "《" + c.Item("YS-11").NameZh + "》"},
		"M4": {"《" + c.Item("TZ-02").NameZh + "》"},
	}
	said := map[string]string{}
	for _, p := range c.ReviewPoints(&it) {
		said[p.Material] += p.Text.Zh + "\n"
	}
	for material, words := range want {
		for _, w := range words {
			if !strings.Contains(said[material], w) {
				t.Errorf("%s lacks %q: %s", material, w, said[material])
			}
		}
	}
	if strings.Contains(said["M1"], "容缺") || strings.Contains(said["M1"], "免提交") {
		t.Errorf("M1 says %s", said["M1"])
	}
}
