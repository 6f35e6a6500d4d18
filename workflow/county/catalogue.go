package county

import (
	"bytes"
	"context"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// Edit is an administrator's change of a draft. Hash is that of the draft that was looked at.
type Edit struct {
	Hash models.Bytes   `json:"hash"`
	Body models.RawJSON `json:"body"`
	Form models.RawJSON `json:"form"`
	Note string         `json:"note"`
}

// Versions gives all versions of an item, newest first, with drafts and proposals.
func (m *Admin) Versions(ctx context.Context, a policy.Actor, code string) ([]models.ItemVersion, error) {
	if err := m.may(a, readCatalogue); err != nil {
		return nil, err
	}
	return m.County.Store.VersionsOf(ctx, code)
}

// CopyToDraft begins a draft as a copy of a version: what is published never changes.
func (m *Admin) CopyToDraft(ctx context.Context, a policy.Actor, versionID int64, note string) (*models.ItemVersion, error) {
	return m.inTx(ctx, a, func(tx *store.Tx) (*models.ItemVersion, error) {
		from, err := tx.ItemVersion(versionID)
		if err != nil {
			return nil, err
		}
		return copyOf(tx, a, from, note)
	})
}

func copyOf(tx *store.Tx, a policy.Actor, from *models.ItemVersion, note string) (*models.ItemVersion, error) {
	have, err := tx.VersionsOf(from.ItemCode)
	if err != nil {
		return nil, err
	}
	v := &models.ItemVersion{
		ItemCode: from.ItemCode, VersionNo: have[0].VersionNo + 1, Status: models.VersionDraft, Body: from.Body, Form: from.Form, Hash: from.Hash,
		Origin: "admin", BasedOn: from.ID, Note: note, CreatedBy: a.UserID,
	}
	if err := tx.CreateVersions([]*models.ItemVersion{v}); err != nil {
		return nil, err
	}
	return v, journal(tx, a, "catalogue.draft", "ITEM", v.ID, note, nil, map[string]any{"item": v.ItemCode, "basedOn": v.BasedOn})
}

// EditDraft changes a draft. The item and its form are checked as they would be published.
func (m *Admin) EditDraft(ctx context.Context, a policy.Actor, id int64, in *Edit) (*models.ItemVersion, error) {
	return m.inTx(ctx, a, func(tx *store.Tx) (*models.ItemVersion, error) {
		v, err := draftVersion(tx, id)
		if err != nil {
			return nil, err
		}
		if len(in.Hash) > 0 && !bytes.Equal(in.Hash, v.Hash) {
			return nil, models.E(models.Conflict, "item_version.changed_meanwhile")
		}
		body, form := in.Body, in.Form
		if len(body) == 0 {
			body = v.Body
		}
		if len(form) == 0 {
			form = v.Form
		}
		it, f, err := m.check(tx, v.ItemCode, body, form)
		if err != nil {
			return nil, err
		}
		old, _ := catalog.DecodeItem(v.Body) // a stored draft was decoded before
		v.Body, v.Form, v.Hash = it.JSON(), models.JSONOf(f), catalog.ItemHash(it, f)
		if in.Note != "" {
			v.Note = in.Note
		}
		if err := tx.SaveVersion(v); err != nil {
			return nil, err
		}
		return v, journal(tx, a, "catalogue.edit", "ITEM", v.ID, in.Note, nil, catalog.Diff(old, it))
	})
}

func draftVersion(tx *store.Tx, id int64) (*models.ItemVersion, error) {
	v, err := tx.ItemVersion(id)
	if err != nil {
		return nil, err
	}
	if v.Status != models.VersionDraft {
		return nil, models.E(models.Illegal, "item_version.not_a_draft").With("status", v.Status)
	}
	return v, nil
}

// check reads an item and its form and holds them against the catalogue in force.
func (m *Admin) check(tx *store.Tx, code string, body, form []byte) (*catalog.Item, *catalog.Form, error) {
	it, err := catalog.DecodeItem(body)
	if err != nil {
		return nil, nil, err
	}
	if it.Code != code {
		return nil, nil, models.E(models.Invalid, "catalog.item_invalid").At("code", "catalog.code_fixed")
	}
	f, err := catalog.ParseForm(form)
	if err != nil {
		return nil, nil, err
	}
	snap, base := m.County.Now(), m.County.Base
	for _, other := range snap.Codes() {
		if v, err := snap.InForce(other, tx.Today()); err == nil {
			base = base.With(v.Item)
		}
	}
	if err := base.CheckItem(it); err != nil {
		return nil, nil, err
	}
	return it, f, base.With(it).CheckForm(f)
}

// DiffVersions gives what differs between two versions of an item, and between their forms.
func (m *Admin) DiffVersions(ctx context.Context, a policy.Actor, oldID, newID int64) (item, form []catalog.Change, err error) {
	if err := m.may(a, readCatalogue); err != nil {
		return nil, nil, err
	}
	x, err := m.County.Store.ItemVersion(ctx, oldID)
	if err != nil {
		return nil, nil, err
	}
	y, err := m.County.Store.ItemVersion(ctx, newID)
	if err != nil {
		return nil, nil, err
	}
	if x.ItemCode != y.ItemCode {
		return nil, nil, models.E(models.Invalid, "item_version.of_another_item")
	}
	return catalog.DiffJSON(x.Body, y.Body), catalog.DiffJSON(x.Form, y.Form), nil
}

// BoundCase is an open case with the version of its item that it is bound to.
type BoundCase = store.BoundCase

// OpenOf gives the open cases of an item with the version that each is bound to: what a new version
// touches, if they are migrated. They keep theirs otherwise.
func (m *Admin) OpenOf(ctx context.Context, a policy.Actor, code string) ([]BoundCase, error) {
	if err := m.may(a, readCatalogue); err != nil {
		return nil, err
	}
	return m.County.Store.OpenOfItem(ctx, code)
}

// Publish puts a draft in force from a day on, today or later. From then on it never changes.
func (m *Admin) Publish(ctx context.Context, a policy.Actor, id int64, from models.Date, note string) (*models.ItemVersion, error) {
	v, err := m.inTx(ctx, a, func(tx *store.Tx) (*models.ItemVersion, error) {
		v, err := draftVersion(tx, id)
		if err != nil {
			return nil, err
		}
		if from < tx.Today() {
			return nil, models.E(models.Invalid, "item_version.invalid").At("inForceFrom", "item_version.date_past")
		}
		if _, _, err := m.check(tx, v.ItemCode, v.Body, v.Form); err != nil {
			return nil, err
		}
		if err := newest(tx, v); err != nil {
			return nil, err
		}
		v.Status, v.InForceFrom, v.PublishedBy, v.PublishedAt = models.VersionPublished, from, a.UserID, tx.Now
		if note != "" {
			v.Note = note
		}
		return v, moved(tx, a, v, "catalogue.publish", note)
	})
	if err != nil {
		return nil, err
	}
	return v, m.County.Fresh(ctx)
}

// newest gives a version that was drafted before a later one was published the next number: the order of
// the numbers is that of publication.
func newest(tx *store.Tx, v *models.ItemVersion) error {
	have, err := tx.VersionsOf(v.ItemCode)
	if err != nil {
		return err
	}
	for i := range have {
		if have[i].Status != models.VersionDraft && have[i].Status != models.VersionProposed && have[i].VersionNo > v.VersionNo {
			v.VersionNo = have[0].VersionNo + 1
			return nil
		}
	}
	return nil
}

// moved stores a version that came into force or left it, with the new revision.
func moved(tx *store.Tx, a policy.Actor, v *models.ItemVersion, action, note string) error {
	if err := tx.SaveVersion(v); err != nil {
		return err
	}
	if _, err := tx.BumpConfig(); err != nil {
		return err
	}
	err := tx.Emit(models.Outbox{
		Kind: action, Region: a.Region, ActorID: a.UserID,
		Payload: models.JSONOf(map[string]any{"item": v.ItemCode, "version": v.VersionNo, "from": v.InForceFrom}),
	})
	if err != nil {
		return err
	}
	return journal(tx, a, action, "ITEM", v.ID, note, nil, map[string]any{"item": v.ItemCode, "version": v.VersionNo, "from": v.InForceFrom})
}

// RollBack withdraws a published version: the one before it is in force again. Cases that are bound to
// it keep it.
func (m *Admin) RollBack(ctx context.Context, a policy.Actor, id int64, reason string) (*models.ItemVersion, error) {
	if reason == "" {
		return nil, models.E(models.Invalid, "item_version.invalid").At("reason", "required")
	}
	v, err := m.inTx(ctx, a, func(tx *store.Tx) (*models.ItemVersion, error) {
		v, err := tx.ItemVersion(id)
		if err != nil {
			return nil, err
		}
		if v.Status != models.VersionPublished {
			return nil, models.E(models.Illegal, "item_version.not_published").With("status", v.Status)
		}
		have, err := tx.VersionsOf(v.ItemCode)
		if err != nil {
			return nil, err
		}
		left := false
		for i := range have {
			left = left || have[i].ID != v.ID && have[i].Status == models.VersionPublished && have[i].InForceFrom <= tx.Today()
		}
		if !left {
			return nil, models.E(models.Illegal, "item_version.last_one")
		}
		v.Status = models.VersionWithdrawn
		return v, moved(tx, a, v, "catalogue.rollback", reason)
	})
	if err != nil {
		return nil, err
	}
	return v, m.County.Fresh(ctx)
}

// AcceptProposal takes what a release of the program proposes as a draft to be edited and published.
func (m *Admin) AcceptProposal(ctx context.Context, a policy.Actor, id int64) (*models.ItemVersion, error) {
	return m.proposal(ctx, a, id, "accepted", func(tx *store.Tx, p *models.ItemVersion) (*models.ItemVersion, error) {
		return copyOf(tx, a, p, p.Note)
	})
}

// RejectProposal lets a proposal lie: the same files propose it no more.
func (m *Admin) RejectProposal(ctx context.Context, a policy.Actor, id int64, reason string) (*models.ItemVersion, error) {
	if reason == "" {
		return nil, models.E(models.Invalid, "item_version.invalid").At("reason", "required")
	}
	return m.proposal(ctx, a, id, reason, func(_ *store.Tx, p *models.ItemVersion) (*models.ItemVersion, error) { return p, nil })
}

func (m *Admin) proposal(ctx context.Context, a policy.Actor, id int64, note string,
	then func(*store.Tx, *models.ItemVersion) (*models.ItemVersion, error),
) (*models.ItemVersion, error) {
	return m.inTx(ctx, a, func(tx *store.Tx) (*models.ItemVersion, error) {
		p, err := tx.ItemVersion(id)
		if err != nil {
			return nil, err
		}
		if p.Status != models.VersionProposed {
			return nil, models.E(models.Illegal, "item_version.not_proposed").With("status", p.Status)
		}
		p.Status, p.Note = models.VersionRejected, note
		if err := tx.SaveVersion(p); err != nil {
			return nil, err
		}
		if err := journal(tx, a, "catalogue.proposal", "ITEM", p.ID, note, nil, map[string]any{"item": p.ItemCode}); err != nil {
			return nil, err
		}
		return then(tx, p)
	})
}

func (m *Admin) inTx(ctx context.Context, a policy.Actor, f func(*store.Tx) (*models.ItemVersion, error)) (v *models.ItemVersion, err error) {
	if err := m.may(a, writeCatalogue); err != nil {
		return nil, err
	}
	err = m.County.Store.InTx(ctx, func(tx *store.Tx) (err error) {
		v, err = f(tx)
		return err
	})
	return v, err
}
