package cases

import (
	"slices"

	"onestop.internal/models"
)

// askSupplement asks for more of the published list after the acceptance (补充材料). That something is missing now
// is the agency's risk: no clock waits for it, and it may decide without it (行政许可法 42, 45; RULES R-CLK-14).
func (w *work) askSupplement(in *MoveInput) error {
	if err := checkDefects(in.Defects); err != nil {
		return err
	}
	mats, err := w.materials()
	if err != nil {
		return err
	}
	if err := supplementOf(mats, in.Defects); err != nil {
		return err
	}
	if err := w.transit(models.VerbAskSupplement, Payload{Defects: in.Defects}, because(in.Reason)); err != nil {
		return err
	}
	for _, d := range in.Defects {
		m := materialOf(mats, d.Material)
		m.State, m.Defect, m.HowTo, m.Basis, m.NotedRound = models.MaterialAsked, d.Problem, d.HowTo, d.Basis, w.c.Round
		if err := w.tx.SaveMaterial(m); err != nil {
			return err
		}
	}
	w.suppliedSoFar()
	return nil
}

// supplementOf refuses what is not on the case's own list, is named twice, or follows by a promise already (容缺).
func supplementOf(mats []models.Material, asked []Defect) error {
	e := models.E(models.Invalid, "case.invalid")
	for i, d := range asked {
		m := materialOf(mats, d.Material)
		switch {
		case m == nil || slices.ContainsFunc(asked[:i], func(o Defect) bool { return o.Material == d.Material }):
			e.At(path("defects", i, "material"), "case.supplement_material")
		case m.State == models.MaterialPromised:
			e.At(path("defects", i, "material"), "case.supplement_promised")
		}
	}
	return e.OrNil()
}

// suppliedSoFar puts on the case what its journal says of materials asked for.
func (w *work) suppliedSoFar() {
	w.c.SupplementOn = fold(w.c, w.item, w.snap, w.events).supplementOn()
}
