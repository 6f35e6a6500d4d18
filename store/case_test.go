package store_test

import (
	"reflect"
	"testing"
	"time"

	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
	"onestop.internal/store/storetest"
)

// full gives a case of which every field but the keys has another value for each n.
func full(n int64) models.Case {
	var c models.Case
	v := reflect.ValueOf(&c).Elem()
	for i := range v.NumField() {
		f := v.Field(i)
		switch f.Interface().(type) {
		case models.Date:
			f.SetInt(int64(models.MustDate("2026-03-02")) + n)
			continue
		case models.RawJSON:
			f.SetBytes([]byte(`{"n":` + string(rune('0'+n)) + `}`))
			continue
		}
		switch f.Kind() {
		case reflect.Bool:
			f.SetBool(n%2 == 1)
		case reflect.String:
			f.SetString("v" + string(rune('0'+n)))
		case reflect.Slice:
			f.SetBytes([]byte{byte(n)})
		default:
			f.SetInt(n)
		}
	}
	c.ID, c.Version = 0, 0
	return c
}

func TestASavedCaseIsStoredInEveryFieldThatChanged(t *testing.T) {
	clock := storetest.NewClock("2026-03-02T09:00:00+08:00")
	st := storetest.New(t, clock.Now)
	c := full(1)
	must(t, st.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateCase(&c) }))
	clock.Advance(time.Hour)
	for n := int64(2); n < 6; n++ {
		want := full(n)
		if n == 4 { // as after an erasure
			want.Form, want.Attrs, want.Number, want.DueOn, want.NextTimerAt = nil, nil, "", 0, 0
		}
		must(t, st.InTx(t.Context(), func(tx *store.Tx) error {
			got, err := tx.Case(policy.Everything("test"), c.ID)
			if err != nil {
				return err
			}
			want.ID, want.Version, want.CreatedAt = got.ID, got.Version, got.CreatedAt
			if err := tx.SaveCase(&want); err != nil {
				return err
			}
			want.Variant += "again" // a second time in the same transaction
			return tx.SaveCase(&want)
		}))
		got, err := st.Case(t.Context(), policy.Everything("test"), c.ID)
		must(t, err)
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("stored %+v\nwant   %+v", *got, want)
		}
	}
}

func TestACaseThatAnotherChangedMeanwhileIsNotOverwritten(t *testing.T) {
	clock := storetest.NewClock("2026-03-02T09:00:00+08:00")
	st := storetest.New(t, clock.Now)
	c := full(1)
	must(t, st.InTx(t.Context(), func(tx *store.Tx) error { return tx.CreateCase(&c) }))
	old := c
	c.Variant = "newer"
	must(t, st.InTx(t.Context(), func(tx *store.Tx) error { return tx.SaveCase(&c) }))
	err := st.InTx(t.Context(), func(tx *store.Tx) error {
		if _, err := tx.Case(policy.Everything("test"), c.ID); err != nil {
			return err
		}
		old.Variant = "older"
		return tx.SaveCase(&old)
	})
	if models.KeyOf(err) != "case.changed_meanwhile" {
		t.Errorf("an older copy was stored: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
