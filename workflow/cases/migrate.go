package cases

import (
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/sla"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// migrateCase is the action of moving an open case to another version of its item.
const migrateCase policy.Action = "catalogue:migrate"

// Mapping says how an open case moves to another version of its item. Nothing is left to guess.
type Mapping struct {
	Version   int64             `json:"version"`   // of the case that was looked at
	To        int64             `json:"to"`        // the item version
	Materials map[string]string `json:"materials"` // old code to new code; "" lets a material go
	Limits    bool              `json:"limits"`    // take the new version's limits; else the case keeps its own
	Reason    string            `json:"reason"`
}

// Migrate moves an open case to another published version of its item by an explicit mapping, journaled
// (V32). Without one a case keeps its version to its end.
func (s *Service) Migrate(ctx context.Context, a policy.Actor, caseID int64, in *Mapping) (*models.Case, error) {
	if !s.Policy.Can(a, migrateCase) {
		return nil, models.E(models.Denied, "denied").With("action", string(migrateCase))
	}
	return s.run(ctx, a, policy.Everything("migration by the administrator of the catalogue"), caseID, in.Version, func(w *work) error {
		return w.migrate(in)
	})
}

func (w *work) migrate(in *Mapping) error {
	if !w.c.IsOpen() || w.c.DecidedOn != 0 {
		return models.E(models.Illegal, "case.not_migratable").With("status", string(w.c.Status))
	}
	v, err := w.snap.Version(in.To)
	if err != nil || v.Row.ItemCode != w.c.ItemCode || v.Row.Status != models.VersionPublished {
		return models.E(models.Invalid, "case.invalid").At("to", "item_version.not_found")
	}
	if v.Row.ID == w.c.ItemVersion || v.Item.Flow != w.c.Flow {
		return models.E(models.Invalid, "case.invalid").At("to", "item_version.same")
	}
	if in.Reason == "" {
		return models.E(models.Invalid, "case.invalid").At("reason", "required")
	}
	if err := w.mapMaterials(in, v); err != nil {
		return err
	}
	old, oldDue := w.c.ItemVersion, w.c.LegalDue
	w.c.ItemVersion, w.c.ItemName, w.item = v.Row.ID, v.Item.NameZh, v.Item
	if in.Limits {
		w.rebindLimits()
	}
	pic := w.picture()
	return w.note(codeVersion, "migrate", 0, in.Reason, Payload{
		OldVersion: old, NewVersion: v.Row.ID, Mapping: in.Materials, OldDue: oldDue, NewDue: pic.L.Due.On,
	})
}

// rebindLimits takes the limits of the new version; how a bare 日 is read stays as it was at submission.
func (w *work) rebindLimits() {
	t, c := w.item.Terms(w.attrs()), w.c
	legal, promise := sla.Resolve(t.Legal, c.BareDayUnit), sla.Resolve(t.Promise, c.BareDayUnit)
	c.Variant, c.LegalValue, c.LegalUnit, c.PromiseValue, c.PromiseUnit = t.Variant, legal.Value, legal.Unit, promise.Value, promise.Unit
}

// mapMaterials renames the materials of the case. What was handed in stays; what the new version asks
// for beyond that is asked only of a case that is not yet accepted (行政许可法 32).
func (w *work) mapMaterials(in *Mapping, v *county.Version) error {
	mats, err := w.materials()
	if err != nil {
		return err
	}
	e, taken := models.E(models.Invalid, "case.invalid"), map[string]bool{}
	for i := range mats {
		m := &mats[i]
		to, named := in.Materials[m.Code]
		if !named {
			to = m.Code
		}
		n := materialNamed(v.Item, to)
		switch {
		case named && to == "":
			m.Required = false
			continue
		case n == nil:
			e.At("materials."+m.Code, "material.unmapped")
			continue
		case taken[to]:
			e.At("materials."+m.Code, "material.mapped_twice")
		}
		taken[to] = true
		m.Code, m.Name, m.MayFollow = n.Code, n.NameZh, n.MayFollow
	}
	if len(e.Fields) > 0 {
		return e
	}
	return w.storeMapped(mats, taken, v)
}

func materialNamed(it *catalog.Item, code string) *catalog.Material {
	i := slices.IndexFunc(it.Materials, func(m catalog.Material) bool { return m.Code == code })
	if i < 0 {
		return nil
	}
	return &it.Materials[i]
}

// storeMapped stores the renamed materials: aside first, so that two may change places.
func (w *work) storeMapped(mats []models.Material, taken map[string]bool, v *county.Version) error {
	for i := range mats {
		if taken[mats[i].Code] {
			continue
		}
		mats[i].Code = "-" + mats[i].Code // let go: out of the way of a new one with its code
	}
	if err := w.tx.RecodeMaterials(mats); err != nil {
		return err
	}
	w.mats = nil
	switch w.c.Status {
	case models.Submitted, models.CorrectionRequired, models.InfoIncomplete:
	default:
		return nil
	}
	held, err := w.tx.ItemsHeld(w.c.EnterpriseID, w.c.ProjectID)
	if err != nil {
		return err
	}
	var fresh []models.Material
	for _, n := range catalog.MaterialsFor(v.Item, w.attrs(), func(c string) bool { return held[c] }) {
		if taken[n.Code] || n.State == catalog.NotNeeded {
			continue
		}
		m := models.Material{CaseID: w.c.ID, Code: n.Code, Name: n.NameZh, MayFollow: n.MayFollow, State: models.MaterialMissing}
		m.Required = n.State == catalog.MustBring || n.State == catalog.MayComeLater
		if n.State == catalog.Held {
			m.State, m.HeldBy = models.MaterialHeld, n.HeldBy
		}
		fresh = append(fresh, m)
	}
	return w.tx.CreateMaterials(fresh)
}
