package store

import (
	"reflect"
	"testing"

	"gorm.io/gorm"

	"onestop.internal/models"
)

// alike writes a row with every field, or without those that may be empty, and reads it by gorm and past it.
func alike[T any](t *testing.T, s *Store, empty bool) {
	t.Helper()
	row := new(T)
	v := reflect.ValueOf(row).Elem()
	of := tableOf[T]()
	null := columns(t, s.write, of.name)
	for i, f := range of.fields {
		if !empty || !null[of.columns[i]] {
			fill(v.Field(f), i)
		}
	}
	err := s.InTx(t.Context(), func(tx *Tx) error {
		_, err := put(tx, []*T{row}, "")
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", of.name, err)
	}
	var slow T
	if err := s.read.Take(&slow).Error; err != nil {
		t.Fatal(err)
	}
	fast, err := findAll[T](s.read.WithContext(t.Context()))
	if err != nil || len(fast) != 1 {
		t.Fatalf("%s: %d rows, %v", of.name, len(fast), err)
	}
	if !reflect.DeepEqual(&slow, row) {
		t.Errorf("%s: written %+v, gorm reads %+v", of.name, *row, slow)
	}
	if !reflect.DeepEqual(fast[0], slow) {
		t.Errorf("%s: read %+v, by gorm %+v", of.name, fast[0], slow)
	}
}

func TestWhatIsWrittenAndReadPastGormIsWhatGormWouldWriteAndRead(t *testing.T) {
	for _, empty := range []bool{false, true} {
		s := openTest(t)
		alike[models.Case](t, s, empty)
		alike[models.Step](t, s, empty)
		alike[models.Event](t, s, empty)
		alike[models.Material](t, s, empty)
		alike[models.File](t, s, empty)
		alike[models.Paper](t, s, empty)
		alike[models.Outbox](t, s, empty)
		alike[models.ClockRow](t, s, empty)
		alike[models.CaseParty](t, s, empty)
		alike[models.Notice](t, s, empty)
	}
}

// fill gives a field a value of its own.
func fill(v reflect.Value, i int) {
	switch x := v.Addr().Interface().(type) {
	case *models.RawJSON:
		*x = models.RawJSON(`{"a":1}`)
		return
	case *models.Bytes:
		*x = models.Bytes{byte(i), 1}
		return
	case *models.Date:
		*x = models.MustDate("2026-03-02") + models.Date(i)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(string(rune('a' + i%26)))
	case reflect.Bool:
		v.SetBool(i%2 == 0)
	default:
		v.SetInt(int64(i + 1))
	}
}

func TestRowsGetTheirIds(t *testing.T) {
	s := openTest(t)
	steps := []*models.Step{{CaseID: 1, Code: "S1"}, {CaseID: 1, Code: "S2"}, {CaseID: 1, Code: "S3"}}
	if err := s.InTx(t.Context(), func(tx *Tx) error { return tx.CreateSteps(steps...) }); err != nil {
		t.Fatal(err)
	}
	for _, want := range steps {
		var got models.Step
		if err := s.read.Take(&got, want.ID).Error; err != nil || got.Code != want.Code {
			t.Errorf("step %d is %q, want %q (%v)", want.ID, got.Code, want.Code, err)
		}
	}
}

func TestAPartKeepsItsStrongerRight(t *testing.T) {
	s := openTest(t)
	for _, x := range []struct{ give, want models.Right }{
		{models.RightRead, models.RightRead},
		{models.RightWork, models.RightWork},
		{models.RightSibling, models.RightWork},
		{models.RightOpinion, models.RightWork},
	} {
		p := models.CaseParty{CaseID: 1, Kind: models.PartyDept, Party: "FGJ", Right: x.give}
		if err := s.InTx(t.Context(), func(tx *Tx) error { return tx.AddParties(p, p) }); err != nil {
			t.Fatal(err)
		}
		got, err := s.Parties(t.Context(), 1)
		if err != nil || len(got) != 1 || got[0].Right != x.want {
			t.Errorf("given %s: %v %v, want %s", x.give, got, err, x.want)
		}
	}
}

func TestAMissingRowIsNotFoundPastGorm(t *testing.T) {
	s := openTest(t)
	if err := takeFirst(s.read.Where("id = ?", 7), &models.Case{}); err != gorm.ErrRecordNotFound { //nolint:errorlint // as gorm gives it
		t.Errorf("told %v", err)
	}
}
