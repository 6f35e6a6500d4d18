package store_test

import (
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
)

func TestBulkRowsAreReadAsTheyWereGiven(t *testing.T) {
	s := storetest.New(t, time.Now)
	want := make([]models.Setting, 1200)
	for i := range want {
		want[i] = models.Setting{
			Key: models.MustDate("2026-01-01").String() + string(rune('一'+i)), Value: models.RawJSON(`{"a":"it's ''\"—"}`), UpdatedBy: int64(i),
			UpdatedAt: models.Instant(i % 2),
		}
	}
	odd := models.Enterprise{
		ID: 7, USCC: models.MakeUSCC("140999", 1), Name: "引号' \\ 和\x00空", Region: "140999000000", Status: models.EnterpriseVerified, CreatedAt: 5, UpdatedAt: 6, Version: 1,
	}
	err := s.Bulk(t.Context(), func(b *store.Bulk) error {
		if err := store.BulkInsert(b, want); err != nil {
			return err
		}
		return store.BulkInsert(b, []models.Enterprise{odd})
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Settings(t.Context())
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	byKey := map[string]models.Setting{}
	for _, g := range got {
		byKey[g.Key] = g
	}
	for _, x := range want {
		if g := byKey[x.Key]; string(g.Value) != string(x.Value) || g.UpdatedBy != x.UpdatedBy || g.UpdatedAt != x.UpdatedAt {
			t.Fatalf("%+v, want %+v", g, x)
		}
	}
	e, err := s.Enterprise(t.Context(), policy.Everything("test"), 7)
	if err != nil || *e != odd {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestABulkThatFailsLeavesNothing(t *testing.T) {
	s := storetest.New(t, time.Now)
	row := models.Enterprise{ID: 1, USCC: models.MakeUSCC("140999", 1), Name: "一", Region: "140999000000", Status: models.EnterpriseVerified, CreatedAt: 5, UpdatedAt: 6, Version: 1}
	err := s.Bulk(t.Context(), func(b *store.Bulk) error {
		return store.BulkInsert(b, []models.Enterprise{row, row})
	})
	if err == nil {
		t.Fatal("two rows with one id were taken")
	}
	if _, err := s.Enterprise(t.Context(), policy.Everything("test"), 1); models.KeyOf(err) != "enterprise.not_found" {
		t.Errorf("something of it stayed: %v", err)
	}
}
