package county

import (
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// ItemState is one line of the catalogue's administration: what is in force, what waits, what the county
// has yet to decide, and how many open cases there are.
type ItemState struct {
	Code        string        `json:"code"`
	NameZh      string        `json:"nameZh"`
	NameEn      string        `json:"nameEn"`
	Kind        catalog.Kind  `json:"kind"`
	Flow        models.Flow   `json:"flow"`
	Stage       string        `json:"stage"`
	Dept        string        `json:"dept"`
	VersionID   int64         `json:"versionId"` // in force today; 0 where none is
	VersionNo   int           `json:"versionNo"`
	InForceFrom models.Date   `json:"inForceFrom"`
	NextFrom    models.Date   `json:"nextFrom"` // a published version that comes into force later; 0 for none
	Drafts      int           `json:"drafts"`
	Proposals   int           `json:"proposals"`
	Undecided   []string      `json:"undecided"` // JSON paths that stand as chosen by judgement
	Confirm     []string      `json:"confirm"`   // what the county should settle at set-up
	Open        int64         `json:"open"`
	Terms       catalog.Terms `json:"terms"`
}

// Items gives the whole catalogue for its administration, in the order of the files.
func (m *Admin) Items(ctx context.Context, a policy.Actor) ([]ItemState, error) {
	if err := m.may(a, writeCatalogue); err != nil {
		return nil, err
	}
	if err := m.County.Fresh(ctx); err != nil {
		return nil, err
	}
	waiting, err := m.County.Store.WaitingVersions(ctx)
	if err != nil {
		return nil, err
	}
	open, err := m.County.Store.OpenByItem(ctx)
	if err != nil {
		return nil, err
	}
	snap, today := m.County.Now(), m.County.Store.Now().Date()
	out := make([]ItemState, 0, len(snap.Codes()))
	for _, code := range snap.Codes() {
		s := snap.itemState(code, today)
		s.Drafts, s.Proposals, s.Open = waiting[code][models.VersionDraft], waiting[code][models.VersionProposed], open[code]
		out = append(out, s)
	}
	return out, nil
}

// itemState gives what the published versions of an item say; where none is in force the newest speaks.
func (s *Snapshot) itemState(code string, today models.Date) ItemState {
	all := s.byCode[code]
	v, err := s.InForce(code, today)
	if err != nil {
		v = all[len(all)-1]
	}
	it := v.Item
	out := ItemState{
		Code: code, NameZh: it.NameZh, NameEn: it.NameEn, Kind: it.Kind, Flow: it.Flow, Stage: it.Stage, Dept: it.Dept.Lead,
		Undecided: it.Defaults(), Confirm: it.CountyConfirm, Terms: it.Terms(nil),
	}
	if err == nil {
		out.VersionID, out.VersionNo, out.InForceFrom = v.Row.ID, v.Row.VersionNo, v.Row.InForceFrom
	}
	for _, other := range all {
		r := &other.Row
		if r.Status == models.VersionPublished && r.InForceFrom > today && (out.NextFrom == 0 || r.InForceFrom < out.NextFrom) {
			out.NextFrom = r.InForceFrom
		}
	}
	return out
}

// DiscardDraft lets a draft lie. Its row stays.
func (m *Admin) DiscardDraft(ctx context.Context, a policy.Actor, id int64, reason string) (*models.ItemVersion, error) {
	if reason == "" {
		return nil, models.E(models.Invalid, "item_version.invalid").At("reason", "required")
	}
	return m.inTx(ctx, a, func(tx *store.Tx) (*models.ItemVersion, error) {
		v, err := draftVersion(tx, id)
		if err != nil {
			return nil, err
		}
		v.Status = models.VersionRejected
		if err := tx.SaveVersion(v); err != nil {
			return nil, err
		}
		return v, journal(tx, a, "catalogue.discard", "ITEM", v.ID, reason, nil, map[string]any{"item": v.ItemCode, "version": v.VersionNo})
	})
}
