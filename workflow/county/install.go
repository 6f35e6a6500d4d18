package county

import (
	"bytes"
	"context"
	"slices"

	"onestop.internal/models"
	"onestop.internal/store"
	"onestop.internal/workflow/catalog"
)

// firstDay is from when version 1 of the files is in force: before any case that can be entered.
var firstDay = models.MustDate("2016-01-01")

// Install brings the files into the database. On an empty one they are version 1, published; a file
// that a later release changed becomes a proposed version, never one in force by itself. It gives how
// many versions it published and how many it proposed.
func Install(ctx context.Context, st *store.Store) (published, proposed int, err error) {
	base, err := catalog.Load()
	if err != nil {
		return 0, 0, err
	}
	err = st.InTx(ctx, func(tx *store.Tx) error {
		published, proposed = 0, 0
		var fresh []*models.ItemVersion
		for _, it := range slices.Concat(base.Items(), base.StageSets()) {
			v, err := proposal(tx, base, it)
			if err != nil {
				return err
			}
			if v == nil {
				continue
			}
			if v.Status == models.VersionPublished {
				published++
			} else {
				proposed++
			}
			fresh = append(fresh, v)
		}
		if len(fresh) == 0 {
			return nil
		}
		if err := tx.CreateVersions(fresh); err != nil {
			return err
		}
		_, err := tx.BumpConfig()
		return err
	})
	return published, proposed, err
}

// proposal gives the version that a file asks for: the first, a proposal where it changed, or nil
// where the database has it already.
func proposal(tx *store.Tx, base *catalog.Catalogue, it *catalog.Item) (*models.ItemVersion, error) {
	form := base.Form(it.Code)
	v := &models.ItemVersion{
		ItemCode: it.Code, VersionNo: 1, Status: models.VersionPublished, InForceFrom: firstDay, Body: it.JSON(),
		Form: models.JSONOf(form), Hash: catalog.ItemHash(it, form), Origin: "file", PublishedAt: tx.Now,
	}
	have, err := tx.VersionsOf(it.Code)
	if err != nil || len(have) == 0 {
		return v, err
	}
	for _, h := range have {
		if h.Origin == "file" && bytes.Equal(h.Hash, v.Hash) {
			return nil, nil
		}
	}
	v.VersionNo, v.Status, v.InForceFrom, v.PublishedAt = have[0].VersionNo+1, models.VersionProposed, 0, 0
	v.BasedOn = have[0].ID
	return v, nil
}

// Put stores the county's settings.
func Put(ctx context.Context, st *store.Store, s Settings, by int64) error {
	return st.InTx(ctx, func(tx *store.Tx) error {
		return tx.PutSetting(models.Setting{Key: settingsKey, Value: models.JSONOf(s), UpdatedBy: by})
	})
}
