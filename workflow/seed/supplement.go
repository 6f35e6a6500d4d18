package seed

import (
	"slices"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/workflow/cases"
)

// lacks tells whether a reviewer now finds that a material of an accepted case does not do: of one permit in twelve.
func (w *world) lacks(k *kase, s *models.Step) bool {
	return w.samples != nil && !k.asked && k.c.Flow == models.FlowPermit && k.c.ID%12 == 7 && s.Kind == models.StepReview && k.c.InReview()
}

// askSupplement asks for it anew (R-CLK-14) and waits some days for it, though no clock does; of one in five nothing comes.
func (w *world) askSupplement(k *kase, lead policy.Actor) error {
	k.asked = true
	mats, err := w.store.Materials(w.ctx, k.c.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(mats, func(m models.Material) bool { return m.State == models.MaterialAccepted })
	if i < 0 {
		return w.follow(k)
	}
	m := mats[i]
	c, err := w.cases.Move(w.ctx, lead, k.c.ID, models.VerbAskSupplement, &cases.MoveInput{Defects: []cases.Defect{{
		Material: m.Code, Problem: "“" + m.Name + "”缺最后一页，与申请表所填不能对照", HowTo: "补充完整后重新上传", Basis: "办事指南“" + k.item.NameZh + "”申请材料",
	}}})
	if err != nil {
		return w.failed(k, "ask_supplement", err)
	}
	k.c = c
	w.then(k, w.cal().Nth(w.clock.today(), 1+int(k.c.ID%4)).Start()+15*60*minute, func(k *kase) error {
		if k.c.ID%5 == 0 {
			return w.follow(k)
		}
		return w.supply(k, lead, m.Code, m.Name)
	})
	return nil
}

// supply hands in what was asked for; it is checked within the hour.
func (w *world) supply(k *kase, lead policy.Actor, code, name string) error {
	f := w.samples.of(name)
	f.Name, f.UploadedBy = name+"（补充）"+f.Name, k.c.OperatorID
	if err := w.cases.AttachFile(w.ctx, w.side(k), k.c.ID, code, &f); err != nil {
		return w.failed(k, "hand_in", err)
	}
	return w.soon(k, 40, func(k *kase) error {
		c, err := w.cases.CheckMaterial(w.ctx, lead, k.c.ID, code, "")
		if err != nil {
			return w.failed(k, "check_material", err)
		}
		k.c = c
		return w.follow(k)
	})
}
