package seed

import (
	"fmt"

	"onestop.internal/policy"
	"onestop.internal/workflow/catalog"
	"onestop.internal/workflow/county"
)

// settleDeciders is what a county does at set-up: it says who signs the items of which the law does not tell, for
// till then no paper with remedies can be written of them (R-RGT-01).
func (w *world) settleDeciders(pol *policy.Policy) error {
	m := &county.Admin{County: w.county, Policy: pol}
	admin := w.at("", policy.SystemAdmin, 0)
	const note = "县政府确认：由主管部门决定"
	for _, code := range w.county.Now().Codes() {
		v, err := w.county.Now().InForce(code, w.clock.today())
		if err != nil {
			return err
		}
		if !v.Item.IsAct || v.Item.DecidedBy != "" {
			continue
		}
		draft, err := m.CopyToDraft(w.ctx, admin, v.Row.ID, note)
		if err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
		it, err := catalog.DecodeItem(draft.Body)
		if err != nil {
			return err
		}
		it.DecidedBy, it.DecidedByNote = catalog.ByDepartment, ""
		if _, err := m.EditDraft(w.ctx, admin, draft.ID, &county.Edit{Body: it.JSON(), Note: note}); err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
		if _, err := m.Publish(w.ctx, admin, draft.ID, w.clock.today(), note); err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
	}
	return nil
}
