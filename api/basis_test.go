package api_test

import (
	"slices"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
)

// TestAPaperCitesTheLawInForceOnItsDateThoughTheCaseIsOlder replaces the basis of an item on 2026-08-15 over
// HTTP, once by a dated version of the basis and once by another text, while a case is open.
func TestAPaperCitesTheLawInForceOnItsDateThoughTheCaseIsOlder(t *testing.T) {
	const old, now = "环境影响评价法 art 22", "生态环境法典 art 100"
	from := models.MustDate("2026-08-15")
	for name, replace := range map[string]func(*catalog.Item){
		"by its date": func(it *catalog.Item) {
			it.LegalBasisVersions = []catalog.BasisVersion{{Until: from - 1, Basis: old}, {From: from, Basis: now}}
		},
		"by a text": func(it *catalog.Item) { it.LegalBasis, it.LegalBasisVersions = []string{now}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPortal(t)
			p.Clock.Set("2026-08-10T09:00:00+08:00")
			admin, firm, window := p.person(policy.SystemAdmin), p.Applicant(), p.Window()
			publish := func(on string, change func(*catalog.Item)) {
				y := p.as(t, admin)
				var have struct{ InForce int64 }
				y.call("get-item-history", at{"code": "GJ-04"}, nil).is(200, "").into(&have)
				var v models.ItemVersion
				y.call("copy-item-version", at{"id": have.InForce}, map[string]any{}).is(200, "").into(&v)
				it := must1(catalog.DecodeItem(v.Body))(t)
				change(it)
				edit := map[string]any{"hash": v.Hash, "body": it.JSON(), "form": v.Form}
				y.call("edit-item-draft", at{"id": v.ID}, edit).is(200, "").into(&v)
				y.call("publish-item-version", at{"id": v.ID}, map[string]any{"inForceFrom": on, "note": "法律更替"}).is(200, "")
			}
			publish("2026-08-10", func(it *catalog.Item) { it.LegalBasis, it.LegalBasisVersions = []string{old}, nil })
			c := p.Submit(firm, p.Draft(firm, "GJ-04", nil))
			publish("2026-08-15", replace)
			bound := c.ItemVersion

			cited := func() (got [][]string) {
				var papers struct{ Rows []models.Paper }
				p.as(t, window).call("list-papers", at{"id": c.ID}, nil).is(200, "").into(&papers)
				for _, paper := range papers.Rows {
					var f struct {
						Facts, Item struct {
							Item       struct{ LegalBasis []string }
							LegalBasis []string
						}
					}
					must(t, paper.Fields.Into(&f))
					got = append(got, append(f.Facts.Item.LegalBasis, f.Item.LegalBasis...))
				}
				return got
			}
			has := func(all [][]string, law string) bool {
				return slices.ContainsFunc(all, func(one []string) bool { return slices.Equal(one, []string{law}) })
			}
			p.Clock.Set("2026-08-14T10:00:00+08:00")
			p.as(t, window).call("move-accept", at{"id": c.ID}, map[string]any{"version": p.Reload(c).Version}).is(200, "")
			if got := cited(); len(got) == 0 || !has(got, old) || has(got, now) {
				t.Errorf("before: %v", got)
			}
			p.Clock.Set("2026-08-15T10:00:00+08:00")
			p.as(t, firm).call("move-withdraw", at{"id": c.ID}, map[string]any{"version": p.Reload(c).Version, "reason": "撤"}).is(200, "")
			if got := cited(); !has(got, now) || !has(got, old) {
				t.Errorf("after: %v", got)
			}
			if p.Reload(c).ItemVersion != bound {
				t.Error("the case left its version")
			}
		})
	}
}
