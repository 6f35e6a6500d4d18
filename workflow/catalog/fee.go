package catalog

import "fmt"

// Fee is what the law makes an applicant pay in connection with an item. Where none is listed the
// item is free of charge: no fee without a law or administrative regulation (行政许可法 art 58).
type Fee struct {
	Item     string   `yaml:"item" json:"item"`
	NameZh   string   `yaml:"name_zh" json:"nameZh"`
	NameEn   string   `yaml:"name_en" json:"nameEn"`
	Basis    string   `yaml:"basis" json:"basis"`
	Evidence Evidence `yaml:"evidence" json:"evidence"`
}

// FeesOf gives the fees of an item; none where it is free.
func (c *Catalogue) FeesOf(code string) []Fee {
	out := []Fee{}
	for _, f := range c.Fees {
		if f.Item == code {
			out = append(out, f)
		}
	}
	return out
}

func (c *Catalogue) checkFees() []error {
	var w wrong
	for i, f := range c.Fees {
		at := fmt.Sprintf("fees[%d]", i)
		w.addIf(c.items[f.Item] == nil, at, "unknown_item", "code", f.Item)
		w.addIf(f.NameZh == "" || f.NameEn == "", at, "label_missing")
		w.addIf(f.Basis == "", at, "basis_missing")
		oneOf(&w, at, f.Evidence, evidences)
	}
	return problems("fees", w.fields)
}
