package catalog

import "onestop.internal/models"

// LegalBasisOn gives the legal basis that a paper dated on that day cites: the version in force
// then where the item has versions, else the basis itself.
func (it *Item) LegalBasisOn(on models.Date) []string {
	if v := it.BasisVersionOn(on); v != nil {
		return []string{v.Basis}
	}
	return it.LegalBasis
}

// BasisVersionOn gives the version of the basis in force on that day; nil where there is none.
func (it *Item) BasisVersionOn(on models.Date) *BasisVersion {
	for i := range it.LegalBasisVersions {
		v := &it.LegalBasisVersions[i]
		if (v.From == 0 || on >= v.From) && (v.Until == 0 || on <= v.Until) {
			return v
		}
	}
	return nil
}
