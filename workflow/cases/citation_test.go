package cases_test

import (
	"regexp"
	"testing"

	"onestop.internal/document"
	"onestop.internal/workflow/catalog"
)

// Remarks of the catalogue's editors are in English; a paper may print none of them.
func TestEveryBasisOfTheCatalogueIsCitedAsALawAndNeverAsARemark(t *testing.T) {
	base, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	latin := regexp.MustCompile(`[A-Za-z]`)
	for _, it := range base.Items() {
		bases := append([]string{it.Statutory.Basis}, it.LegalBasis...)
		for _, v := range it.LegalBasisVersions {
			bases = append(bases, v.Basis)
		}
		for _, x := range it.Excluded {
			bases = append(bases, x.Basis)
		}
		for _, x := range it.Suspend {
			bases = append(bases, x.Basis)
		}
		if it.Window != nil {
			bases = append(bases, it.Window.Basis)
		}
		if it.Extension != nil {
			bases = append(bases, it.Extension.Basis)
		}
		for _, b := range bases {
			if c := document.Cite(b); latin.MatchString(c) {
				t.Errorf("%s: %q is cited as %q", it.Code, b, c)
			}
		}
	}
}
